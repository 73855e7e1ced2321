"""How much of the body is burned: Lund-Browder regions by age, palms, or areas.

Erythema without blisters is not counted: name only regions that are burned deeper than that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from exoburn.blocks.injury.body import Body
from exoburn.data import number, table
from exoburn.errors import InputError

_BANDS = ((1, "age_0_1"), (5, "age_1_4"), (10, "age_5_9"), (15, "age_10_14"), (16, "age_15"))
_NOT_COUNTED = ("none", "superficial")
_WHOLES = {
    "arm": ("upper arm", "forearm", "hand"),
    "leg": ("thigh", "lower leg", "foot"),
}
_ALIASES = {
    "genitalia": "genitalia/perineum", "perineum": "genitalia/perineum",
    "genitals": "genitalia/perineum", "front of trunk": "anterior trunk",
    "back": "posterior trunk", "back of trunk": "posterior trunk", "face": "head", "scalp": "head",
}


@dataclass(frozen=True)
class Tbsa:
    """Percent of the body surface burned, and by region; `shares` is the most each region has."""

    percent: float
    regions: dict[str, float]
    shares: dict[str, float]
    notes: tuple[str, ...] = ()


def age_band(age_years: float | None) -> str:
    """Column of the Lund-Browder table at an age in completed years.

    >>> [age_band(a) for a in (0.9, 4.99, 5, 14, 15, 16, None)]
    ['age_0_1', 'age_1_4', 'age_5_9', 'age_10_14', 'age_15', 'adult', 'adult']
    """
    if age_years is None:
        return "adult"
    if not (math.isfinite(age_years) and 0 <= age_years <= 120):
        raise InputError("not an age", key="age_years", given=age_years, allowed="0 to 120")
    return next((column for below, column in _BANDS if math.floor(age_years) < below), "adult")


@cache
def region_shares(age_years: float | None = None) -> dict[str, float]:
    """Region -> percent of the body surface; `right arm` is upper arm, forearm and hand.

    >>> shares = region_shares(4)
    >>> shares["head"], shares["right arm"], shares["left leg"]
    (17.0, 9.5, 15.0)
    """
    band = age_band(age_years)
    parts = _parts(band)
    wholes = {
        f"{side} {whole}": sum(parts[f"{side} {piece}"] for piece in pieces)
        for side in ("right", "left")
        for whole, pieces in _WHOLES.items()
    }
    return {**parts, **wholes}


def tbsa_of_regions(regions: str, age_years: float | None = None) -> Tbsa:
    """Percent burned from "anterior trunk=6,right arm=4": percent of the whole body in each region.

    A region holds at most its share at that age, whole limbs and their parts together too; raises
    InputError otherwise, or for an unknown or repeated region.

    >>> tbsa_of_regions("anterior trunk=6, right arm=4", age_years=4).percent
    10.0
    >>> tbsa_of_regions("head=20", age_years=30)
    Traceback (most recent call last):
        ...
    exoburn.errors.InputError: tbsa: more than the head has (given 20.0; allowed: at most 7 %)
    """
    shares = region_shares(age_years)
    found: dict[str, float] = {}
    for piece in regions.replace(";", ",").split(","):
        if not piece.strip():
            continue
        name, equals, value = piece.partition("=")
        region = _region(name, shares)
        if not equals:
            raise InputError(f"how much of the {region} is burned?", key="tbsa",
                             given=piece.strip(), allowed=f"{region}=PERCENT of the whole body")
        if region in found:
            raise InputError("region stated twice", key="tbsa", given=region)
        found[region] = _percent(region, value)
    if not found:
        raise InputError("no region stated", key="tbsa", given=regions,
                         allowed='for example "anterior trunk=6,right arm=4"')
    _check_room(found, shares)
    notes = [] if age_years is not None else ["age not stated: adult proportions"]
    return Tbsa(math.fsum(found.values()), found, {name: shares[name] for name in found},
                tuple(notes))


def tbsa_of_wounds(areas: Sequence[tuple[float, str]], person: Body) -> Tbsa:
    """Percent burned from wounds of (area in cm2, depth class); epidermal burns are not counted.

    >>> tbsa_of_wounds([(90, "deep_partial"), (500, "superficial")],
    ...                Body(18_000, "mosteller", 70, 167)).percent
    0.5
    """
    counted = [area for area, depth_class in areas if depth_class not in _NOT_COUNTED]
    notes = list(person.notes)
    if len(counted) < len(areas):
        notes.append("burns of the epidermis only are not counted in the percent burned")
    percent = person.percent(math.fsum(counted))
    if percent > 100:
        raise InputError("the wounds are larger than the body", key="area_cm2",
                         given=math.fsum(counted), allowed=f"{person.surface_cm2:.0f} cm2")
    return Tbsa(percent, {}, {}, tuple(notes))


def _check_room(found: dict[str, float], shares: dict[str, float]) -> None:
    for region, percent in found.items():
        if percent > shares[region] * (1 + 1e-9):
            raise InputError(f"more than the {region} has", key="tbsa", given=percent,
                             allowed=f"at most {shares[region]:g} %")
    for side in ("right", "left"):
        for whole, pieces in _WHOLES.items():
            limb = f"{side} {whole}"
            total = found.get(limb, 0.0) + sum(found.get(f"{side} {p}", 0.0) for p in pieces)
            if total > shares[limb] * (1 + 1e-9):
                raise InputError(f"more than the {limb} has, its parts included", key="tbsa",
                                 given=total, allowed=f"at most {shares[limb]:g} %")


def _region(text: str, shares: dict[str, float]) -> str:
    words = " ".join(text.strip().lower().replace("_", " ").replace("-", " ").split())
    words = _ALIASES.get(words, words)
    if words in shares:
        return words
    both = [name for name in shares if name in (f"right {words}", f"left {words}")]
    raise InputError("which side?" if both else "no such region", key="tbsa", given=text.strip(),
                     allowed=both or list(shares))


def _percent(region: str, text: str) -> float:
    try:
        value = float(text.strip().removesuffix("%"))
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value >= 0):
        raise InputError(f"not a percentage for {region}", key="tbsa", given=text.strip(),
                         allowed="0 to the region's share")
    return value


def _parts(band: str) -> dict[str, float]:
    parts: dict[str, float] = {}
    for row in table("lund_browder"):
        side = row["side"]
        name = f"{side} {row['region']}" if side in ("right", "left") else row["region"]
        parts[name] = number(row[band])
    return parts
