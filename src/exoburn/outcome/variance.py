"""Which uncertainty dominates: people, knowledge, the lot, or the model?

The same draws are run again with one group frozen at its median; what the variance loses is that
group's part. The parts are scaled to sum to 1, because interactions and the noise of a finite
number of draws keep them from doing so by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from exoburn.outcome.course import Floats
from exoburn.outcome.quantiles import variance_parts

GROUPS = ("people", "knowledge", "lot", "model")


def variance_shares(
    total: Floats, frozen: Mapping[str, Floats], *, horizon: float
) -> dict[str, float] | None:
    """Shares by group, each in [0, 1], summing to 1; None if nothing varies or nothing is lost.

    `total` (n,) are the values of the full run; `frozen[group]` (n,) those of the run with that
    group at its median. Values that were not reached count as `horizon`.

    >>> a, b = np.array([0.0, 0, 3, 3]), np.array([0.0, 1, 0, 1])
    >>> shares = variance_shares(a + b, {"people": b, "knowledge": a}, horizon=100)
    >>> {key: round(value, 2) for key, value in shares.items()}
    {'people': 0.9, 'knowledge': 0.1}
    """
    whole = _variance(total, horizon)
    lost = {key: max(0.0, whole - _variance(values, horizon)) for key, values in frozen.items()}
    known = sum(lost.values())
    # a variance of rounding errors has no parts
    if known <= 1e-12 * max(1.0, float(np.mean(_cut(total, horizon)) ** 2)):
        return None
    return {key: part / known for key, part in lost.items()}


def chance_shares(values: Floats, theta: ArrayLike) -> dict[str, float] | None:
    """Shares of a yes-or-no outcome: freezing a group moves its mean, which says nothing here.

    Between knowledge draws (the model's form goes with them) against among people within one.

    >>> chance_shares(np.array([0.0, 0, 1, 1]), [0, 0, 1, 1])
    {'people': 0.0, 'knowledge': 1.0, 'lot': 0.0, 'model': 0.0}
    """
    _, group = np.unique(np.asarray(theta), return_inverse=True)
    between, chance = variance_parts(values, group)
    within = chance * len(values) / (int(group.max()) + 1)
    if between + within <= 0:
        return None
    people = within / (between + within)
    return {"people": people, "knowledge": 1 - people, "lot": 0.0, "model": 0.0}


def _variance(values: Floats, horizon: float) -> float:
    return float(np.var(_cut(values, horizon)))


def _cut(values: Floats, horizon: float) -> Floats:
    return np.where(np.isinf(values), horizon, values)
