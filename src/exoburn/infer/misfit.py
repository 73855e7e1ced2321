"""How far a published number may lie from the truth of its study: sampling, and study by study."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from exoburn.data import table
from exoburn.infer.cohort import Floats
from exoburn.infer.method import Data
from exoburn.infer.observable import from_scale, to_scale
from exoburn.infer.target import Target

#: SE of the log of a quantile or an SD of a normal sample, times root n.
_EFFICIENCY = {"mean": 1.0, "median": 1.2533, "q25": 1.3626, "q75": 1.3626}


@cache
def assumed(id: str) -> float:
    """A number of `rows/target_errors.csv`.

    >>> assumed("n_unstated")
    20.0
    """
    return next(float(row["value"]) for row in table("target_errors") if row["id"] == id)


def people_behind(target: Target) -> float:
    """People behind a number; a usual few where the source does not say."""
    return target.n or assumed("n_unstated")


def scale_of(target: Target) -> str:
    """Scale on which the errors of a target are alike."""
    return target.observable.scale_of(target.statistic)


def group_of(target: Target) -> str:
    """Kind of observation: targets of one kind share the size of their discrepancies."""
    kind = {"sd": " spread", "difference": " difference", "ratio": " ratio"}.get(
        target.statistic, "")
    animal = "" if target.group.species == "human" else " (animals)"
    return f"{target.observable.id}{kind}{animal}"


def discrepancy_of(target: Target) -> float:
    """Prior scale of what a study differs by, on the scale of the target."""
    own = target.observable.discrepancy
    if target.statistic == "sd":
        return assumed("spread_discrepancy")
    if target.statistic == "ratio":
        return own if target.observable.scale != "linear" else assumed("ratio_discrepancy")
    if target.statistic == "difference":
        return {
            "log": assumed("time_difference_discrepancy"),
            "logit": assumed("share_difference_discrepancy"),
        }.get(target.observable.scale, own)
    return own if target.group.species == "human" else assumed("animal_discrepancy_x") * own


def data_of(targets: Sequence[Target]) -> Data:
    """The observations as they are fitted: on their scales, with their studies and kinds.

    Half of the prior variance of what a study differs by belongs to the study, half to the number.
    """
    scales = {group_of(t): discrepancy_of(t) / math.sqrt(2) for t in targets}
    return Data.of(
        [t.id for t in targets],
        [float(to_scale(scale_of(t), t.believed)) for t in targets],
        [sampling_error(t) * assumed(f"unread_{t.verified}") for t in targets],
        study=[t.study for t in targets], group=[group_of(t) for t in targets],
        tau_scale=scales, delta_scale=scales,
    )  # fmt: skip


def sampling_error(target: Target, spread: float | None = None) -> float:
    """Standard error of a published number on its scale, from its own spread and n.

    `spread` is the SD between people that is taken where the source states none (a prediction's).

    >>> from exoburn.infer.target import target_of
    >>> row = {"id": "a", "study": "s", "source": "x", "observable": "time_to_heal",
    ...     "value": "20", "spread": "4", "spread_type": "SD", "n": "16"}
    >>> round(sampling_error(target_of(row)), 3)
    0.05
    """
    n = people_behind(target)
    if target.statistic == "sd":
        return 1 / math.sqrt(2 * max(n - 1, 1))
    scale = scale_of(target)
    if target.statistic in ("difference", "ratio"):
        return _compared_error(target, spread)
    if target.observable.is_share:
        p = min(max(target.value / 100, 0.5 / n), 1 - 0.5 / n)
        return 1 / math.sqrt(n * p * (1 - p))
    stated = _stated_error(target)
    if stated is None:
        stated = _sd(target, spread) / math.sqrt(n)
    stated *= _EFFICIENCY.get(target.statistic, 1.0)
    if scale == "log":
        return stated / max(abs(target.value), 1e-6)
    if scale == "logit":
        p = min(max(target.value / 100, 0.02), 0.98)
        return stated / 100 / (p * (1 - p))
    return stated


def _stated_error(target: Target) -> float | None:
    """SE from the source's own spread, in its unit."""
    n = people_behind(target)
    if target.spread is None or target.spread_type in ("none", ""):
        return None
    factor = {
        "SE": 1.0, "SD": 1 / math.sqrt(n), "CI95": 1 / 3.92,
        "IQR": 1 / (1.349 * math.sqrt(n)), "range": 1 / (4 * math.sqrt(n)),
    }[target.spread_type]
    return target.spread * factor


def _sd(target: Target, spread: float | None) -> float:
    if spread is not None and math.isfinite(spread) and spread > 0:
        return spread
    observable = target.observable
    if observable.scale == "log":
        return assumed("cv_unstated") * abs(target.value)
    return assumed("linear_sd") * (observable.high - observable.low)


def _compared_error(target: Target, spread: float | None) -> float:
    """SE of a difference or of a log ratio between two groups."""
    stated = _stated_error(target)
    n = people_behind(target)
    other = target.n_versus or n
    each = math.sqrt(1 / n + 1 / other)
    if target.statistic == "ratio":
        if stated is not None:
            return stated / max(abs(target.value), 1e-6)
        return assumed("cv_unstated") * each
    if stated is not None and target.spread_type in ("SE", "CI95"):
        return stated
    timed = target.observable.scale == "log"
    typical = assumed("time_difference_sd") if timed else _sd(target, spread)
    return typical * each


def from_normal(target: Target, values: ArrayLike) -> Floats:
    """Numbers on a target's scale -> its unit, kept where the observable can be."""
    found = from_scale(scale_of(target), values)
    if target.statistic in ("difference", "ratio", "sd"):
        return found
    return np.clip(found, target.observable.low, target.observable.high)
