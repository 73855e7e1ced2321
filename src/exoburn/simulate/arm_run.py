"""Run one arm: its wounds, its donor sites, its schedule; -> the course that outcomes read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from exoburn.blocks.injury.depth import Depth
from exoburn.case import Arm, Case
from exoburn.data import parameters
from exoburn.outcome import drawn_constants
from exoburn.outcome.course import ArmCourse, WoundCourse
from exoburn.simulate.arm_plan import ArmPlan, plan_arm
from exoburn.simulate.arms import RunArm
from exoburn.simulate.burn import Injury
from exoburn.simulate.cohort_kernels import ARRIVING
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.people import people_of
from exoburn.simulate.policy import SAMPLES, Forecast, surgery_of
from exoburn.simulate.runner import Runner, only_draws, with_draws, with_rows
from exoburn.simulate.wound_plan import Surgery, WoundPlan, burn_wound, donor_wound, scar_wound

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Stage:
    """What all arms of a run share: case, files, knowledge, runner, injuries, policy's forecast."""

    case: Case
    folder: Path
    knowledge: Knowledge
    runner: Runner
    injuries: Sequence[Injury | None]
    forecast: Forecast | None = None

    @property
    def days(self) -> int:
        """Horizon in days."""
        return int(self.runner.days[-1])


class ArmRun(NamedTuple):
    """One arm in all draws: its plan, its course, and what its wounds do without policy's surgery.

    `natural` are the burned wounds as they heal if policy operates on nobody; empty for a scar.
    """

    plan: ArmPlan
    course: ArmCourse
    natural: tuple[WoundCourse, ...]


def plan_wounds(stage: Stage, arm: RunArm) -> tuple[ArmPlan, list[WoundPlan]]:
    """The plans of one arm and of its wounds, donor sites last, as they are run.

    Before surgery by policy a wound is looked at, which is a run of its own.
    """
    plan = _plan(stage, arm)
    if stage.case.is_scar:
        return plan, [scar_wound(stage.case, plan, stage.knowledge.draws)]
    wounds = [_wound(stage, plan, i, None).plan for i in range(len(_depths(stage, arm)))]
    donors = [donor_wound(wound, plan, stage.knowledge.draws) for wound in wounds]
    return plan, wounds + [donor for donor in donors if donor is not None]


def run_arm(stage: Stage, arm: RunArm, *, vehicle: ArmRun | None = None) -> ArmRun:
    """The course of one arm in all draws.

    Every wound is run once without surgery by policy; draws that policy then operates on are run
    again with it. Draws in which the product does nothing have the very course of the vehicle arm
    (`vehicle`, run here if it is not given), so that no difference of rounding is taken for an
    effect.
    """
    plan = _plan(stage, arm)
    if stage.case.is_scar:
        wound = scar_wound(stage.case, plan, stage.knowledge.draws)
        course = stage.runner.course(wound)
        idle = None if plan.active is None else ~plan.active
        if idle is not None and idle.any():
            vehicle = vehicle or run_arm(stage, replace(arm, emptied=True))
            course = _null_where(course, vehicle.course.wounds[0], idle)
        return ArmRun(plan, course_of_arm(stage, plan, [course]), ())
    if plan.active is not None and not plan.active.all() and vehicle is None:
        vehicle = run_arm(stage, replace(arm, emptied=True))
    found = [_wound(stage, plan, i, vehicle, run=True) for i in range(len(_depths(stage, arm)))]
    wounds = [one.course for one in found if one.course is not None]
    for one in found:
        donor = donor_wound(one.plan, plan, stage.knowledge.draws)
        if donor is not None:
            wounds.append(_donor_course(stage, donor))
    natural = tuple(one.natural for one in found if one.natural is not None)
    return ArmRun(plan, course_of_arm(stage, plan, wounds), natural)


@dataclass(frozen=True)
class _Wound:
    """One burned wound: its plan, its course, and its course without surgery by policy."""

    plan: WoundPlan
    course: WoundCourse | None = None
    natural: WoundCourse | None = None


def _plan(stage: Stage, arm: RunArm) -> ArmPlan:
    return plan_arm(stage.case, arm, stage.knowledge, folder=stage.folder, days=stage.days)


