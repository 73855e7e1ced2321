"""Lines of a table as cells and cells as numbers, for either decimal sign."""

from __future__ import annotations

import csv
import re

DELIMITERS = ("\t", ";", "|", ",")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_COMMA_NUMBER = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?([eE][+-]?\d+)?")
_NOT_FINITE = {"nan", "inf", "-inf", "+inf", "infinity", "-infinity"}


def split_line(line: str, delimiter: str | None) -> list[str]:
    """Cells of one line, stripped; None splits at runs of blanks.

    >>> split_line('12.5, "a, b" ,3', ",")
    ['12.5', 'a, b', '3']
    """
    if delimiter is None:
        return line.split()
    if '"' in line:
        try:
            cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
        except csv.Error:
            cells = line.split(delimiter)
    else:
        cells = line.split(delimiter)
    return [cell.strip().strip('"').strip() for cell in cells]


def to_number(cell: str, *, decimal_comma: bool = False) -> float | None:
    """The number in a cell, or None; `nan` and `inf` come back as floats, for the caller to refuse.

    >>> to_number("1.25E+1"), to_number("12,5", decimal_comma=True), to_number("1,234.5")
    (12.5, 12.5, 1234.5)
    >>> to_number("n/a") is None
    True
    """
    text = cell.strip().replace("\u2212", "-").replace("\xa0", "").removesuffix("%").rstrip()
    if _NUMBER.fullmatch(text):
        return float(text)
    if decimal_comma and _COMMA_NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    if not decimal_comma and _GROUPED.fullmatch(text):
        return float(text.replace(",", ""))
    return float(text) if text.lower() in _NOT_FINITE else None


def uses_decimal_comma(lines: list[str], delimiter: str | None) -> bool:
    """True if numbers in these lines are written as 12,5.

    >>> uses_decimal_comma(["97,5;12", "98,5;14"], ";")
    True
    """
    if delimiter == ",":
        return False
    cells = [cell for line in lines for cell in split_line(line, delimiter)]
    commas = [cell for cell in cells if _COMMA_NUMBER.fullmatch(cell)]
    if not commas:
        return False
    points = any("." in cell and _NUMBER.fullmatch(cell) for cell in cells)
    return not (points and all(_GROUPED.fullmatch(cell) for cell in commas))


def find_delimiter(lines: list[str]) -> str | None:
    """The delimiter that cuts most lines into the same number (at least two) of numeric cells.

    >>> find_delimiter(["size;count", "97,5;12", "98,5;14"])
    ';'
    """
    best: tuple[float, str | None] = (0.0, None)
    for delimiter in (*DELIMITERS, None):
        comma = delimiter != ","
        good = 0.0
        for line in lines:
            cells = [c for c in split_line(line, delimiter) if c]
            numbers = sum(to_number(c, decimal_comma=comma) is not None for c in cells)
            if len(cells) >= 2 and numbers >= 2 and numbers >= 0.5 * len(cells):
                good += numbers / len(cells)
        if good > best[0]:
            best = (good, delimiter)
    if best[0] == 0 and any("," in line for line in lines[:5]):
        return ","
    return best[1]
