"""The benchmark's problem: columns of a deep partial burn, gel six times, other parameters in each.

All columns start alike and get the same doses, so that one SBML text with its events serves all of
them; the rates and levels of the model differ from column to column (lognormal, 15 %).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.blocks.delivery.lane import START, neutral
from exoburn.data import parameters
from exoburn.engine import Kernel, Run, Schedule, System, compile_system
from exoburn.streams import normal
from exoburn.wound import OUTPUTS, burn_start, lane_parameters, state_array, system

Floats = NDArray[np.float64]

DOSE = 1e10
DOSE_DAYS = (1.0, 4.0, 7.0, 10.0, 13.0, 16.0)
DAYS = np.arange(181.0)
LIMIT = 1e-3
#: Kinds of constants that differ from column to column, and ids that do not despite their kind.
VARIED = {"network", "rate", "scale"}
KEPT = {"zeta", "dermY", "eps_max", "hC"}


@dataclass(frozen=True)
class Problem:
    """Start (states,) and parameters (parameters, columns) of a number of columns."""

    system: System
    y0: Floats
    p: Floats

    @property
    def columns(self) -> int:
        """How many."""
        return self.p.shape[1]

    @property
    def doses(self) -> list[tuple[float, str, float]]:
        """Events of every column."""
        return [(day, "topical", DOSE) for day in DOSE_DAYS]

    def first(self, columns: int) -> Problem:
        """The first few columns."""
        return self.some(np.arange(columns))

    def some(self, columns: NDArray[np.int64]) -> Problem:
        """These columns."""
        return Problem(self.system, self.y0, np.ascontiguousarray(self.p[:, columns]))

    def kernel(self, dtype: str, *, outputs: tuple[str, ...] = OUTPUTS) -> Kernel:
        """Compiled for these outputs (what a case records, unless said otherwise)."""
        return compile_system(self.system, outputs, dtype=dtype)

    def run(self, kernel: Kernel, rtol: float) -> Run:
        """All columns, daily output."""
        n, k = self.columns, len(DOSE_DAYS)
        schedule = Schedule(
            np.repeat(np.arange(n), k), np.tile(DOSE_DAYS, n),
            np.full(n * k, kernel.event_code("topical")), np.full(n * k, DOSE),
        )  # fmt: skip
        return kernel.run(self.y0, self.p, schedule, DAYS, rtol=rtol)


def problem(columns: int) -> Problem:
    """Columns 0 to columns - 1; a column does not depend on how many there are."""
    whole, rows = system(), parameters()
    central = lane_parameters(whole, radius_mm=22.57, values=neutral() | {"A_ref": DOSE})
    p = np.repeat(central[:, None], columns, axis=1)
    for i, name in enumerate(whole.parameters):
        row = rows.get(name)
        if row is not None and row.kind in VARIED and row.value > 0 and name not in KEPT:
            p[i] *= np.exp(0.15 * normal(0, f"benchmark.{name}", theta=np.arange(columns)))
    y0 = state_array(whole, burn_start(0.55) | START)
    return Problem(whole, y0, p)


def errors(y: NDArray, reference: NDArray) -> Floats:
    """Errors of model section 8, number by number; days are axis 1."""
    size = np.abs(reference) + 1e-3 * np.abs(reference).max(axis=1, keepdims=True)
    return np.abs(np.asarray(y, np.float64) - reference) / np.where(size, size, 1)
