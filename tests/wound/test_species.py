"""Skin of other species: rodents pull a wound shut, pigs and people grow epithelium over it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from exoburn.data import parameters, table
from exoburn.errors import InputError
from exoburn.wound import (
    burn_start,
    donor_start,
    front_radius,
    healing_system,
    healthy_state,
    species,
    species_values,
)
from tests.healing.support import course, first_day

DAYS = np.arange(0.0, 61.0, 0.25)
READ = ("E", "eps", "open_fraction")


def excision(name: str, area_cm2: float, *, splinted: bool = False) -> dict[str, np.ndarray]:
    """A clean full-thickness excision of some area: no zone of stasis, hardly any necrosis."""
    at = burn_start(1.0) | {"D": 0.03, "Zs": 0.0, "P": 0.2}
    values: dict[str, Any] = species_values({}, name, splinted=splinted)
    return course(READ, at=at, days=DAYS, radius_mm=front_radius(area_cm2), **values)


def closed_on(found: dict[str, np.ndarray], level: float = 0.95) -> float:
    """Day on which the open area has shrunk by this share."""
    return first_day(DAYS, 1 - found["open_fraction"], level)


def test_people_are_the_table_s_rows():
    """The identity: no value of people is touched."""
    values = {"v0": np.array([0.2, 0.3]), "k_eps": 0.01}
    assert species_values(values, "human") == values


def test_a_mouse_closes_as_measured():
    """Borrowed truth: normal control of the CO01 mice, 31, 65, 83, 98 % on days 3, 7, 10, 14."""
    rows = [r for r in table("outcomes") if r["study_id"] == "CO01_ding_mouse"
            and r["arm"] == "normal control" and r["outcome"] == "wound_closure"]  # fmt: skip
    found = 100 * (1 - excision("mouse", 1.0)["open_fraction"])
    assert len(rows) == 4
    for row in rows:
        day, closed = float(row["timepoint_day"]), float(row["mean"])
        assert float(np.interp(day, DAYS, found)) == pytest.approx(closed, abs=4), day


@pytest.mark.parametrize("name", ["mouse", "rat"])
@pytest.mark.parametrize("area", [1.0, 2.0])
def test_rodents_close_within_a_fortnight_mainly_by_contraction(name, area):
    """Expected: 1 to 2 cm2 close in 12 to 16 days, most of the area by contraction."""
    found = excision(name, area)
    day = closed_on(found)
    assert 12 <= day <= 16
    pulled = 1 - (1 - float(np.interp(day, DAYS, found["eps"]))) ** 2
    assert pulled > 0.6
    assert 2 < closed_on(excision("human", area)) / day < 5


def test_a_splint_leaves_the_epithelium_alone():
    """A splinted 6 mm wound of a mouse does not contract and closes later, by epithelium."""
    area = np.pi * 0.3**2
    free, held = excision("mouse", area), excision("mouse", area, splinted=True)
    assert held["eps"].max() == 0.0
    assert closed_on(free) + 2 < closed_on(held) < 21


def test_a_pig_re_epithelialises_as_measured():
    """Borrowed truth: SKI_EP rows, occluded shallow wounds of pigs, day by day."""
    rows = [r for r in table("model_validation_targets") if r["id"].startswith("SKI_EP_")]
    pig: dict[str, Any] = species_values({}, "pig")
    covered = course(["E"], at=donor_start(), days=DAYS, radius_mm=13.0, **pig)["E"]
    off = [100 * float(np.interp(float(r["day"]), DAYS, covered)) - float(r["value"])
           for r in rows]  # fmt: skip
    assert len(off) == 8
    assert np.abs(off).mean() < 8


def test_a_pig_s_partial_burn_is_half_covered_in_the_second_week():
    """Expected: half re-epithelialised between days 7 and 14, and no contraction to speak of."""
    pig: dict[str, Any] = species_values({}, "pig")
    found = course(READ, at=burn_start(0.35), days=DAYS, **pig)
    assert 7 < first_day(DAYS, found["E"], 0.5) < 14
    assert found["eps"][DAYS == 14.0] < 0.1


@pytest.mark.parametrize("name", species())
def test_healthy_skin_of_a_species_rests(name):
    """Law: the rows of a species leave a rest state, with nothing left to contract."""
    values = species_values(parameters().values_by_id, name)
    rest = dict(zip(healing_system().states, healthy_state(values), strict=True))
    assert abs(rest["eps"]) < 0.15
    assert 0.9 < rest["V"] < 1.1


def test_rows_hold_their_centre_and_an_unknown_species_is_refused():
    """Every row has a range around its value; a misspelt species is the user's error."""
    for row in table("species"):
        assert float(row["low"]) <= float(row["value"]) <= float(row["high"])
        assert row["source"]
    with pytest.raises(InputError, match="mouse"):
        species_values({}, "muose")
