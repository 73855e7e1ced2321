"""Skin that a burn goes through: layers by site, age and sex."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from exoburn.blocks.injury.mesh import Floats, Layer
from exoburn.data import number, parameters, table
from exoburn.errors import InputError

REFERENCE = "reference"
_SET = "Torvi_Dale_1994"


@dataclass(frozen=True)
class Skin:
    """Epidermis, dermis and fat in mm, with where the thicknesses come from.

    >>> skin = skin_at("chest", age_years=2, sex="female")
    >>> round(skin.epidermis_mm, 3), round(skin.dermis_mm, 3), skin.fat_mm
    (0.07, 0.945, 10.0)
    """

    site: str
    epidermis_mm: float
    dermis_mm: float
    fat_mm: float
    source: str

    def layers(self) -> tuple[Layer, Layer, Layer]:
        """The three layers with their thermal properties (Torvi and Dale 1994)."""
        properties = _thermal_properties()
        thickness = (self.epidermis_mm, self.dermis_mm, self.fat_mm)
        return tuple(  # pyright: ignore[reportReturnType]
            Layer(name, mm, *properties[name])
            for name, mm in zip(("epidermis", "dermis", "subcutis"), thickness, strict=True)
        )

    def resting(self, z: Floats) -> Floats:
        """Temperature before the burn at depth z (m): linear from the surface to the core."""
        p = parameters()
        surface, core = p["injury_surface_start"].value, p["injury_core"].value
        return surface + (core - surface) * z / z[-1]

    def fraction(self, depth_mm: float) -> float:
        """f of a depth from the surface in mm: share of the dermis, never negative."""
        return max(0.0, depth_mm - self.epidermis_mm) / self.dermis_mm

    def depth_mm(self, fraction: float) -> float:
        """Depth from the surface in mm of a share f of the dermis."""
        return self.epidermis_mm + fraction * self.dermis_mm


def site_names() -> list[str]:
    """Sites a user may name."""
    return [row["id"] for row in table("sites") if row["id"] != REFERENCE]


def skin_at(
    site: str | None = None, *, age_years: float | None = None, sex: str | None = None
) -> Skin:
    """Skin of a site at an age and sex; without a site the reference skin of the rate law.

    Women's dermis x 0.9, under three years x 0.7, and 6 % thinner for each decade after 30: assumed
    rules, see `parameters_injury.csv`. Raises InputError for an unknown site or an impossible age.
    """
    name = REFERENCE if site is None else site.strip().lower().replace(" ", "_").replace("-", "_")
    row = next((row for row in table("sites") if row["id"] == name), None)
    if row is None:
        raise InputError("no such site", key="site", given=site, allowed=site_names())
    return Skin(
        site=name,
        epidermis_mm=number(row["epidermis_mm"]),
        dermis_mm=number(row["dermis_mm"]) * dermis_factor(age_years, sex),
        fat_mm=parameters()["injury_fat_mm"].value,
        source=row["source"],
    )


def dermis_factor(age_years: float | None, sex: str | None) -> float:
    """Dermis of this age and sex against a man of 3 to 30 years (assumed rules).

    >>> dermis_factor(None, None), round(dermis_factor(50, "male"), 3), dermis_factor(1, None)
    (1.0, 0.88, 0.7)
    """
    p = parameters()
    factor = p["injury_dermis_female"].value if sex == "female" else 1.0
    if age_years is None:
        return factor
    if not (math.isfinite(age_years) and 0 <= age_years <= 120):
        raise InputError("not an age", key="age_years", given=age_years, allowed="0 to 120")
    if age_years < 3:
        return factor * p["injury_dermis_under_3"].value
    decades = max(0.0, age_years - 30.0) / 10.0
    return factor * max(0.3, 1.0 - p["injury_dermis_per_decade"].value * decades)


def skin_of_layers(layers_mm: Sequence[float]) -> Skin:
    """Skin of stated thicknesses: epidermis, dermis, fat in mm.

    >>> skin_of_layers([0.08, 2.0, 10.0]).dermis_mm
    2.0
    """
    limits = {"epidermis": (0.01, 3.0), "dermis": (0.05, 10.0), "fat": (0.5, 100.0)}
    if len(layers_mm) != 3:
        raise InputError("three thicknesses are needed", key="layers", given=list(layers_mm),
                         allowed="epidermis,dermis,fat in mm")
    for (name, (low, high)), mm in zip(limits.items(), layers_mm, strict=True):
        if not low <= mm <= high:
            raise InputError(f"{name} is not a thickness of skin", key="layers", given=mm,
                             allowed=f"{low} to {high} mm")
    epidermis, dermis, fat = (float(mm) for mm in layers_mm)
    return Skin("stated layers", epidermis, dermis, fat, "entered by the user")


def initial_surface() -> float:
    """Skin surface before the burn, degC."""
    return parameters()["injury_surface_start"].value


@cache
def _thermal_properties() -> dict[str, tuple[float, float, float]]:
    """Layer -> (conductivity W/m/K, heat capacity J/m3/K, perfusion 1/s)."""
    rows = [row for row in table("thermal_parameters") if row["set"] == _SET]
    value = {(row["layer"], row["property"]): number(row["value"]) for row in rows
             if row["layer"] != "blood"}
    return {
        layer: (
            value[layer, "k"],
            float(np.prod([value[layer, "density"], value[layer, "c"]])),
            value.get((layer, "perfusion"), 0.0),
        )
        for layer in ("epidermis", "dermis", "subcutis")
    }
