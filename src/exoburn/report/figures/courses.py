"""Courses over time side by side: pain in the first weeks, the scar over two years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.report.drawing import Drawing, Picture, Scale, nice_ticks
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.scale import day_ticks, tick_text
from exoburn.report.figures.frame import Frame, arm_line, arm_marker, key_of_arms, x_axis, y_axis
from exoburn.report.series import ArmCurve
from exoburn.report.wording import plain, span

_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Panel:
    """One observable: its label and unit, an upper end of its axis, and a curve an arm.

    `table_days` are the days of the data table; `months` counts the axis in months.
    """

    label: str
    unit: str
    top: float
    curves: tuple[ArmCurve, ...]
    table_days: tuple[float, ...]
    months: bool = False


def courses(panels: Sequence[Panel], *, origin: str) -> Picture:
    """Medians of all arms, with the 90 % band of the first arm; `origin` is what day 0 was."""
    rows = tuple(
        (f"{panel.label}, {_when(day, panel)}: {curve.name}", plain(curve.on(day)[0]),
         span(*curve.on(day)[1:]))
        for panel in panels
        for day in panel.table_days
        for curve in panel.curves
    )  # fmt: skip
    first = panels[0].curves[0].name
    return Picture(
        id="courses",
        title=" and ".join(panel.label for panel in panels) + " over time",
        summary=f"Medians of all arms; band: 90 % of runs of {first}. " + " ".join(
            _sentence(panel) for panel in panels
        ),
        wide=_draw(panels, origin, WIDE),
        narrow=_draw(panels, origin, NARROW),
        columns=("Measure, time and arm", "Median", "90 % of runs"),
        rows=rows,
        note=f"Lines are medians; the grey band holds 90 % of the runs of {first}.",
    )


def _draw(panels: Sequence[Panel], origin: str, width: float) -> Drawing:
    columns = 1 if width < 500 else len(panels)
    gap, left, tall = 42.0, 30.0, 190.0
    each = (width - left - gap * (columns - 1) - 8) / columns
    step = 26 + tall + 50
    sheet = Drawing(width, step * -(-len(panels) // columns) + 10)
    for i, panel in enumerate(panels):
        row, column = divmod(i, columns)
        x0, y0 = left + column * (each + gap), row * step + 26
        _panel(sheet, panel, Scale(0, panel.curves[0].days[-1], x0, x0 + each),
               Scale(0, panel.top, y0 + tall, y0), origin)
    looks = [(curve.name, curve.style) for curve in panels[0].curves]
    sheet.height = key_of_arms(sheet, left, sheet.height + 4, width - left, looks) - 4
    return sheet


def _panel(sheet: Drawing, panel: Panel, x: Scale, y: Scale, origin: str) -> None:
    frame = Frame(x, y)
    sheet.text(x.start - 24, y.end - 12, f"{panel.label}, {panel.unit}", size=12.5, bold=True)
    y_axis(sheet, frame, nice_ticks(0, panel.top, 5))
    if panel.months:
        months = [m for m in (0, 3, 6, 12, 18, 24) if m * _MONTH <= x.high + 2]
        ticks = [min(m * _MONTH, x.high) for m in months]
        x_axis(sheet, frame, ticks, texts=[tick_text(m) for m in months],
               label=f"months since {origin}")
    else:
        x_axis(sheet, frame, day_ticks(x.high, 6), label=f"days since {origin}")
    first = panel.curves[0]
    days = first.days.tolist()
    sheet.area(frame.band(days, first.lines[0].tolist(), first.lines[-1].tolist()),
               fill="#000000", opacity=0.1)
    count = len(panel.curves)
    for i, curve in enumerate(panel.curves):
        points = frame.points(curve.days.tolist(), curve.median.tolist())
        arm_line(sheet, points, curve.style)
        # markers at other places in every arm, so that equal lines can be told apart
        places = range(int((i + 1) * len(points) / (4 * count + 4)), len(points),
                       max(1, len(points) // 4))
        for place in places:
            arm_marker(sheet, *points[place], curve.style, size=4)


def _when(day: float, panel: Panel) -> str:
    return f"month {day / _MONTH:.0f}" if panel.months else f"day {day:g}"


def _sentence(panel: Panel) -> str:
    parts = []
    for day in panel.table_days:
        values = ", ".join(f"{curve.name} {plain(curve.on(day)[0])}" for curve in panel.curves)
        parts.append(f"{_when(day, panel)}: {values}")
    return f"{panel.label} ({panel.unit}): " + "; ".join(parts) + "."
