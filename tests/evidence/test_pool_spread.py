"""Standard deviations and means from other statistics, against theory and printed examples."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import integrate, stats

from exoburn import InputError
from exoburn.evidence.pool import (
    combine_arms,
    mean_from_five,
    mean_from_quartiles,
    mean_from_quartiles_wan,
    mean_from_range,
    mean_from_range_hozo,
    sd_from_ci,
    sd_from_five,
    sd_from_iqr,
    sd_from_range,
    sd_from_range_hozo,
    sd_from_se,
    sd_from_se_of_difference,
    se_from_ci,
    se_from_p,
)


def expected_order(n: int, rank: int) -> float:
    """Expected `rank`-th smallest of n standard normals, by quadrature of its density."""

    def density(x: float) -> float:
        return float(x * stats.norm.pdf(x) * stats.beta.pdf(stats.norm.cdf(x), rank, n - rank + 1))

    return integrate.quad(density, -8, 8, epsabs=1e-10)[0]


@pytest.mark.parametrize("n", [5, 9, 25, 101])
def test_range_and_quartiles_of_normal_samples(n: int) -> None:
    """Order statistics: the expected range and quartiles of a normal sample give its SD of 1."""
    low, high = expected_order(n, 1), expected_order(n, n)
    quarter = (n - 1) // 4
    q1, q3 = expected_order(n, quarter + 1), expected_order(n, n - quarter)
    assert float(sd_from_range(low, high, n)) == pytest.approx(1, rel=0.02)
    assert float(sd_from_iqr(q1, q3, n)) == pytest.approx(1, rel=0.02)
    assert float(sd_from_five(low, q1, q3, high, n)) == pytest.approx(1, rel=0.015)


def test_hozo_is_off_where_wan_is_not() -> None:
    """Wan 2014: the steps by size miss the SD of normal samples by more than the quantiles do."""
    for n in (30, 70):
        end = expected_order(n, n)
        assert abs(float(sd_from_range_hozo(-end, 0, end, n)) - 1) > abs(
            float(sd_from_range(-end, end, n)) - 1
        )


def test_cochrane_example_of_a_p_value() -> None:
    """Cochrane Handbook 6.5.2.3: difference 3.8, p 0.008, 25 and 22: t 2.78, SE 1.37, SD 4.69."""
    se = se_from_p(3.8, 0.008, df=45)
    assert float(se) == pytest.approx(1.37, abs=0.005)
    assert 3.8 / float(se) == pytest.approx(2.78, abs=0.005)
    assert float(sd_from_se_of_difference(se, 25, 22)) == pytest.approx(4.69, abs=0.01)


def test_interval_and_standard_error_agree() -> None:
    """Built from a known SD, each road leads back to it."""
    sd, n = 3.0, 12
    half = stats.t.ppf(0.975, n - 1) * sd / np.sqrt(n)
    assert float(sd_from_ci(10 - half, 10 + half, n)) == pytest.approx(sd)
    assert float(sd_from_se(sd / np.sqrt(n), n)) == pytest.approx(sd)
    assert float(se_from_ci(-1.959963984540054, 1.959963984540054)) == pytest.approx(1)
    ends = np.array([[9.0, 11.0], [8.0, 12.0]])
    found = sd_from_ci(ends[:, 0], ends[:, 1], np.array([10, 20]))
    assert found[0] == pytest.approx(float(sd_from_ci(9.0, 11.0, 10)))


@pytest.mark.parametrize("n", [5, 30, 300])
def test_means_of_symmetric_samples(n: int) -> None:
    """Weights sum to one: symmetric numbers give their centre by every formula."""
    for found in (
        mean_from_range(1, 4, 7, n), mean_from_quartiles(2, 4, 6, n),
        mean_from_five(1, 2, 4, 6, 7, n), mean_from_range_hozo(1, 4, 7),
        mean_from_quartiles_wan(2, 4, 6),
    ):  # fmt: skip
        assert float(found) == pytest.approx(4)


def test_luo_leans_less_on_the_ends_of_large_samples() -> None:
    """Luo 2018: the weight of the mid-range falls to zero as n grows, Hozo's stays at one half."""
    few, many = (float(mean_from_range(0, 4, 20, n)) for n in (10, 500))
    assert 4 < many < few < float(mean_from_range_hozo(0, 4, 20))


def test_arms_put_together_are_the_arms() -> None:
    """The combined SD is that of the raw values."""
    one, two = np.array([1.0, 2, 4]), np.array([5.0, 7, 9, 10])
    found = combine_arms([one.mean(), two.mean()], [one.std(ddof=1), two.std(ddof=1)], [3, 4])
    both = np.concatenate([one, two])
    assert found == pytest.approx((both.mean(), both.std(ddof=1), 7))


def test_what_cannot_be_is_refused() -> None:
    """One line each."""
    with pytest.raises(InputError, match="upper end"):
        sd_from_range(5, 1, 10)
    with pytest.raises(InputError, match="two or more"):
        sd_from_se(1.0, 1)
    with pytest.raises(InputError, match="p-value"):
        se_from_p(1.0, 0.0)
    with pytest.raises(InputError, match="unknown distribution"):
        sd_from_ci(1, 2, 10, by="normal")
