"""Estimators of the between-study variance tau2 and its Q-profile interval.

DL DerSimonian and Laird 1986 (doi 10.1016/0197-2456(86)90046-2); REML and ML: Viechtbauer 2005
(doi 10.3102/10769986030003261); PM Paule and Mandel 1982 (doi 10.6028/jres.087.022), whose equation
empirical Bayes (EB) shares; HE Hedges and Olkin 1985; HS Hunter and Schmidt 1990; SJ Sidik and
Jonkman 2005 (doi 10.1111/j.1467-9876.2005.00489.x). Q-profile: Viechtbauer 2007
(doi 10.1002/sim.2514). Roots are found to the last digits, not to a loose tolerance.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from exoburn.errors import EngineError, InputError
from exoburn.evidence.pool.distributions import chi2_quantile
from exoburn.evidence.pool.rows import Rows, Turned
from exoburn.evidence.pool.solve import log_likelihood, slope_of_likelihood, solve, trace_pd

METHODS = ("FE", "DL", "REML", "ML", "PM", "EB", "HE", "HS", "SJ")
#: Methods whose formula is written for independent effects only.
INDEPENDENT_ONLY = ("HE", "HS", "SJ")


def tau2_of(rows: Rows, method: str) -> float:
    """Between-study variance by one of METHODS, never below zero.

    >>> rows = Rows(np.array([0.0, 1.0, 4.0]), np.ones(3), ("a", "b", "c"), np.ones((3, 1)))
    >>> [round(tau2_of(rows, m), 6) for m in ("FE", "DL", "REML", "PM", "HE")]
    [0.0, 3.333333, 3.333333, 3.333333, 3.333333]
    """
    if method == "FE" or rows.turned.df == 0:
        return 0.0
    if rows.dependent and method in INDEPENDENT_ONLY:
        raise InputError(
            "this method is defined for independent effects only", key="method", given=method,
            allowed=[m for m in METHODS if m not in INDEPENDENT_ONLY],
        )  # fmt: skip
    turned = rows.turned
    scale = float(np.median(turned.a / np.maximum(turned.d, 1e-300)))
    here = Turned(turned.y, turned.x, turned.a, turned.d * scale, turned.turn)
    return scale * max(0.0, _ESTIMATORS[method](here))


def _dl(rows: Turned) -> float:
    done = solve(rows, 0.0)
    return (done.q - rows.df) / trace_pd(rows, done)


def _pm(rows: Turned) -> float:
    return profile_root(rows, float(rows.df))


def _he(rows: Turned) -> float:
    # `a / d` is the variance in the working scale; unweighted least squares
    level, y = rows.a / rows.d, rows.y / np.sqrt(rows.d)
    x = rows.x
    hat = x @ np.linalg.pinv(x)
    residual = y - hat @ y
    return float((residual @ residual - np.sum((1 - np.diag(hat)) * level)) / rows.df)


def _hs(rows: Turned) -> float:
    done = solve(rows, 0.0)
    return (done.q - rows.y.size) / float(np.sum(done.weight * rows.d))


def _sj(rows: Turned) -> float:
    start = float(np.var(rows.y)) / float(rows.d[0])
    return 0.0 if start == 0 else start * solve(rows, start).q / rows.df


def _likelihood(rows: Turned, restricted: bool) -> float:
    """Top of the likelihood: the best of a grid (it can have two hills), then the slope's root."""
    # the floor is relative: an absolute one would tie the answer to the unit of the effects
    level = rows.a / np.maximum(rows.d, 1e-12 * float(rows.d.max()))
    top = 10 * max(1.0, solve(rows, 0.0).q) * float(level.max())
    grid = np.concatenate([[0.0], np.geomspace(1e-6 * float(level.min()), top, 80)])
    for _ in range(3):
        heights = [log_likelihood(rows, float(t), restricted) for t in grid]
        best = int(np.argmax(heights))
        slope = slope_of_likelihood(rows, float(grid[best]), restricted)
        if best == 0 and grid[0] == 0.0 and slope <= 0:
            return 0.0
        left, right = (best, best + 1) if slope > 0 else (best - 1, best)
        left, right = max(left, 0), min(right, grid.size - 1)
        ends = [slope_of_likelihood(rows, float(grid[i]), restricted) for i in (left, right)]
        if ends[0] >= 0 >= ends[1] and left < right:
            return root(
                lambda t: slope_of_likelihood(rows, t, restricted),
                float(grid[left]), float(grid[right]),
            )  # fmt: skip
        grid = np.linspace(grid[max(best - 1, 0)], grid[min(best + 1, grid.size - 1)], 40)
    raise EngineError("the likelihood of tau2 has no top that could be bracketed")


