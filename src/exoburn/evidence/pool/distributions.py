"""The few tail areas and quantiles that pooling needs; z where no degrees of freedom are given."""

from __future__ import annotations

import math

import numpy as np
from scipy import special


def two_sided_p(statistic: float, df: float | None = None) -> float:
    """Probability of a statistic at least as far from zero: normal, or t with `df`.

    >>> round(two_sided_p(1.959963984540054), 6), round(two_sided_p(-3.95223988652, 12), 6)
    (0.05, 0.00192)
    """
    if math.isnan(statistic):
        return math.nan
    far = -abs(statistic)
    return float(2 * (special.ndtr(far) if df is None else special.stdtr(df, far)))


def critical(level: float, df: float | None = None) -> float:
    """Half-width, in standard errors, of a two-sided interval of this level.

    >>> round(critical(0.95), 6), round(critical(0.95, 11), 6)
    (1.959964, 2.200985)
    """
    upper = 0.5 + level / 2
    return float(special.ndtri(upper) if df is None else special.stdtrit(df, upper))


def chi2_tail(value: float, df: float) -> float:
    """Probability that a chi-square with `df` exceeds `value`; 1 where df is 0.

    >>> round(chi2_tail(3.841458820694124, 1), 6)
    0.05
    """
    return 1.0 if df == 0 else float(special.chdtrc(df, max(value, 0.0)))


def chi2_quantile(share: float, df: float) -> float:
    """The value below which a chi-square with `df` lies with probability `share`.

    >>> round(chi2_quantile(0.975, 12), 5)
    23.33666
    """
    return float(special.chdtri(df, 1 - share))


def f_tail(value: float, numerator: float, denominator: float) -> float:
    """Probability that an F statistic exceeds `value`.

    >>> round(f_tail(4.747225, 1, 12), 4)
    0.05
    """
    return float(special.fdtrc(numerator, denominator, max(value, 0.0)))


def logit(share: np.ndarray) -> np.ndarray:
    """Log odds of a share.

    >>> float(logit(np.array(0.5)))
    0.0
    """
    return np.asarray(special.logit(share))


def expit(log_odds: np.ndarray) -> np.ndarray:
    """The share whose log odds these are.

    >>> float(expit(np.array(0.0)))
    0.5
    """
    return np.asarray(special.expit(log_odds))
