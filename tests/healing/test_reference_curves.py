"""The healing network against the time courses that its prototype gave."""

from __future__ import annotations

import math

import numpy as np
import pytest

from exoburn.data import table
from exoburn.wound import AS_SPECIFIED, healing_system
from tests.healing.support import course

ROWS = table("reference_timecourses")
DAYS = np.array([float(key[3:]) for key in ROWS[0] if key.startswith("day")])
SCENARIOS = tuple(dict.fromkeys(row["scenario"] for row in ROWS))
RADIUS = 40 / math.sqrt(math.pi)
UNINFECTED = [name for name in SCENARIOS if "infected" not in name]


def published(scenario: str) -> dict[str, np.ndarray]:
    return {
        row["variable"]: np.array([float(row[f"day{day:g}"]) for day in DAYS])
        for row in ROWS
        if row["scenario"] == scenario
    }


def ours(scenario: str, data: dict[str, np.ndarray], **values: float) -> dict[str, np.ndarray]:
    system = healing_system()
    at = {name: data[name][0] for name in system.states if name in data}
    anti = 0.0 if scenario.endswith("untreated") else 2.0
    names = [name for name in data if name in system.states or name in system.named]
    found = course(
        [*names, "open_fraction"], at=at, days=DAYS, radius_mm=RADIUS, k_anti=anti, **values
    )
    found["area_open"] = 16.0 * found.pop("open_fraction")
    found["log10_CFU_per_g"] = np.log10(np.maximum(found["B"] * 1e9, 1e-7))
    return found


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_variable_within_one_percent_of_its_range(scenario):
    """Borrowed truth: literature/reference_timecourses.csv, five scenarios, every variable.

    They were made without loss of islands and tissue to infection (k_Bna = k_BD = 0) and before
    crowding, blunting and adaptive immunity were added (AS_SPECIFIED).
    """
    data = published(scenario)
    found = ours(scenario, data, k_Bna=0.0, k_BD=0.0, **AS_SPECIFIED)
    assert found.keys() == data.keys()
    for name, truth in data.items():
        allowed = 0.01 * max(np.ptp(truth), 1e-9)
        np.testing.assert_allclose(found[name], truth, rtol=0, atol=allowed, err_msg=name)


@pytest.mark.parametrize("scenario", UNINFECTED)
def test_infection_terms_hardly_move_clean_wounds(scenario):
    """Model section 3: with k_Bna and k_BD the clean curves move by under 0.5 % of range.

    Bacteria are left out: at 1 CFU/g their logarithm is a matter of rounding.
    """
    data = published(scenario)
    found = ours(scenario, data, **AS_SPECIFIED)
    for name, truth in data.items():
        if name not in {"B", "log10_CFU_per_g"}:
            moved = np.abs(found[name] - truth).max()
            assert moved <= 0.005 * max(np.ptp(truth), 1e-9), name
