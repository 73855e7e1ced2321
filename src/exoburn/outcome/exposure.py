"""How much of a product arrives: occupancy of the effect zones, particles in a cell."""

from __future__ import annotations

import numpy as np

from exoburn.data import table
from exoburn.outcome.course import Floats, WoundCourse
from exoburn.outcome.reading import Reading, area_mean
from exoburn.outcome.registry import outcome


def occupancy(wound: WoundCourse) -> Floats:
    """Zone-mean occupancy averaged over the four mechanisms, area mean, (n_draws, n_days).

    `rows/occupancy_groups.csv` says which recorded group belongs to which mechanism; the groups
    of one mechanism are averaged first. A wound that was run without vesicles records none: 0.
    """
    by_mechanism: dict[str, list[Floats]] = {}
    for row in table("occupancy_groups"):
        if row["group"] in wound.values:
            by_mechanism.setdefault(row["mechanism"], []).append(wound.mean(row["group"]))
    if not by_mechanism:
        return np.zeros((wound.draws, len(wound.days)))
    return np.mean([np.mean(group, axis=0) for group in by_mechanism.values()], axis=0)


@outcome("occupancy_peak")
def occupancy_peak(reading: Reading) -> Floats:
    """Largest occupancy over time, area-weighted."""
    return area_mean(reading.skin, (occupancy(wound) for wound in reading.skin)).max(axis=1)


@outcome("particles_per_cell_peak")
def particles_per_cell_peak(reading: Reading) -> Floats:
    """Largest number of particles taken up by a cell, area-weighted."""
    none = np.zeros((reading.arm.draws, len(reading.arm.days)))
    name = "particles_per_cell"
    taken = (w.mean(name) if name in w.values else none for w in reading.skin)
    return area_mean(reading.skin, taken).max(axis=1)
