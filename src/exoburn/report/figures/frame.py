"""The frame of a plot: grid, ticks and labels, the same in every figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from exoburn.report.drawing import Drawing, Scale
from exoburn.report.drawing.canvas import FAINT, GRID, SOFT, Point
from exoburn.report.drawing.scale import tick_text
from exoburn.report.styles import Style

TICK = 11.0


@dataclass(frozen=True)
class Frame:
    """A plot's rectangle with its two scales."""

    x: Scale
    y: Scale

    def points(self, xs: Iterable[float], ys: Iterable[float]) -> list[Point]:
        """Pixels of values, held within the frame."""
        return [(self.x.cut(a), self.y.cut(b)) for a, b in zip(xs, ys, strict=True)]

    def band(self, xs: Sequence[float], low: Sequence[float], high: Sequence[float]) -> list[Point]:
        """Outline of the ground between two lines."""
        return self.points(xs, high) + self.points(xs, low)[::-1]


def x_axis(
    sheet: Drawing, frame: Frame, ticks: Sequence[float], *, label: str = "",
    texts: Sequence[str] | None = None, grid: bool = False,
) -> None:  # fmt: skip
    """Ticks below the plot, a label under them."""
    base, top = frame.y.start, frame.y.end
    sheet.line([(frame.x.start, base), (frame.x.end, base)], stroke=FAINT, width=1)
    for value, text in zip(ticks, texts or [tick_text(t) for t in ticks], strict=True):
        at = frame.x(value)
        if grid:
            sheet.line([(at, base), (at, top)], stroke=GRID, width=0.8)
        sheet.line([(at, base), (at, base + 4)], stroke=FAINT, width=1)
        sheet.text(at, base + 16, text, size=TICK, anchor="middle", fill=SOFT)
    if label:
        middle = (frame.x.start + frame.x.end) / 2
        sheet.text(middle, base + 32, label, size=TICK + 0.5, anchor="middle")


def y_axis(
    sheet: Drawing, frame: Frame, ticks: Sequence[float], *, texts: Sequence[str] | None = None
) -> None:
    """Numbers left of the plot and faint lines across it."""
    for value, text in zip(ticks, texts or [tick_text(t) for t in ticks], strict=True):
        at = frame.y(value)
        sheet.line([(frame.x.start, at), (frame.x.end, at)], stroke=GRID, width=0.8)
        sheet.text(frame.x.start - 6, at + 4, text, size=TICK, anchor="end", fill=SOFT)


def arm_line(sheet: Drawing, points: Sequence[Point], style: Style, *, width: float = 2.0) -> None:
    """An arm's line in its colour and dash."""
    sheet.line(points, stroke=style.colour, width=width, dash=style.dash, casing=style.edge)


def arm_marker(sheet: Drawing, x: float, y: float, style: Style, *, size: float = 5.0) -> None:
    """An arm's marker with its darker edge."""
    sheet.marker(x, y, style.marker, size=size, fill=style.colour, edge=style.edge)


def key_of_arms(
    sheet: Drawing, x: float, y: float, width: float, arms: Sequence[tuple[str, Style]]
) -> float:
    """A legend that wraps; -> the base line below it."""
    from exoburn.report.drawing import text_width
    from exoburn.report.drawing.text import shorten

    at = x
    for name, style in arms:
        text = shorten(name, width - 40, 12)
        need = 38 + text_width(text, 12) + 14
        if at > x and at + need > x + width:
            at, y = x, y + 18
        arm_line(sheet, [(at, y - 4), (at + 28, y - 4)], style)
        arm_marker(sheet, at + 14, y - 4, style, size=4)
        sheet.text(at + 34, y, text, size=12)
        at += need
    return y + 18
