"""Plans: regimens become events in physical amounts, with the routes of model section 4."""

import numpy as np
import pytest

from exoburn.blocks.delivery.schedule import dose_happenings
from exoburn.case.regimen import Regimen
from exoburn.case.sentence import parse_regimen
from exoburn.data import parameters
from exoburn.errors import InputError


def plan(*sentences, area=100.0, **settings):
    """The plan of some sentences on 100 cm2."""
    return dose_happenings([parse_regimen(s) for s in sentences], area_cm2=area, **settings)


def doses(made, *names):
    """Day and amount of the events with these names."""
    return [(day, amount) for day, name, amount in made.happenings if name in names]


def test_a_gel_is_a_dose_in_its_vehicle():
    """Borrows the sentence of the interfaces: four doses, three days apart, from day 1."""
    made = plan("1e10 particles/cm2 in hydrogel, topical, every 3 days x 4 from day 1")
    assert doses(made, "topical") == [(1.0, 1e10), (4.0, 1e10), (7.0, 1e10), (10.0, 1e10)]
    assert made.inputs["A_ref"] == 1e10
    assert made.inputs["k_r"] == pytest.approx(np.log(2) / 3, rel=1e-3)  # per day
    assert made.sessions == (1.0, 4.0, 7.0, 10.0)
    assert made.punctures == (0.0, 0.0, 0.0, 0.0)
    assert made.particles_given(area_cm2=100.0) == 4e12
    assert made.classes == {"vesicle"}


def test_saline_and_spray_are_free_at_once():
    """Borrows model section 4: f_b = 1 and f_inf = 1 for saline and spray."""
    for sentence in ("1e9 particles/cm2 in saline, topical, once from day 2",
                     "1e9 particles/cm2, spray, once from day 2"):  # fmt: skip
        made = plan(sentence)
        assert doses(made, "topical_free") == [(2.0, 1e9)]
        assert not doses(made, "topical")


def test_micrograms_use_the_lots_own_count():
    """Borrows the unit rule: a dose in ug uses the same draw of particles per ug as X50."""
    lots = np.array([1e9, 3e9, 6e9])
    made = plan("100 ug/cm2 in saline, topical, once from day 0", ppm_ug=lots)
    np.testing.assert_allclose(doses(made, "topical_free")[0][1], 100 * lots)
    np.testing.assert_allclose(made.inputs["A_ref"], 100 * lots)
    assert made.offered_per_cell.shape == (3,)


def test_a_total_is_shared_over_the_wound():
    """A dose in particles is divided by the area that it is meant for."""
    made = plan("1e12 particles in saline, topical, once from day 0", area=50.0)
    assert doses(made, "topical_free") == [(0.0, 2e10)]
    assert made.particles_given(area_cm2=50.0) == 1e12


def test_injections_reach_a_share_and_give_it_more():
    """Borrows cov = min(1, n 0.115 cm2 per 100 uL / area) and local dose = A0/cov."""
    made = plan(
        "1e10 particles/cm2 in saline, injected, once from day 1, 200 injections, 50 uL each"
    )
    cov = 200 * 0.115 * 0.5 / 100
    assert made.inputs["cov"] == pytest.approx(cov)
    assert doses(made, "inject") == [(1.0, pytest.approx(1e10 / cov))]
    assert made.punctures == (200.0,)
    shares = [made.inputs[f"inj_{i}"] for i in range(1, 11)]
    assert sum(shares) == pytest.approx(1.0)  # 0-1 mm by default
    assert shares[-1] == pytest.approx(0.1)
    assert any("12%" in text for text in made.warnings)


def test_injections_cannot_reach_more_than_all():
    """Borrows the cap of coverage at 1."""
    made = plan("1e10 particles/cm2 in saline, injected, once from day 1, 5000 injections")
    assert made.inputs["cov"] == 1.0


def test_a_mixed_arm_keeps_injections_to_what_they_reach():
    """Beside a gel, injected vesicles stay in the share they reach: the dose there is 1/reach."""
    made = plan(
        "1e10 particles/cm2 in hydrogel, topical, daily x 3 from day 1",
        "1e10 particles/cm2 in saline, injected, once from day 1, 40 injections",
    )
    assert made.inputs["cov"] == 1.0
    assert made.reach is not None
    assert 0 < float(np.mean(made.reach)) < 1
    assert doses(made, "inject") == [(1.0, pytest.approx(1e10 / made.reach))]
    assert any("run apart" in text for text in made.warnings)
    assert made.sessions == (1.0, 2.0, 3.0)
    assert made.punctures == (40.0, 0.0, 0.0)


def test_dissolving_needles_leave_a_part_on_the_surface():
    """Borrows model section 4: 0.65 of the height deep, the rest on the surface."""
    made = plan("1e9 particles/cm2 in dissolving_needle, dissolving needle, once from day 1,"
                " needle 1000 um")  # fmt: skip
    assert doses(made, "needles") == [(1.0, pytest.approx(0.65e9))]
    assert doses(made, "topical_free") == [(1.0, pytest.approx(0.35e9))]
    assert made.inputs["inj_9"] == pytest.approx(0.15 / 0.65)
    assert made.inputs["inj_10"] == 0.0
    assert made.punctures == (1.0,)


