"""Pages that a script writes are what the script writes today."""

from __future__ import annotations

import runpy
from pathlib import Path

TOOLS = Path(__file__).parents[2] / "tools"


def test_equations_page_is_current():
    """docs/equations.md equals what the blocks say."""
    assert runpy.run_path(str(TOOLS / "write_equations.py"))["main"](check=True) == 0