_ESTIMATORS: dict[str, Callable[[Turned], float]] = {
    "DL": _dl,
    "REML": lambda rows: _likelihood(rows, True),
    "ML": lambda rows: _likelihood(rows, False),
    "PM": _pm,
    "EB": _pm,
    "HE": _he,
    "HS": _hs,
    "SJ": _sj,
}


def profile_root(rows: Turned, target: float) -> float:
    """The tau2 at which generalised Q falls to `target`; 0 where it starts below it."""
    if solve(rows, 0.0).q <= target:
        return 0.0
    high = 1.0
    while solve(rows, high).q > target:
        high *= 4
        if high > 1e30 * max(1.0, solve(rows, 0.0).q):
            raise InputError(
                "effects that share a study differ more than any tau2 explains; "
                "lower between_correlation", key="between_correlation",
            )  # fmt: skip
    return root(lambda t: solve(rows, t).q - target, 0.0, high)


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that changes sign between low and high is zero.

    Chandrupatla's method (1997, 10.1016/S0965-9978(96)00051-8): inverse quadratic interpolation
    where the last three points bend little, else bisection, so that it always ends. Written out,
    since all of scipy.optimize would be loaded for this one root.

    >>> round(root(lambda x: x * x - 2, 0.0, 2.0), 12), root(lambda x: x, 0.0, 1.0)
    (1.414213562373, 0.0)
    """
    a, b = high, low  # a is the newest point; the root lies between a and b
    fa, fb = function(a), function(b)
    if fb == 0 or fa == 0:
        return b if fb == 0 else a
    if (fa > 0) == (fb > 0):
        raise EngineError(f"no sign changes between {low:g} and {high:g}")
    t = 0.5
    while True:
        x = a + t * (b - a)
        fx = function(x)
        if (fx > 0) == (fa > 0):
            c, fc = a, fa
        else:
            c, fc, b, fb = b, fb, a, fa
        a, fa = x, fx
        best = a if abs(fa) < abs(fb) else b
        least = (1e-15 + 1e-14 * abs(best)) / abs(b - a)
        if fa == 0 or least > 0.5:
            return a if fa == 0 else best
        bend, fall = (a - b) / (c - b), (fa - fb) / (fc - fb)
        if fall**2 < bend and (1 - fall) ** 2 < 1 - bend:
            t = fa / (fb - fa) * fc / (fb - fc)
            t += (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        else:
            t = 0.5
        t = min(max(t, least), 1 - least)


def tau2_interval(rows: Rows, level: float) -> tuple[float, float]:
    """Q-profile interval of tau2: where generalised Q meets its chi-square quantiles.

    >>> rows = Rows(np.array([0.0, 1.0, 4.0]), np.ones(3), ("a", "b", "c"), np.ones((3, 1)))
    >>> [round(x, 3) for x in tau2_interval(rows, 0.95)]
    [0.175, 170.158]
    """
    turned = rows.turned
    scale = float(np.median(turned.a / np.maximum(turned.d, 1e-300)))
    here = Turned(turned.y, turned.x, turned.a, turned.d * scale, turned.turn)
    tail = (1 - level) / 2
    low = profile_root(here, chi2_quantile(1 - tail, here.df))
    high = profile_root(here, chi2_quantile(tail, here.df))
    return scale * low, scale * high


def typical_variance(rows: Rows) -> float:
    """The sampling variance that stands for all in I2 and H2 (Higgins and Thompson 2002)."""
    turned = rows.turned
    return turned.df / trace_pd(turned, solve(turned, 0.0))
