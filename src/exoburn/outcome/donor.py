"""Donor sites: the second wound that a graft costs; times count from the harvest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exoburn.outcome.constants import constant
from exoburn.outcome.course import Floats
from exoburn.outcome.pain import HIGH, LOW, daily_wound_pain, person_offset
from exoburn.outcome.perdraw import NOT_APPLICABLE, BeyondHorizonError, PerDraw
from exoburn.outcome.reading import Reading
from exoburn.outcome.registry import outcome
from exoburn.outcome.scar import wound_scar_score

_PAIN_DAY = 3


def has_donor(reading: Reading) -> NDArray[np.bool_]:
    """Draws in which a donor site was harvested within the horizon, (n_draws,)."""
    made = [wound.start <= reading.arm.horizon for wound in reading.donors]  # nan is False
    return np.logical_or.reduce(made)


def _among(reading: Reading, values: Floats) -> PerDraw:
    """Values of the draws with a donor site; the others are marked, not counted."""
    has = has_donor(reading)
    if not has.any():
        nothing = np.full(reading.arm.draws, np.inf)
        return PerDraw(nothing, NOT_APPLICABLE, "no wound was grafted in any draw")
    return PerDraw(np.where(has, values, np.inf), applies=has)


def _mean_of_made(reading: Reading, values: Sequence[Floats]) -> Floats:
    """Mean over the donor sites that a draw really has, by area, (n_draws,)."""
    weights = np.array(
        [wound.area_cm2 * (wound.start <= reading.arm.horizon) for wound in reading.donors]
    )
    total = weights.sum(axis=0)
    return (weights * np.array(values)).sum(axis=0) / np.where(total > 0, total, 1.0)


@outcome("donor_t95_days")
def donor_t95_days(reading: Reading) -> PerDraw:
    """Days from harvest until the last donor site is 95 % re-epithelialised."""
    times = []
    for wound in reading.donors:
        took = reading.reaches(wound, constant("closure_95")) - wound.start
        times.append(np.where(np.isnan(wound.start), -np.inf, took))
    return _among(reading, np.max(times, axis=0))


@outcome("donor_pain_day3")
def donor_pain_day3(reading: Reading) -> PerDraw:
    """Pain at rest at the donor site three days after the harvest."""
    has = has_donor(reading)
    on = [np.nan_to_num(wound.start) + _PAIN_DAY for wound in reading.donors]
    if (np.array(on)[:, has] > reading.arm.horizon).any():
        raise BeyondHorizonError("a donor site was harvested less than three days before the end")
    raw = _mean_of_made(
        reading,
        [reading.on(daily_wound_pain(w), day) for w, day in zip(reading.donors, on, strict=True)],
    )
    return _among(reading, np.clip(raw + person_offset(reading), LOW, HIGH))


@outcome("donor_vss_12mo")
def donor_vss_12mo(reading: Reading) -> PerDraw:
    """Scar score of the donor site on day 365."""
    day = constant("day_12_months")
    reading.need(day)
    scores = [wound_scar_score(wound, day) for wound in reading.donors]
    return _among(reading, _mean_of_made(reading, scores))
