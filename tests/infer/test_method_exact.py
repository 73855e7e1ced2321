"""Where the answer is known in closed form, the smoother and the chains must meet it."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.infer.method import (
    Data,
    Prior,
    hierarchy,
    identifiability,
    learned,
    sample_mcmc,
    smooth,
)
from exoburn.infer.method.heterogeneity import heterogeneity
from exoburn.infer.method.members import first_members
from exoburn.infer.method.regression import regress
from exoburn.infer.method.toys import exact, toy


def test_smoother_meets_the_normal_posterior() -> None:
    """Truth: mean and covariance of Bayesian linear regression, written down directly."""
    made = toy("line")
    mean, cov = exact(made)
    fit = smooth(made.forward, made.prior, made.data, members=400)
    sd = np.sqrt(np.diag(cov))
    assert np.abs((fit.z.mean(axis=0) - mean) / sd).max() < 0.15
    assert np.abs(fit.z.std(axis=0, ddof=1) / sd - 1).max() < 0.12
    found = np.cov(fit.z.T)
    scaled = np.linalg.solve(np.linalg.cholesky(cov), found)
    scaled = np.linalg.solve(np.linalg.cholesky(cov), scaled.T)
    assert np.abs(scaled - np.eye(len(mean))).max() < 0.25


def test_more_parameters_than_data_shrink_no_more_than_they_should() -> None:
    """Truth: the closed form with 150 parameters and 60 data; an ensemble that is too sure
    (spurious correlations) has SD ratios well below 1, as plain assimilation has here."""
    made = toy("wide", parameters=150, data=60, sparse=0.8)
    _, cov = exact(made)
    sd = np.sqrt(np.diag(cov))
    anchored = smooth(made.forward, made.prior, made.data)
    plain = smooth(made.forward, made.prior, made.data, method="mda")
    assert abs((anchored.z.std(axis=0) / sd).mean() - 1) < 0.03
    assert (plain.z.std(axis=0) / sd).mean() < 0.95


def test_a_prior_with_mean_and_covariance_is_honoured() -> None:
    """Truth: the product of two normals, prior N(1, [[4, 1], [1, 1]]) and y = a + e."""
    cov = np.array([[4.0, 1.0], [1.0, 1.0]])
    prior = Prior.of(["a", "b"], mean=[1.0, 1.0], cov=cov)
    data = Data.of(["y"], [3.0], [1.0], study=["S"], group=["g"])
    fit = smooth(lambda z: z[:, :1], prior, data, members=2000)
    gain = cov[:, 0] / 5.0
    assert fit.z.mean(axis=0) == pytest.approx(1.0 + gain * 2.0, abs=0.06)
    assert np.cov(fit.z.T) == pytest.approx(cov - np.outer(gain, cov[0]), abs=0.12)


def test_tau_posterior_equals_direct_integration() -> None:
    """Truth: tau's marginal posterior on a fine grid, parameters integrated in closed form."""
    made = toy("tau", parameters=2, data=24, tau=1.0)
    data = made.data
    x = first_members(0, made.prior.names, 100)
    found = heterogeneity(regress(x, made.forward(x)), data, np.ones(24, bool))
    grid = (np.arange(60) + 0.5) / 15.0
    log = np.empty((60, 60))
    for i, a in enumerate(grid):
        for j, b in enumerate(grid):
            tau = np.array([a, b])
            cov = made.slopes @ made.slopes.T + data.noise_cov(tau, np.zeros(2))
            log[i, j] = -0.5 * (
                np.linalg.slogdet(cov)[1] + data.y @ np.linalg.solve(cov, data.y) + a**2 + b**2
            )
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    truth = np.array([weight.sum(axis=1) @ grid**2, weight.sum(axis=0) @ grid**2])
    assert found.mean_square()[0] == pytest.approx(truth, rel=0.10)


def test_chains_and_smoother_agree_on_a_bent_problem_with_study_effects() -> None:
    """Truth: long chains on the exact joint posterior of parameters, tau and delta."""
    made = toy("joint", parameters=4, data=18, bend=0.25, tau=0.6, delta=0.4)
    joint = hierarchy(made.forward, made.prior, made.data)
    start = first_members(1, joint.names, 64)
    chains = sample_mcmc(joint, start, steps=1200, warmup=600)
    assert chains.rhat.max() < 1.02
    assert chains.ess.min() > 400
    z, tau, _ = joint.split(chains.flat)
    fit = smooth(made.forward, made.prior, made.data, members=800)
    sd = z.std(axis=0)
    assert np.abs((fit.z.mean(axis=0) - z.mean(axis=0)) / sd).max() < 0.25
    assert np.abs(fit.z.std(axis=0) / sd - 1).max() < 0.25
    assert fit.tau.mean(axis=0) == pytest.approx(tau.mean(axis=0), rel=0.2)


def test_identifiability_names_what_the_data_determine() -> None:
    """Truth: y sees a + b alone, so one direction is known and c keeps its prior."""
    data = Data.of(["1", "2"], [1.0, 1.2], [0.1, 0.1], study=["S", "T"], group=["g", "g"])
    prior = Prior.of(["a", "b", "c"])
    fit = smooth(lambda z: np.repeat(z[:, :2].sum(axis=1, keepdims=True), 2, axis=1), prior, data)
    told = identifiability(fit)
    assert told.determined == 1
    assert told.eigenvalues[0] == pytest.approx(400.0, rel=1e-4)
    assert {name for name, _ in told.loadings(0, top=2)} == {"a", "b"}
    assert told.known[:2] == pytest.approx([0.5, 0.5], abs=0.01)
    assert told.known[2] == pytest.approx(0.0, abs=1e-9)
    assert learned(prior, fit.z).shrinkage[:2] == pytest.approx([0.5, 0.5], abs=0.08)
