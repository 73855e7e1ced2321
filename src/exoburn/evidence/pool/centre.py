"""Means from medians, and groups put together."""

from __future__ import annotations

from typing import Any

import numpy as np

from exoburn.evidence.pool.rows import Array
from exoburn.evidence.pool.spread import size_of


def mean_from_range(low: Any, median: Any, high: Any, n: Any) -> Array:
    """Mean from minimum, median, maximum with weight 4/(4 + n^0.75) on the mid-range.

    Luo 2018, scenario 1 (doi 10.1177/0962280216669183).

    >>> round(float(mean_from_range(0, 4, 12, 16)), 4)
    4.6667
    """
    weight = 4 / (4 + size_of(n) ** 0.75)
    return weight * _middle(low, high) + (1 - weight) * np.asarray(median, np.float64)


def mean_from_quartiles(q1: Any, median: Any, q3: Any, n: Any) -> Array:
    """Mean from quartiles with weight 0.7 + 0.39/n on their middle (Luo 2018, scenario 2).

    >>> round(float(mean_from_quartiles(2, 4, 8, 39)), 4)
    4.71
    """
    weight = 0.7 + 0.39 / size_of(n)
    return weight * _middle(q1, q3) + (1 - weight) * np.asarray(median, np.float64)


def mean_from_five(low: Any, q1: Any, median: Any, q3: Any, high: Any, n: Any) -> Array:
    """Mean from five numbers (Luo 2018, scenario 3).

    >>> round(float(mean_from_five(0, 2, 4, 8, 12, 16)), 4)
    4.9747
    """
    size = size_of(n)
    outer = 2.2 / (2.2 + size**0.75)
    inner = 0.7 - 0.72 / size**0.55
    rest = (1 - outer - inner) * np.asarray(median, np.float64)
    return outer * _middle(low, high) + inner * _middle(q1, q3) + rest


def mean_from_range_hozo(low: Any, median: Any, high: Any) -> Array:
    """Mean = (low + 2 median + high)/4 (Hozo 2005); for comparison only.

    >>> float(mean_from_range_hozo(0, 4, 12))
    5.0
    """
    return (_middle(low, high) + np.asarray(median, np.float64)) / 2


def mean_from_quartiles_wan(q1: Any, median: Any, q3: Any) -> Array:
    """Mean = (q1 + median + q3)/3 (Wan 2014, C3); for comparison only.

    >>> round(float(mean_from_quartiles_wan(2, 4, 8)), 4)
    4.6667
    """
    return (2 * _middle(q1, q3) + np.asarray(median, np.float64)) / 3


def _middle(low: Any, high: Any) -> Array:
    return (np.asarray(low, np.float64) + np.asarray(high, np.float64)) / 2
