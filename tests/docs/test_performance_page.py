"""docs/performance.md says what the stored measurements say."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from exoburn.outcome.words import check_words

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "performance.py"))


def test_page_is_what_the_stored_numbers_say() -> None:
    """Truth: the page is written by a script from docs/performance.json."""
    text = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert text == TOOL["page"](text, TOOL["stored"]())
    assert check_words(text) == []


def test_ratios_are_before_over_now() -> None:
    """Truth: 40 s that became 8 s are five times less."""
    rows = {name: {"here": 8.0, "there": 40.0} for name in TOOL["COMMANDS"]}
    made = {"lanes": 12_000, "megabytes": 3.6}
    rows["simulate"] |= {"made": {"here": made, "there": made}, "commit": "abc"}
    told = TOOL["parts"]({"commands": rows, "machine": {"bits": 256, "cores": 2}})["commands"]
    line = next(row for row in told.splitlines() if "`exoburn claims`" in row)
    assert line.split(" | ")[1:] == ["8.0", "40.0", "5.0 |"]
    assert "12,000 columns" in told
    assert "--out" not in told


def test_cpu_counts_the_child() -> None:
    """Truth: a process that starts Python and prints help costs something, and not a minute."""
    assert 0.01 < TOOL["cpu"](ROOT, ["--version"]) < 60


def test_a_page_without_markers_is_refused() -> None:
    """A marker that was edited away is said, not passed over."""
    with pytest.raises(SystemExit, match="no marker"):
        TOOL["page"]("# Nothing here\n", {})
