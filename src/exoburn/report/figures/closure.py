"""Closure curves: one panel an arm, median with 50 and 90 % bands, the first arm in grey beside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoburn.report.drawing import Drawing, Picture, Scale, wrap
from exoburn.report.drawing.canvas import SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.scale import day_ticks
from exoburn.report.drawing.text import shorten
from exoburn.report.figures.frame import Frame, arm_line, x_axis, y_axis
from exoburn.report.series import ArmCurve
from exoburn.report.wording import count_of_100, plain

_TABLE_DAYS = (3, 7, 14, 21, 28, 42, 90, 180, 365, 730)
_ENDPOINT = 95.0


def closure(arms: Sequence[ArmCurve]) -> Picture:
    """Percent of the burned area re-epithelialised by day, one panel an arm.

    `arms` hold percent, 0 to 100; the line at 95 % is the endpoint named on the plot.
    """
    last = max(float(arm.days[-1]) for arm in arms)
    days = [d for d in _TABLE_DAYS if d <= last]
    rows = tuple(
        (arm.name, *(_cell(arm, day) for day in days)) for arm in arms
    )
    return Picture(
        id="closure",
        title="Closure: percent of the burned area re-epithelialised",
        summary=_summary(arms),
        wide=_draw(arms, WIDE),
        narrow=_draw(arms, NARROW),
        columns=("Arm", *(f"Day {day}" for day in days)),
        rows=rows,
        note="Line: median of runs. Bands: 50 and 90 % of runs. Dotted: the endpoint, 95 %.",
    )


def _draw(arms: Sequence[ArmCurve], width: float) -> Drawing:
    columns = 1 if width < 500 else min(len(arms), 5 if len(arms) <= 5 else 4)
    rows = -(-len(arms) // columns)
    left, gap = 34.0, 14.0
    each = (width - left - gap * (columns - 1) - 6) / columns
    titles = [_title(arm, each) for arm in arms]
    top = 10.0 + 15.0 * max(len(title) for title in titles)
    tall = 140.0 if width < 500 else (190.0, 180.0, 150.0, 130.0, 125.0)[columns - 1]
    step = top + tall + 26
    sheet = Drawing(width, step * rows + 40)
    last = float(arms[0].days[-1])
    for i, arm in enumerate(arms):
        row, column = divmod(i, columns)
        x0, y0 = left + column * (each + gap), row * step + top
        frame = Frame(Scale(0, last, x0, x0 + each), Scale(0, 100, y0 + tall, y0))
        sheet.lines_of_text(x0, y0 - 10 - 15 * (len(titles[i]) - 1), titles[i], size=12, bold=True)
        _panel(sheet, frame, arm, arms[0] if i else None, numbers=column == 0)
        under = row == rows - 1 or i + columns >= len(arms)
        ticks = day_ticks(last, int(each // 20))
        x_axis(sheet, frame, ticks, label="days since the burn" if under and not column else "")
    _key(sheet, left, step * rows + 34, len(arms) > 1, width)
    return sheet


def _title(arm: ArmCurve, width: float) -> list[str]:
    """An arm's letter and name in at most two lines."""
    lines = wrap(f"{arm.style.letter}  {arm.name}", width, 12, bold=True)
    return [lines[0], shorten(" ".join(lines[1:]), width, 12)] if len(lines) > 2 else lines


def _panel(
    sheet: Drawing, frame: Frame, arm: ArmCurve, first: ArmCurve | None, *, numbers: bool
) -> None:
    ticks = [0, 25, 50, 75, 100]
    y_axis(sheet, frame, ticks, texts=None if numbers else [""] * 5)
    days = arm.days.tolist()
    low, q1, _, q3, high = (line.tolist() for line in arm.lines)
    sheet.area(frame.band(days, low, high), fill=arm.style.colour, opacity=0.16)
    sheet.area(frame.band(days, q1, q3), fill=arm.style.colour, opacity=0.28)
    at = frame.y(_ENDPOINT)
    sheet.line([(frame.x.start, at), (frame.x.end, at)], stroke="#444", width=1, dash=(3, 3))
    if first is not None:
        sheet.line(frame.points(first.days.tolist(), first.median.tolist()), stroke="#6b6b6b",
                   width=1.2)
    points = frame.points(days, arm.median.tolist())
    arm_line(sheet, points, arm.style, width=2.2)
    for day in arm.doses:
        if frame.x.holds(day):
            sheet.marker(frame.x(day), frame.y.start - 6, "up", size=4.2, fill="#333")
    for day, share in arm.operations:
        if frame.x.holds(day):
            x = frame.x(day)
            sheet.line([(x, frame.y.start), (x, frame.y.end)], stroke="#333", width=1.2,
                       dash=(6, 3))
            notes = ["graft"] if share > 0.995 else ["graft in", count_of_100(share)]
            side = "start" if frame.x.end - x > 60 else "end"
            move = 4 if side == "start" else -4
            for i, note in enumerate(notes):
                sheet.text(x + move, frame.y(36) + 13 * i, note, size=10.5, anchor=side, halo=True)


def _key(sheet: Drawing, x: float, y: float, compared: bool, width: float) -> None:
    """What the marks mean, in two lines where one is too long."""
    sheet.rect(x, y - 10, 18, 11, fill="#777", opacity=0.2)
    sheet.rect(x + 4, y - 10, 10, 11, fill="#777", opacity=0.4)
    sheet.text(x + 23, y, "50 and 90 % of runs", size=10.5, fill=SOFT)
    sheet.line([(x + 136, y - 4), (x + 156, y - 4)], stroke="#444", width=1, dash=(3, 3))
    sheet.text(x + 161, y, "95 % re-epithelialised", size=10.5, fill=SOFT)
    if width < 500:
        x, y = x - 279, y + 16
        sheet.height += 14
    sheet.marker(x + 287, y - 4, "up", size=4.2, fill="#333")
    sheet.text(x + 296, y, "dose", size=10.5, fill=SOFT)
    if compared:
        sheet.line([(x + 332, y - 4), (x + 352, y - 4)], stroke="#6b6b6b", width=1.2)
        sheet.text(x + 357, y, "median of the first arm", size=10.5, fill=SOFT)


def _cell(arm: ArmCurve, day: float) -> str:
    middle, low, high = arm.on(day)
    return f"{plain(round(middle))} ({low:.0f}\u2013{high:.0f})"


def _summary(arms: Sequence[ArmCurve]) -> str:
    parts = []
    for arm in arms:
        reached = np.flatnonzero(arm.median >= _ENDPOINT)
        when = (
            f"reaches 95 % on about day {arm.days[reached[0]]:.0f}"
            if reached.size
            else f"does not reach 95 % by day {arm.days[-1]:.0f}"
        )
        parts.append(f"{arm.name}: the median {when}.")
    return "Percent of the burned area re-epithelialised against days. " + " ".join(parts)
