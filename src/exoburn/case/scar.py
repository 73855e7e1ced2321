"""[scar]: an old scar in place of a fresh burn."""

from __future__ import annotations

from pydantic import Field, StrictBool

from exoburn.case.base import Number, Site, Statement


class Scar(Statement):
    """A closed, scarred wound: months since the injury, Vancouver Scar Scale 0-13, site and area.

    Day 0 of such a case is the first session. `hypertrophic` slows remodelling as model section 6
    states; `keloid` is recorded for the rules.

    >>> Scar.model_validate({"months": 18, "vss": 9, "site": "forearm", "area_cm2": 40}).keloid
    False
    """

    months: Number = Field(ge=0.5, le=1200)
    vss: Number = Field(ge=0, le=13)
    site: Site
    area_cm2: Number = Field(gt=0, le=25000)
    hypertrophic: StrictBool = True
    keloid: StrictBool = False
