"""The outcomes: one table row and one function each.

A function reads an arm and returns one number a draw. `evaluate` calls them all, and answers for
those that do not apply (an old scar cannot close) or lie beyond the horizon.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from exoburn.data import table
from exoburn.errors import EngineError
from exoburn.outcome.course import ArmCourse, Floats
from exoburn.outcome.perdraw import BEYOND, NOT_APPLICABLE, BeyondHorizonError, PerDraw
from exoburn.outcome.reading import Reading


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of the outcome registry.

    `type` is time, probability, percent, score or count; `better` is lower, higher or none;
    `scope` names the wounds that are read.
    """

    id: str
    label: str
    unit: str
    type: str
    better: str
    scope: str
    definition: str
    source: str

    @property
    def wounds(self) -> tuple[str, ...]:
        """Kinds of wound that this outcome reads; all kinds for one of the whole arm."""
        return _SCOPES[self.scope]


_SCOPES = {
    "burns": ("burn",),
    "burns and scars": ("burn", "scar"),
    "donor sites": ("donor",),
    "arm": ("burn", "scar", "donor"),
}


Function = Callable[[Reading], "Floats | PerDraw"]
_FUNCTIONS: dict[str, Function] = {}


def outcome(key: str) -> Callable[[Function], Function]:
    """Register the function that computes this outcome."""

    def register(function: Function) -> Function:
        if key in _FUNCTIONS:
            raise EngineError(f"outcome {key} is computed twice")
        _FUNCTIONS[key] = function
        return function

    return register


@cache
def registry() -> Mapping[str, Outcome]:
    """All outcomes by id, in the order of `rows/outcome_registry.csv`.

    >>> registry()["t95_days"].unit, registry()["healed_by_21"].better
    ('day', 'higher')
    """
    return {row["id"]: Outcome(**row) for row in table("outcome_registry")}


def evaluate(arm: ArmCourse) -> dict[str, PerDraw]:
    """Every outcome of the registry for one arm, by id.

    Values are (n_draws,) arrays in the unit of the registry. A row of the registry without a
    function, or a function that returns nan, is an EngineError.
    """
    reading = Reading(arm)
    return {key: _one(row, reading) for key, row in registry().items()}


def _one(row: Outcome, reading: Reading) -> PerDraw:
    arm = reading.arm
    nothing = np.full(arm.draws, np.inf)
    if row.id not in _FUNCTIONS:
        raise EngineError(f"outcome {row.id} has no function")
    if not arm.of_kind(*row.wounds):
        reason = "an old scar is closed" if arm.of_kind("scar") else f"no {row.scope} in this arm"
        return PerDraw(nothing, NOT_APPLICABLE, reason)
    try:
        found = _FUNCTIONS[row.id](reading)
    except BeyondHorizonError as error:
        return PerDraw(nothing, BEYOND, str(error))
    result = found if isinstance(found, PerDraw) else PerDraw(found)
    if result.values.shape != (arm.draws,) or np.isnan(result.values).any():
        raise EngineError(f"outcome {row.id} of arm {arm.name} is not one number a draw")
    return result
