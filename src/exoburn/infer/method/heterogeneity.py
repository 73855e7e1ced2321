"""How much studies and arms differ beyond sampling: tau and delta of each group.

Marginal likelihood with the straight-line model and the *prior* covariance of the parameters:

    y ~ N(g(prior mean), J J' + R(tau, delta))

so that data which the parameters can follow freely say nothing about tau (degrees of freedom are
honoured, as REML does for a meta-analysis). Each group's (tau, delta) posterior is tabled on a
grid given the other groups' means, in turns until they settle; draws carry the width on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from exoburn import streams
from exoburn.infer.method.problem import Bools, Data, Floats
from exoburn.infer.method.regression import Slopes

CELLS = 20
_ROUNDS = 6


def half_normal(u: Floats) -> Floats:
    """Quantiles of |N(0, 1)|.

    >>> half_normal(np.array([0.5])).round(4).tolist()
    [0.6745]
    """
    return ndtri(0.5 + 0.5 * u)


@dataclass(frozen=True, eq=False)
class Heterogeneity:
    """Posterior weights (groups, CELLS, CELLS) of tau (first) and delta on equal-prior cells."""

    weight: Floats
    tau_scale: Floats
    delta_scale: Floats

    def mean_square(self) -> tuple[Floats, Floats]:
        """Posterior means of tau^2 and delta^2 (groups,)."""
        node = half_normal((np.arange(CELLS) + 0.5) / CELLS) ** 2
        return (
            self.weight.sum(axis=2) @ node * self.tau_scale**2,
            self.weight.sum(axis=1) @ node * self.delta_scale**2,
        )

    def draw(self, seed: int, groups: tuple[str, ...], members: int) -> tuple[Floats, Floats]:
        """Draws of tau and delta (members, groups), addressed by the group's name.

        A member's draw moves little when the posterior moves little.
        """
        index = np.arange(members)
        tau, delta = np.empty((members, len(groups))), np.empty((members, len(groups)))
        for k, name in enumerate(groups):
            u = streams.stratified(seed, f"tau/{name}", index)
            v = streams.stratified(seed, f"delta/{name}", index)
            first, within = _inverse(self.weight[k].sum(axis=1), u)
            tau[:, k] = self.tau_scale[k] * half_normal((first + within) / CELLS)
            for cell in np.unique(first):
                here = first == cell
                second, inside = _inverse(self.weight[k, cell], v[here])
                delta[here, k] = self.delta_scale[k] * half_normal((second + inside) / CELLS)
        return tau, delta


def _inverse(weight: Floats, u: Floats) -> tuple[np.ndarray, Floats]:
    """Cell and place within it at the quantiles u of a step density."""
    total = np.cumsum(weight) / weight.sum()
    cell = np.minimum(np.searchsorted(total, u), len(weight) - 1)
    start = np.concatenate([[0.0], total])[cell]
    width = np.maximum(total[cell] - start, 1e-300)
    return cell, np.clip((u - start) / width, 1e-6, 1 - 1e-6)


def heterogeneity(slopes: Slopes, data: Data, used: Bools) -> Heterogeneity:
    """Posterior of every group's tau and delta from the used data.

    A group without used data keeps its prior.
    """
    jac, residual = slopes.jac[used], (data.y - slopes.linear(np.zeros((1, len(slopes.centre))))[0])
    residual = residual[used]
    base = jac @ jac.T
    at, rows = data.group_index[used], np.flatnonzero(used)
    by_study, by_arm = (mask[np.ix_(rows, rows)] for mask in data.shared())
    variance = data.se[used] ** 2
    found = Heterogeneity(
        np.full((len(data.groups), CELLS, CELLS), 1.0 / CELLS**2), data.tau_scale, data.delta_scale
    )
    node = half_normal((np.arange(CELLS) + 0.5) / CELLS) ** 2
    moving = [k for k in np.unique(at) if data.tau_scale[k] > 0 or data.delta_scale[k] > 0]
    for _ in range(_ROUNDS if moving else 0):
        before = found.weight.copy()
        for k in moving:
            tau2, delta2 = found.mean_square()
            noise = np.diag(variance) + tau2[at][:, None] * by_study + delta2[at][:, None] * by_arm
            precision = np.linalg.inv(base + noise)
            mine = np.flatnonzero(at == k)
            block = np.ix_(mine, mine)
            given = np.linalg.inv(precision[block])
            offset = given @ (precision @ residual)[mine]
            rest = given - noise[block] + np.diag(variance[mine])
            t2 = node * data.tau_scale[k] ** 2 if data.tau_scale[k] > 0 else np.zeros(CELLS)
            d2 = node * data.delta_scale[k] ** 2 if data.delta_scale[k] > 0 else np.zeros(CELLS)
            cov = (
                rest
                + t2[:, None, None, None] * by_study[block]
                + d2[None, :, None, None] * by_arm[block]
            )
            _, logdet = np.linalg.slogdet(cov)
            rhs = np.broadcast_to(offset[:, None], (*cov.shape[:-1], 1))
            fit = (np.linalg.solve(cov, rhs)[..., 0] * offset).sum(axis=-1)
            log = -0.5 * (logdet + fit)
            weight = np.exp(log - log.max())
            found.weight[k] = weight / weight.sum()
        if np.abs(found.weight - before).max() < 1e-3 / CELLS**2:
            break
    return found
