"""`simulate`: every arm of a case in all draws, then what can be said about them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoburn.case import Case
from exoburn.engine import Kernel
from exoburn.outcome import ArmCourse, PerDraw, evaluate
from exoburn.outcome.milestones import Milestone, milestones
from exoburn.outcome.tables import all_variance_shares
from exoburn.simulate.arm_plan import ArmPlan
from exoburn.simulate.arm_run import Stage, forecast_of, run_arm
from exoburn.simulate.arms import RunArm, arms_of
from exoburn.simulate.burn import Injury, injury_of
from exoburn.simulate.dataset import Singles, dataset_of, observables_of
from exoburn.simulate.draws import GROUPS, Draws
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.mechanisms import Attribution, attribute, without_policy
from exoburn.simulate.median_draw import full_kernel, median_draw
from exoburn.simulate.runner import COHORT_RTOL, Runner, cohort_kernel
from exoburn.wound import front_radius

log = logging.getLogger("exoburn")

#: Told what is being done, how much is done, of how much.
Progress = Callable[[str, float, float], None]


@dataclass(frozen=True)
class ArmFindings:
    """What one arm came to. `shares` are the parts of each outcome's variance; `theta` (draws,)
    belongs to the outcomes, `course` and `observables` to the first 500 draws."""

    arm: RunArm
    plan: ArmPlan
    course: ArmCourse
    outcomes: Mapping[str, PerDraw]
    stages: Sequence[Milestone]
    observables: Mapping[str, Mapping[str, Singles]]
    shares: Mapping[str, dict[str, float] | None] | None
    mechanisms: Attribution | None
    unoperated: Mapping[str, PerDraw] | None
    theta: NDArray[np.int64]


@dataclass(frozen=True)
class Findings:
    """All arms of a run with what they share."""

    case: Case
    injuries: Sequence[Injury | None]
    knowledge: Knowledge
    arms: Sequence[ArmFindings]
    runner: Runner
    tissue: Mapping[str, tuple[np.ndarray, np.ndarray]]
    forecast_t95: float | None
    duration_s: float

    def vehicle_of(self, one: ArmFindings) -> ArmFindings:
        """The arm with the same care and vehicle and no product."""
        return next(v for v in self.arms if v.arm.emptied and v.arm.number == one.arm.number)


def study(
    case: Case, *, folder: Path, threads: int = 1, progress: Progress | None = None
) -> Findings:
    """Run a case with the options in its [run]; `folder` is where its files are."""
    began = time.perf_counter()
    say = progress or (lambda what, done, total: None)
    injuries = [None if case.is_scar else injury_of(case, arm) for arm in case.arms]
    draws = Draws(case.run.draws, case.run.seed)
    runner = Runner(
        _kernel(say), np.arange(case.run.days + 1.0), threads=threads, rtol=COHORT_RTOL
    )
    stage = Stage(case, folder, Knowledge(draws, case.run.preset), runner, injuries)
    if not case.is_scar:
        stage = replace(stage, forecast=forecast_of(stage))
    arms = arms_of(case)
    total = float(len(arms) + len(case.arms) * len(GROUPS))
    found = []
    for i, arm in enumerate(arms):
        say(f"simulating {arm.name}", float(i), total)
        found.append(_arm(stage, arm))
    runner.forget()
    found = [_with_shares(stage, one, say, len(arms) + i * len(GROUPS), total)
             for i, one in enumerate(found)]
    tissue = {}
    for one in found:
        if "vesicle" in one.arm.gives or "msc" in one.arm.gives:
            every = full_kernel()
            say(f"following {one.arm.name} into the tissue", 0.0, 0.0)
            middle = median_draw(stage, one.arm, every)
            tissue[one.arm.name] = (middle.depth_mm, middle.tissue)
    seconds = time.perf_counter() - began
    return Findings(
        case, injuries, stage.knowledge, found, runner, tissue, _forecast(stage), seconds
    )


def _forecast(stage: Stage) -> float | None:
    """Day of 95 % closure of the slowest wound without surgery, at central numbers; inf: never."""
    if stage.case.burn is None:
        return None
    forecast, injury = stage.forecast, stage.injuries[0]
    assert injury is not None
    assert forecast is not None
    days = [
        forecast.t95(np.array([depth.depth_fraction]), front_radius(w.area_cm2, w.perimeter_cm))[0]
        for depth, w in zip(injury.depths, stage.case.burn.wounds, strict=True)
    ]
    return float(max(days))


def _arm(stage: Stage, arm: RunArm) -> ArmFindings:
    """One arm, in parts of a bounded number of draws; daily values are kept of the first part."""
    count = stage.knowledge.draws.count
    parts = [
        _part(replace(stage, knowledge=stage.knowledge.part(i, min(_AT_ONCE, count - i))), arm)
        for i in range(0, count, _AT_ONCE)
    ]
    first = parts[0]
    if len(parts) > 1:
        active = [part.plan.active for part in parts if part.plan.active is not None]
        first = replace(
            first,
            outcomes=_joined([part.outcomes for part in parts]),
            unoperated=_joined([p.unoperated or p.outcomes for p in parts])
            if any(p.unoperated for p in parts) else None,
            theta=np.concatenate([part.theta for part in parts]),
            plan=replace(first.plan, active=np.concatenate(active) if active else None),
        )  # fmt: skip
    return replace(first, mechanisms=attribute(stage, arm) if arm.active else None)


def _part(stage: Stage, arm: RunArm) -> ArmFindings:
    plan, course = run_arm(stage, arm)
    operated = not stage.case.is_scar and any(
        np.isfinite(wound.grafted_on).any() for wound in course.wounds if wound.kind == "burn"
    ) and arm.statement.graft == "none"
    unoperated = None
    if operated and not arm.emptied:
        _, natural = run_arm(replace(stage, case=without_policy(stage.case)), arm)
        unoperated = evaluate(natural)
    return ArmFindings(
        arm=arm, plan=plan, course=_light(course), outcomes=evaluate(course),
        stages=milestones(course), observables=observables_of(course), shares=None,
        mechanisms=None, unoperated=unoperated, theta=course.theta,
    )


def _with_shares(
    stage: Stage, one: ArmFindings, say: Progress, done: int, total: float
) -> ArmFindings:
    """Variance shares, from runs with each group at its median, for the arms of the case.

    Where a group cannot matter (a lot, in an arm without a product) the run is the same one.
    """
    if one.arm.emptied:
        return one
    frozen: dict[str, Mapping[str, PerDraw]] = {}
    for i, group in enumerate(GROUPS):
        if group in ("lot", "model") and not one.arm.active:
            frozen[group] = _first(one.outcomes, _frozen_draws(stage))
            continue
        say(f"what makes {one.arm.name} vary: {group}", float(done + i), total)
        draws = stage.knowledge.draws.part(0, _frozen_draws(stage)).freeze(group)
        knowledge = Knowledge(draws, stage.knowledge.preset)
        _, course = run_arm(replace(stage, knowledge=knowledge), one.arm, exact_nulls=False)
        frozen[group] = evaluate(course)
        stage.runner.forget()
    whole = _first(one.outcomes, _frozen_draws(stage))
    return replace(one, shares=all_variance_shares(
        whole, frozen, theta=one.theta[: _frozen_draws(stage)], horizon=float(stage.days)
    ))


#: Draws whose daily values are held at a time; beyond them only outcomes are kept.
_AT_ONCE = 500


def _joined(parts: Sequence[Mapping[str, PerDraw]]) -> dict[str, PerDraw]:
    """Outcomes of all parts as if they had been run together."""
    joined: dict[str, PerDraw] = {}
    for key, first in parts[0].items():
        each = [part[key] for part in parts]
        good = next((one for one in each if one.ok), first)
        applies = None
        if any(one.applies is not None or not one.ok for one in each) and good.ok:
            applies = np.concatenate([_applies(one) for one in each])
        values = np.concatenate([one.values for one in each])
        joined[key] = replace(good, values=values, applies=applies)
    return joined


def _applies(one: PerDraw) -> NDArray[np.bool_]:
    if not one.ok:
        return np.zeros(one.values.shape, bool)
    return np.ones(one.values.shape, bool) if one.applies is None else one.applies


#: Draws of the runs with a group frozen: shares of variance need no more.
_MOST_FROZEN = 60


def _frozen_draws(stage: Stage) -> int:
    return min(stage.knowledge.draws.count, _MOST_FROZEN)


def _first(outcomes: Mapping[str, PerDraw], count: int) -> dict[str, PerDraw]:
    """The same outcomes in the first draws only."""
    return {
        key: replace(
            one, values=one.values[:count],
            applies=None if one.applies is None else one.applies[:count],
        )
        for key, one in outcomes.items()
    }  # fmt: skip


def _light(course: ArmCourse) -> ArmCourse:
    """The arm's course without its daily values, which are many."""
    return replace(course, wounds=tuple(replace(w, values={}) for w in course.wounds))


def _kernel(say: Progress) -> Kernel:
    return cohort_kernel(_Spoken(say))


class _Spoken:
    """A progress callback as the engine wants it; equal ones hash alike, so kernels are cached."""

    def __init__(self, say: Progress) -> None:
        self._say = say

    def __call__(self, what: str) -> None:
        log.info(what)
        self._say(what, 0.0, 0.0)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Spoken)

    def __hash__(self) -> int:
        return hash(_Spoken)


__all__ = ["ArmFindings", "Findings", "dataset_of", "study"]
