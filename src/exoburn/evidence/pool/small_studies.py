"""Do small studies show other effects than large ones? Egger's regression, Begg's ranks.

Egger et al. 1997 (doi 10.1136/bmj.315.7109.629); the random-effects form: Sterne and Egger 2005;
Begg and Mazumdar 1994 (doi 10.2307/2533446). Asymmetry has more causes than unpublished studies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.fit import conventions_of, fit
from exoburn.evidence.pool.reading import numbers
from exoburn.evidence.pool.result import Pooled
from exoburn.evidence.pool.rows import Array, Rows

FORMS = ("lm", "random")
PREDICTORS = ("se", "variance", "size", "inverse_size")


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """A test of funnel asymmetry.

    `slope` is per unit of the predictor (tau for Begg's ranks); `df` None means normal. `limit` is
    the effect where the predictor is zero, None if the test has none.
    """

    test: str
    slope: float
    se: float | None
    statistic: float | None
    df: int | None
    p: float
    limit: float | None


def egger(
    result: Pooled, form: str = "lm", predictor: str = "se", size: Sequence[float] | None = None
) -> Asymmetry:
    """Regress effects on their standard error (or variance, size, 1/size).

    `lm`: weights 1/variance with a free residual variance, t with k - 2 degrees of freedom: the
    same test as Egger's regression of effect/se on 1/se. `random`: meta-regression with the
    result's own tau2 method and test.

    >>> from exoburn.evidence.pool import pool
    >>> done = egger(pool(effect=[0.1, 0.4, 0.5, 0.9], variance=[0.01, 0.05, 0.1, 0.4]))
    >>> done.df, round(done.slope, 3), round(done.p, 3)
    (2, 1.757, 0.022)
    """
    rows = _one_mean(result.rows)
    if form not in FORMS:
        raise InputError("unknown form of Egger's test", key="form", given=form, allowed=FORMS)
    x = _predictor(rows, predictor, size)
    if np.ptp(x) <= 1e-9 * np.abs(x).max():
        raise InputError("all studies are alike in it, so nothing can be told", key="predictor",
                         given=predictor)  # fmt: skip
    design = rows.explained_by(np.column_stack([np.ones(rows.k), x]), ("limit", predictor))
    if form == "random":
        done = fit(design, conventions_of(result))
        limit, line = done.coefficients
        df = None if done.test == "z" else done.df
        return Asymmetry("Egger, random effects", line.estimate, line.se, line.statistic, df,
                         line.p, limit.estimate)  # fmt: skip
    done = fit(design, replace(conventions_of(result), method="FE", test="knha", tau2=None))
    limit, line = done.coefficients
    return Asymmetry("Egger, weighted regression", line.estimate, line.se, line.statistic, done.df,
                     line.p, limit.estimate)  # fmt: skip


def _one_mean(rows: Rows) -> Rows:
    if rows.k < 3:
        raise InputError("asymmetry needs at least three studies", key="effect", given=rows.k)
    if rows.p > 1:
        raise InputError("asymmetry is tested without moderators", key="moderators")
    return rows


def _predictor(rows: Rows, predictor: str, size: Sequence[float] | None) -> Array:
    if predictor not in PREDICTORS:
        raise InputError("unknown predictor", key="predictor", given=predictor, allowed=PREDICTORS)
    if predictor in ("se", "variance"):
        return np.sqrt(rows.variance) if predictor == "se" else rows.variance
    if size is None:
        raise InputError("this predictor needs size=", key="predictor", given=predictor)
    n = numbers(size, "size")
    if n.size != rows.k or (n <= 0).any():
        raise InputError(f"{rows.k} sizes above zero", key="size", given=list(size))
    return n if predictor == "size" else 1 / n


def begg(result: Pooled) -> Asymmetry:
    """Kendall's tau between standardised deviations from the fixed mean and variances.

    Exact for up to 49 studies without ties, else the normal form with ties.

    >>> from exoburn.evidence.pool import pool
    >>> done = begg(pool(effect=[0.1, 0.4, 0.5, 0.9], variance=[0.01, 0.05, 0.1, 0.4]))
    >>> round(done.slope, 3), round(done.p, 3)
    (1.0, 0.083)
    """
    from scipy.stats import kendalltau

    rows = _one_mean(result.rows)
    if rows.dependent:
        raise InputError("ranks need independent effects", key="study")
    weight = 1 / rows.variance
    mean = float(np.sum(weight * rows.effect) / weight.sum())
    deviation = (rows.effect - mean) / np.sqrt(rows.variance - 1 / weight.sum())
    ties = len(set(deviation.tolist())) < rows.k or len(set(rows.variance.tolist())) < rows.k
    found: Any = kendalltau(
        deviation, rows.variance, method="exact" if rows.k < 50 and not ties else "asymptotic"
    )
    tau, p = float(found[0]), float(found[1])
    return Asymmetry("Begg, rank correlation", tau, None, None, None, p, None)
