"""What a burn of some depth leaves behind, interpolated between four anchor depths.

PCHIP (Fritsch and Carlson 1980, doi 10.1137/0717021; slopes as Fritsch and Butland 1984, doi
10.1137/0905021) runs through the anchors without overshoot, so deeper never means more of what
depth destroys. Only the stasis zone is not monotone: it is widest in a deep partial burn.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.data import table

Floats = NDArray[np.float64]

#: The states that the anchors set.
ANCHORED = ("D", "Zs", "na", "V", "O", "F", "C1", "C3")


def anchored(f: ArrayLike) -> dict[str, Floats]:
    """States at t = 0 that depth alone sets: depth fraction f (any shape) -> state -> array.

    Depths beyond the last anchor are as the last anchor.

    >>> at = anchored([0.2, 0.65, 1.2])
    >>> at["na"].tolist(), at["Zs"].tolist()
    ([0.68, 0.16, 0.0], [0.25, 0.5, 0.2])
    """
    knots, values, slopes = _anchors()
    x = np.clip(np.asarray(f, np.float64), knots[0], knots[-1])
    i = np.clip(np.searchsorted(knots, x, side="right") - 1, 0, len(knots) - 2)
    h = knots[i + 1] - knots[i]
    t = (x - knots[i]) / h
    rest = 1.0 - t
    found = {}
    for name, y, d in zip(ANCHORED, values, slopes, strict=True):
        ends = (1 + 2 * t) * rest**2 * y[i] + t**2 * (3 - 2 * t) * y[i + 1]
        bend = h * t * rest * (rest * d[i] - t * d[i + 1])
        found[name] = np.where(t == 0, y[i], np.where(t == 1, y[i + 1], ends + bend))
    return found


@cache
def _anchors() -> tuple[Floats, Floats, Floats]:
    rows = table("anchors")
    knots = np.array([float(row["f"]) for row in rows])
    values = np.array([[float(row[name]) for row in rows] for name in ANCHORED])
    return knots, values, np.array([_slopes(knots, y) for y in values])


def _slopes(x: Floats, y: Floats) -> Floats:
    """Monotone slopes: weighted harmonic means inside, a one-sided three-point rule at the ends."""
    h, m = np.diff(x), np.diff(y) / np.diff(x)
    d = np.zeros_like(y)
    same = m[:-1] * m[1:] > 0
    w1, w2 = 2 * h[1:] + h[:-1], h[1:] + 2 * h[:-1]
    m0, m1 = np.where(same, m[:-1], 1.0), np.where(same, m[1:], 1.0)
    d[1:-1] = np.where(same, (w1 + w2) / (w1 / m0 + w2 / m1), 0.0)
    d[0] = _end_slope(h[0], h[1], m[0], m[1])
    d[-1] = _end_slope(h[-1], h[-2], m[-1], m[-2])
    return d


def _end_slope(h0: float, h1: float, m0: float, m1: float) -> float:
    slope = ((2 * h0 + h1) * m0 - h0 * m1) / (h0 + h1)
    if slope * m0 <= 0:
        return 0.0
    if m0 * m1 <= 0 and abs(slope) > 3 * abs(m0):
        return 3 * m0
    return slope
