"""Outcomes of the healing network itself: daily values lose nothing that is reported."""

from __future__ import annotations

import json

import numpy as np
import pytest

from exoburn.outcome import (
    Causes,
    PerDraw,
    all_variance_shares,
    contrasts,
    curves,
    evaluate,
    registry,
    summaries,
)
from exoburn.wound import AS_SPECIFIED, burn_start
from tests.healing.support import course
from tests.outcome.courses import arm, closing, wound

DAYS = np.arange(0.0, 121.0)
SEEN = ("E", "eps", "D", "B", "V", "C", "Y", "P")


@pytest.mark.parametrize(("f", "day"), [(0.2, 12.05), (0.65, 26.8), (1.0, 86.0)])
def test_t95_from_daily_values(f: float, day: float) -> None:
    """Borrowed truth: t95 of one column, model specification section 2 (rounded to 0.05-0.1 d)."""
    found = course(SEEN, at=burn_start(f), days=DAYS, **AS_SPECIFIED)
    values = {name: series.reshape(1, 1, -1) for name, series in found.items()}
    times = evaluate(arm(wound(values, days=DAYS)))["t95_days"].values
    assert times[0] == pytest.approx(day, abs=0.075)


def test_a_whole_arm_becomes_json() -> None:
    """Every outcome has a summary with the keys of the interface, and no infinity reaches JSON."""
    draws = 12
    rng = np.linspace(-6, 6, draws)
    theta = np.repeat(np.arange(4), 3)
    fields = {"theta": theta, "person": np.tile(np.arange(3), 4)}

    def run(times: object) -> dict[str, PerDraw]:
        return evaluate(arm(wound({"E": closing(DAYS, times)}, draws=draws, days=DAYS), **fields))

    slow, fast = run(20 + rng), run(18 + rng)
    causes = Causes(theta, np.zeros(draws, np.int64), np.zeros((draws, 0)))
    shares = all_variance_shares(fast, causes, horizon=120)
    found = summaries(fast, theta, shares=shares)
    gaps = contrasts(fast, slow, theta=theta, horizon=120, active=np.ones(draws, bool))
    text = json.dumps(
        {
            "outcomes": {id: one.as_json() for id, one in found.items()},
            "contrasts": {id: one.as_json() for id, one in gaps.items()},
        },
        allow_nan=False,
    )
    back = json.loads(text)
    assert set(back["outcomes"]) == set(registry())
    assert {"median", "p05", "p95", "mean", "unit", "status", "reached", "variance_share"} <= set(
        back["outcomes"]["t95_days"]
    )
    share = back["outcomes"]["t95_days"]["variance_share"]
    assert share["knowledge"] > 0.9  # the times rise from one sample of knowledge to the next
    assert share["lot"] == share["model"] == 0.0
    assert back["contrasts"]["t95_days"]["median"] == pytest.approx(-2.0, abs=0.02)
    assert back["contrasts"]["t95_days"]["probability_better"] == 1.0
    assert back["outcomes"]["vss_12mo"]["status"] == "beyond_horizon"
    assert "vss_12mo" not in back["contrasts"]


def test_curves_agree_with_the_outcomes_read_from_them() -> None:
    """The median line of percent healed passes 95 % where the median draw's t95 lies."""
    times = np.linspace(10, 30, 21)
    made = arm(wound({"E": closing(DAYS, times)}, draws=21, days=DAYS))
    drawn = curves(made)
    low, _, middle, _, high = drawn["percent_healed"].lines()
    assert (low <= middle).all()
    assert (middle <= high).all()
    assert DAYS[np.argmax(middle >= 95)] == pytest.approx(20, abs=1)
    assert drawn["open_area"].values[:, 0] == pytest.approx(16.0, abs=0.01)
    scars = curves(arm(wound({"C": 1.5}, kind="scar", days=DAYS)))
    assert set(scars) == {"scar_score", "vessels", "occupancy"}
