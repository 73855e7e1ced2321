"""docs/targets-format.md: current, and both of its files are read and predicted as they stand."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from exoburn.infer.columns import columns
from exoburn.infer.observable import observables
from exoburn.infer.own_file import read_own
from exoburn.infer.trial import tried
from tests.infer.trial_tools import tiny_ensemble

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "targets-format.md"
EXAMPLES = re.findall(r"```csv\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_page_is_current() -> None:
    """Truth: the tables that the reader uses."""
    assert runpy.run_path(str(ROOT / "tools" / "write_targets_format.py"))["main"](check=True) == 0


def test_page_names_everything() -> None:
    """Truth: every column and observable that a file may hold."""
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in text for name in (*columns(), *observables()))


@pytest.mark.parametrize("place", [0, 1])
def test_examples_are_predicted(place: int, tmp_path: Path) -> None:
    """Truth: the page promises two whole files; each row gets a finite interval."""
    file = tmp_path / "example.csv"
    file.write_text(EXAMPLES[place], encoding="utf-8")
    targets = read_own(file)
    scores, beyond = tried(targets, tiny_ensemble(), kind="new")
    assert not beyond
    assert [s.target.id for s in scores] == [t.id for t in targets]
    assert all(s.p05 < s.p50 < s.p95 for s in scores)
