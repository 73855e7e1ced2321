"""How old a dated fact is; a date may be a day, a month, a year, or several of them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from exoburn.data import parameters
from exoburn.errors import InputError

_DATE = re.compile(r"(?<!\d)(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?(?!\d)")


@dataclass(frozen=True, slots=True)
class Age:
    """`days` since the latest date that a text names, taken from its start; `warning` or ""."""

    text: str
    since: date
    days: int
    stale: bool
    warning: str


def age_of(text: str, today: date) -> Age:
    """The age of a fact on a day. A bare year or month counts from its first day.

    >>> age = age_of("2021-04-13; modified 2026-03-07", date(2026, 11, 22))
    >>> age.days, age.stale
    (260, False)
    >>> age_of("2024-2025", date(2026, 11, 22)).warning
    'dated 2024-2025: may be older than a year; look for a newer text'
    """
    found = [(_first_day(match), match) for match in _DATE.finditer(text)]
    if not found:
        raise InputError("no date in this text", key="date", given=text, allowed="2026-11-22")
    since, match = max(found, key=lambda pair: pair[0])
    days = (today - since).days
    limit = int(parameters()["access_stale_days"].value)
    stale = days > limit
    warning = ""
    if stale:
        # only a year or a month is known: it may be younger than its first day says
        exact = match[3] is not None
        sure = exact or (today - _last_day(match)).days > limit
        how = "older than a year" if sure else "may be older than a year"
        warning = f"dated {text}: {how}; look for a newer text"
    elif days < 0:
        warning = f"dated {text}: later than the date of this run"
    return Age(text, since, days, stale, warning)


def today_or(text: str | None, *, key: str = "--today") -> date:
    """A day in ISO form, or today.

    >>> today_or("2026-11-22")
    datetime.date(2026, 11, 22)
    """
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError("not a day", key=key, given=text, allowed="like 2026-11-22") from None


def _first_day(match: re.Match[str]) -> date:
    return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))


def _last_day(match: re.Match[str]) -> date:
    year, month = int(match[1]), int(match[2] or 12)
    return date(year, month, int(match[3] or monthrange(year, month)[1]))
