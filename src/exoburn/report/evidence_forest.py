"""The forest plot: one panel a scale, squares by weight, a diamond for the pool."""

from __future__ import annotations

from collections.abc import Sequence

from exoburn.evidence.answer import Answer
from exoburn.report.drawing import Drawing, Picture, Scale, nice_ticks, text_width
from exoburn.report.drawing.canvas import INK, SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.scale import tick_text
from exoburn.report.drawing.text import shorten
from exoburn.report.evidence_panels import Line, Panel, panels_of
from exoburn.report.figures.frame import Frame, x_axis

_ROW, _HEAD, _FOOT = 21.0, 40.0, 58.0
_GREY, _BLUE = "#6b6b6b", "#0072B2"
_RATIOS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 0.7, 1.0, 1.5, 2.0, 5.0, 10.0)


def forest(answer: Answer) -> Picture:
    """Forest plot of an answer; without numbers it says so in words."""
    panels = panels_of(answer)
    rows = tuple(
        (line.label, panel.title, line.told, panel.axis, line.state)
        for panel in panels
        for line in panel.lines
    )
    return Picture(
        id="forest",
        title=f"{answer.question.label}: effects",
        summary=_summary(panels),
        wide=_draw(panels, WIDE),
        narrow=_draw(panels, NARROW),
        columns=("Study or review", "Panel", "Effect (95 % interval)", "Scale", "Counted"),
        rows=rows,
        note=(
            "Squares: studies and reviews, larger with more weight; diamond: pooled; bar below it: "
            "where a new study would fall. Grey: shown but not counted."
        ),
    )


def _summary(panels: Sequence[Panel]) -> str:
    if not panels:
        return "No effect with a number was found."
    parts = [
        f"{panel.title} ({panel.axis}): "
        + "; ".join(f"{line.label} {line.told}" for line in panel.lines)
        for panel in panels
    ]
    return ". ".join(parts) + "."


def _draw(panels: Sequence[Panel], width: float) -> Drawing:
    if not panels:
        sheet = Drawing(width, 40)
        sheet.text(0, 24, "No effect with a number was found: nothing to plot.", size=13)
        return sheet
    tall = [_HEAD + _ROW * len(panel.lines) * (2 if width < 500 else 1) + _FOOT for panel in panels]
    sheet = Drawing(width, sum(tall))
    y = 0.0
    for panel, height in zip(panels, tall, strict=True):
        _panel(sheet, panel, y, width)
        y += height
    return sheet


def _panel(sheet: Drawing, panel: Panel, y0: float, width: float) -> None:
    narrow = width < 500
    sheet.text(0, y0 + 14, shorten(panel.title, width, 13), size=13, bold=True)
    sheet.text(0, y0 + 30, shorten(panel.note, width, 10.5), size=10.5, fill=SOFT)
    left = 8.0 if narrow else 0.42 * width
    right = width - (8.0 if narrow else 140.0)
    low, high = _range(panel)
    scale = Scale(low, high, left, right, log=panel.log)
    step = _ROW * (2 if narrow else 1)
    top, base = y0 + _HEAD, y0 + _HEAD + step * len(panel.lines)
    frame = Frame(scale, Scale(0, 1, base, top))
    ticks = [t for t in _RATIOS if low <= t <= high] if panel.log else nice_ticks(low, high, 6)
    if panel.log and len(ticks) > 6:
        ticks = [t for t in ticks if t in (0.01, 0.1, 0.5, 1.0, 2.0, 10.0)]
    x_axis(sheet, frame, ticks, texts=[tick_text(t) for t in ticks], grid=True)
    none = scale(1.0 if panel.log else 0.0)
    sheet.line([(none, top), (none, base)], stroke="#333", width=1.3)
    for i, line in enumerate(panel.lines):
        middle = top + step * i + (step - 10 if narrow else step / 2)
        _row(sheet, line, scale, middle, width, left, narrow=narrow)
    sheet.text((left + right) / 2, base + 31, shorten(panel.axis, width, 11), size=11,
               anchor="middle")
    _sides(sheet, panel, none, base + 45, left, right)


