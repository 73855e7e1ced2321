"""Visual predictive checks: simulated studies of known people give the curve that they must."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import lognorm

from exoburn.infer.published import Published, published
from exoburn.infer.target import target_of
from exoburn.infer.vpc import arms_of, simulated_studies, visual_checks
from exoburn.report.scoreboard_curves import closure_checks
from tests.infer.trial_tools import ROW, tiny_ensemble

QUANTILES = (np.arange(24) + 0.5) / 24


def _people(mean_log: float, sd_log: float, members: int = 40) -> np.ndarray:
    return np.tile(lognorm.ppf(QUANTILES, sd_log, scale=np.exp(mean_log)), (members, 1))


def test_a_large_study_has_the_curve_of_its_people() -> None:
    """Truth: the lognormal that the people were drawn from, seen half a visit late."""
    seen = simulated_studies(_people(3.0, 0.3), np.zeros(40), count=4000, visits=0.1, name="x")
    for day in (14.0, 20.0, 27.0):
        assert np.mean(seen <= day) == pytest.approx(lognorm.cdf(day, 0.3, scale=np.exp(3.0)),
                                                     abs=0.02)
    late = simulated_studies(_people(3.0, 0.3), np.zeros(40), count=4000, visits=6.0, name="x")
    assert late.mean() - seen.mean() == pytest.approx(2.95, abs=0.05)


def test_healing_is_seen_at_visits_only() -> None:
    """Truth: interval censoring: never before the wound closes, never a whole interval late."""
    healed = np.full((5, 24), 10.0)
    seen = simulated_studies(healed, np.zeros(5), count=300, visits=7.0, name="v")
    assert seen.min() >= 10.0
    assert seen.max() < 17.0
    assert seen.std() == pytest.approx(7 / np.sqrt(12), rel=0.05)


def test_who_never_heals_is_never_seen_healed() -> None:
    """Truth: half of the people stay open, whatever a study's luck with time."""
    healed = np.tile(np.where(np.arange(24) < 12, 15.0, np.inf), (30, 1))
    seen = simulated_studies(healed, np.full(30, 0.3), count=1000, visits=2.0, name="n")
    assert np.isinf(seen).mean() == pytest.approx(0.5, abs=0.02)


def test_what_studies_differ_by_widens_the_band() -> None:
    """Truth: means of studies of equal people spread by the SD between studies."""
    seen = simulated_studies(_people(3.0, 0.2, 200), np.full(200, 0.25), count=200, visits=0.1,
                             name="w", studies=8)
    assert np.log(seen.mean(axis=1)).std() == pytest.approx(0.25, rel=0.07)


def test_published_points_are_read_as_they_were_printed() -> None:
    """Truth: definitions: quartiles are points; a mean and SD a lognormal; counts have bars."""
    rows = [{**ROW, "id": s, "statistic": s, "value": v, "n": "20"}
            for s, v in (("q25", "11"), ("median", "14"), ("q75", "19"))]
    told = published([target_of(row) for row in rows])
    assert told.all_points == [(11.0, 25.0), (14.0, 50.0), (19.0, 75.0)]
    curve = Published((), (), 20.0, 6.0)
    day = np.array([d for d, _ in curve.all_points])
    square = np.log1p(0.09)
    truth = 100 * lognorm.cdf(day, np.sqrt(square), scale=20 * np.exp(-square / 2))
    assert [p for _, p in curve.all_points] == pytest.approx(truth)
    counted = published([target_of({**ROW, "observable": "healed_percent", "day": "14", "n": "20",
                                    "statistic": "percent", "value": "50"})])
    _, percent, low, high = counted.healed[0]
    assert low < percent < high
    assert (low, high) == pytest.approx((32.8, 67.2), abs=1.0)


def test_arms_are_checked_and_drawn() -> None:
    """Truth: one check an arm and definition; animals and differences have none."""
    rows = [
        {**ROW, "depth": "deep_partial", "spread": "4", "spread_type": "SD", "n": "52"},
        {**ROW, "id": "b", "depth": "deep_partial", "observable": "healed_percent", "day": "21",
         "statistic": "percent", "value": "60"},
        {**ROW, "id": "c", "species": "rat"},
        {**ROW, "id": "d", "statistic": "difference", "versus_diabetes": "yes", "value": "-2"},
    ]
    targets = [target_of(row) for row in rows]
    assert [[t.id for t in arm] for arm in arms_of(targets)] == [["a", "b"]]
    checks = visual_checks(targets, tiny_ensemble())
    assert len(checks) == 1
    one = checks[0]
    assert one.count == 52
    assert (np.diff(one.middle) >= 0).all()
    assert ((one.low <= one.middle) & (one.middle <= one.high)).all()
    assert one.held[1] == 6
    picture = closure_checks(checks)
    assert len(picture.rows) == 1
    assert picture.wide.marks
