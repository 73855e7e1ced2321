"""[burn]: what happened, how deep it is, and where the wounds are."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from exoburn.case.base import (
    Answer,
    AsTuple,
    FromTable,
    Number,
    Site,
    Statement,
    Text,
    refuse,
)
from exoburn.data import table

#: How the name of a donor site begins; the name of its wound follows.
DONOR = "donor site for "
DepthClass = Literal["superficial", "superficial_partial", "deep_partial", "full_thickness"]


def _hyphen(word: object) -> object:
    return word.replace("_", "-") if isinstance(word, str) else word


Medium = Annotated[str, FromTable("exposure_media"), BeforeValidator(_hyphen)]


class FirstAid(Statement):
    """Cooling with running water: minutes from the burn to its start, and its length in minutes.

    >>> FirstAid(cool_start_min=5, cool_duration_min=20).cool_duration_min
    20.0
    """

    cool_start_min: Number = Field(ge=0, le=10080)
    cool_duration_min: Number = Field(ge=0, le=600)


class Exposure(Statement):
    """What touched the skin, how hot and for how long; the depth is computed from it.

    >>> Exposure(medium="running-water", temperature_c=70, duration_s=3).clothing
    'none'
    """

    medium: Medium | None = None
    temperature_c: Number | None = Field(default=None, ge=0, le=2500)
    duration_s: Number | None = Field(default=None, ge=1e-4, le=86400)
    flux_kw_m2: Number | None = Field(default=None, gt=0, le=10000)
    h_w_m2k: Number | None = Field(default=None, gt=0, le=100000)
    dose_gy: Number | None = Field(default=None, ge=0, le=200)
    clothing: Literal["none"] = "none"

    @model_validator(mode="after")
    def _is_heat_or_dose(self) -> Exposure:
        heat = ("medium", "temperature_c", "duration_s", "flux_kw_m2", "h_w_m2k")
        stated = [key for key in heat if getattr(self, key) is not None]
        if self.dose_gy is not None and stated:
            raise refuse(
                "a radiation dose stands alone",
                key=stated[0],
                given=getattr(self, stated[0]),
                allowed="dose_gy, or medium with temperature_c and duration_s",
            )
        if self.dose_gy is not None:
            return self
        for key, allowed in (("medium", FromTable("exposure_media").words), ("duration_s", "s")):
            if getattr(self, key) is None:
                raise refuse("is missing", key=key, allowed=allowed)
        return self

    @model_validator(mode="after")
    def _says_how_hot(self) -> Exposure:
        row = next((row for row in table("exposure_media") if row["id"] == self.medium), None)
        if row is None:
            return self
        if self.temperature_c is not None and self.flux_kw_m2 is not None:
            raise refuse(
                "an exposure has a temperature or a flux, not both",
                key="flux_kw_m2",
                given=self.flux_kw_m2,
                allowed="leave one of temperature_c and flux_kw_m2 out",
            )
        if row["kind"] == "flux":
            return self
        if self.flux_kw_m2 is not None:
            heated = [row["id"] for row in table("exposure_media") if row["kind"] == "flux"]
            raise refuse(
                f"does not go with medium {self.medium}",
                key="flux_kw_m2",
                given=self.flux_kw_m2,
                allowed=f"a flux with {', '.join(heated)}",
            )
        if self.temperature_c is None and not row["temperature_c"]:
            raise refuse(
                f"is missing; {self.medium} needs the temperature that met the skin",
                key="temperature_c",
                allowed="a number of degrees Celsius",
            )
        return self


class Depth(Statement):
    """The depth as a person states it: a class, a fraction of the dermis, or millimetres.

    `depth_fraction` is f of model section 1 (0 at the epidermis, 1 at the fat), `depth_sd` its SD
    as a laser Doppler gives it, `depth_mm` the depth from the skin surface.
    """

    depth: DepthClass | None = None
    depth_fraction: Number | None = Field(default=None, ge=0, le=2)
    depth_mm: Number | None = Field(default=None, ge=0, le=15)
    depth_sd: Number | None = Field(default=None, ge=0, le=0.5)

    @property
    def ways(self) -> list[str]:
        """The keys that state a depth here."""
        keys = ("depth", "depth_fraction", "depth_mm", "exposure")
        return [key for key in keys if getattr(self, key, None) is not None]

    @model_validator(mode="after")
    def _states_depth_once(self) -> Depth:
        if len(self.ways) > 1:
            raise refuse(
                "the depth is stated more than once",
                key=self.ways[1],
                given=" and ".join(self.ways),
                allowed="exactly one of depth, depth_fraction, depth_mm, exposure",
            )
        return self


class Wound(Depth):
    """One wound: site, area, optionally its outline and a depth of its own.

    >>> Wound.model_validate({"site": "hand_dorsum", "area_cm2": 90}).name is None
    True
    """

    site: Site
    area_cm2: Number = Field(gt=0, le=25000)
    name: Text | None = None
    length_cm: Number | None = Field(default=None, gt=0, le=250)
    width_cm: Number | None = Field(default=None, gt=0, le=250)
    perimeter_cm: Number | None = Field(default=None, gt=0, le=2000)

    @model_validator(mode="after")
    def _is_a_possible_shape(self) -> Wound:
        length, width = self.length_cm, self.width_cm
        if length is not None and width is not None and self.area_cm2 > 1.02 * length * width:
            raise refuse(
                "is more than length x width can hold",
                key="area_cm2",
                given=self.area_cm2,
                allowed=f"at most {length * width:g}",
            )
        shortest = 2 * math.sqrt(math.pi * self.area_cm2)
        if self.perimeter_cm is not None and self.perimeter_cm < 0.98 * shortest:
            raise refuse(
                "is shorter than a circle of this area",
                key="perimeter_cm",
                given=self.perimeter_cm,
                allowed=f"at least {shortest:.3g}",
            )
        return self


class Burn(Depth):
    """The injury and its wounds; exactly one way of stating the depth, here or at each wound.

    >>> burn = Burn.model_validate({"cause": "scald", "depth": "deep_partial",
    ...     "wounds": [{"site": "hand_dorsum", "area_cm2": 90}]})
    >>> burn.day_assessed, burn.ways
    (2.0, ['depth'])
    """

    cause: Literal["scald", "contact", "flame", "flash", "chemical", "electrical", "radiation"]
    exposure: Exposure | None = None
    day_assessed: Number = Field(default=2, ge=0, le=365)
    tbsa_percent: Number | None = Field(default=None, gt=0, le=100)
    tbsa: Text | None = None
    inhalation: Answer = None
    circumferential: Answer = None
    infected: Answer = None
    log10_cfu_per_g: Number | None = Field(default=None, ge=0, le=10)
    first_aid: FirstAid | None = None
    wounds: Annotated[tuple[Wound, ...], AsTuple] = Field(min_length=1, max_length=50)

    @model_validator(mode="after")
    def _is_one_story(self) -> Burn:
        if not self.ways and not all(wound.ways for wound in self.wounds):
            raise refuse(
                "is missing: how deep is the burn?",
                key="depth",
                allowed="exactly one of depth, depth_fraction, depth_mm, exposure; "
                "or a depth at every wound",
            )
        if self.exposure is not None:
            self._cause_fits(self.exposure)
        if self.tbsa_percent is not None and self.tbsa is not None:
            raise refuse(
                "the burned body surface is stated twice",
                key="tbsa",
                given=self.tbsa,
                allowed="one of tbsa_percent and tbsa",
            )
        self._names_differ()
        return self

    def _cause_fits(self, exposure: Exposure) -> None:
        if self.cause in ("chemical", "electrical"):
            raise refuse(
                f"the depth of a {self.cause} burn cannot be computed from heat",
                key="exposure",
                given=exposure.medium or "dose_gy",
                allowed="depth, depth_fraction or depth_mm",
            )
        if (self.cause == "radiation") != (exposure.dose_gy is not None):
            raise refuse(
                "does not go with this exposure",
                key="cause",
                given=self.cause,
                allowed="cause radiation with exposure.dose_gy, any other with exposure.medium",
            )

    def wound_name(self, number: int) -> str:
        """What results call a wound (counted from 0): its name, or its place in the list and site.

        >>> Burn.model_validate({"cause": "scald", "depth": "deep_partial",
        ...     "wounds": [{"site": "hand_dorsum", "area_cm2": 90}]}).wound_name(0)
        'wound 1 (hand dorsum)'
        """
        wound = self.wounds[number]
        return wound.name or f"wound {number + 1} ({wound.site.replace('_', ' ')})"

    def _names_differ(self) -> None:
        names = [self.wound_name(i) for i in range(len(self.wounds))]
        for i, wound in enumerate(self.wounds):
            if wound.name is not None and wound.name.startswith(DONOR):
                raise refuse(
                    "is what results call a donor site",
                    key=f"wounds[{i}].name",
                    given=wound.name,
                    allowed=f"a name that does not begin with {DONOR!r}",
                )
            if wound.name is not None and names.count(wound.name) > 1:
                raise refuse(
                    "two wounds have the same name",
                    key=f"wounds[{i}].name",
                    given=wound.name,
                    allowed="a name that no other wound has",
                )
