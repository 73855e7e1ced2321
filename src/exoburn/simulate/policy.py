"""Policy: which wounds are operated on, decided from what is known on the day, not from the end.

Nobody operates before the wound was assessed, or on a wound that is nearly closed by then.

The forecast is made from each draw's own depth with the median of what is known under the usual
dressing, so that it does not know the person's own speed, what an arm wears or is given, which arm
comes first, how long the run is, or the future.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.blocks.delivery import START
from exoburn.blocks.injury.body import body_of
from exoburn.blocks.injury.depth import Depth
from exoburn.case import Case
from exoburn.case.arm import Arm
from exoburn.data import parameters
from exoburn.outcome.constants import constant
from exoburn.outcome.crossing import first_crossing
from exoburn.simulate.draws import Draws
from exoburn.simulate.runner import Runner
from exoburn.simulate.wound_plan import Surgery, WoundPlan, islands_left
from exoburn.wound import burn_start, columns, front_radius

Floats = NDArray[np.float64]

#: Depth fractions at which the forecast is run; between them it is interpolated.
_GRID = np.linspace(0.0, 1.2, 22)
#: Samples of what is known that a forecast is the median of.
SAMPLES = 12
_COLUMNS = 5
#: Days of the forecast, whatever the run's horizon: daily where decisions fall, then coarser.
_DAYS = np.concatenate([np.arange(180.0), np.arange(180.0, 730.0, 5), np.arange(730.0, 3651.0, 40)])


class Forecast:
    """Day of 95 % closure by depth fraction for one wound; runs once.

    The median over samples of what is known, each with all of its constants: constants of a joint
    fit do not combine to a person when each is taken at its own median. `values` are numbers or
    (samples,) each.
    """

    def __init__(
        self, runner: Runner, values: Mapping[str, ArrayLike], k_anti: ArrayLike, known: Draws
    ) -> None:
        self._runner = replace(runner, days=_DAYS)
        self._samples = known.count
        self._islands = self._each(known.known(parameters()["islands_x"]))
        self._values = {key: self._each(value) for key, value in values.items()}
        self._k_anti = self._each(k_anti)
        self._curves: dict[float, Floats] = {}

    def _each(self, value: ArrayLike) -> Floats:
        """A value of every sample at every depth of the grid (samples x depths,)."""
        array = np.broadcast_to(np.asarray(value, np.float64), (self._samples,))
        return np.repeat(array, len(_GRID))

    def t95(self, f: Floats, radius_mm: float) -> Floats:
        """Forecast for draws of depth f (draws,) in a wound of this R0; inf beyond ten years."""
        if radius_mm not in self._curves:
            self._curves[radius_mm] = self._curve(radius_mm)
        curve = np.minimum(self._curves[radius_mm], 1e6)
        found = np.interp(f, _GRID, curve)
        return np.where(found > 1e5, np.inf, found)

    def _curve(self, radius_mm: float) -> Floats:
        depths = np.tile(_GRID, self._samples)
        f, weights = columns(depths, count=_COLUMNS)
        start = burn_start(f)
        start["na"] = start["na"] * islands_left(self._islands, f)
        plan = WoundPlan(
            name="forecast", kind="burn", area_cm2=1.0, radius_mm=np.full(len(depths), radius_mm),
            weights=weights, depth_fraction=depths, full_thickness=False,
            states={**start, **START}, values=self._values,
            inputs={"k_anti": self._k_anti}, happenings=(),
            grafted_on=np.full(len(depths), np.nan), column_f=f,
        )  # fmt: skip
        course = self._runner.course(plan, treat_infection=False)
        days = first_crossing(
            course.days, np.clip(course.mean("E"), 0, 1), constant("closure_95"),
            jump_on=np.full(len(depths), np.nan),
        )
        return np.median(np.minimum(days, 1e6).reshape(self._samples, -1), axis=0)


def surgery_of(
    case: Case, arm: Arm, depth: Depth, number: int, f: Floats, forecast: Forecast
) -> Surgery:
    """What the arm's policy does to one wound of depth `f` (draws,)."""
    policy, none = case.policy_of(arm), Surgery.none(len(f))
    if arm.graft != "none" or arm.no_surgery or not policy.operates or case.burn is None:
        return none
    rows, wound = parameters(), case.burn.wounds[number]
    if depth.depth_class == "full_thickness" and _needs_excision(case, number):
        day = max(policy.full_thickness_graft_day, case.burn.day_assessed)
        return Surgery(day, policy.graft_mesh, np.ones(len(f), bool))
    radius = front_radius(wound.area_cm2, wound.perimeter_cm)
    late = forecast.t95(f, radius) > policy.graft_if_later_than_days
    chosen = late & (f >= rows["surgery_least_f"].value)
    day = max(policy.graft_day, case.burn.day_assessed)
    return replace(none, day=day, mesh=policy.graft_mesh, chosen=chosen) if (
        chosen.any()
    ) else none


def _needs_excision(case: Case, number: int) -> bool:
    """Full thickness of 2 % of the body or 3 cm wide (assumed thresholds)."""
    assert case.burn is not None
    rows, wound, patient = parameters(), case.burn.wounds[number], case.patient
    body = body_of(
        age_years=patient.age_years, sex=patient.sex,
        weight_kg=patient.weight_kg, height_cm=patient.height_cm,
    )
    width = wound.width_cm or 2 * front_radius(wound.area_cm2, wound.perimeter_cm) / 10
    large = body.percent(wound.area_cm2) >= rows["surgery_tbsa"].value
    return large or width >= rows["surgery_width_cm"].value
