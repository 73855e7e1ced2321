"""How much one observation would tell a product that works from one that does nothing.

Two densities, one for each hypothesis, are built from the same simulated people; the information
is what a reader with even odds expects to gain (Lindley 1956), in bits: 0 if the densities are
equal, 1 if they do not overlap. The expected logarithm of the Bayes factor is the
Kullback-Leibler divergence between them (Good 1950: expected weight of evidence).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_POINTS = 512
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Information:
    """`bits` at even odds; mean log10 Bayes factor for "works" if it works, and against it if
    it does nothing."""

    bits: float
    if_works: float
    if_nothing: float


def information(
    works: Floats, nothing: Floats, weights: Floats, error: float, *, active: float = 1.0
) -> Information:
    """Information in one observation with normal reading error (SD `error`, in its unit).

    `works` and `nothing` (runs,) are the true values under the two hypotheses, `weights` (runs,)
    theirs; `active` is the share of lots that act at all, if nobody tested the lot.

    >>> x = np.linspace(0, 1, 50); even = np.ones(50)
    >>> information(x, x, even, 0.1).bits
    0.0
    >>> far = information(x + 50, x, even, 0.1).bits; round(far, 3)
    1.0
    >>> information(x + 0.2, x, even, 0.1).bits < information(x + 0.4, x, even, 0.1).bits < far
    True
    """
    w = weights / weights.sum()
    width = np.hypot(error, 0.5 * (_bandwidth(works) + _bandwidth(nothing)))
    low, high = (f(np.concatenate([works, nothing])) for f in (np.min, np.max))
    grid = np.linspace(low - 5 * width, high + 5 * width, _POINTS)
    step = grid[1] - grid[0]
    p0 = _density(nothing, w, width, grid)
    p1 = active * _density(works, w, width, grid) + (1 - active) * p0
    middle = 0.5 * (p1 + p0)
    to_middle = 0.5 * (_divergence(p1, middle) + _divergence(p0, middle)) * step
    return Information(
        float(np.clip(to_middle / np.log(2), 0.0, 1.0)),
        float(max(_divergence(p1, p0) * step / np.log(10), 0.0)),
        float(max(_divergence(p0, p1) * step / np.log(10), 0.0)),
    )


def yes_or_no(p1: float, p0: float) -> Information:
    """Information in an event that happens with these probabilities.

    >>> yes_or_no(0.4, 0.4).bits, yes_or_no(1.0, 0.0).bits
    (0.0, 1.0)
    """
    first, second = (np.array([p, 1 - p]) for p in (p1, p0))
    middle = 0.5 * (first + second)
    bits = 0.5 * (_divergence(first, middle) + _divergence(second, middle)) / np.log(2)
    return Information(float(bits), float(_divergence(first, second) / np.log(10)),
                       float(_divergence(second, first) / np.log(10)))


def without_depth(
    works: Floats, nothing: Floats, depth: Floats, weights: Floats
) -> tuple[Floats, Floats]:
    """Both observations less what the measured depth foretells without an effect, (runs,) each.

    The forecast is a cubic in depth, fitted to the runs without an effect.
    """
    order = min(3, len(np.unique(depth)) - 1)
    fit = np.polynomial.Polynomial.fit(depth, nothing, max(order, 0), w=np.sqrt(weights))
    return works - fit(depth), nothing - fit(depth)


def _bandwidth(values: Floats) -> float:
    """Silverman's rule (1986), on the narrower of SD and quartile range; never 0."""
    low, high = np.quantile(values, [0.25, 0.75])
    sd = float(np.std(values))
    spread = min(sd, float(high - low) / 1.34) or sd
    return max(0.9 * spread * len(values) ** -0.2, 1e-6 * max(1.0, float(np.abs(values).max())))


def _density(values: Floats, w: Floats, width: float, grid: Floats) -> Floats:
    z = (grid[:, None] - values[None, :]) / width
    return np.exp(-0.5 * z**2) @ w / (width * np.sqrt(2 * np.pi))


def _divergence(p: Floats, q: Floats) -> float:
    kept = p > _TINY
    return float(np.sum(p[kept] * np.log(p[kept] / np.maximum(q[kept], _TINY))))
