"""Plain tables of sizes: bins with amounts, or single particles, of one sample or of several.

What a row means is decided from the titles: columns with amounts (concentration, count) make a row
one bin of sizes; columns with what a single particle has (its number, its track, its blockade, its
brightness, a mark whether it was counted) make a row one particle. The answer is said in words.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from exoburn.blocks.product.binned import binned
from exoburn.blocks.product.cells import find_delimiter, split_line, to_number
from exoburn.blocks.product.columns import Columns, find_columns, numbers_rows
from exoburn.blocks.product.events import looks_binned
from exoburn.blocks.product.foreign import without_sizes
from exoburn.blocks.product.header import header_facts
from exoburn.blocks.product.listed import listed
from exoburn.blocks.product.measurement import Measurement
from exoburn.blocks.product.naming import names_a_sample
from exoburn.blocks.product.rows import Rows, read_rows
from exoburn.errors import InputError

_ALLOWED = "a column named size_nm (or diameter, bin centre) and one named concentration or count"
_REPEATED = ("video", "capture", "run", "replicate", "repeat", "measurement")


def read_plain(
    text: str, *, file: str, column: str | None = None, every_row: bool = False
) -> tuple[Measurement, ...]:
    """The measurements in a plain table, one a sample.

    `column` names the column of sizes (its title, or its number from 1); `every_row` counts
    particles too that the file marks as not included.
    Errors: InputError if there is no size column, no amounts, or a row that is not numbers.
    """
    lines = text.split("\n")
    delimiter = find_delimiter([line for line in lines if line.strip()][:400])
    at, columns = _header(lines, delimiter, text, file, column)
    facts = header_facts(lines[: max(at, 0)], delimiter)
    rows = read_rows(lines, at, columns, delimiter, file)
    columns = _understood(columns, rows)
    if columns.dilution is not None:
        stated = {row[columns.dilution] for row in rows.texts}
        if len(stated) == 1:
            facts.setdefault("dilution", stated.pop())
    if _one_row_one_particle(columns, rows):
        return listed(_groups(columns, rows), columns, facts, text, file,
                      together=_repeats(columns), every_row=every_row)  # fmt: skip
    if not columns.values:
        columns = _with_names(columns, rows, text, file)
    groups = _groups(columns, rows) if _sizes_repeat(columns, rows) else [("", rows)]
    return binned(groups, columns, facts, text, file, together=_repeats(columns))


def _header(
    lines: list[str], delimiter: str | None, text: str, file: str, chosen: str | None
) -> tuple[int, Columns]:
    """Line number of the header row (-1 if the numbers start at once) and its columns."""
    last: list[str] = []
    for at, line in enumerate(lines):
        cells = split_line(line, delimiter)
        filled = [c for c in cells if c]
        if not filled:
            continue
        numbers = [to_number(c, decimal_comma=delimiter != ",") for c in filled]
        if all(n is not None for n in numbers) and not last and len(filled) <= 2:
            return at - 1, _headerless(len(filled))
        if any(n is not None for n in numbers):
            continue  # a fact such as `Mean diameter (nm),120.3`, or a row of a table
        last = cells
        place = _chosen(cells, chosen) if chosen else None
        columns = find_columns(cells, chosen=place)
        if columns is None or not _numbers_follow(lines, at, columns, delimiter):
            continue
        if chosen and place is None:
            raise InputError("no such column", file=file, key="--column", given=chosen,
                             allowed=[cell for cell in cells if cell])
        return at, columns
    told = without_sizes(text)
    if told is not None:
        raise InputError(told[0], file=file, allowed=told[1])
    given = ", ".join(c for c in last if c)[:60] or None
    raise InputError("no table of particle sizes found", file=file, given=given, allowed=_ALLOWED)


def _headerless(width: int) -> Columns:
    return Columns(("size_nm", "count")[:width], size=0, counts=(1,) if width == 2 else ())


def _chosen(cells: list[str], chosen: str) -> int | None:
    titles = [cell.strip().casefold() for cell in cells]
    wanted = chosen.strip().casefold()
    if wanted in titles:
        return titles.index(wanted)
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 0
    return number - 1 if 1 <= number <= len(cells) and cells[number - 1] else None


def _numbers_follow(lines: list[str], at: int, columns: Columns, delimiter: str | None) -> bool:
    """True if a number stands under the size title in one of the next three filled lines."""
    place = columns.size if columns.size is not None else columns.lower or 0
    after = [line for line in lines[at + 1 : at + 12] if line.strip()][:3]
    comma = delimiter != ","
    for cells in (split_line(line, delimiter) for line in after):
        if place < len(cells) and to_number(cells[place], decimal_comma=comma) is not None:
            return True
    return not after  # a header with nothing below: the caller says that the table is empty


def _understood(columns: Columns, rows: Rows) -> Columns:
    """Columns whose titles leave open what they are, settled by what is in them."""
    numbering = tuple(
        place for place in (*columns.counts, *columns.unnamed)
        if numbers_rows(columns.labels[place]) and _runs_1_2_3(rows.numbers[:, place])
    )  # fmt: skip
    columns = replace(
        columns,
        counts=tuple(p for p in columns.counts if p not in numbering),
        unnamed=tuple(p for p in columns.unnamed if p not in numbering),
        ids=columns.ids + numbering,
    )
    if columns.maybe_weights and not columns.values:
        single = columns.ids or columns.properties or columns.included is not None
        sizes = _sizes(columns, rows)
        even = looks_binned(sizes) or (sizes.size == 2 and sizes[1] > sizes[0])
        if even and not single:
            return replace(columns, weights=columns.maybe_weights, maybe_weights=())
    return replace(columns, properties=columns.properties + columns.maybe_weights)


def _one_row_one_particle(columns: Columns, rows: Rows) -> bool:
    if columns.lower is not None or columns.values:
        return False
    if columns.ids or columns.included is not None:
        return True
    sizes = _sizes(columns, rows)
    if columns.properties:
        return sizes.size < 8 or not looks_binned(sizes)
    others = [place for place in columns.unnamed if columns.labels[place].strip()]
    return not others and not looks_binned(sizes)


def _with_names(columns: Columns, rows: Rows, text: str, file: str) -> Columns:
    """Columns whose titles are names of samples, taken as amounts; InputError if there are none."""
    numeric = tuple(p for p in columns.unnamed if np.isfinite(rows.numbers[:, p]).all())
    named = len(numeric) > 1 or any(names_a_sample(columns.labels[p]) for p in numeric)
    if columns.lower is None and columns.title.strip().lower() == "nm":
        named = False  # a spectrum has such a title too
    if not named:
        told = without_sizes(text) if columns.title.strip().lower() == "nm" else None
        if told is not None:
            raise InputError(told[0], file=file, allowed=told[1])
        size = columns.size if columns.size is not None else columns.lower
        others = [c for i, c in enumerate(columns.labels) if i != size and c]
        raise InputError("sizes but no amounts", file=file, given=", ".join(others)[:60] or None,
                         allowed="a column named concentration or count")
    return replace(columns, counts=numeric, unnamed=numeric)


def _groups(columns: Columns, rows: Rows) -> list[tuple[str, Rows]]:
    """Rows by the column that names their sample or capture; one group without such a column."""
    if columns.group is None:
        return [("", rows)]
    names = [row[columns.group] for row in rows.texts]
    distinct = list(dict.fromkeys(name for name in names if name))
    if len(distinct) < 2 or len(distinct) > 0.5 * len(names):
        return [("", rows)]
    return [(name, rows.only(np.array([n == name for n in names]))) for name in distinct]


def _repeats(columns: Columns) -> bool:
    """True if the groups of rows are captures of one sample rather than samples."""
    if columns.group is None:
        return False
    return columns.labels[columns.group].strip().lower().startswith(_REPEATED)


def _sizes_repeat(columns: Columns, rows: Rows) -> bool:
    sizes = _sizes(columns, rows)
    return bool(np.unique(sizes).size < sizes.size)


def _sizes(columns: Columns, rows: Rows) -> np.ndarray:
    place = columns.size if columns.lower is None else columns.lower
    return rows.numbers[:, place or 0] * columns.scale


def _runs_1_2_3(values: np.ndarray) -> bool:
    return values.size > 1 and bool(np.isfinite(values).all() and (np.diff(values) == 1).all()
                                    and values[0] in (0, 1))  # fmt: skip
