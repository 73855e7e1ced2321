"""Shared controls and clustered wounds: closed forms, and what ignoring them would cost."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoburn import InputError, pool
from exoburn.evidence.pool import (
    clustered_variance,
    combine_arms,
    control_term,
    design_effect,
    effective_size,
    mean_difference,
    shared_control_matrix,
    split_control,
)

sd = st.floats(0.5, 3.0)
size = st.integers(4, 30)


def three_arms(sds, sizes) -> tuple[np.ndarray, np.ndarray, float]:
    """Differences of two treated arms from one control, their variances, the control's share."""
    means = np.array([4.0, 6.0, 1.0])
    shares = np.square(sds) / sizes
    return means[:2] - means[2], shares[:2] + shares[2], float(shares[2])


@settings(max_examples=40, deadline=None)
@given(st.tuples(sd, sd, sd), st.tuples(size, size, size))
def test_two_arms_against_one_control(sds, sizes) -> None:
    """Least squares: the inverse-variance mean of both arms less the control, fixed effect."""
    y, v, shared = three_arms(sds, sizes)
    matrix = shared_control_matrix(v, ["a", "a"], shared)
    found = pool(effect=y, variance=matrix, study=["a", "a"], method="FE")
    own = v - shared
    mean = np.sum(y / own) / np.sum(1 / own)
    assert found.estimate == pytest.approx(mean)
    assert found.se == pytest.approx(math.sqrt(1 / np.sum(1 / own) + shared))
    naive = pool(effect=y, variance=v, method="FE")
    assert naive.se < found.se
    assert sum(found.weights) == pytest.approx(1)
    assert np.dot(found.weights, y) == pytest.approx(found.estimate)


def test_merged_arms_and_covariance_agree_where_they_should() -> None:
    """Equal arms with equal means: one merged contrast tells what two dependent ones tell."""
    sd_all, n = 2.0, 10
    arms = mean_difference([3.0, 3.0], sd_all, n, 1.0, sd_all, n)
    matrix = shared_control_matrix(arms.variance, ["s", "s"], control_term("MD", sd=sd_all, n=n))
    other = mean_difference(2.5, 1.5, 12, 1.0, 1.5, 12)
    y, v = np.append(arms.effect, other.effect), np.zeros((3, 3))
    v[:2, :2], v[2, 2] = matrix, other.variance.item()
    found = pool(effect=y, variance=v, study=["s", "s", "t"], method="FE")
    # the merged group keeps the SD of its members here, not the sample SD of equal means
    merged = [2.0, sd_all**2 / (2 * n) + sd_all**2 / n]
    alone = pool(effect=[merged[0], other.effect.item()],
                 variance=[merged[1], other.variance.item()], method="FE")  # fmt: skip
    assert (found.estimate, found.se) == pytest.approx((alone.estimate, alone.se))
    assert combine_arms([3.0, 3.0], [sd_all] * 2, [n] * 2)[::2] == pytest.approx((3.0, 20.0))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(0.1, 4)), min_size=3, max_size=8))
def test_a_diagonal_matrix_is_a_vector(rows) -> None:
    """No covariance: the turned rows give what plain weights give, for every general method."""
    y, v = np.array(rows).T
    study = [str(i) for i in range(len(rows))]
    for method in ("FE", "DL", "REML", "ML", "PM"):
        one = pool(effect=y, variance=v, method=method)
        two = pool(effect=y, variance=np.diag(v), method=method, study=study)
        assert two.estimate == pytest.approx(one.estimate, abs=1e-7)
        assert (two.se, two.tau2, two.Q) == pytest.approx((one.se, one.tau2, one.Q), abs=1e-6)
        assert pytest.approx(one.I2, abs=1e-4) == two.I2


def test_reml_of_dependent_rows_is_the_dense_likelihood() -> None:
    """REML maximised on the full matrix V + tau2 G by brute force."""
    y = np.array([1.0, 2.5, 0.2, 3.0, -0.5])
    who = ["a", "a", "b", "c", "c"]
    v = shared_control_matrix([0.5, 0.6, 0.3, 0.4, 0.5], who, [0.2, 0.2, 0.1, 0.2, 0.2])
    found = pool(effect=y, variance=v, study=who)
    same = np.equal.outer(np.array(who), np.array(who))
    g = np.where(same, 0.5, 0.0) + 0.5 * np.eye(5)

    def likelihood(tau2: float) -> float:
        m = np.linalg.inv(v + tau2 * g)
        ones = np.ones(5)
        mean = (ones @ m @ y) / (ones @ m @ ones)
        r = y - mean
        logs = np.linalg.slogdet(m)[1] - math.log(ones @ m @ ones)
        return float(logs - r @ m @ r) / 2

    step = 1e-4
    assert likelihood(found.tau2) >= max(
        likelihood(found.tau2 + step), likelihood(found.tau2 - step)
    )
    assert likelihood(found.tau2) >= max(likelihood(t) for t in np.linspace(0, 20, 2001))
    m = np.linalg.inv(v + found.tau2 * g)
    assert found.se == pytest.approx(1 / math.sqrt(m.sum()))


def test_smd_shares_the_error_of_its_sd_too() -> None:
    """Gleser and Olkin: cov = 1/n_control + g_i g_j / (2 N)."""
    found = shared_control_matrix([0.3, 0.3], ["a", "a"], control_term("SMD", n=10),
                                  effect=[1.0, 0.5], total=30)  # fmt: skip
    assert found[0, 1] == pytest.approx(0.1 + 0.5 / 60)


def test_one_correlation_stands_for_a_matrix() -> None:
    """Several outcomes of one study with an assumed correlation."""
    one = pool(effect=[1, 2, 3], variance=[1, 4, 1], study=["a", "a", "b"], within_correlation=0.5)
    matrix = [[1, 1, 0], [1, 4, 0], [0, 0, 1]]
    two = pool(effect=[1, 2, 3], variance=matrix, study=["a", "a", "b"])
    assert one.estimate == pytest.approx(two.estimate)
    assert one.se == pytest.approx(two.se)


def test_wounds_on_one_animal() -> None:
    """ICC 0: as many animals; ICC 1: one animal a cluster, whatever the wounds."""
    assert float(design_effect(4, 0.0)) == 1
    assert float(effective_size(24, 4, 1.0)) == pytest.approx(6)
    assert float(clustered_variance(0.2, 4, 0.3)) == pytest.approx(0.38)
    assert split_control(2, 9.0, 3.0) == (4.5, 1.5)


def test_what_cannot_be_is_refused() -> None:
    """One line each."""
    with pytest.raises(InputError, match="one control"):
        shared_control_matrix([1, 1], ["a", "a"], [0.2, 0.3])
    with pytest.raises(InputError, match="exceeds"):
        shared_control_matrix([1, 1], ["a", "a"], 1.5)
    with pytest.raises(InputError, match="both effect and total"):
        shared_control_matrix([1, 1], ["a", "a"], 0.5, effect=[1, 2])
    with pytest.raises(InputError, match="needs sd and n"):
        control_term("MD", n=4)
    with pytest.raises(InputError, match="between none and all"):
        control_term("OR", events=0, n=10)
    with pytest.raises(InputError, match="independent effects only"):
        pool(effect=[1, 2], variance=np.diag([1.0, 1.0]), method="SJ")
    with pytest.raises(InputError, match="between 0 and 1"):
        design_effect(3, 1.2)
