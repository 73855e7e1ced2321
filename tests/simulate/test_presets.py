"""What a product is credited with: presets, nulls, shares of mechanisms and of variance."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.data import parameters
from exoburn.outcome.constants import constant
from exoburn.simulate.arm_run import run_arm
from exoburn.simulate.arms import arms_of
from exoburn.simulate.draws import GROUPS, Draws
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.mechanisms import MECHANISMS
from tests.simulate.cases import NAMES, Statement, arm, case_of, result_of, run_changed, t95

VESICLES = ("hand-scald", "leg-flame", "old-scar", "registered-trial")
#: Physical outcomes go on whether or not the product acts.
PHYSICAL = ("occupancy_peak", "particles_per_cell_peak")


def exosome_arms(result):
    """Arms that give vesicles and nothing else."""
    return [one for one in result.findings.arms if one.arm.gives == ("vesicle",)]


@pytest.mark.parametrize("name", VESICLES)
def test_a_sceptic_s_vesicles_do_exactly_nothing(name):
    """Preset sceptical: EV null 1, so each vesicle arm is its vehicle arm to the last bit."""
    result = result_of(name, preset="sceptical")
    assert exosome_arms(result)
    for one in exosome_arms(result):
        vehicle = result.findings.vehicle_of(one)
        entry = next(a for a in result.summary["arms"] if a["name"] == one.arm.name)
        for key, found in one.outcomes.items():
            if key in PHYSICAL:
                continue
            np.testing.assert_array_equal(found.values, vehicle.outcomes[key].values, err_msg=key)
            gap = entry["contrasts_vs_vehicle"].get(key)
            if gap is not None:
                exact = ("median", "p05", "p95", "restricted_mean_difference", "mean")
                assert all(gap[k] == 0 for k in exact if gap[k] is not None), (key, gap)
                assert gap["probability_better"] in (0.5, None)
                assert gap["probability_any_effect"] == 0
                assert gap["if_active"] is None
        assert entry["null_sentence"].startswith("In 100 of 100 runs")


def best_gain(result) -> float:
    """Mean days (or points) that vesicles save against their own vehicle, over arms and draws."""
    key = "t95_days" if result.summary["burn"] else "vss_3mo"
    gains = []
    for one in exosome_arms(result):
        theirs = result.findings.vehicle_of(one).outcomes[key].values
        mine, horizon = one.outcomes[key].values, float(result.case.run.days)
        gains.append((np.minimum(theirs, horizon) - np.minimum(mine, horizon)).mean())
    return float(np.max(gains))


@pytest.mark.parametrize("name", VESICLES)
def test_animal_strength_is_never_weaker(name):
    """Preset animal has no null, no failed lot and no discount: its mean gain is the largest."""
    gains = {
        preset: best_gain(result_of(name, preset=preset, days=100))
        for preset in ("sceptical", "default", "animal")
    }
    assert gains["sceptical"] == 0
    if name == "old-scar":  # so little arrives that only the solver's own error is left
        assert max(abs(gain) for gain in gains.values()) < constant("resolution_score")
        return
    assert gains["animal"] >= gains["default"] >= 0
    assert gains["animal"] > 0


def test_how_often_vesicles_act_at_all():
    """Model section 7: P(any effect) = (1 - p_null) p_act, within three SE of 1000 thetas."""
    case = case_of("registered-trial")
    rows = parameters()
    draws = Draws(5000, seed=11)
    knowledge = Knowledge(draws, "default")
    from exoburn.simulate.arm_plan import lot_of, plan_arm
    from tests.simulate.cases import FOLDER

    one = next(each for each in arms_of(case) if each.gives)
    active = plan_arm(case, one, knowledge, folder=FOLDER, days=60).active
    assert active is not None
    expected = (1 - rows["p_null_ev"].value) * rows["p_act"].value
    assert active.mean() == pytest.approx(expected, abs=3 * np.sqrt(0.24 / 1000))
    lot = lot_of(case, one, FOLDER)
    assert lot is not None
    assert ((knowledge.potency(lot) > 0) & knowledge.acts("vesicle") == active).all()


def test_what_is_printed_is_how_often_they_acted():
    """`probability_any_effect` is the share of draws whose course differs from the vehicle's."""
    result = result_of("hand-scald", draws=40)
    for name in ("Exosome gel", "PRP gel", "Stem cells"):
        one, entry = arm(result, name), next(a for a in result.summary["arms"] if a["name"] == name)
        told = entry["contrasts_vs_vehicle"]["t95_days"]["probability_any_effect"]
        vehicle = result.findings.vehicle_of(one)
        moved = np.zeros(40, bool)
        for wound, curves in one.observables.items():
            gap = curves["inflammation"] != vehicle.observables[wound]["inflammation"]
            moved |= gap.any(axis=1)
        assert told == pytest.approx(moved.mean())


