"""How good a prediction was: intervals, coverage, and scores that reward honest width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr
from scipy.stats import beta as beta_law

from exoburn.infer.method.problem import Floats


def interval_score(
    lower: ArrayLike, upper: ArrayLike, y: ArrayLike, *, level: float = 0.90
) -> Floats:
    """Interval score of central intervals, in units of y; less is better.

    Width plus 2/alpha times the distance by which y lies outside (Gneiting and Raftery 2007,
    doi 10.1198/016214506000001437, eq. 43).

    >>> interval_score([0.0, 0.0], [1.0, 1.0], [0.5, 1.1]).round(6).tolist()
    [1.0, 3.0]
    """
    low, high, value = (np.asarray(v, float) for v in (lower, upper, y))
    alpha = 1.0 - level
    return high - low + 2 / alpha * (np.maximum(low - value, 0.0) + np.maximum(value - high, 0.0))


@dataclass(frozen=True)
class Coverage:
    """How many of n lay inside, with a 90 % interval for the true share (Clopper-Pearson)."""

    inside: int
    n: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Observed share inside; nan when there is nothing to count."""
        return self.inside / self.n if self.n else float("nan")


def coverage(lower: ArrayLike, upper: ArrayLike, y: ArrayLike) -> Coverage:
    """Count the observations inside their intervals.

    >>> coverage([0, 0, 0, 0], [1, 1, 1, 1], [0.2, 0.5, 0.9, 1.5]).share
    0.75
    """
    low, high, value = (np.asarray(v, float) for v in (lower, upper, y))
    k, n = int(((value >= low) & (value <= high)).sum()), int(value.size)
    bottom = float(beta_law.ppf(0.05, k, n - k + 1)) if k else 0.0
    top = float(beta_law.ppf(0.95, k + 1, n - k)) if k < n else 1.0
    return Coverage(k, n, bottom, top)


def crps(draws: Floats, y: ArrayLike) -> Floats:
    """Continuous ranked probability score (T,) of draws (N, T); less is better.

    Fair form: E|x - y| - E|x - x'|/2 with N(N-1) pairs (Ferro 2014, doi 10.1002/qj.2270).

    >>> crps(np.array([[0.0], [2.0]]), [1.0]).tolist()
    [0.0]
    """
    ordered = np.sort(draws, axis=0)
    n = len(ordered)
    rank = (2 * np.arange(1, n + 1) - n - 1)[:, None]
    pairs = (rank * ordered).sum(axis=0) * 2.0 / (n * (n - 1))
    return np.abs(draws - np.asarray(y, float)).mean(axis=0) - 0.5 * pairs


def mixture_cdf(at: Floats, centre: Floats, sd: Floats) -> Floats:
    """Distribution function (...) of an equal mixture of normals, centre and sd (N, ...)."""
    return ndtr((at - centre) / sd).mean(axis=0)


def mixture_quantile(centre: Floats, sd: Floats, probability: float) -> Floats:
    """Quantile (T,) of an equal mixture of normals with centre and sd (N, T), by bisection.

    >>> mixture_quantile(np.zeros((3, 1)), np.ones((3, 1)), 0.95).round(4).tolist()
    [1.6449]
    """
    low = (centre - 9 * sd).min(axis=0)
    high = (centre + 9 * sd).max(axis=0)
    for _ in range(60):
        middle = 0.5 * (low + high)
        under = mixture_cdf(middle, centre, sd) < probability
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return 0.5 * (low + high)
