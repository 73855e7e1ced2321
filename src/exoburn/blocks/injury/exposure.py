"""What touched the skin: exposures as a user states them, turned into conditions at the surface.

Every medium is a row of `exposure_media.csv`. Four kinds:

- *held*        hot water: the surface takes its temperature (with a stated h, is drawn to it)
- *convection*  air, steam: h (T - surface)
- *flux*        radiant, flash, flame: absorbed heat, stated or from the source's temperature
- *contact*     a solid: the temperature at which two bodies meet, behind a contact resistance
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from exoburn.blocks.injury.first_aid import FirstAid
from exoburn.blocks.injury.heat import Phase
from exoburn.blocks.injury.laws import KELVIN
from exoburn.blocks.injury.skin import Skin, initial_surface
from exoburn.data import number, parameters, table
from exoburn.errors import InputError

STEFAN_BOLTZMANN = 5.670374e-8
_ALIASES = {"water": "running-water", "tap-water": "running-water", "hot-water": "running-water",
            "spill": "running-water", "stainless-steel": "steel", "aluminum": "aluminium",
            "arc": "flash", "metal": "brass"}
_LIMITS = {
    "temperature_c": (0.0, 3000.0, "degC"),
    "duration_s": (1e-4, 604_800.0, "s"),
    "flux_kw_m2": (0.0, 20_000.0, "kW/m2"),
    "h_w_m2k": (0.1, 1e6, "W/m2K"),
}


def media() -> list[str]:
    """Words that `--medium` accepts."""
    return [row["id"] for row in table("exposure_media")]


@dataclass(frozen=True)
class Exposure:
    """One heating of the skin; make it with `exposure_of`, which checks it.

    temperature_c degC, duration_s s, flux_kw_m2 kW/m2 absorbed, h W/m2K; `notes`: what was assumed.
    """

    medium: str
    kind: str
    duration_s: float
    temperature_c: float | None = None
    flux_kw_m2: float | None = None
    h: float | None = None
    row: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    notes: tuple[str, ...] = ()

    def heating(self, skin: Skin) -> Phase:
        """The condition at the surface while it lasts."""
        start = initial_surface()
        hot = self.temperature_c
        if self.kind == "flux":
            return Phase(self.duration_s, flux=1e3 * (self.flux_kw_m2 or 0.0), name=self.medium)
        assert hot is not None
        if self.kind == "held" and self.h is None:
            return Phase(self.duration_s, held_c=hot, name=self.medium)
        assert self.h is not None
        if self.kind == "contact":
            solid = math.sqrt(number(self.row["conductivity"]) * number(self.row["heat_capacity"]))
            tissue = skin.layers()[0].effusivity
            hot = (solid * hot + tissue * start) / (solid + tissue)
        if self.medium == "steam":
            hot = min(hot, 100.0)
        return Phase(self.duration_s, h=self.h, ambient_c=hot, name=self.medium)


def exposure_of(
    *,
    medium: str,
    duration_s: float | None,
    temperature_c: float | None = None,
    flux_kw_m2: float | None = None,
    h_w_m2k: float | None = None,
) -> Exposure:
    """A checked exposure; raises InputError when something is missing or out of range.

    >>> e = exposure_of(medium="running-water", temperature_c=70, duration_s=3)
    >>> e.kind, e.duration_s
    ('held', 3.0)
    >>> hot = exposure_of(medium="radiant", temperature_c=800, duration_s=1)
    >>> round(hot.flux_kw_m2)
    75
    """
    word = medium.strip().lower().replace("_", "-").replace(" ", "-")
    word = _ALIASES.get(word, word)
    row = next((row for row in table("exposure_media") if row["id"] == word), None)
    if row is None:
        raise InputError("no such medium", key="medium", given=medium, allowed=media())
    values = {"temperature_c": temperature_c, "duration_s": duration_s,
              "flux_kw_m2": flux_kw_m2, "h_w_m2k": h_w_m2k}
    for key, value in values.items():
        low, high, unit = _LIMITS[key]
        if value is not None and not (math.isfinite(value) and low <= value <= high):
            raise InputError("out of range", key=key, given=value,
                             allowed=f"{low:g} to {high:g} {unit}")
    if duration_s is None:
        raise InputError("how long did it last?", key="duration_s", allowed="seconds")
    kind, notes = row["kind"], []
    if kind == "flux":
        if h_w_m2k is not None:
            raise InputError(f"{word} is stated by its flux, not by h", key="h_w_m2k",
                             given=h_w_m2k)
        flux = _flux(word, row, temperature_c, flux_kw_m2, notes)
        return Exposure(word, kind, float(duration_s), temperature_c, flux, None, row, tuple(notes))
    if flux_kw_m2 is not None:
        raise InputError(f"{word} is stated by its temperature, not by a flux", key="flux_kw_m2",
                         given=flux_kw_m2, allowed="flux for radiant, flash, flame")
    hot = temperature_c
    if hot is None and row["temperature_c"]:
        hot = number(row["temperature_c"])
        notes.append(f"temperature not stated: {hot:g} degC (assumed)")
    if hot is None:
        raise InputError(f"how hot was the {row['label']}?", key="temperature_c", allowed="degC")
    h = h_w_m2k
    if h is None and kind == "contact":
        h = parameters()["injury_contact_h"].value
    elif h is None and row["h"]:
        h = number(row["h"])
        notes.append(f"heat transfer to {row['label']}: {h:g} W/m2K; {row['source']}")
    if kind == "contact":
        notes.append(f"{row['label']}: {row['source']}; contact resistance 1/{h:g} m2K/W (assumed)")
        notes.append(f"{row['label']}: {row['note']}")
    if word == "steam" and hot > 100:
        notes.append("steam condenses at 100 degC at atmospheric pressure")
    return Exposure(word, kind, float(duration_s), float(hot), None, h, row, tuple(notes))


def _flux(word: str, row: Mapping[str, str], temperature_c: float | None, stated: float | None,
          notes: list[str]) -> float:
    if stated is not None:
        if temperature_c is not None:
            notes.append("flux and temperature both stated: the flux was used")
        return float(stated)
    if temperature_c is not None:
        skin = initial_surface()
        radiated = STEFAN_BOLTZMANN * ((temperature_c + KELVIN) ** 4 - (skin + KELVIN) ** 4)
        convected = number(row["h"], 0.0) * (temperature_c - skin)
        flux = max(0.0, number(row["emissivity"]) * radiated + convected) / 1e3
        notes.append(f"flux from the source's temperature: {flux:.3g} kW/m2; {row['source']}")
        return flux
    if row["flux_kw_m2"]:
        notes.append(f"flux not stated: {row['flux_kw_m2']} kW/m2; {row['source']}")
        return number(row["flux_kw_m2"])
    raise InputError(f"how strong was the {row['label']}?", key="flux_kw_m2",
                     allowed="absorbed flux in kW/m2, or the source's temperature")


def surface_phases(what: Exposure, skin: Skin, first_aid: FirstAid | None) -> list[Phase]:
    """The exposure and its cooling tail: air, or running water from its start for its duration."""
    p = parameters()
    tail = min(
        max(p["injury_tail_least_s"].value, p["injury_tail_per_exposure"].value * what.duration_s),
        p["injury_tail_most_s"].value,
    )

    def air(seconds: float) -> Phase:
        return Phase(seconds, h=p["injury_tail_air_h"].value,
                     ambient_c=p["injury_tail_air_c"].value, name="air")

    phases = [what.heating(skin)]
    if first_aid is None or first_aid.cool_duration_min <= 0:
        return [*phases, air(tail)]
    wait = min(60.0 * first_aid.cool_start_min, tail)
    rinse = min(60.0 * first_aid.cool_duration_min, tail - wait)
    water = Phase(rinse, h=p["injury_cooling_water_h"].value,
                  ambient_c=p["injury_cooling_water_c"].value, name="cooling water")
    rest = tail - wait - rinse
    parts = [(wait, air(wait)), (rinse, water), (rest, air(rest))]
    return [*phases, *(phase for seconds, phase in parts if seconds > 0)]
