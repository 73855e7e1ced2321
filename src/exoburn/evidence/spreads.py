"""Spreads of two arms: as printed, replaced where they cannot be right, and read either way where a
source does not say what it printed."""

from __future__ import annotations

import math
from statistics import median
from typing import Literal

from exoburn.evidence.base import shipped
from exoburn.evidence.records import Outcome
from exoburn.evidence.stated import threshold

#: which SD stands in for one that is too small: by rule, its low or high end, or as printed; "sem":
#: by rule, and a spread of a type that is not stated is taken as a standard error
Spread = Literal["rule", "low", "high", "printed", "sem"]
_INSTEAD = {
    "rule": "sd_instead", "sem": "sd_instead", "low": "sd_instead_low", "high": "sd_instead_high",
}  # fmt: skip


def spreads_of(
    study: str, outcome: str, arms: tuple[Outcome, Outcome], spread: Spread
) -> tuple[tuple[float, float] | None, str]:
    """The SDs of two arms, replaced by rule where they cannot be between animals, and a note."""
    first, second = (sd_of(arm, as_sem=spread == "sem") for arm in arms)
    if first is None or second is None:
        return None, ""
    percent = outcome in ("wound_closure", "wound_area_remaining")
    if not percent or not spreads_too_small(study, outcome):
        note = "dispersion type not stated in what we read: taken as an SD"
        return (first, second), note if type_open(arms[0]) else ""
    note = (
        f"printed SDs ({first:g} and {second:g}) cannot be between animals: "
        f"{threshold('sd_instead'):g} used instead"
    )
    if spread == "printed":
        return (first, second), note
    instead = threshold(_INSTEAD[spread])
    return (instead, instead), note


def spreads_too_small(study: str, outcome: str) -> bool:
    """Is the middle SD that a study printed for this outcome below the floor?

    >>> spreads_too_small("EV02_chenyq_mouse", "wound_closure")
    True
    >>> spreads_too_small("CO01_ding_mouse", "wound_closure")
    False
    """
    rows = [o for o in shipped().outcomes if o.study == study and o.outcome == outcome]
    sds = [sd for sd in map(sd_of, rows) if sd is not None]
    return bool(sds) and median(sds) < threshold("sd_floor")


def type_open(arm: Outcome) -> bool:
    """Does the source leave open whether its spread is an SD or a standard error?"""
    return "dispersion type not stated" in arm.note


def sd_of(arm: Outcome, *, as_sem: bool = False) -> float | None:
    """The SD of one arm, from its standard error if that is what was given; None without either."""
    if arm.sd is not None:
        wider = math.sqrt(arm.n) if as_sem and type_open(arm) and arm.n else 1.0
        return arm.sd * wider
    if arm.sem is not None and arm.n:
        return arm.sem * math.sqrt(arm.n)
    return None
