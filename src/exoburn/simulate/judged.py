"""What rules need to know of a case: depth, body surface and the forecast, without running arms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exoburn.case import Case
from exoburn.simulate.arm_plan import plan_arm
from exoburn.simulate.arm_run import Stage, forecast_of
from exoburn.simulate.arms import RunArm
from exoburn.simulate.burn import Injury, injury_of
from exoburn.simulate.cohort_kernels import COHORT_RTOL, CohortKernels, spoken
from exoburn.simulate.draws import Draws
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.runner import Runner
from exoburn.wound import front_radius

#: One draw plans an arm as well as any.
_ONE = 1


@dataclass(frozen=True)
class Judged:
    """The injury as the first arm meets it, and the day on which the slowest wound is forecast to
    be 95 % closed without surgery (inf: never); None of both for an old scar."""

    injury: Injury | None
    forecast_t95: float | None


def judged(
    case: Case, *, folder: Path | str = ".",
    progress: Callable[[str, float, float], None] | None = None,
) -> Judged:
    """What is known of a case before any arm is run. Errors: InputError, as `simulate` gives.

    >>> from exoburn.case import read_case
    >>> from exoburn.case.starting import starting_case
    >>> found = judged(read_case(starting_case("burn")))
    >>> found.injury.deepest.depth_class, 10 < found.forecast_t95 < 60
    ('deep_partial', True)
    """
    knowledge = Knowledge(Draws(_ONE, case.run.seed), case.run.preset)
    injuries = [None if case.is_scar else injury_of(case, arm) for arm in case.arms]
    for i, arm in enumerate(case.arms):  # refuses what cannot be given
        plan_arm(case, RunArm(arm, i), knowledge, folder=Path(folder), days=case.run.days)
    if case.burn is None:
        return Judged(None, None)
    days = np.arange(case.run.days + 1.0)
    runner = Runner(CohortKernels(spoken(progress)), days, rtol=COHORT_RTOL)
    stage = Stage(case, Path(folder), knowledge, runner, injuries)
    return Judged(injuries[0], slowest_t95(stage, injuries))


def slowest_t95(stage: Stage, injuries: Sequence[Injury | None]) -> float:
    """Day of 95 % closure of the slowest wound without surgery, at central numbers; inf: never."""
    forecast, injury = stage.forecast or forecast_of(stage), injuries[0]
    assert stage.case.burn is not None
    assert injury is not None
    wounds = zip(injury.depths, stage.case.burn.wounds, strict=True)
    return max(
        float(forecast.t95(np.array([depth.depth_fraction]), radius)[0])
        for depth, radius in ((d, front_radius(w.area_cm2, w.perimeter_cm)) for d, w in wounds)
    )
