"""The rows below a header, as numbers and as the texts that they were."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.blocks.product.cells import split_line, to_number, uses_decimal_comma
from exoburn.blocks.product.columns import Columns
from exoburn.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """`numbers` (rows, columns) with NaN where a cell holds none, `texts` the cells themselves."""

    numbers: Floats
    texts: list[list[str]]

    def only(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> Rows:
        """Some of the rows, by mask or by place."""
        places = np.arange(len(self.texts))[keep]
        return Rows(self.numbers[places], [self.texts[i] for i in places])


def read_rows(
    lines: list[str], at: int, columns: Columns, delimiter: str | None, file: str
) -> Rows:
    """The table below line `at`, which ends at a row without a size.

    A row of units below the titles is passed over; numbers after the end are an InputError.
    """
    width = len(columns.labels)
    comma = uses_decimal_comma(lines[at + 1 :], delimiter)
    needed = [i for i in (columns.lower, columns.upper, columns.size, *columns.values)
              if i is not None]  # fmt: skip
    marked = bool(columns.ids or columns.properties or columns.included is not None)
    numbers: list[list[float]] = []
    texts: list[list[str]] = []
    ended = 0
    for number, line in enumerate(lines[at + 1 :], start=at + 2):
        cells = split_line(line, delimiter)
        if not any(cells):
            continue
        cells = (cells + [""] * (width - len(cells)))[:width]
        values = [to_number(cell, decimal_comma=comma) for cell in cells]
        wrong = any(values[i] is None and cells[i] for i in needed)
        unsized = values[needed[0]] is None and not (
            marked and not columns.values and any(value is not None for value in values)
        )
        if wrong or unsized:
            if not numbers and not ended and number <= at + 3:
                continue  # a row of units below the titles
            ended = ended or number
            continue
        if ended:
            raise InputError(f"line {ended} of the table is not numbers", file=file,
                             given=lines[ended - 1][:60])
        numbers.append([np.nan if value is None else value for value in values])
        texts.append(cells)
    if not numbers:
        raise InputError("the table of sizes is empty", file=file)
    return Rows(np.array(numbers, np.float64), texts)