def _sides(
    sheet: Drawing, panel: Panel, none: float, y: float, left: float, right: float
) -> None:
    """Which side is the better one; left out where there is no room for the words."""
    worse, better = "favours control", "favours product"
    sides = (worse, better) if panel.better == "higher" else (better, worse)
    room = text_width(worse, 10) + 16
    if none - left > room:
        sheet.text(none - 6, y, f"\u2190 {sides[0]}", size=10, anchor="end", fill=SOFT)
    if right - none > room:
        sheet.text(none + 6, y, f"{sides[1]} \u2192", size=10, fill=SOFT)


def _row(
    sheet: Drawing, line: Line, scale: Scale, y: float, width: float, left: float, *, narrow: bool
) -> None:
    ink = INK if line.state == "counted" else _GREY
    marks = f"  {line.marks}" if line.marks else ""
    bold = line.kind == "pool"
    if narrow:
        room = width - text_width(line.told, 10.5) - 10
        sheet.text(0, y - 12, shorten(line.label, room - text_width(marks, 10.5), 10.5) + marks,
                   size=10.5, fill=ink, bold=bold, halo=True)
        sheet.text(width, y - 12, line.told, size=10.5, anchor="end", fill=ink, halo=True)
    else:
        room = left - 12 - text_width(marks, 11.5)
        sheet.text(0, y + 4, shorten(line.label, room, 11.5), size=11.5, fill=ink, bold=bold)
        if marks:
            sheet.text(left - 10, y + 4, line.marks, size=11.5, anchor="end", fill=ink)
        sheet.text(width, y + 4, line.told, size=11, anchor="end", fill=ink, bold=bold)
    _mark(sheet, line, scale, y, ink)


def _mark(sheet: Drawing, line: Line, scale: Scale, y: float, ink: str) -> None:
    if line.kind == "pool" and line.low is not None and line.high is not None:
        assert line.value is not None
        a, b, c = scale.cut(line.low), scale.cut(line.value), scale.cut(line.high)
        sheet.area([(a, y), (b, y - 6), (c, y), (b, y + 6)], fill=_BLUE)
        _arrows(sheet, line, scale, y, _BLUE)
        return
    if line.low is not None and line.high is not None:
        dash = (5.0, 3.0) if line.kind == "prediction" else ()
        colour = _BLUE if line.kind == "prediction" else ink
        ends = [(scale.cut(line.low), y), (scale.cut(line.high), y)]
        sheet.line(ends, stroke=colour, width=1.5, dash=dash)
        _arrows(sheet, line, scale, y, colour)
    if line.value is not None and scale.holds(line.value):
        size = 3.0 + 4.0 * min(line.weight, 1.0) ** 0.5
        fill = ink if line.low is not None and line.state != "excluded" else "#ffffff"
        sheet.marker(scale(line.value), y, "square", size=size, fill=fill, edge=ink)


def _arrows(sheet: Drawing, line: Line, scale: Scale, y: float, ink: str) -> None:
    """An interval that goes on beyond the axis ends in an arrow."""
    for end, at, way in ((line.low, scale.start, 1), (line.high, scale.end, -1)):
        if end is not None and not scale.holds(end):
            sheet.line([(at + 6 * way, y - 4), (at, y), (at + 6 * way, y + 4)], stroke=ink,
                       width=1.5)


def _range(panel: Panel) -> tuple[float, float]:
    """An axis that holds every row and the line of no effect; pools may run out of it."""
    ends: list[float] = [1.0] if panel.log else [0.0]
    for line in panel.lines:
        ends += [end for end in (line.value, line.low, line.high) if end is not None]
    low, high = min(ends), max(ends)
    if panel.log:
        return max(low * 0.85, 0.01), min(high * 1.2, 12.0)
    room = 0.06 * (high - low) or 1.0
    return low - room, high + room
