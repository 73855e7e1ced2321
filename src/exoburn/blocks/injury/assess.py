"""One wound's depth from whatever is known: heat, a class, a measurement, or a radiation dose."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from exoburn.blocks.injury.burning import Burning, burn_skin
from exoburn.blocks.injury.depth import NONE, Depth, class_of, default_fraction, default_sd
from exoburn.blocks.injury.exposure import exposure_of
from exoburn.blocks.injury.first_aid import FirstAid, rescue
from exoburn.blocks.injury.laws import DEFAULT_LAW
from exoburn.blocks.injury.radiation import radiation_burn
from exoburn.blocks.injury.skin import Skin, skin_at
from exoburn.data import parameters
from exoburn.errors import InputError

_PRESERVED = ("medium", "temperature_c", "duration_s", "flux_kw_m2", "h_w_m2k")
_NOT_HEAT = {"chemical": "a chemical burn goes on while the agent stays",
             "electrical": "current harms tissue far below the skin it enters"}


def assess_wound(
    *,
    site: str | None = None,
    age_years: float | None = None,
    sex: str | None = None,
    cause: str = "scald",
    depth: str | None = None,
    depth_fraction: float | None = None,
    depth_sd: float | None = None,
    depth_mm: float | None = None,
    exposure: Mapping[str, Any] | None = None,
    first_aid: Mapping[str, Any] | FirstAid | None = None,
    law: str = DEFAULT_LAW,
    skin: Skin | None = None,
) -> Depth:
    """Depth of one wound at 48-72 h; what the user measured or named is used as it is.

    Exactly one of `depth` (class), `depth_fraction`, `depth_mm` (from the skin surface, mm) and
    `exposure` (medium, temperature_c, duration_s, flux_kw_m2, h_w_m2k; or dose_gy) states it; a
    class may stand beside a fraction or mm if they agree. `first_aid`: cool_start_min,
    cool_duration_min. Raises InputError otherwise.

    >>> d = assess_wound(site="hand_dorsum", depth="deep_partial")
    >>> d.depth_class, d.depth_fraction, round(d.depth_mm, 3), d.law
    ('deep_partial', 0.55, 0.7, 'entered')
    >>> scald = assess_wound(site="chest", age_years=2, sex="male", cause="scald",
    ...     exposure={"medium": "running-water", "temperature_c": 70, "duration_s": 3})
    >>> scald.depth_class, scald.law
    ('deep_partial', 'unified')
    """
    own_skin = skin or skin_at(site, age_years=age_years, sex=sex)
    aid = _first_aid(first_aid)
    if exposure:
        stated = [name for name, value in (("depth", depth), ("depth_fraction", depth_fraction),
                                           ("depth_mm", depth_mm)) if value is not None]
        if stated:
            raise InputError("depth is stated twice: by an exposure and by a value",
                             key=stated[0], given=stated[0], allowed="one of them")
        found = _from_exposure(dict(exposure), own_skin, cause, aid, law)
    else:
        found = _entered(own_skin, cause, depth, depth_fraction, depth_mm)
    grade = aid.grade if aid is not None else 0.0
    if depth_sd is not None:
        if not (math.isfinite(depth_sd) and 0 <= depth_sd <= 1):
            raise InputError("not an SD of the depth fraction", key="depth_sd", given=depth_sd,
                             allowed="0 to 1")
        found = replace(found, depth_sd=float(depth_sd), sd_entered=True)
    return replace(found, first_aid_g=grade, e_rescue=rescue(grade),
                   rescue_hours=parameters()["injury_rescue_hours"].value)


def depth_of(burning: Burning) -> Depth:
    """Depth at 48-72 h of a solved exposure: thermal depth plus the progression that g leaves.

    >>> cool = exposure_of(medium="immersion", temperature_c=42, duration_s=600)
    >>> depth_of(burn_skin(cool, skin_at())).depth_class
    'none'
    """
    p, skin = parameters(), burning.skin
    grade = burning.first_aid.grade if burning.first_aid is not None else 0.0
    thermal = skin.fraction(burning.depth_mm)
    if burning.omega_basal < p["injury_omega_none"].value:
        depth_class, fraction, mm = NONE, 0.0, 0.0
    elif thermal <= 0:
        depth_class, fraction, mm = "superficial", 0.0, burning.depth_mm
    else:
        fraction = thermal + p["injury_progression"].value * (1 - grade)
        depth_class, mm = class_of(fraction), skin.depth_mm(fraction)
    notes = list(burning.what.notes)
    if burning.hottest_c > 100:
        notes.append(f"the surface reached {burning.hottest_c:.0f} degC: boiling and charring are "
                     "not modelled, so the depth is an upper guess")
    if fraction > 0:
        notes.append("progression over 48-72 h is assumed: f + 0.15 (1 - g), range 0.05 to 0.25")
    return Depth(
        depth_class=depth_class, depth_mm=mm, depth_fraction=fraction,
        depth_sd=default_sd(depth_class), law=burning.law.name, skin=skin, origin="exposure",
        first_aid_g=grade, e_rescue=rescue(grade), rescue_hours=p["injury_rescue_hours"].value,
        thermal_fraction=thermal, omega_basal=burning.omega_basal,
        timeline=tuple(burning.timeline()), notes=tuple(notes),
        sources=(f"rate law: {burning.law.source}", f"skin: {skin.source}",
                 f"exposure: {burning.what.row.get('source', '')}"),
    )


def _first_aid(stated: Mapping[str, Any] | FirstAid | None) -> FirstAid | None:
    if stated is None or isinstance(stated, FirstAid):
        return stated
    start, duration = stated.get("cool_start_min"), stated.get("cool_duration_min")
    if duration is None:
        if start is None:
            return None
        raise InputError("for how long was it cooled?", key="first_aid.cool_duration_min",
                         allowed="minutes of running water")
    return FirstAid(float(start or 0.0), float(duration))


def _entered(skin: Skin, cause: str, depth: str | None, fraction: float | None,
             mm: float | None) -> Depth:
    if fraction is not None and mm is not None:
        raise InputError("depth is stated twice", key="depth_mm", given=mm,
                         allowed="depth_fraction or depth_mm, not both")
    if depth is None and fraction is None and mm is None:
        why = f"; {_NOT_HEAT[cause]}" if cause in _NOT_HEAT else ""
        raise InputError(f"how deep is the burn?{why}", key="depth",
                         allowed="depth, depth_fraction, depth_mm, or an exposure to heat")
    if mm is not None:
        if not (math.isfinite(mm) and 0 <= mm <= 100):
            raise InputError("not a depth", key="depth_mm", given=mm, allowed="0 to 100 mm")
        f = skin.fraction(mm)
    elif fraction is not None:
        if not (math.isfinite(fraction) and 0 <= fraction <= 20):
            raise InputError("not a share of the dermis", key="depth_fraction", given=fraction,
                             allowed="0 to 20 (1 = whole dermis)")
        f = float(fraction)
    else:
        f = default_fraction(depth or "")
    depth_class = class_of(f)
    if depth is not None and (fraction is not None or mm is not None):
        default_fraction(depth)
        wanted = depth.strip().lower().replace(" ", "_").replace("-", "_")
        if wanted != depth_class:
            raise InputError(f"that depth is {depth_class}, not what is named", key="depth",
                             given=depth)
    return Depth(
        depth_class=depth_class, depth_mm=mm if mm is not None else skin.depth_mm(f),
        depth_fraction=f, depth_sd=default_sd(depth_class), law="entered", skin=skin,
        origin="depth_mm" if mm is not None else "depth_fraction" if fraction is not None
        else "class", sources=(f"skin: {skin.source}",),
    )


def _from_exposure(stated: dict[str, Any], skin: Skin, cause: str, aid: FirstAid | None,
                   law: str) -> Depth:
    stated = {key: value for key, value in stated.items() if value is not None}
    if cause == "radiation" or "dose_gy" in stated:
        dose = stated.get("dose_gy")
        if dose is None:
            raise InputError("what was the skin dose?", key="exposure.dose_gy", allowed="gray")
        r = radiation_burn(float(dose))
        return Depth(
            depth_class=r.depth_class, depth_mm=skin.depth_mm(r.fraction) if r.fraction else 0.0,
            depth_fraction=r.fraction, depth_sd=default_sd(r.depth_class), law="radiation table",
            skin=skin, origin="dose", onset_day=r.onset_day,
            notes=(f"{r.effect}; effective depth and onset are assumed",), sources=(r.source,),
        )
    if cause in _NOT_HEAT:
        raise InputError(
            f"{_NOT_HEAT[cause]}: its depth is not computed from heat, enter it", key="exposure",
            given=cause, allowed="depth, depth_fraction or depth_mm",
        )
    if "medium" not in stated:
        raise InputError("what was it?", key="exposure.medium", allowed="see exoburn burn --help")
    known = {key: stated[key] for key in _PRESERVED if key in stated}
    known.setdefault("duration_s", None)
    return depth_of(burn_skin(exposure_of(**known), skin, law=law, first_aid=aid))
