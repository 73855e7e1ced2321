"""Numbers as a tired reader wants them: few digits, units, ranges, counts of 100."""

from __future__ import annotations

import math

MINUS, DASH = "\u2212", "\u2013"


def plain(value: float) -> str:
    """Whole numbers from 10 on, one decimal from 1, then two digits, then one; a real minus.

    >>> [plain(x) for x in (24.4, 3.14159, 3.0, 0.456, 0.0456, -0.3, 0, 12345)]
    ['24', '3.1', '3', '0.46', '0.05', '\\u22120.3', '0', '12,345']
    """
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 9.95:
        text = f"{size:,.0f}"
    elif size >= 0.995:
        text = f"{size:.1f}".removesuffix(".0")
    elif size >= 0.0995:
        text = f"{size:.2g}"
    elif size >= 1e-3:
        text = f"{size:.1g}"
    else:
        return (MINUS if value < 0 else "") + scientific(size)
    return (MINUS if value < 0 else "") + text


def settled(value: float) -> str:
    """A gain; what is too small to matter is said to be so.

    >>> settled(0.31), settled(-4e-6), settled(0.0)
    ('0.31', 'under 0.01', '0')
    """
    return "under 0.01" if 0 < abs(value) < 0.005 else plain(value)


def scientific(value: float) -> str:
    """A large or tiny number in words of powers.

    >>> scientific(3e11), scientific(2.4e-05), scientific(1334.0), scientific(0.0)
    ('3\u00d710\u00b9\u00b9', '2.4\u00d710\u207b\u2075', '1,300', '0')
    """
    if value == 0:
        return "0"
    if 1e-3 <= abs(value) < 1e5:
        return f"{float(f'{value:.2g}'):,.0f}" if abs(value) >= 100 else f"{value:.2g}"
    power = math.floor(math.log10(abs(value)))
    front = f"{value / 10**power:.2g}"
    if front == "10":
        front, power = "1", power + 1
    small = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
    raised = "".join(small[int(c)] if c.isdigit() else "\u207b" for c in str(power))
    return f"10{raised}" if front == "1" else f"{front}\u00d710{raised}"


def days(value: float | None, horizon: float) -> str:
    """A day, or that it lies beyond the run.

    >>> days(24.3, 730), days(None, 730)
    ('day 24', 'not by day 730')
    """
    return f"not by day {horizon:g}" if value is None else f"day {plain(value)}"


def span(low: float | None, high: float | None) -> str:
    """A range of numbers; an edge that was not reached is an arrow.

    >>> span(16.2, 37), span(16, None), span(-0.6, 0.1)
    ('16\\u201337', '16\\u2013beyond', '\\u22120.6 to 0.1')
    """
    ends = ["beyond" if edge is None else plain(edge) for edge in (low, high)]
    joint = " to " if any(edge.startswith(MINUS) for edge in ends) else DASH
    return ends[0] if ends[0] == ends[1] else joint.join(ends)


def reach(low: float | None, high: float | None, horizon: float) -> str:
    """A range of days; an edge that the run does not hold is said to lie beyond its last day.

    >>> reach(147, 386.0, 730), reach(171, None, 400)
    ('147\u2013386', '171 to beyond day 400')
    """
    if low is not None and high is None:
        return f"{plain(low)} to beyond day {horizon:g}"
    return span(low, high)


#: units that are told to a tenth at most
_TENTHS = frozenset(("%", "of 100", "day", "d", "days", "points of 13", "NRS 0-10"))


def measure(value: float, unit: str) -> str:
    """A measured number: whole counts, tenths of points and days; what is smaller says so.

    >>> measure(3.5e-8, "%"), measure(47.1, "day"), measure(0.463, "points of 13")
    ('<0.1', '47', '0.5')
    >>> measure(7.05, "count"), measure(0.0, "%"), measure(0.023, "share")
    ('7', '0', '0.02')
    """
    if unit == "count":
        return plain(float(round(value)))
    if unit not in _TENTHS:
        return plain(value)
    if 0 < abs(value) < 0.05:
        return "<0.1" if value > 0 else f"<{MINUS}0.1"
    return plain(round(value, 1))


def measured_span(low: float | None, high: float | None, unit: str) -> str:
    """A range of measured numbers; equal ends are told once.

    >>> measured_span(13.02, 47.1, "day"), measured_span(99.8, 100.0, "%")
    ('13\u201347', '100')
    """
    ends = ["beyond" if edge is None else measure(edge, unit) for edge in (low, high)]
    joint = " to " if any(edge.startswith((MINUS, "<")) for edge in ends) else DASH
    return ends[0] if ends[0] == ends[1] else joint.join(ends)


def with_span(middle: float, low: float | None, high: float | None, unit: str) -> tuple[str, str]:
    """A number and its range; the range is empty if it says nothing more.

    >>> with_span(100, 99.9, 100, "%"), with_span(4, 3, 7.05, "count")
    (('100', ''), ('4', '3\u20137'))
    """
    value, range_ = measure(middle, unit), measured_span(low, high, unit)
    return value, "" if range_ == value else range_


#: differences smaller than this are not told apart: by kind of unit
_STEPS = {
    "d": 0.1, "days": 0.1, "points of 13": 0.1, "NRS 0-10": 0.1, "of 100": 1.0, "%": 0.1,
    "count": 1.0,
}  # fmt: skip


def step_of(unit: str) -> float:
    """The smallest difference that a report shows in a unit."""
    return _STEPS.get(unit, 0.01)


def rounded(value: float, unit: str) -> float:
    """A difference on the grid of its unit, 0 if it is smaller than half a step.

    >>> rounded(-0.3077, "days"), rounded(2e-6, "days"), rounded(-0.74, "of 100")
    (-0.3, 0.0, -1.0)
    """
    step = step_of(unit)
    return round(round(value / step) * step, 6) + 0.0


def directed(value: float | None, unit: str, less: str, more: str) -> str:
    """A difference with its direction in a word.

    >>> directed(-0.31, "days", "earlier", "later"), directed(1e-4, "days", "earlier", "later")
    ('0.3 days earlier', 'no difference')
    """
    if value is None:
        return "beyond the run"
    gap = rounded(value, unit)
    if gap == 0:
        return "no difference"
    return f"{plain(abs(gap))} {unit} {less if gap < 0 else more}"


def gap_range(low: float | None, high: float | None, unit: str) -> str:
    """The range of a difference on its unit's grid, signed.

    >>> gap_range(-2.75, 1e-6, "days"), gap_range(-1e-5, 1e-5, "days")
    ('\u22122.8 to 0', '0 to 0')
    """
    ends = ["beyond" if e is None else plain(rounded(e, unit)) for e in (low, high)]
    return " to ".join(ends)


def count_of_100(share: float) -> str:
    """A probability as a count, the same denominator everywhere.

    >>> count_of_100(0.314), count_of_100(0.002)
    ('31 of 100', 'under 1 of 100')
    """
    if 0 < share < 0.005:
        return "under 1 of 100"
    return f"{round(100 * share)} of 100"


def many(count: float, one: str, more: str | None = None) -> str:
    """A count with its noun.

    >>> many(1, "dose"), many(4, "dose"), many(2, "day of surgery", "days of surgery")
    ('1 dose', '4 doses', '2 days of surgery')
    """
    return f"{count:g} {one if count == 1 else (more or one + 's')}"


def joined(words: list[str]) -> str:
    """Words with commas and an "and".

    >>> joined(["a"]), joined(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


def site_words(site: str) -> str:
    """An id as words.

    >>> site_words("hand_dorsum")
    'hand dorsum'
    """
    return site.replace("_", " ")
