"""Arms are run as if each were alone: a null arm is its baseline, and neighbours change nothing."""

from __future__ import annotations

import pytest

from tests.simulate.cases import (
    NAMES,
    arm,
    assert_same_arm,
    case_of,
    result_of,
    run_changed,
    statement,
)

GIVING = [name for name in NAMES if any("products" in one for one in statement(name)["arms"])]


def emptied(sentence: str) -> str:
    """The same regimen with nothing in the vehicle."""
    return f"0 {sentence.split(' ', 1)[1]}"


@pytest.mark.parametrize("preset", ["default", "animal"])
@pytest.mark.parametrize("name", GIVING)
def test_an_arm_of_dose_zero_is_its_vehicle_arm(name, preset):
    """Law of model section 8: dose 0 equals the same arm's vehicle, bit for bit."""

    def change(case):
        for one in [a for a in case["arms"] if a.get("products")]:
            doses = [emptied(sentence) for sentence in one["products"]]
            case["arms"].append({**one, "name": f"{one['name']}, empty", "products": doses})

    result = run_changed(name, change, preset=preset)
    checked = 0
    for one in result.findings.arms:
        if one.arm.name.endswith(" (vehicle)"):
            twin = one.arm.name.removesuffix(" (vehicle)") + ", empty"
            assert_same_arm(one, arm(result, twin))
            checked += 1
    assert checked


@pytest.mark.parametrize("name", NAMES)
def test_the_same_care_gives_the_same_bits(name):
    """Law: an arm with the care and visits of the first, and no product, is the first."""

    def change(case):
        case["arms"].append({**case["arms"][0], "name": "Again"})

    result = run_changed(name, change)
    assert_same_arm(arm(result, "Again"), result.findings.arms[0])


@pytest.mark.parametrize("name", NAMES)
def test_neighbours_change_no_number(name):
    """Law: removing arms, adding one, or turning their order round changes nothing in the rest."""
    whole = result_of(name)

    def reverse(case):
        case["arms"].reverse()

    def last_alone(case):
        case["arms"] = case["arms"][-1:]

    def one_more(case):
        bare = {"dressing": "silver_foam", "antimicrobial": "none"} if "burn" in case else {}
        case["arms"].insert(1, {"name": "One more", **bare})

    for change in (reverse, last_alone, one_more):
        result = run_changed(name, change)
        for one in result.findings.arms:
            if one.arm.name != "One more":
                assert_same_arm(one, arm(whole, one.arm.name))


def test_policy_does_not_depend_on_who_comes_first():
    """Law: whom policy sends to surgery is the same whichever dressing the first arm wears."""

    def change(case):
        case["patient"]["age_years"] = 35
        case["policy"] = "standard"
        case["burn"]["depth_fraction"] = 0.45
        del case["burn"]["depth"]
        case["arms"][0]["dressing"] = "none"
        case["arms"][0].pop("dressing_change_every_days")

    def turned(case):
        change(case)
        case["arms"].reverse()

    one = run_changed("child-scald-dressings", change, draws=25)
    two = run_changed("child-scald-dressings", turned, draws=25)
    grafted = one.findings.arms[0].outcomes["operations"].values
    assert 0 < grafted.mean() < 1
    for each in one.findings.arms:
        assert_same_arm(each, arm(two, each.arm.name))


def test_the_order_of_wounds_changes_no_number():
    """Law: permuting wounds changes nothing but the order in which they are summed."""
    import numpy as np

    def turned(case):
        case["burn"]["wounds"].reverse()

    one, two = result_of("hand-scald"), run_changed("hand-scald", turned)
    for each in one.findings.arms:
        other = arm(two, each.arm.name)
        for wound in ("right hand", "left hand"):
            for key, values in each.observables[wound].items():
                np.testing.assert_array_equal(values, other.observables[wound][key], err_msg=key)
        for key, found in each.outcomes.items():
            np.testing.assert_allclose(found.values, other.outcomes[key].values, rtol=1e-9)


def test_wounds_without_names_keep_their_people_too():
    """Law: the same for wounds that are known by their place on the body alone."""
    import numpy as np

    def turned(case):
        case["burn"]["wounds"].reverse()

    name = "child-scald-dressings"
    one, two = result_of(name), run_changed(name, turned)
    for each in one.findings.arms:
        other = arm(two, each.arm.name)
        for key, found in each.outcomes.items():
            np.testing.assert_allclose(found.values, other.outcomes[key].values, rtol=1e-9)


def test_every_arm_of_the_case_is_there_in_order():
    """Interface: arms come in the case's order; a vehicle arm stands behind each product."""
    for name in NAMES:
        result, case = result_of(name), case_of(name)
        assert [one["name"] for one in result.summary["arms"]] == [a.name for a in case.arms]
        giving = [a.name for a in case.arms if any(r.amount > 0 for r in a.regimens)]
        made = [one["name"] for one in result.summary["vehicle_arms"]]
        assert made == [f"{each} (vehicle)" for each in giving]
