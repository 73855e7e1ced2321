"""Animals heal by the same network with other constants; people by the network as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from exoburn.data import parameters
from exoburn.infer.target import Setting
from exoburn.simulate.arm_plan import ArmPlan
from exoburn.simulate.knowledge import Knowledge
from exoburn.wound.species import species_factors


def for_species(plan: ArmPlan, setting: Setting, knowledge: Knowledge) -> ArmPlan:
    """The plan with the constants of the species; a splinted wound does not contract.

    In animals vesicles have a potency of the species' own, since it is theirs that was measured.
    """
    values, inputs = dict(plan.values), dict(plan.inputs)
    for key, factor in species_factors(setting.species, draw=knowledge.of).items():
        values[key] = np.asarray(values[key]) * np.asarray(factor)
    if setting.splinted == "yes":
        values["k_eps"] = np.zeros_like(np.asarray(values["k_eps"], np.float64))
    if setting.species != "human" and "potency" in inputs:
        own = knowledge.of(parameters()["potency_animal"])
        inputs["potency"] = np.asarray(inputs["potency"]) * own
    return replace(plan, values=values, inputs=inputs)
