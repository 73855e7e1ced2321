"""Visual predictive checks as small multiples: published closure beside simulated studies."""

from __future__ import annotations

from collections.abc import Sequence

from exoburn.infer.trial import describe
from exoburn.infer.vpc import Check
from exoburn.report.drawing import Drawing, Picture, Scale
from exoburn.report.drawing.canvas import FAINT, SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.scale import day_ticks
from exoburn.report.drawing.text import shorten
from exoburn.report.figures.frame import Frame, x_axis, y_axis
from exoburn.report.scoreboard_scatter import INSIDE, OUTSIDE
from exoburn.report.wording import plain

_TALL, _STEP = 84.0, 152.0


def closure_checks(checks: Sequence[Check]) -> Picture:
    """One panel an arm; -> nothing to draw is told in words."""
    held, points = (sum(c.held[i] for c in checks) for i in (0, 1))
    whole = sum(c.held[0] == c.held[1] for c in checks)
    rows = tuple(
        (c.study, describe(c.target), str(c.count), f"{c.held[0]} of {c.held[1]}",
         plain(c.seen.mean) if c.seen.mean is not None else "-",
         "-" if c.mean_low != c.mean_low else f"{plain(c.mean_low)} to {plain(c.mean_high)}")
        for c in checks
    )
    return Picture(
        id="closure-checks", title="Visual predictive checks of healing times in people",
        summary=f"{held} of {points} published points lie in the band of simulated studies; in "
                f"{whole} of {len(checks)} arms all of them.",
        wide=_draw(checks, WIDE), narrow=_draw(checks, NARROW),
        columns=("Study", "Who", "n", "Points in band", "Mean, days", "Simulated mean, 5 to 95 %"),
        rows=rows,
        note="Percent of people seen healed by day. Band: 5 to 95 % of simulated studies of the "
             "same size, healing seen only at visits. Blue line or marks: published (a mean and "
             "SD drawn as a lognormal; medians, quartiles and counts as points), orange diamonds: "
             "outside the band; upright line: a mean without an SD.",
    )  # fmt: skip


def _draw(checks: Sequence[Check], width: float) -> Drawing:
    columns = 2 if width < 500 else 4
    gap, left = 16.0, 26.0
    each = (width - left - gap * (columns - 1) - 12) / columns
    rows = -(-len(checks) // columns)
    sheet = Drawing(width, max(_STEP * rows, 30.0))
    for i, check in enumerate(checks):
        row, column = divmod(i, columns)
        x0, y0 = left + column * (each + gap), row * _STEP + 36
        frame = Frame(Scale(0, float(check.days[-1]), x0, x0 + each),
                      Scale(0, 100, y0 + _TALL, y0))
        sheet.text(x0, y0 - 20, shorten(f"{check.study} (n {check.count})", each + 8, 10), size=10,
                   bold=True)
        sheet.text(x0, y0 - 8, shorten(describe(check.target), each + 8, 9), size=9, fill=SOFT)
        _panel(sheet, frame, check, numbers=column == 0)
    return sheet


def _panel(sheet: Drawing, frame: Frame, check: Check, *, numbers: bool) -> None:
    y_axis(sheet, frame, [0, 50, 100], texts=None if numbers else [""] * 3)
    days = check.days.tolist()
    sheet.area(frame.band(days, check.low.tolist(), check.high.tolist()), fill="#777777",
               opacity=0.25)
    sheet.line(frame.points(days, check.middle.tolist()), stroke="#555", width=1.3)
    seen = check.seen
    if seen.curve:
        sheet.line(frame.points(*zip(*seen.curve, strict=True)), stroke=INSIDE[0], width=1.8)
    elif seen.mean is not None:
        x = frame.x.cut(seen.mean)
        colour = INSIDE[0] if check.mean_low <= seen.mean <= check.mean_high else OUTSIDE[0]
        sheet.line([(x, frame.y(0)), (x, frame.y(100))], stroke=colour, width=1.6, dash=(5, 3))
        if check.mean_low == check.mean_low:
            y = frame.y(50)
            sheet.line([(frame.x.cut(check.mean_low), y), (frame.x.cut(check.mean_high), y)],
                       stroke="#333", width=1.4)
    for day, percent, low, high in seen.healed:
        x = frame.x.cut(day)
        sheet.line([(x, frame.y.cut(low)), (x, frame.y.cut(high))], stroke="#333", width=1.1)
        _mark(sheet, frame, check, day, percent)
    for day, percent in (*seen.quartiles, *(seen.all_points if seen.curve else [])):
        _mark(sheet, frame, check, day, percent)
    ticks = day_ticks(float(check.days[-1]), 5)
    x_axis(sheet, frame, ticks)
    top = frame.y(100)
    sheet.line([(frame.x.start, top), (frame.x.end, top)], stroke=FAINT, width=0.6)


def _mark(sheet: Drawing, frame: Frame, check: Check, day: float, percent: float) -> None:
    colour, shape = INSIDE if check.holds(day, percent) else OUTSIDE
    sheet.marker(frame.x.cut(day), frame.y.cut(percent), shape, size=3.2, fill=colour)