@pytest.mark.parametrize("name", NAMES)
def test_mechanisms_add_up(name):
    """Law: Shapley shares sum to the arm against itself with all four switched off."""
    checked = 0
    for one in result_of(name, days=100).findings.arms:
        if one.mechanisms is None:
            assert not one.arm.active
            continue
        shares = one.mechanisms.shapley
        assert set(shares) == set(MECHANISMS)
        assert sum(shares.values()) == pytest.approx(one.mechanisms.total, abs=1e-9)
        checked += 1
    assert checked or name in ("child-scald-dressings", "toddler-scald")


def test_all_switched_off_is_the_vehicle():
    """The whole benefit that is shared out is the median draw's arm minus its vehicle arm.

    The shares are made from switches, the truth here from an emptied syringe.
    """
    from dataclasses import replace

    from exoburn.simulate.arm_run import Stage
    from exoburn.simulate.mechanisms import without_policy
    from tests.simulate.cases import FOLDER

    result = result_of("registered-trial", days=100)
    found = result.findings
    middle = Knowledge(found.knowledge.draws.median(), "default")
    stage = Stage(without_policy(found.case), FOLDER, middle, found.runner, found.injuries)
    for one in exosome_arms(result):
        times = []
        for each in (one.arm, replace(one.arm, emptied=True)):
            course = run_arm(stage, each).course
            from exoburn.outcome import evaluate

            times.append(evaluate(course)["t95_days"].values[0])
        assert one.mechanisms is not None
        assert times[0] - times[1] == pytest.approx(one.mechanisms.total, abs=5e-3)


@pytest.mark.parametrize("name", NAMES)
def test_variance_shares_are_shares(name):
    """Architecture: every outcome's variance is split over people, knowledge, lot and model."""
    for entry in result_of(name, draws=20).summary["arms"]:
        for key, outcome in entry["outcomes"].items():
            shares = outcome["variance_share"]
            if shares is None:
                continue
            assert set(shares) == set(GROUPS), key
            assert all(0 <= share <= 1 for share in shares.values()), (key, shares)
            assert sum(shares.values()) == pytest.approx(1, abs=1e-9)
            if entry["kind"] in ("standard", "graft", "vehicle"):
                assert shares["lot"] == 0, (entry["name"], key)


def test_better_one_way_is_worse_the_other():
    """P(a better than b) + P(b better than a) = 1, ties counting half, by swapping the arms."""

    def swapped(case: Statement) -> None:
        case["arms"] = [case["arms"][3], case["arms"][0]]

    def plain(case: Statement) -> None:
        case["arms"] = [case["arms"][0], case["arms"][3]]

    one, two = (run_changed("hand-scald", c, draws=20).summary for c in (plain, swapped))
    there, back = one["arms"][1]["contrasts"], two["arms"][1]["contrasts"]
    assert set(there) == set(back)
    for key, gap in there.items():
        if gap["probability_better"] is None:
            assert back[key]["probability_better"] is None
            continue
        assert gap["probability_better"] + back[key]["probability_better"] == pytest.approx(1), key
        if gap["median"] is not None and back[key]["median"] is not None:
            assert gap["median"] == pytest.approx(-back[key]["median"], abs=1e-9)
        mean = gap["restricted_mean_difference"]
        if mean is not None:
            assert mean == pytest.approx(-back[key]["restricted_mean_difference"], abs=1e-9)


def test_platelets_and_cells_do_not_ask_the_sceptic():
    """Preset sceptical speaks of vesicles alone: platelets still act in it."""
    one = arm(result_of("hand-scald", preset="sceptical"), "PRP gel")
    vehicle = result_of("hand-scald", preset="sceptical").findings.vehicle_of(one)
    assert (t95(one) != t95(vehicle)).any()
