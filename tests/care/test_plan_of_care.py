"""Plans of care: the tables of model section 5 as visits, events and factors."""

from types import SimpleNamespace

import numpy as np
import pytest

from exoburn.blocks.care.dressings import dressing
from exoburn.blocks.care.patient import patient_factors
from exoburn.blocks.care.plan import care_happenings, first_aid_happenings, infection_happenings
from exoburn.case.arm import Arm
from exoburn.data import parameters, table
from exoburn.errors import InputError
from tests.care.clinic import Lane, run, t95


def arm(**statements):
    """An arm of a case."""
    return Arm.model_validate({"name": "arm", **statements})


def test_the_table_of_dressings():
    """Borrows the table of model section 5."""
    expected = {
        "silver_hydrofibre": (2, 1, 1, 5, 0, 0.2), "silver_foam": (2, 0.97, 1, 5, 0.5, 0.3),
        "silver_sulfadiazine": (2, 0.80, 1, 1, 2.5, 0.9),
        "paraffin_gauze": (0, 0.92, 1.1, 2, 2.5, 0.5),
        "chlorhexidine_gauze": (0.5, 0.92, 1.1, 2, 2.5, 0.5),
        "hydrocolloid": (0, 1, 0.9, 4, 0.5, 0.8), "plain_hydrogel": (0, 1, 0.9, 4, 0.5, 0.8),
        "biosynthetic": (0, 1.03, 0.9, None, 0, 0.05), "none": (0, 0.85, 1.2, None, 0, 0),
    }  # fmt: skip
    assert {row["id"] for row in table("dressings")} == set(expected)
    for name, values in expected.items():
        d = dressing(name)
        got = (d.k_anti, d.v0_x, d.p_U_x, d.every_days, d.pain_increment, d.f_removed)
        assert got == values, name


def test_every_row_names_its_source():
    """Architecture: a number has a source or says that it is assumed."""
    care = ("dressings", "antimicrobials", "debridement", "grafts", "graft_bed", "scar_care")
    for name in (*care, "patient_factors", "vehicles", "effects", "effect_groups"):
        for row in table(name):
            assert row["source"].strip(), (name, row)


def test_our_parameter_rows_have_ranges():
    """The brief: every assumed number of ours has a range, definitions apart."""
    for room in ("delivery", "therapy", "care"):
        for row in table(f"parameters_{room}"):
            ranged = row["low"] != "" and row["high"] != ""
            assert ranged or row["dist"] == "fixed", row["id"]
            p = parameters()[row["id"]]
            low, middle, high = p.quantile(np.array([0.05, 0.5, 0.95]))
            assert np.isfinite([low, middle, high]).all(), row["id"]
            assert low <= middle <= high


def test_children_have_sulfadiazine_changed_every_other_day():
    """Borrows the table: 2 d in a child, 1 d in an adult; a case may say otherwise."""
    assert dressing("silver_sulfadiazine", age_years=4).every_days == 2
    assert dressing("silver_sulfadiazine", age_years=40).every_days == 1
    assert dressing("silver_foam", change_every_days=3).every_days == 3


def test_sessions_open_the_dressing_with_product_or_with_vehicle():
    """The vehicle arm keeps the product arm's visits: the plan sees days, not amounts."""
    plan = care_happenings(arm(), horizon_days=14, session_days=(1.0, 4.0, 10.0, 99.0))
    assert plan.dressing_days == (1.0, 4.0, 9.0, 10.0)
    assert [e for e in plan.happenings if e[1] == "dressing_change"] == [
        (day, "dressing_change", 0.2) for day in plan.dressing_days
    ]


def test_a_dressing_that_stays_and_none_at_all():
    """A biosynthetic stays between sessions; without a dressing nothing comes off."""
    stays = care_happenings(arm(dressing="biosynthetic"), horizon_days=30, session_days=(3.0,))
    assert stays.dressing_days == (3.0,)
    bare = care_happenings(arm(dressing="none"), horizon_days=30, session_days=(3.0,))
    assert bare.dressing_days == ()


