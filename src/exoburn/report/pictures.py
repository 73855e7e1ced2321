"""All figures of a report, in the order they are shown, from one result."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from exoburn.data import parameters, table
from exoburn.outcome import registry
from exoburn.report.arms import ArmView, Shown, horizon_of
from exoburn.report.burned import section_of
from exoburn.report.drawing import Picture
from exoburn.report.figures import (
    Attributed,
    Chance,
    DoseAtCell,
    Gap,
    GapPanel,
    Panel,
    Shares,
    calendar,
    closure,
    courses,
    cross_section,
    differences,
    dose_at_cell,
    mechanisms,
    of_100,
    uncertainty,
)
from exoburn.report.matters import smallest
from exoburn.report.recovery import days_of, doses_of, operations_of
from exoburn.report.series import ArmCurve, band_lines, sampled_days
from exoburn.report.surgery import any_by_policy, contrast_without

_HEALED = ("percent_reepithelialised", "percent_healed")
_CHANCES = ("healed_by_21", "hts_probability", "infection_probability")
_LEADING = ("t95_days", "hts_probability", "vss_12mo", "infection_probability")
_SCAR_LEADING = ("vss_6mo", "vss_12mo", "redness_12mo", "elasticity_12mo")
_SHORT = {
    "t95_days": "95 % closed",
    "hts_probability": "Raised scar",
    "infection_probability": "Infected",
}
_SPREAD = ("t95_days", "hts_probability", "vss_12mo", "infection_probability", "pain_rest_day3")


def pictures(result: Shown, arms: Sequence[ArmView]) -> dict[str, Picture]:
    """Pictures by id; one that has nothing to show is left out."""
    makers: tuple[Callable[[Shown, Sequence[ArmView]], Picture | None], ...] = (
        _closure, _section, _differences, _of_100, _calendar, _courses, _mechanisms, _dose,
        _uncertainty,
    )  # fmt: skip
    found = (make(result, arms) for make in makers)
    return {picture.id: picture for picture in found if picture is not None}


def origin_of(result: Shown) -> str:
    """What day 0 was."""
    return "the first session" if result.case.is_scar else "the burn"


def _closure(result: Shown, arms: Sequence[ArmView]) -> Picture | None:
    if result.case.is_scar:
        return None
    wanted = sampled_days(_last_day(result, arms), horizon_of(result))
    curves = []
    for arm in arms:
        lines = band_lines(result.arrays, _HEALED, arm.name, wanted)
        if lines is None:
            return None
        curves.append(
            ArmCurve(arm.name, arm.style, np.array(wanted), np.clip(lines, 0, 100),
                     doses=doses_of(arm), operations=operations_of(result, arm))
        )  # fmt: skip
    return closure(curves)


def _last_day(result: Shown, arms: Sequence[ArmView]) -> float:
    """Where the closure curves end: a little past the latest usual closure, in whole weeks.

    A natural course runs out of the picture; its months would leave no room for the others.
    """
    horizon = horizon_of(result)
    ends = []
    cared = [arm for arm in arms if not arm.statement.no_surgery]
    for arm in cared or arms:
        entry = arm.outcome("t95_days") or {}
        reached = [entry[key] for key in ("p95", "median") if entry.get(key) is not None]
        ends.append(reached[0] if reached else 180.0)
    least = 28.0 if len(cared) in (0, len(arms)) else 56.0
    latest = min(max(1.15 * max(ends), least), 365.0, horizon)
    return min(7.0 * -(-latest // 7), horizon)


def _section(result: Shown, arms: Sequence[ArmView]) -> Picture | None:
    return cross_section(section_of(result, arms))


def _differences(result: Shown, arms: Sequence[ArmView]) -> Picture | None:
    ids = _SCAR_LEADING if result.case.is_scar else _LEADING
    panels = [panel for id in ids if (panel := _gap_panel(id, arms)) is not None]
    return differences(panels, arms[0].name) if panels else None


def _gap_panel(id: str, arms: Sequence[ArmView]) -> GapPanel | None:
    row = registry()[id]
    scale = 100.0 if row.type == "probability" else 1.0
    # a graft on a fixed day would hide what the arms do to the time of closure
    hidden = id == "t95_days" and any_by_policy(arms)
    gaps = []
    for arm in arms[1:]:
        gap = contrast_without(arm, arms[0], id) if hidden else arm.contrast(id)
        # the natural course lies so far off that the options of care would shrink to a dot
        if gap is None or (arm.statement.no_surgery and len(arms) > 2):
            continue
        ends = (None if gap[k] is None else scale * gap[k] for k in ("median", "p05", "p95"))
        middle, low, high = ends
        gaps.append(Gap(arm.name, arm.style, middle, low, high))
    if not gaps:
        return None
    words = {"time": ("earlier", "later"), "probability": ("fewer", "more")}
    lower, higher = words.get(row.type, ("lower", "higher"))
    unit = {"time": "days", "probability": "of 100"}.get(row.type, row.unit)
    least = smallest(row.unit)
    label = "95 % re-epithelialised, nobody grafted" if hidden else row.label
    return GapPanel(label, unit, lower, higher, tuple(gaps), least.value if least else None)


def _of_100(result: Shown, arms: Sequence[ArmView]) -> Picture | None:
    people = {row["id"]: row["people_who"] for row in table("outcome_phrases")}
    chances = []
    for id in _CHANCES:
        shares = tuple(arm.mean(id) for arm in arms)
        if any(share is not None for share in shares):
            ranges = tuple(_range_of_100(arm, id) for arm in arms)
            chances.append(Chance(registry()[id].label, people[id], shares, ranges))
    if not chances:
        return None
    return of_100(chances, [arm.name for arm in arms], [arm.style for arm in arms])


def _range_of_100(arm: ArmView, id: str) -> str:
    entry = arm.outcome(id)
    if entry is None or entry["p05"] is None or entry["p95"] is None:
        return "\u2013"
    return f"{100 * entry['p05']:.0f} to {100 * entry['p95']:.0f} of 100"


def _calendar(result: Shown, arms: Sequence[ArmView]) -> Picture:
    return calendar(days_of(result, arms), origin=origin_of(result), closure="closure (99.5 %)")


def _courses(result: Shown, arms: Sequence[ArmView]) -> Picture | None:
    horizon, panels = horizon_of(result), []
    pain = _curves(result, arms, ("pain_rest", "pain"), sampled_days(28, horizon))
    if pain and not result.case.is_scar:
        panels.append(Panel("Pain at rest", "0 to 10", 10.0, pain, (1.0, 7.0, 14.0)))
    scar = _curves(result, arms, ("scar_score", "vss"), sampled_days(horizon, horizon))
    if scar:
        top = 5.0 * -(-max(float(c.lines[-1].max()) for c in scar) // 5)
        when = tuple(d for d in (91.0, 365.0, 730.0) if d <= horizon) or (horizon,)
        panels.append(Panel("Scar score", "points of 13", min(max(top, 5.0), 13.0), scar, when,
                            months=True))  # fmt: skip
    return courses(panels, origin=origin_of(result)) if panels else None


def _curves(
    result: Shown, arms: Sequence[ArmView], names: Sequence[str], days: Sequence[float]
) -> tuple[ArmCurve, ...]:
    found = []
    for arm in arms:
        lines = band_lines(result.arrays, names, arm.name, days)
        if lines is not None:
            found.append(ArmCurve(arm.name, arm.style, np.array(days), lines))
    return tuple(found) if len(found) == len(arms) else ()


def _mechanisms(result: Shown, arms: Sequence[ArmView]) -> Picture | None:
    found = []
    for arm in arms:
        told = arm.data.get("mechanisms")
        if not told or told.get("total") is None:
            continue
        row = registry()[told["outcome"]]
        # a gain is positive for the better, whichever way the outcome counts
        sign = -1.0 if row.better == "lower" else 1.0
        names = ("inflammation", "growth", "vessels", "scar")
        gain = {name: sign * told[name] for name in names if told.get(name) is not None}
        last = {k: sign * v for k, v in (told.get("all_but_one") or {}).items() if v is not None}
        time = row.type == "time"
        found.append(
            Attributed(
                arm.name, arm.style, "days" if time else row.unit,
                "days earlier" if time else "points better", sign * told["total"], gain, last,
            )
        )  # fmt: skip
    return mechanisms(found) if found else None


def _dose(result: Shown, arms: Sequence[ArmView]) -> Picture | None:
    found = []
    for arm in arms:
        dose = arm.data.get("dose") or {}
        taken, share = arm.median("particles_per_cell_peak"), arm.median("occupancy_peak")
        if arm.gives_vesicles or taken:
            offered = dose.get("offered_per_cell")
            found.append(DoseAtCell(arm.name, arm.style, offered or None, taken or None, share))
    return dose_at_cell(found, half_effect=half_effect()) if found else None


def half_effect() -> float:
    """Vesicles per cell at half effect, central: the bench concentration through uptake.

    >>> 1e4 < half_effect() < 1.5e4
    True
    """
    p = {key: row.value for key, row in parameters().items()}
    k_x, hours = p["k_x"], p["t_assay"]
    return p["C50"] * p["ppm_ug"] * p["CL_up"] * (1 - float(np.exp(-k_x * hours))) / k_x


def _uncertainty(result: Shown, arms: Sequence[ArmView]) -> Picture | None:
    shown = [arms[0], *(arm for arm in arms[1:] if arm.active)][:2]
    rows = []
    for id in _SPREAD:
        for arm in shown:
            shares = (arm.outcome(id) or {}).get("variance_share")
            if shares:
                rows.append(Shares(f"{_SHORT.get(id, registry()[id].label)}: {arm.name}", shares))
    return uncertainty(rows) if rows else None
