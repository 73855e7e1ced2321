"""One outcome of one arm before it is summarised: a number a draw, and whether it counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.outcome.course import Floats

OK, BEYOND, NOT_APPLICABLE = "ok", "beyond_horizon", "not_applicable"


@dataclass(frozen=True)
class PerDraw:
    """One outcome of one arm: a value a draw, inf where it was not reached, never nan.

    `status` is ok, beyond_horizon or not_applicable, the last two with a `reason` and all values
    inf. `applies` marks the draws that have the thing measured (a donor site); None means all.
    `odds` multiplies the odds of a probability once chance has been integrated over persons.
    """

    values: Floats
    status: str = OK
    reason: str = ""
    applies: NDArray[np.bool_] | None = None
    odds: float = 1.0

    @property
    def ok(self) -> bool:
        """True if there are values to summarise."""
        return self.status == OK


class BeyondHorizonError(Exception):
    """The day that an outcome needs was not simulated; `evaluate` turns it into a status."""
