"""Summaries and contrasts: arithmetic with "not reached", chance apart from knowledge, laws."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoburn.outcome import Causes, PerDraw, contrast, sentence_of_nulls, summarise, variance_shares
from exoburn.outcome.quantiles import quantile

TIMES = st.one_of(st.floats(0, 400, allow_nan=False), st.just(float("inf")))
PAIRS = st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=40)


def times(*values: float) -> PerDraw:
    """A time outcome with these draws."""
    return PerDraw(np.array(values))


def test_quantile_is_numpys_where_all_is_finite() -> None:
    """Borrowed truth: numpy.quantile (linear) on finite numbers."""
    values = np.linspace(0, 7, 23) ** 2
    for share in (0.0, 0.05, 0.37, 0.5, 0.95, 1.0):
        assert quantile(values, share) == pytest.approx(np.quantile(values, share))


def test_percentiles_at_infinity_are_null_and_the_rest_is_not() -> None:
    """Interfaces: percentiles treat "not reached" as +inf, and one that falls there is null."""
    found = summarise("t95_days", times(*range(10, 20), np.inf, np.inf), np.arange(12))
    assert found.p05 is not None
    assert (found.median, found.p95, found.mean) == (15.5, None, None)
    assert (found.status, found.reached) == ("ok", pytest.approx(10 / 12))
    late = summarise("t95_days", times(30, np.inf, np.inf), np.arange(3))
    assert (late.median, late.status, late.reached) == (
        None,
        "beyond_horizon",
        pytest.approx(1 / 3),
    )
    assert json.loads(json.dumps(late.as_json(), allow_nan=False))["median"] is None


def test_probability_integrates_chance_within_knowledge() -> None:
    """Two knowledge draws of four persons: 1/4 and 3/4, halved towards 1/2 as chance explains."""
    theta = np.repeat([0, 1], 4)
    values = PerDraw(np.array([1, 0, 0, 0, 1, 1, 1, 0], float))
    found = summarise("healed_by_21", values, theta)
    assert (found.median, found.mean, found.reached) == (0.5, 0.5, None)
    assert found.p05 == pytest.approx(0.3875)


def test_unsterile_odds_act_on_shares() -> None:
    """Odds x 2 of a share of 1/5 make 1/3 (closed form), and leave 0 and 1 alone."""
    theta = np.repeat([0, 1, 2], 5)
    values = np.r_[np.zeros(5), np.full(5, 0.2), np.ones(5)]  # no chance within
    found = summarise("infection_probability", PerDraw(values, odds=2.0), theta)
    assert found.median == pytest.approx(1 / 3)
    assert (found.mean or 0) == pytest.approx((0 + 1 / 3 + 1) / 3)
    gap = contrast(
        "infection_probability",
        PerDraw(values, odds=2.0),
        PerDraw(values),
        theta=theta,
        horizon=100,
    )
    assert gap is not None
    assert gap.restricted_mean_difference == pytest.approx((1 / 3 - 1 / 5) / 3)


def test_only_draws_that_apply_are_counted() -> None:
    """A donor site in two of four draws: the median is over those two."""
    marks = np.array([True, False, True, False])
    values = PerDraw(np.array([12.0, np.inf, 14.0, np.inf]), applies=marks)
    found = summarise("donor_t95_days", values, np.arange(4))
    assert (found.median, found.reached) == (13.0, 1.0)


def test_contrast_of_unreached_times() -> None:
    """Interfaces: a reached time beats an unreached one, and two unreached ones tie."""
    arm = times(10, np.inf, np.inf, 30)
    first = times(12, np.inf, 20, np.inf)
    gap = contrast("t95_days", arm, first, theta=np.arange(4), horizon=100)
    assert gap is not None
    assert gap.probability_better == pytest.approx((1 + 0.5 + 0 + 1) / 4)
    assert gap.median == pytest.approx((-2 + 0) / 2)
    assert (gap.p05, gap.p95) == (None, None)
    assert gap.restricted_mean_difference == pytest.approx((-2 + 0 + 80 - 70) / 4)


def test_vesicle_extras_stand_beside_the_contrast() -> None:
    """Nothing happened in three of five draws; among the other two the median is -3 days."""
    active = np.array([True, False, False, True, False])
    first = times(20, 21, 22, 23, 24)
    arm = times(18, 21, 22, 19, 24)
    gap = contrast("t95_days", arm, first, theta=np.arange(5), horizon=100, active=active)
    assert gap is not None
    entry = gap.as_json()
    assert entry["probability_any_effect"] == pytest.approx(0.4)
    assert entry["mean"] == pytest.approx(-6 / 5)
    assert entry["if_active"] == pytest.approx({"median": -3.0, "p05": -3.9, "p95": -2.1})
    assert sentence_of_nulls(active) == "In 60 of 100 runs the product did nothing."
    none = contrast(
        "t95_days", arm, first, theta=np.arange(5), horizon=100, active=np.zeros(5, bool)
    )
    assert none is not None
    assert (none.probability_any_effect, none.if_active) == (0.0, None)


def test_no_contrast_where_an_arm_has_no_number() -> None:
    """An outcome that does not apply in one arm is not compared."""
    absent = PerDraw(np.full(3, np.inf), "not_applicable", "an old scar is closed")
    assert contrast("t95_days", times(1, 2, 3), absent, theta=[0, 1, 2], horizon=9) is None


@given(PAIRS)
def test_contrast_laws(pairs: list[tuple[float, float]]) -> None:
    """Better one way plus better the other is 1; gaps mirror; bands hold their median."""
    a, b = (times(*column) for column in zip(*pairs, strict=True))
    theta = np.arange(len(pairs))
    there = contrast("t95_days", a, b, theta=theta, horizon=400)
    back = contrast("t95_days", b, a, theta=theta, horizon=400)
    assert there is not None
    assert back is not None
    assert (there.probability_better or 0) + (back.probability_better or 0) == pytest.approx(1)
    assert there.restricted_mean_difference == pytest.approx(
        -(back.restricted_mean_difference or 0)
    )
    if there.p05 is not None and there.p95 is not None and there.median is not None:
        assert there.p05 <= there.median <= there.p95
    itself = contrast("t95_days", a, a, theta=theta, horizon=400)
    assert itself is not None
    assert (itself.median, itself.p05, itself.p95, itself.probability_better) == (0, 0, 0, 0.5)


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_draws_changes_no_number(pairs: list[tuple[float, float]], random) -> None:
    """Law of model section 8: permuting patients changes no number."""
    order = list(range(len(pairs)))
    random.shuffle(order)
    a, b = (np.array(column) for column in zip(*pairs, strict=True))
    theta = np.arange(len(pairs)) // 3
    for id in ("t95_days", "healed_by_21"):
        left, right = (a < 21.0, b < 21.0) if id.startswith("healed") else (a, b)
        x, y = (PerDraw(np.asarray(v, float)) for v in (left, right))
        px, py = (PerDraw(np.asarray(v, float)[order]) for v in (left, right))
        assert _close(summarise(id, x, theta), summarise(id, px, theta[order]))
        before = contrast(id, x, y, theta=theta, horizon=400)
        after = contrast(id, px, py, theta=theta[order], horizon=400)
        assert _close(before, after)


@given(st.lists(TIMES, min_size=1, max_size=40))
def test_medians_lie_inside_their_bands(values: list[float]) -> None:
    """Order of percentiles, with infinities in any place."""
    found = [quantile(values, share) for share in (0.05, 0.5, 0.95)]
    assert found == sorted(found)


@given(st.lists(st.floats(-5, 5), min_size=20, max_size=20), st.integers(0, 2**20 - 1))
def test_variance_shares_are_shares(values: list[float], bits: int) -> None:
    """Never negative, summing to 1, or none at all where nothing varies."""
    theta = np.repeat(np.arange(5), 4)
    lot = np.array([[bits >> i & 1] for i in range(20)], float)
    shares = variance_shares(np.array(values), Causes(theta, theta % 2, lot), horizon=730)
    if shares is None:
        return
    assert all(0 <= share <= 1 for share in shares.values())
    assert sum(shares.values()) == pytest.approx(1)


def test_known_parts_are_found() -> None:
    """Truth: values made of four independent parts of known variance, many samples."""
    rng = np.random.default_rng(5)  # of the test alone: nothing of a run is drawn here
    samples, persons = 4000, 5
    theta = np.repeat(np.arange(samples), persons)
    model, works = theta % 4, rng.random(samples * persons) < 0.6
    parts = {
        "people": 3.0 * rng.standard_normal(samples * persons),
        "knowledge": 2.0 * rng.standard_normal(samples)[theta],
        "lot": 2.0 * works, "model": np.array([0.0, 0.0, 3.0, 3.0])[model],
    }
    total = sum(part.var() for part in parts.values())
    causes = Causes(theta, model, works[:, None].astype(float))
    shares = variance_shares(np.sum(list(parts.values()), axis=0), causes, horizon=1e9)
    assert shares is not None
    for name, part in parts.items():
        assert shares[name] == pytest.approx(part.var() / total, abs=0.02), name


def test_a_cause_that_changes_nothing_has_no_share() -> None:
    """What was not reached counts as the horizon; noise is not taken for a cause."""
    theta = np.repeat(np.arange(2), 2)
    nothing = Causes(theta, np.zeros(4, np.int64), np.zeros((4, 0)))
    shares = variance_shares(np.array([10.0, 20.0, np.inf, 40.0]), nothing, horizon=100)
    assert shares is not None
    assert shares["lot"] == shares["model"] == 0.0
    assert variance_shares(np.full(4, 7.0), nothing, horizon=100) is None


def _close(a: object, b: object) -> bool:
    left, right = (vars(x) if x is not None else {} for x in (a, b))
    return left.keys() == right.keys() and all(
        left[k] == right[k] or left[k] == pytest.approx(right[k]) for k in left
    )
