"""What a study published of the healing times of one arm, as points on a closure curve."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from scipy.special import ndtr, ndtri

from exoburn.infer.misfit import people_behind
from exoburn.infer.target import Target

Point = tuple[float, float]
#: Percent at which a published mean and SD are compared with a curve.
_AT = (10.0, 25.0, 50.0, 75.0, 90.0)
_QUARTILES = {"q25": 25.0, "median": 50.0, "q75": 75.0}


@dataclass(frozen=True)
class Published:
    """Points (day, percent healed) as published, and the mean and SD if those were.

    `healed` are counts on a day with a 90 % interval (day, percent, low, high); `quartiles` are
    a median and quartiles. A mean with an SD is read as a lognormal, as healing times are skew.
    """

    healed: tuple[tuple[float, float, float, float], ...]
    quartiles: tuple[Point, ...]
    mean: float | None
    sd: float | None

    @property
    def is_empty(self) -> bool:
        """True if nothing can be drawn."""
        return not self.healed and not self.quartiles and self.mean is None

    @cached_property
    def curve(self) -> tuple[Point, ...]:
        """The lognormal of mean and SD as (day, percent), from 2 to 98 %; empty without an SD."""
        if self.mean is None or not self.sd:
            return ()
        return tuple((self._day(p), p) for p in (2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98))

    def _day(self, percent: float) -> float:
        assert self.mean is not None
        assert self.sd is not None
        centre, width = self._log
        return math.exp(centre + width * float(ndtri(percent / 100)))

    @property
    def _log(self) -> tuple[float, float]:
        assert self.mean is not None
        assert self.sd is not None
        square = math.log1p((self.sd / self.mean) ** 2)
        return math.log(self.mean) - square / 2, math.sqrt(square)

    @property
    def all_points(self) -> list[Point]:
        """Every point that a band is asked to hold."""
        counted = [(day, percent) for day, percent, _, _ in self.healed]
        read_off = [(self._day(p), p) for p in _AT] if self.curve else []
        return [*counted, *self.quartiles, *read_off]

    @property
    def last_day(self) -> float:
        """Last day on which anything was published."""
        days = [p[0] for p in (*self.healed, *self.quartiles, *self.curve)]
        return max([*days, self.mean or 0.0])

    def percent_by(self, day: float) -> float:
        """Percent healed by a day, by the lognormal of mean and SD.

        >>> round(Published((), (), 20.0, 5.0).percent_by(20.0))
        55
        """
        centre, width = self._log
        return 100 * float(ndtr((math.log(day) - centre) / width))


def published(group: Sequence[Target]) -> Published:
    """What the targets of one arm say.

    >>> from exoburn.infer.target import target_of
    >>> row = {"id": "a", "study": "s", "source": "x", "observable": "time_to_heal", "value": "20",
    ...     "spread": "5", "spread_type": "SD", "n": "30"}
    >>> told = published([target_of(row)])
    >>> told.mean, told.sd, [round(day) for day, _ in told.all_points]
    (20.0, 5.0, [14, 16, 19, 23, 27])
    """
    healed, quartiles, mean, sd = [], [], None, None
    for target in group:
        if target.observable.id == "healed_percent":
            day = target.day or 0.0
            healed.append((day, target.value, *_wilson(target.value, people_behind(target))))
        elif target.statistic in _QUARTILES:
            quartiles.append((target.value, _QUARTILES[target.statistic]))
        elif target.statistic == "mean":
            mean, sd = target.value, sd or _sd_of(target)
        elif target.statistic == "sd":
            sd = target.value
    return Published(tuple(healed), tuple(sorted(quartiles, key=lambda p: p[1])), mean, sd)


def _sd_of(target: Target) -> float | None:
    """SD between people from whatever spread was published."""
    if target.spread is None or target.spread_type in ("none", ""):
        return None
    root = math.sqrt(people_behind(target))
    factor = {"SD": 1.0, "SE": root, "CI95": root / 3.92, "IQR": 1 / 1.349, "range": 0.25}
    return target.spread * factor[target.spread_type]


def _wilson(percent: float, n: float) -> Point:
    """90 % interval of a percentage of n people (Wilson 1927)."""
    z, p = 1.645, percent / 100
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return 100 * max(middle - half, 0.0), 100 * min(middle + half, 1.0)
