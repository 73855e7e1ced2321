"""Who is operated on, and each arm as it would be if nobody were operated on by policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.report.arms import ArmView, Data

_LEAST = 0.005


@dataclass(frozen=True)
class Operated:
    """An operation of an arm: on which day, in what share of runs, by plan or by policy."""

    day: float
    share: float
    planned: bool


def operated(arm: ArmView) -> list[Operated]:
    """Operations that at least a few runs meet."""
    planned = arm.statement.graft != "none"
    return [
        Operated(float(one["day"]), float(one["share"]), planned)
        for one in arm.data.get("operation_days") or []
        if one["share"] > _LEAST
    ]


def policy_share(arm: ArmView) -> float:
    """Share of runs that are grafted by policy, not by the arm's own plan; 0 without."""
    return max((one.share for one in operated(arm) if not one.planned), default=0.0)


def any_by_policy(arms: Sequence[ArmView]) -> bool:
    """True if a graft by policy hides, in any arm, what would have happened without it."""
    return any(policy_share(arm) > 0 for arm in arms)


def outcomes_without(arm: ArmView) -> Data | None:
    """Outcomes without surgery by policy; None for an arm that is grafted by its own plan.

    An arm that no run operates on has no outcomes of its own without surgery: they are its own.
    """
    free = arm.data.get("without_surgery")
    if free:
        return free["outcomes"]
    return None if arm.statement.graft != "none" else arm.data["outcomes"]


def contrast_without(arm: ArmView, first: ArmView, id: str) -> Data | None:
    """An arm against the first, neither operated on by policy.

    Without a paired difference from the run it is that of the medians, which has no range.
    """
    if not arm.number:
        return None
    free = arm.data.get("without_surgery") or {}
    paired = (free.get("contrasts") or arm.data.get("contrasts_without_surgery") or {}).get(id)
    if paired is not None:
        return paired
    if not (policy_share(arm) or policy_share(first)):
        return arm.contrast(id)
    mine, theirs = outcomes_without(arm), outcomes_without(first)
    if mine is None or theirs is None or id not in mine or id not in theirs:
        return None
    ends = (mine[id]["median"], theirs[id]["median"])
    if ends[0] is None or ends[1] is None:
        return None
    return {"median": ends[0] - ends[1], "p05": None, "p95": None, "unpaired": True}
