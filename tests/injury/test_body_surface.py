"""Burned area: Lund-Browder's table, limits, body surface, palms, revised Baux."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoburn.blocks.injury import (
    body_of,
    palms_percent,
    region_shares,
    revised_baux,
    tbsa_of_regions,
    tbsa_of_wounds,
)
from exoburn.blocks.injury.body import body_surface_m2
from exoburn.errors import InputError

AGES = (0, 1, 5, 10, 15, 30)
LIMBS = ("right arm", "left arm", "right leg", "left leg")


@pytest.mark.parametrize("age", AGES)
def test_columns_sum_to_the_whole_body(age: float) -> None:
    """At every age the regions, limbs as their parts, sum to 100 (arithmetic of the table)."""
    shares = region_shares(age)
    assert sum(v for k, v in shares.items() if k not in LIMBS) == pytest.approx(100)


def test_halves_of_lund_and_browder() -> None:
    """Half-head, half-thigh, half-leg by age as in checks/borrowed-truth.md section 8."""
    half_head = (9.5, 8.5, 6.5, 5.5, 4.5, 3.5)
    half_thigh = (2.75, 3.25, 4, 4.25, 4.5, 4.75)
    half_leg = (2.5, 2.5, 2.75, 3, 3.25, 3.5)
    for age, a, b, c in zip(AGES, half_head, half_thigh, half_leg, strict=True):
        shares = region_shares(age)
        assert (shares["head"], shares["right thigh"], shares["left lower leg"]) == (
            2 * a, 2 * b, 2 * c)
        assert shares["right arm"] == 9.5
        assert shares["right leg"] == 2 * b + 2 * c + 3.5


def test_the_example_of_the_interfaces() -> None:
    """Trunk 6 and right arm 4 at four years: 10 %."""
    found = tbsa_of_regions("anterior trunk=6,right arm=4", 4)
    assert found.percent == 10
    assert found.shares == {"anterior trunk": 13, "right arm": 9.5}


@given(st.sampled_from(AGES), st.sampled_from(sorted(region_shares(0))), st.floats(0, 1))
def test_any_share_up_to_the_region(age: float, region: str, part: float) -> None:
    """A region takes any percent up to its share and nothing above it."""
    share = region_shares(age)[region]
    assert tbsa_of_regions(f"{region}={share * part!r}", age).percent == pytest.approx(share * part)
    with pytest.raises(InputError, match="more than"):
        tbsa_of_regions(f"{region}={share * (1.01 + part)!r}", age)


@pytest.mark.parametrize("text", [
    "", "head", "head=", "head=x", "head=nan", "head=-1", "tail=3", "arm=4", "head=3,head=2",
    "right arm=9,right hand=2", "left leg=15,left foot=3.5",
])
def test_wrong_regions(text: str) -> None:
    """Unknown, sideless, repeated, overfull or unread regions are one-line input errors."""
    with pytest.raises(InputError) as caught:
        tbsa_of_regions(text, 4)
    assert caught.value.key == "tbsa"


def test_body_surface_formulas() -> None:
    """Mosteller 70 kg 170 cm = 1.818 m2 (borrowed-truth section 8); the others within 2 %."""
    assert body_surface_m2(70, 170) == pytest.approx(1.818, abs=5e-4)
    assert body_surface_m2(70, 170, "dubois") == pytest.approx(1.81, rel=0.01)
    assert body_surface_m2(10, 75, "haycock") == pytest.approx(0.46, rel=0.02)
    with pytest.raises(InputError):
        body_surface_m2(70, 170, "boyd")


@given(st.floats(0, 110), st.floats(0, 110))
def test_reference_bodies_grow(a: float, b: float) -> None:
    """A usual body never shrinks with age; what was looked up is said."""
    young, old = (body_of(age_years=age, formula="mosteller") for age in sorted((a, b)))
    assert young.surface_cm2 <= old.surface_cm2 * (1 + 1e-9)
    assert len(young.notes) == 2
    assert not body_of(age_years=a, weight_kg=50, height_cm=160).notes


def test_area_and_percent_are_inverse() -> None:
    """cm2 -> percent -> cm2; epidermal burns do not count."""
    person = body_of(age_years=35, sex="female", weight_kg=65, height_cm=163)
    assert person.area_cm2(person.percent(180)) == pytest.approx(180)
    wounds = [(180.0, "deep_partial"), (999.0, "superficial"), (50.0, "none")]
    assert tbsa_of_wounds(wounds, person).percent == pytest.approx(person.percent(180))
    with pytest.raises(InputError, match="larger than the body"):
        tbsa_of_wounds([(30_000.0, "deep_partial")], person)


def test_palms_and_score() -> None:
    """A palm is 0.78 % (notes section 6); rBaux examples of borrowed-truth section 8."""
    assert palms_percent(5) == pytest.approx(3.9)
    assert revised_baux(35, 45, inhalation=True) == 97
    assert revised_baux(70, 50, inhalation=True) == 137
