"""Laws of a size distribution, on random histograms."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoburn.blocks.product.distribution import SizeDistribution
from exoburn.blocks.product.measurement import edges_from_centres
from exoburn.blocks.product.reader import parse_measurement
from exoburn.blocks.product.sizing import size_up

COUNTS = st.lists(st.integers(0, 500), min_size=3, max_size=60).filter(lambda c: sum(c) > 0)
STEPS = st.floats(0.5, 20.0)


def distribution(counts: list[int], step: float) -> SizeDistribution:
    """Bins of `step` nm from 20 nm."""
    centres = 20 + step * (np.arange(len(counts)) + 0.5)
    return SizeDistribution(centres, edges_from_centres(centres), np.array(counts, np.float64))


def csv(counts: list[float], step: float, *, name: str = "count", order: list[int] | None = None):
    """The same as a file, rows in any order."""
    rows = [f"{20 + step * (i + 0.5)!r},{c!r}" for i, c in enumerate(counts)]
    rows = [rows[i] for i in order] if order else rows
    return ("size_nm," + name + "\n" + "\n".join(rows) + "\n").encode()


@given(COUNTS, STEPS)
def test_percentiles_ascend_and_stay_in_range(counts: list[int], step: float) -> None:
    """Truth: a cumulative distribution never falls."""
    d = distribution(counts, step)
    values = [d.percentile(p) for p in (0, 1, 10, 25, 50, 75, 90, 99, 100)]
    assert all(a <= b + 1e-9 for a, b in pairwise(values))
    assert d.edges[0] <= values[0]
    assert values[-1] <= d.edges[-1]


@given(COUNTS, STEPS)
def test_percentile_inverts_the_cumulative_share(counts: list[int], step: float) -> None:
    """Truth: NumPy's interpolation of the same empirical distribution, where it is unique."""
    d = distribution(counts, step)
    cumulative = np.cumsum(d.amounts) / d.total
    start = d.centres[0] - (d.centres[0] - d.edges[0])
    for percent in (10.3, 50.7, 90.1):
        if np.any(np.isclose(cumulative, percent / 100)):
            continue
        expected = np.interp(percent / 100, np.r_[0, cumulative], np.r_[start, d.centres])
        assert d.percentile(percent) == pytest.approx(expected, abs=1e-6)


@given(COUNTS, STEPS, st.floats(0, 400), st.floats(0, 400))
def test_shares_lie_between_0_and_1_and_add_up(
    counts: list[int], step: float, a: float, b: float
) -> None:
    """Truth: shares of disjoint ranges add to the share of their union."""
    d = distribution(counts, step)
    low, high = sorted((a, b))
    parts = d.share(0, low) + d.share(low, high) + d.share(high, 1e6)
    assert parts == pytest.approx(1)
    assert 0 <= d.share(30, 150) <= 1 + 1e-12


@given(COUNTS, STEPS)
def test_mean_mode_and_sd_are_those_of_the_particles(counts: list[int], step: float) -> None:
    """Truth: NumPy on the list of single particles."""
    d = distribution(counts, step)
    each = np.repeat(d.centres, counts)
    assert d.mean_nm == pytest.approx(each.mean())
    assert d.sd_nm == pytest.approx(each.std(), abs=1e-6)
    assert d.mode_nm in d.centres[d.amounts >= d.amounts.max() - 1e-9]


@settings(max_examples=40, deadline=None)
@given(COUNTS, STEPS, st.randoms(use_true_random=False))
def test_rows_can_be_shuffled(counts: list[int], step: float, random) -> None:
    """Truth: the file with its rows in order."""
    order = list(range(len(counts)))
    random.shuffle(order)
    a = size_up(parse_measurement(csv(counts, step))).statistics()
    b = size_up(parse_measurement(csv(counts, step, order=order))).statistics()
    assert a == b


@settings(max_examples=40, deadline=None)
@given(COUNTS, STEPS, st.sampled_from([1e-3, 10.0, 1e9]))
def test_scaling_a_concentration_scales_only_the_concentration(
    counts: list[int], step: float, factor: float
) -> None:
    """Truth: sizes do not depend on how much there is."""
    base = [c * 1e6 for c in counts]
    name = "concentration_per_ml"
    a = size_up(parse_measurement(csv(base, step, name=name)))
    b = size_up(parse_measurement(csv([c * factor for c in base], step, name=name)))
    assert a.concentration_per_ml is not None
    assert b.concentration_per_ml == pytest.approx(a.concentration_per_ml * factor)
    assert b.pooled.percentile(50) == pytest.approx(a.pooled.percentile(50))
    assert b.pooled.share(30, 150) == pytest.approx(a.pooled.share(30, 150))


@settings(max_examples=40, deadline=None)
@given(COUNTS, STEPS)
def test_nanometres_and_micrometres_agree(counts: list[int], step: float) -> None:
    """Truth: 0.1 um is 100 nm."""
    micro = "\n".join(f"{(20 + step * (i + 0.5)) / 1000!r},{c}" for i, c in enumerate(counts))
    a = size_up(parse_measurement(csv(counts, step))).pooled
    b = size_up(parse_measurement(f"size_um,count\n{micro}\n".encode())).pooled
    assert b.mean_nm == pytest.approx(a.mean_nm)
    assert b.percentile(50) == pytest.approx(a.percentile(50))


def test_log_bins_do_not_bias_the_mode() -> None:
    """Truth: equal counts in wider and wider bins are densest in the narrowest."""
    edges = np.geomspace(20, 320, 5)
    d = SizeDistribution(np.sqrt(edges[1:] * edges[:-1]), edges, np.ones(4))
    assert d.mode_nm == d.centres[0]
