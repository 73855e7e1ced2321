"""Columns: a burn is not one depth, so a wound is a few depths with weights.

Gauss-Hermite nodes integrate a smooth function of a normally distributed depth exactly up to a
high order (Golub and Welsch 1969, doi 10.1090/S0025-5718-69-99647-1): five stand for hundreds of
random ones, and never move from run to run.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.data import parameters
from exoburn.errors import EngineError

Floats = NDArray[np.float64]

#: Columns of a wound, and of one deep enough that closure bends sharply with depth.
FEW, MANY = 5, 9


def column_count(f_mean: float, sd: float | None = None) -> int:
    """How many columns a wound of this mean depth fraction needs: 1, 5 or 9.

    An epidermal burn (f 0) and a wound without spread are one column.

    >>> column_count(0.0), column_count(0.55), column_count(1.15)
    (1, 5, 9)
    """
    rows = parameters()
    spread = rows["wound_depth_sd"].value if sd is None else sd
    if f_mean <= 0 or spread == 0:
        return 1
    return MANY if f_mean > rows["wound_f_fine"].value else FEW


def columns(
    f_mean: ArrayLike, sd: float | None = None, *, count: int | None = None
) -> tuple[Floats, Floats]:
    """Depth fractions and weights of a wound's columns, for one mean depth or many draws of it.

    f_mean (...) -> f (..., k) clipped to 0-1.2, w (..., k) with sum 1. `sd` is the spread within
    the wound (default: the parameter `wound_depth_sd`); `count` fixes k, else the average of
    `f_mean` decides (draws of one wound need the same k: give the wound's own count).

    >>> f, w = columns([0.3, 0.6])
    >>> f.shape, bool(np.allclose(w.sum(axis=1), 1)), (f * w).sum(axis=1).round(6).tolist()
    ((2, 5), True, [0.3, 0.6])
    """
    mean = np.asarray(f_mean, np.float64)
    if not np.all(np.isfinite(mean)):
        raise EngineError("columns: a mean depth fraction is not a number")
    rows = parameters()
    spread = rows["wound_depth_sd"].value if sd is None else float(sd)
    k = column_count(float(mean.mean()), spread) if count is None else count
    nodes, weights = np.polynomial.hermite_e.hermegauss(k)
    f = np.clip(mean[..., None] + spread * nodes, 0.0, rows["wound_f_max"].value)
    return f, np.broadcast_to(weights / weights.sum(), f.shape).copy()
