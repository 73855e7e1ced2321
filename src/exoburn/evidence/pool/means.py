"""Effect sizes of measured outcomes: group 1 (treated) against group 2 (control).

Means, standard deviations and sizes are numbers or sequences, one entry a study.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.effects import Effects, choose, read
from exoburn.evidence.pool.rows import Array

SMD_VARIANCES = ("LS", "LS2", "UB")
_LEAST = {"sd1": 0.0, "sd2": 0.0, "n1": 1.0, "n2": 1.0}


def mean_difference(
    m1: Any, sd1: Any, n1: Any, m2: Any, sd2: Any, n2: Any, pooled_sd: bool = False
) -> Effects:
    """Difference of means, in the outcome's unit; variance from each group's own SD.

    `pooled_sd` assumes one SD (as Normand 1999 does).

    >>> done = mean_difference(55, 47, 155, 75, 64, 156, pooled_sd=True)
    >>> done.effect.item(), round(done.variance.item(), 4)
    (-20.0, 40.5863)
    """
    a, s1, k1, b, s2, k2 = _read(m1, sd1, n1, m2, sd2, n2)
    if not pooled_sd:
        return Effects(a - b, s1**2 / k1 + s2**2 / k2, "MD")
    return Effects(a - b, _pooled(s1, k1, s2, k2) ** 2 * (1 / k1 + 1 / k2), "MD, pooled SD")


def paired_difference(m1: Any, sd1: Any, m2: Any, sd2: Any, n: Any, correlation: float) -> Effects:
    """Difference of means of two wounds on the same n animals or people.

    `correlation` between the two wounds is seldom reported; try several.

    >>> paired_difference(10, 2, 12, 2, 8, correlation=0.5).variance.item()
    0.5
    """
    if not -1 <= correlation <= 1:
        raise InputError("a correlation", key="correlation", given=correlation)
    a, s1, b, s2, k = read({"m1": m1, "sd1": sd1, "m2": m2, "sd2": sd2, "n": n}, {**_LEAST, "n": 2})
    return Effects(a - b, (s1**2 + s2**2 - 2 * correlation * s1 * s2) / k, "MD, paired")


def small_sample_factor(df: Any) -> Array:
    """Hedges' exact J(df) = gamma(df/2) / (sqrt(df/2) gamma((df-1)/2)) (Hedges 1981).

    >>> round(float(small_sample_factor(10)), 6), round(1 - 3 / (4 * 10 - 1), 6)
    (0.922746, 0.923077)
    """
    from scipy.special import gammaln

    half = np.asarray(df, np.float64) / 2
    return np.exp(gammaln(half) - gammaln(half - 0.5)) / np.sqrt(half)


def standardised_difference(
    m1: Any, sd1: Any, n1: Any, m2: Any, sd2: Any, n2: Any, variance: str = "LS"
) -> Effects:
    """Hedges' g: the difference in pooled SDs, freed of small-sample bias by the exact factor J.

    Variance with q = 1/n1 + 1/n2, N = n1 + n2: `LS` q + g^2/(2N), large-sample form with g;
    `LS2` J^2 (q + d^2/(2N)), as in Borenstein 2009; `UB` q + (1 - (N-4)/((N-2) J^2)) g^2, unbiased.
    LS is metafor's default.

    >>> done = standardised_difference(55, 47, 155, 75, 64, 156)
    >>> round(done.effect.item(), 9), round(done.variance.item(), 9)
    (-0.355169641, 0.013064676)
    """
    choose("variance", variance, SMD_VARIANCES)
    a, s1, k1, b, s2, k2 = _read(m1, sd1, n1, m2, sd2, n2)
    sd, df, both = _pooled(s1, k1, s2, k2), k1 + k2 - 2, k1 + k2
    if (sd <= 0).any():
        raise InputError("a standard deviation above zero", key="sd1", given=0.0)
    j = small_sample_factor(df)
    d = (a - b) / sd
    g, q = j * d, 1 / k1 + 1 / k2
    if variance == "LS":
        v = q + g**2 / (2 * both)
    elif variance == "LS2":
        v = j**2 * (q + d**2 / (2 * both))
    else:
        v = q + (1 - (df - 2) / (df * j**2)) * g**2
    return Effects(g, v, f"SMD, Hedges g, {variance}")


def ratio_of_means(m1: Any, sd1: Any, n1: Any, m2: Any, sd2: Any, n2: Any) -> Effects:
    """Log of the ratio of means by the delta method, uncorrected (Friedrich 2008, Hedges 1999).

    >>> done = ratio_of_means(20, 4, 16, 10, 2, 16)
    >>> round(done.effect.item(), 6), round(done.variance.item(), 6)
    (0.693147, 0.005)
    """
    a, s1, k1, b, s2, k2 = _read(m1, sd1, n1, m2, sd2, n2)
    if (a <= 0).any() or (b <= 0).any():
        raise InputError("a ratio needs means above zero", key="m1" if (a <= 0).any() else "m2",
                         given=float(min(a.min(), b.min())))  # fmt: skip
    v = s1**2 / (k1 * a**2) + s2**2 / (k2 * b**2)
    return Effects(np.log(a / b), v, "log ratio of means")


def log_response_ratio(m1: Any, sd1: Any, n1: Any, m2: Any, sd2: Any, n2: Any) -> Effects:
    """Log ratio of means with the second-order bias correction of Lajeunesse 2015.

    Packages differ: some correct by default, others never; `ratio_of_means` does not
    (doi 10.1890/14-2402.1).

    >>> done = log_response_ratio(20, 4, 4, 10, 5, 4)
    >>> round(done.effect.item(), 6), round(done.variance.item(), 6)
    (0.666897, 0.074503)
    """
    plain = ratio_of_means(m1, sd1, n1, m2, sd2, n2)
    a, s1, k1, b, s2, k2 = _read(m1, sd1, n1, m2, sd2, n2)
    one, two = s1**2 / (k1 * a**2), s2**2 / (k2 * b**2)
    return Effects(
        plain.effect + (one - two) / 2, plain.variance + (one**2 + two**2) / 2,
        "log response ratio, second order",
    )  # fmt: skip


def _read(m1: Any, sd1: Any, n1: Any, m2: Any, sd2: Any, n2: Any) -> list[Array]:
    given = {"m1": m1, "sd1": sd1, "n1": n1, "m2": m2, "sd2": sd2, "n2": n2}
    found = read(given, _LEAST)
    small = np.flatnonzero(found[2] + found[5] < 4)
    if small.size:
        raise InputError("two groups need four animals or people", key=f"n1[{small[0]}]",
                         given=float(found[2][small[0]]))  # fmt: skip
    return found


def _pooled(sd1: Array, n1: Array, sd2: Array, n2: Array) -> Array:
    return np.sqrt(((n1 - 1) * sd1**2 + (n2 - 1) * sd2**2) / (n1 + n2 - 2))