def test_surgery_and_laser_of_an_arm():
    """An arm's own excision, graft and laser become events and operations."""
    plan = care_happenings(
        arm(debridement="full", debridement_day=3, graft="1:1.5"), horizon_days=30, take=0.8
    )
    names = [(day, name) for day, name, _ in plan.happenings if name != "dressing_change"]
    assert names == [(3.0, "full_excision"), (3.0, "graft_1_1p5")]
    assert plan.operations == (3.0,)
    two = care_happenings(
        arm(debridement="tangential", debridement_day=2, graft="sheet", graft_day=5),
        horizon_days=30,
    )
    assert two.operations == (2.0, 5.0)
    assert [e[1] for e in two.happenings if e[0] in (2.0, 5.0)].count("full_excision") == 0
    scar = care_happenings(
        arm(laser="fractional_co2", laser_days=[0, 30], silicone=True), horizon_days=90
    )
    assert (30.0, "fractional_co2", 0.18) in scar.happenings
    assert scar.laser_days == (0.0, 30.0)
    assert "changes no number" in scar.notes[0]


def test_numbers_are_drawn_where_the_simulator_says_so():
    """The sulfadiazine trials disagree: their range reaches v0 through `draw`."""
    u = np.array([0.05, 0.5, 0.95])
    plan = care_happenings(
        arm(dressing="silver_sulfadiazine"), horizon_days=2, draw=lambda row: row.quantile(u)
    )
    assert plan.factors["v0"] == pytest.approx([0.62, 0.8, 1.03], rel=0.02)


def test_patients():
    """Borrows model section 5: at 65 years t95 x 1.23; diabetes, smoking and childhood."""
    old = patient_factors(age_years=65)["v0"]
    assert old == pytest.approx(0.7)
    assert patient_factors(age_years=95)["v0"] == 0.55
    assert patient_factors(age_years=10) == {"v0": 1.1}
    assert patient_factors(age_years=40) == {}
    both = patient_factors(age_years=50, diabetes=True, smoker=True)
    assert both["v0"] == pytest.approx(0.8 * 0.9 * 0.88)
    assert both["k_V"] == pytest.approx(0.7 * 0.8)
    v0 = parameters()["v0"].value
    plain, aged = t95([Lane(), Lane(v0=v0 * old)])
    assert aged / plain == pytest.approx(1.23, abs=0.02)


def test_closure_follows_front_speed():
    """Borrows t95 ~ v0^-0.58: x 0.75 -> 1.18, x 0.8 -> 1.135, x 1.2 -> 0.91 (18.98 to 22.45 d)."""
    v0 = parameters()["v0"].value
    plain, *others = t95([Lane(v0=v0 * x) for x in (1, 0.75, 0.8, 1.2)])
    assert np.array(others) / plain == pytest.approx([1.18, 1.135, 0.91], abs=0.015)


def test_an_infection_is_treated_and_the_dressing_goes_on():
    """Borrows model section 6: +8 per day for 10 d, from 2 d after onset."""
    events = infection_happenings(4.0, k_anti=0.0)
    assert events == [(6.0, "set_k_anti", 8.0), (16.0, "set_k_anti", 0.0)]
    from exoburn.wound import burn_start

    ill = burn_start(0.65, inoculum=3e-3)
    grid, got = run([Lane(start=ill, k_anti=0.0), Lane(events, start=ill, k_anti=0.0)], days=20.0)
    at = np.searchsorted(grid, 12.0)
    assert got["B"][at, 1] < 1e-2 * got["B"][at, 0]


def test_first_aid_lasts_three_days():
    """Borrows e_rescue += 0.3 g for 72 h: it saves days, and is over after three."""
    events = first_aid_happenings(0.3, hours=72)
    assert events[-1] == (3.0, "set_aid_rescue", 0.0)
    plain, aided, forever = t95([Lane(), Lane(events), Lane(events[:1])])
    assert plain - 0.2 > aided >= forever - 1e-6


def test_words_that_nobody_knows():
    """One line with what is allowed and the nearest word."""
    with pytest.raises(InputError, match="silver_foam"):
        dressing("silver_fom")
    odd = SimpleNamespace(dressing="silver_foam", antimicrobial="garlic",
                          dressing_change_every_days=None)  # fmt: skip
    with pytest.raises(InputError, match="unknown antimicrobial"):
        care_happenings(odd, horizon_days=3)  # type: ignore[arg-type]


def test_first_aid_is_no_mechanism_of_a_product():
    """Law: with all four mechanisms off, cooling saves what it saved (Shapley counts products)."""
    events = first_aid_happenings(0.3, hours=72)
    off = {f"on_{m}": 0.0 for m in ("inflammation", "growth", "vessels", "scar")}
    on, switched = t95([Lane(events), Lane(events, **off)])
    assert switched == pytest.approx(on, abs=1e-9)
