"""The exact joint posterior of parameters, tau and delta, for chains to sample.

Coordinates are all standard normal a priori: first the white parameters, then one for each tau
and delta that has a prior (a half-normal quantile of the coordinate's normal probability).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from exoburn.infer.method.problem import Bools, Data, Floats, Forward, Prior
from exoburn.infer.method.update import solve_members


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """A log posterior over (chains, d) with names (d,) and the way back to parameters."""

    forward: Forward
    prior: Prior
    data: Data
    used: Bools
    names: tuple[str, ...]
    tau_at: tuple[int, ...]
    delta_at: tuple[int, ...]

    def split(self, x: Floats) -> tuple[Floats, Floats, Floats]:
        """Coordinates (N, d) to z (N, p), tau (N, groups), delta (N, groups)."""
        p, groups = len(self.prior.names), len(self.data.groups)
        tau, delta = np.zeros((len(x), groups)), np.zeros((len(x), groups))
        first = p + len(self.tau_at)
        tau[:, list(self.tau_at)] = _half(x[:, p:first]) * self.data.tau_scale[list(self.tau_at)]
        delta[:, list(self.delta_at)] = (
            _half(x[:, first:]) * self.data.delta_scale[list(self.delta_at)]
        )
        return self.prior.from_white(x[:, :p]), tau, delta

    def __call__(self, x: Floats) -> Floats:
        """Log posterior (N,) up to a constant; -inf where the forward model has no answer."""
        z, tau, delta = self.split(x)
        residual = (self.data.y - self.forward(z))[:, self.used]
        noise = self.data.noise_cov(tau, delta)[:, self.used][:, :, self.used]
        good = np.isfinite(residual).all(axis=1)
        out = np.full(len(x), -np.inf)
        r, cov = residual[good], noise[good]
        fit = (r * solve_members(cov, r)).sum(axis=1) + np.linalg.slogdet(cov)[1]
        out[good] = -0.5 * (fit + (x[good] ** 2).sum(axis=1))
        return out


def hierarchy(
    forward: Forward, prior: Prior, data: Data, *, used: Bools | None = None
) -> Hierarchy:
    """Set up the joint posterior.

    >>> data = Data.of(["a"], [0.0], [1.0], study=["S"], group=["g"], tau_scale={"g": 1.0})
    >>> joint = hierarchy(lambda z: z, Prior.of(["level"]), data)
    >>> joint.names, joint(np.zeros((1, 2))).shape
    (('level', 'tau/g'), (1,))
    """
    tau_at = tuple(int(i) for i in np.flatnonzero(data.tau_scale > 0))
    delta_at = tuple(int(i) for i in np.flatnonzero(data.delta_scale > 0))
    names = (
        *prior.names,
        *(f"tau/{data.groups[i]}" for i in tau_at),
        *(f"delta/{data.groups[i]}" for i in delta_at),
    )
    mask = np.ones(len(data.y), bool) if used is None else used
    return Hierarchy(forward, prior, data, mask, names, tau_at, delta_at)


def _half(x: Floats) -> Floats:
    """Half-normal quantile at the normal probability of x, stable in both tails."""
    return -ndtri(0.5 * ndtr(-x))
