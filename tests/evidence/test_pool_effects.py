"""Effect sizes against published data sets, closed forms and exact expectations."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from exoburn import InputError, pool
from exoburn.evidence.pool import (
    log_odds_ratio,
    log_response_ratio,
    log_risk_ratio,
    mantel_haenszel,
    mean_difference,
    paired_difference,
    peto,
    proportion,
    ratio_of_means,
    risk_difference,
    share_of,
    standardised_difference,
)
from exoburn.evidence.pool.means import small_sample_factor
from tests.evidence.pool_truth import BCG, truth


def test_hedges_g_of_normand() -> None:
    """metafor `escalc(SMD, vtype="LS")` from means, SDs and sizes."""
    data = truth("normand1999_SMD")
    found = standardised_difference(*(data[key] for key in ("m1", "sd1", "n1", "m2", "sd2", "n2")))
    np.testing.assert_allclose(found.effect, data["yi"], rtol=1e-9)
    np.testing.assert_allclose(found.variance, data["vi"], rtol=1e-9)


def test_mean_difference_of_normand() -> None:
    """Normand 1999, tables VIII and IX: pooled SDs."""
    data, expected = truth("normand1999_SMD"), truth("normand1999_MD_pooledSD")
    words = ("m1", "sd1", "n1", "m2", "sd2", "n2")
    found = mean_difference(*(data[key] for key in words), pooled_sd=True)
    np.testing.assert_allclose(found.effect, expected["yi"], rtol=1e-9)
    np.testing.assert_allclose(found.variance, expected["vi"], rtol=1e-9)
    fixed = pool(found, method="FE")
    assert (fixed.estimate, *fixed.ci) == pytest.approx((-3.4939, -5.0265, -1.9613), abs=1e-4)


def test_log_risk_ratio_of_bcg() -> None:
    """metafor `escalc(RR)`."""
    data, found = truth("bcg_logRR"), log_risk_ratio(*BCG)
    np.testing.assert_allclose(found.effect, data["yi"], rtol=1e-9)
    np.testing.assert_allclose(found.variance, data["vi"], rtol=1e-9)


@pytest.mark.parametrize(("n1", "n2", "delta"), [(4, 4, 1.0), (6, 6, 0.5), (5, 9, -1.5)])
def test_g_and_its_variance_are_unbiased(n1: int, n2: int, delta: float) -> None:
    """Noncentral t theory: E[g] = delta and E[UB variance] = Var[g], by quadrature."""
    df, scale = n1 + n2 - 2, math.sqrt(1 / n1 + 1 / n2)
    law = stats.nct(df, delta / scale)

    def g_of(t: float) -> tuple[float, float]:
        d = t * scale
        found = standardised_difference(d, 1.0, n1, 0.0, 1.0, n2, variance="UB")
        return found.effect.item(), found.variance.item()

    ends = law.ppf([1e-9, 1 - 1e-9])

    def mean_of(function) -> float:
        grid = np.linspace(*ends, 40001)
        return float(integrate.simpson(function(grid) * law.pdf(grid), x=grid))

    j = float(small_sample_factor(df))
    assert mean_of(lambda t: t * scale * j) == pytest.approx(delta, abs=1e-4)
    spread = mean_of(lambda t: (t * scale * j - delta) ** 2)
    one, two = g_of(0.0)[1], g_of(1.0)  # the UB variance is q + c g^2
    c = (two[1] - one) / two[0] ** 2
    assert mean_of(lambda t: one + c * (t * scale * j) ** 2) == pytest.approx(spread, rel=2e-3)


def test_j_is_exact() -> None:
    """Hedges 1981 by gamma functions themselves; without bias in large samples."""
    for m in (2, 4, 10, 30):
        direct = math.gamma(m / 2) / (math.sqrt(m / 2) * math.gamma((m - 1) / 2))
        assert float(small_sample_factor(m)) == pytest.approx(direct, rel=1e-12)
    assert float(small_sample_factor(1e6)) == pytest.approx(1, abs=1e-6)


def test_lajeunesse_removes_the_skew_of_the_logarithm() -> None:
    """Exact expectation over normal means: the corrected ratio is nearer the truth."""
    m, sd, n = 20.0, 5.0, 6
    points, weights = np.polynomial.hermite_e.hermegauss(20)
    means = m + sd / math.sqrt(n) * points
    weights = weights / weights.sum()
    truth_ratio = math.log(m / 15.0)
    plain = ratio_of_means(means, sd, n, 15.0, 1e-9, 50).effect @ weights
    better = log_response_ratio(means, sd, n, 15.0, 1e-9, 50).effect @ weights
    assert abs(better - truth_ratio) < abs(plain - truth_ratio) / 3


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 20), st.integers(0, 20), st.sampled_from(["half", "by_arm"]))
def test_swapped_arms_and_events_flip_counts(one: int, two: int, zero: str) -> None:
    """Relabelling arms turns every count effect round; relabelling events turns the odds round."""
    for measure in (log_odds_ratio, log_risk_ratio, risk_difference):
        here, there = measure(one, 20, two, 30, zero), measure(two, 30, one, 20, zero)
        assert here.effect.item() == pytest.approx(-there.effect.item(), abs=1e-12)
        assert here.variance.item() == pytest.approx(there.variance.item())
    odds, not_odds = (
        log_odds_ratio(a, 20, b, 30, zero) for a, b in ((one, two), (20 - one, 30 - two))
    )
    assert odds.effect.item() == pytest.approx(-not_odds.effect.item(), abs=1e-12)


def test_zero_cells_say_what_was_done() -> None:
    """metafor `to="only0"`: half in each cell of the table with a zero, others untouched."""
    found = log_odds_ratio([0, 5], [10, 10], [3, 5], [10, 10])
    assert found.effect.tolist() == pytest.approx([math.log(0.5 * 7.5 / (10.5 * 3.5)), 0.0])
    assert pool(found).notes[0] == "half added for empty cells in row 1"
    with pytest.raises(InputError, match="empty cell"):
        log_odds_ratio([0, 5], [10, 10], [3, 5], [10, 10], zero_cells="refuse")
    assert "no ratio" in log_risk_ratio(0, 10, 0, 10).notes[1]


def test_one_table_by_three_roads() -> None:
    """Mantel-Haenszel of one table is that table's ratio; its variance is the usual one."""
    cells = (4, 123, 11, 139)
    for measure, plain in (("OR", log_odds_ratio), ("RR", log_risk_ratio), ("RD", risk_difference)):
        direct, alone = mantel_haenszel(*cells, measure), plain(*cells)
        assert direct.estimate == pytest.approx(alone.effect.item())
        assert direct.se**2 == pytest.approx(alone.variance.item(), rel=1e-9)
    mild = (10, 100, 12, 100)
    assert peto(*mild).estimate == pytest.approx(log_odds_ratio(*mild).effect.item(), abs=2e-3)
    with pytest.raises(InputError, match="too few events"):
        mantel_haenszel(0, 10, 0, 10)


