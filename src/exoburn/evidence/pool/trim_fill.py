"""Trim and fill: how many studies a symmetric funnel would have besides, and the mean with them.

Duval and Tweedie 2000 (doi 10.1111/j.0006-341X.2000.00455.x; doi 10.2307/2669529). A sensitivity
analysis: the filled studies are reflections, not findings.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.fit import conventions_of, fit
from exoburn.evidence.pool.result import Pooled
from exoburn.evidence.pool.rows import Array, Rows
from exoburn.evidence.pool.small_studies import egger

ESTIMATORS = ("L0", "R0", "Q0")


@dataclass(frozen=True, slots=True)
class Filled:
    """`missing` studies on `side`, named "filled 1" and on; `pooled` is the mean with them."""

    missing: int
    side: str
    estimator: str
    pooled: Pooled


def trim_and_fill(result: Pooled, estimator: str = "L0", side: str | None = None) -> Filled:
    """Trim the fuller side until the count settles, then add mirror images of what was trimmed.

    Without `side`, the side that lacks studies is opposite to where small studies lie: left if the
    slope of the random-effects form of Egger's regression is zero or more. Trimming re-estimates
    tau2 by the result's method at each step.

    >>> from exoburn.evidence.pool import pool
    >>> found = pool(effect=[0.0, 0.1, 0.1, 0.5, 1.2, 1.5], method="DL",
    ...              variance=[0.01, 0.01, 0.02, 0.1, 0.3, 0.4]).trim_and_fill()
    >>> found.missing, found.side, round(found.pooled.estimate, 3)
    (3, 'left', 0.063)
    """
    rows, how = result.rows, conventions_of(result)
    if estimator not in ESTIMATORS:
        raise InputError("unknown estimator", key="estimator", given=estimator, allowed=ESTIMATORS)
    if rows.dependent:
        raise InputError("trim and fill needs independent effects", key="study")
    if side is None:
        side = "left" if egger(result, form="random").slope >= 0 else "right"
    if side not in ("left", "right"):
        raise InputError("unknown side", key="side", given=side, allowed=["left", "right"])
    sign = 1.0 if side == "left" else -1.0
    order = np.argsort(sign * rows.effect, kind="stable")
    y, v, k = sign * rows.effect[order], rows.variance[order], rows.k
    plain = replace(how, test="z")
    missing, before, centre = 0, -1, 0.0
    for _ in range(100):
        if missing == before:
            break
        before = missing
        centre = fit(_plain_rows(y[: k - missing], v[: k - missing]), plain).estimate
        missing = min(_count(y - centre, estimator), k - 1)
    else:
        raise InputError("trim and fill does not settle on a number of studies", key="estimator",
                         given=estimator)  # fmt: skip
    mirrored = 2 * centre - y[k - missing :]
    filled = Rows(
        np.concatenate([rows.effect, sign * mirrored]),
        np.concatenate([rows.variance, v[k - missing :]]),
        (*rows.names, *(f"filled {i + 1}" for i in range(missing))),
        np.ones((k + missing, 1)),
    )
    return Filled(missing, side, estimator, fit(filled, how))


def _plain_rows(y: Array, v: Array) -> Rows:
    return Rows(y, v, tuple(str(i) for i in range(y.size)), np.ones((y.size, 1)))


def _count(deviation: Array, estimator: str) -> int:
    """Estimated number of missing studies on the left, from signed ranks of the deviations."""
    k = deviation.size
    ranks = np.empty(k)
    ranks[np.argsort(np.abs(deviation), kind="stable")] = np.arange(1, k + 1)
    signed = np.sign(deviation) * ranks
    if estimator == "R0":
        left = -signed[signed < 0]
        return max(0, k - int(left.max() if left.size else 0) - 1)
    wilcoxon = float(signed[signed > 0].sum())
    if estimator == "L0":
        count = (4 * wilcoxon - k * (k + 1)) / (2 * k - 1)
    else:
        count = k - 0.5 - math.sqrt(max(0.0, 2 * k**2 - 4 * wilcoxon + 0.25))
    return max(0, round(count))
