"""A figure as a report shows it: two widths of one drawing, and the same in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from exoburn.report.drawing.canvas import Drawing

WIDE, NARROW = 720.0, 350.0


@dataclass(frozen=True)
class Picture:
    """`wide` for a page, `narrow` for a phone; `summary` says what is to be seen.

    `columns` and `rows` are the numbers behind it as text; the first column names the row.
    """

    id: str
    title: str
    summary: str
    wide: Drawing
    narrow: Drawing
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
