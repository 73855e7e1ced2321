"""Fit an ensemble of constants to published numbers, and put what is found into one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from exoburn.data import Ensemble, prior_parameters
from exoburn.infer import method
from exoburn.infer.cohort import Floats
from exoburn.infer.misfit import data_of, scale_of
from exoburn.infer.observable import to_scale
from exoburn.infer.predict import Progress, predict
from exoburn.infer.prior import Prior, prior_of
from exoburn.infer.target import Target

NAME = "calibrated-1"
#: Members of the ensemble that ships, tempering steps at most, and polishing steps.
MEMBERS, STEPS, POLISH = 240, 10, 2
#: Significant digits of the values that ship: more than their spread is known to.
_DIGITS = 5


@dataclass(frozen=True, eq=False)
class Problem:
    """The targets with their prior, observations and the model that predicts them."""

    targets: tuple[Target, ...]
    prior: Prior
    jobs: int = 1
    progress: Progress | None = None

    @staticmethod
    def of(
        targets: Sequence[Target], *, jobs: int = 1, progress: Progress | None = None
    ) -> Problem:
        """The problem of these targets, those that are only checked left out."""
        fitted = tuple(t for t in targets if t.use == "fit")
        return Problem(fitted, prior_of(fitted), jobs, progress)

    @cached_property
    def data(self) -> method.Data:
        """The observations on their scales."""
        return data_of(self.targets)

    @cached_property
    def coordinates(self) -> method.Prior:
        """The prior of the coordinates: standard normal."""
        return method.Prior.of(self.prior.ids)

    def forward(self, z: Floats) -> Floats:
        """Predictions on the targets' scales of coordinates z (members, constants)."""
        return self.forward_of(self.targets, z)

    def forward_of(self, targets: Sequence[Target], z: Floats) -> Floats:
        """Predictions of some targets only, (members, len(targets))."""
        found = predict(targets, self.prior.ensemble(z), jobs=self.jobs,
                        progress=self.progress)
        return np.stack(
            [to_scale(scale_of(t), found.value[:, i]) for i, t in enumerate(targets)], axis=1
        )


def calibrate(
    problem: Problem,
    *,
    members: int = MEMBERS,
    seed: int = 0,
    resume: Path | None = None,
    progress: Callable[[int, float, float], None] | None = None,
) -> method.Posterior:
    """Fit the ensemble; with `resume` a stopped fit goes on where it was."""
    return method.smooth(
        problem.forward, problem.coordinates, problem.data, members=members, steps=STEPS,
        polish=POLISH, seed=seed, resume=resume, progress=progress,
    )


def ensemble_of(problem: Problem, fit: method.Posterior, *, name: str = NAME) -> Ensemble:
    """The members in the rows' own units, slowest healers last, with their discrepancies.

    Members are ordered by how long they let wounds stay open, so that a run that takes every
    k-th of them sees slow and fast ones in proportion. `tau/GROUP` and `delta/GROUP` are what
    studies and numbers of a kind differ by on the scale of that kind.
    """
    times = [i for i, t in enumerate(problem.targets)
             if t.observable.id == "time_to_heal" and t.statistic in ("mean", "median")]
    order = np.argsort(fit.g[:, times].mean(axis=1) if times else fit.x[:, 0], kind="stable")
    values = {key: _rounded(array[order]) for key, array in problem.prior.values(fit.z).items()}
    for kind, array in (("tau", fit.tau), ("delta", fit.delta)):
        for i, group in enumerate(problem.data.groups):
            values[f"{kind}/{group}"] = _rounded(array[order, i])
    about = {
        "targets": len(problem.targets), "studies": len(problem.data.studies),
        "members": len(fit.z), "seed": fit.seed, "steps": len(fit.trace),
    }
    return Ensemble(name, values, prior_parameters().tag, about)


def _rounded(values: Floats) -> Floats:
    """Values to five significant digits, so that rounding errors do not make another file."""
    with np.errstate(divide="ignore"):
        size = np.floor(np.log10(np.maximum(np.abs(values), 1e-300)))
    step = 10.0 ** (size - _DIGITS + 1)
    return np.round(values / step) * step


