"""Refining brings members to the exact posterior and never away from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from exoburn.errors import InputError
from exoburn.infer.method import hierarchy, leave_out, refine, refit, sample_mcmc, smooth
from exoburn.infer.method.members import first_members
from exoburn.infer.method.problem import Floats
from exoburn.infer.method.toys import toy


def test_refined_members_meet_long_chains_on_a_strongly_bent_problem() -> None:
    """Truth: long chains by another sampler on the exact joint posterior."""
    made = toy("hard", parameters=4, data=12, bend=0.5, tau=0.6, delta=0.4, se=0.8)
    joint = hierarchy(made.forward, made.prior, made.data)
    chains = sample_mcmc(joint, first_members(1, joint.names, 64), steps=1500, warmup=600)
    assert chains.rhat.max() < 1.02
    z, tau, delta = joint.split(chains.flat)
    fit = smooth(made.forward, made.prior, made.data, members=1000)
    found = refine(fit, made.forward, sweeps=25)
    assert found.accepted[-1] > 0.2
    better = found.posterior
    sd = z.std(axis=0)

    def gap(at: Floats) -> float:
        return float(np.abs((at.mean(axis=0) - z.mean(axis=0)) / sd).mean())

    assert gap(better.z) < 0.06
    assert gap(better.z) < gap(fit.z) + 0.02
    assert np.abs(better.z.std(axis=0) / sd - 1).max() < 0.10
    assert better.tau.mean(axis=0) == pytest.approx(tau.mean(axis=0), rel=0.10)
    assert better.delta.mean(axis=0) == pytest.approx(delta.mean(axis=0), rel=0.10)


def test_stopped_refining_goes_on_to_the_same_bits(tmp_path: Path) -> None:
    """Truth: refining that nobody stopped; a file of another fit is refused."""
    made = toy("cross", bend=0.3, tau=0.6)
    fit = smooth(made.forward, made.prior, made.data, members=60)
    whole = refine(fit, made.forward, sweeps=4)
    file = tmp_path / "refine.npz"
    refine(fit, made.forward, sweeps=2, resume=file)
    with pytest.raises(InputError, match="another fit"):
        refine(whole.posterior, made.forward, sweeps=4, resume=file)
    calls = 0

    def once(z: Floats) -> Floats:
        nonlocal calls
        calls += 1
        return made.forward(z)

    again = refine(fit, once, sweeps=4, resume=file)
    assert calls == 2
    assert np.array_equal(whole.posterior.z, again.posterior.z)
    assert np.array_equal(whole.posterior.tau, again.posterior.tau)


def test_members_with_holes_move_to_where_there_is_an_answer() -> None:
    """Truth: after refining no member may stand where the model has no prediction."""
    made = toy("line")

    def holed(z: Floats) -> Floats:
        g = made.forward(z)
        g[z[:, 0] > 1.0] = np.nan
        return g

    fit = smooth(holed, made.prior, made.data, members=200)
    found = refine(fit, holed, sweeps=8).posterior
    assert found.finite.mean() >= fit.finite.mean()
    assert found.finite.all()
    assert (found.z[:, 0] <= 1.0).all()


def test_short_cut_starts_from_refined_members_too() -> None:
    """Truth: the full refit without the study."""
    made = toy("cross", bend=0.3, tau=0.6, delta=0.4)
    fit = smooth(made.forward, made.prior, made.data, members=300)
    full = refit(fit, made.forward, ["S3"]).predictive
    refined = refine(fit, made.forward).posterior
    short = leave_out(refined, made.forward, ["S3"], rounds=2)
    shift = np.abs(short.predictive.mean - full.mean)[short.out] / full.sd[short.out]
    assert shift.max() < 0.15
