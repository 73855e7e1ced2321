"""How many people a kind of follow-up needs, in words, at the dose that they are counted for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]


def many_people(row: Json) -> str:
    """How many people a kind of follow-up needs at the dose of rats, if the told one is lower.

    >>> row = {"people_at_the_dose_of_rats": 12345, "people_for_ten_to_one": None,
    ...        "bits_at_the_dose_of_rats": 0.1}
    >>> many_people(row), many_people_at_told_dose(row)
    ('about 12,000 people', 'more than a million people')
    """
    if row["bits_at_the_dose_of_rats"] is None:
        return many_people_at_told_dose(row)
    return _many(row["people_at_the_dose_of_rats"])


def many_people_at_told_dose(row: Json) -> str:
    """The same at the dose of the story, with a lot known to act."""
    return _many(row["people_for_ten_to_one"])


def _many(count: int | None) -> str:
    if count is None:
        return "more than a million people"
    digits = max(len(str(count)) - 2, 0)
    return f"about {round(count, -digits):,} people"
