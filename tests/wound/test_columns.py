"""Columns of a wound: nodes, weights, clipping, counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoburn.errors import EngineError
from exoburn.wound import column_count, columns


@given(mean=st.floats(0.3, 0.7), sd=st.floats(0.01, 0.09))
def test_five_nodes_hold_nine_moments(mean, sd):
    """Borrowed truth: moments of the normal distribution, exact up to degree 2 x 5 - 1."""
    f, w = columns(mean, sd, count=5)
    z = (f - mean) / sd
    for power, moment in {0: 1, 1: 0, 2: 1, 3: 0, 4: 3, 6: 15, 8: 105}.items():
        assert np.sum(w * z**power) == pytest.approx(moment, abs=1e-8)


@given(st.lists(st.floats(0, 1.2), min_size=1, max_size=6), st.floats(0, 0.2))
def test_depths_stay_in_range_and_weights_sum_to_one(means, sd):
    """Law: f within 0-1.2, weights positive with sum 1, one row a draw."""
    f, w = columns(means, sd)
    assert f.shape == w.shape
    assert f.shape[0] == len(means)
    assert f.min() >= 0
    assert f.max() <= 1.2
    assert w.min() > 0
    np.testing.assert_allclose(w.sum(axis=-1), 1)


@given(st.permutations(range(5)))
def test_draws_do_not_see_each_other(order):
    """Law: permuting draws permutes their columns and changes no number."""
    means = np.array([0.2, 0.35, 0.5, 0.55, 0.7])
    f, _ = columns(means, count=5)
    shuffled, _ = columns(means[list(order)], count=5)
    np.testing.assert_array_equal(shuffled, f[list(order)])


def test_counts_follow_the_rule():
    """Model section 2: 5 columns, 9 above a mean of 0.75, one for an epidermal burn."""
    assert [column_count(f) for f in (0.0, 0.2, 0.75, 0.76, 1.15)] == [1, 5, 5, 9, 9]
    assert column_count(0.5, sd=0.0) == 1
    assert columns(0.0)[0].tolist() == [0.0]


def test_an_average_keeps_the_mean_where_nothing_is_clipped():
    """The mean depth of the columns is the stated one."""
    f, w = columns([0.3, 0.55])
    np.testing.assert_allclose((f * w).sum(axis=1), [0.3, 0.55])


def test_a_depth_that_is_no_number_is_refused():
    """NaN never becomes a column."""
    with pytest.raises(EngineError, match="not a number"):
        columns([0.3, float("nan")])
