"""One arm before it is run: its care, its doses, and what its product may do in each draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.blocks.care.patient import patient_factors
from exoburn.blocks.care.plan import CarePlan, care_happenings
from exoburn.blocks.delivery.plan import Plan
from exoburn.blocks.delivery.schedule import dose_happenings
from exoburn.blocks.product.lot import Lot
from exoburn.blocks.product.overrides import infection_odds
from exoburn.blocks.product.statement import read_product
from exoburn.case import Case
from exoburn.simulate.arms import RunArm
from exoburn.simulate.knowledge import Knowledge
from exoburn.wound import hypertrophic_factors, system

Floats = NDArray[np.float64]

#: Keys of a case's product that rules read and the lot does not.
_FOR_RULES_ONLY = {"trial_number", "cosmetic_grade"}


@dataclass(frozen=True)
class ArmPlan:
    """An arm for some draws: events shared by its wounds, parameter values and inputs of lanes.

    `values` are in the rows' units, `inputs` in the engine's; both numbers or (draws,).
    `active` (draws,) marks the draws in which the arm's product may act; None without a product.
    """

    arm: RunArm
    care: CarePlan
    doses: Plan
    values: Mapping[str, ArrayLike]
    inputs: Mapping[str, ArrayLike]
    active: NDArray[np.bool_] | None
    unsterile_odds: float


def plan_arm(case: Case, arm: RunArm, knowledge: Knowledge, *, folder: Path, days: int) -> ArmPlan:
    """Work out one arm; `folder` is where the case's files are, `days` the horizon."""
    statement, patient = arm.statement, case.patient
    lot = lot_of(case, arm, folder)
    draw = knowledge.of
    regimens = statement.regimens
    if arm.emptied:
        regimens = tuple(replace(regimen, amount=0.0) for regimen in regimens)
    doses = dose_happenings(
        regimens, area_cm2=area_of(case), draw=draw, rho=knowledge["rho"],
        ppm_ug=knowledge.particles_per_ug(lot) if lot else knowledge["ppm_ug"],
    )
    care = care_happenings(
        statement, horizon_days=days, age_years=patient.age_years,
        session_days=doses.sessions, take=statement.graft_take, draw=draw,
    )
    values = dict(knowledge.values(system()))
    if lot:
        values["ppm_ug"] = knowledge.particles_per_ug(lot)
    factors = [
        patient_factors(
            age_years=patient.age_years, diabetes=bool(patient.diabetes),
            smoker=bool(patient.smoker), draw=draw,
        ),
        care.factors,
    ]
    if case.scar is not None and case.scar.hypertrophic:
        factors.append(hypertrophic_factors(knowledge["hypertrophic_factor"]))
    for each in factors:
        for key, factor in each.items():
            values[key] = np.asarray(values[key]) * np.asarray(factor)
    product, active = _product_inputs(arm, lot, knowledge)
    return ArmPlan(
        arm=arm, care=care, doses=doses, values=values,
        inputs={**care.inputs, **doses.inputs, **product}, active=active,
        unsterile_odds=infection_odds(lot).value if lot and arm.active else 1.0,
    )


def lot_of(case: Case, arm: RunArm, folder: Path) -> Lot | None:
    """The lot of an arm's vesicles, also of its vehicle arm; None if it has none."""
    stated = case.lot_of(arm.statement)
    if stated is None:
        return None
    data = stated.model_dump(exclude_none=True, exclude=_FOR_RULES_ONLY)
    return read_product(data, folder)


def area_of(case: Case) -> float:
    """Area of all wounds at day 0, cm2."""
    if case.scar is not None:
        return case.scar.area_cm2
    assert case.burn is not None
    return sum(wound.area_cm2 for wound in case.burn.wounds)


def _product_inputs(
    arm: RunArm, lot: Lot | None, knowledge: Knowledge
) -> tuple[dict[str, ArrayLike], NDArray[np.bool_] | None]:
    """Switches of structure and of null effects, and the draws in which something may act.

    Vesicles that given cells release act or not with the cells: no lot of ours stands behind them.
    """
    inputs: dict[str, ArrayLike] = {}
    if arm.active:  # without a product nothing asks which structure holds
        inputs["contact"] = knowledge.contact.astype(float)
        inputs["clear_on"] = (~knowledge.clear_off).astype(float)
    active = np.zeros(knowledge.draws.count, bool)
    if "vesicle" in arm.gives and lot is not None:
        potency = knowledge.potency(lot)
        acts = knowledge.acts("vesicle")
        inputs |= {"potency": potency, "ev_on": acts.astype(float)}
        active |= acts & (potency > 0)
    if "msc" in arm.gives:
        acts = knowledge.acts("msc")
        inputs["msc_on"] = acts.astype(float)
        inputs.setdefault("ev_on", acts.astype(float))
        active |= acts
    if "prp" in arm.gives:
        acts = knowledge.acts("prp")
        inputs["prp_on"] = acts.astype(float)
        active |= acts
    return inputs, active if arm.active else None
