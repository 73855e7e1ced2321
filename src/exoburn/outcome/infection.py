"""Infection as bacterial burden: more than 1e5 CFU/g over a tenth of the burn, after day 2.

An inoculum above the threshold that clears by itself is no infection, so the first two days do
not count. Clinical definitions differ from this one and from each other.
"""

from __future__ import annotations

import numpy as np

from exoburn.outcome.constants import constant
from exoburn.outcome.course import Floats, WoundCourse
from exoburn.outcome.perdraw import PerDraw
from exoburn.outcome.reading import Reading, area_mean
from exoburn.outcome.registry import outcome


def infected_share(reading: Reading) -> Floats:
    """Share of the burned area above the burden threshold, (n_draws, n_days)."""
    burden = constant("infection_burden")

    def above(wound: WoundCourse) -> Floats:
        return wound.once("infected", lambda: wound.mean_of(lambda B: burden < B, "B"))

    return area_mean(reading.burns, map(above, reading.burns))


def infected_by(reading: Reading, first: float, last: float) -> Floats:
    """1 where the burn is infected on any day from `first` (never before day 2) to `last`."""
    start = max(first, constant("infection_first_day"))
    window = (reading.arm.days >= start) & (reading.arm.days <= last)
    if not window.any():
        return np.zeros(reading.arm.draws)
    # a column's weight is a share of area; the margin is for rounding of equal shares
    worst = infected_share(reading)[:, window].max(axis=1)
    return (worst >= constant("infection_area_share") - 1e-9).astype(np.float64)


@outcome("infection_probability")
def infection_probability(reading: Reading) -> PerDraw:
    """1 where the burn is ever infected; the odds of an unsterile product act on the share."""
    reading.need(constant("infection_first_day"))
    values = infected_by(reading, 0, reading.arm.horizon)
    return PerDraw(values, odds=reading.arm.unsterile_odds)
