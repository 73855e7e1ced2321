"""The cost of a course: price per session times sessions, and what comes on top. One function.

Everything that asks what a course costs (payment plans, economics) asks here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.errors import InputError
from exoburn.studies.access.price import Price


@dataclass(frozen=True, slots=True)
class Extra:
    """Something paid beside the product, in the currency of the price; `low` and `high` bound it.

    `each_session` tells money paid at every session from money paid once.
    """

    name: str
    amount: float
    low: float
    high: float
    each_session: bool = False

    @classmethod
    def exactly(cls, name: str, amount: float, *, each_session: bool = False) -> Extra:
        """An extra without a range.

        >>> Extra.exactly("travel", 40, each_session=True).high
        40.0
        """
        if not (math.isfinite(amount) and 0 <= amount <= 1e9):
            raise InputError("not an amount", key=name, given=amount, allowed="0 or more")
        return cls(name, float(amount), float(amount), float(amount), each_session)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the bill: low, middle and high of the whole course; `text` says how."""

    name: str
    low: float
    middle: float | None
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class CourseCost:
    """A course in one currency; `paid_*` is what is left after an insurer's share.

    `middle` is None where the price is only a range. The range is that of the price: low price at
    every session to high price at every session, not a probability.
    """

    currency: str
    year: str
    sessions: int
    lines: tuple[Line, ...]
    low: float
    middle: float | None
    high: float
    covered_percent: float
    paid_low: float
    paid_middle: float | None
    paid_high: float
    price: Price


def course_cost(
    price: Price, *, sessions: int, extras: Sequence[Extra] = (), covered_percent: float = 0.0
) -> CourseCost:
    """What a course of `sessions` costs (currency and year are the price's).

    `covered_percent` (0-100) of the whole is paid by somebody else. InputError for a number that
    cannot be.

    >>> from exoburn.studies.access.price import stated_price
    >>> cost = course_cost(stated_price(1500), sessions=4,
    ...                    extras=[Extra.exactly("travel", 25, each_session=True)])
    >>> cost.low, cost.middle, cost.high, [line.text for line in cost.lines]
    (6100.0, 6100.0, 6100.0, ['4 x 1,500', '4 x 25'])
    """
    if isinstance(sessions, bool) or sessions != int(sessions) or not 1 <= sessions <= 1000:
        raise InputError(
            "not a number of sessions", key="--sessions", given=sessions, allowed="1 to 1000"
        )
    if not (math.isfinite(covered_percent) and 0 <= covered_percent <= 100):
        raise InputError(
            "not a share", key="--insurance", given=covered_percent, allowed="0 to 100 (percent)"
        )
    count = int(sessions)
    lines = [_line(price.label, count, price.low, price.middle, price.high)]
    for extra in extras:
        times = count if extra.each_session else 1
        lines.append(_line(extra.name, times, extra.low, extra.amount, extra.high))
    low, high = (sum(getattr(line, end) for line in lines) for end in ("low", "high"))
    middles = [line.middle for line in lines]
    middle = None if None in middles else float(sum(m for m in middles if m is not None))
    left = 1 - covered_percent / 100
    return CourseCost(
        price.currency, price.year, count, tuple(lines), low, middle, high, covered_percent,
        low * left, None if middle is None else middle * left, high * left, price,
    )  # fmt: skip


def _line(name: str, times: int, low: float, middle: float | None, high: float) -> Line:
    one = f"{low:,.0f} to {high:,.0f}" if middle is None else f"{middle:,.0f}"
    if middle is not None and low < high:
        one += f" ({low:,.0f} to {high:,.0f})"
    text = f"{times} x {one}"
    return Line(name, times * low, None if middle is None else times * middle, times * high, text)
