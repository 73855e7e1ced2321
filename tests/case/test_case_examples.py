"""The six cases that ship, as promised."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exoburn.case import Case, load_case
from exoburn.data import table

EXAMPLES = Path(__file__).parents[2] / "examples"
SIX = [
    "hand-scald",
    "leg-flame",
    "toddler-scald",
    "child-scald-dressings",
    "registered-trial",
    "old-scar",
]
BANNED = re.compile(
    r"\b(recommended dose|you should|will heal|proven|safe|clinically validated)\b", re.IGNORECASE
)


def case(name: str) -> Case:
    """An example by its name."""
    return load_case(EXAMPLES / f"{name}.toml")


@pytest.mark.parametrize("name", SIX)
def test_the_six_cases_load_and_read_back(name: str) -> None:
    """Truth: the resolved case that goes into a manifest is the same case."""
    statement = case(name)
    assert Case.model_validate(statement.resolved()) == statement
    assert statement.title != "untitled case"


@pytest.mark.parametrize("name", SIX)
def test_the_words_of_a_case_promise_nothing(name: str) -> None:
    """Truth: the word list of conventions.md."""
    text = (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")
    assert not BANNED.search(text)
    assert text.count("#") > 15, "a clinician needs the comments"


def test_the_hands() -> None:
    """Promised, case (a): woman 35, deep partial scald of both hands, five arms."""
    hands = case("hand-scald")
    assert hands.burn is not None
    assert (hands.patient.age_years, hands.patient.sex) == (35, "female")
    assert hands.burn.depth == "deep_partial"
    assert [wound.site for wound in hands.burn.wounds] == ["hand_dorsum"] * 2
    assert [arm.kind for arm in hands.arms] == ["standard", "vehicle", "exosome", "prp", "msc"]
    vehicle, gel = hands.arms[1].regimens[0], hands.arms[2].regimens[0]
    assert (vehicle.vehicle, vehicle.days) == (gel.vehicle, gel.days)
    assert vehicle.amount == 0


def test_the_leg() -> None:
    """Promised, case (b): man 50, full thickness; graft, graft with injections, no graft."""
    leg = case("leg-flame")
    assert leg.burn is not None
    assert leg.burn.depth == "full_thickness"
    graft, both, none = leg.arms
    assert graft.graft == both.graft == "1:1.5"
    assert any(regimen.injected for regimen in both.regimens)
    assert none.no_surgery
    assert none.graft == "none"


def test_the_toddler() -> None:
    """Promised, case (c): 70 degC water 3 s on the chest at two years; depth is computed."""
    toddler = case("toddler-scald")
    assert toddler.burn is not None
    heat = toddler.burn.exposure
    assert heat is not None
    assert (heat.temperature_c, heat.duration_s, heat.medium) == (70, 3, "running-water")
    without, with_it = (toddler.first_aid_of(arm) for arm in toddler.arms)
    assert without is None
    assert with_it is not None
    assert with_it.cool_duration_min == 20


def test_the_two_dressings() -> None:
    """Promised, case (d) and model.md section 5: conservative, 5-10 % TBSA, the published pair."""
    child = case("child-scald-dressings")
    assert child.burn is not None
    assert child.burn.tbsa_percent is not None
    assert 5 <= child.burn.tbsa_percent <= 10
    assert not child.policy.operates
    assert [arm.dressing for arm in child.arms] == ["silver_sulfadiazine", "silver_hydrofibre"]
    text = (EXAMPLES / "child-scald-dressings.toml").read_text(encoding="utf-8")
    study = [
        row for row in table("healing_time_by_depth") if row["study"] == "Wound Manag Prev 2022"
    ]
    assert len(study) == 2
    assert all(row["value_days"] in text for row in study)


def test_the_registered_trial() -> None:
    """Truth: human_trials.csv NCT05078385: 1e7 particles/cm2 on days 1, 6, 14 (model section 4)."""
    trial = case("registered-trial")
    _, registered, rats = trial.arms
    assert registered.regimens[0].days == rats.regimens[0].days == (1, 6, 14)
    assert (registered.regimens[0].amount, registered.regimens[0].unit) == (1e7, "particles/cm2")
    assert (rats.regimens[0].amount, rats.regimens[0].unit) == (100, "ug/cm2")
    row = next(row for row in table("human_trials") if row["registry_id"] == "NCT05078385")
    assert "1e7 particles/cm2" in row["route_dose_schedule"]


def test_the_scar() -> None:
    """The old scar: 18 months, fractional laser with and without gel."""
    scar = case("old-scar")
    assert scar.scar is not None
    assert scar.scar.months == 18
    first, second = scar.arms[:2]
    assert first.laser == second.laser == "fractional_co2"
    assert first.laser_days == second.laser_days == second.regimens[0].days
    assert second.regimens[0].route == "laser_assisted"
