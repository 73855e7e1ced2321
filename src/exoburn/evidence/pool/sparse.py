"""Counts pooled without a variance for each study: Mantel-Haenszel and Peto, for rare events.

Both assume one effect for all studies and need no correction for empty cells. Variances: Greenland
and Robins 1985 (doi 10.2307/2530643) for risks, Robins, Breslow and Greenland 1986
(doi 10.2307/2531052) for odds; Peto: Yusuf 1985.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.counts import tables
from exoburn.evidence.pool.distributions import critical, two_sided_p
from exoburn.evidence.pool.effects import choose

MEASURES = ("RR", "OR", "RD")


@dataclass(frozen=True, slots=True)
class Direct:
    """A pooled effect (logarithm for RR and OR), its standard error, z, p and interval."""

    measure: str
    estimate: float
    se: float
    statistic: float
    p: float
    ci: tuple[float, float]


def _direct(measure: str, estimate: float, variance: float, level: float) -> Direct:
    se, half = math.sqrt(variance), critical(level)
    z = estimate / se
    return Direct(measure, estimate, se, z, two_sided_p(z),
                  (estimate - half * se, estimate + half * se))  # fmt: skip


def mantel_haenszel(
    events1: Any, n1: Any, events2: Any, n2: Any, measure: str = "RR", level: float = 0.95
) -> Direct:
    """Mantel-Haenszel risk ratio or odds ratio (as logarithm) or risk difference.

    >>> done = mantel_haenszel([4, 6], [123, 306], [11, 29], [139, 303], "OR")
    >>> round(done.estimate, 6), round(done.se, 6)
    (-1.421503, 0.359516)
    """
    choose("measure", measure, MEASURES)
    a, k1, c, k2 = tables(events1, n1, events2, n2)
    b, d, n = k1 - a, k2 - c, k1 + k2
    if measure == "RD":
        bottom = float(np.sum(k1 * k2 / n))
        estimate = float(np.sum((a * k2 - c * k1) / n)) / bottom
        top = float(np.sum((a * b * k2**3 + c * d * k1**3) / (k1 * k2 * n**2)))
        return _direct("MH RD", estimate, _above_zero(top) / bottom**2, level)
    if measure == "RR":
        r, s = float(np.sum(a * k2 / n)), float(np.sum(c * k1 / n))
        top = float(np.sum((k1 * k2 * (a + c) - a * c * n) / n**2))
        return _direct("MH log RR", math.log(_above_zero(r) / _above_zero(s)), top / (r * s), level)
    r, s, p, q = a * d / n, b * c / n, (a + d) / n, (b + c) / n
    sum_r, sum_s = _above_zero(float(r.sum())), _above_zero(float(s.sum()))
    variance = (
        float(np.sum(p * r)) / (2 * sum_r**2)
        + float(np.sum(p * s + q * r)) / (2 * sum_r * sum_s)
        + float(np.sum(q * s)) / (2 * sum_s**2)
    )
    return _direct("MH log OR", math.log(sum_r / sum_s), variance, level)


def peto(events1: Any, n1: Any, events2: Any, n2: Any, level: float = 0.95) -> Direct:
    """Peto's log odds ratio: observed less expected events over their hypergeometric variance.

    Biased when groups differ much in size or the effect is large.

    >>> round(peto([4, 6], [123, 306], [11, 29], [139, 303]).estimate, 6)
    -1.240086
    """
    a, k1, c, k2 = tables(events1, n1, events2, n2)
    n, events = k1 + k2, a + c
    spread = _above_zero(float(np.sum(k1 * k2 * events * (n - events) / (n**2 * (n - 1)))))
    return _direct("Peto log OR", float(np.sum(a - k1 * events / n)) / spread, 1 / spread, level)


def _above_zero(total: float) -> float:
    if total <= 0:
        raise InputError("too few events: this ratio is zero or without bound", key="events1",
                         given=total)  # fmt: skip
    return total
