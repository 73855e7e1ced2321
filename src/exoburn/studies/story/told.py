"""How likely each run's person would be to tell the outcome: readings and memory err a little.

A told number is read by somebody. So a run that misses the mark by a hair may still be told, and a
percent that is taken off the worst of many readings is flattered by the luckiest of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from exoburn.data import parameters
from exoburn.errors import EngineError
from exoburn.outcome.scar import TOP
from exoburn.streams import normal
from exoburn.studies.story.seen import Seen
from exoburn.studies.story.statement import Told
from exoburn.studies.story.watch import NOBODY, Depth, Watched

Floats = NDArray[np.float64]


def chance(told: Told, watched: Watched, depth: Depth, arm: str) -> Floats:
    """Probability that each run's person shows at least the told outcome, (draws,).

    Infections are told here without the odds of an unsterile product (see `shares`).
    """
    seen, rows = depth.arms[arm], parameters()
    if told.kind == "healed":
        healed = _below(told.day - seen.closed, rows["story_recall_days"].value)
        return np.where(seen.grafted & told.without_graft, np.float64(0.0), healed)
    if told.kind == "pain":
        assert told.at_most is not None
        return _below(told.at_most - on_day(seen.pain, told.day), rows["story_pain_sd"].value)
    if told.kind == "no_infection":
        return (~seen.infected[:, int(np.floor(told.day))]).astype(np.float64)
    if told.kind == "vss":
        assert told.at_most is not None
        return _below(told.at_most - on_day(seen.score, told.day), rows["vss_rater_sd"].value)
    if told.kind == "scar_reduction_percent":
        assert told.at_least is not None
        readings, last = scar_readings(seen, watched, told.day)
        worst = readings.max(axis=2)
        if told.against == "average_scar":
            worst = np.full_like(last, average_scar(watched, told.day))
        fell = last <= (1 - told.at_least / 100) * worst
        return (fell & (worst >= rows["story_least_worst"].value)).mean(axis=1)
    raise EngineError(f"no reading of an outcome of kind {told.kind}")


def _below(room: Floats, sd: float) -> Floats:
    """Probability that a reading with this SD lies below a mark that is `room` above the truth."""
    return np.asarray(ndtr(room / sd), np.float64)


def on_day(daily: Floats, day: float) -> Floats:
    """Daily values (draws, days) on a day, linear between days, (draws,)."""
    before = min(int(day), daily.shape[1] - 2)
    part = day - before
    return (1 - part) * daily[:, before] + part * daily[:, before + 1]


def scar_readings(seen: Seen, watched: Watched, day: float) -> tuple[Floats, Floats]:
    """Scar scores as raters read them: looks up to the day (draws, sets, looks), and on the day.

    The errors belong to person and look, and are the same in every arm.
    """
    rows = parameters()
    step, sd = rows["story_looks_days"].value, rows["vss_rater_sd"].value
    looks = [*np.arange(step, day, step), day]
    sets = np.arange(int(rows["story_looks_drawn"].value))
    person = watched.draws.number[:, None]
    read = [
        np.clip(
            on_day(seen.score, look)[:, None]
            + sd * normal(watched.draws.seed, f"story/look/{look:g}", person=person, index=sets),
            0, TOP,
        )
        for look in looks
    ]
    return np.stack(read, axis=2), read[-1]


def average_scar(watched: Watched, day: float) -> float:
    """Mean scar score of standard care on a day, over depths and people."""
    return float(sum(
        np.mean(depth.share * on_day(depth.arms[NOBODY].score, day)) for depth in watched.depths
    ))  # fmt: skip
