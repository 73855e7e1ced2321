"""From the label to the cell: vesicles offered and taken up per cell, on powers of ten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.report.drawing import Drawing, Picture, Scale
from exoburn.report.drawing.canvas import SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.text import shorten
from exoburn.report.figures.frame import Frame, arm_marker, x_axis
from exoburn.report.styles import Style
from exoburn.report.wording import plain, scientific

_ROW = 40.0


@dataclass(frozen=True)
class DoseAtCell:
    """An arm's vesicles per cell: offered before any loss, taken up at the peak (None: unknown).

    `occupancy` is the peak share of the full effect that this much can have.
    """

    name: str
    style: Style
    offered: float | None
    taken_up: float | None
    occupancy: float | None


def dose_at_cell(
    arms: Sequence[DoseAtCell], *, half_effect: float, half_range: tuple[float, float] | None = None
) -> Picture:
    """Vesicles per cell against the number per cell at half effect."""
    return Picture(
        id="dose",
        title="From the label to the cell: vesicles per cell",
        summary=_summary(arms, half_effect),
        wide=_draw(arms, half_effect, half_range, WIDE),
        narrow=_draw(arms, half_effect, half_range, NARROW),
        columns=("Arm", "Offered per cell", "Taken up per cell, peak", "Occupancy, peak"),
        rows=tuple(
            (arm.name, _number(arm.offered), _number(arm.taken_up),
             "not given" if arm.occupancy is None else f"{plain(100 * arm.occupancy)} %")
            for arm in arms
        ),
        note=(
            "Offered: one dose shared over the cells of the upper 0.5 mm before any loss. "
            f"Half effect at about {scientific(half_effect)} vesicles per cell, from bench tests."
        ),
    )  # fmt: skip


def _draw(
    arms: Sequence[DoseAtCell], half: float, half_range: tuple[float, float] | None, width: float
) -> Drawing:
    phone = width < 500
    left = 10.0 if phone else 170.0
    row = 56.0 if phone else _ROW
    numbers = [half, 1.0] + [v for a in arms for v in (a.offered, a.taken_up) if v]
    low = math.floor(math.log10(max(min(numbers), 1e-6)))
    high = math.ceil(math.log10(max(numbers)) + 0.2)
    base = 30 + row * len(arms)
    sheet = Drawing(width, base + 66)
    frame = Frame(Scale(10.0**low, 10.0**high, left, width - 14, log=True), Scale(0, 1, base, 26))
    every = 1 if high - low <= (5 if phone else 9) else 2
    ticks = [10.0**p for p in range(low, high + 1, every)]
    x_axis(sheet, frame, ticks, texts=[_power(t) for t in ticks], label="vesicles per cell",
           grid=True)
    if half_range is not None:
        x0, x1 = frame.x.cut(half_range[0]), frame.x.cut(half_range[1])
        sheet.rect(x0, 26, x1 - x0, base - 26, fill="#D55E00", opacity=0.12)
    for value, words in ((1.0, "1 per cell"), (half, "half effect")):
        x = frame.x(value)
        sheet.line([(x, base), (x, 24)], stroke="#9c4500" if value == half else "#444", width=1.4,
                   dash=(5, 3))
        side = "end" if x > width - 60 else ("start" if x < 40 else "middle")
        sheet.text(x, 16, words, size=11, anchor=side)
    for i, arm in enumerate(arms):
        y = 30 + row * i + row / 2
        name = f"{arm.style.letter}  {arm.name}"
        if phone:
            sheet.text(left, y - 10, shorten(name, width - 20, 11.5), size=11.5, bold=True,
                       halo=True)
            y += 8
        else:
            sheet.text(0, y + 4, shorten(name, left - 14, 11.5), size=11.5)
        _arm(sheet, frame.x, arm, y)
    y = base + 56
    sheet.marker(left + 6, y - 4, "circle", size=5, fill="#ffffff", edge="#333", line=1.6)
    sheet.text(left + 16, y, "offered by one dose", size=11, fill=SOFT)
    sheet.marker(left + 142, y - 4, "square", size=5, fill="#333")
    sheet.text(left + 152, y, "taken up, at the peak", size=11, fill=SOFT)
    return sheet


def _arm(sheet: Drawing, x: Scale, arm: DoseAtCell, y: float) -> None:
    here = [x.cut(v) for v in (arm.offered, arm.taken_up) if v]
    if len(here) == 2:
        sheet.line([(here[0], y), (here[1], y)], stroke=arm.style.edge, width=1.6)
    if arm.offered:
        sheet.marker(x.cut(arm.offered), y, "circle", size=5.5, fill="#ffffff",
                     edge=arm.style.edge, line=1.8)
    if arm.taken_up:
        arm_marker(sheet, x.cut(arm.taken_up), y, arm.style, size=5.5)
    if not here:
        sheet.text(x.start + 4, y + 4, "no vesicles of its own", size=11, fill=SOFT, italic=True)


def _power(value: float) -> str:
    return plain(value) if 0.01 <= value <= 1000 else scientific(value)


def _number(value: float | None) -> str:
    return "not given" if value is None else scientific(value)


def _summary(arms: Sequence[DoseAtCell], half: float) -> str:
    parts = [
        f"{arm.name}: {_number(arm.offered)} offered, {_number(arm.taken_up)} taken up at the peak."
        for arm in arms
    ]
    return f"Vesicles per cell; half effect at about {scientific(half)}. " + " ".join(parts)
