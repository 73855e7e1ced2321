"""From what a user states to a depth: entered values as they are, defaults, refusals, first aid."""

from __future__ import annotations

import json
import math

import pytest

from exoburn.blocks.injury import FirstAid, assess_wound, class_of, class_range
from exoburn.blocks.injury.depth import CLASSES
from exoburn.data import table
from exoburn.errors import InputError

SCALD = {"medium": "running-water", "temperature_c": 70, "duration_s": 3}


@pytest.mark.parametrize(("word", "f"), [("superficial", 0.0), ("superficial_partial", 0.2),
                                         ("deep_partial", 0.55), ("full_thickness", 1.15)])
def test_classes_have_their_defaults(word: str, f: float) -> None:
    """Model section 2: f by class; mm by the site's epidermis and dermis (hand 0.15 + f x 1.0)."""
    found = assess_wound(site="hand_dorsum", sex="male", age_years=30, depth=word)
    assert (found.depth_class, found.depth_fraction, found.law) == (word, f, "entered")
    assert found.depth_mm == pytest.approx(0.15 + f * 1.0)
    assert class_of(f) == word
    low, high = class_range(word)
    assert low <= f <= high


def test_entered_fraction_and_mm_are_used_as_they_are() -> None:
    """No progression, no first aid on a stated depth; but first aid still rescues stasis."""
    f = assess_wound(site="chest", depth_fraction=0.4, depth_sd=0.07,
                     first_aid={"cool_start_min": 0, "cool_duration_min": 20})
    assert (f.depth_fraction, f.depth_sd, f.sd_entered) == (0.4, 0.07, True)
    assert f.e_rescue == pytest.approx(0.3 * 0.67)
    mm = assess_wound(site="chest", sex="male", depth_mm=0.82)
    assert mm.depth_mm == 0.82
    assert mm.depth_fraction == pytest.approx((0.82 - 0.07) / 1.5)
    assert assess_wound(site="chest", depth_mm=0.03).depth_class == "superficial"


def test_progression_from_heat() -> None:
    """f = f_thermal + 0.15 (1 - g): with 20 min of water at 30 min, 0.15 x 0.33 is left."""
    bare = assess_wound(site="chest", exposure=SCALD)
    aid = assess_wound(site="chest", exposure=SCALD, first_aid=FirstAid(30, 20))
    assert bare.thermal_fraction is not None
    assert bare.depth_fraction == pytest.approx(bare.thermal_fraction + 0.15)
    assert aid.thermal_fraction == pytest.approx(bare.thermal_fraction)     # far too late for heat
    assert aid.depth_fraction == pytest.approx(bare.thermal_fraction + 0.15 * (1 - 0.67))
    at_once = assess_wound(site="chest", exposure=SCALD, first_aid=FirstAid(0, 20))
    assert at_once.thermal_fraction is not None
    assert at_once.thermal_fraction < bare.thermal_fraction


@pytest.mark.parametrize(("start", "length", "g"), [
    (0, 20, 0.67), (60, 40, 0.67), (120, 20, 0.335), (180, 20, 0.0), (0, 5, 0.1675), (600, 60, 0.0),
])
def test_first_aid_grade(start: float, length: float, g: float) -> None:
    """Model section 1: full within 1 h and for 20 min, linear to 0 at 3 h, proportional below."""
    assert FirstAid(start, length).grade == pytest.approx(g)


def test_no_burn_and_superficial() -> None:
    """Basal damage under 0.53 is no burn; from 0.53 to 1 it is superficial with f 0."""
    warm = {"medium": "immersion", "temperature_c": 55}
    none = assess_wound(exposure={**warm, "duration_s": 12})
    red = assess_wound(exposure={**warm, "duration_s": 21})
    blister = assess_wound(exposure={**warm, "duration_s": 40})
    assert [d.depth_class for d in (none, red, blister)] == [
        "none", "superficial", "superficial_partial"]
    assert (none.burned, none.depth_mm, none.depth_sd) == (False, 0.0, 0.0)
    assert red.depth_fraction == 0.0
    assert 0.53 <= (red.omega_basal or 0) < 1 <= (blister.omega_basal or 0)