def test_needling_and_laser_open_channels_before_the_dose():
    """The channels stand open at the instant of the dose: assign comes before add."""
    for route in ("microneedle", "laser-assisted"):
        made = plan(f"1e9 particles/cm2 in saline, {route}, once from day 3")
        assert doses(made, "channels") == [(3.0, 1.0)]
        assert doses(made, "topical_free") == [(3.0, 1e9)]


def test_under_a_graft_vesicles_lie_on_the_bed_and_platelets_do_nothing():
    """Borrows the blinded trial behind "PRP under a graft: 0"."""
    made = plan("1e9 particles/cm2 in saline, under graft, once from day 5")
    assert doses(made, "under_graft") == [(5.0, 1.0)]
    platelets = plan("0.1 mL/cm2 in prp_gel, under graft, once from day 5")
    assert doses(platelets, "platelet_gel") == []
    assert platelets.sessions == (5.0,)


def test_platelets_and_cells_in_unit_doses():
    """Borrows the unit doses: 1 mL at 1e9/mL per 10 cm2, and 1e6 viable cells per cm2."""
    prf = plan("0.2 mL/cm2 in prf, topical, once from day 1, platelets 5e8/mL")
    assert doses(prf, "platelet_gel") == [(1.0, pytest.approx(1.0))]
    assert prf.inputs["k_prp"] == 0.48
    cells = plan("2e6 cells/cm2 in saline, topical, on days 1, 8")
    assert doses(cells, "cells") == [(1.0, 2.0), (8.0, 2.0)]
    assert cells.inputs["inj_7"] == pytest.approx(0.125 / 0.3)
    assert cells.dose_per_cm2 == (0.0, 0.0)


def test_the_registered_trial_offers_one_vesicle_a_cell():
    """Its message must come out: 1e7 particles/cm2 is about one per cell before any loss."""
    made = plan("1e7 particles/cm2 in saline, topical, within 48 h, day 5-7, week 2")
    assert made.sessions == (1.0, 6.0, 14.0)
    assert made.offered_per_cell == pytest.approx(1.0, rel=0.2)


def test_no_dose_is_the_vehicle_arm():
    """Borrows model section 8: nothing but the amount tells a dose of 0 from the vehicle."""
    empty = Regimen(amount=0, unit="particles/cm2", vehicle="hydrogel", days=(1, 4))
    made = dose_happenings([empty], area_cm2=10)
    assert not doses(made, "topical")
    assert doses(made, "scale_p_U")  # a moist vehicle acts by itself
    full = dose_happenings(
        [Regimen(amount=1e9, unit="particles/cm2", vehicle="hydrogel", days=(1, 4))], area_cm2=10
    )
    assert doses(made, "scale_p_U") == doses(full, "scale_p_U")
    assert made.sessions == full.sessions
    assert dose_happenings([], area_cm2=10).happenings == ()


def test_moist_spans_join_and_end():
    """Doses every 3 days keep a gel that lasts 4 days on; it is gone 4 days after the last."""
    made = plan("1e9 particles/cm2 in hydrogel, topical, on days 1, 4, 20")
    assert doses(made, "scale_p_U") == [
        (1.0, 0.9), (8.0, 1 / 0.9), (20.0, 0.9), (24.0, 1 / 0.9)]  # fmt: skip


def test_numbers_are_drawn_where_the_simulator_says_so():
    """Every number with a range goes through `draw`, one value a draw."""
    rows = parameters()
    asked = []

    def draw(row):
        asked.append(row.id)
        return row.quantile(np.array([0.25, 0.5, 0.75]))

    made = plan("1e10 particles/cm2 in hydrogel, topical, daily x 2 from day 1", draw=draw)
    assert made.inputs["k_r"].shape == (3,)
    assert {"k_r", "f_b", "f_inf", "p_U_x_hydrogel"} <= set(asked)
    assert (np.diff(made.inputs["k_r"]) > 0).all()
    injected = plan("1e10 particles/cm2 in saline, injected, once from day 1, 40 injections",
                    draw=draw)  # fmt: skip
    assert injected.inputs["cov"].shape == (3,)
    assert injected.happenings[0][2].shape == (3,)
    assert rows["puddle_cm2_per_100ul"].id in asked


def test_doses_to_the_open_area_cost_less_as_the_wound_closes():
    """Particles given follow the open share at each session."""
    made = plan("1e9 particles/cm2 in saline, topical, on days 1, 8, to open area")
    assert made.to_open_area
    assert made.particles_given(area_cm2=10.0, open_share=[1.0, 0.5]) == 1.5e10


def test_wrong_words_are_input_errors():
    """One line with what is allowed, never a traceback."""

    class Odd:
        amount, unit, vehicle, route, days, to = 1.0, "particles/cm2", "soup", "topical", (1,), "w"
        depth_mm = injections = volume_ul = needle_um = platelets_per_ml = None

    with pytest.raises(InputError, match="unknown vehicle"):
        dose_happenings([Odd()], area_cm2=10)
