"""More columns change a wound's closure by less than what is stated here."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.wound import area_mean, columns
from tests.laws.laws import EQUAL, WoundLaws, first_days


def closure(f: float, count: int | None = None) -> float:
    """Days to 95 % coverage of a whole wound of mean depth f."""
    depth, weight = columns(f, count=count)
    covered = WoundLaws().run(depth)["E"]
    return float(first_days(area_mean(covered.T, weight)[:, None])[0])


@pytest.mark.parametrize(("f", "days"), [(0.2, 0.1), (0.4, 0.1), (0.55, 0.15), (0.65, 0.2),
                                         (0.8, 0.2), (0.9, 1.2), (1.15, 1.0)])  # fmt: skip
def test_the_rule_s_count_is_enough(f, days):
    """Stated error: the rule's 5 or 9 columns against 41, by mean depth."""
    assert closure(f) == pytest.approx(closure(f, 41), abs=days)


def test_deeper_wounds_never_close_sooner():
    """Law, on whole wounds: over mean depths, across the change from 5 to 9 columns as well."""
    days = np.array([closure(float(f)) for f in np.arange(0.02, 1.2, 0.02)])
    assert (np.diff(days) >= -EQUAL).all()
