"""Sizes of wounds and what is read out of their columns."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoburn.errors import InputError
from exoburn.wound import (
    front_radius,
    open_share,
    percent_area_reduction,
    percent_contracted,
    percent_covered,
)


@given(st.floats(0.1, 100), st.floats(0.1, 100))
def test_radius_of_a_rectangle(a, b):
    """Borrowed truth: 2 area / perimeter of an a x b rectangle is ab/(a + b)."""
    assert front_radius(a * b, 2 * (a + b)) == pytest.approx(10 * a * b / (a + b))
    assert front_radius(a * b) == pytest.approx(10 * math.sqrt(a * b / math.pi))


def test_a_long_wound_is_narrow():
    """Law: for equal area, more edge means a shorter way for the front."""
    assert front_radius(16, 34) < front_radius(16, 16) < front_radius(16)


@pytest.mark.parametrize(("area", "edge"), [(0, None), (-1, None), (float("nan"), None), (16, 14)])
def test_impossible_shapes_are_refused(area, edge):
    """No area, or an edge shorter than the circle's, is an input error."""
    with pytest.raises(InputError):
        front_radius(area, edge)


def test_coverage_and_area_are_not_one_number():
    """Hand calculation: two columns, half covered, one contracted by 10 %."""
    E, eps, w = np.array([[0.5], [0.5]]), np.array([[0.1], [0.0]]), np.array([0.4, 0.6])
    assert percent_covered(E, w).tolist() == [50.0]
    assert open_share(E, eps, w)[0] == pytest.approx(0.5 * (0.4 * 0.81 + 0.6))
    assert percent_area_reduction(E, eps, w)[0] == pytest.approx(100 - 50 * (0.4 * 0.81 + 0.6))
    assert percent_contracted(eps, w)[0] == pytest.approx(100 * 0.4 * 0.19)


def test_draws_and_days_keep_their_places():
    """Shapes: (draws, columns, days) with (draws, columns) gives (draws, days)."""
    E = np.linspace(0, 1, 3 * 5 * 7).reshape(3, 5, 7)
    w = np.full((3, 5), 0.2)
    np.testing.assert_allclose(percent_covered(E, w), 100 * E.mean(axis=1))
