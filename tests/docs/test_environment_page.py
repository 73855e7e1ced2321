"""docs/environment.md names every setting that the code reads."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_variable_of_ours_is_on_the_page():
    """A variable in the source and not on the page would be one that nobody knows of."""
    page = (ROOT / "docs" / "environment.md").read_text(encoding="utf-8")
    read = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r"\bEXOBURN_[A-Z]+\b", path.read_text(encoding="utf-8"))
    }
    assert {"EXOBURN_CACHE", "EXOBURN_ENSEMBLE"} <= read
    assert read <= set(re.findall(r"^## (EXOBURN_[A-Z]+)$", page, re.MULTILINE))
    assert "docs/environment.md" in (ROOT / "README.md").read_text(encoding="utf-8")
