"""From nearly right members to right ones: a few exact chain steps, one chain a member.

The smoother's members are exact for a straight line and given tau; where g bends they are a
little off, and tau is drawn group by group. Each member therefore goes on as a chain on the joint
posterior: a preconditioned Crank-Nicolson step whose reference is the straight-line posterior
with the member's own noise (so that acceptance asks only for what g departs from the line), then
steps of tau and delta given the residuals. Every step leaves the exact posterior unchanged, so
members can only come nearer to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.special import ndtr, ndtri

from exoburn import streams
from exoburn.infer.method.problem import Bools, Data, Floats, Forward
from exoburn.infer.method.smoother import Posterior, Progress, run_forward
from exoburn.infer.method.state import load, mark_of, save
from exoburn.infer.method.tempering import misfits
from exoburn.infer.method.update import solve_members

_AIM = 0.35
_INNER = 4
_REACH = 0.7


@dataclass(frozen=True, eq=False)
class Refined:
    """The posterior after refining; accepted share of each sweep (sweeps,) and last step length."""

    posterior: Posterior
    accepted: Floats
    length: float


def refine(
    fit: Posterior,
    forward: Forward,
    *,
    sweeps: int = 8,
    length: float = 0.6,
    resume: Path | None = None,
    progress: Progress | None = None,
) -> Refined:
    """Run `sweeps` forward calls of the whole ensemble as exact chain steps.

    Members without a prediction try to move first. The step length adapts to an acceptance of
    about a third; when `accepted` stays near zero the straight line is a poor reference and the
    smoother's members are what there is. `resume` keeps the state after every sweep, as in
    `smooth`; `progress(sweep, accepted, length)` is called after each.

    >>> from exoburn.infer.method.smoother import smooth
    >>> from exoburn.infer.method.toys import toy
    >>> made = toy("line")
    >>> found = refine(smooth(made.forward, made.prior, made.data, members=60), made.forward)
    >>> bool(found.accepted.min() > 0.99)          # a straight line: the reference is exact
    True
    """
    data, used = fit.data, fit.used
    n, p = fit.x.shape
    person, jac = np.arange(n)[:, None], fit.jac[used]
    x, tau, delta = fit.x, fit.tau, fit.delta
    centre, level = fit.x.mean(axis=0), fit.g.mean(axis=0)
    g, finite = fit.g, fit.finite
    y = data.y[used]
    accepted, first = np.zeros(sweeps), 0
    mark = mark_of(fit.prior, data, used, ("refine", length, fit.seed, fit.x.tobytes()))
    if resume is not None and resume.exists():
        held = load(resume, mark)
        x, g, finite, tau, delta = (held[k] for k in ("x", "g", "finite", "tau", "delta"))
        length, first = float(held["length"]), int(held["sweep"])
        accepted[: len(held["accepted"])] = held["accepted"][:sweeps]
    for sweep in range(first, sweeps):
        noise = data.noise_cov(tau, delta)[:, used][:, :, used]
        spread = jac @ jac.T + noise
        mean = solve_members(spread, np.tile(y - level[used] + centre @ jac.T, (n, 1))) @ jac
        x0 = streams.normal(fit.seed, "refine/x", theta=sweep, person=person, index=np.arange(p))
        e = streams.normal(
            fit.seed, "refine/e", theta=sweep, person=person, index=np.arange(len(y))
        )
        e = (np.linalg.cholesky(noise) @ e[..., None])[..., 0]
        draw = x0 + solve_members(spread, e - x0 @ jac.T) @ jac
        trial = mean + np.sqrt(1 - length**2) * (x - mean) + length * draw
        found = run_forward(forward, fit.prior, trial, len(data.y))
        good: Bools = np.asarray(np.isfinite(found).all(axis=1))
        filled = np.where(good[:, None], found, g)
        bent = misfits(y - g[:, used], noise) - misfits(y - filled[:, used], noise)
        line = level[used] + (np.stack([x, trial]) - centre) @ jac.T
        gain = bent - (misfits(y - line[0], noise) - misfits(y - line[1], noise))
        u = streams.uniform(fit.seed, "refine/accept", theta=sweep, person=np.arange(n))
        moved = good & ((np.log(u) < gain) | ~finite)
        accepted[sweep] = moved.mean()
        x = np.where(moved[:, None], trial, x)
        g = np.where(moved[:, None], found, g)
        finite = finite | moved
        length = float(np.clip(length * np.exp(0.7 * (accepted[sweep] - _AIM)), 0.02, 0.98))
        tau, delta = _spread_steps(fit, data, data.y - g, tau, delta, sweep)
        if progress is not None:
            progress(sweep, float(accepted[sweep]), length)
        if resume is not None:
            state = {"x": x, "g": g, "finite": finite, "tau": tau, "delta": delta}
            more = {"accepted": accepted, "length": length, "sweep": sweep + 1}
            save(resume, mark, {**state, **more})
    changed = replace(fit, x=x, z=fit.prior.from_white(x), g=g, tau=tau, delta=delta, finite=finite)
    return Refined(changed, accepted, length)


def _spread_steps(
    fit: Posterior, data: Data, residual: Floats, tau: Floats, delta: Floats, sweep: int
) -> tuple[Floats, Floats]:
    """Metropolis steps of every group's (tau, delta) given the residuals (N, T)."""
    tau, delta = tau.copy(), delta.copy()
    by_study, by_arm = data.shared()
    at, person = data.group_index, np.arange(len(tau))
    for k, name in enumerate(data.groups):
        scale = np.array([data.tau_scale[k], data.delta_scale[k]])
        if not scale.any():
            continue
        rows = np.flatnonzero(fit.used & (at == k))
        block = np.ix_(rows, rows)
        base = np.diag(data.se[rows] ** 2)
        study, arm = by_study[block].astype(float), by_arm[block].astype(float)
        safe = np.where(scale > 0, scale, 1.0)
        w = -ndtri(np.clip(2 * ndtr(-np.stack([tau[:, k], delta[:, k]], 1) / safe), 0, 1 - 1e-12))
        r = residual[:, rows]

        def log(
            w: Floats, r: Floats, base: Floats, study: Floats, arm: Floats, s: Floats
        ) -> Floats:
            size = (_half(w) * s) ** 2
            cov = base + size[:, 0, None, None] * study + size[:, 1, None, None] * arm
            return -0.5 * np.linalg.slogdet(cov)[1] - misfits(r, cov)

        now = log(w, r, base, study, arm, scale)
        for inner in range(_INNER):
            turn = sweep * _INNER + inner
            xi = streams.normal(
                fit.seed, f"refine/{name}", theta=turn, person=person[:, None], index=np.arange(2)
            )
            trial = np.sqrt(1 - _REACH**2) * w + _REACH * xi
            new = log(trial, r, base, study, arm, scale)
            u = streams.uniform(fit.seed, f"refine/accept/{name}", theta=turn, person=person)
            moved = np.log(u) < new - now
            w, now = np.where(moved[:, None], trial, w), np.where(moved, new, now)
        size = _half(w) * scale
        tau[:, k], delta[:, k] = size[:, 0], size[:, 1]
    return tau, delta


def _half(w: Floats) -> Floats:
    """Half-normal quantile at the normal probability of w, stable in both tails."""
    return -ndtri(0.5 * ndtr(-w))
