"""docs/validation.md: its generated parts are of its data, and its data of the ensemble."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest

from exoburn.infer.left_out import KIND
from exoburn.infer.target import shipped_targets
from exoburn.infer.trial import Trial, tried
from exoburn.outcome.words import check_words
from tests.infer.trial_tools import tiny_ensemble

ROOT = Path(__file__).parents[2]
TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "validation_page.py"))
TEXT = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    """A trial of a tiny ensemble on a few of the shipped numbers."""
    ensemble = tiny_ensemble(6)
    targets = [t for t in shipped_targets()
               if t.observable.id in ("time_to_heal", "vss") and t.statistic == "mean"][:6]
    scores, beyond = tried(targets, ensemble, kind=KIND, acting=True)
    trial = Trial(ensemble, {KIND: tuple(scores)}, tuple(shipped_targets()), tuple(beyond))
    return json.loads(json.dumps(TOOL["data_of"](trial, [])))


def test_page_is_in_step() -> None:
    """Truth: docs/validation.json and the tag of the ensemble that ships; no model is run."""
    assert TOOL["main"](check=True) == 0


def test_page_tells_the_numbers_of_its_data(data: dict[str, Any]) -> None:
    """Truth: the trial that it is made from; other text stays as it was written."""
    page = TOOL["page"](TEXT, data)
    board = data["quality"][KIND]
    assert data["ensemble"] in page
    assert f"| {board['n']} | {board['studies']} |" in page
    for row in board["by_observable"]:
        assert f"| {row['observable']} | {row['covered']} of {row['n']} " in page
    assert all(f"| {row['id']} |" in page for row in data["worst"][KIND])
    assert "## Weak spots that were known beforehand" in page
    assert TOOL["page"](page, data) == page
    assert check_words(page) == []


def test_a_missing_marker_is_told(data: dict[str, Any]) -> None:
    """Truth: a part that has nowhere to go is no silent loss."""
    with pytest.raises(SystemExit, match="no marker for worst"):
        TOOL["page"](TEXT.replace("<!-- begin: worst -->", ""), data)
