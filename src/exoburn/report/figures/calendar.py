"""The recovery calendar: what is done on which day, and when the wound closes, arm by arm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.report.drawing import Drawing, Picture, Scale, wrap
from exoburn.report.drawing.canvas import SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.scale import day_ticks
from exoburn.report.drawing.text import shorten
from exoburn.report.figures.frame import Frame, x_axis
from exoburn.report.styles import Style
from exoburn.report.wording import count_of_100, many


@dataclass(frozen=True)
class ArmDays:
    """An arm's days: doses, dressing changes, laser sessions, operations with their shares.

    `closes` are the 5, 50 and 95 % days of closure (None: not by the end of the run, or closed);
    a `natural` course may run out of the picture.
    """

    name: str
    style: Style
    doses: tuple[float, ...] = ()
    dressings: tuple[float, ...] = ()
    lasers: tuple[float, ...] = ()
    operations: tuple[tuple[float, float], ...] = ()
    closes: tuple[float | None, float | None, float | None] = (None, None, None)
    natural: bool = False


def calendar(arms: Sequence[ArmDays], *, origin: str, closure: str) -> Picture:
    """One row an arm; `origin` is what day 0 was, `closure` names the endpoint of the bars."""
    rows = tuple(
        (arm.name, _days(arm.doses), _days(arm.dressings), _days(arm.lasers), _operations(arm))
        for arm in arms
    )
    parts = [_sentence(arm) for arm in arms]
    return Picture(
        id="calendar",
        title="Calendar of care",
        summary=f"Days since {origin}. " + " ".join(parts),
        wide=_draw(arms, origin, closure, WIDE),
        narrow=_draw(arms, origin, closure, NARROW),
        columns=("Arm", "Doses", "Dressing changes", "Laser", "Operations"),
        rows=rows,
        note=(
            "Dressing changes are shown until the median day of closure."
            if any(arm.dressings for arm in arms) else ""
        ),
    )


def last_day(arms: Sequence[ArmDays]) -> float:
    """Day to which the calendar runs: past all that is done and most closures, in whole weeks."""
    arms = [arm for arm in arms if not arm.natural] or arms
    done = [
        d for a in arms for d in (*a.doses, *a.lasers, *(day for day, _ in a.operations))
    ]  # fmt: skip
    closes = [day for a in arms for day in a.closes[:2] if day is not None]
    upper = [a.closes[2] for a in arms if a.closes[2] is not None]
    most = max([*done, *closes, *(min(u, 120.0) for u in upper), 14.0])
    return 7.0 * -(-(most + 2) // 7)


def _draw(arms: Sequence[ArmDays], origin: str, closure: str, width: float) -> Drawing:
    phone = width < 500
    left = 6.0 if phone else 150.0
    high = 66.0 if phone else 46.0
    top = 8.0
    end = last_day(arms)
    sheet = Drawing(width, top + high * len(arms) + 40 + (56 if phone else 40))
    frame = Frame(
        Scale(0, end, left, width - 12), Scale(0, 1, top + high * len(arms), top)
    )
    ticks = day_ticks(end, 6 if phone else 12)
    x_axis(sheet, frame, ticks, label=f"days since {origin}", grid=True)
    for i, arm in enumerate(arms):
        y = top + high * i
        if i:
            sheet.line([(0, y), (width, y)], stroke="#e6e6e6", width=0.8)
        name = f"{arm.style.letter}  {arm.name}"
        if phone:
            sheet.text(left, y + 15, shorten(name, width - 10, 12), size=12, bold=True, halo=True)
            y += 18
        else:
            lines = wrap(name, left - 12, 12, bold=True)
            if len(lines) > 2:
                lines = [lines[0], shorten(" ".join(lines[1:]), left - 12, 12)]
            sheet.lines_of_text(0, y + (20 if len(lines) < 2 else 16), lines, size=12, bold=True)
        _row(sheet, frame.x, arm, y)
    _key(sheet, top + high * len(arms) + 54, _entries(arms, closure), width)
    return sheet


def _row(sheet: Drawing, x: Scale, arm: ArmDays, y: float) -> None:
    upper, lower = y + 14, y + 34
    for day in arm.dressings:
        if x.holds(day):
            sheet.line([(x(day), upper - 5), (x(day), upper + 5)], stroke="#767676", width=1.6)
    for day in arm.doses:
        if x.holds(day):
            sheet.marker(x(day), upper, "up", size=6, fill=arm.style.colour, edge=arm.style.edge)
    for day in arm.lasers:
        if x.holds(day):
            sheet.marker(x(day), lower, "plus", size=6, fill="#D55E00", edge="#9c4500")
    for day, share in arm.operations:
        if x.holds(day):
            sheet.marker(x(day), upper, "square", size=7, fill="#ffffff", edge="#000", line=1.6)
            if share <= 0.995:
                sheet.text(x(day) + 11, upper + 4, count_of_100(share), size=10.5, halo=True)
    low, middle, high = arm.closes
    if low is None:
        return
    if low > x.high:
        sheet.text(x.end, lower + 4, f"closes later, from day {low:.0f} on \u2192", size=10.5,
                   anchor="end", fill=SOFT, halo=True)
        return
    end = x.end if high is None else x.cut(high)
    sheet.line([(x.cut(low), lower), (end, lower)], stroke=arm.style.edge, width=2)
    if high is None or high > x.high:
        sheet.line([(end - 6, lower - 4), (end, lower), (end - 6, lower + 4)],
                   stroke=arm.style.edge, width=1.6)
    if middle is not None and x.holds(middle):
        sheet.marker(x(middle), lower, "diamond", size=5, fill=arm.style.colour,
                     edge=arm.style.edge)


def _entries(arms: Sequence[ArmDays], closure: str) -> list[tuple[str, str]]:
    """Marks that are on the sheet, with their words."""
    known = (
        ("up", "dose", any(arm.doses for arm in arms)),
        ("tick", "dressing change", any(arm.dressings for arm in arms)),
        ("square", "operation", any(arm.operations for arm in arms)),
        ("plus", "laser session", any(arm.lasers for arm in arms)),
        ("closes", f"{closure}: median, 90 % of runs", any(a.closes[0] for a in arms)),
    )
    return [(shape, words) for shape, words, shown in known if shown]


def _key(sheet: Drawing, y: float, entries: Sequence[tuple[str, str]], width: float) -> None:
    x = 0.0
    for shape, text in entries:
        need = 26 + 6.0 * len(text) + 10
        if x and x + need > width:
            x, y = 0.0, y + 18
        if shape == "tick":
            sheet.line([(x + 7, y - 9), (x + 7, y + 1)], stroke="#767676", width=1.6)
        elif shape == "closes":
            sheet.line([(x, y - 4), (x + 20, y - 4)], stroke="#333", width=2)
            sheet.marker(x + 10, y - 4, "diamond", size=4.5, fill="#333")
            x += 8
        elif shape == "square":
            sheet.marker(x + 7, y - 4, shape, size=6, fill="#fff", edge="#000", line=1.6)
        else:
            fill = "#D55E00" if shape == "plus" else "#333"
            sheet.marker(x + 7, y - 4, shape, size=5.5, fill=fill, edge="#333")
        sheet.text(x + 18, y, text, size=11, fill=SOFT)
        x += need


def _days(days: Sequence[float]) -> str:
    if not days:
        return "none"
    shown = ", ".join(f"{d:g}" for d in days[:12])
    return f"{len(days)}: day {shown}" + (" ..." if len(days) > 12 else "")


def _operations(arm: ArmDays) -> str:
    if not arm.operations:
        return "none"
    return "; ".join(f"day {day:g}, {count_of_100(share)} runs" for day, share in arm.operations)


def _sentence(arm: ArmDays) -> str:
    parts = []
    if arm.doses:
        parts.append(f"{many(len(arm.doses), 'dose')}, the last on day {arm.doses[-1]:g}")
    if arm.lasers:
        parts.append(f"{many(len(arm.lasers), 'laser session')}")
    if arm.dressings:
        parts.append(many(len(arm.dressings), "dressing change"))
    for day, share in arm.operations:
        parts.append(f"an operation on day {day:g} in {count_of_100(share)} runs")
    return f"{arm.name}: {', '.join(parts) or 'nothing is scheduled'}."
