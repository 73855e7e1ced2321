"""Reading a case: every field lands where it belongs, and defaults are those of the spec."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from exoburn.case import Case, case_schema, load_case, read_case, with_run
from exoburn.errors import InputError

INTERFACES_EXAMPLE = """
schema_version = 1
title = "Scald of both hands"
[patient]
age_years = 35
sex = "female"
[burn]
cause = "scald"
depth = "deep_partial"
day_assessed = 2
[[burn.wounds]]
site = "hand_dorsum"
area_cm2 = 90
[[arms]]
name = "Standard care"
dressing = "silver_hydrofibre"
[[arms]]
name = "Vesicle gel"
dressing = "silver_hydrofibre"
products = ["1e10 particles/cm2 in hydrogel, topical, every 3 days x 4 from day 1"]
[product]
source = "adipose_msc"
[policy]
graft_if_later_than_days = 21
"""


def test_the_example_of_the_interface_reads() -> None:
    """Borrowed truth: the case file printed in interfaces.md."""
    case = read_case(INTERFACES_EXAMPLE)
    assert case.patient.age_years == 35
    assert case.burn is not None
    assert case.burn.wounds[0].site == "hand_dorsum"
    assert [arm.kind for arm in case.arms] == ["standard", "exosome"]
    assert case.arms[1].regimens[0].days == (1, 4, 7, 10)
    lot = case.lot_of(case.arms[1])
    assert lot is not None
    assert lot.source == "adipose_msc"
    assert case.lot_of(case.arms[0]) is None


def test_defaults_are_those_of_the_interface_and_the_model() -> None:
    """Borrowed truth: interfaces.md (200 draws, 730 days, seed 0) and model.md section 5."""
    case = read_case(INTERFACES_EXAMPLE)
    run = case.run
    assert (run.draws, run.days, run.seed, run.preset) == (200, 730, 0, "default")
    policy = case.policy
    assert (policy.reassess_day, policy.graft_day) == (10, 14)
    assert (policy.graft_if_later_than_days, policy.graft_mesh) == (21, "1:1.5")
    assert policy.full_thickness_graft_day == 3


def test_json_reads_like_toml() -> None:
    """Truth: the same statement in two notations is the same case."""
    data = tomllib.loads(INTERFACES_EXAMPLE)
    assert read_case(json.dumps(data), suffix=".json") == read_case(INTERFACES_EXAMPLE)


def test_a_resolved_case_reads_back_to_itself() -> None:
    """Truth: the manifest's resolved case is enough to run it again."""
    text = INTERFACES_EXAMPLE.replace("[policy]", '[policy]\nname = "conservative"')
    text = text.replace('name = "Vesicle gel"', 'name = "Vesicle gel"\npolicy = {graft_day = 20}')
    case = read_case(text)
    again = read_case(json.dumps(case.resolved()), suffix=".json")
    assert again.resolved() == case.resolved()
    for one, other in zip(case.arms, again.arms, strict=True):
        assert case.policy_of(one) == again.policy_of(other)


def test_an_arm_changes_only_what_it_states() -> None:
    """Truth: [policy] holds in every arm unless the arm changes it (interfaces.md)."""
    text = INTERFACES_EXAMPLE.replace(
        'name = "Vesicle gel"', 'name = "Vesicle gel"\npolicy = "conservative"'
    ).replace("graft_if_later_than_days = 21", "graft_if_later_than_days = 25")
    case = read_case(text)
    assert case.policy_of(case.arms[0]).operates
    changed = case.policy_of(case.arms[1])
    assert not changed.operates
    assert changed.graft_if_later_than_days == 25


def test_first_aid_of_an_arm_replaces_that_of_the_burn() -> None:
    """Truth: the toddler case needs two arms that differ in first aid alone."""
    text = INTERFACES_EXAMPLE.replace(
        "[[burn.wounds]]",
        "first_aid = {cool_start_min = 60, cool_duration_min = 5}\n[[burn.wounds]]",
    ).replace(
        'name = "Vesicle gel"',
        'name = "Vesicle gel"\nfirst_aid = {cool_start_min = 0, cool_duration_min = 20}',
    )
    case = read_case(text)
    first, second = (case.first_aid_of(arm) for arm in case.arms)
    assert first is not None
    assert first.cool_start_min == 60
    assert second is not None
    assert second.cool_duration_min == 20


def test_a_missing_lot_is_said_in_the_notes() -> None:
    """Truth: a vesicle arm without [product] uses an empty lot and says so."""
    text = INTERFACES_EXAMPLE.replace('[product]\nsource = "adipose_msc"\n', "")
    case = read_case(text)
    assert case.lot_of(case.arms[1]) is not None
    assert any("no [product]" in note for note in case.notes)
    assert not any("no [product]" in note for note in read_case(INTERFACES_EXAMPLE).notes)


