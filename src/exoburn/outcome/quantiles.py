"""Percentiles and means of draws in which "not reached" is plus infinity.

Linear interpolation between order statistics, except that nothing is interpolated towards an
infinity: between a finite value and an infinite one the percentile is the infinite one.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from exoburn.outcome.course import Floats

BAND = (0.5, 0.05, 0.95)


def quantile(values: ArrayLike, share: float) -> float:
    """The `share` quantile of values that may be +-inf; never nan.

    >>> quantile([1.0, 2.0, 3.0], 0.5), quantile([1.0, 2.0, np.inf], 0.95)
    (2.0, inf)
    >>> quantile([5.0, np.inf, np.inf, -np.inf], 0.0)
    -inf
    """
    ordered = np.sort(np.asarray(values, np.float64))
    place = share * (ordered.size - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    part = place - math.floor(place)
    if part == 0 or low == high:
        return float(low)
    if np.isinf(low) and np.isinf(high):
        return float(low if part < 0.5 else high)
    if np.isinf(low) or np.isinf(high):
        return float(low if np.isinf(low) else high)
    return float(low + part * (high - low))


def finite(value: float) -> float | None:
    """The number, or None where it lies at infinity (JSON has no infinity).

    >>> finite(2.0), finite(float("inf"))
    (2.0, None)
    """
    return float(value) if math.isfinite(value) else None


def mean(values: ArrayLike) -> float | None:
    """Mean of the values; None if one of them was not reached."""
    return finite(float(np.mean(np.asarray(values, np.float64))))


def by_theta(values: Floats, theta: ArrayLike) -> Floats:
    """What each knowledge draw says of the mean over persons, in ascending order of theta.

    Five persons a knowledge draw tell little by themselves: their mean is mostly chance. So it is
    moved towards the mean of all by the share of its variance that chance explains (one-way
    analysis of variance; Efron and Morris 1975), and the spread that is left is knowledge.

    >>> by_theta(np.array([0.0, 1.0, 0.0, 1.0]), [7, 7, 3, 3]).tolist()
    [0.5, 0.5]
    >>> by_theta(np.array([0.0, 0.0, 1.0, 1.0]), [7, 7, 3, 3]).tolist()
    [1.0, 0.0]
    """
    _, group = np.unique(np.asarray(theta), return_inverse=True)
    count = np.bincount(group)
    means = np.bincount(group, weights=values) / count
    between, chance = variance_parts(values, group)
    if between + chance == 0:
        return means
    return values.mean() + between / (between + chance) * (means - values.mean())


def variance_parts(values: Floats, group: ArrayLike) -> tuple[float, float]:
    """Variance of group means beyond chance, and the chance in a group mean.

    >>> variance_parts(np.array([0.0, 0.0, 1.0, 1.0]), [0, 0, 1, 1])
    (0.5, 0.0)
    """
    labels = np.asarray(group)
    count = np.bincount(labels)
    means = np.bincount(labels, weights=values) / count
    if len(count) < 2 or len(values) == len(count):
        return float(np.var(means)), 0.0
    within = float(np.sum((values - means[labels]) ** 2) / (len(values) - len(count)))
    chance = within / float(len(values) / len(count))
    return max(0.0, float(np.var(means, ddof=1)) - chance), chance


def with_odds(share: Floats, odds: float) -> Floats:
    """Probabilities after their odds are multiplied.

    >>> with_odds(np.array([0.0, 0.2, 1.0]), 2.0).round(3).tolist()
    [0.0, 0.333, 1.0]
    """
    return odds * share / (1 - share + odds * share)