def test_freeman_tukey_turns_back() -> None:
    """Miller's inverse undoes the transform for every count of every size."""
    for n in (1, 5, 40, 400):
        counts = np.arange(n + 1)
        shares = share_of(proportion(counts, n, "freeman-tukey").effect, "freeman-tukey", n)
        np.testing.assert_allclose(shares, counts / n, atol=1e-7)
    assert float(share_of(-1.0, "freeman-tukey", [5, 10])) == pytest.approx(0, abs=1e-6)
    with pytest.raises(InputError, match="only with a size"):
        share_of(0.5, "freeman-tukey")


def test_freeman_tukey_steadies_the_variance() -> None:
    """Exact binomial sums: the variance is near 1/(4n+2) for very different shares."""
    n = 40
    values = proportion(np.arange(n + 1), n, "freeman-tukey")
    for share in (0.1, 0.3, 0.5, 0.8):
        weight = stats.binom(n, share).pmf(np.arange(n + 1))
        mean = values.effect @ weight
        assert (values.effect - mean) ** 2 @ weight == pytest.approx(1 / (4 * n + 2), rel=0.07)


def test_a_pair_tells_more_than_two_groups() -> None:
    """Variance of a difference: correlation 0 gives the two-group form with n pairs."""
    two = mean_difference(3, 2, 8, 1, 2, 8).variance
    assert paired_difference(3, 2, 1, 2, 8, 0.0).variance == pytest.approx(two)
    assert paired_difference(3, 2, 1, 2, 8, 0.6).variance < two


def test_impossible_counts_and_means_are_refused() -> None:
    """One line each."""
    with pytest.raises(InputError, match="more events"):
        log_odds_ratio(11, 10, 2, 10)
    with pytest.raises(InputError, match="means above zero"):
        ratio_of_means(-1, 1, 5, 2, 1, 5)
    with pytest.raises(InputError, match=r"sd1\[0\]: too small"):
        mean_difference(1, -1, 5, 2, 1, 5)
    with pytest.raises(InputError, match="3 studies but 2"):
        mean_difference([1, 2, 3], 1, 5, [1, 2], 1, 5)
    with pytest.raises(InputError, match="four animals"):
        standardised_difference(1, 1, 1, 2, 1, 2)