def test_several_lots_are_told_apart_by_name() -> None:
    """Truth: product = NAME picks [products.NAME]."""
    text = INTERFACES_EXAMPLE.replace("[product]", "[products.a]").replace(
        'name = "Vesicle gel"', 'name = "Vesicle gel"\nproduct = "a"'
    )
    case = read_case(text)
    lot = case.lot_of(case.arms[1])
    assert lot is not None
    assert lot.source == "adipose_msc"
    with pytest.raises(InputError, match=r"arms\[1\].product: no such lot"):
        read_case(text.replace("[products.a]", "[products.b]"))


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("", "standard"),
        ('products = ["0 particles/cm2 in hydrogel, topical, once from day 1"]', "vehicle"),
        ('products = ["100 ug/cm2 in saline, topical, once from day 1"]', "exosome"),
        ('products = ["1e6 cells/cm2, topical, once from day 1"]', "msc"),
        ('products = ["0.1 mL/cm2 in PRF, topical, once from day 1"]', "prp"),
        ('debridement = "full"\ndebridement_day = 3\ngraft = "sheet"', "graft"),
        (
            'products = ["1e6 cells/cm2, topical, once from day 1", '
            '"0.1 mL/cm2, topical, once from day 1"]',
            "other",
        ),
    ],
)
def test_kind_follows_from_the_products(lines: str, kind: str) -> None:
    """Truth: particles and ug are vesicles, cells are stem cells, mL are platelets."""
    text = INTERFACES_EXAMPLE.split("[[arms]]")[0] + f'[[arms]]\nname = "A"\n{lines}\n'
    assert read_case(text).arms[0].kind == kind


def test_schema_names_every_table() -> None:
    """Truth: editors learn the same words from the JSON Schema as from an error."""
    schema = case_schema()
    text = json.dumps(schema)
    assert set(schema["properties"]) == set(Case.model_fields)
    for word in ("silver_hydrofibre", "hand_dorsum", "area_cm2", "conservative", "running-water"):
        assert word in text
    assert schema["additionalProperties"] is False


def test_a_byte_order_mark_and_windows_lines_are_fine(tmp_path: Path) -> None:
    """Truth: a file saved by a Windows editor says the same."""
    path = tmp_path / "case.toml"
    path.write_bytes(b"\xef\xbb\xbf" + INTERFACES_EXAMPLE.replace("\n", "\r\n").encode())
    assert load_case(path) == read_case(INTERFACES_EXAMPLE)


def test_the_command_line_sets_run_anew() -> None:
    """Truth: CLI over case file over default (interfaces.md); a wrong option names the option."""
    case = read_case(INTERFACES_EXAMPLE)
    changed = with_run(case, draws=10, days=None, seed=3, preset="sceptical")
    assert (changed.run.draws, changed.run.days, changed.run.seed) == (10, 730, 3)
    assert changed.arms == case.arms
    with pytest.raises(InputError, match=r"--draws: out of range .*at most 100000"):
        with_run(case, draws=0)


def test_doses_beyond_the_horizon_are_noted() -> None:
    """Truth: nothing that a user asked for is dropped in silence."""
    case = read_case(INTERFACES_EXAMPLE)
    assert not any("horizon" in note for note in case.notes)
    late = with_run(case, days=3).notes
    assert any("3 doses come on the last day of the run (day 3) or later" in n for n in late)


@pytest.mark.parametrize("day", [60, 61])
def test_what_the_last_day_is_stated_for_is_noted(day: int) -> None:
    """Truth: on day 60 of 60 nothing can act any more, as on day 61: both are said alike."""
    stated = INTERFACES_EXAMPLE.replace("every 3 days x 4 from day 1", f"once from day {day}")
    notes = with_run(read_case(stated), days=60).notes
    assert sum("1 dose comes on the last day of the run (day 60) or later" in n for n in notes) == 1


def test_each_mistake_has_a_line() -> None:
    """Promised: bad input gets one clear line for each mistake."""
    text = INTERFACES_EXAMPLE.replace('"scald"', '"scal"').replace("90", '"wide"')
    with pytest.raises(InputError) as caught:
        read_case(text.replace("[burn]", "[burn]\ndpth = 3", 1), name="c.toml")
    assert [line.split(":")[1].strip() for line in caught.value.lines] == [
        "burn.dpth", "burn.cause", "burn.wounds[0].area_cm2"]
    assert "first of 3 problems" in str(caught.value)


@pytest.mark.parametrize(
    ("lines", "cut", "grafted", "note"),
    [
        ('debridement = "enzymatic"', 1, None, "enzymatic debridement on day 1"),
        ('graft = "sheet"', None, None, "excised in full on the day of grafting"),
        ('graft = "1:3"\ndebridement = "full"', 3, None, "grafted on day 3"),
        ('graft = "1:3"\ndebridement = "full"\ngraft_day = 5', 5, 5, None),
        ('graft = "1:3"\ndebridement = "full"\ndebridement_day = 4', 4, None, "grafted on day 4"),
    ],
)
def test_surgery_without_a_day_is_done_on_the_usual_one(
    lines: str, cut: float | None, grafted: float | None, note: str | None
) -> None:
    """Truth: model.md section 5: enzymatic on day 1, full thickness excised and grafted day 3."""
    text = INTERFACES_EXAMPLE.split("[[arms]]")[0] + f'[[arms]]\nname = "A"\n{lines}\n'
    case = read_case(text)
    assert (case.arms[0].debridement_day, case.arms[0].graft_day) == (cut, grafted)
    assert note is None or any(note in said for said in case.notes)
    again = Case.model_validate(case.resolved())
    assert (again, again.notes) == (case, case.notes)
