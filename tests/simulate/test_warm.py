"""A warm case answers as a fresh one would, and works out only what a change touches."""

from __future__ import annotations

import pytest

from exoburn.errors import InputError
from exoburn.simulate.warm import changed, warm
from tests.simulate.cases import FOLDER, case_of

DRAWS, DAYS = 10, 60


@pytest.fixture(scope="module")
def kept():
    return warm(case_of("hand-scald"), draws=DRAWS, days=DAYS, folder=FOLDER, threads=2)


def outcomes(answer, name: str) -> dict:
    return next(arm for arm in answer.summary["arms"] if arm["name"] == name)


@pytest.mark.parametrize("changes", [
    {"arms[2].products": ["3e11 particles/cm2 in hydrogel, topical, daily x 5 from day 1"]},
    {'arms["Standard care"].dressing': "paraffin_gauze"},
    {"patient.age_years": 70, "burn.wounds[0].area_cm2": 60},
    {"policy.name": "conservative"},
])  # fmt: skip
def test_an_answer_is_what_a_fresh_case_gives(kept, changes):
    """Truth: the changed case run from nothing."""
    fresh = warm(changed(kept.case, changes), folder=FOLDER)
    answer = kept.what_if(changes)
    assert answer.summary["arms"] == fresh.first.summary["arms"]


def test_only_what_a_change_touches_is_worked_out(kept):
    assert kept.what_if().worked_out == ()
    assert kept.what_if({"arms[3].dressing": "silver_foam"}).worked_out == ("PRP gel",)
    assert kept.what_if({"title": "Another name"}).worked_out == ()
    assert len(kept.what_if({"patient.diabetes": True}).worked_out) == len(kept.case.arms)
    assert kept.what_if({"patient.diabetes": True}).worked_out == ()  # asked before
    assert kept.what_if().summary["arms"] == kept.first.summary["arms"]  # nothing has stuck


def test_numbers_agree_with_those_of_a_simulation(kept):
    """The same draws: outcomes of the main job, arm by arm."""
    from exoburn.simulate import simulate

    whole = simulate(kept.case, folder=FOLDER).summary
    for arm in whole["arms"]:
        mine = outcomes(kept.first, arm["name"])["outcomes"]
        for key, entry in arm["outcomes"].items():
            for part in ("median", "p05", "p95", "reached"):
                assert mine[key][part] == entry[part], (arm["name"], key)


@pytest.mark.parametrize(("changes", "says"), [
    ({"arms[9].dressing": "none"}, "no such place"),
    ({'arms["Nobody"].dressing': "none"}, "no entry of this name"),
    ({"arms[0].dressing": "magic"}, "dressing"),
    ({"title.x": 1}, "leads into a value"),
    ({"": 1}, "not a key"),
    ({"patient.shoe_size": 42}, "shoe_size"),
])  # fmt: skip
def test_a_change_that_cannot_be_is_one_line(kept, changes, says):
    with pytest.raises(InputError, match=says) as caught:
        kept.what_if(changes)
    assert "\n" not in str(caught.value)
