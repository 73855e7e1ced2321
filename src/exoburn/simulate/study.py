"""`simulate`: every arm of a case in all draws, then what can be said about them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoburn.case import Case
from exoburn.outcome import ArmCourse, PerDraw, evaluate
from exoburn.outcome.milestones import Milestone, milestones
from exoburn.outcome.tables import all_variance_shares
from exoburn.outcome.variance import Causes, joined_causes
from exoburn.simulate.arm_plan import ArmPlan
from exoburn.simulate.arm_run import ArmRun, Stage, course_of_arm, forecast_of, run_arm
from exoburn.simulate.arms import RunArm, arms_of
from exoburn.simulate.burn import Injury, injury_of
from exoburn.simulate.causes import causes_of
from exoburn.simulate.cohort_kernels import COHORT_RTOL, CohortKernels, spoken
from exoburn.simulate.dataset import Singles, dataset_of, observables_of
from exoburn.simulate.draws import Draws
from exoburn.simulate.judged import slowest_t95
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.mechanisms import Attribution, attribute
from exoburn.simulate.median_draw import full_kernel, median_draw
from exoburn.simulate.runner import Runner

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
    causes: Causes


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
        CohortKernels(spoken(say)), np.arange(case.run.days + 1.0), threads=threads,
        rtol=COHORT_RTOL,
    )
    stage = Stage(case, folder, Knowledge(draws, case.run.preset), runner, injuries)
    if not case.is_scar:
        stage = replace(stage, forecast=forecast_of(stage))
    found = run_arms(stage, say)
    total = float(len(found) + 1)
    say("what came through which mechanism", float(len(found)), total)
    found = [
        replace(one, mechanisms=attribute(stage, one.arm)) if one.arm.active else one
        for one in found
    ]
    runner.forget()
    tissue = {}
    for one in found:
        if "vesicle" in one.arm.gives or "msc" in one.arm.gives:
            every = full_kernel(spoken(say))
            say(f"following {one.arm.name} into the tissue", 0.0, 0.0)
            middle = median_draw(stage, one.arm, every)
            tissue[one.arm.name] = (middle.depth_mm, middle.tissue)
    seconds = time.perf_counter() - began
    return Findings(
        case, injuries, stage.knowledge, found, runner, tissue,
        None if case.is_scar else slowest_t95(stage, injuries), seconds,
    )


def run_arms(stage: Stage, say: Progress) -> list[ArmFindings]:
    """Every arm of the case, then the vehicle arms, in parts of a bounded number of draws.

    Daily values are kept of the first part only, so that memory does not grow with draws. In a run
    of one part, arms are worked on side by side: what one of them does outside the kernel then
    costs no time.
    """
    arms, count, threads = arms_of(stage.case), stage.knowledge.draws.count, stage.runner.threads
    edges = range(0, count, _AT_ONCE)
    jobs = [(arm, next((v for v in arms if v.emptied and v.number == arm.number), None))
            for arm in arms if not arm.emptied]  # fmt: skip
    total = float(len(jobs) * len(edges))
    parts: dict[RunArm, list[ArmFindings]] = {arm: [] for arm in arms}
    done = 0

    def job(
        first: int, arm: RunArm, vehicle: RunArm | None
    ) -> tuple[Knowledge, list[ArmFindings]]:
        known = stage.knowledge.part(first, min(_AT_ONCE, count - first))
        part = replace(stage, knowledge=known)
        bare = None if vehicle is None else run_arm(part, vehicle)
        found = [_findings(part, arm, run_arm(part, arm, vehicle=bare))]
        if vehicle is not None and bare is not None:
            found.append(_findings(part, vehicle, bare))
        return known, found

    for first in edges:
        side_by_side = min(threads, len(jobs)) if len(edges) == 1 else 1
        with ThreadPoolExecutor(side_by_side) as pool:
            # what the caller set about reading files holds in the threads too
            waiting = [pool.submit(copy_context().run, job, first, *each) for each in jobs]
            try:
                for (arm, _), each in zip(jobs, waiting, strict=True):
                    say(f"simulating {arm.name}", float(done), total)
                    known, made = each.result()
                    stage.knowledge.count_used(known)  # in the order of arms, whoever came first
                    for found in made:
                        light = found if first == 0 else replace(found, observables={}, stages=())
                        parts[found.arm].append(light)
                    done += 1
            except BaseException:
                for each in waiting:
                    each.cancel()
                raise
        if len(edges) > 1:
            stage.runner.forget()
    return [_with_shares(stage, _whole(parts[arm])) for arm in arms]


def _whole(parts: Sequence[ArmFindings]) -> ArmFindings:
    """An arm's parts as if they had been run together; daily values are the first part's."""
    first = parts[0]
    if len(parts) == 1:
        return first
    active = [part.plan.active for part in parts if part.plan.active is not None]
    return replace(
        first,
        outcomes=_joined([part.outcomes for part in parts]),
        unoperated=_joined([p.unoperated or p.outcomes for p in parts])
        if any(p.unoperated for p in parts) else None,
        theta=np.concatenate([part.theta for part in parts]),
        causes=joined_causes([part.causes for part in parts]),
        plan=replace(first.plan, active=np.concatenate(active) if active else None),
    )  # fmt: skip


def _findings(stage: Stage, arm: RunArm, run: ArmRun) -> ArmFindings:
    plan, course, natural = run
    operated = arm.statement.graft == "none" and any(
        np.isfinite(wound.grafted_on).any() for wound in course.of_kind("burn")
    )
    unoperated = None
    if operated and not arm.emptied:
        unoperated = evaluate(course_of_arm(stage, plan, natural))
    return ArmFindings(
        arm=arm, plan=plan, course=_light(course), outcomes=evaluate(course),
        stages=milestones(course), shares=None,
        observables=observables_of(course),
        mechanisms=None, unoperated=unoperated, theta=course.theta,
        causes=causes_of(stage.knowledge, plan),
    )


def _with_shares(stage: Stage, one: ArmFindings) -> ArmFindings:
    """Variance shares for the arms of the case, from the draws that were run anyway."""
    if one.arm.emptied:
        return one
    shares = all_variance_shares(one.outcomes, one.causes, horizon=float(stage.days))
    return replace(one, shares=shares)


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


def _light(course: ArmCourse) -> ArmCourse:
    """The arm's course without its daily values, which are many."""
    return replace(course, wounds=tuple(replace(w, values={}) for w in course.wounds))


__all__ = ["ArmFindings", "Findings", "dataset_of", "study"]
