"""What came through which mechanism: signed bars, an own side for what works against the arm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exoburn.report.drawing import Drawing, Picture, Scale, nice_ticks
from exoburn.report.drawing.canvas import SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.text import shorten
from exoburn.report.figures.frame import Frame, x_axis
from exoburn.report.styles import Style
from exoburn.report.wording import settled

NAMES = {
    "inflammation": "Inflammation",
    "growth": "Cell growth",
    "vessels": "New vessels",
    "scar": "Scar and matrix",
}
_ROW, _HEAD = 24.0, 30.0


@dataclass(frozen=True)
class Attributed:
    """Gain of an arm by mechanism, positive for the better, in `unit`; `last` adds it last.

    `measure` names what is gained, such as "days to 95 % closure, earlier".
    """

    name: str
    style: Style
    unit: str
    measure: str
    total: float
    gain: Mapping[str, float]
    last: Mapping[str, float]


def mechanisms(arms: Sequence[Attributed]) -> Picture:
    """Shapley values of each arm; bars to the left of zero work against the arm."""
    rows = [
        (f"{arm.name}: {name}", settled(arm.gain[key]), _last(arm, key), arm.unit)
        for arm in arms
        for key, name in NAMES.items()
        if key in arm.gain
    ]
    rows += [(f"{arm.name}: all four", settled(arm.total), "", arm.unit) for arm in arms]
    return Picture(
        id="mechanisms",
        title="What came through which mechanism",
        summary=" ".join(_sentence(arm) for arm in arms),
        wide=_draw(arms, WIDE),
        narrow=_draw(arms, NARROW),
        columns=("Arm and mechanism", "Gain (Shapley)", "Gain if added last", "Unit"),
        rows=tuple(rows),
        note=(
            "On the median run, in which the product is taken to act. A Shapley value is the mean "
            "gain over all orders of switching the mechanisms on; the four add up to the whole."
        ),
    )


def _draw(arms: Sequence[Attributed], width: float) -> Drawing:
    columns = 1 if width < 500 or len(arms) == 1 else 2
    gap = 26.0
    each = (width - gap * (columns - 1)) / columns
    step = _HEAD + 5 * _ROW + 62
    sheet = Drawing(width, step * -(-len(arms) // columns))
    for i, arm in enumerate(arms):
        row, column = divmod(i, columns)
        _panel(sheet, arm, column * (each + gap), row * step + _HEAD, each)
    return sheet


def _panel(sheet: Drawing, arm: Attributed, x0: float, y0: float, each: float) -> None:
    title = shorten(f"{arm.style.letter}  {arm.name}: {arm.measure}", each, 12.5)
    sheet.text(x0, y0 - 12, title, size=12.5, bold=True)
    values = [*arm.gain.values(), arm.total]
    # what is too small to name takes no side
    values = [v if abs(v) >= 5e-3 else 0.0 for v in values]
    low, high = min(0.0, *values), max(0.0, *values)
    if high - low < 1e-6:
        low, high = -1.0, 1.0
    room = 0.22 * (high - low)
    scale = Scale(low - (room if low < 0 else 0.05 * room), high + room, x0 + 112, x0 + each - 4)
    base = y0 + 5 * _ROW + 4
    x_axis(sheet, Frame(scale, Scale(0, 1, base, y0)), nice_ticks(scale.low, scale.high, 4),
           grid=True)
    zero = scale(0)
    entries = [(name, arm.gain.get(key, 0.0)) for key, name in NAMES.items()]
    for i, (name, value) in enumerate([*entries, ("All four", arm.total)]):
        y = y0 + 3 + _ROW * i
        total = i == len(entries)
        sheet.text(x0, y + 13, name, size=11.5, bold=total)
        left, wide = min(zero, scale(value)), abs(scale(value) - zero)
        if value <= -5e-3:
            sheet.rect(left, y + 2, wide, _ROW - 9, fill="#ffffff", stroke="#B23A00", line=1.2)
            sheet.hatch(left, y + 2, wide, _ROW - 9, stroke="#B23A00", step=5)
        else:
            fill = "#333333" if total else arm.style.colour
            sheet.rect(left, y + 2, wide, _ROW - 9, fill=fill, stroke=arm.style.edge, line=0.8)
        side, at = ("end", left - 4) if value <= -5e-3 else ("start", left + wide + 4)
        sheet.text(at, y + 13, settled(value), size=11, anchor=side, bold=total, halo=True)
    sheet.line([(zero, y0), (zero, base)], stroke="#333", width=1.3)
    sheet.text(zero + 5, base + 31, "helps \u2192", size=10.5, fill=SOFT)
    if low < 0:
        sheet.text(zero - 5, base + 31, "\u2190 works against", size=10.5, anchor="end", fill=SOFT)


def _sentence(arm: Attributed) -> str:
    known = {NAMES[key].lower(): value for key, value in arm.gain.items() if key in NAMES}
    parts = ", ".join(f"{name} {settled(value)}" for name, value in known.items())
    against = [name for name, value in known.items() if value <= -5e-3]
    ends = f" {' and '.join(against).capitalize()} works against the arm." if against else ""
    head = f"{arm.name}, gain in {arm.unit} ({arm.measure})"
    return f"{head}: {parts}; in all {settled(arm.total)}.{ends}"


def _last(arm: Attributed, key: str) -> str:
    return settled(arm.last[key]) if key in arm.last else "not given"
