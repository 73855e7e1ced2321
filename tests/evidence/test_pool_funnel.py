"""Funnel asymmetry: classical forms by plain least squares, symmetry, reflection."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from exoburn import InputError, pool
from exoburn.evidence.pool.trim_fill import ESTIMATORS
from tests.evidence.pool_truth import BCG, truth

rows = st.lists(
    st.tuples(st.floats(-5, 5).map(lambda x: round(x, 4)), st.floats(0.01, 4)),
    min_size=4, max_size=15, unique_by=lambda row: row[0],
)  # fmt: skip


def of(pairs):
    return pool(effect=[y for y, _ in pairs], variance=[v for _, v in pairs], method="DL")


@settings(max_examples=40, deadline=None)
@given(rows)
def test_egger_is_the_regression_of_1997(pairs) -> None:
    """Effect/se on 1/se by ordinary least squares: its intercept is our slope, same t and p."""
    y, v = np.array(pairs).T
    se = np.sqrt(v)
    if np.ptp(se) < 1e-3:
        return
    line = stats.linregress(1 / se, y / se)
    found = of(pairs).egger()
    assert found.slope == pytest.approx(line.intercept, rel=1e-6, abs=1e-6)
    assert found.se == pytest.approx(line.intercept_stderr, rel=1e-5, abs=1e-9)
    assert found.limit == pytest.approx(line.slope, rel=1e-6, abs=1e-6)
    t = line.intercept / line.intercept_stderr
    assert found.p == pytest.approx(2 * stats.t.sf(abs(t), len(pairs) - 2), abs=1e-6)


def test_egger_by_size_needs_sizes() -> None:
    """Peters 2006 regresses on 1/n: the same as on the variance where that is 1/n."""
    n = np.array([10.0, 20, 40, 80])
    found = pool(effect=[1.0, 0.5, 0.4, 0.1], variance=1 / n)
    by_size = found.egger(predictor="inverse_size", size=n)
    assert by_size.slope == pytest.approx(found.egger(predictor="variance").slope)
    with pytest.raises(InputError, match="needs size"):
        found.egger(predictor="size")
    with pytest.raises(InputError, match="4 sizes"):
        found.egger(predictor="size", size=[1, 2])
    with pytest.raises(InputError, match="nearest: se"):
        found.egger(predictor="sei")


@settings(max_examples=40, deadline=None)
@given(rows, st.sampled_from(ESTIMATORS))
def test_a_mirrored_funnel_fills_its_other_side(pairs, estimator) -> None:
    """Relabelled arms: as many studies, the other side, the mean with its sign changed."""
    one = of(pairs).trim_and_fill(estimator, side="left")
    two = of([(-y, v) for y, v in pairs]).trim_and_fill(estimator, side="right")
    assert one.missing == two.missing
    assert one.pooled.estimate == pytest.approx(-two.pooled.estimate, abs=1e-7)
    assert one.pooled.k == len(pairs) + one.missing


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_a_symmetric_funnel_lacks_nothing(estimator: str) -> None:
    """Mirror-image studies around a centre: none missing, Egger's slope zero."""
    y = [1.0, 1.5, 0.5, 2.0, 0.0, 3.1, -1.1]
    v = [0.01, 0.1, 0.1, 0.3, 0.3, 0.9, 0.9]
    found = pool(effect=y, variance=v, method="DL")
    assert found.trim_and_fill(estimator, side="left").missing == 0
    assert found.egger().slope == pytest.approx(0, abs=1e-9)


def test_cutting_one_side_is_noticed() -> None:
    """A symmetric funnel less its three leftmost studies: some are filled back on the left."""
    spread = np.array([0.3, 0.6, 0.8, 1.1, 1.4, 1.7, 2.0])
    y = np.concatenate([[0.0], spread, -spread])
    v = np.concatenate([[0.01], (spread / 1.5) ** 2, (spread / 1.5) ** 2])
    whole = pool(effect=y, variance=v, method="DL")
    cut = pool(effect=y[:-3], variance=v[:-3], method="DL")
    filled = cut.trim_and_fill()
    assert filled.side == "left"
    assert 1 <= filled.missing <= 5
    assert abs(filled.pooled.estimate - whole.estimate) < abs(cut.estimate - whole.estimate)
    assert filled.pooled.names[-1] == f"filled {filled.missing}"


def test_names_of_what_cannot_be() -> None:
    """Too few studies, moderators, unknown words."""
    with pytest.raises(InputError, match="three studies"):
        pool(effect=[1, 2], variance=[1, 2]).egger()
    with pytest.raises(InputError, match="without moderators"):
        pool(effect=[1, 2, 4], variance=[1, 2, 1], moderators=[1.0, 2.0, 3.0]).egger()
    with pytest.raises(InputError, match="unknown estimator"):
        pool(effect=[1, 2, 4], variance=[1, 2, 1]).trim_and_fill("L1")
    with pytest.raises(InputError, match="unknown side"):
        pool(effect=[1, 2, 4], variance=[1, 2, 1]).trim_and_fill(side="top")
    with pytest.raises(InputError, match="alike"):
        pool(effect=[1, 2, 4], variance=[1, 1, 1]).egger()


def test_sizes_of_the_sets() -> None:
    """The small table carried here is the one in the shared file."""
    data = truth("bcg_logRR")
    assert np.array_equal(BCG[1], np.add(data["tpos"], data["tneg"]))
    assert np.array_equal(BCG[3], np.add(data["cpos"], data["cneg"]))