def _depths(stage: Stage, arm: RunArm) -> Sequence[Depth]:
    injury = stage.injuries[arm.number]
    assert injury is not None
    return injury.depths


def _wound(
    stage: Stage, plan: ArmPlan, number: int, vehicle: ArmRun | None, *, run: bool = False
) -> _Wound:
    """One burned wound of an arm; without `run` only what its plan hangs on is integrated."""
    case, draws, arm = stage.case, stage.knowledge.draws, plan.arm
    depth = _depths(stage, arm)[number]
    f = people_of(case, depth, number, draws).depth_fraction
    forecast = stage.forecast or forecast_of(stage)
    graft = surgery_of(case, arm.statement, depth, number, f, forecast)
    nature = _grafted_within(
        burn_wound(case, plan, number, depth, draws, graft=Surgery.none(draws.count)), stage.days
    )
    looked = graft.day is not None and depth.depth_class != "full_thickness"
    natural = None
    if looked or run:
        bare = None if vehicle is None else vehicle.natural[number]
        natural = _idle_as_vehicle(stage, nature, plan, bare)
    if looked:
        assert natural is not None
        graft = _still_open(natural, graft, stage.days)
    if graft.day is None or graft.day > stage.days or not graft.chosen.any():
        return _Wound(nature, natural, natural)
    operated = burn_wound(case, plan, number, depth, draws, graft=graft)
    if not run:
        return _Wound(operated)
    chosen = graft.chosen
    again = stage.runner.course(only_draws(operated, chosen))
    assert natural is not None
    course = replace(
        natural, values=with_draws(natural.values, again.values, chosen),
        weights=with_rows(natural.weights, again.weights, chosen), grafted_on=operated.grafted_on,
    )  # fmt: skip
    if vehicle is not None and plan.active is not None:
        course = _null_where(course, vehicle.course.wounds[number], ~plan.active, among=True)
    return _Wound(operated, course, natural)


def _idle_as_vehicle(
    stage: Stage, nature: WoundPlan, plan: ArmPlan, bare: WoundCourse | None
) -> WoundCourse:
    """The course of a wound whose idle draws are the vehicle's; it runs the draws it must."""
    if plan.active is None or bare is None or plan.active.all():
        return stage.runner.course(nature)
    if {"vesicle", "msc"} & set(plan.arm.gives):  # how much reaches the cells is shown in all draws
        return _null_where(stage.runner.course(nature), bare, ~plan.active)
    if not plan.active.any():
        return replace(bare, grafted_on=nature.grafted_on)
    some = stage.runner.course(only_draws(nature, plan.active))
    return replace(
        bare, values=with_draws(bare.values, some.values, plan.active),
        weights=with_rows(bare.weights, some.weights, plan.active), grafted_on=nature.grafted_on,
    )  # fmt: skip


def _still_open(nature: WoundCourse, graft: Surgery, days: int) -> Surgery:
    """Surgery only in draws whose wound, left to itself, is not nearly closed on the day before."""
    before = int(np.clip(np.ceil(graft.day or 0.0) - 1, 0, days))
    covered = nature.mean("E")[:, before]
    chosen = graft.chosen & (covered < parameters()["surgery_most_covered"].value)
    return replace(graft, chosen=chosen) if chosen.any() else Surgery.none(len(chosen))


def _null_where(
    course: WoundCourse, vehicle: WoundCourse, idle: NDArray[np.bool_], *, among: bool = False
) -> WoundCourse:
    """The course with the vehicle's in idle draws, but for what is physical.

    With `among` only draws in which something may differ (a graft) are looked at.
    """
    where = idle & np.isfinite(course.grafted_on) if among else idle
    if not where.any():
        return course
    others = {key: array[where] for key, array in vehicle.values.items()}
    return replace(
        course, values=with_draws(course.values, others, where, but=ARRIVING),
        weights=with_rows(course.weights, vehicle.weights[where], where),
    )  # fmt: skip


#: What is recorded of intact skin; the rest is 0.
_INTACT = {"E": 1.0, "V": 1.0, "C": 1.0}


