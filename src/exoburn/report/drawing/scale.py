"""From values to pixels, and round numbers for an axis."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Maps values `low`..`high` to pixels `start`..`end`, on a line or in powers of ten.

    >>> Scale(0, 10, 100, 200)(5), Scale(1, 100, 0, 50, log=True)(10)
    (150.0, 25.0)
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, value: float) -> float:
        """Pixel of a value; a value outside lies outside."""
        if self.log:
            a, b, x = math.log(self.low), math.log(self.high), math.log(max(value, 1e-300))
        else:
            a, b, x = self.low, self.high, value
        return self.start + (self.end - self.start) * (x - a) / (b - a)

    def cut(self, value: float) -> float:
        """Pixel of a value, held at the nearer end if it lies outside."""
        return self(min(max(value, self.low), self.high))

    def holds(self, value: float) -> bool:
        """True if the value lies on the axis."""
        return self.low <= value <= self.high


def nice_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """At most `most` + 1 round numbers from `low` to `high`.

    >>> nice_ticks(0, 43, 5), nice_ticks(-1.2, 0.4, 4)
    ([0.0, 10.0, 20.0, 30.0, 40.0], [-1.0, -0.5, 0.0])
    """
    if not high > low:
        return [low]
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(i * step, 10) + 0.0 for i in range(first, last + 1)]


def day_ticks(high: float, most: int = 6) -> list[float]:
    """Days that a ward counts in: weeks, then months, from 0 on.

    >>> day_ticks(40), day_ticks(730)
    ([0.0, 7.0, 14.0, 21.0, 28.0, 35.0], [0.0, 182.0, 364.0, 546.0, 728.0])
    """
    steps = (1, 2, 7, 14, 28, 56, 91, 182, 364)
    step = next((s for s in steps if high / s <= most), 728)
    return [float(d) for d in range(0, int(high) + 1, step)]


def tick_text(value: float) -> str:
    """A tick's number without needless zeros.

    >>> tick_text(0.5), tick_text(20.0), tick_text(-0.0), tick_text(-2.0)
    ('0.5', '20', '0', '\\u22122')
    """
    text = f"{value:.10g}"
    return "0" if float(text) == 0 else text.replace("-", "\u2212")
