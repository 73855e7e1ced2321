"""Figures of a calibration: how the fit went, and prior against posterior of each constant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exoburn.report.drawing import Drawing, Picture, Scale, nice_ticks
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.text import shorten
from exoburn.report.figures.frame import Frame, x_axis, y_axis
from exoburn.report.wording import plain

Row = dict[str, Any]
_MOST = 40
_BLUE, _GREY = "#0072B2", "#a8a8a8"


def course_picture(steps: Sequence[Row]) -> Picture:
    """Misfit and share of the data taken in, step by step."""
    rows = tuple(
        (str(s["step"]), f"{100 * s['beta']:.1f}", plain(s["misfit"]), str(s["members_with_holes"]),
         f"{100 * s['unexplained']:.0f}")
        for s in steps
    )
    return Picture(
        id="course", title="How the fit went",
        summary=f"Mean misfit from {rows[0][2]} to {rows[-1][2]} a number in {len(rows)} steps.",
        wide=_course(steps, WIDE), narrow=_course(steps, NARROW),
        columns=("Step", "Data taken in, %", "Misfit a number", "Members with holes",
                 "Curved, % of variance"),
        rows=rows,
        note="Mean half squared error of the members, in units of what a number may be off. "
             "Around 0.5 is what errors of the stated size give.",
    )  # fmt: skip


def _course(steps: Sequence[Row], width: float) -> Drawing:
    tall = 170.0
    sheet = Drawing(width, tall + 66)
    last = max(len(steps) - 1, 1)
    top = 1.08 * max(s["misfit"] for s in steps)
    frame = Frame(Scale(0, last, 46, width - 12), Scale(0, top, tall + 22, 22))
    sheet.text(46, 12, "Misfit a number", size=12, bold=True)
    y_axis(sheet, frame, nice_ticks(0, top, 4))
    points = frame.points(range(len(steps)), [s["misfit"] for s in steps])
    sheet.line(points, stroke=_BLUE, width=2)
    for x, y in points:
        sheet.marker(x, y, "circle", size=3.4, fill=_BLUE)
    x_axis(sheet, frame, [float(i) for i in range(0, last + 1, max(last // 8, 1))], label="step")
    return sheet


def constants_picture(constants: Sequence[Row]) -> Picture:
    """Prior and posterior of the constants that changed most, in prior standard deviations."""
    shown = list(constants[:_MOST])
    rows = tuple(
        (r["id"], r["unit"], f"{plain(r['prior_p50'])} ({plain(r['prior_p05'])} to "
         f"{plain(r['prior_p95'])})", f"{plain(r['p50'])} ({plain(r['p05'])} to {plain(r['p95'])})",
         f"{100 * r['shrinkage']:.0f} %")
        for r in shown
    )
    return Picture(
        id="constants", title=f"Prior and posterior of {len(shown)} constants that changed most",
        summary=f"Of {len(constants)} fitted constants "
                f"{sum(not r['stays_prior'] for r in constants)} lost more than a tenth of their "
                "prior variance.",
        wide=_constants(shown, WIDE), narrow=_constants(shown, NARROW),
        columns=("Constant", "Unit", "Prior, 5 to 95 %", "Calibrated, 5 to 95 %", "Learned"),
        rows=rows,
        note="Grey: prior, 5 to 95 %. Blue: calibrated, 5 to 95 %, with its mean. The axis is in "
             "standard deviations of the prior, so that constants of all units stand together.",
    )  # fmt: skip


def _constants(rows: Sequence[Row], width: float) -> Drawing:
    left, step = (0.3 * width if width > 500 else 0.4 * width), 16.0
    tall = step * len(rows)
    sheet = Drawing(width, tall + 54)
    high = max([2.4, *(abs(r[key]) + 0.2 for r in rows for key in ("z_p05", "z_p95"))])
    frame = Frame(Scale(-high, high, left, width - 12), Scale(0, 1, tall + 6, 6))
    x_axis(sheet, frame, nice_ticks(-high, high, 6), label="prior standard deviations", grid=True)
    for i, row in enumerate(rows):
        y = 6 + step * (i + 0.5)
        sheet.text(0, y + 3.5, shorten(row["id"], left - 8, 10), size=10)
        sheet.line([(frame.x(-1.645), y), (frame.x(1.645), y)], stroke=_GREY, width=5)
        sheet.line([(frame.x.cut(row["z_p05"]), y), (frame.x.cut(row["z_p95"]), y)], stroke=_BLUE,
                   width=2.6)
        sheet.marker(frame.x.cut(row["shift"]), y, "circle", size=3.2, fill=_BLUE)
    return sheet
