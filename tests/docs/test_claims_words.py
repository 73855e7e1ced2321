"""What the claims tool says of a difference: one sense in a sentence, no range that is of luck."""

from __future__ import annotations

import runpy
from pathlib import Path

TOOL = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "claims_model.py"))


def test_a_range_has_the_sense_of_its_middle() -> None:
    """Truth: 0.3 to 0 days less is "0 to 0.3 days earlier"; a range over zero names both sides."""
    reach = TOOL["_reach"]
    less = {"median": -0.1, "p05": -0.3, "p95": 0.0}
    assert reach(less, "days", "earlier", "later") == " (90 % of runs: 0 to 0.3 days earlier)"
    more = {"median": 0.2, "p05": 0.1, "p95": 0.4}
    assert reach(more, "days", "earlier", "later") == " (90 % of runs: 0.1 to 0.4 days later)"
    both = {"median": 0.2, "p05": -1.0, "p95": 2.0}
    assert reach(both, "days", "earlier", "later") == (
        " (90 % of runs: 1 days earlier to 2 days later)")


def test_a_count_of_people_has_no_range() -> None:
    """Truth: a share in a sample of knowledge is that of a handful of persons."""
    gap = {"median": 0.023, "p05": -0.03, "p95": 0.076}
    assert TOOL["_change"](gap, 100, "of 100") == "2.3 of 100 more"
    arm = {"name": "Gel"}
    row = TOOL["_row"]("weeks_2_4", arm, "Care", "healed_by_21", "words", gap, "share")
    assert row["median"] == 0.023
    assert row["p05"] == row["p95"] == ""
    days = TOOL["_row"]("faster", arm, "Care", "t95_days", "words", gap, "days")
    assert days["p05"] == -0.03


def test_it_is_the_vesicles_that_may_do_nothing() -> None:
    """Truth: the gel still covers the wound."""
    told = TOOL["_small"]("In 62 of 100 runs the product did nothing.")
    assert told == "in 62 of 100 runs the vesicles did nothing"
