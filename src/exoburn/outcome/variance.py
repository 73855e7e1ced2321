"""Which uncertainty dominates: people, knowledge, the lot, or the model?

Read from the draws of the run itself. Draws are nested: persons (and lots) within samples of
knowledge, samples of knowledge within forms of the model. A one-way analysis of variance (Searle,
Casella & McCulloch, Variance Components, 1992) parts the variance between samples of knowledge from
that among their persons; of the first, what the forms of the model explain is the model's, of the
second, what the lot's properties explain is the lot's, each as an adjusted share of squares, so
that noise is not taken for a cause. Interactions stay with the finer level. Nothing is run again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.outcome.course import Floats
from exoburn.outcome.quantiles import variance_parts

GROUPS = ("people", "knowledge", "lot", "model")


@dataclass(frozen=True)
class Causes:
    """What draws differ by.

    `theta` (n,) is the sample of knowledge, `model` (n,) the form of the model (a label that
    belongs to the sample), `lot` (n, k) properties of the lot.
    """

    theta: NDArray[np.int64]
    model: NDArray[np.int64]
    lot: Floats


def joined_causes(parts: Sequence[Causes]) -> Causes:
    """The causes of all parts of a run, one after the other."""
    return Causes(
        np.concatenate([part.theta for part in parts]),
        np.concatenate([part.model for part in parts]),
        np.concatenate([part.lot for part in parts]),
    )


def variance_shares(
    values: Floats, causes: Causes, *, horizon: float
) -> dict[str, float] | None:
    """Shares by group, each in [0, 1], summing to 1; None if nothing varies.

    `values` (n,) are those of the run's draws, events as 0 and 1; what was not reached counts as
    `horizon`.

    >>> theta = np.repeat(np.arange(8), 5)
    >>> causes = Causes(theta, theta % 2, np.zeros((40, 0)))
    >>> variance_shares(3.0 * (theta % 2), causes, horizon=100)["model"]
    1.0
    >>> variance_shares(np.tile(np.arange(5.0), 8), causes, horizon=100)["people"]
    1.0
    """
    y = np.where(np.isinf(values), horizon, values)
    _, group = np.unique(causes.theta, return_inverse=True)
    count = np.bincount(group)
    between, chance = variance_parts(y, group)
    within = chance * len(y) / len(count)
    # a variance of rounding errors has no parts
    if between + within <= 1e-12 * max(1.0, float(np.mean(y) ** 2)):
        return None
    means = np.bincount(group, weights=y) / count
    first = np.unique(group, return_index=True)[1]
    model = (between + chance) * _explained(means, _indicators(causes.model[first]), 1)
    model = min(model, between)
    spread = causes.lot - _group_means(causes.lot, group, count)[group]
    lot = within * _explained(y - means[group], spread, len(count))
    parts = {"people": within - lot, "knowledge": between - model, "lot": lot, "model": model}
    return {key: part / (between + within) for key, part in parts.items()}


def _explained(y: Floats, x: Floats, spent: int) -> float:
    """Adjusted share of the squares of `y` that columns of `x` explain; `spent` degrees gone."""
    x = x[:, np.ptp(x, axis=0) > 0] if x.size else x
    total, left = float(np.sum((y - y.mean()) ** 2)), len(y) - spent
    if not x.size or total <= 0:
        return 0.0
    x = x - x.mean(axis=0)
    found, _, rank, _ = np.linalg.lstsq(x, y - y.mean(), rcond=None)
    free = left - int(rank)
    if free <= 0:
        return 0.0
    rest = float(np.sum((y - y.mean() - x @ found) ** 2))
    return float(np.clip(1.0 - (rest / free) / (total / left), 0.0, 1.0))


def _indicators(labels: NDArray[np.int64]) -> Floats:
    return (labels[:, None] == np.unique(labels)[None, :]).astype(np.float64)


def _group_means(x: Floats, group: NDArray[np.int64], count: NDArray[np.int64]) -> Floats:
    if not x.shape[1]:
        return np.zeros((len(count), 0))
    return np.column_stack([np.bincount(group, weights=col) / count for col in x.T])
