"""`exoburn.pool`: the public door."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from exoburn.evidence.pool.effects import Effects
from exoburn.evidence.pool.fit import Conventions, fit
from exoburn.evidence.pool.reading import columns_of, labels, pick, rows_of
from exoburn.evidence.pool.result import Pooled
from exoburn.evidence.pool.subgroups import subgroups_of


def pool(
    data: Any = None, *, effect: Any = "effect", variance: Any = "variance", method: str = "REML",
    test: str = "z", level: float = 0.95, moderators: Any = None, groups: Any = None,
    common_tau2: bool = False, study: Any = None, names: Any = None,
    within_correlation: float | None = None, between_correlation: float = 0.5,
    prediction: str = "hts", tau2: float | None = None,
) -> Pooled:  # fmt: skip
    """Pool effects by their variances.

    `effect` (k numbers) and `variance` (k numbers above zero in squared units of the effect, or a
    k x k covariance matrix) are values, or names of columns of `data` (data frame, mapping, list of
    rows, structured array). Ratios are pooled as logarithms.

    `method`: FE, DL, REML, ML, PM, EB, HE, HS, SJ. `test`: z; knha (Hartung-Knapp); knha-guarded,
    also called knha-safe (standard error never below that of z); t (k - p degrees of freedom).
    `prediction`: hts, t or normal. `tau2` fixes the between-study variance. `moderators` makes it a
    meta-regression whose `estimate` is the mean where all moderators are zero; `groups` adds a
    result for each group and the test between them, each with its own tau2 unless `common_tau2`.

    Effects that share a `study` depend on each other: give their covariance matrix, or one
    `within_correlation`; their random parts correlate by `between_correlation`.

    Raises InputError for numbers that are missing, not finite, or of different lengths, a variance
    that is not above zero, a matrix that is not positive definite, and an unknown word. One study
    gives that study's result with a note.

    The nine trials of Normand 1999 (Statistics in Medicine 18:321, tables VIII and IX):

    >>> y = [-20, -2, -55, -71, -4, 1, 11, -10, 7]
    >>> v = [40.5863154175, 2.04683368588, 15.2808763693, 150.222222222, 20.1923076923,
    ...      1.22352970853, 95.3755518991, 8.03207433469, 20.6935664336]
    >>> fixed, random = pool(effect=y, variance=v, method="FE"), pool(effect=y, variance=v)
    >>> round(fixed.estimate, 4), round(random.estimate, 4), round(random.tau2, 3)
    (-3.4939, -15.1217, 685.197)
    >>> [round(x, 3) for x in pool(effect=y, variance=v, test="knha").ci]
    [-36.343, 6.1]
    """
    how = Conventions(method, test, level, prediction, tau2)
    columns = {} if data is None else columns_of(data)
    rows = rows_of(
        columns, effect, variance, moderators, study, names, within_correlation,
        between_correlation,
    )  # fmt: skip
    result = fit(rows, how)
    if isinstance(data, Effects):
        result = replace(result, notes=(*data.notes, *result.notes))
    if groups is None:
        return result
    given = pick(columns, groups, "groups") if isinstance(groups, str) else groups
    group = labels(given, "groups", rows.k)
    return replace(result, subgroups=subgroups_of(rows, group, how, common_tau2))
