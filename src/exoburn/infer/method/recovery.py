"""Does the method find known truth? Simulation-based calibration.

Truth is drawn from the prior, data from the truth, and the truth's rank among the posterior
members is uniform if the method is right (Talts et al. 2018, arXiv 1804.06788). Ranks within a
run go together, so bands for pooled coverage count runs, not parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exoburn import streams
from exoburn.infer.method.heterogeneity import half_normal
from exoburn.infer.method.problem import Data, Floats, Forward, Prior
from exoburn.infer.method.smoother import Posterior, smooth
from exoburn.infer.method.uniformity import chi_square, inside_band

LEVELS = (0.50, 0.80, 0.90, 0.95)


@dataclass(frozen=True)
class Share:
    """Coverage of central intervals at a level, with a 95 % band for it over runs."""

    level: float
    share: float
    low: float
    high: float
    n: int

    @property
    def right(self) -> bool:
        """Whether the nominal level lies in the band."""
        return self.low <= self.level <= self.high


@dataclass(frozen=True, eq=False)
class Recovery:
    """Ranks in (0, 1): of parameters (runs, p), predictions (runs, T), tau, delta (runs, groups).

    Columns of groups without a prior on tau (or delta) are left out. `fresh` holds the place of
    new data (other errors, same truth) in their predictive distribution (runs, T).
    """

    parameters: Floats
    predictions: Floats
    tau: Floats
    delta: Floats
    fresh: Floats

    def coverage(self, kind: str) -> list[Share]:
        """Coverage at 50, 80, 90 and 95 % of one of the rank tables, by name."""
        ranks: Floats = getattr(self, kind)
        out = []
        for level in LEVELS:
            inside = (np.abs(ranks - 0.5) <= level / 2).mean(axis=1)
            half = 1.96 * float(inside.std(ddof=1)) / np.sqrt(len(inside))
            share = float(inside.mean())
            out.append(Share(level, share, share - half, share + half, ranks.size))
        return out

    def uniform(self, kind: str) -> tuple[float, float]:
        """Share of columns inside their 95 % band, and the least chi-square p times columns."""
        ranks: Floats = getattr(self, kind)
        columns = [ranks[:, i] for i in range(ranks.shape[1])]
        least = min(chi_square(c) for c in columns) * len(columns)
        return float(np.mean([inside_band(c) for c in columns])), min(1.0, least)


def simulation_based_calibration(
    forward: Forward,
    prior: Prior,
    design: Data,
    *,
    runs: int = 100,
    seed: int = 0,
    fit: Callable[[Forward, Prior, Data, int], Posterior] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Recovery:
    """Draw truths, make data by `design` (its y is not read), fit, and rank the truths.

    `fit(forward, prior, data, seed)` defaults to `smooth` with its defaults. A truth
    above k of N members and level with m gets the rank (k + u (m + 1))/(N + 1), u uniform.
    """
    ranks: dict[str, list[Floats]] = {
        k: [] for k in ("parameters", "predictions", "tau", "delta", "fresh")
    }
    groups, t = np.arange(len(design.groups)), len(design.y)
    with_tau, with_delta = design.tau_scale > 0, design.delta_scale > 0

    def rank(name: str, run: int, members: Floats, truth: Floats) -> Floats:
        u = streams.uniform(seed, f"sbc/rank/{name}", theta=run, index=np.arange(len(truth)))
        less, ties = (members < truth).sum(axis=0), (members == truth).sum(axis=0)
        return (less + u * (ties + 1)) / (len(members) + 1)

    for run in range(runs):
        x = streams.normal(seed, "sbc/truth", theta=run, index=np.arange(len(prior.names)))
        z = prior.from_white(x[None])
        tau, delta = (
            half_normal(streams.uniform(seed, f"sbc/{name}", theta=run, index=groups)) * scale
            for name, scale in (("tau", design.tau_scale), ("delta", design.delta_scale))
        )
        g = forward(z)[0]
        root = np.linalg.cholesky(design.noise_cov(tau, delta))
        e = streams.normal(
            seed, "sbc/error", theta=run, person=np.arange(2)[:, None], index=np.arange(t)
        )
        data = design.with_y(g + root @ e[0])
        own = int(streams.uniform(seed, "sbc/seed", theta=run) * 2**31)
        post = (
            smooth(forward, prior, data, seed=own)
            if fit is None
            else fit(forward, prior, data, own)
        )
        ranks["parameters"].append(rank("parameters", run, post.z, z[0]))
        ranks["predictions"].append(rank("predictions", run, post.g, g))
        ranks["tau"].append(rank("tau", run, post.tau, tau)[with_tau])
        ranks["delta"].append(rank("delta", run, post.delta, delta)[with_delta])
        again = np.stack(
            [
                streams.normal(own, f"sbc/fresh/{kind}", theta=np.arange(len(post.z))[:, None],
                               index=np.arange(t))
                for kind in ("sampling", "tau", "delta")
            ]
        )  # fmt: skip
        at = design.group_index
        new = post.g + design.se * again[0] + post.tau[:, at] * again[1]
        new = new + post.delta[:, at] * again[2]
        ranks["fresh"].append(rank("fresh", run, new, g + root @ e[1]))
        if progress is not None:
            progress(run + 1)
    return Recovery(**{k: np.array(v).reshape(runs, -1) for k, v in ranks.items()})
