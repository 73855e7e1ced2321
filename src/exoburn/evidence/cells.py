"""What a cell of a literature table holds, read without guessing."""

from __future__ import annotations

import re


def whole(text: str) -> int | None:
    """The first whole number of a cell, None without one.

    >>> whole("10 per time point (30 per group)"), whole("4 (12 untreated)"), whole("")
    (10, 4, None)
    """
    found = re.match(r"\s*(\d+)", text)
    return int(found.group(1)) if found else None


def decimal(text: str) -> float | None:
    """The number in a cell, None if there is none."""
    try:
        return float(text)
    except ValueError:
        return None
