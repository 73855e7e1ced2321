"""Stored numbers come from the parameters that ship: a new set asks for a new run of the tools."""

import csv
import json

import pytest

from exoburn.engine.processor import PATHS_AGREE

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


def test_a_stored_story_is_what_a_run_says_today():
    """Truth: a run with as many draws; 3 of 100 are left for tables that changed a little.

    If it fails the constants have moved: run tools/stories_page.py.
    """
    stored = json.loads((ROOT / "docs" / "stories.json").read_text(encoding="utf-8"))["hands-gel"]
    today = json.loads(as_installed(
        "-m", "exoburn", "story", "examples/stories/hands-gel.toml", "--json",
        "--draws", str(stored["draws"]), "--seed", str(stored["seed"]),
    ))  # fmt: skip
    for key in ("standard_care_share", "treated_share", "bayes_factor"):
        assert abs(today[key] - stored[key]) < 0.03
    if today["parameter_set"] == stored["parameter_set"]:
        same(today["standard_care"], stored["standard_care"], "standard_care")


def same(today: object, stored: object, where: str) -> None:
    """Equal words, and numbers within what two processors may differ by."""
    if isinstance(stored, dict):
        assert isinstance(today, dict)
        assert today.keys() == stored.keys(), where
        for key in stored:
            same(today[key], stored[key], f"{where}.{key}")
    elif isinstance(stored, list):
        assert isinstance(today, list)
        assert len(today) == len(stored), where
        for i, (one, other) in enumerate(zip(today, stored, strict=True)):
            same(one, other, f"{where}[{i}]")
    elif isinstance(stored, float):
        assert today == pytest.approx(stored, rel=PATHS_AGREE["float32"], abs=1e-6), where
    else:
        assert today == stored, where
