"""How much of a product arrives: occupancy of the effect zones, particles in a cell.

The delivery blocks report both for a potency of 1, so they are physical: they say what reached
the cells, not what it did there.
"""

from __future__ import annotations

from exoburn.outcome.course import Floats
from exoburn.outcome.reading import Reading, area_mean
from exoburn.outcome.registry import outcome


def largest(reading: Reading, name: str) -> Floats:
    """Largest value over time of the area mean of an observable, (n_draws,)."""
    return area_mean(reading.skin, (wound.mean(name) for wound in reading.skin)).max(axis=1)


@outcome("occupancy_peak")
def occupancy_peak(reading: Reading) -> Floats:
    """Largest occupancy over time, averaged over the zones of the four mechanisms."""
    return largest(reading, "occupancy")


@outcome("particles_per_cell_peak")
def particles_per_cell_peak(reading: Reading) -> Floats:
    """Largest number of particles that a cell holds."""
    return largest(reading, "particles_per_cell")
