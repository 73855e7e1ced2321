"""Where the answer hangs on how the model is built: both sides of each structural pair."""

from __future__ import annotations

import numpy as np

from exoburn.outcome.contrast import difference
from exoburn.simulate.study import Findings

#: pair -> the question it leaves open, and its two sides (false side first)
PAIRS = {
    "e_clear": ("do vesicles help macrophages to clear dead tissue?", ("on", "off")),
    "driver": ("what acts, uptake by the cell or the concentration around it?",
               ("uptake", "contact")),
}  # fmt: skip


def structure_of(found: Findings) -> dict[str, object]:
    """Mean difference from the vehicle on each side, among draws in which the product acted.

    Closure without surgery by policy where policy operates; the scar score for an old scar.
    """
    knowledge = found.knowledge
    marks = {"e_clear": knowledge.clear_off, "driver": knowledge.contact}
    key = "vss_12mo" if found.case.is_scar else "t95_days"
    horizon = float(found.case.run.days)
    result: dict[str, object] = {}
    for pair, (question, sides) in PAIRS.items():
        per_arm = {}
        for one in found.arms:
            if not {"vesicle", "msc"} & set(one.arm.gives) or one.plan.active is None:
                continue
            other = next(v for v in found.arms if v.arm.emptied and v.arm.number == one.arm.number)
            mine, theirs = (x.unoperated or x.outcomes for x in (one, other))
            if not (mine[key].ok and theirs[key].ok):
                continue
            gain = difference(
                np.minimum(mine[key].values, horizon), np.minimum(theirs[key].values, horizon)
            )
            per_arm[one.arm.name] = {
                side: _mean(gain, one.plan.active & (marks[pair] == bool(i)))
                for i, side in enumerate(sides)
            }
        result[pair] = {"question": question, "outcome": key, "arms": per_arm}
    return result


def _mean(gain: np.ndarray, keep: np.ndarray) -> dict[str, float | int | None]:
    return {"mean_difference": float(gain[keep].mean()) if keep.any() else None,
            "draws": int(keep.sum())}  # fmt: skip
