"""Milestones and the calendar of care."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.blocks.care.plan import care_happenings
from exoburn.report.arms import ArmView, Data, Shown, horizon_of
from exoburn.report.figures import ArmDays
from exoburn.report.wording import with_span


@dataclass(frozen=True)
class Stage:
    """One stage of recovery: what to expect, and measures by arm as (label, cells)."""

    label: str
    expect: str
    happening: str
    source: str
    measures: tuple[tuple[str, tuple[str, ...]], ...]
    reached: bool


def stages(arms: Sequence[ArmView]) -> list[Stage]:
    """Stages of the first arm's milestones, with the numbers of every arm."""
    found = []
    for i, first in enumerate(arms[0].data.get("milestones") or []):
        each: list[Data] = [(arm.data.get("milestones") or [first])[i] for arm in arms]
        names = list(first["shown"])
        measures = tuple(
            (_label(first["shown"][name]), tuple(_cell(one["shown"].get(name)) for one in each))
            for name in names
        )
        found.append(
            Stage(first["label"], first["expect"], first["happening"], first["source"], measures,
                  bool(first["reached"]))
        )  # fmt: skip
    return found


def _label(measure: Data) -> str:
    unit = measure["unit"]
    return measure["label"] if unit in ("", "1") else f"{measure['label']}, {unit}"


def _cell(measure: Data | None) -> str:
    if measure is None or measure["median"] is None:
        return "\u2013"
    unit = "%" if measure["unit"].startswith(("%", "of 100")) else measure["unit"]
    middle, spread = with_span(measure["median"], measure["p05"], measure["p95"], unit)
    return f"{middle} ({spread})" if spread else middle


def days_of(result: Shown, arms: Sequence[ArmView]) -> list[ArmDays]:
    """Days of each arm: doses, changes of dressing until the median closure, operations."""
    return [_arm_days(result, arm) for arm in arms]


def operations_of(result: Shown, arm: ArmView) -> tuple[tuple[float, float], ...]:
    """Days of operations with the share of runs; planned ones are done in all runs."""
    told = arm.data.get("operation_days")
    if isinstance(told, list):
        return tuple((float(one["day"]), float(one["share"])) for one in told)
    planned = _plan(result, arm).operations
    if planned:
        return tuple((day, 1.0) for day in planned)
    mean, burn = arm.mean("operations"), result.case.burn
    if not mean or burn is None:
        return ()
    policy = result.case.policy_of(arm.statement)
    full = (result.summary.get("burn") or {}).get("depth_class") == "full_thickness"
    day = policy.full_thickness_graft_day if full else policy.graft_day
    return ((float(day), min(1.0, float(mean))),)


def doses_of(arm: ArmView) -> tuple[float, ...]:
    """Days on which a product (or its vehicle) is given."""
    return tuple(sorted({day for r in arm.statement.regimens for day in r.days}))


def _plan(result: Shown, arm: ArmView):
    return care_happenings(
        arm.statement, horizon_days=horizon_of(result),
        age_years=result.case.patient.age_years, session_days=doses_of(arm),
    )


def _arm_days(result: Shown, arm: ArmView) -> ArmDays:
    plan = _plan(result, arm)
    closes = arm.outcome("t100_days") or {}
    low, middle, high = (closes.get(key) for key in ("p05", "median", "p95"))
    last = middle if middle is not None else horizon_of(result)
    changes = () if result.case.is_scar else tuple(d for d in plan.dressing_days if d <= last)
    return ArmDays(
        name=arm.name, style=arm.style, doses=doses_of(arm), dressings=changes,
        lasers=plan.laser_days, operations=operations_of(result, arm), closes=(low, middle, high),
        natural=arm.statement.no_surgery,
    )  # fmt: skip
