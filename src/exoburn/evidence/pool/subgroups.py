"""Groups of studies pooled apart, and whether their means differ."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.distributions import chi2_tail
from exoburn.evidence.pool.fit import Conventions, fit
from exoburn.evidence.pool.heterogeneity import tau2_of
from exoburn.evidence.pool.result import Pooled, Subgroups
from exoburn.evidence.pool.rows import Rows


def subgroups_of(
    rows: Rows, group: tuple[str, ...], how: Conventions, common_tau2: bool
) -> Subgroups:
    """Pool each group; Q between groups compares their means with weights 1/se^2.

    With `common_tau2` one tau2, estimated within groups, serves all. A group of one study is tested
    by z, since it has no spread of its own; its notes say so.

    >>> rows = Rows(np.array([0.0, 0.0, 3.0, 3.0]), np.ones(4), tuple("abcd"), np.ones((4, 1)))
    >>> apart = subgroups_of(rows, ("x", "x", "y", "y"), Conventions("FE"), False)
    >>> round(apart.q_between, 9), apart.df, apart.groups["y"].estimate
    (9.0, 1, 3.0)
    """
    order = list(dict.fromkeys(group))
    if rows.p > 1:
        raise InputError("groups and moderators at once: make the group a moderator", key="groups")
    if common_tau2 and how.tau2 is None:
        design = np.column_stack([[float(g == name) for g in group] for name in order])
        if len(group) <= len(order):
            raise InputError("no group has two studies", key="common_tau2", given=True)
        how = replace(how, tau2=tau2_of(rows.explained_by(design, tuple(order)), how.method))
    members = {name: [i for i, g in enumerate(group) if g == name] for name in order}
    groups = {name: _pool_one(rows.take(members[name]), how) for name in order}
    means = np.array([groups[name].estimate for name in order])
    weights = np.array([groups[name].se for name in order]) ** -2.0
    middle = float(np.sum(weights * means) / np.sum(weights))
    q = float(np.sum(weights * (means - middle) ** 2))
    df = len(order) - 1
    return Subgroups(groups, q, df, chi2_tail(q, df), common_tau2)


def _pool_one(rows: Rows, how: Conventions) -> Pooled:
    if rows.k > 1 or how.test == "z":
        return fit(rows, how)
    alone = fit(rows, replace(how, test="z"))
    return replace(
        alone, notes=(*alone.notes, f"tested by z: one study has no spread for {how.test}")
    )
