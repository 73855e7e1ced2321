"""Closure times: exact crossings, visits that confirm, several wounds, schedules that stop."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from exoburn.outcome import ArmCourse, evaluate
from exoburn.outcome.crossing import first_crossing
from tests.outcome.courses import arm, closing, wound

DAYS = np.arange(0.0, 121.0)


def analytic(islands: float, radius_mm: float, speed: float, days: np.ndarray) -> np.ndarray:
    """Coverage from the closed form of section 2, with a front that starts slowly."""
    s = speed * np.maximum(days - 4 * (1 - np.exp(-days / 4)), 0)
    edge = np.maximum(1 - s / radius_mm, 0) ** 2
    return 1 - edge * np.exp(-np.pi * islands * s**2)


@pytest.mark.parametrize("threshold", [0.95, 0.995])
@pytest.mark.parametrize("islands", [0.0, 0.02, 0.16, 0.68])
@pytest.mark.parametrize("radius", [5.0, 22.57, 60.0])
def test_crossings_are_within_a_twentieth_of_a_day(
    threshold: float, islands: float, radius: float
) -> None:
    """Truth: root of the closed form; ours sees only daily float32 values."""
    days = np.arange(0.0, 731.0)
    for speed in (0.1, 0.2, 0.4):
        if analytic(islands, radius, speed, days)[-1] < threshold:
            continue

        def gap(t: float, v: float = speed) -> float:
            return float(analytic(islands, radius, v, np.array(t))) - threshold

        truth = brentq(gap, 0, 730)
        seen = analytic(islands, radius, speed, days).astype(np.float32).astype(float)
        assert first_crossing(days, seen[None], threshold)[0] == pytest.approx(truth, abs=0.05)


def test_a_graft_covers_on_its_day() -> None:
    """Coverage that jumps on day 14 was reached on day 14, not on the way from day 13."""
    cover = np.where(DAYS < 14, 0.2, 0.97)[None]
    assert first_crossing(DAYS, cover, 0.95, jump_on=[14.0]) == [14.0]
    assert 13 < first_crossing(DAYS, cover, 0.95)[0] < 14


def closed_from(day: float, **fields: object) -> ArmCourse:
    """An arm whose wound is whole from one day on."""
    cover = (day <= DAYS).astype(float)
    return arm(wound({"E": cover}, days=DAYS), **fields)


@pytest.mark.parametrize(
    ("day", "breaks", "first", "confirmed"),
    [(13, False, 14, 28), (14, False, 14, 28), (15, False, 21, 35), (13, True, 35, 49)],
)
def test_fda_closure_is_confirmed_two_weeks_later(
    day: float, breaks: bool, first: float, confirmed: float
) -> None:
    """FDA 2006: the first of two visits 14 days apart; a breakdown between them restarts it."""
    found = evaluate(closed_from(day, breakdown=np.array([0.01 if breaks else 0.9])))
    assert found["fda_closure_days"].values[0] == first
    assert found["confirmed_on_days"].values[0] == confirmed


def test_fda_closure_needs_its_second_visit_and_no_dressing() -> None:
    """Closed too late to be confirmed, or still under a dressing, is not closed."""
    assert evaluate(closed_from(110))["fda_closure_days"].values[0] == np.inf
    eschar = wound({"E": (DAYS >= 10).astype(float), "D": np.where(DAYS < 40, 0.2, 0)}, days=DAYS)
    assert evaluate(arm(eschar))["fda_closure_days"].values[0] == 42
    short = wound({"E": 1.0}, days=np.arange(0.0, 15.0))
    assert evaluate(arm(short))["fda_closure_days"].values[0] == np.inf


def test_the_last_burned_wound_decides_and_donor_sites_stand_apart() -> None:
    """Two burns and a donor site: t95 is the later burn's; the donor's counts from its harvest."""
    fast = wound({"E": closing(DAYS, [10.0])}, days=DAYS, name="fast")
    slow = wound({"E": closing(DAYS, [18.0])}, days=DAYS, name="slow")
    donor = wound({"E": closing(DAYS, [26.4])}, days=DAYS, name="d", kind="donor", starts_on=14.0)
    found = evaluate(arm(fast, slow, donor))
    assert found["t95_days"].values[0] == pytest.approx(18, abs=0.05)
    assert found["healed_by_14"].values[0] == 0
    assert found["healed_by_21"].values[0] == 1
    assert found["donor_t95_days"].values[0] == pytest.approx(12.4, abs=0.05)


def test_draws_without_a_donor_site_are_left_out() -> None:
    """Policy grafts one of two draws: the donor's time is that draw's alone."""
    donor = wound(
        {"E": closing(DAYS, [26.4, 26.4])},
        draws=2, days=DAYS, kind="donor", name="d", starts_on=np.array([14.0, np.nan]),
    )  # fmt: skip
    burn = wound({"E": closing(DAYS, [20.0, 30.0])}, draws=2, days=DAYS)
    found = evaluate(arm(burn, donor))
    assert found["donor_t95_days"].applies.tolist() == [True, False]
    assert found["donor_pain_day3"].ok
    none = evaluate(arm(burn, wound(draws=2, days=DAYS, kind="donor", name="d", starts_on=np.nan)))
    assert none["donor_t95_days"].status == "not_applicable"


def test_care_stops_at_closure() -> None:
    """Changes every 5 days, sessions on days 1, 8, 15; closed on about day 12: two of each."""
    course = wound({"E": closing(DAYS, [10.0], steep=1.2)}, days=DAYS, operations=np.array([2.0]))
    schedule = {
        "dressing_days": tuple(np.arange(5.0, 121.0, 5.0)),
        "session_days": (1.0, 8.0, 15.0),
        "punctures_per_session": (4.0, 4.0, 4.0),
    }
    found = evaluate(arm(course, **schedule))
    assert 11.5 < found["t100_days"].values[0] < 12.5
    ids = ("dressing_changes", "sessions", "punctures", "operations")
    assert [found[id].values[0] for id in ids] == [2, 2, 8, 2]


def test_an_old_scar_does_not_close_but_is_scored() -> None:
    """Closure, pain and infection have a reason instead of a number; the scar score counts on."""
    scar = wound({"C": 1.5, "V": 1.4, "Y": 0.35, "eps": 0.2}, kind="scar", days=DAYS)
    found = evaluate(arm(scar, session_days=(0.0, 30.0, 60.0), punctures_per_session=(0, 0, 0)))
    for id in ("t95_days", "fda_closure_days", "infection_probability", "pain_rest_day3"):
        assert (found[id].status, found[id].reason) == ("not_applicable", "an old scar is closed")
    assert found["vss_3mo"].values[0] == pytest.approx(11.2, abs=0.06)
    assert found["sessions"].values[0] == 3


def test_a_day_that_was_not_simulated_is_said_so() -> None:
    """A run of 30 days has no score at 12 months, and says which day it would have needed."""
    found = evaluate(arm(wound(days=np.arange(0.0, 31.0))))
    assert found["vss_12mo"].status == "beyond_horizon"
    assert found["vss_12mo"].reason == "needs day 365; 30 were simulated"
    assert np.isinf(found["vss_12mo"].values).all()
