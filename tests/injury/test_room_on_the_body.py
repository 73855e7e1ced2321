"""A wound fits the region of its site; the terminal tells every flag and every open question."""

from __future__ import annotations

from typing import Any

import pytest

from exoburn.case import Case
from exoburn.cli.table import print_table
from exoburn.errors import InputError
from exoburn.simulate import simulate
from exoburn.simulate.burn import check_room, injury_of


def case_of(site: str, area: float, age: float = 35) -> Case:
    """A deep scald of one site."""
    return Case.model_validate({
        "patient": {"age_years": age}, "arms": [{"name": "Care"}],
        "burn": {"cause": "scald", "depth": "deep_partial",
                 "wounds": [{"site": "leg", "area_cm2": 1}, {"site": site, "area_cm2": area}]}})


@pytest.mark.parametrize(("site", "area", "age"), [
    ("hand_dorsum", 2000, 35), ("hand_dorsum", 620, 35), ("forearm", 720, 35), ("chest", 3200, 35),
    ("hand_dorsum", 200, 2), ("face", 1900, 35),
])  # fmt: skip
def test_more_skin_than_the_region_has_is_refused(site: str, area: float, age: float) -> None:
    """Borrowed truth: Lund-Browder shares (hand 2.5 %, forearm 3 %) of 1.8 m2, and 1.3 times."""
    case = case_of(site, area, age)
    with pytest.raises(InputError) as caught:
        injury_of(case, case.arms[0])
    assert caught.value.key == "burn.wounds[1].area_cm2"
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("site", "area", "age"), [
    ("hand_dorsum", 450, 35), ("forearm", 540, 35), ("chest", 2300, 35), ("thigh", 850, 35),
    ("face", 900, 2), ("reference", 5000, 35),
])  # fmt: skip
def test_a_whole_region_fits(site: str, area: float, age: float) -> None:
    """Borrowed truth: the same shares without slack: a person can burn all of a region."""
    case = case_of(site, area, age)
    assert injury_of(case, case.arms[0]).depths[1].depth_class == "deep_partial"


@pytest.mark.parametrize("area", [1e-9, 0.009])
def test_a_wound_that_is_no_field_is_refused(area: float) -> None:
    """Truth: less than the ground of one follicle has neither an edge nor appendages to model."""
    case = case_of("hand_dorsum", area)
    with pytest.raises(InputError, match=r"allowed: 0\.01 to") as caught:
        check_room(case)
    assert caught.value.key == "burn.wounds[1].area_cm2"


def test_wounds_of_one_region_share_its_room() -> None:
    """Truth: two hands are what a person has; a third whole hand is a slip."""
    wounds = [{"site": "hand_dorsum", "area_cm2": 450}] * 3
    data = {"patient": {"age_years": 35}, "arms": [{"name": "Care"}],
            "burn": {"cause": "scald", "depth": "deep_partial", "wounds": wounds}}
    check_room(Case.model_validate(data | {"burn": {**data["burn"], "wounds": wounds[:2]}}))
    with pytest.raises(InputError, match="both sides") as caught:
        check_room(Case.model_validate(data))
    assert caught.value.key == "burn.wounds[2].area_cm2"


def test_a_scar_needs_room_too() -> None:
    """Truth: the same body carries the scar."""
    case = Case.model_validate({
        "patient": {"age_years": 35}, "arms": [{"name": "Care"}],
        "scar": {"months": 18, "vss": 9, "site": "hand_dorsum", "area_cm2": 9000}})
    with pytest.raises(InputError, match="more skin than one hand") as caught:
        simulate(case)
    assert caught.value.key == "scar.area_cm2"


def test_the_terminal_says_what_is_not_stated(capsys, tmp_path) -> None:
    """Truth: an unasked inhalation injury is a question to the reader, not a detail of a file."""
    flags: list[dict[str, Any]] = [
        {"class": "not_stated", "judged": False,
         "fired": {"inhalation": [], "circumferential": []}},
        {"class": "caution", "judged": True, "action": "c", "reason": "r"},
        {"class": "do_not", "judged": True, "action": "d", "reason": "r"},
        {"class": "stamp", "judged": True, "action": "s", "reason": "r"},
    ]
    summary = {"case": {"title": "t"}, "burn": None, "flags": flags, "warnings": [],
               "evidence_statement": "", "arms": [{"name": "A", "kind": "standard",
               "outcomes": {key: {"status": "not_applicable"} for key in (
                   "vss_3mo", "vss_6mo", "vss_12mo", "vss_24mo", "punctures", "sessions")}}]}
    print_table(summary, tmp_path)
    lines = capsys.readouterr().out.splitlines()
    marked = [line for line in lines if line.startswith("! ")]
    assert marked == ["! Stamp: s (r)", "! Do not: d (r)", "! Caution: c (r)"]
    assert "not stated: inhalation injury, circumferential burn" in lines
