"""Tables that users write by hand or save from a spreadsheet, in the dialect of their country.

A spreadsheet set to German or French saves semicolons between cells and commas in numbers; one set
to English saves commas and points; a copied table has tabs. The header row decides: it is the one
line whose words we know.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from exoburn.errors import InputError

_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?")
#: a first line by which spreadsheets tell each other the delimiter
_HINT = re.compile(r"\A\s*\"?sep=([,;\t])\"?(?=\r?\n)")
_POINT = re.compile(r"[+-]?\d+\.\d+([eE][+-]?\d+)?")
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")


@dataclass(frozen=True, slots=True)
class CsvTable:
    """Header and rows of a table; `lines` holds the line of the file on which each row ends."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def __iter__(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        return iter(zip(self.lines, self.rows, strict=True))


def read_table(text: str, known: Iterable[str], *, file: str) -> CsvTable:
    """The table in a text, cells stripped, empty rows left out; `known` are names of columns.

    Where semicolons or tabs stand between the cells, decimal commas come back as points. `1,234`
    beside numbers with a point may be either: it stays as it is, to be refused as no number.
    Errors: InputError if there is no header or if quotes do not close.

    >>> table = read_table("id;value\\na;1,5\\n", ["id", "value"], file="t.csv")
    >>> table.header, list(table)
    (('id', 'value'), [(2, ('a', '1.5'))])
    """
    delimiter = delimiter_of(text, known)
    text = _HINT.sub("", text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    try:
        for cells in reader:
            row = tuple(cell.strip() for cell in cells)
            if any(row):
                rows.append(row)
                lines.append(reader.line_num)
    except csv.Error as error:
        raise InputError(f"is not a CSV table: {error}", file=file) from error
    if not rows:
        raise InputError("is empty", file=file, allowed="a CSV file with a header line")
    header = _unpadded(rows[0], 0)
    body = [_unpadded(row, len(header)) for row in rows[1:]]
    if delimiter != ",":
        grouped = any(_POINT.fullmatch(cell) for row in body for cell in row)
        body = [tuple(_with_point(cell, grouped) for cell in row) for row in body]
    return CsvTable(header, tuple(body), tuple(lines[1:]))


def delimiter_of(text: str, known: Iterable[str]) -> str:
    """Comma, semicolon or tab: whichever finds most of the known names in the header.

    >>> delimiter_of("id;note, if any", ["id", "note"]), delimiter_of("id\\tvalue", ["id"])
    (';', '\\t')
    """
    hint = _HINT.match(text)
    if hint:
        return hint[1]
    names = set(known)
    head = next((line for line in text.splitlines() if line.strip()), "")

    def found(sign: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"').strip() for cell in head.split(sign)]
        return len(names.intersection(cells)), len(cells)

    return max((",", ";", "\t"), key=found)


def _with_point(cell: str, grouped: bool) -> str:
    if not _DECIMAL_COMMA.fullmatch(cell) or (grouped and _GROUPED.fullmatch(cell)):
        return cell
    return cell.replace(",", ".")


def _unpadded(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Without the empty cells that a spreadsheet adds at the right, down to `width`."""
    end = len(row)
    while end > width and not row[end - 1]:
        end -= 1
    return row[:end]
