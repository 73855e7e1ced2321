"""Units of a vesicle dose, with what the conversion does not know.

particles, ug of protein, pM, cell equivalents, and ug/cm2 spread through a depth of tissue. Each
conversion that leans on an uncertain number returns a `Band`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from exoburn.data import Parameter, parameters
from exoburn.errors import InputError

AVOGADRO = 6.02214076e23  # exact by definition of the mole, 1/mol


@dataclass(frozen=True, slots=True)
class Band:
    """A value with its 5th and 95th percentile, in `unit`."""

    value: float
    p05: float
    p95: float
    unit: str

    def __str__(self) -> str:
        return f"{self.value:.3g} ({self.p05:.2g} to {self.p95:.2g}) {self.unit}"


def particles_from_ug(ug: float, *, ppm_ug: Parameter | None = None) -> Band:
    """Particles in a mass of protein, by the lot's `ppm_ug` row or the prior (3e9 per ug).

    >>> str(particles_from_ug(100))
    '3e+11 (5e+10 to 1e+12) particles'
    """
    low, middle, high = _quantiles(ppm_ug)
    return Band(_positive(ug, "ug") * middle, ug * low, ug * high, "particles")


def ug_from_particles(particles: float, *, ppm_ug: Parameter | None = None) -> Band:
    """Mass of protein (ug) that comes with a number of particles.

    >>> str(ug_from_particles(1e7))
    '0.00333 (0.001 to 0.02) ug'
    """
    low, middle, high = _quantiles(ppm_ug)
    n = _positive(particles, "particles")
    return Band(n / middle, n / high, n / low, "ug")


def picomolar_from_per_ml(per_ml: float) -> float:
    """Particle concentration in pM: 1 pM is 6.022e8 particles/mL.

    >>> round(picomolar_from_per_ml(6.02214076e10), 6)
    100.0
    """
    return _positive(per_ml, "particles per mL") * 1e3 / AVOGADRO * 1e12


def per_ml_from_picomolar(picomolar: float) -> float:
    """Particles/mL of a concentration in pM.

    >>> f"{per_ml_from_picomolar(1):.4g}"
    '6.022e+08'
    """
    return _positive(picomolar, "pM") * 1e-12 * AVOGADRO / 1e3


def cell_days_from_particles(particles: float, *, rate: Parameter | None = None) -> Band:
    """How many cells would secrete this in one day: an order of magnitude, not a potency.

    >>> str(cell_days_from_particles(1e10))
    '2.5e+06 (5e+05 to 2e+07) cells for a day'
    """
    row = rate or parameters()["ev_per_cell_day"]
    low, middle, high = (float(v) for v in row.quantile([0.05, 0.5, 0.95]))
    n = _positive(particles, "particles")
    return Band(n / middle, n / high, n / low, "cells for a day")


def tissue_ug_per_ml(ug_per_cm2: float, *, depth_mm: float) -> float:
    """Mean concentration (ug/mL) if a dose per area sat evenly in a depth of tissue, before loss.

    >>> tissue_ug_per_ml(100, depth_mm=0.5)
    2000.0
    """
    return _positive(ug_per_cm2, "ug/cm2") / (_positive(depth_mm, "depth_mm") / 10)


def offered_per_cell(
    particles_per_cm2: float, *, depth_mm: float = 0.5, cells_per_ml: float = 2e8
) -> float:
    """Particles per cell of the layer if none were lost (notes/exosome-pkpd.md, message 1).

    >>> offered_per_cell(1e7)
    1.0
    """
    per_ml = _positive(particles_per_cm2, "particles/cm2") / (_positive(depth_mm, "depth_mm") / 10)
    return per_ml / _positive(cells_per_ml, "cells/mL")


def _quantiles(row: Parameter | None) -> tuple[float, float, float]:
    row = row or parameters()["ppm_ug"]
    low, middle, high = (float(v) for v in row.quantile([0.05, 0.5, 0.95]))
    return low, middle, high


def _positive(value: float, key: str) -> float:
    if not (math.isfinite(value) and value > 0):
        raise InputError("must be a positive number", key=key, given=value)
    return value
