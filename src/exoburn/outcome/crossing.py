"""When does a rising curve first reach a level? From daily values to a fraction of a day.

Coverage approaches 1 roughly as 1 - exp(-k s^2), so the interpolation runs on -log(1 - coverage),
which is nearly straight near the levels that matter, with a monotone cubic: the slopes are the
harmonic means of Fritsch and Carlson 1980, 10.1137/0717021 (weights equal on a daily grid).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoburn.outcome.course import Floats

# below one cell in a million open there is nothing left to interpolate, and float32 ends there
_SMALLEST_GAP = 1e-6
_HALVINGS = 40


def first_crossing(
    days: Floats, level: Floats, threshold: float, *, jump_on: ArrayLike = np.nan
) -> Floats:
    """First day on which each row of `level` (n, n_days; 0 to 1) reaches `threshold`.

    inf where it never does. A row whose value jumped (a graft) on a day `jump_on` inside the
    interval reached the level on the first recorded day after the jump, not on the way to it.

    >>> days = np.arange(0.0, 40.0)
    >>> cover = 1 - np.exp(-np.pi * 0.16 * (0.15 * days) ** 2)
    >>> exact = np.sqrt(-np.log(0.05) / (np.pi * 0.16)) / 0.15
    >>> bool(abs(first_crossing(days, cover[None], 0.95)[0] - exact) < 0.01)
    True
    >>> first_crossing(days, cover[None] * 0.5, 0.95)
    array([inf])
    """
    rows = np.arange(level.shape[0])
    reached = level >= threshold
    hit = reached.argmax(axis=1)
    result = np.where(reached.any(axis=1), days[hit], np.inf)
    between = np.isfinite(result) & (hit > 0)
    jump = np.broadcast_to(np.asarray(jump_on, np.float64), rows.shape)
    before = np.maximum(hit - 1, 0)
    between &= ~((jump > days[before]) & (jump <= days[hit]))
    rows, hit = rows[between], hit[between]
    if rows.size == 0:
        return result
    last = level.shape[1] - 1
    near = (level[rows, np.clip(hit + k, 0, last)] for k in (-2, -1, 0, 1))
    y = [-np.log(np.maximum(1 - each, _SMALLEST_GAP)) for each in near]
    x = [days[np.clip(hit + k, 0, last)] for k in (-2, -1, 0, 1)]
    width = x[2] - x[1]
    here = (y[2] - y[1]) / width
    earlier = np.where(hit >= 2, (y[1] - y[0]) / np.where(hit >= 2, x[1] - x[0], 1), here)
    later = np.where(hit < last, (y[3] - y[2]) / np.where(hit < last, x[3] - x[2], 1), here)
    target = -np.log(max(1 - threshold, _SMALLEST_GAP)) - y[1]
    share = _solve(target, y[2] - y[1], _slope(earlier, here) * width, _slope(here, later) * width)
    result[rows] = x[1] + share * width
    return result


def _slope(a: Floats, b: Floats) -> Floats:
    """Harmonic mean of two rising secants; flat where one of them falls."""
    rising = (a > 0) & (b > 0)
    return np.where(rising, 2 * a * b / np.where(rising, a + b, 1), 0)


def _solve(target: Floats, rise: Floats, start: Floats, end: Floats) -> Floats:
    """Where a monotone cubic from 0 to `rise` with these end slopes reaches `target`, 0 to 1."""
    low, high = np.zeros_like(target), np.ones_like(target)
    for _ in range(_HALVINGS):
        t = 0.5 * (low + high)
        value = t * (start + t * (3 * rise - 2 * start - end + t * (start + end - 2 * rise)))
        low, high = np.where(value < target, t, low), np.where(value < target, high, t)
    return 0.5 * (low + high)
