"""Stored numbers come from the parameters that ship: a new set asks for a new run of the tools."""

import csv
import json

import pytest

from .conftest import ROOT, as_installed

ROWS = ROOT / "src" / "exoburn" / "data" / "rows"


@pytest.fixture(scope="module")
def shipped_set() -> str:
    """The parameter set that an installed program runs with."""
    ask = "from exoburn.data import parameters; print(parameters().tag)"
    return as_installed("-c", ask).strip()


def test_what_the_model_says_to_claims_is_of_the_set_that_ships(shipped_set: str):
    """If it fails: run tools/claims_model.py."""
    with (ROWS / "claims_model.csv").open(encoding="utf-8", newline="") as handle:
        told = {row["parameter_set"] for row in csv.DictReader(handle)}
    assert told == {shipped_set}


def test_the_stories_are_told_with_the_set_that_ships(shipped_set: str):
    """If it fails: run tools/stories_page.py."""
    stored = json.loads((ROOT / "docs" / "stories.json").read_text(encoding="utf-8"))
    assert {story["parameter_set"] for story in stored.values()} == {shipped_set}
    assert f"`{shipped_set}`" in (ROOT / "docs" / "stories.md").read_text(encoding="utf-8")