@pytest.mark.parametrize("cause", ["chemical", "electrical"])
def test_not_heat_must_be_entered(cause: str) -> None:
    """A chemical or electrical burn is never computed, with or without an exposure."""
    for more in ({}, {"exposure": SCALD}):
        with pytest.raises(InputError, match="depth"):
            assess_wound(site="leg", cause=cause, **more)
    assert assess_wound(site="leg", cause=cause, depth="full_thickness").depth_fraction == 1.15


@pytest.mark.parametrize(("dose", "word"), [(1, "none"), (4, "superficial"), (9, "superficial"),
                                            (12, "superficial_partial"), (17, "deep_partial")])
def test_radiation(dose: float, word: str) -> None:
    """Gray table (Balter 2010): classes as assumed in rows/radiation_doses.csv, delayed onset."""
    found = assess_wound(site="chest", cause="radiation", exposure={"dose_gy": dose})
    assert found.depth_class == word
    assert (found.onset_day >= 14) == found.burned


def test_radiation_beyond_the_model() -> None:
    """From 20 Gy (ulcer, late necrosis) the model says that it cannot."""
    with pytest.raises(InputError, match="not modelled"):
        assess_wound(site="chest", cause="radiation", exposure={"dose_gy": 20})


@pytest.mark.parametrize("wrong", [
    {},
    {"depth": "third"},
    {"depth_fraction": math.nan},
    {"depth_fraction": -0.1},
    {"depth_mm": math.inf},
    {"depth_fraction": 0.3, "depth_mm": 0.5},
    {"depth": "superficial", "depth_fraction": 0.6},
    {"depth": "superficial", "exposure": SCALD},
    {"depth": "deep_partial", "depth_sd": -1},
    {"exposure": {**SCALD, "medium": "lava"}},
    {"exposure": {**SCALD, "flux_kw_m2": 10}},
    {"exposure": {**SCALD, "duration_s": 0}},
    {"exposure": {"medium": "immersion", "duration_s": 3}},
    {"exposure": {"medium": "radiant", "duration_s": 3}},
    {"exposure": {"temperature_c": 60, "duration_s": 3}},
    {"exposure": SCALD, "first_aid": {"cool_start_min": 5}},
    {"exposure": SCALD, "first_aid": {"cool_start_min": -5, "cool_duration_min": 20}},
    {"exposure": SCALD, "law": "newton"},
    {"depth": "deep_partial", "site": "hnad"},
    {"depth": "deep_partial", "age_years": -1},
], ids=str)
def test_wrong_input_is_one_line(wrong: dict) -> None:
    """Whatever is wrong, it is an InputError of one line that names a key."""
    with pytest.raises(InputError) as caught:
        assess_wound(**{"site": "chest", **wrong})
    assert caught.value.key
    assert "\n" not in str(caught.value)


def test_json_is_plain_and_complete() -> None:
    """The five keys of interfaces.md come first; the rest is plain JSON without NaN."""
    burn = assess_wound(site="chest", age_years=2, exposure=SCALD).to_json(tbsa_percent=3.0)
    assert list(burn)[:5] == ["depth_class", "depth_mm", "depth_fraction", "tbsa_percent", "law"]
    assert json.loads(json.dumps(burn, allow_nan=False)) == burn
    assert burn["depth_class"] in CLASSES
    times = [row["t_s"] for row in burn["timeline"]]
    damage = [row["omega_basal"] for row in burn["timeline"]]
    assert times == sorted(times)
    assert damage == sorted(damage)
    assert 3.0 in times


def test_every_site_is_whole() -> None:
    """Every site has a source, a region of the Lund-Browder table, and its value in its range."""
    regions = {row["region"] for row in table("lund_browder")}
    wanted = {"face", "eyelid", "neck", "chest", "abdomen", "back", "buttock", "groin", "perineum",
              "upper_arm", "forearm", "hand_dorsum", "palm", "thigh", "leg", "foot_dorsum", "sole"}
    assert wanted <= {row["id"] for row in table("sites")}
    for row in table("sites"):
        assert row["source"], row["id"]
        assert row["region"] in regions or row["id"] == "reference"
        for layer in ("epidermis", "dermis"):
            low, mid, high = (float(row[f"{layer}_{end}"]) for end in ("low", "mm", "high"))
            assert low <= mid <= high, row["id"]
