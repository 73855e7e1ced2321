"""Animals heal by the same network with other constants; people by the network as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from exoburn.data import parameters
from exoburn.infer.target import Setting
from exoburn.simulate.arm_plan import ArmPlan
from exoburn.simulate.knowledge import Knowledge
from exoburn.wound import species_values


def for_species(plan: ArmPlan, setting: Setting, knowledge: Knowledge) -> ArmPlan:
    """The plan with the constants of the species; a splinted wound does not contract.

    In animals vesicles have a potency of the species' own, since it is theirs that was measured.
    """
    inputs = dict(plan.inputs)
    values = species_values(
        dict(plan.values),  # type: ignore[arg-type]
        setting.species, splinted=setting.splinted == "yes", draw=knowledge.of,
    )
    if setting.species != "human" and "potency" in inputs:
        own = knowledge.of(parameters()["potency_animal"])
        inputs["potency"] = np.asarray(inputs["potency"]) * own
    return replace(plan, values=values, inputs=inputs)
