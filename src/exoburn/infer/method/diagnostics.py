"""What the data taught about each parameter, and whether the members can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exoburn.infer.method.problem import Floats, Prior
from exoburn.infer.method.smoother import Posterior


@dataclass(frozen=True, eq=False)
class Learned:
    """Prior against posterior, each (p,): shrinkage 1 - var/prior var, shift in prior SDs, KL.

    `divergence` is the Kullback-Leibler divergence of the posterior from the prior in nats, both
    taken as normal, one parameter at a time.
    """

    names: tuple[str, ...]
    prior_mean: Floats
    prior_sd: Floats
    mean: Floats
    sd: Floats
    p05: Floats
    p95: Floats
    shrinkage: Floats
    shift: Floats
    divergence: Floats


def learned(prior: Prior, z: Floats) -> Learned:
    """Compare posterior members z (N, p) with the prior.

    >>> z = np.array([[-0.5], [0.5]]) * np.sqrt(0.5)
    >>> float(learned(Prior.of(["a"]), z).shrinkage[0])
    0.75
    """
    mean, variance = z.mean(axis=0), z.var(axis=0, ddof=1)
    ratio = variance / prior.sd**2
    shift = (mean - prior.mean) / prior.sd
    low, high = np.quantile(z, [0.05, 0.95], axis=0)
    return Learned(
        names=prior.names,
        prior_mean=prior.mean,
        prior_sd=prior.sd,
        mean=mean,
        sd=np.sqrt(variance),
        p05=low,
        p95=high,
        shrinkage=1.0 - ratio,
        shift=shift,
        divergence=0.5 * (ratio + shift**2 - 1.0 - np.log(np.maximum(ratio, 1e-300))),
    )


@dataclass(frozen=True)
class Health:
    """Signs of trouble in a fit.

    `misfit` is the mean half squared residual per fitted datum. `spread_told` and
    `spread_untold` compare the members' variance with that of the straight-line posterior, in
    the directions that the data determine (median) and in the others (mean): far below 1 means
    collapse, as plain assimilation shows in the second. `unexplained` is the mean share of a
    prediction's variance that no straight line explains at the posterior. `ess` is the effective
    number of members when each is re-weighted for that curvature (an indicator, not a
    correction: the members already carry part of it). `failed` counts members whose
    prediction has a hole at the end.
    """

    members: int
    steps: int
    evaluations: int
    failed: int
    misfit: float
    unexplained: float
    spread_told: float
    spread_untold: float
    ess: float


def health(fit: Posterior) -> Health:
    """Judge a fit from its members alone (no forward run)."""
    used = fit.used
    tau2, delta2 = (fit.tau**2).mean(axis=0), (fit.delta**2).mean(axis=0)
    noise = fit.data.noise_cov(np.sqrt(tau2), np.sqrt(delta2))[np.ix_(used, used)]
    jac = fit.jac[used]
    half = np.linalg.solve(np.linalg.cholesky(noise), jac)
    _, size, right = np.linalg.svd(half, full_matrices=False)
    told = size**2 > 1.0
    centred = fit.x - fit.x.mean(axis=0)
    spread = (centred @ right.T).var(axis=0, ddof=1)
    ratio = spread * (1 + size**2)
    blind = centred.var(axis=0, ddof=1).sum() - spread.sum()  # outside of every row of J
    dims = centred.shape[1] - int(told.sum())
    inside = float(np.median(ratio[told])) if told.any() else 1.0
    outside = float((ratio[~told].sum() + blind) / dims) if dims else 1.0
    line = fit.g.mean(axis=0) + (fit.x - fit.x.mean(axis=0)) @ fit.jac.T
    exact = _log_likelihood(fit.data.y[used] - fit.g[:, used], noise)
    straight = _log_likelihood(fit.data.y[used] - line[:, used], noise)
    log = exact - straight
    weight = np.exp(log - log.max())
    return Health(
        members=len(fit.z),
        steps=len(fit.trace),
        evaluations=fit.evaluations,
        failed=int((~fit.finite).sum()),
        misfit=float(-exact.mean() / max(int(used.sum()), 1)),
        unexplained=float(fit.trace[-1, 3]),
        spread_told=inside,
        spread_untold=outside,
        ess=float(weight.sum() ** 2 / (weight**2).sum()),
    )


def _log_likelihood(residual: Floats, noise: Floats) -> Floats:
    return -0.5 * (residual * np.linalg.solve(noise, residual.T).T).sum(axis=1)
