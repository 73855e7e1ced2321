"""Standard deviations and means from what papers print instead. Each function names its source.

Quantities may be numbers or arrays; sizes are whole groups.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.distributions import critical
from exoburn.evidence.pool.rows import Array


def sd_from_se(se: Any, n: Any) -> Array:
    """SD = SEM sqrt(n).

    >>> float(sd_from_se(0.5, 16))
    2.0
    """
    return _not_negative(se, "se") * np.sqrt(size_of(n))


def sd_from_ci(low: Any, high: Any, n: Any, level: float = 0.95, by: str = "t") -> Array:
    """SD from the interval of one group's mean, by t with n - 1 degrees of freedom or by z.

    Cochrane Handbook 6.5.2.2.

    >>> round(float(sd_from_ci(9.0, 11.0, 25, by="z")), 6)
    2.551067
    """
    size = size_of(n)
    return sd_from_se(_width(low, high) / (2 * _critical(level, size - 1, by)), size)


def se_from_ci(low: Any, high: Any, level: float = 0.95, df: Any = None) -> Array:
    """Standard error of any effect (logarithms for ratios) from its interval; t if `df` is given.

    >>> round(float(se_from_ci(-5.96, -2.56)), 6)
    0.867363
    """
    degrees = np.nan if df is None else df
    return _width(low, high) / (2 * _critical(level, degrees, "z" if df is None else "t"))


def se_from_p(effect: Any, p: Any, df: Any = None) -> Array:
    """Standard error of a difference from its two-sided p-value (t test if `df`, else z).

    Cochrane Handbook 6.5.2.3. A p given as "< 0.05" makes this too wide or too narrow.

    >>> round(float(se_from_p(3.8, 0.008, df=45)), 2)
    1.37
    """
    value, share = np.asarray(effect, np.float64), np.asarray(p, np.float64)
    if not ((share > 0) & (share < 1)).all():
        raise InputError("a p-value between 0 and 1", key="p", given=p)
    degrees = np.nan if df is None else df
    return np.abs(value) / _critical(1 - share, degrees, "z" if df is None else "t")


def sd_from_se_of_difference(se: Any, n1: Any, n2: Any) -> Array:
    """The SD that two groups share, from the standard error of their difference.

    Cochrane Handbook 6.5.2.3.

    >>> round(float(sd_from_se_of_difference(1.373, 25, 22)), 2)
    4.7
    """
    return _not_negative(se, "se") / np.sqrt(1 / size_of(n1) + 1 / size_of(n2))


def sd_from_range(low: Any, high: Any, n: Any) -> Array:
    """SD from minimum and maximum: range / (2 z((n - 0.375)/(n + 0.25))) (Wan 2014, C1).

    doi 10.1186/1471-2288-14-135; assumes normal values.

    >>> round(float(sd_from_range(0, 10, 25)), 4)
    2.5455
    """
    return _width(low, high) / (2 * _normal_end(n))


def sd_from_range_hozo(low: Any, median: Any, high: Any, n: Any) -> Array:
    """SD by Hozo 2005 (doi 10.1186/1471-2288-5-13): steps by size, biased; for comparison only.

    Up to 15: sqrt(((high-low)^2 + (low - 2 median + high)^2 / 4) / 12); up to 70: range/4; above:
    range/6.

    >>> [round(float(sd_from_range_hozo(0, 5, 12, n)), 4) for n in (10, 50, 100)]
    [3.4761, 3.0, 2.0]
    """
    width, size = _width(low, high), size_of(n)
    skew = np.asarray(low) - 2 * np.asarray(median, np.float64) + np.asarray(high)
    small = np.sqrt((width**2 + skew**2 / 4) / 12)
    return np.where(size <= 15, small, np.where(size <= 70, width / 4, width / 6))


def sd_from_iqr(q1: Any, q3: Any, n: Any) -> Array:
    """SD from quartiles: (q3 - q1) / (2 z((0.75 n - 0.125)/(n + 0.25))) (Wan 2014, C3).

    >>> round(float(sd_from_iqr(2, 8, 25)), 4)
    4.7167
    """
    return _width(q1, q3) / (2 * _normal_quarter(n))


def sd_from_five(low: Any, q1: Any, q3: Any, high: Any, n: Any) -> Array:
    """SD from minimum, quartiles and maximum: the mean of both forms (Wan 2014, C2).

    >>> round(float(sd_from_five(0, 2, 8, 10, 25)), 4)
    3.6311
    """
    return (sd_from_range(low, high, n) + sd_from_iqr(q1, q3, n)) / 2


def size_of(n: Any) -> Array:
    size = np.asarray(n, np.float64)
    if not (np.isfinite(size) & (size >= 2)).all():
        raise InputError("a group of two or more", key="n", given=n)
    return size


def _not_negative(values: Any, key: str) -> Array:
    found = np.asarray(values, np.float64)
    if not (np.isfinite(found) & (found >= 0)).all():
        raise InputError("zero or more", key=key, given=values)
    return found


def _width(low: Any, high: Any) -> Array:
    width = np.asarray(high, np.float64) - np.asarray(low, np.float64)
    if not (np.isfinite(width) & (width >= 0)).all():
        raise InputError("the upper end lies below the lower", key="high", given=high)
    return width


def _critical(level: Any, df: Any, by: str) -> Array:
    if by not in ("t", "z"):
        raise InputError("unknown distribution", key="by", given=by, allowed=["t", "z"])
    one = np.vectorize(lambda a, d: critical(float(a), None if by == "z" else float(d)))
    return one(np.asarray(level, np.float64), np.asarray(df, np.float64))


def _normal_end(n: Any) -> Array:
    from scipy.special import ndtri

    size = size_of(n)
    return np.asarray(ndtri((size - 0.375) / (size + 0.25)))


def _normal_quarter(n: Any) -> Array:
    from scipy.special import ndtri

    size = size_of(n)
    return np.asarray(ndtri((0.75 * size - 0.125) / (size + 0.25)))
