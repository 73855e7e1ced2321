"""Where the answer hangs on how the model is built: both sides of each structural pair.

Each arm is run on both sides on the same median draw, so that nothing else differs.
"""

from __future__ import annotations

from exoburn.simulate.study import Findings

QUESTIONS = {
    "e_clear": "do vesicles help macrophages to clear dead tissue?",
    "driver": "what acts: uptake by the cell, or the concentration around it?",
}


def structure_of(found: Findings) -> dict[str, object]:
    """Difference from no product on each side, by pair and arm, in the attribution's outcome."""
    result: dict[str, object] = {}
    usual = "vss_12mo" if found.case.is_scar else "t95_days"
    judged = next((one.mechanisms.outcome for one in found.arms if one.mechanisms), usual)
    for pair, question in QUESTIONS.items():
        arms = {
            one.arm.name: dict(one.mechanisms.structure[pair])
            for one in found.arms
            if one.mechanisms and {"vesicle", "msc"} & set(one.arm.gives)
        }
        result[pair] = {"question": question, "outcome": judged, "arms": arms}
    return result
