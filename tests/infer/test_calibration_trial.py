"""docs/calibration-trial.md tells the numbers that are stored, and the stand-in is one."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from exoburn.errors import InputError
from exoburn.infer.method.emulator import Emulator
from exoburn.infer.method.members import first_members
from exoburn.outcome.words import check_words

ROOT = Path(__file__).parents[2]
TOOL: dict[str, Any] = runpy.run_path(str(ROOT / "tools" / "calibration_trial_page.py"))
TEXT = (ROOT / "docs" / "calibration-trial.md").read_text(encoding="utf-8")
DATA = json.loads((ROOT / "docs" / "calibration-trial.json").read_text(encoding="utf-8"))


def test_page_is_in_step() -> None:
    """Truth: docs/calibration-trial.json; nothing is computed again."""
    assert TOOL["main"](check=True) == 0
    assert check_words(TEXT) == []


def test_another_number_makes_another_page() -> None:
    """Truth: a page that would not follow its data could not be out of step."""
    other = json.loads(json.dumps(DATA))
    other["known"]["determined"] += 1
    assert TOOL["page"](TEXT, other) != TEXT


def test_a_missing_marker_is_told() -> None:
    """Truth: a part that has nowhere to go is no silent loss."""
    with pytest.raises(SystemExit, match="no marker for chains"):
        TOOL["page"](TEXT.replace("<!-- begin: chains -->", ""), DATA)


def test_stand_in_predicts_what_it_has_not_seen() -> None:
    """Truth: a known function of 20 parameters that bends, mixes two and saturates."""
    x = first_members(0, tuple(f"p{i}" for i in range(20)), 420)
    line = x[:, 0] + 0.6 * x[:, 1] + 0.5 * x[:, 0] * x[:, 1]
    g = np.stack([line, np.tanh(line), np.full(len(x), 3.0)], axis=1)
    made = Emulator.of(x[:300], g[:300])
    share = made.explained(x[300:], g[300:])
    assert share[0] > 0.97
    assert share[1] > 0.85
    assert np.isnan(share[2])
    assert made(x[300:])[:, 2] == pytest.approx(3.0)
    some = made.chosen(np.array([False, True, False]))
    assert some(x[300:])[:, 0] == pytest.approx(made(x[300:])[:, 1])


def test_stand_in_is_not_fooled_by_noise() -> None:
    """Truth: numbers without any pattern; leaving members out tells that there is none."""
    x = first_members(1, tuple(f"p{i}" for i in range(20)), 400)
    noise = first_members(2, ("noise",), 400)
    made = Emulator.of(x[:300], noise[:300])
    assert abs(made(x[300:])).max() < 1.0


def test_holes_are_left_out_and_few_members_are_refused() -> None:
    """Truth: a member without one prediction still tells the others."""
    x = first_members(3, ("a", "b"), 100)
    g = np.stack([x[:, 0], x[:, 1]], axis=1)
    g[::3, 1] = np.nan
    made = Emulator.of(x, g)
    assert made(x)[:, 0] == pytest.approx(x[:, 0], abs=0.05)
    assert np.isfinite(made(x)).all()
    with pytest.raises(InputError, match="too few"):
        Emulator.of(x[:5], g[:5])
