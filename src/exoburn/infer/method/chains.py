"""Chains: an independent check of the smoother, all of them moving at once.

Preconditioned Crank-Nicolson steps about a normal reference N(m, C) (Cotter et al. 2013, doi
10.1214/13-STS421; with a posterior-like reference as in Rudolf and Sprungk 2018, doi
10.1007/s10208-016-9340-x): x' = m + sqrt(1 - b^2) (x - m) + b C^(1/2) xi leaves the reference
unchanged, so acceptance asks only for what the target adds to it. The log posterior sees every
chain in one call, as the forward model likes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exoburn import streams
from exoburn.errors import InputError
from exoburn.infer.method.convergence import effective_size, split_rhat
from exoburn.infer.method.problem import Floats

#: The reference is wider than the target by this in SD: chains stick where it is narrower.
WIDER = 1.15
_AIM = 0.30


@dataclass(frozen=True, eq=False)
class Chains:
    """Draws (steps, chains, d) after warm-up, with the checks of convergence per coordinate."""

    draws: Floats
    log_posterior: Floats
    accepted: float
    rhat: Floats
    ess: Floats

    @property
    def flat(self) -> Floats:
        """All draws as (steps * chains, d)."""
        return self.draws.reshape(-1, self.draws.shape[-1])

    @property
    def converged(self) -> bool:
        """Every split R-hat below 1.01 and every effective size of 400 or more."""
        return bool((self.rhat < 1.01).all() and (self.ess >= 400).all())


def sample_mcmc(
    log_posterior: Callable[[Floats], Floats],
    start: Floats,
    *,
    steps: int = 1000,
    warmup: int = 500,
    reference: tuple[Floats, Floats] | None = None,
    seed: int = 0,
    thin: int = 1,
) -> Chains:
    """Sample a density known up to a factor: start (chains, d), one batch call a step.

    `log_posterior` maps (chains, d) to (chains,); nan counts as impossible. Without `reference`
    (mean (d,), covariance (d, d)) it is learned from the chains at a third and two thirds of the
    warm-up; the step length adapts in warm-up only, so the kept chains are exact. At least
    2 d + 4 chains are wanted to learn a covariance. Raises InputError for a bad start.

    >>> made = sample_mcmc(lambda x: -0.5 * (x**2).sum(axis=1), np.zeros((16, 2)), steps=300,
    ...                    warmup=150)
    >>> bool(abs(made.flat.std() - 1) < 0.1), bool(made.rhat.max() < 1.05)
    (True, True)
    """
    x = np.array(start, float)
    chains, d = x.shape
    if reference is None and chains < 2 * d + 4:
        raise InputError("too few chains to learn a covariance", key="start", given=chains)
    log = _clean(log_posterior(x))
    if not np.isfinite(log).any():
        raise InputError("no chain starts where the posterior is positive", key="start")
    mean, cov = reference if reference is not None else (x.mean(axis=0), np.eye(d))
    root: Floats = np.asarray(WIDER * np.linalg.cholesky(cov), float)
    learn = {warmup // 3, 2 * warmup // 3} if reference is None else set()
    seen: list[Floats] = []
    held: list[Floats] = []
    held_log: list[Floats] = []
    length, taken, count = 0.4, 0.0, 0
    index = np.arange(d)[None, :]
    chain = np.arange(chains)
    for step in range(warmup + steps * thin):
        if step in learn and seen:
            pool = np.concatenate(seen)
            mean = pool.mean(axis=0)
            spread = np.cov(pool.T).reshape(d, d) + 1e-9 * np.eye(d)
            root = np.asarray(WIDER * np.linalg.cholesky(spread), float)
            seen = []
        xi = streams.normal(seed, "chains/move", theta=step, person=chain[:, None], index=index)
        trial = mean + np.sqrt(1 - length**2) * (x - mean) + length * xi @ root.T
        trial_log = _clean(log_posterior(trial))
        gain = trial_log - log - (_reference(trial, mean, root) - _reference(x, mean, root))
        u = streams.uniform(seed, "chains/accept", theta=step, person=chain)
        moved = np.log(u) < np.where(np.isnan(gain), -np.inf, gain)
        x = np.where(moved[:, None], trial, x)
        log = np.where(moved, trial_log, log)
        if step < warmup:
            length *= float(np.exp((moved.mean() - _AIM) / np.sqrt(1 + step / 20)))
            length = float(np.clip(length, 1e-3, 0.999))
            if step % 2 == 0:
                seen.append(x)
        else:
            taken, count = taken + float(moved.mean()), count + 1
            if (step - warmup) % thin == thin - 1:
                held.append(x)
                held_log.append(log)
    draws = np.stack(held)
    return Chains(
        draws, np.stack(held_log), taken / max(count, 1), split_rhat(draws), effective_size(draws)
    )


def _clean(log: Floats) -> Floats:
    return np.where(np.isnan(log), -np.inf, np.asarray(log, float))


def _reference(x: Floats, mean: Floats, root: Floats) -> Floats:
    return -0.5 * (np.linalg.solve(root, (x - mean).T) ** 2).sum(axis=0)
