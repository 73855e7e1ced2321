"""What an arm's draws differ by: the knowledge, the form of the model, the lot."""

from __future__ import annotations

import numpy as np

from exoburn.outcome.variance import Causes
from exoburn.simulate.arm_plan import ArmPlan
from exoburn.simulate.knowledge import Knowledge


def causes_of(knowledge: Knowledge, plan: ArmPlan) -> Causes:
    """Knowledge sample, form of the model and properties of the lot of each draw of an arm.

    The form of the model (which structure holds, whether the product does anything in people) and
    the lot matter only where a product is given, and the lot only in draws in which it may act.
    """
    theta = knowledge.draws.theta
    if not plan.arm.active:
        return Causes(theta, np.zeros(len(theta), np.int64), np.zeros((len(theta), 0)))
    bits = [knowledge.contact, knowledge.clear_off]
    bits += [knowledge.acts(kind) for kind in plan.arm.gives]
    model = sum(np.asarray(bit, np.int64) << i for i, bit in enumerate(bits))
    potency = plan.inputs.get("potency")
    if potency is None or "vesicle" not in plan.arm.gives:
        return Causes(theta, np.asarray(model), np.zeros((len(theta), 0)))
    strength = np.asarray(potency, np.float64) * knowledge.acts("vesicle")
    works = strength > 0
    level = np.where(works, np.log(np.where(works, strength, 1.0)), 0.0)
    level = np.where(works, level - level[works].mean() if works.any() else 0.0, 0.0)
    return Causes(theta, np.asarray(model), np.column_stack([works.astype(float), level]))
