"""Read-outs that several outcomes share, computed once an arm: coverage, open area, crossings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

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

    @cached_property
    def coverage(self) -> dict[str, Floats]:
        """Percent re-epithelialised as a share, by wound: (n_draws, n_days)."""
        return {wound.name: covered(wound) for wound in self.arm.wounds}

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
        jump = wound.start if wound.kind == "donor" else wound.grafted_on
        return first_crossing(wound.days, self.coverage[wound.name], threshold, jump_on=jump)

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

    def _last_to_reach(self, threshold: float) -> Floats:
        return np.max([self.reaches(wound, threshold) for wound in self.burns], axis=0)


def covered(wound: WoundCourse) -> Floats:
    """Share of a wound that is re-epithelialised, (n_draws, n_days); 0 before it was made."""
    share = np.clip(wound.mean("E"), 0, 1)
    made = wound.days[None, :] >= np.nan_to_num(wound.start, nan=np.inf)[:, None]
    return np.where(made, share, 0)


def open_area(wound: WoundCourse) -> Floats:
    """Open area in cm2, (n_draws, n_days): contraction and coverage both shrink it."""
    strain, cover = wound.recorded("eps"), np.clip(wound.recorded("E"), 0, 1)
    return wound.area_cm2 * wound.over_columns((1 - strain) ** 2 * (1 - cover))


def area_mean(wounds: Iterable[WoundCourse], values: Iterable[Floats]) -> Floats:
    """Mean over wounds, weighted by their area on day 0."""
    wounds = tuple(wounds)
    total = sum(wound.area_cm2 for wound in wounds)
    parts = (wound.area_cm2 / total * value for wound, value in zip(wounds, values, strict=True))
    return np.sum(list(parts), axis=0)
