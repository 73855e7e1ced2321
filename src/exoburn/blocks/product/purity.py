"""How many particles come with each microgram of protein, and what class of purity that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from exoburn.data import parameters, table
from exoburn.errors import InputError


@dataclass(frozen=True, slots=True)
class Purity:
    """Particles per ug protein with its 5-95 % band, the class and who drew its limits."""

    particles_per_ug: float
    low: float
    high: float
    name: str
    label: str
    source: str
    verified: str

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        return {
            "particles_per_ug": self.particles_per_ug,
            "p05": self.low,
            "p95": self.high,
            "class": self.name,
            "label": self.label,
            "source": self.source,
            "verified": self.verified,
        }


def ratio_log_sd(count_cv: float | None) -> float:
    """Log-SD of a measured particle-to-protein ratio.

    The count's CV between captures is never taken smaller than the spread between laboratories
    (10.3402/jev.v5.31242), because repeats on one instrument share its bias.

    >>> round(ratio_log_sd(0.1), 3), round(ratio_log_sd(None), 3)
    (0.515, 0.515)
    """
    rows = parameters()
    count = max(count_cv or 0.0, rows["count_cv_between_labs"].value)
    protein = rows["protein_cv"].value
    return math.sqrt(math.log1p(count**2) + math.log1p(protein**2))


def purity(
    *, particles_per_ml: float, protein_ug_per_ml: float, count_cv: float | None = None
) -> Purity:
    """Particles per ug from the two concentrations of the same undiluted sample.

    >>> p = purity(particles_per_ml=4e11, protein_ug_per_ml=100)
    >>> p.particles_per_ug, p.name, round(p.high / p.particles_per_ug, 2)
    (4000000000.0, 'low_purity', 2.33)
    """
    for key, value in (("particles_per_ml", particles_per_ml), ("protein", protein_ug_per_ml)):
        if not (math.isfinite(value) and value > 0):
            raise InputError("must be a positive number", key=key, given=value)
    return purity_of_ratio(particles_per_ml / protein_ug_per_ml, count_cv=count_cv)


def purity_of_ratio(particles_per_ug: float, *, count_cv: float | None = None) -> Purity:
    """The class of a ratio, with its band.

    >>> purity_of_ratio(1e9).label, purity_of_ratio(5e10).label
    ('impure', 'very pure')
    """
    factor = math.exp(1.6448536269514722 * ratio_log_sd(count_cv))
    for row in table("purity"):
        above = not row["low"] or particles_per_ug >= float(row["low"])
        below = not row["high"] or particles_per_ug < float(row["high"])
        if above and below:
            break
    else:
        raise InputError("no purity class", key="particles_per_ug", given=particles_per_ug)
    return Purity(
        particles_per_ug,
        particles_per_ug / factor,
        particles_per_ug * factor,
        row["class"],
        row["label"],
        row["source"],
        row["verified"],
    )
