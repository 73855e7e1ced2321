"""What the fitted members predict for each datum, with every kind of error in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exoburn.infer.method.problem import Bools, Data, Floats
from exoburn.infer.method.scores import (
    Coverage,
    coverage,
    interval_score,
    mixture_cdf,
    mixture_quantile,
)


@dataclass(frozen=True, eq=False)
class Predictive:
    """Posterior predictive of a new study's numbers like these, each (T,).

    mean, sd, p05, p50, p95 and z = (y - mean)/sd; `place` is the predictive distribution
    function at y (uniform when the model is right); `model_sd` is the spread of g alone.
    """

    data: Data
    mean: Floats
    sd: Floats
    p05: Floats
    p50: Floats
    p95: Floats
    z: Floats
    place: Floats
    model_sd: Floats

    @property
    def inside(self) -> Bools:
        """Whether y lies in its 90 % interval (T,)."""
        return (self.data.y >= self.p05) & (self.data.y <= self.p95)

    def coverage(self, chosen: Bools | None = None) -> Coverage:
        """Share inside the 90 % intervals among the chosen data."""
        at = np.ones(len(self.mean), bool) if chosen is None else chosen
        return coverage(self.p05[at], self.p95[at], self.data.y[at])

    def interval_score(self) -> Floats:
        """Interval score of each datum's 90 % interval (T,)."""
        return interval_score(self.p05, self.p95, self.data.y)


def predictive(data: Data, g: Floats, tau: Floats, delta: Floats) -> Predictive:
    """Mix over members (g (N, T); tau, delta (N, groups)): a normal about each member's g.

    The study effect and the arm discrepancy are those of a new study. Exact for each member, so
    the percentiles carry no noise but that of the members.

    >>> data = Data.of(["a"], [1.0], [0.6], study=["S"], group=["g"], tau_scale={"g": 1.0})
    >>> out = predictive(data, np.zeros((5, 1)), np.full((5, 1), 0.8), np.zeros((5, 1)))
    >>> round(float(out.sd[0]), 6), round(float(out.p95[0]), 4), round(float(out.z[0]), 6)
    (1.0, 1.6449, 1.0)
    """
    at = data.group_index
    error = np.sqrt(data.se**2 + tau[:, at] ** 2 + delta[:, at] ** 2)
    mean = g.mean(axis=0)
    sd = np.sqrt(g.var(axis=0) + (error**2).mean(axis=0))
    p05, p50, p95 = (mixture_quantile(g, error, p) for p in (0.05, 0.50, 0.95))
    return Predictive(
        data=data,
        mean=mean,
        sd=sd,
        p05=p05,
        p50=p50,
        p95=p95,
        z=(data.y - mean) / sd,
        place=mixture_cdf(data.y, g, error),
        model_sd=g.std(axis=0),
    )
