"""docs/stories.md says what the stored numbers say (`tests/shipped` holds those to a run)."""

from __future__ import annotations

import runpy
from pathlib import Path

from exoburn.outcome.words import check_words

ROOT = Path(__file__).parents[2]
TOOL = runpy.run_path(str(ROOT / "tools" / "stories_page.py"))


def test_page_is_what_the_stored_numbers_say() -> None:
    """Truth: the page is written by a script from docs/stories.json."""
    text = (ROOT / "docs" / "stories.md").read_text(encoding="utf-8")
    assert text == TOOL["page"](TOOL["stored"]())
    assert check_words(text) == []


def test_people_to_follow_are_told_at_the_dose_they_are_counted_for() -> None:
    """Truth: at the told dose a follow-up can need far more people than at that of rats."""
    row = {"label": "photo", "bits": 0.001, "bits_at_the_dose_of_rats": 0.4,
           "bits_if_the_lot_is_untested": 0.0005, "people_at_the_dose_of_rats": 12,
           "people_for_ten_to_one": None}  # fmt: skip
    head, _, line = TOOL["_follow"]({"follow_up": [row]}).split("\n")
    cells = dict(zip(head.split(" | "), line.split(" | "), strict=True))
    assert cells["people until ten to one, dose of rats, tested lot"] == "about 12 people"
    told = cells["people until ten to one, told dose, tested lot |"]
    assert told == "more than a million people |"
