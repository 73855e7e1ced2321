"""Differences from the first arm: median and 90 % range, one small plot an outcome."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.report.drawing import Drawing, Picture, Scale, nice_ticks, text_width
from exoburn.report.drawing.canvas import SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.text import shorten
from exoburn.report.figures.frame import Frame, arm_marker, x_axis
from exoburn.report.styles import Style
from exoburn.report.wording import plain, span


@dataclass(frozen=True)
class Gap:
    """One arm minus the first arm; None is a difference that is not finite."""

    name: str
    style: Style
    median: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class GapPanel:
    """An outcome: its unit, and the words for a lower and a higher value."""

    label: str
    unit: str
    lower: str
    higher: str
    gaps: tuple[Gap, ...]
    #: smallest difference that matters, in the unit; None where nobody said
    smallest: float | None = None


def differences(panels: Sequence[GapPanel], first: str) -> Picture:
    """Arms against the first, outcome by outcome; the zero line means no difference."""
    rows = tuple(
        (f"{panel.label}: {gap.name}", _value(gap.median), span(gap.low, gap.high), panel.unit)
        for panel in panels
        for gap in panel.gaps
    )
    return Picture(
        id="differences",
        title=f"Differences from {first}",
        summary=_summary(panels, first),
        wide=_draw(panels, first, WIDE),
        narrow=_draw(panels, first, NARROW),
        columns=("Outcome and arm", "Median difference", "90 % of runs", "Unit"),
        rows=rows,
        note=(
            "Arm minus first arm within each run; the arms share their draws. "
            "A range that crosses zero holds runs for the better and for the worse. Grey: too "
            "small to matter."
        ),
    )


def _draw(panels: Sequence[GapPanel], first: str, width: float) -> Drawing:
    columns = 1 if width < 500 or len(panels) == 1 else 2
    names = [gap.name for panel in panels for gap in panel.gaps]
    room = min(max(text_width(n, 11.5) for n in names) + 26, 0.47 * width / columns)
    gap = 22.0
    each = (width - gap * (columns - 1)) / columns
    count = max(len(panel.gaps) for panel in panels)
    tall = 23.0 * count + 6
    step = 34 + tall + 58
    rows = -(-len(panels) // columns)
    sheet = Drawing(width, step * rows)
    for i, panel in enumerate(panels):
        row, column = divmod(i, columns)
        x0, y0 = column * (each + gap), row * step + 34
        _panel(sheet, panel, x0, y0, each, tall, room)
    return sheet


def _panel(
    sheet: Drawing, panel: GapPanel, x0: float, y0: float, each: float, tall: float, room: float
) -> None:
    sheet.text(x0, y0 - 14, shorten(f"{panel.label}, {panel.unit}", each, 12.5), size=12.5,
               bold=True)
    low, high = _range(panel)
    scale = Scale(low, high, x0 + room, x0 + each - 10)
    frame = Frame(scale, Scale(0, 1, y0 + tall, y0))
    x_axis(sheet, frame, nice_ticks(low, high, 5), grid=True)
    zero = scale(0)
    if panel.smallest is not None:
        left, right = scale.cut(-panel.smallest), scale.cut(panel.smallest)
        sheet.rect(left, y0, right - left, tall, fill="#e9e9e9")
    sheet.line([(zero, y0), (zero, y0 + tall)], stroke="#333", width=1.4)
    for i, gap in enumerate(panel.gaps):
        y = y0 + 14 + 23 * i
        text = shorten(f"{gap.style.letter}  {gap.name}", room - 8, 11.5)
        sheet.text(x0, y + 4, text, size=11.5)
        _bar(sheet, gap, scale, y)
    foot = y0 + tall + 32
    lower, higher = f"\u2190 {panel.lower}", f"{panel.higher} \u2192"
    if zero - 6 - text_width(lower, 10.5) > x0:
        sheet.text(zero - 6, foot, lower, size=10.5, anchor="end", fill=SOFT)
    if zero + 6 + text_width(higher, 10.5) < x0 + each:
        sheet.text(zero + 6, foot, higher, size=10.5, fill=SOFT)


def _bar(sheet: Drawing, gap: Gap, scale: Scale, y: float) -> None:
    if gap.median is None and gap.low is None and gap.high is None:
        sheet.text(scale.start + 4, y + 4, "not finite", size=10.5, fill=SOFT, italic=True)
        return
    ends = (
        scale.start if gap.low is None else scale.cut(gap.low),
        scale.end if gap.high is None else scale.cut(gap.high),
    )
    sheet.line([(ends[0], y), (ends[1], y)], stroke=gap.style.edge, width=2)
    for value, at, way in ((gap.low, ends[0], 1), (gap.high, ends[1], -1)):
        if value is None:  # the range goes on beyond the run
            sheet.line([(at + 6 * way, y - 4), (at, y), (at + 6 * way, y + 4)],
                       stroke=gap.style.edge, width=1.6)
        else:
            sheet.line([(at, y - 4), (at, y + 4)], stroke=gap.style.edge, width=1.6)
    if gap.median is not None:
        arm_marker(sheet, scale.cut(gap.median), y, gap.style, size=5.2)


def _range(panel: GapPanel) -> tuple[float, float]:
    """An axis that holds all finite ends and zero, and never less than a visible width."""
    ends = [
        v for gap in panel.gaps for v in (gap.low, gap.median, gap.high)
        if v is not None and math.isfinite(v)
    ]  # fmt: skip
    low, high = min([0.0, *ends]), max([0.0, *ends])
    least = {"days": 2.0, "of 100": 4.0}.get(panel.unit, 0.4)
    if high - low < least:
        low, high = low - (least - high + low) / 2, high + (least - high + low) / 2
    room = 0.06 * (high - low)
    return low - room, high + room


def _value(value: float | None) -> str:
    return "not finite" if value is None else plain(value)


def _summary(panels: Sequence[GapPanel], first: str) -> str:
    parts = []
    for panel in panels:
        gaps = ", ".join(
            f"{gap.name} {_value(gap.median)} ({span(gap.low, gap.high)})" for gap in panel.gaps
        )
        parts.append(f"{panel.label} in {panel.unit}: {gaps}.")
    return f"Differences from {first}, median and 90 % range. " + " ".join(parts)
