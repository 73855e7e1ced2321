"""The patients (or animals) of a study, simulated under every member of an ensemble.

The cohort goes through the same plans, kernel and outcome code as a case: this is a loop over
`simulate`, not a second way to simulate. Every member meets the same persons, spread evenly over
what people bring, so that members differ by their constants alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.blocks.delivery import START
from exoburn.blocks.injury.assess import assess_wound
from exoburn.blocks.injury.body import body_of
from exoburn.blocks.injury.first_aid import FirstAid
from exoburn.case import Case
from exoburn.data import Ensemble, parameters, table
from exoburn.engine import Kernel, compile_system
from exoburn.infer.species import for_species
from exoburn.infer.target import Setting
from exoburn.outcome.course import ArmCourse
from exoburn.outcome.reading import Reading
from exoburn.simulate.arm_plan import ArmPlan, plan_arm
from exoburn.simulate.arm_run import Stage, course_of_arm
from exoburn.simulate.arms import RunArm
from exoburn.simulate.burn import Injury
from exoburn.simulate.cohort_kernels import RECORDED, CohortKernels
from exoburn.simulate.draws import Draws
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.runner import Runner
from exoburn.simulate.wound_plan import Surgery, WoundPlan, burn_wound, donor_states
from exoburn.wound import burn_start, system
from exoburn.wound.self_test import self_test

Floats = NDArray[np.float64]

#: What a study of cells and signals needs recorded beside what a cohort records.
CELLS = ("N", "M1", "M2", "T", "W", "F")
#: First aid as it is taught: 20 minutes of running water, begun within the hour.
_FIRST_AID = FirstAid(10, 20)
#: Events that a wound made by a knife does not meet.
_OF_BURNS = ("set_aid", "tangential", "full_excision", "enzymatic", "graft")
#: Tolerance of the integration: errors stay below a hundredth of what studies differ by.
RTOL = 1e-3
#: Constants far out in the prior can make the equations too stiff to follow: such a member
#: predicts nothing, and takes no part.
_MOST_STEPS = 1200
#: Draws that are simulated at a time.
_AT_ONCE = 4000


class Acting(Knowledge):
    """Knowledge under which every product acts: the effect that was seen is fitted, not its odds.

    The chance that a product does nothing in people is a stated prior and is put in afterwards.
    """

    def acts(self, kind: str) -> NDArray[np.bool_]:
        return np.ones(self.draws.count, bool)


@dataclass(frozen=True)
class Cohort:
    """A simulated group: its course in (members x persons) draws, read as (members, persons).

    `lost` (members,) marks members whose constants the integrator could not follow.
    """

    setting: Setting
    reading: Reading
    persons: int
    lost: NDArray[np.bool_]

    def by_person(self, values: ArrayLike) -> Floats:
        """Values a draw (draws,) or (draws, days) -> (members, persons, ...)."""
        array = np.asarray(values, np.float64)
        return array.reshape(-1, self.persons, *array.shape[1:])


@cache
def cells_kernel() -> Kernel:
    """The kernel that records cells and signals too."""
    return compile_system(system(), RECORDED + CELLS, dtype="float32", self_test=self_test())


def grid(horizon: float, *, fine: bool = False) -> Floats:
    """Days that are recorded: daily for three months, then every ten; with `fine` quarter days
    of the first five.

    >>> grid(100.0)[-2:].tolist(), grid(6.0, fine=True)[:3].tolist()
    ([91.0, 100.0], [0.0, 0.25, 0.5])
    """
    first = np.arange(0, 5, 0.25) if fine else np.arange(0.0, 5.0)
    daily = np.arange(5.0, min(horizon, 91.0) + 1)
    later = np.arange(100.0, horizon + 10, 10) if horizon > 91 else np.empty(0)
    return np.concatenate([first, daily, later])


def cohort_parts(
    setting: Setting,
    knowledge: Callable[[Draws], Knowledge],
    ensemble: Ensemble,
    *,
    persons: int,
    days: Floats,
    cells: bool = False,
    threads: int = 1,
    seed: int = 0,
) -> Iterator[Cohort]:
    """The cohort in parts of some members each, in order; parts are made one at a time."""
    each = max(_AT_ONCE // persons, 1)
    for first in range(0, ensemble.members, each):
        members = min(each, ensemble.members - first)
        draws = Draws(members * persons, seed, ensemble=ensemble, persons=persons, crossed=True,
                      first=first * persons)
        runner = Runner(cells_kernel() if cells else CohortKernels(), days, threads=threads,
                        rtol=RTOL, most_failed=1.0, max_steps=_MOST_STEPS, rescue=False)
        course = _course(setting, knowledge(draws), runner)
        lost = np.zeros(members, bool)
        lost[np.unique(np.array(runner.lost, np.int64) // persons)] = True
        yield Cohort(setting, Reading(course), persons, lost)


def plan_group(setting: Setting, knowledge: Knowledge, *, days: int = 90) -> ArmPlan:
    """The care, doses and constants of a group, as an arm of a case has them."""
    case = case_of(setting)
    plan = plan_arm(case, RunArm(case.arms[0], 0), knowledge, folder=Path(), days=days)
    return for_species(plan, setting, knowledge)


def _course(setting: Setting, knowledge: Knowledge, runner: Runner) -> ArmCourse:
    draws, case = knowledge.draws, case_of(setting)
    aid = _FIRST_AID if setting.first_aid == "yes" else None
    mean, sd = setting.depth_of
    if aid is not None:  # a stated depth is that of burns without first aid
        mean = max(mean - parameters()["injury_progression"].value * aid.grade, 0.0)
    depth = assess_wound(
        site=setting.site, age_years=setting.age_years, cause=setting.cause, depth_fraction=mean,
        depth_sd=sd, first_aid=aid,
    )
    body = body_of(age_years=setting.age_years, sex=None, weight_kg=None, height_cm=None)
    injury = Injury((depth,), body.percent(setting.area_cm2), ())
    stage = Stage(case, Path(), knowledge, runner, [injury])
    plan = plan_group(setting, knowledge, days=stage.days)
    wound = burn_wound(case, plan, 0, depth, draws, graft=Surgery.none(draws.count))
    if setting.wound != "burn":
        wound = _cut(wound, plan, setting, draws)
    return course_of_arm(stage, plan, [runner.course(wound)])


def _cut(wound: WoundPlan, plan: ArmPlan, setting: Setting, draws: Draws) -> WoundPlan:
    """The same wound made by a knife: a donor site, or skin excised in its full thickness.

    Its columns are alike, so that one stands for all, unless injections reach only some of it.
    """
    donor = setting.wound == "donor"
    if donor:
        start = donor_states(draws)
    else:
        bare = burn_start(1.0) | _after_excision()
        start = {key: value * np.ones((draws.count, 1)) for key, value in bare.items()}
    weights = wound.weights if plan.doses.reach is not None else np.ones((draws.count, 1))
    start = {key: np.broadcast_to(value, weights.shape) for key, value in start.items()}
    events = tuple(e for e in wound.happenings if not e.event.startswith(_OF_BURNS))
    return replace(
        wound, weights=weights, column_f=np.full(weights.shape, 0.0 if donor else 1.0),
        states={**start, **START}, happenings=events, full_thickness=not donor,
    )


def _after_excision() -> dict[str, Floats]:
    """What the knife leaves of necrosis, and neither stasis nor islands (`debridement.csv`)."""
    row = next(row for row in table("debridement") if row["id"] == "full")
    left = {"D": row["necrosis_after"], "Zs": 1 - float(row["stasis_lost"]),
            "na": row["islands_kept"]}
    return {key: np.asarray(float(value)) for key, value in left.items()}


def case_of(setting: Setting) -> Case:
    """A case as its own file would state it; surgery only where the study did it."""
    arm: dict[str, Any] = {
        "name": "group", "dressing": setting.dressing, "antimicrobial": setting.antimicrobial,
        "debridement": setting.debridement, "debridement_day": setting.debridement_day,
        "graft": setting.graft, "graft_day": setting.graft_day,
        "products": [part.strip() for part in (setting.products or "").split(";") if part.strip()],
    }
    patient: dict[str, Any] = {
        "age_years": setting.age_years, "diabetes": setting.diabetes == "yes",
        "smoker": setting.smoker == "yes",
    }
    if setting.sex != "any":
        patient["sex"] = setting.sex
    if setting.setting != "any":
        patient["inpatient"] = setting.setting == "inpatient"
    mean, sd = setting.depth_of
    burn: dict[str, Any] = {
        "cause": setting.cause, "depth_fraction": mean, "depth_sd": sd,
        "wounds": [{"site": setting.site, "area_cm2": setting.area_cm2}],
    }
    if setting.log10_cfu_per_g is not None:
        burn["log10_cfu_per_g"] = setting.log10_cfu_per_g
    case: dict[str, Any] = {
        "schema_version": 1, "title": "a group of a study", "patient": patient, "burn": burn,
        "arms": [{key: value for key, value in arm.items() if value is not None}],
        "policy": {"name": "conservative"},
    }
    if setting.product_source:
        case["product"] = {"source": setting.product_source}
    return Case.model_validate(case)
