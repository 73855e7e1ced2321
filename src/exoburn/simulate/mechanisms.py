"""What came through which mechanism: Shapley shares on the median draw.

Every product acts through four mechanisms, each with a switch. The benefit is run for all 16
settings of the switches; the Shapley value (Shapley 1953) of a mechanism is its average gain over
all orders of switching on, so that the four add up to the whole. A negative value is a harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from exoburn.case import Case
from exoburn.outcome import evaluate
from exoburn.outcome.perdraw import PerDraw
from exoburn.simulate.arm_run import Stage, course_of_arm, plan_wounds
from exoburn.simulate.arms import RunArm
from exoburn.simulate.knowledge import Knowledge

Floats = NDArray[np.float64]

MECHANISMS: tuple[str, ...] = ("inflammation", "growth", "vessels", "scar")


#: structural pairs: input of a lane, its two sides, and what they are called
STRUCTURE = {
    "e_clear": ("clear_on", (1.0, 0.0), ("on", "off")),
    "driver": ("contact", (0.0, 1.0), ("uptake", "contact")),
}


@dataclass(frozen=True)
class Attribution:
    """Shapley values by mechanism for one outcome of an arm, in its unit; negative lowers it.

    `total` is the arm with all mechanisms against none; `last` what each adds when the other
    three are on already. `harm` lists mechanisms that work against the arm's own benefit;
    `structure` is the total on both sides of each structural pair, on the same draw.
    """

    outcome: str
    unit: str
    total: float
    shapley: Mapping[str, float]
    last: Mapping[str, float]
    harm: tuple[str, ...]
    structure: Mapping[str, Mapping[str, float]]
    note: str = ""

    def to_json(self) -> dict[str, object]:
        """The four keys of the interface, then what they are of."""
        return {
            **self.shapley, "outcome": self.outcome, "unit": self.unit, "total": self.total,
            "all_but_one": dict(self.last), "harm": list(self.harm), "note": self.note,
        }


def settings() -> list[tuple[str, ...]]:
    """The 16 sets of mechanisms that are on, the empty one first.

    >>> len(settings()), settings()[0], settings()[-1] == MECHANISMS
    (16, (), True)
    """
    return [chosen for size in range(5) for chosen in combinations(MECHANISMS, size)]


def shapley(worth: Mapping[tuple[str, ...], float]) -> dict[str, float]:
    """Shapley values of a game on the four mechanisms; they sum to worth(all) - worth(none).

    >>> worth = {s: 2.0 * ("growth" in s) - 1.0 * ("scar" in s) for s in settings()}
    >>> {k: round(v, 6) for k, v in shapley(worth).items()}
    {'inflammation': 0.0, 'growth': 2.0, 'vessels': 0.0, 'scar': -1.0}
    """
    n = len(MECHANISMS)
    values = dict.fromkeys(MECHANISMS, 0.0)
    for chosen in settings():
        for extra in (m for m in MECHANISMS if m not in chosen):
            weight = factorial(len(chosen)) * factorial(n - len(chosen) - 1) / factorial(n)
            larger = tuple(m for m in MECHANISMS if m in chosen or m == extra)
            values[extra] += weight * (worth[larger] - worth[chosen])
    return values


def attribute(stage: Stage, arm: RunArm) -> Attribution | None:
    """Shapley values of an arm on the median draw, in which its product acts.

    A burn is judged by days to 95 % closure without surgery by policy (a graft on a fixed day
    would hide what happened before it), an old scar by its score; None if the run is too short
    to see the score.
    """
    sets = settings()
    # as many draws as settings, all of them the median draw
    sides = [(key, value) for key, values, _ in STRUCTURE.values() for value in values]
    count = len(sets) + len(sides)
    same = stage.knowledge.draws.median(count)
    one = replace(
        stage, knowledge=Knowledge(same, stage.knowledge.preset), case=without_policy(stage.case)
    )
    plan, wounds = plan_wounds(one, arm)
    switches = {
        f"on_{m}": np.array([float(m in s) for s in sets] + [1.0] * len(sides)) for m in MECHANISMS
    }
    for key, values, _ in STRUCTURE.values():
        switches[key] = np.full(count, values[0])
    for i, (key, value) in enumerate(sides):
        switches[key][len(sets) + i] = value
    courses = []
    for wound in wounds:
        if wound.kind != "donor":
            wound = replace(wound, inputs={**wound.inputs, **switches})
        courses.append(one.runner.course(wound, treat_infection=False))
    found = evaluate(course_of_arm(one, plan, courses))
    judged = _judged(found, stage)
    if judged is None:
        return None
    key, values = judged
    worth = dict(zip(sets, values[: len(sets)].tolist(), strict=True))
    values_by = shapley(worth)
    last = {
        m: worth[MECHANISMS] - worth[tuple(x for x in MECHANISMS if x != m)] for m in MECHANISMS
    }
    total = worth[MECHANISMS] - worth[()]
    harm = tuple(m for m, v in values_by.items() if v * total < 0 and abs(v) > 1e-3)
    note = "" if total else "on the median draw the product changes nothing"
    if key == "t95_days" and (values >= stage.days).all():
        note = f"on the median draw the wound is not closed by day {stage.days}"
    gains = iter((values[len(sets) :] - worth[()]).tolist())
    structure = {
        pair: {name: next(gains) for name in names} for pair, (_, _, names) in STRUCTURE.items()
    }
    return Attribution(key, _UNITS[key], total, values_by, last, harm, structure, note)


_UNITS = {"t95_days": "day", "vss_12mo": "points of 13", "vss_3mo": "points of 13"}


def _judged(found: Mapping[str, PerDraw], stage: Stage) -> tuple[str, Floats] | None:
    if not stage.case.is_scar:
        return "t95_days", np.minimum(found["t95_days"].values, stage.days)
    key = next((key for key in ("vss_12mo", "vss_3mo") if found[key].ok), None)
    return None if key is None else (key, found[key].values)


def without_policy(case: Case) -> Case:
    """The case with no surgery by policy in any arm; what an arm states itself stays."""
    policy = case.policy.model_copy(update={"name": "conservative"})
    arms = tuple(arm.model_copy(update={"policy": None}) for arm in case.arms)
    return case.model_copy(update={"policy": policy, "arms": arms})
