"""Short words for numbers, as one would say them aloud."""

from __future__ import annotations

import math

from exoburn.outcome.words import of_100
from exoburn.studies.ask.numbers import Middle, Share


def people(share: Share) -> str:
    """A count of 100, with its range where that says more.

    >>> people(Share(0.31, 0.2, 0.4)), people(Share(0.0, 0.0, 0.0))
    ('31 of 100 (20 to 40)', '0 of 100')
    """
    low, high = (round(100 * end) for end in (share.low, share.high))
    if low == high == round(100 * share.mean):
        return of_100(share.mean)
    return f"{of_100(share.mean)} ({low} to {high})"


def days_range(found: Middle) -> str:
    """The range of a time.

    >>> days_range(Middle(20, 14.2, math.inf))
    'from day 14 to past the end of the run'
    """
    if not math.isfinite(found.high):
        start = f"day {round(found.low)}" if math.isfinite(found.low) else "the end"
        return f"from {start} to past the end of the run"
    return f"from day {round(found.low)} to day {round(found.high)}"


def points(found: Middle, most: int) -> str:
    """A score with its range.

    >>> points(Middle(2.66, 0.9, 4.2), 10)
    '3 of 10 (1 to 4)'
    """
    return f"{_whole(found.middle)} of {most} ({_whole(found.low)} to {_whole(found.high)})"


def many(count: float, one: str, more: str | None = None) -> str:
    """A count with its noun.

    >>> many(1, "session"), many(3, "day")
    ('1 session', '3 days')
    """
    return f"{count:g} {one if count == 1 else more or one + 's'}"


def sooner(gap: Middle, unit: str, less: str = "sooner", more: str = "later") -> str:
    """A difference in a reader's words.

    >>> sooner(Middle(-0.62, -3.0, 0.0), "day"), sooner(Middle(0.01, 0, 0), "day")
    ('0.6 days sooner', 'no sooner and no later')
    """
    if not math.isfinite(gap.middle) or abs(gap.middle) < 0.05:
        return f"no {less} and no {more}"
    size = abs(gap.middle)
    text = f"{size:.1f}".removesuffix(".0") if size < 10 else f"{size:.0f}"
    return f"{text} {unit if text == '1' else unit + 's'} {less if gap.middle < 0 else more}"


def _whole(value: float) -> str:
    return f"{round(value)}" if math.isfinite(value) else "unknown"
