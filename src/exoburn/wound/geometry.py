"""Geometry: the size of a wound, and what its columns say about the whole.

Two numbers are never mixed: the share that is re-epithelialised (E_w = sum w E), and the share by
which the open area has shrunk, which contraction also shrinks.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.errors import InputError

Floats = NDArray[np.float64]


def front_radius(area_cm2: float, perimeter_cm: float | None = None) -> float:
    """R0 in mm: twice area over perimeter, or the radius of the circle of equal area.

    The front that creeps in from the edge closes a long thin wound sooner than a round one of
    equal area. Errors: an area that is not positive, a perimeter shorter than the circle's.

    >>> round(front_radius(16.0), 2), round(front_radius(16.0, 16.0), 2)
    (22.57, 20.0)
    """
    if not area_cm2 > 0:
        raise InputError("a wound has an area", key="area_cm2", given=area_cm2, allowed="> 0")
    radius = math.sqrt(area_cm2 / math.pi)
    if perimeter_cm is not None:
        least = 2 * math.pi * radius
        if perimeter_cm < least * (1 - 1e-3):
            raise InputError(
                "no shape of this area has so short an edge",
                key="perimeter_cm",
                given=perimeter_cm,
                allowed=f">= {least:.2f} cm",
            )
        radius = min(radius, 2 * area_cm2 / perimeter_cm)
    return 10.0 * radius


def area_mean(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Mean over the wound's area: values (..., columns, days), weights (..., columns).

    >>> area_mean([[0.0, 1.0], [1.0, 1.0]], [0.25, 0.75]).tolist()
    [0.75, 1.0]
    """
    v, w = np.asarray(values, np.float64), np.asarray(weights, np.float64)
    return np.einsum("...kt,...k->...t", v, w)


def percent_covered(E: ArrayLike, weights: ArrayLike) -> Floats:
    """Percent re-epithelialised, of the wound that is there; shapes as in `area_mean`."""
    return 100.0 * area_mean(E, weights)


def open_share(E: ArrayLike, eps: ArrayLike, weights: ArrayLike) -> Floats:
    """Open area as a share of the area at day 0: sum w (1 - eps)^2 (1 - E).

    >>> open_share([[0.5]], [[0.1]], [1.0]).round(3).tolist()
    [0.405]
    """
    strain = np.asarray(eps, np.float64)
    return area_mean((1.0 - strain) ** 2 * (1.0 - np.asarray(E, np.float64)), weights)


def percent_area_reduction(E: ArrayLike, eps: ArrayLike, weights: ArrayLike) -> Floats:
    """Percent by which the open area has shrunk since day 0 (epithelium and contraction)."""
    return 100.0 * (1.0 - open_share(E, eps, weights))


def percent_contracted(eps: ArrayLike, weights: ArrayLike) -> Floats:
    """Percent by which the wound's whole area has been pulled together."""
    return 100.0 * (1.0 - area_mean((1.0 - np.asarray(eps, np.float64)) ** 2, weights))
