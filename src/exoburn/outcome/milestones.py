"""The recovery calendar: what a person sees at each stage, in words and in numbers.

Days 1-3, week 1, weeks 2-4, months 1-3, then 12 and 24 months. The words and their sources are
rows of `milestones.csv`, one set for a burn and one for an old scar; the numbers are the arm's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.data import number, table
from exoburn.outcome.closure import percent_healed
from exoburn.outcome.course import ArmCourse, Floats
from exoburn.outcome.infection import infected_by
from exoburn.outcome.pain import daily_pain_at_rest
from exoburn.outcome.quantiles import BAND, by_theta, quantile, with_odds
from exoburn.outcome.reading import Reading, area_mean
from exoburn.outcome.scar import mean_scar_score


@dataclass(frozen=True, slots=True)
class Measure:
    """A number at a milestone: median and 90 % band over draws; of a chance the mean and a band
    over knowledge."""

    label: str
    unit: str
    median: float
    p05: float
    p95: float


@dataclass(frozen=True, slots=True)
class Milestone:
    """One stage of recovery. `shown` is empty where the stage lies beyond the horizon."""

    id: str
    label: str
    from_day: float
    to_day: float
    expect: str
    happening: str
    source: str
    shown: Mapping[str, Measure]
    reached: bool


def milestones(arm: ArmCourse) -> tuple[Milestone, ...]:
    """All stages of an arm, in order of time; words for a burn unless it has only old scars."""
    reading = Reading(arm)
    start = "burn" if reading.burns else "scar"
    return tuple(_stage(row, reading) for row in table("milestones") if row["start"] == start)


def _stage(row: Mapping[str, str], reading: Reading) -> Milestone:
    first, last = number(row["from_day"]), number(row["to_day"])
    reached = last <= reading.arm.horizon
    names = row["shows"].split() if reached else []
    return Milestone(
        id=row["id"],
        label=row["label"],
        from_day=first,
        to_day=last,
        expect=row["expect"],
        happening=row["happening"],
        source=row["source"],
        shown={name: _MEASURES[name](reading, first, last) for name in names},
        reached=reached,
    )


def _measure(label: str, unit: str, values: Floats) -> Measure:
    median, low, high = (quantile(values, share) for share in BAND)
    return Measure(label, unit, median, low, high)


def _window(reading: Reading, first: float, last: float) -> NDArray[np.bool_]:
    return (reading.arm.days >= first) & (reading.arm.days <= last)


def _healed(reading: Reading, first: float, last: float) -> Measure:
    values = reading.on(percent_healed(reading), last)
    return _measure(f"Re-epithelialised on day {last:g}", "%", values)


def _pain(reading: Reading, first: float, last: float) -> Measure:
    days = _window(reading, first, last)
    return _measure(
        "Pain at rest, mean", "NRS 0-10", daily_pain_at_rest(reading)[:, days].mean(axis=1)
    )


def _inflammation(reading: Reading, first: float, last: float) -> Measure:
    signal = area_mean(reading.burns, (wound.mean("P") for wound in reading.burns))
    days = _window(reading, first, last)
    values = np.maximum(signal[:, days].mean(axis=1), 0)
    return _measure("Inflammatory signal, mean", "half-saturating = 1", values)


def _infection(reading: Reading, first: float, last: float) -> Measure:
    shares = by_theta(infected_by(reading, 0, last), reading.arm.theta)
    values = 100 * with_odds(shares, reading.arm.unsterile_odds)
    _, low, high = (quantile(values, share) for share in BAND)
    # with few people a knowledge draw the median of a rare chance is 0: the mean says more
    return Measure(f"Infected by day {last:g}, mean", "of 100", float(values.mean()), low, high)


def _vascularity(reading: Reading, first: float, last: float) -> Measure:
    vessels = (wound.over_columns(wound.columns_on("V", last)) for wound in reading.skin)
    values = 100 * area_mean(reading.skin, vessels)
    return _measure(f"Vessels on day {last:g}", "% of healthy skin", values)


def _scar(reading: Reading, first: float, last: float) -> Measure:
    return _measure(f"Scar score on day {last:g}", "points of 13", mean_scar_score(reading, last))


def _contraction(reading: Reading, first: float, last: float) -> Measure:
    left = (w.over_columns((1 - w.columns_on("eps", last)) ** 2) for w in reading.skin)
    values = 100 * (1 - area_mean(reading.skin, left))
    return _measure(f"Contraction on day {last:g}", "% of area", values)


_MEASURES: Mapping[str, Callable[[Reading, float, float], Measure]] = {
    "healed": _healed,
    "pain": _pain,
    "inflammation": _inflammation,
    "infection": _infection,
    "vascularity": _vascularity,
    "scar": _scar,
    "contraction": _contraction,
}
