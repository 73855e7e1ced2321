"""Schedules in words: on which days a dose is given.

Days are days since the burn. Protocols often give less than a day: "day 5-7" is read as its
middle, "within 48 h" as half of it (day 1) and "week 2" as its last day (model section 4).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from exoburn.errors import InputError

MAX_DOSES = 1000
MAX_DAY = 3650.0
SHORTEST = 0.002
NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
SCHEDULES = [
    "once from day D",
    "daily x N from day D",
    "weekly x N from day D",
    "every K days x N from day D",
    "every K h x N from day D",
    "K times a day x N from day D",
    "on days D, D, D",
    "... from day D, until day D",
]


def plain(value: float) -> str:
    """The shortest text that reads back as the same number.

    >>> plain(1e10), plain(3.0), plain(0.1), plain(1 / 3)
    ('1e10', '3', '0.1', '0.3333333333333333')
    """
    short = f"{value:g}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")
    return short if float(short) == value else repr(float(value))


def spaced(start: float, count: int, *, step: float = 0.0, per_day: float = 1.0) -> list[float]:
    """`count` days from `start`, `step` units apart, `per_day` units in a day.

    Text and object share this one formula, so that a schedule reads back to the same bits.

    >>> spaced(1, 3, step=12, per_day=24)
    [1.0, 1.5, 2.0]
    """
    return [start + i * step / per_day for i in range(count)]


def schedule_text(days: tuple[float, ...]) -> str:
    """The shortest schedule words that give exactly these days.

    >>> schedule_text((1.0, 6.0, 14.0)), schedule_text((2.0,)), schedule_text((0.0, 0.5, 1.0))
    ('on days 1, 6, 14', 'once from day 2', 'every 12 h x 3 from day 0')
    """
    start, count = days[0], len(days)
    tail = f" x {count} from day {plain(start)}"
    if count == 1:
        return f"once from day {plain(start)}"
    gap = days[1] - start
    if gap < SHORTEST:
        return _list_text(days)
    exact = [(f"every {plain(n)} days", n, 1.0) for n in (float(f"{gap:.12g}"), gap)]
    hours = [(f"every {plain(h)} h", h, 24.0) for h in (float(f"{gap * 24:.9g}"),)]
    times = round(1 / gap)
    often = [(f"{times} times a day", 1.0, float(times))] if times > 1 else []
    if gap >= 1:
        choices = [("daily", 1.0, 1.0), *exact, *hours]
    else:
        choices = [*(h for h in hours if len(h[0]) < 12), *often, *exact, *hours]
    for words, step, per_day in choices:
        if tuple(spaced(start, count, step=step, per_day=per_day)) == days:
            return words + tail
    return _list_text(days)


def _list_text(days: tuple[float, ...]) -> str:
    return "on days " + ", ".join(plain(day) for day in days)


class ScheduleReader:
    """Collects the parts of a sentence that say when.

    >>> reader = ScheduleReader()
    >>> reader.read("weekly x 3 from day 2"), reader.read("4 injections"), reader.days()
    (True, False, (2.0, 9.0, 16.0))
    """

    def __init__(self) -> None:
        self.listed: list[float] = []
        self.start: float | None = None
        self.interval: tuple[float, float] | None = None  # step, units in a day
        self.repeats = False
        self.count: int | None = None
        self.until: float | None = None

    def read(self, part: str) -> bool:
        """Take one part between commas; False if it does not speak of time."""
        for pattern, take in _READERS:
            if match := pattern.fullmatch(part):
                take(self, match)
                return True
        return False

    def days(self) -> tuple[float, ...]:
        """Days of the doses, in order; an InputError if the words do not add up."""
        if self.listed:
            if self.repeats or self.start is not None or self.until is not None:
                raise InputError(
                    "days are listed and repeated at once", key="schedule", allowed=SCHEDULES
                )
            return tuple(sorted(self.listed))
        if self.start is None:
            raise InputError("no day is given", key="schedule", allowed=SCHEDULES)
        if self.interval is None:
            return (self.start,)
        step, per_day = self.interval
        count = self.count
        if count is None:
            if self.until is None:
                raise InputError(
                    "how many times? the interval has no end",
                    key="schedule",
                    allowed="x N, or until day D",
                )
            fitting = (self.until - self.start) * per_day / step
            count = int(min(max(fitting, 0) + 1e-9, MAX_DOSES)) + 1
        days = spaced(self.start, count, step=step, per_day=per_day)
        return tuple(day for day in days if self.until is None or day <= self.until + 1e-9)


def positive(text: str, key: str) -> float:
    """A number in a sentence, refused where it could only be a slip of the pen."""
    value = float(text)
    if value > 1e30:
        raise InputError("out of range", key=key, given=text, allowed="at most 1e30")
    return value


def _day(first: str, last: str | None, unit: float = 1.0) -> float:
    """A day, or the middle of a range of days; `unit` days to one."""
    low = positive(first, "day")
    high = low if last is None else positive(last, "day")
    if high < low:
        raise InputError("a range of days runs backwards", key="day", given=f"{first}-{last}")
    return (low + high) / 2 * unit


def _take_interval(reader: ScheduleReader, match: re.Match[str]) -> None:
    if reader.repeats:
        raise InputError("two schedules in one sentence", key="schedule", given=match[0])
    reader.repeats = True
    words = match["words"].lower()
    if words != "once":
        step = positive(match["step"] or match["times"] or "1", "interval")
        if step < SHORTEST:
            raise InputError(
                "too short an interval", key="interval", given=words, allowed=f"at least {SHORTEST}"
            )
        if words == "weekly":
            reader.interval = (7.0, 1.0)
        elif match["times"]:
            reader.interval = (1.0, step)
        else:
            hours = (match["period"] or "d").lower().startswith("h")
            reader.interval = (step, 24.0 if hours else 1.0)
    if match["count"]:
        reader.count = int(match["count"][:9])
        allowed = 1 if words == "once" else MAX_DOSES
        if not 1 <= reader.count <= allowed:
            raise InputError(
                "wrong number of doses",
                key="x N",
                given=match["count"],
                allowed="once is x 1" if words == "once" else f"1 to {MAX_DOSES}",
            )
    if match["first"]:
        _start(reader, _day(match["first"], match["last"]), match[0])


def _take_start(reader: ScheduleReader, match: re.Match[str]) -> None:
    _start(reader, _day(match[1], match[2]), match[0])


def _start(reader: ScheduleReader, day: float, given: str) -> None:
    if reader.start is not None:
        raise InputError("two first days in one sentence", key="schedule", given=given)
    reader.start = day


def _take_list(reader: ScheduleReader, match: re.Match[str]) -> None:
    for item in re.split(r"(?:^|\s+)and\s+", match[1], flags=re.IGNORECASE):
        span = _ITEM_PARTS.fullmatch(item)
        if span:  # a named week is over on its last day: "week 2" is day 14
            reader.listed.append(_day(span[2], span[3], 7.0 if span[1] else 1.0))


def _take_bare(reader: ScheduleReader, match: re.Match[str]) -> None:
    if not reader.listed:
        raise InputError("a number on its own", key="schedule", given=match[0], allowed=SCHEDULES)
    _take_list(reader, match)


def _take_within(reader: ScheduleReader, match: re.Match[str]) -> None:
    hours = match[2].lower().startswith("h")
    reader.listed.append(_day(match[1], None, 0.5 / 24 if hours else 0.5))


def _take_until(reader: ScheduleReader, match: re.Match[str]) -> None:
    reader.until = _day(match[1], None)


def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_TO = rf"(?:\s*(?:-|\u2013|to)\s*({NUMBER}))?"
_SPAN = rf"({NUMBER}){_TO}"
_FROM = rf"from\s+days?\s+(?P<first>{NUMBER})(?:\s*(?:-|\u2013|to)\s*(?P<last>{NUMBER}))?"
_EVERY = (
    rf"(?P<words>once|daily|weekly|every\s+day|"
    rf"every\s+(?P<step>{NUMBER})\s*(?P<period>days?|d|hours?|h)|"
    rf"(?P<times>\d{{1,3}})\s+times\s+(?:a|per)\s+day)"
)
_ITEM = rf"(?:week\s+)?{NUMBER}(?:\s*(?:-|\u2013|to)\s*{NUMBER})?"
_ITEM_PARTS = _compiled(rf"(week\s+)?{_SPAN}")
_DAYS = rf"((?:and\s+)?{_ITEM}(?:\s+and\s+{_ITEM})*)"
_READERS: list[tuple[re.Pattern[str], Callable[[ScheduleReader, re.Match[str]], None]]] = [
    (_compiled(rf"{_EVERY}(?:\s*x\s*(?P<count>\d+))?(?:\s+{_FROM})?"), _take_interval),
    (_compiled(rf"from\s+days?\s+{_SPAN}"), _take_start),
    (_compiled(rf"until\s+day\s+({NUMBER})"), _take_until),
    (_compiled(rf"within\s+({NUMBER})\s*(h|hours?|d|days?)"), _take_within),
    (_compiled(rf"(?:on\s+|in\s+)?((?:and\s+)?week\s+{_SPAN})"), _take_list),
    (_compiled(rf"(?:on\s+)?days?\s+{_DAYS}"), _take_list),
    (_compiled(_DAYS), _take_bare),
]
