"""Predict studies from a fit that never saw them: the full refit, and a short cut to it.

A member of the anchored smoother is the minimum of its own aim. Without some studies the aim
loses their terms, and Gauss-Newton steps from the full fit's member lead to the new minimum:
one step for a straight-line model, a few where it bends. The member keeps its anchor and its
errors, so short cut and refit can be compared member by member.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exoburn.errors import EngineError, InputError
from exoburn.infer.method.heterogeneity import heterogeneity
from exoburn.infer.method.members import errors_of, standard_errors
from exoburn.infer.method.predictive import Predictive, predictive
from exoburn.infer.method.problem import Bools, Floats, Forward
from exoburn.infer.method.regression import regress
from exoburn.infer.method.smoother import Posterior, Progress, smooth
from exoburn.infer.method.update import anchored


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Members without some studies: z (N, p), g (N, T) and tau, delta (N, groups).

    `out` (T,) marks the data left out; `evaluations` counts forward runs of a member;
    `change` is the root mean square of the last correction to g in units of the sampling error
    (how far the short cut still moved; nan with no forward run).
    """

    out: Bools
    z: Floats
    g: Floats
    tau: Floats
    delta: Floats
    predictive: Predictive
    evaluations: int
    change: float


def leave_out(
    fit: Posterior, forward: Forward | None, studies: Sequence[str], *, rounds: int = 2
) -> LeftOut:
    """Short cut: `rounds` forward runs of the ensemble (0: the straight line only).

    tau and delta are estimated anew without the studies. Raises InputError for an unknown study
    or when `rounds` is above 0 without a forward model.
    """
    if rounds > 0 and forward is None:
        raise InputError("a forward model is needed for rounds above 0", key="rounds", given=rounds)
    out = fit.data.of_studies(studies)
    keep = fit.used & ~out
    standard = standard_errors(fit.seed, fit.data, len(fit.z))
    slopes = regress(fit.x, np.where(fit.finite[:, None], fit.g, np.nan))
    x, g, jac = fit.x, fit.g, slopes.jac
    tau, delta = fit.tau, fit.delta
    change = float("nan")
    for turn in range(max(rounds, 1)):
        tau, delta = heterogeneity(slopes, fit.data, keep).draw(
            fit.seed, fit.data.groups, len(fit.z)
        )
        noise = fit.data.noise_cov(tau, delta)[:, keep][:, :, keep]
        target = fit.data.y + errors_of(fit.data, standard, tau, delta)
        new = anchored(fit.x0, x, g[:, keep], jac[keep], target[:, keep], noise)
        straight = g + (new - x) @ jac.T
        x = new
        if rounds == 0 or forward is None:
            g = straight
            break
        found = np.asarray(forward(fit.prior.from_white(x)), float)
        if found.shape != g.shape:
            raise EngineError(f"the forward model gave shape {found.shape}, not {g.shape}")
        g = np.where(np.isfinite(found), found, straight)
        change = float(np.sqrt((((g - straight) / fit.data.se) ** 2).mean()))
        if turn + 1 < rounds:
            slopes = regress(x, g)
            jac = slopes.jac
    return LeftOut(
        out, fit.prior.from_white(x), g, tau, delta, predictive(fit.data, g, tau, delta),
        len(x) * rounds, change,
    )  # fmt: skip


def refit(
    fit: Posterior,
    forward: Forward,
    studies: Sequence[str],
    *,
    steps: int = 10,
    polish: int = 3,
    resume: Path | None = None,
    progress: Progress | None = None,
) -> LeftOut:
    """The whole fit again without the studies: same members, anchors, errors and seed."""
    out = fit.data.of_studies(studies)
    again = smooth(
        forward,
        fit.prior,
        fit.data,
        members=len(fit.z),
        steps=steps,
        polish=polish,
        seed=fit.seed,
        used=fit.used & ~out,
        resume=resume,
        progress=progress,
    )
    return LeftOut(
        out, again.z, again.g, again.tau, again.delta,
        predictive(fit.data, again.g, again.tau, again.delta), again.evaluations, 0.0,
    )  # fmt: skip