def _donor_course(stage: Stage, donor: WoundPlan) -> WoundCourse:
    """The course of a donor site; in draws without one the skin there is intact."""
    made = np.isfinite(np.broadcast_to(np.asarray(donor.starts_on, np.float64), donor.shape[:1]))
    if made.all():
        return stage.runner.course(donor)
    some = stage.runner.course(only_draws(donor, made))
    values = {}
    for key, array in some.values.items():
        full = np.full((len(made), *array.shape[1:]), _INTACT.get(key, 0.0), array.dtype)
        full[made] = array
        values[key] = full
    return replace(
        some, values=values, weights=with_rows(donor.weights, some.weights, made),
        depth_fraction=donor.depth_fraction, grafted_on=donor.grafted_on,
        operations=np.zeros(len(made)), starts_on=donor.starts_on,
    )  # fmt: skip


def course_of_arm(stage: Stage, plan: ArmPlan, courses: Sequence[WoundCourse]) -> ArmCourse:
    """Wounds with the arm's schedule around them."""
    case, knowledge, draws = stage.case, stage.knowledge, stage.knowledge.draws
    rows, patient, doses = parameters(), case.patient, plan.doses
    counted = _with_operations(plan, courses)
    sessions = dict(zip(doses.sessions, doses.punctures, strict=True))
    for day in plan.care.laser_days:
        sessions.setdefault(day, 0.0)
    injury = stage.injuries[plan.arm.number]
    admitted = patient.inpatient
    if admitted is None:
        operated = any(day <= rows["inpatient_surgery_day"].value for day in plan.care.operations)
        large = injury is not None and injury.tbsa_percent >= rows["inpatient_tbsa"].value
        admitted = large or operated
    return ArmCourse(
        name=plan.arm.name,
        kind=plan.arm.kind,
        wounds=tuple(counted),
        dressing_days=plan.care.dressing_days,
        dressing_pain=plan.care.dressing.pain_increment,
        session_days=tuple(sorted(sessions)),
        punctures_per_session=tuple(sessions[day] for day in sorted(sessions)),
        inpatient=admitted,
        age_years=patient.age_years,
        pain_effect=rows["pain_person_sd"].value * draws.people("pain"),
        breakdown=draws.people_uniform("breakdown"),
        theta=draws.theta,
        person=draws.number,
        unsterile_odds=plan.unsterile_odds,
        constants={key: knowledge[key] for key in drawn_constants()},
    )


def _grafted_within(wound: WoundPlan, days: int) -> WoundPlan:
    """The wound without grafts that fall after the end of the run: they are not seen."""
    seen = wound.grafted_on <= days
    return replace(wound, grafted_on=np.where(seen, wound.grafted_on, np.nan))


def forecast_of(stage: Stage) -> Forecast:
    """The forecast that policy uses, the same in all arms: usual dressing, no product."""
    usual = RunArm(Arm(name="usual care"), 0)
    own = stage.knowledge.draws
    known = replace(own, count=SAMPLES, seed=0, first=0, persons=1, crossed=False,
                    frozen=frozenset({"people", "lot", "model"}))
    middle = Knowledge(known, stage.knowledge.preset)
    plan = plan_arm(stage.case, usual, middle, folder=stage.folder, days=stage.days)
    return Forecast(stage.runner, plan.values, plan.inputs["k_anti"], known)


def _with_operations(plan: ArmPlan, courses: Sequence[WoundCourse]) -> list[WoundCourse]:
    """Operations are counted once a day, whichever wounds are operated on: at the first wound."""
    skin = [course for course in courses if course.kind != "donor"]
    by_day: dict[float, NDArray[np.bool_]] = {
        day: np.ones(skin[0].draws, bool)
        for day in plan.care.operations
        if day <= courses[0].days[-1]
    }
    for course in skin:
        for day in np.unique(course.grafted_on[~np.isnan(course.grafted_on)]):
            done = course.grafted_on == day
            by_day[float(day)] = by_day.get(float(day), np.zeros(skin[0].draws, bool)) | done
    count = np.sum(list(by_day.values()), axis=0) if by_day else np.zeros(skin[0].draws)
    first = replace(skin[0], operations=np.asarray(count, np.float64))
    return [first if course is skin[0] else course for course in courses]
