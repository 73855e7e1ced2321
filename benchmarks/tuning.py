"""The tolerance at which a contestant runs: the loosest that keeps every column within the limit.

A rung of the ladder is given up at the first column beyond the limit, and the columns that were
beyond it last are tried first on the next, so that all columns can be asked of slow contestants
too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.contestants import Contestant
from benchmarks.problem import LIMIT, errors

LADDER = tuple(1e-3 * 10 ** (-step / 8) for step in range(60))


@dataclass(frozen=True)
class Tuned:
    """A tolerance and the largest error that it leaves over all states, days and columns."""

    rtol: float
    error: float


def tuned(contestant: Contestant, reference: NDArray[np.float64]) -> Tuned:
    """Climb the ladder with every column; -> its loosest rung within the limit."""
    order = np.arange(reference.shape[2])
    for rtol in LADDER:
        worst = 0.0
        size = contestant.batch or order.size
        for first in range(0, order.size, size):
            columns = order[first : first + size]
            found = errors(contestant.run(columns, rtol)[0], reference[:, :, columns])
            beyond = ~(found.max(axis=(0, 1)) <= LIMIT)
            if beyond.any():
                rest = np.concatenate((order[:first], columns[~beyond], order[first + size :]))
                order = np.concatenate((columns[beyond], rest))
                break
            worst = max(worst, float(found.max()))
        else:
            return Tuned(rtol, worst)
    raise SystemExit("no tolerance of the ladder meets the limit")
