"""Fit an ensemble of constants to published numbers, and try it on studies it has not seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from exoburn.data import Ensemble, shipped
from exoburn.errors import EngineError
from exoburn.infer import method
from exoburn.infer.cohort import Floats
from exoburn.infer.misfit import data_of, group_of, scale_of
from exoburn.infer.observable import to_scale
from exoburn.infer.predict import Progress, predict
from exoburn.infer.prior import Prior, prior_of
from exoburn.infer.scoreboard import Score, compare
from exoburn.infer.screen import screened
from exoburn.infer.target import Target, products_of, studies_of
from exoburn.simulate.draws import STRUCTURES

NAME = "calibrated-1"
#: Members of the ensemble that ships, tempering steps at most, and polishing steps.
MEMBERS, STEPS, POLISH = 240, 10, 2
#: Exact chain steps of every member after the fit, which mend what the straight lines left.
SWEEPS = 10
#: Significant digits of the values that ship: more than their spread is known to.
_DIGITS = 5

#: Told of each step of a fit: number, share of the likelihood that is in, mean misfit per number;
#: and of each chain step: number, share of members that moved, length of the step.
StepSeen = Callable[[int, float, float], None]


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
        found = predict(targets, self.prior.ensemble(z), jobs=self.jobs, progress=self.progress)
        return np.stack(
            [to_scale(scale_of(t), found.value[:, i]) for i, t in enumerate(targets)], axis=1
        )


@dataclass(frozen=True, eq=False)
class Calibration:
    """A finished fit: the constants that were fitted, the members, the ensemble, the trial.

    `accepted` is the share of members that moved in each chain step.
    """

    problem: Problem
    fit: method.Posterior
    ensemble: Ensemble
    left_out: tuple[Score, ...]
    accepted: tuple[float, ...] = ()


def run(
    targets: Sequence[Target],
    *,
    members: int = MEMBERS,
    seed: int = 0,
    jobs: int = 1,
    resume: Path | None = None,
    seen: StepSeen | None = None,
    moved: StepSeen | None = None,
    progress: Progress | None = None,
) -> Calibration:
    """Screen the constants, fit the ensemble, and predict each study without itself.

    `members` is a multiple of four, so that the model's structures weigh the same. A stopped run
    goes on from `resume` (and files beside it that hold screening and chains) to the same bits.
    """
    if shipped() is not None:
        raise EngineError("a calibration starts from the prior: set EXOBURN_ENSEMBLE=prior")
    problem = Problem.of(targets, jobs=jobs, progress=progress)
    chosen = screened(problem.prior, problem.forward, weight=_votes(problem.targets), seed=seed,
                      keep=beside(resume, "screen"))
    problem = replace(problem, prior=chosen)
    fit = method.smooth(
        problem.forward, problem.coordinates, problem.data, members=members - members % STRUCTURES,
        steps=STEPS, polish=POLISH, seed=seed, resume=resume, progress=seen,
    )
    refined = method.refine(
        fit, problem.forward, sweeps=SWEEPS, resume=beside(resume, "chains"), progress=moved
    )
    return Calibration(
        problem, refined.posterior, ensemble_of(problem, refined.posterior),
        tuple(left_out(problem, fit)), tuple(float(a) for a in refined.accepted),
    )


def _votes(targets: Sequence[Target]) -> Floats:
    """One vote a kind of number, shared by its targets; those with a product are kinds apart."""
    kinds = [(group_of(t), products_of(t)) for t in targets]
    return np.array([1 / kinds.count(kind) for kind in kinds])


def beside(resume: Path | None, what: str) -> Path | None:
    """The file beside the resume file that keeps another part of the state."""
    return None if resume is None else resume.with_name(f"{resume.stem}.{what}.npz")


def left_out(problem: Problem, fit: method.Posterior) -> list[Score]:
    """Each study predicted by members that never saw it.

    A member without the study is found along the straight line of the fit's own slopes, then the
    model itself predicts the study with it; what studies differ by is estimated anew without it.
    """
    scores: list[Score] = []
    for study in studies_of(problem.targets):
        mine = [t for t in problem.targets if t.study == study]
        without = method.leave_out(fit, None, [study], rounds=0)
        noise = {
            group: (without.tau[:, i], without.delta[:, i])
            for i, group in enumerate(problem.data.groups)
        }
        scores += compare(mine, problem.forward_of(mine, without.z), noise, kind="left out")
    return scores


def ensemble_of(problem: Problem, fit: method.Posterior, *, name: str = NAME) -> Ensemble:
    """The members in the rows' own units, from fast to slow healers, with their discrepancies.

    A run that takes every k-th member sees slow and fast ones in proportion; among four
    neighbours each structure of the model stands once, in the same order. `tau/GROUP` and
    `delta/GROUP` are what studies and numbers of a kind differ by on the scale of that kind.
    """
    times = [i for i, t in enumerate(problem.targets)
             if t.observable.id == "time_to_heal" and t.statistic in ("mean", "median")]
    speed = fit.g[:, times].mean(axis=1) if times else fit.x[:, 0]
    order = interleaved(speed)
    values = {key: _rounded(array[order]) for key, array in problem.prior.values(fit.z).items()}
    for kind, array in (("tau", fit.tau), ("delta", fit.delta)):
        for i, group in enumerate(problem.data.groups):
            values[f"{kind}/{group}"] = _rounded(array[order, i])
    about = {
        "targets": len(problem.targets), "studies": len(problem.data.studies),
        "members": len(fit.z), "seed": fit.seed, "steps": len(fit.trace),
    }
    return Ensemble(name, values, problem.prior.tag, about)


def interleaved(speed: Floats) -> np.ndarray:
    """Order of members by speed within each structure, structures taking turns.

    >>> interleaved(np.array([3.0, 9.0, 5.0, 1.0, 2.0, 7.0, 6.0, 4.0])).tolist()
    [4, 5, 2, 3, 0, 1, 6, 7]
    """
    number = np.arange(len(speed))
    turns = [number[number % STRUCTURES == k] for k in range(STRUCTURES)]
    return np.stack([t[np.argsort(speed[t], kind="stable")] for t in turns], axis=1).ravel()


def _rounded(values: Floats) -> Floats:
    """Values to five significant digits, so that rounding errors do not make another file."""
    with np.errstate(divide="ignore"):
        size = np.floor(np.log10(np.maximum(np.abs(values), 1e-300)))
    step = 10.0 ** (size - _DIGITS + 1)
    return np.round(values / step) * step
