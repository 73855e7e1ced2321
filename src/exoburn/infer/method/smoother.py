"""The iterative ensemble smoother: prior members in, posterior members out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np

from exoburn.errors import EngineError, InputError
from exoburn.infer.method import tempering
from exoburn.infer.method.heterogeneity import heterogeneity
from exoburn.infer.method.members import errors_of, first_members, standard_errors
from exoburn.infer.method.problem import Bools, Data, Floats, Forward, Prior
from exoburn.infer.method.regression import Slopes, regress
from exoburn.infer.method.state import State, mark_of
from exoburn.infer.method.update import anchored, mda, objective

_log = logging.getLogger(__name__)
Method = Literal["anchored", "mda"]
#: Called after each step with (step, beta, mean misfit per datum).
Progress = Callable[[int, float, float], None]
#: Longest move of a coordinate in one step, in prior SDs.
_REACH = 2.0


@dataclass(frozen=True, eq=False)
class Posterior:
    """Posterior members and what they came from.

    z (N, p) and g (N, T, all data, used or not); x = z in white coordinates; `used` (T,) marks
    the data that were fitted; tau and delta (N, groups); jac (T, p) are slopes in white
    coordinates at the posterior; `finite` (N,) marks members without holes (holes in g are
    filled from the straight line); trace (steps, 5): beta, mean misfit per datum, members with
    holes, mean share of variance that no straight line explains, share of moves refused.
    """

    prior: Prior
    data: Data
    used: Bools
    z: Floats
    x: Floats
    g: Floats
    x0: Floats
    tau: Floats
    delta: Floats
    jac: Floats
    finite: Bools
    trace: Floats
    seed: int

    @property
    def evaluations(self) -> int:
        """Members run through the forward model in all."""
        return len(self.z) * len(self.trace)


def smooth(
    forward: Forward,
    prior: Prior,
    data: Data,
    *,
    members: int = 400,
    steps: int = 10,
    polish: int = 3,
    seed: int = 0,
    method: Method = "anchored",
    used: Bools | None = None,
    resume: Path | None = None,
    progress: Progress | None = None,
) -> Posterior:
    """Fit: at most `steps` tempering steps, then `polish` steps that only improve a member.

    `forward` maps parameters (N, p) to predictions (N, T) on the scale of `data.y` and may
    return nan for a member. A move that does not bring a member nearer to its own aim is refused
    and tried again at half its length. Data outside `used` are predicted, not fitted. With
    `resume`, the state after every step is kept in that file; a stopped fit goes on from it to
    the same bits.
    Raises InputError for a wrong setting or file, EngineError when half of the members fail.

    >>> prior = Prior.of(["level"])
    >>> data = Data.of(["a"], [1.0], [1.0], study=["S"], group=["g"])
    >>> fit = smooth(lambda z: z, prior, data, members=400)
    >>> bool(abs(fit.z.mean() - 0.5) < 0.05), bool(abs(fit.z.var() - 0.5) < 0.08)
    (True, True)
    """
    if members < 20 or steps < 1 or polish < 0:
        raise InputError("too few members or steps", key="members", given=members)
    fitted = np.ones(len(data.y), bool) if used is None else np.asarray(used, bool)
    count, finish = int(fitted.sum()), polish if method == "anchored" else 0
    x0 = first_members(seed, prior.names, members)
    standard = standard_errors(seed, data, members)
    mark = mark_of(prior, data, fitted, (members, steps, polish, seed, method))
    state = _start(x0, data) if resume is None or not resume.exists() else State.load(resume, mark)
    while state.polish <= finish:
        found = run_forward(forward, prior, state.tried, len(data.y))
        refused = _judge(state, x0, found, _aim(data, standard, state, fitted), fitted, method)
        slopes = regress(state.x, state.g)
        if state.polish == 0:  # frozen while polishing, so that a member's aim stands still
            state.tau, state.delta = heterogeneity(slopes, data, fitted).draw(
                seed, data.groups, members
            )
        noise = data.noise_cov(state.tau, state.delta)[:, fitted][:, :, fitted]
        misfit = tempering.misfits(data.y[fitted] - slopes.g[:, fitted], noise)
        share = float(misfit.mean()) / max(count, 1)
        holes = float(members - np.isfinite(found).all(axis=1).sum())
        row = [state.beta, share, holes, float(slopes.unexplained.mean()), refused]
        state.trace = np.vstack([state.trace, row])
        if progress is not None:
            progress(state.step, state.beta, share)
        _log.info("step %d: beta %.4f, misfit per datum %.3f", state.step, state.beta, share)
        before = state.beta
        if state.beta == 1.0:
            state.polish += 1
        elif refused <= 0.5 or state.step >= steps - 1:
            state.beta = tempering.next_share(
                state.beta, misfit, count, last=state.step >= steps - 1
            )
        if method == "anchored":
            _propose(state, x0, slopes, fitted, *_aim(data, standard, state, fitted))
        elif state.beta > before:
            _assimilate(state, slopes, data, standard, noise, fitted, state.beta - before)
        state.step += 1
        if resume is not None:
            state.save(resume, mark)
    last = regress(state.x, state.g)
    return Posterior(
        prior, data, fitted, prior.from_white(state.x), state.x, last.g, x0,
        state.tau, state.delta, last.jac, last.finite, state.trace, seed,
    )  # fmt: skip


def _start(x0: Floats, data: Data) -> State:
    n, groups, t = len(x0), len(data.groups), len(data.y)
    none = np.zeros((n, groups))
    return State(
        0, 0.0, 0, x0, x0, np.full((n, t), np.nan), none, none, np.ones(n), np.zeros((0, 5))
    )


def run_forward(forward: Forward, prior: Prior, x: Floats, data: int) -> Floats:
    """Predictions (N, data) of white coordinates (N, p); EngineError for a wrong shape."""
    g = np.asarray(forward(prior.from_white(x)), float)
    if g.shape != (len(x), data):
        raise EngineError(f"the forward model gave shape {g.shape}, not {(len(x), data)}")
    return g


def _aim(
    data: Data, standard: tuple[Floats, Floats, Floats], state: State, fitted: Bools
) -> tuple[Floats, Floats]:
    """Each member's own data (N, used) and their noise (N, used, used) at the state's beta."""
    beta = max(state.beta, 1e-12)
    errors = errors_of(data, standard, state.tau, state.delta)[:, fitted]
    noise = data.noise_cov(state.tau, state.delta)[:, fitted][:, :, fitted]
    return data.y[fitted] + errors / np.sqrt(beta), noise / beta


def _judge(
    state: State, x0: Floats, found: Floats, aim: tuple[Floats, Floats], fitted: Bools,
    method: Method,
) -> float:  # fmt: skip
    """Take the moves that brought a member nearer to its aim; returns the share refused."""
    good: Bools = np.asarray(np.isfinite(found).all(axis=1))
    had: Bools = np.asarray(np.isfinite(state.g).all(axis=1))
    better: Bools = np.asarray(good | ~had)
    both: Bools = np.asarray(good & had)
    if method == "anchored" and both.any():
        target, noise = aim[0][both], aim[1][both]
        at, now = state.x[both], state.tried[both]
        old = objective(x0[both], at, target - state.g[both][:, fitted], noise)
        new = objective(x0[both], now, target - found[both][:, fitted], noise)
        better[both] = new <= old + 1e-9 * np.abs(old)
    state.x = np.where(better[:, None], state.tried, state.x)
    state.g = np.where(better[:, None], found, state.g)
    state.length = np.where(better, np.minimum(1.0, 2 * state.length), 0.5 * state.length)
    return float(1.0 - better.mean())


def _propose(
    state: State, x0: Floats, slopes: Slopes, fitted: Bools, target: Floats, noise: Floats
) -> None:
    """The next place of every member to try: a Gauss-Newton step, shortened where it must be."""
    g, jac = slopes.g[:, fitted], slopes.jac[fitted]
    move = anchored(x0, state.x, g, jac, target, noise) - state.x
    longest = np.abs(move).max(axis=1)
    state.length = np.minimum(state.length, _REACH / np.maximum(longest, 1e-300))
    state.tried = state.x + state.length[:, None] * move


def _assimilate(
    state: State, slopes: Slopes, data: Data, standard: tuple[Floats, Floats, Floats],
    noise: Floats, fitted: Bools, rise: float,
) -> None:  # fmt: skip
    """One textbook assimilation of the share `rise` of the log-likelihood."""
    part = replace(
        slopes, jac=slopes.jac[fitted], level=slopes.level[fitted], g=slopes.g[:, fitted]
    )
    errors = errors_of(data, standard, state.tau, state.delta)[:, fitted]
    # fresh errors a step: shifting the members' numbers by one place keeps them addressed
    fresh = np.roll(errors, state.step, axis=0)
    state.tried = mda(state.x, part, data.y[fitted] + fresh / np.sqrt(rise), noise / rise)
