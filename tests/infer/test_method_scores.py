"""Scores, ranks and chains against numbers that are known otherwise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from exoburn import streams
from exoburn.errors import InputError
from exoburn.infer.method import coverage, crps, interval_score, learned, sample_mcmc
from exoburn.infer.method.convergence import effective_size, split_rhat
from exoburn.infer.method.problem import Floats, Prior
from exoburn.infer.method.uniformity import chi_square, ecdf_band, inside_band


def _normal(*shape: int) -> Floats:
    return streams.normal(5, "test", index=np.arange(int(np.prod(shape)))).reshape(shape)


def test_interval_score_is_least_for_the_true_interval() -> None:
    """Truth: the score is proper, so the true 5th and 95th percentiles win on average."""
    y = _normal(20000)
    score = [
        interval_score(np.full(20000, -w), np.full(20000, w), y).mean()
        for w in (1.2, stats.norm.ppf(0.95), 2.2)
    ]
    assert score[1] == min(score)
    exact = 2 * stats.norm.ppf(0.95) + 40 * (stats.norm.pdf(1.644854) - 1.644854 * 0.05)
    assert score[1] == pytest.approx(exact, rel=0.02)


def test_crps_of_a_normal() -> None:
    """Truth: closed form for N(0, 1) at y = 0.7 (Gneiting and Raftery 2007, eq. 21)."""
    y = 0.7
    exact = y * (2 * stats.norm.cdf(y) - 1) + 2 * stats.norm.pdf(y) - 1 / np.sqrt(np.pi)
    assert crps(_normal(20000, 1), [y])[0] == pytest.approx(exact, abs=0.01)


def test_coverage_bounds_are_clopper_pearson() -> None:
    """Truth: SciPy's exact binomial interval."""
    found = coverage(np.zeros(20), np.ones(20), np.r_[np.full(17, 0.5), np.full(3, 2.0)])
    exact = stats.binomtest(17, 20).proportion_ci(0.90)
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high))
    assert found.share == 0.85


def test_uniform_ranks_pass_and_wrong_ones_do_not() -> None:
    """Truth: uniform numbers leave a 95 % band in about 5 of 100 cases; too narrow a posterior
    (U-shaped ranks) and a biased one leave it."""
    u = streams.uniform(9, "ranks", theta=np.arange(400)[:, None], index=np.arange(100))
    left = np.mean([not inside_band(row) for row in u])
    assert 0.02 < left < 0.09
    pass_ = np.mean([chi_square(row) > 0.05 for row in u])
    assert 0.90 < pass_ < 0.98
    narrow = stats.norm.cdf(1.6 * stats.norm.ppf(u[0]))
    biased = stats.norm.cdf(stats.norm.ppf(u[0]) + 0.7)
    assert not inside_band(narrow)
    assert not inside_band(biased)
    low, high = ecdf_band(100)
    assert (low <= np.arange(1, 50) / 50).all()
    assert (high >= np.arange(1, 50) / 50).all()


def test_chains_find_a_crooked_density() -> None:
    """Truth: a banana, x ~ N(0, 1) and y | x ~ N(x^2 / 2, 0.5^2): E y = 1/2, Var y = 3/4."""

    def log(x: Floats) -> Floats:
        return -0.5 * (x[:, 0] ** 2 + ((x[:, 1] - x[:, 0] ** 2 / 2) / 0.5) ** 2)

    made = sample_mcmc(log, _normal(48, 2), steps=3000, warmup=600)
    assert made.rhat.max() < 1.02
    mean, variance = made.flat.mean(axis=0), made.flat.var(axis=0)
    assert mean == pytest.approx([0.0, 0.5], abs=0.06)
    assert variance == pytest.approx([1.0, 0.75], abs=0.12)
    again = sample_mcmc(log, _normal(48, 2), steps=50, warmup=20)
    assert np.array_equal(again.draws, sample_mcmc(log, _normal(48, 2), steps=50, warmup=20).draws)


def test_chains_need_a_start() -> None:
    """Truth: no chain can begin where the density is zero, nor learn from too few."""
    with pytest.raises(InputError, match="too few chains"):
        sample_mcmc(lambda x: x[:, 0], np.zeros((3, 4)))
    with pytest.raises(InputError, match="no chain starts"):
        sample_mcmc(lambda x: np.full(len(x), np.nan), np.zeros((20, 2)))


def test_effective_size_of_an_autoregression() -> None:
    """Truth: AR(1) with coefficient a has n (1 - a)/(1 + a) effective draws."""
    a, e = 0.6, _normal(4000, 4, 1)
    x = np.zeros_like(e)
    for t in range(1, 4000):
        x[t] = a * x[t - 1] + np.sqrt(1 - a**2) * e[t]
    assert effective_size(x)[0] == pytest.approx(16000 * 0.25, rel=0.15)
    assert split_rhat(x)[0] < 1.01
    assert split_rhat(x + np.array([0.0, 0, 0, 2.0])[:, None])[0] > 1.1


def test_learned_divergence_of_normals() -> None:
    """Truth: KL of N(1, 1/2^2) from N(0, 1) = (1/4 + 1 - 1 - ln(1/4))/2."""
    z = 1.0 + 0.5 * _normal(40000, 1)
    found = learned(Prior.of(["a"]), z)
    assert found.divergence[0] == pytest.approx(0.5 * (0.25 - np.log(0.25)), rel=0.03)
    assert found.shift[0] == pytest.approx(1.0, abs=0.02)
