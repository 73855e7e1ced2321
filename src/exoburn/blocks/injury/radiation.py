"""Radiation burns: a dose in gray, read off a table of what skin does, as far as modelled.

There is no dead layer on day 0. What opens the wound weeks later is taken as a burn of an effective
depth with a delayed onset (assumed); where vessels are lost for good the model refuses.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from exoburn.data import number, table
from exoburn.errors import InputError


@dataclass(frozen=True)
class RadiationBurn:
    """What a single acute skin dose does: class, effective f (assumed), onset day, in words."""

    depth_class: str
    fraction: float
    onset_day: float
    effect: str
    source: str


def radiation_burn(dose_gy: float) -> RadiationBurn:
    """Effective depth of a single acute skin dose in Gy; InputError where it cannot be modelled.

    >>> radiation_burn(12).depth_class, radiation_burn(12).onset_day
    ('superficial_partial', 21.0)
    """
    if not (math.isfinite(dose_gy) and 0 <= dose_gy <= 10_000):
        raise InputError("not a skin dose", key="dose_gy", given=dose_gy, allowed="0 to 10000 Gy")
    row = next(row for row in table("radiation_doses") if dose_gy < number(row["to_gy"], math.inf))
    if row["modelled"] != "yes":
        raise InputError(
            f"radiation of this dose is not modelled ({row['effect']}); if the wound is open, "
            "enter its depth class instead", key="dose_gy", given=dose_gy, allowed="below 20 Gy",
        )
    return RadiationBurn(row["depth_class"], number(row["fraction"]), number(row["onset_day"]),
                         row["effect"], row["source"])
