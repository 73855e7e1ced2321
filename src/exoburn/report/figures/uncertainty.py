"""Which uncertainty dominates: shares of variance, three kinds kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exoburn.report.drawing import Drawing, Picture, text_width
from exoburn.report.drawing.canvas import SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.text import shorten

#: group -> the words for it, ground, whether hatched, text colour
KINDS = {
    "people": ("people differ", "#3b3b3b", 0, "#ffffff"),
    "lot": ("lots differ", "#ffffff", 1, "#1a1a1a"),
    "knowledge": ("knowledge is thin", "#b5b5b5", 0, "#1a1a1a"),
    "model": ("the model may be wrong", "#ffffff", -1, "#1a1a1a"),
}
_ROW = 26.0


@dataclass(frozen=True)
class Shares:
    """Shares of one outcome's variance in one arm by group; they add up to 1."""

    label: str
    shares: Mapping[str, float]


def uncertainty(rows: Sequence[Shares]) -> Picture:
    """One bar an outcome, split by what its spread comes from."""
    return Picture(
        id="uncertainty",
        title="Where the spread comes from",
        summary="Shares of the variance of each outcome. " + " ".join(map(_sentence, rows)),
        wide=_draw(rows, WIDE),
        narrow=_draw(rows, NARROW),
        columns=("Outcome and arm", *(words for words, *_ in KINDS.values())),
        rows=tuple(
            (row.label, *(f"{100 * row.shares.get(key, 0.0):.0f} %" for key in KINDS))
            for row in rows
        ),
        note="Each share is what the variance loses when that group is held at its median.",
    )


def _draw(rows: Sequence[Shares], width: float) -> Drawing:
    phone = width < 500
    left = 0.0 if phone else 282.0
    step = 44.0 if phone else _ROW + 6
    sheet = Drawing(width, 6 + step * len(rows) + (60 if phone else 36))
    for i, row in enumerate(rows):
        y = 4 + step * i
        if phone:
            sheet.text(0, y + 12, shorten(row.label, width, 11.5), size=11.5)
            y += 17
        else:
            sheet.text(0, y + 15, shorten(row.label, left - 10, 11.5), size=11.5)
        _bar(sheet, row, left, y, width - left - 2)
    _key(sheet, 0.0 if phone else left - 90, step * len(rows) + 26, width)
    return sheet


def _bar(sheet: Drawing, row: Shares, x: float, y: float, width: float) -> None:
    high = _ROW - 6
    for key, (_, fill, lean, ink) in KINDS.items():
        share = row.shares.get(key, 0.0)
        wide = share * width
        if wide <= 0.2:
            continue
        sheet.rect(x, y, wide, high, fill=fill, stroke="#1a1a1a", line=0.8)
        if lean:
            sheet.hatch(x, y, wide, high, stroke="#767676", step=5, lean=lean)
        text = f"{100 * share:.0f} %"
        if wide > text_width(text, 11) + 8:
            sheet.text(x + wide / 2, y + 14.5, text, size=11, anchor="middle", fill=ink,
                       halo=bool(lean))
        x += wide


def _key(sheet: Drawing, x0: float, y: float, width: float) -> None:
    x = x0
    for words, fill, lean, _ in KINDS.values():
        need = 22 + text_width(words, 11) + 14
        if x > x0 and x + need > width + 12:
            x, y = x0, y + 18
        sheet.rect(x, y - 10, 14, 11, fill=fill, stroke="#1a1a1a", line=0.8)
        if lean:
            sheet.hatch(x, y - 10, 14, 11, stroke="#767676", step=5, lean=lean)
        sheet.text(x + 19, y, words, size=11, fill=SOFT)
        x += need


def _sentence(row: Shares) -> str:
    parts = ", ".join(
        f"{words} {100 * row.shares.get(key, 0.0):.0f} %" for key, (words, *_) in KINDS.items()
    )
    return f"{row.label}: {parts}."
