"""Read a regimen sentence.

    amount unit ["in" vehicle] "," route ["," interval "x" n] "from day" d ["," modifier]*

The words of the schedule are in `schedule`; the units and routes in `regimen`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from exoburn.case.regimen import ROUTES, UNITS, Regimen
from exoburn.case.schedule import NUMBER, SCHEDULES, ScheduleReader, positive
from exoburn.data import table
from exoburn.errors import InputError

_UNIT_WORDS = {unit.lower(): unit for unit in UNITS} | {
    "vesicles/cm2": "particles/cm2",
    "exosomes/cm2": "particles/cm2",
    "ev/cm2": "particles/cm2",
    "evs/cm2": "particles/cm2",
    "vesicles": "particles",
}
_ROUTE_WORDS = {words: route for route, words in ROUTES.items()} | {
    "intradermal": "injected",
    "intradermal injection": "injected",
    "injection": "injected",
    "wound bed injection": "wound_bed_injection",
    "microneedles": "microneedle",
    "microneedling": "microneedle",
    "dissolving needles": "dissolving_needle",
    "dissolving microneedle": "dissolving_needle",
    "sprayed": "spray",
    "under a graft": "under_graft",
    "under the graft": "under_graft",
    "laser assisted": "laser_assisted",
}
_VEHICLE_WORDS = {"gel": "hydrogel", "prp": "prp_gel", "platelet_gel": "prp_gel"}
_OWN_VEHICLE = {"spray": "spray", "dissolving_needle": "dissolving_needle"}
MODIFIERS = [
    "K mm deep",
    "K injections",
    "K uL each",
    "needle K um",
    "platelets K/mL",
    "to open area",
]


def vehicles() -> list[str]:
    """Ids of the vehicles that a sentence may name."""
    return [row["id"] for row in table("vehicles")]


@lru_cache(maxsize=512)
def parse_regimen(sentence: str) -> Regimen:
    """The regimen that a sentence states; an InputError names the part that failed.

    >>> r = parse_regimen("1e10 particles/cm2 in hydrogel, topical, every 3 days x 4 from day 1")
    >>> r.days
    (1.0, 4.0, 7.0, 10.0)
    >>> str(parse_regimen("1e7 EV/cm2, topical, within 48 h, day 5-7, week 2"))
    '1e7 particles/cm2 in saline, topical, on days 1, 6, 14'
    >>> parse_regimen("1e10 particles/cm2 in hydrogle, topical, from day 1")
    ... # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    exoburn.errors.InputError: vehicle: unknown vehicle (given 'hydrogle'; ...)
    """
    text = " ".join(_tidy(sentence).split())
    if len(text) > 1000:
        raise InputError(
            "too long for a sentence", key="regimen", allowed="at most 1000 characters"
        )
    parts = [part.strip() for part in text.split(",")]
    if not all(parts):
        raise InputError("an empty part", key="regimen", given=sentence, allowed=_GRAMMAR)
    amount, unit, vehicle = _dose(parts[0])
    if len(parts) < 2:
        raise InputError("no route", key="route", given=sentence, allowed=list(ROUTES.values()))
    route = _ROUTE_WORDS.get(parts[1].lower())
    if route is None:
        raise InputError(
            "unknown route", key="route", given=parts[1], allowed=list(ROUTES.values())
        )
    schedule = ScheduleReader()
    extra: dict[str, Any] = {}
    for part in parts[2:]:
        if not schedule.read(part):
            _modify(extra, part)
    if vehicle is None:
        default = "prp_gel" if UNITS[unit][0] == "prp" else "saline"
        vehicle = _OWN_VEHICLE.get(route, default)
    return Regimen(
        amount=amount, unit=unit, vehicle=vehicle, route=route, days=schedule.days(), **extra
    )


_GRAMMAR = "amount unit in vehicle, route, interval x N from day D, modifiers"


def _tidy(sentence: str) -> str:
    """One spelling for micro, squared, times and minus."""
    for old, new in (("\u00b5", "u"), ("\u03bc", "u"), ("\u00b2", "2"), ("\u00d7", "x")):
        sentence = sentence.replace(old, new)
    return sentence


def _dose(part: str) -> tuple[float, str, str | None]:
    match = re.fullmatch(rf"({NUMBER})\s*(.+?)(?:\s+in\s+(.+))?", part, re.IGNORECASE)
    if match is None:
        raise InputError(
            "cannot read the dose",
            key="dose",
            given=part,
            allowed=f"amount unit in vehicle, units {', '.join(UNITS)}",
        )
    unit = _UNIT_WORDS.get(match[2].lower().replace(" per ", "/").replace(" ", ""))
    if unit is None:
        raise InputError("unknown unit", key="unit", given=match[2], allowed=list(UNITS))
    return positive(match[1], "amount"), unit, match[3] and _vehicle(match[3])


def _vehicle(words: str) -> str:
    name = words.lower().replace(" ", "_").replace("-", "_")
    name = _VEHICLE_WORDS.get(name, name)
    if name not in vehicles():
        raise InputError("unknown vehicle", key="vehicle", given=words, allowed=vehicles())
    return name


def _modify(extra: dict[str, Any], part: str) -> None:
    """Take one modifier, or say what the part could have been."""
    for key, pattern, kind in _MODIFIERS:
        if match := re.fullmatch(pattern, part, re.IGNORECASE):
            if key in extra:
                raise InputError("said twice", key=key, given=part, allowed="once")
            extra[key] = kind(match[1])
            return
    raise InputError(
        "cannot read this part of the sentence",
        key="schedule or modifier",
        given=part,
        allowed=[*SCHEDULES, *MODIFIERS],
    )


def _whole(text: str) -> int:
    return int(text[:9])


def _open_area(_: str) -> str:
    return "open area"


_MODIFIERS: list[tuple[str, str, Callable[[str], object]]] = [
    ("depth_mm", rf"({NUMBER})\s*mm\s+deep", float),
    ("injections", r"(\d+)\s+injections?", _whole),
    ("volume_ul", rf"({NUMBER})\s*ul\s+each", float),
    ("needle_um", rf"needles?\s+({NUMBER})\s*um", float),
    ("platelets_per_ml", rf"platelets\s+({NUMBER})\s*/\s*ml", float),
    ("to", r"to\s+(open\s+area)", _open_area),
]
