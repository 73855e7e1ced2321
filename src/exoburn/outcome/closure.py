"""Closure: when is the skin whole again, by three definitions that must never be mixed."""

from __future__ import annotations

import numpy as np

from exoburn.outcome.constants import constant
from exoburn.outcome.course import Floats
from exoburn.outcome.perdraw import PerDraw
from exoburn.outcome.reading import Reading, area_mean, open_area
from exoburn.outcome.registry import outcome


@outcome("t95_days")
def t95_days(reading: Reading) -> Floats:
    """Day on which the last burned wound is 95 % re-epithelialised; inf if not by the horizon."""
    return reading.t95


@outcome("t100_days")
def t100_days(reading: Reading) -> Floats:
    """Day on which the last burned wound has no gap that a clinician sees."""
    return reading.t100


def healed_by(reading: Reading, day: float) -> Floats:
    """1 where all burned wounds are 95 % re-epithelialised by this day, else 0."""
    reading.need(day)
    return (reading.t95 <= day).astype(np.float64)


@outcome("healed_by_14")
def healed_by_14(reading: Reading) -> Floats:
    """1 where all burned wounds are 95 % re-epithelialised by day 14."""
    return healed_by(reading, 14)


@outcome("healed_by_21")
def healed_by_21(reading: Reading) -> Floats:
    """1 where all burned wounds are 95 % re-epithelialised by day 21."""
    return healed_by(reading, 21)


def percent_healed(reading: Reading) -> Floats:
    """Percent of the burned area that is re-epithelialised, (n_draws, n_days)."""
    covered = (reading.coverage(wound) for wound in reading.burns)
    return 100 * area_mean(reading.burns, covered)


@outcome("percent_healed_day14")
def percent_healed_day14(reading: Reading) -> Floats:
    """Percent re-epithelialised on day 14, area-weighted over burned wounds."""
    reading.need(14)
    return reading.on(percent_healed(reading), 14)


@outcome("percent_area_reduction_day14")
def percent_area_reduction_day14(reading: Reading) -> Floats:
    """Percent by which the open area has shrunk on day 14, contraction included."""
    reading.need(14)
    area = np.sum([open_area(wound) for wound in reading.burns], axis=0)
    return 100 * (1 - reading.on(area, 14) / np.maximum(area[:, 0], np.finfo(float).tiny))


@outcome("fda_closure_days")
def fda_closure_days(reading: Reading) -> Floats:
    """Date of the first of the two weekly visits, two weeks apart, that show complete closure."""
    return confirmed_closure(reading)


@outcome("confirmed_on_days")
def confirmed_on_days(reading: Reading) -> PerDraw:
    """Date of the visit that confirms complete closure."""
    return PerDraw(confirmed_closure(reading) + constant("fda_confirmation"))


def confirmed_closure(reading: Reading) -> Floats:
    """First visit that finds every burned wound closed and is confirmed within the horizon.

    In a draw whose wound breaks down, the closure of the first pair of visits is lost before it
    is confirmed: the confirming visit finds it open, and the count starts at the one after.
    """
    step, wait = constant("fda_visit_interval"), constant("fda_confirmation")
    visits = np.arange(step, reading.arm.horizon + 1e-9, step)
    later = round(wait / step)
    if len(visits) <= later:
        return np.full(reading.arm.draws, np.inf)
    closed = np.ones((reading.arm.draws, len(visits)), bool)
    for wound in reading.burns:
        cover, necrosis = reading.coverage(wound), wound.mean("D")
        closed &= reading.on_days(cover, visits) >= constant("closure_100")
        closed &= reading.on_days(necrosis, visits) < constant("fda_dressing_necrosis")
    pair = closed[:, :-later] & closed[:, later:]
    first = _first_true(pair)
    breaks = (reading.arm.breakdown < constant("fda_breakdown")) & (first < pair.shape[1])
    restart = np.arange(pair.shape[1])[None, :] > (first + later)[:, None]
    first = np.where(breaks, _first_true(pair & restart), first)
    return np.append(visits[: pair.shape[1]], np.inf)[first]


def _first_true(rows: np.ndarray) -> np.ndarray:
    """Index of the first True of each row; the row length where there is none."""
    return np.where(rows.any(axis=1), rows.argmax(axis=1), rows.shape[1])
