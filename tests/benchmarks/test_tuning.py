"""A contestant runs at the loosest tolerance at which all columns are within the limit."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.contestants import Contestant
from benchmarks.problem import LIMIT
from benchmarks.tuning import LADDER, tuned

REFERENCE = np.ones((2, 3, 5))


def contestant(worst: np.ndarray, batch: int | None, asked: list[int]) -> Contestant:
    """Errs by `worst` times the tolerance, on one day of one state of each column."""

    def run(columns: np.ndarray, rtol: float) -> tuple[np.ndarray, float]:
        asked.extend(columns.tolist())
        y = REFERENCE[:, :, columns].copy()
        y[1, 2] += worst[columns] * rtol
        return y, 0.0

    return Contestant(run, batch=batch)


@pytest.mark.parametrize("batch", [1, 2, None])
def test_the_worst_column_sets_the_tolerance(batch):
    """Wherever it stands: the rung is the first at which 40 rtol is within the limit."""
    for place in range(5):
        worst = np.ones(5)
        worst[place] = 40.0
        asked: list[int] = []
        found = tuned(contestant(worst, batch, asked), REFERENCE)
        step = LADDER.index(found.rtol)
        assert 40 * LADDER[step] / 1.001 <= LIMIT < 40 * LADDER[step - 1] / 1.001
        assert found.error == pytest.approx(40 * found.rtol / 1.001)
        assert set(asked[-5:]) == set(range(5))


def test_a_column_beyond_the_limit_is_asked_first_next_time():
    """So that a rung that does not do costs one column."""
    asked: list[int] = []
    tuned(contestant(np.array([1.0, 1.0, 1.0, 40.0, 1.0]), 1, asked), REFERENCE)
    rungs = asked[4:-4]
    assert asked[:4] == [0, 1, 2, 3]
    assert rungs == [3] * len(rungs)


def test_a_column_that_fails_is_not_within_the_limit():
    """No number is no answer."""
    with pytest.raises(SystemExit, match="no tolerance"):
        tuned(contestant(np.array([1.0, np.nan, 1.0, 1.0, 1.0]), None, []), REFERENCE)
