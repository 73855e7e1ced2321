"""Cohorts of published studies: one simulation, whose people are no noise between members."""

from dataclasses import replace

import numpy as np
import pytest

from exoburn.data import Ensemble, prior_parameters
from exoburn.infer.predict import predict
from exoburn.infer.target import Target, target_of


def target(**cells: str) -> Target:
    base = {"id": "a", "study": "s", "source": "x", "observable": "time_to_heal", "value": "15",
            "depth": "partial", "n": "20"}
    return target_of(base | cells)


def ensemble(members: int = 4, **values: float) -> Ensemble:
    rows = prior_parameters()
    base = {"v0": np.full(members, rows["v0"].value)}
    return Ensemble("test", base | {k: np.full(members, v) for k, v in values.items()}, prior="p")


def test_members_that_are_alike_predict_alike():
    found = predict([target()], ensemble(4))
    assert np.ptp(found.value) == 0


def test_a_faster_front_heals_sooner():
    v0 = prior_parameters()["v0"].value
    slow, fast = (predict([target()], ensemble(2, v0=v0 * x)).value[0, 0] for x in (1.0, 1.5))
    assert fast < slow - 1


def test_processes_and_neighbours_change_nothing():
    mine = target()
    others = [target(id=f"b{i}", depth=depth) for i, depth in
              enumerate(("deep_partial", "superficial_partial"))]
    alone = predict([mine], ensemble(3))
    among = predict([*others, mine], ensemble(3), jobs=2)
    assert (alone.value[:, 0] == among.value[:, 2]).all()


def test_definitions_of_healing_are_never_mixed():
    rows = [target(id=d, definition=d) for d in ("90", "95", "100")]
    ninety, usual, complete = predict(rows, ensemble(2)).value[0]
    assert ninety < usual < complete


def test_a_wound_is_found_healed_at_the_next_look():
    daily, weekly = predict(
        [target(id="d", visits_every_days="1"), target(id="w", visits_every_days="7")],
        ensemble(2),
    ).value[0]
    assert weekly - daily == pytest.approx(3.0, abs=1e-6)


def test_a_difference_is_that_of_its_two_groups():
    ssd = target(id="ssd", dressing="silver_sulfadiazine")
    usual = target(id="usual")
    both = target(id="both", dressing="silver_sulfadiazine", statistic="difference",
                  versus_dressing="silver_hydrofibre", value="3")
    a, b, difference = predict([ssd, usual, both], ensemble(2)).value[0]
    assert difference == pytest.approx(a - b, abs=1e-9)
    assert difference > 0


def test_share_healed_agrees_with_the_times():
    median = predict([target(statistic="median", visits_every_days="0.1")], ensemble(2)).value[0, 0]
    share = target(observable="healed_percent", statistic="percent", day=f"{median:.3f}",
                   value="50", visits_every_days="0.1")
    assert predict([share], ensemble(2)).value[0, 0] == pytest.approx(50, abs=12)


def test_animals_contract_and_people_grow_skin():
    cut = {"wound": "excision", "observable": "wound_size_percent", "day": "10", "value": "50",
           "area_cm2": "1"}
    mouse, human = predict(
        [target(id="m", species="mouse", **cut), target(id="h", **cut)], ensemble(2)
    ).value[0]
    assert mouse < 60 < human


def test_a_splint_stops_contraction():
    cut = {"species": "mouse", "wound": "excision", "observable": "wound_size_percent",
           "day": "10", "value": "90", "area_cm2": "1"}
    free, held = predict([target(id="f", **cut), target(id="s", splinted="yes", **cut)],
                         ensemble(2)).value[0]
    assert held > free + 20


def test_first_aid_leaves_fewer_wounds_to_graft():
    rows = target(observable="grafted_percent", statistic="ratio", value="0.6",
                  depth="mixed", first_aid="yes", versus_first_aid="no")
    assert predict([rows], ensemble(2)).value[0, 0] < 0.9


def test_what_is_believed_of_an_open_trial_is_shrunk():
    open_label = target(statistic="difference", value="-4", shrink="0.5", versus_products="none",
                        products="0.1 mL/cm2 in prp_gel, topical, from day 1")
    assert open_label.believed == -2.0
    assert replace(open_label, shrink=1.0).believed == -4.0
