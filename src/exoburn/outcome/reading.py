"""Read-outs that several outcomes share, computed once an arm: coverage, open area, crossings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from exoburn.outcome.constants import constant
from exoburn.outcome.course import ArmCourse, Floats, WoundCourse
from exoburn.outcome.crossing import first_crossing
from exoburn.outcome.perdraw import BeyondHorizonError


@dataclass(frozen=True)
class Reading:
    """An arm with its shared read-outs; nothing here is an outcome yet."""

    arm: ArmCourse

    @cached_property
    def burns(self) -> tuple[WoundCourse, ...]:
        """The burned wounds."""
        return self.arm.of_kind("burn")

    @cached_property
    def skin(self) -> tuple[WoundCourse, ...]:
        """Burned wounds and old scars: where a scar is scored."""
        return self.arm.of_kind("burn", "scar")

    @cached_property
    def donors(self) -> tuple[WoundCourse, ...]:
        """Donor sites of grafts."""
        return self.arm.of_kind("donor")

    def coverage(self, wound: WoundCourse) -> Floats:
        """Share of one wound that is re-epithelialised, (n_draws, n_days)."""
        return covered(wound)

    @cached_property
    def t95(self) -> Floats:
        """Day on which the last burned wound is 95 % re-epithelialised, (n_draws,)."""
        return self._last_to_reach(constant("closure_95"))

    @cached_property
    def t100(self) -> Floats:
        """Day on which the last burned wound is closed, (n_draws,)."""
        return self._last_to_reach(constant("closure_100"))

    def reaches(self, wound: WoundCourse, threshold: float) -> Floats:
        """Day from the start of the case on which one wound reaches a coverage, (n_draws,)."""
        key = (id(wound), threshold)
        if key not in self._crossings:
            jump = wound.start if wound.kind == "donor" else wound.grafted_on
            cover = self.coverage(wound)
            self._crossings[key] = first_crossing(wound.days, cover, threshold, jump_on=jump)
        return self._crossings[key]

    # by identity: two hands may carry one name
    @cached_property
    def _crossings(self) -> dict[tuple[int, float], Floats]:
        return {}

    def need(self, day: float) -> None:
        """Raise unless this day was simulated."""
        if day > self.arm.horizon:
            raise BeyondHorizonError(f"needs day {day:g}; {self.arm.horizon:g} were simulated")

    def on(self, series: Floats, day: float | Floats) -> Floats:
        """A daily series (n_draws, n_days) on a day (linear between days), (n_draws,)."""
        days = self.arm.days
        when = np.broadcast_to(np.asarray(day, np.float64), series.shape[:1])
        after = np.clip(np.searchsorted(days, when), 1, len(days) - 1)
        share = np.clip((when - days[after - 1]) / (days[after] - days[after - 1]), 0, 1)
        rows = np.arange(series.shape[0])
        return (1 - share) * series[rows, after - 1] + share * series[rows, after]

    def on_days(self, series: Floats, days: Floats) -> Floats:
        """A daily series (n_draws, n_days) on several days, (n_draws, len(days))."""
        after = np.clip(np.searchsorted(self.arm.days, days), 1, len(self.arm.days) - 1)
        before = self.arm.days[after - 1]
        share = np.clip((days - before) / (self.arm.days[after] - before), 0, 1)
        return (1 - share) * series[:, after - 1] + share * series[:, after]

    def _last_to_reach(self, threshold: float) -> Floats:
        return np.max([self.reaches(wound, threshold) for wound in self.burns], axis=0)


def covered(wound: WoundCourse) -> Floats:
    """Share of a wound that is re-epithelialised, (n_draws, n_days); 0 before it was made."""

    def since_made() -> Floats:
        share = np.clip(wound.mean("E"), 0, 1)
        made = wound.days[None, :] >= np.nan_to_num(wound.start, nan=np.inf)[:, None]
        return np.where(made, share, 0)

    return wound.once("covered", since_made)


def open_area(wound: WoundCourse) -> Floats:
    """Open area in cm2, (n_draws, n_days): contraction and coverage both shrink it."""

    def left(strain: Floats, cover: Floats) -> Floats:
        return (1 - strain) ** 2 * (1 - np.clip(cover, 0, 1))

    return wound.once("open area", lambda: wound.area_cm2 * wound.mean_of(left, "eps", "E"))


def area_mean(wounds: Iterable[WoundCourse], values: Iterable[Floats]) -> Floats:
    """Mean over wounds, weighted by their area on day 0."""
    wounds = tuple(wounds)
    total = sum(wound.area_cm2 for wound in wounds)
    parts = (wound.area_cm2 / total * value for wound, value in zip(wounds, values, strict=True))
    return reduce(np.add, parts)
