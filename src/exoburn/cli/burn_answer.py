"""What `exoburn burn` was asked, and the `burn` object that answers it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exoburn.errors import InputError

if TYPE_CHECKING:
    from exoburn.blocks.injury import Burning

_SECONDS = {"s": 1.0, "sec": 1.0, "min": 60.0, "h": 3600.0}
_SEXES = ("female", "male", "other", "unspecified")


@dataclass(frozen=True)
class Question:
    """The options of `exoburn burn` as given: see its --help for units."""

    medium: str | None = None
    temperature_c: float | None = None
    duration: str | None = None
    flux_kw_m2: float | None = None
    h_w_m2k: float | None = None
    site: str | None = None
    age_years: float | None = None
    sex: str | None = None
    layers: str | None = None
    cool_start: str | None = None
    cool_duration: str | None = None
    law: str = "unified"
    compare_laws: bool = False
    dose_gy: float | None = None
    tbsa: str | None = None
    palms: float | None = None
    area_cm2: float | None = None
    weight_kg: float | None = None
    height_cm: float | None = None
    formula: str | None = None
    inhalation: bool = False


@dataclass(frozen=True)
class Answer:
    """The `burn` object of the interfaces and, for heat, the solved exposure behind it."""

    burn: dict[str, Any]
    burning: Burning | None = None


def answer(asked: Question) -> Answer:
    """Answer the question; InputError if nothing, or something impossible, was asked.

    >>> answer(Question(tbsa="right arm=4", age_years=4)).burn["tbsa_percent"]
    4.0
    """
    from exoburn.blocks.injury import rate_law

    if asked.sex is not None and asked.sex not in _SEXES:
        raise InputError("not known", key="--sex", given=asked.sex, allowed=_SEXES)
    rate_law(asked.law)
    heated = any(x is not None for x in (asked.medium, asked.temperature_c, asked.duration,
                                         asked.flux_kw_m2))
    sized = [name for name in ("tbsa", "palms", "area_cm2") if getattr(asked, name) is not None]
    if len(sized) > 1:
        raise InputError("the burned area is stated twice", key=f"--{sized[1]}",
                         allowed="one of --tbsa, --palms and --area-cm2")
    if not heated and not sized and asked.dose_gy is None:
        raise InputError("nothing was asked", allowed="an exposure (--medium, --temperature, "
                         "--duration), --dose-gy, or an area (--tbsa, --palms, --area-cm2)")
    burning, burn = _depth(asked, heated)
    burn["first_aid_stated"] = asked.cool_duration is not None
    if sized:
        burn.update(_size(asked))
    from exoburn.cli.burn_flags import flags_of

    burn["flags"] = [flag.to_json() for flag in flags_of(
        burn, age_years=asked.age_years, sex=asked.sex, weight_kg=asked.weight_kg, site=asked.site,
        medium=asked.medium, radiation=asked.dose_gy is not None, inhalation=asked.inhalation,
    )]
    return Answer(burn, burning)


def seconds(text: str, key: str, bare: str) -> float:
    """Seconds from "3", "20 min" or "1.5h"; a bare number is in the unit `bare`.

    >>> seconds("3", "--duration", "s"), seconds("20", "--cool-duration", "min")
    (3.0, 1200.0)
    """
    match = re.fullmatch(r"\s*([-+.\deE]+)\s*(s|sec|min|h)?\s*", text)
    try:
        value = float(match[1]) if match else math.nan
    except ValueError:
        value = math.nan
    if match is None or not (math.isfinite(value) and value >= 0):
        raise InputError("not a time", key=key, given=text,
                         allowed=f"a number in {bare}, or with s, min or h")
    return value * _SECONDS[match[2] or bare]


def _depth(asked: Question, heated: bool) -> tuple[Burning | None, dict[str, Any]]:
    from exoburn.blocks.injury import (
        FirstAid,
        assess_wound,
        burn_skin,
        depth_of,
        exposure_of,
        law_names,
        skin_at,
        skin_of_layers,
    )

    if asked.layers is not None:
        skin = skin_of_layers(_numbers(asked.layers))
    else:
        skin = skin_at(asked.site, age_years=asked.age_years, sex=asked.sex)
    aid, notes = None, []
    if asked.cool_duration is not None:
        start = seconds(asked.cool_start or "0", "--cool-start", "min") / 60
        length = seconds(asked.cool_duration, "--cool-duration", "min") / 60
        aid = FirstAid(start, length)
        notes.append(f"cooled with running water from {start:g} min for {length:g} min")
    elif asked.cool_start is not None:
        raise InputError("for how long was it cooled?", key="--cool-duration", allowed="minutes")
    if asked.dose_gy is not None:
        if heated:
            raise InputError("heat and radiation are two questions", key="--dose-gy")
        burn = assess_wound(cause="radiation", exposure={"dose_gy": asked.dose_gy},
                            skin=skin).to_json()
        return None, burn
    if not heated:
        return None, dict.fromkeys(
            ("depth_class", "depth_mm", "depth_fraction", "tbsa_percent", "law"))
    if asked.medium is None:
        raise InputError("what was it?", key="--medium", allowed="see exoburn burn --help")
    what = exposure_of(
        medium=asked.medium, temperature_c=asked.temperature_c, flux_kw_m2=asked.flux_kw_m2,
        h_w_m2k=asked.h_w_m2k,
        duration_s=None if asked.duration is None else seconds(asked.duration, "--duration", "s"),
    )
    burning = burn_skin(what, skin, law=asked.law, first_aid=aid)
    burn = depth_of(burning).to_json()
    burn["notes"] = notes + burn["notes"]
    if asked.site is None and asked.layers is None:
        burn["notes"].append("no site stated: the reference skin of the rate law")
    burn["exposure"] = {"medium": what.medium, "temperature_c": what.temperature_c,
                        "duration_s": what.duration_s, "flux_kw_m2": what.flux_kw_m2,
                        "h_w_m2k": what.h}
    if asked.compare_laws:
        others = {name: depth_of(burn_skin(what, skin, law=name, first_aid=aid))
                  for name in law_names()}
        burn["laws"] = {
            name: {"depth_class": d.depth_class, "depth_mm": d.depth_mm,
                   "depth_fraction": d.depth_fraction, "omega_basal": d.omega_basal}
            for name, d in others.items()
        }
    return burning, burn


def _size(asked: Question) -> dict[str, Any]:
    from exoburn.blocks.injury import body_of, palms_percent, revised_baux, tbsa_of_regions

    person = body_of(age_years=asked.age_years, sex=asked.sex, weight_kg=asked.weight_kg,
                     height_cm=asked.height_cm, formula=asked.formula)
    notes = list(person.notes)
    regions: dict[str, dict[str, float]] = {}
    if asked.tbsa is not None:
        found = tbsa_of_regions(asked.tbsa, asked.age_years)
        percent = found.percent
        notes += found.notes
        regions = {
            name: {"percent": value, "share": found.shares[name],
                   "area_cm2": person.area_cm2(value)}
            for name, value in found.regions.items()
        }
    elif asked.palms is not None:
        percent = palms_percent(asked.palms)
        notes.append("one palm with fingers is 0.78 % of the body surface (adults; often said 1 %)")
    else:
        area = asked.area_cm2 or 0.0
        if not (math.isfinite(area) and 0 <= area <= person.surface_cm2):
            raise InputError("not an area of skin", key="--area-cm2", given=area,
                             allowed=f"0 to {person.surface_cm2:.0f} cm2")
        percent = person.percent(area)
    if percent > 100:
        raise InputError("more than the whole body", key="--palms", given=asked.palms)
    size: dict[str, Any] = {
        "tbsa_percent": percent, "area_cm2": person.area_cm2(percent),
        "body_surface_cm2": person.surface_cm2, "body_surface_formula": person.formula,
        "regions": regions, "size_notes": notes,
    }
    if asked.age_years is not None:
        size["revised_baux"] = revised_baux(asked.age_years, percent, inhalation=asked.inhalation)
    return size


def _numbers(text: str) -> list[float]:
    try:
        return [float(piece) for piece in text.split(",")]
    except ValueError:
        raise InputError("not thicknesses", key="--layers", given=text,
                         allowed="epidermis,dermis,fat in mm, for example 0.08,2,10") from None
