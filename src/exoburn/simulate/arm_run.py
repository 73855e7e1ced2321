"""Run one arm: its wounds, its donor sites, its schedule; -> the course that outcomes read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoburn.case import Arm, Case
from exoburn.data import parameters
from exoburn.outcome import drawn_constants
from exoburn.outcome.course import ArmCourse, WoundCourse
from exoburn.simulate.arm_plan import ArmPlan, plan_arm
from exoburn.simulate.arms import RunArm
from exoburn.simulate.burn import Injury
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.people import people_of
from exoburn.simulate.policy import SAMPLES, Forecast, surgery_of
from exoburn.simulate.runner import Runner, only_draws
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


def plan_wounds(
    stage: Stage, arm: RunArm, *, look: bool = True
) -> tuple[ArmPlan, list[WoundPlan]]:
    """The plans of one arm and of its wounds, donor sites last.

    With `look`, the wound is looked at before surgery by policy: a run up to then.
    """
    case, draws = stage.case, stage.knowledge.draws
    plan = plan_arm(case, arm, stage.knowledge, folder=stage.folder, days=stage.days)
    if case.is_scar:
        return plan, [scar_wound(case, plan, draws)]
    injury = stage.injuries[arm.number]
    assert injury is not None
    forecast = stage.forecast or forecast_of(stage)
    wounds = []
    for i, depth in enumerate(injury.depths):
        f = people_of(case, depth, i, draws).depth_fraction
        graft = surgery_of(case, arm.statement, depth, i, f, forecast)
        if look and graft.day is not None and depth.depth_class != "full_thickness":
            nature = burn_wound(case, plan, i, depth, draws, graft=Surgery.none(draws.count))
            graft = _still_open(stage, nature, graft)
        wounds.append(burn_wound(case, plan, i, depth, draws, graft=graft))
    wounds = [_grafted_within(wound, stage.days) for wound in wounds]
    donors = [donor_wound(wound, plan, draws) for wound in wounds]
    return plan, wounds + [donor for donor in donors if donor is not None]


def _still_open(stage: Stage, nature: WoundPlan, graft: Surgery) -> Surgery:
    """Surgery only in draws whose wound, left to itself, is not nearly closed on the day before."""
    course = stage.runner.course(nature)
    before = int(np.clip(np.ceil(graft.day or 0.0) - 1, 0, stage.days))
    covered = course.mean("E")[:, before]
    chosen = graft.chosen & (covered < parameters()["surgery_most_covered"].value)
    return replace(graft, chosen=chosen) if chosen.any() else Surgery.none(len(chosen))


#: What is physical and goes on whether or not the product acts.
_PHYSICAL = ("occupancy", "particles_per_cell")


def run_arm(stage: Stage, arm: RunArm, *, exact_nulls: bool = True) -> tuple[ArmPlan, ArmCourse]:
    """The course of one arm in all draws.

    With `exact_nulls`, draws in which the product does nothing have the very course of the
    vehicle arm, so that no difference of rounding is taken for an effect, and wounds are looked
    at before surgery. Runs that only measure spread go without either.
    """
    plan, wounds = plan_wounds(stage, arm, look=exact_nulls)
    courses = [stage.runner.course(wound) for wound in wounds]
    if exact_nulls and plan.active is not None and not plan.active.all():
        _, bare = plan_wounds(stage, replace(arm, emptied=True))
        idle = ~plan.active
        courses = [
            _null_where(course, stage.runner.course(only_draws(wound, idle)), idle)
            for course, wound in zip(courses, bare, strict=True)
        ]
    return plan, course_of_arm(stage, plan, courses)


def _null_where(
    course: WoundCourse, vehicle: WoundCourse, inactive: NDArray[np.bool_]
) -> WoundCourse:
    """The course with the vehicle's, which has the inactive draws only, in those draws."""
    values = {}
    for key, array in course.values.items():
        if key not in _PHYSICAL:
            array = array.copy()
            array[inactive] = vehicle.values[key]
        values[key] = array
    return replace(course, values=values)


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
