"""The iterative ensemble smoother: prior members in, posterior members out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, eq=False)
class Posterior:
    """Posterior members and what they came from.

    z (N, p) and g (N, T, all data, used or not); x = z in white coordinates; `used` (T,) marks
    the data that were fitted; tau and delta (N, groups); jac (T, p) are slopes in white
    coordinates at the posterior; `finite` (N,) marks members without holes (holes in g are
    filled from the straight line); trace (steps, 4): beta, mean misfit per datum, members with
    holes, mean share of variance that no straight line explains.
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
    return nan for a member. Data outside `used` are predicted, not fitted. With `resume`, the
    state after every step is kept in that file; a stopped fit goes on from it to the same bits.
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
    x0 = first_members(seed, prior.names, members)
    standard = standard_errors(seed, data, members)
    mark = mark_of(prior, data, fitted, (members, steps, polish, seed, method))
    state = _start(x0, data) if resume is None or not resume.exists() else State.load(resume, mark)
    while True:
        if state.polish > (polish if method == "anchored" else 0):
            break
        done = state.polish == (polish if method == "anchored" else 0) and state.beta == 1.0
        g = run_forward(forward, prior, state.x, len(data.y))
        slopes = regress(state.x, g)
        if state.polish == 0:  # frozen while polishing, so that a member's aim stands still
            state.tau, state.delta = heterogeneity(slopes, data, fitted).draw(
                seed, data.groups, members
            )
        noise = data.noise_cov(state.tau, state.delta)[:, fitted][:, :, fitted]
        errors = errors_of(data, standard, state.tau, state.delta)[:, fitted]
        misfit = tempering.misfits(data.y[fitted] - slopes.g[:, fitted], noise)
        share = float(misfit.mean()) / max(int(fitted.sum()), 1)
        holes = float(len(g) - slopes.finite.sum())
        unexplained = float(slopes.unexplained.mean())
        state.trace = np.vstack([state.trace, [state.beta, share, holes, unexplained]])
        if progress is not None:
            progress(state.step, state.beta, share)
        _log.info("step %d: beta %.4f, misfit per datum %.3f", state.step, state.beta, share)
        if state.beta < 1.0:
            beta = tempering.next_share(
                state.beta, misfit, int(fitted.sum()), last=state.step >= steps - 1
            )
            _temper(state, x0, slopes, data.y[fitted], errors, noise, fitted, beta, method)
        else:
            _improve(state, x0, slopes, g, data.y[fitted] + errors, noise, fitted, method)
            state.polish += 1
        state.step += 1
        if resume is not None:
            state.save(resume, mark)
        if done:
            break
    last = regress(state.best_x, state.best_g)
    return Posterior(
        prior, data, fitted, prior.from_white(state.best_x), state.best_x, last.g, x0,
        state.tau, state.delta, last.jac, last.finite, state.trace, seed,
    )  # fmt: skip


def _start(x0: Floats, data: Data) -> State:
    n, groups, t = len(x0), len(data.groups), len(data.y)
    none = np.zeros((n, groups))
    return State(
        0, 0.0, 0, x0, none, none, x0, np.full((n, t), np.nan), np.full(n, np.inf), np.ones(n),
        np.zeros((0, 4)),
    )  # fmt: skip


def run_forward(forward: Forward, prior: Prior, x: Floats, data: int) -> Floats:
    """Predictions (N, data) of white coordinates (N, p); EngineError for a wrong shape."""
    g = np.asarray(forward(prior.from_white(x)), float)
    if g.shape != (len(x), data):
        raise EngineError(f"the forward model gave shape {g.shape}, not {(len(x), data)}")
    return g


def _temper(
    state: State, x0: Floats, slopes: Slopes, y: Floats, errors: Floats, noise: Floats,
    fitted: Bools, beta: float, method: Method,
) -> None:  # fmt: skip
    """Move every member to the posterior that holds the share beta of the log-likelihood."""
    g, jac = slopes.g[:, fitted], slopes.jac[fitted]
    if method == "anchored":
        state.x = anchored(x0, state.x, g, jac, y + errors / np.sqrt(beta), noise / beta)
    else:
        rise = beta - state.beta
        part = Slopes(
            jac, slopes.centre, slopes.level[fitted], g, slopes.finite, slopes.unexplained
        )
        # fresh errors a step: shifting the members' numbers by one place keeps them addressed
        fresh = np.roll(errors, state.step, axis=0)
        state.x = mda(state.x, part, y + fresh / np.sqrt(rise), noise / rise)
    state.beta = beta


def _improve(
    state: State, x0: Floats, slopes: Slopes, raw: Floats, target: Floats, noise: Floats,
    fitted: Bools, method: Method,
) -> None:  # fmt: skip
    """Keep what improved a member's own aim; where it did not, try half the step."""
    if method == "mda":
        state.best_x, state.best_g = state.x, raw
        return
    now = objective(x0, state.x, target - slopes.g[:, fitted], noise)
    now = np.where(slopes.finite, now, np.where(np.isinf(state.best), 1e300, np.inf))
    better = now < state.best
    state.best_x = np.where(better[:, None], state.x, state.best_x)
    state.best_g = np.where(better[:, None], raw, state.best_g)
    state.best = np.where(better, now, state.best)
    state.length = np.where(better, np.minimum(1.0, 2 * state.length), 0.5 * state.length)
    local = regress(state.best_x, state.best_g)
    aim = anchored(x0, state.best_x, local.g[:, fitted], local.jac[fitted], target, noise)
    state.x = state.best_x + state.length[:, None] * (aim - state.best_x)
