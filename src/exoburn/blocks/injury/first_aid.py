"""First aid: cool running water, and how much of the later damage it prevents.

Cooling takes heat out only in the first seconds to a minute, yet water begun within three hours
helps patients: grafting odds 0.6, full-thickness odds 0.4 (2495 children, doi
10.1016/j.annemergmed.2019.06.028). So besides the heat, the model gives first aid a grade g that
keeps part of the zone of stasis alive over the next three days.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from exoburn.data import parameters
from exoburn.errors import InputError


@dataclass(frozen=True)
class FirstAid:
    """Running water from `cool_start_min` after the burn for `cool_duration_min`, minutes.

    >>> FirstAid(0, 20).grade, FirstAid(0, 10).grade, FirstAid(200, 20).grade
    (0.67, 0.335, 0.0)
    >>> round(FirstAid(120, 20).grade, 3)
    0.335
    """

    cool_start_min: float
    cool_duration_min: float

    def __post_init__(self) -> None:
        for key in ("cool_start_min", "cool_duration_min"):
            value = getattr(self, key)
            if not (math.isfinite(value) and 0 <= value <= 14_400):
                raise InputError("not a time of first aid", key=f"first_aid.{key}", given=value,
                                 allowed="0 to 14400 minutes")

    @property
    def grade(self) -> float:
        """g, the share of the progression that it prevents: 0 to 0.67 (assumed)."""
        p = parameters()
        early, late = p["injury_first_aid_early_h"].value, p["injury_first_aid_late_h"].value
        start_h = self.cool_start_min / 60
        timely = min(1.0, max(0.0, (late - start_h) / (late - early)))
        enough = min(1.0, self.cool_duration_min / p["injury_first_aid_enough_min"].value)
        return p["injury_first_aid_g"].value * timely * enough


def rescue(grade: float) -> float:
    """What first aid of this grade adds to e_rescue for the first 72 h.

    >>> round(rescue(0.67), 3)
    0.201
    """
    return parameters()["injury_rescue_per_g"].value * grade
