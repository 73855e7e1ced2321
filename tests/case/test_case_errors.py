"""What a wrong case file says: one line, the key, what was given, what is allowed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exoburn.case import load_case, read_case
from exoburn.errors import InputError

GOOD = """
title = "x"
[patient]
age_years = 35
sex = "female"
[burn]
cause = "scald"
depth = "deep_partial"
[[burn.wounds]]
site = "hand_dorsum"
area_cm2 = 90
[[arms]]
name = "A"
[[arms]]
name = "B"
products = ["1e10 particles/cm2 in hydrogel, topical, once from day 1"]
[run]
draws = 10
"""


def complaint(old: str, new: str) -> str:
    """The line that the good case says after one edit."""
    assert old in GOOD
    with pytest.raises(InputError) as found:
        read_case(GOOD.replace(old, new, 1), name="case.toml")
    line = str(found.value)
    assert "\n" not in line
    assert line.startswith("case.toml: ")
    return line


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("sex", "sexx", ["patient.sexx: unknown key", "nearest: sex"]),
        ('"hand_dorsum"', '"hand_dorsm"', ["burn.wounds[0].site", "nearest: hand_dorsum"]),
        ("= 35", "= -1", ["patient.age_years: out of range", "given -1", "at most 110"]),
        ("= 35", "= nan", ["patient.age_years", "given nan", "a finite number"]),
        ("= 35", "= inf", ["patient.age_years", "a finite number"]),
        ("= 35", '= "35"', ["patient.age_years", "given '35'", "a number"]),
        ("= 35", "= true", ["patient.age_years", "given True", "a number"]),
        ("= 35", "= 1979-05-27", ["patient.age_years", "a number"]),
        ("= 35", "= {}", ["patient.age_years", "a number"]),
        ("age_years = 35\n", "", ["patient.age_years: is missing", "at least 0"]),
        ('"deep_partial"', '"deep"', ["burn.depth: not one of", "deep_partial"]),
        ('depth = "deep_partial"\n', "", ["burn.depth: is missing", "exactly one of"]),
        (
            'depth = "deep_partial"',
            'depth = "deep_partial"\ndepth_fraction = 0.5',
            ["burn.depth_fraction: the depth is stated more than once"],
        ),
        ("= 90", "= 0", ["burn.wounds[0].area_cm2: out of range", "more than 0"]),
        ("= 90", "= 90\nperimeter_cm = 20", ["perimeter_cm: is shorter than a circle", "33.6"]),
        ("= 90", "= 90\nlength_cm = 5\nwidth_cm = 5", ["area_cm2: is more than length x width"]),
        ('"B"', '"A"', ["arms[1].name: two arms have the same name"]),
        ('"B"', '"B"\nsmoker = true', ["arms[1].smoker: unknown key; it belongs in [patient]"]),
        ('"B"', '"B"\nkind = "msc"', ["arms[1].kind: does not fit", "exosome, other"]),
        ('"B"', '"B"\ndressing = "gauze"', ["arms[1].dressing: not one of the dressings"]),
        ('"B"', '"B"\ngraft = "1:7"', ["arms[1].graft: not one of the grafts", "1:6"]),
        ('"B"', '"B"\ngraft_day = 3', ["arms[1].graft_day: belongs to a graft"]),
        ('"B"', '"B"\ndebridement = "full"', ["arms[1].graft: a wound that is excised"]),
        (
            '"B"',
            '"B"\ngraft = "sheet"\ngraft_day = 2\ndebridement = "full"\ndebridement_day = 4',
            ["arms[1].graft_day: comes before the wound is excised", "at least"],
        ),
        ('"B"', '"B"\nlaser = "pdl"', ["arms[1].laser_days: is missing"]),
        ('"B"', '"B"\nlaser = "pdl"\nlaser_days = [3, 1]', ["arms[1].laser_days: must be rising"]),
        ('"B"', '"B"\nproduct = "lot"', ["arms[1].product: no such lot in [products]"]),
        ('"B"', '"B"\npolicy = "none"', ["arms[1].policy.name: not one of", "conservative"]),
        ("topical", "tropical", ["arms[1].products[0]: route: unknown route", "nearest: topical"]),
        ("hydrogel", "hydrogle", ["arms[1].products[0]: vehicle: unknown", "nearest: hydrogel"]),
        ("[run]", "[rum]", ["rum: unknown key", "nearest: run"]),
        ("draws = 10", "draws = 10.5", ["run.draws", "a whole number"]),
        ("draws = 10", "draws = 0", ["run.draws: out of range", "at least 1, at most 100000"]),
        ("draws = 10", 'preset = "magic"', ["run.preset", "sceptical, default, animal"]),
        ("[run]", "[scar]\nmonths = 3\nvss = 5\nsite = 'leg'\narea_cm2 = 3\n[run]",
         ["scar: a case is a burn or an old scar"]),
        ('title = "x"', "schema_version = 2", ["schema_version", "allowed: 1"]),
        ('title = "x"', 'title = ""', ["title: wrong length", "at least 1"]),
        ('title = "x"', 'title = "a\\nb"', ["title: holds a control character"]),
        ('title = "x"', "title = ", ["not TOML", "line 2"]),
        ('title = "x"', "arms = 3", ["not TOML"]),
        ('sex = "female"', 'sex = "male"\npregnant = true', ["patient.pregnant: does not go with"]),
    ],
)  # fmt: skip
def test_a_slip_is_told_in_one_line(old: str, new: str, parts: list[str]) -> None:
    """Truth: conventions.md asks for file, key path, given, allowed and the nearest key."""
    line = complaint(old, new)
    for part in parts:
        assert part in line


@pytest.mark.parametrize(
    ("exposure", "part"),
    [
        ('{medium = "running_water", temperature_c = 70, duration_s = 3}', None),
        ('{medium = "steel", duration_s = 3}', "exposure.temperature_c: is missing"),
        ('{medium = "flash", temperature_c = 900, flux_kw_m2 = 80, duration_s = 1}', "not both"),
        ('{medium = "steel", temperature_c = 80, flux_kw_m2 = 2, duration_s = 3}', "temperature"),
        ('{medium = "lava", temperature_c = 80, duration_s = 3}', "exposure.medium: not one of"),
        ('{temperature_c = 80, duration_s = 3}', "exposure.medium: is missing"),
        ('{medium = "steel", temperature_c = 80}', "exposure.duration_s: is missing"),
        ('{dose_gy = 8}', "burn.cause: does not go with this exposure"),
        ('{dose_gy = 8, duration_s = 2}', "a radiation dose stands alone"),
    ],
)  # fmt: skip
def test_an_exposure_says_how_hot(exposure: str, part: str | None) -> None:
    """Truth: held, convection and contact need a temperature, a flux stands alone (model 1)."""
    text = GOOD.replace('depth = "deep_partial"', f"exposure = {exposure}")
    if part is None:
        case = read_case(text)
        assert case.burn is not None
        assert case.burn.exposure is not None
        assert case.burn.exposure.medium == "running-water"
        return
    with pytest.raises(InputError) as found:
        read_case(text)
    assert part in str(found.value)


@pytest.mark.parametrize("lines", ['dressing = "silver_foam"', 'graft = "sheet"'])
def test_a_closed_scar_has_no_wound_care(lines: str) -> None:
    """Truth: an old scar is closed, so dressings, excision and grafts do not apply."""
    head = '[patient]\nage_years = 30\n[scar]\nmonths = 18\nvss = 9\nsite = "leg"\narea_cm2 = 9\n'
    if "graft" in lines:
        lines += '\ndebridement = "full"\ndebridement_day = 1'
    with pytest.raises(InputError, match="an old scar is closed"):
        read_case(f'{head}[[arms]]\nname = "A"\n{lines}')
    assert read_case(f'{head}[[arms]]\nname = "A"').arms[0].dressing == "none"


def test_files_that_are_no_case(tmp_path: Path) -> None:
    """Truth: missing, folder, empty, binary, huge, deep, wrong suffix: each says its own line."""
    big, deep = tmp_path / "big.toml", tmp_path / "deep.toml"
    big.write_bytes(b"# " + b"x" * 2_000_000)
    deep.write_text("x = " + "[" * 50_000)
    jdeep, digits = tmp_path / "deep.json", tmp_path / "digits.toml"
    jdeep.write_text('{"a":' * 50_000)
    digits.write_text("x = " + "9" * 5000)
    hexes = tmp_path / "hex.toml"
    hexes.write_text("draws = 0x" + "f" * 20_000)
    binary, empty = tmp_path / "binary.toml", tmp_path / "empty.toml"
    binary.write_bytes(bytes(range(128, 256)))
    empty.write_text(" \n")
    nul, listed, twins = tmp_path / "nul.toml", tmp_path / "list.json", tmp_path / "twins.json"
    nul.write_bytes(b"a = 1\x00")
    listed.write_text("[1, 2]")
    twins.write_text('{"title": "a", "title": "b"}')
    other = tmp_path / "case.yaml"
    other.write_text("a: 1")
    said = {
        tmp_path / "none.toml": "no such file",
        tmp_path: "not a file",
        Path(os.devnull): "not a file",
        big: "too large",
        deep: "nested too deeply",
        jdeep: "nested too deeply",
        digits: "cannot be read",
        hexes: "draws: unknown key",
        binary: "not UTF-8",
        empty: "is empty",
        nul: "not TOML",
        listed: "not a case",
        twins: "set twice",
        other: "unknown kind of file",
        tmp_path / ("x" * 300 + ".toml"): "",
        Path("a\x00b.toml"): "",
    }
    for path, part in said.items():
        with pytest.raises(InputError) as found:
            load_case(path)
        assert part in str(found.value)
        assert "\n" not in str(found.value)
