"""Laws of pooling that hold for any data: order, units, sign, shift, duplicates, grouping."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoburn.evidence.pool import Pooled, pool
from exoburn.evidence.pool.fit import TESTS
from exoburn.evidence.pool.heterogeneity import METHODS
from exoburn.evidence.pool.solve import log_likelihood

effects = st.floats(-10, 10).map(lambda x: round(x, 3))
variances = st.floats(0.01, 20).map(lambda x: round(x, 3))
studies = st.lists(st.tuples(effects, variances), min_size=3, max_size=12)
methods, tests = st.sampled_from(METHODS), st.sampled_from(TESTS)


def pooled(rows: list[tuple[float, float]], **options: Any) -> Pooled:
    return pool(effect=[y for y, _ in rows], variance=[v for _, v in rows], **options)


def numbers(result: Pooled, by: float = 1.0) -> np.ndarray:
    """What has the effect's unit, then what has none, with the unit turned back by `by`."""
    assert result.tau2_ci is None or result.tau2_ci[0] <= result.tau2_ci[1]
    ends = [*result.ci, *(result.prediction or ())]
    with_unit = np.array([result.estimate, result.se, result.tau, *ends])
    tau2_ci = np.array(result.tau2_ci or ())
    return np.concatenate(
        [with_unit / by, tau2_ci / by**2, [result.Q, result.I2, result.H2], result.weights]
    )


def alike(one: np.ndarray, two: np.ndarray) -> None:
    # tau near zero is the root of a tau2 known to about 1e-13 of a variance: hence the 1e-5
    np.testing.assert_allclose(one, two, rtol=1e-5, atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(studies, methods, tests, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows, method, test, random) -> None:
    """Sums have no order."""
    shuffled = list(rows)
    random.shuffle(shuffled)
    one, two = (pooled(r, method=method, test=test) for r in (rows, shuffled))
    k = len(rows)
    alike(numbers(one)[:-k], numbers(two)[:-k])
    alike(np.sort(one.weights), np.sort(two.weights))


@settings(max_examples=60, deadline=None)
@given(studies, methods, tests, st.sampled_from([1e-6, 0.01, 2.54, 1e5]))
def test_units_do_not_matter(rows, method, test, unit) -> None:
    """Days or hours, metres or micrometres: everything scales, shares stay.

    The safeguard of Hartung-Knapp compares with 1, a pure number, so it scales too.
    """
    scaled = [(y * unit, v * unit**2) for y, v in rows]
    alike(
        numbers(pooled(rows, method=method, test=test)),
        numbers(pooled(scaled, method=method, test=test), by=unit),
    )


@settings(max_examples=60, deadline=None)
@given(studies, methods, tests)
def test_swapped_arms_flip_the_sign(rows, method, test) -> None:
    """Treated against control is minus control against treated."""
    one = pooled(rows, method=method, test=test)
    two = pooled([(-y, v) for y, v in rows], method=method, test=test)
    assert two.estimate == pytest.approx(-one.estimate, abs=1e-9)
    assert two.ci == pytest.approx((-one.ci[1], -one.ci[0]), abs=1e-6)
    assert two.tau2 == pytest.approx(one.tau2, abs=1e-9)
    assert two.p == pytest.approx(one.p, abs=1e-6, nan_ok=True)


@settings(max_examples=60, deadline=None)
@given(studies, methods, st.floats(-100, 100))
def test_a_shift_moves_only_the_mean(rows, method, shift) -> None:
    """Adding a constant to all effects changes no heterogeneity."""
    one, two = pooled(rows, method=method), pooled([(y + shift, v) for y, v in rows], method=method)
    assert two.estimate - shift == pytest.approx(one.estimate, abs=1e-6)
    assert two.tau2 == pytest.approx(one.tau2, rel=1e-6, abs=1e-8)


@settings(max_examples=40, deadline=None)
@given(studies)
def test_two_halves_of_a_study_are_the_study(rows) -> None:
    """Fixed effect: a study told twice with twice the variance tells what it told once."""
    doubled = [(y, 2 * v) for y, v in rows for _ in range(2)]
    one, two = pooled(rows, method="FE"), pooled(doubled, method="FE")
    assert two.estimate == pytest.approx(one.estimate, abs=1e-9)
    assert two.se == pytest.approx(one.se)
    assert pytest.approx(one.Q, abs=1e-9) == two.Q


@settings(max_examples=40, deadline=None)
@given(studies)
def test_a_paper_counted_twice_is_too_sure(rows) -> None:
    """Duplicates shrink the standard error by the square root of two: why they are linked."""
    assert pooled(rows * 2, method="FE").se == pytest.approx(
        pooled(rows, method="FE").se / math.sqrt(2)
    )


@settings(max_examples=60, deadline=None)
@given(studies, methods)
def test_the_mean_lies_among_the_effects(rows, method) -> None:
    """Weights are positive and sum to one."""
    found = pooled(rows, method=method)
    low, high = min(y for y, _ in rows), max(y for y, _ in rows)
    assert low - 1e-9 <= found.estimate <= high + 1e-9
    assert min(found.weights) > 0
    assert sum(found.weights) == pytest.approx(1)
    assert found.estimate == pytest.approx(np.dot(found.weights, [y for y, _ in rows]), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(studies)
def test_the_safeguard_never_narrows(rows) -> None:
    """Rover 2015: the guarded form has at least the standard error of z, and at least knha's."""
    safe = pooled(rows, test="knha-safe").se
    assert safe >= pooled(rows, test="z").se * (1 - 1e-12)
    assert safe >= pooled(rows, test="knha").se * (1 - 1e-12)
    assert pooled(rows, test="knha-guarded").se == safe


@settings(max_examples=40, deadline=None)
@given(studies, st.sampled_from(["REML", "ML"]))
def test_the_likelihood_has_no_higher_point(rows, method) -> None:
    """Maximum likelihood is the maximum: no tau2 of a fine grid does better."""
    found = pooled(rows, method=method)
    turned, restricted = found.rows.turned, method == "REML"
    best = log_likelihood(turned, found.tau2, restricted)
    grid = np.concatenate([[0.0], np.geomspace(1e-4, 1e3, 400)])
    assert max(log_likelihood(turned, float(t), restricted) for t in grid) <= best + 1e-9


@settings(max_examples=40, deadline=None)
@given(studies, studies)
def test_q_splits_between_and_within_groups(one, two) -> None:
    """Fixed effect: Q of all = Q within each group + Q between (analysis of variance)."""
    found = pooled(one + two, method="FE", groups=["a"] * len(one) + ["b"] * len(two))
    assert found.subgroups is not None
    within = sum(group.Q for group in found.subgroups.groups.values())
    assert within + found.subgroups.q_between == pytest.approx(found.Q, abs=1e-7)


@settings(max_examples=30, deadline=None)
@given(studies, studies)
def test_groups_are_a_moderator(one, two) -> None:
    """With one tau2, the test between two groups is the meta-regression on the group."""
    label = ["a"] * len(one) + ["b"] * len(two)
    apart = pooled(one + two, groups=label, common_tau2=True).subgroups
    line = pooled(one + two, moderators={"group": label})
    assert apart is not None
    assert line.explained is not None
    assert apart.q_between == pytest.approx(line.explained.qm, abs=1e-6, rel=1e-6)
    difference = apart.groups["b"].estimate - apart.groups["a"].estimate
    assert line.coefficients[1].estimate == pytest.approx(difference, abs=1e-7)
