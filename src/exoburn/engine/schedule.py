"""What happens to which lane and when, in the order in which it has to happen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.engine.block import RANKS
from exoburn.engine.system import System
from exoburn.errors import EngineError


@dataclass(frozen=True)
class Schedule:
    """Events of many lanes, in any order; four arrays of one length.

    `lane` counts columns, `day` is the instant, `event` the code (`kernel.event_code(name)`) and
    `amount` what the event carries.

    >>> Schedule.none().lane.size
    0
    """

    lane: ArrayLike
    day: ArrayLike
    event: ArrayLike
    amount: ArrayLike

    def __post_init__(self) -> None:
        kinds = {"lane": np.int64, "day": np.float64, "event": np.int64, "amount": np.float64}
        for name, kind in kinds.items():
            object.__setattr__(self, name, np.atleast_1d(np.asarray(getattr(self, name), kind)))
        if len({np.shape(getattr(self, name)) for name in kinds}) != 1:
            raise EngineError("a schedule's arrays differ in length")

    @classmethod
    def none(cls) -> Schedule:
        """Nothing happens."""
        return cls([], [], [], [])

    @classmethod
    def of(cls, rows: list[tuple[int, float, int, float]]) -> Schedule:
        """From rows (lane, day, event code, amount)."""
        return cls(*zip(*rows, strict=True)) if rows else cls.none()


@dataclass(frozen=True)
class Agenda:
    """A schedule ready for the kernel: `start[i]:start[i+1]` are the events of lane i, in order."""

    start: NDArray[np.int64]
    day: NDArray[np.float64]
    event: NDArray[np.int64]
    amount: NDArray[np.float64]


def agenda(schedule: Schedule, system: System, lanes: int) -> Agenda:
    """Sort by (lane, day, rank, code), sum equal additions of an instant, drop those of nothing.

    Events that do not add keep the order in which they were given.
    """
    lane, day, event, amount = (
        np.asarray(x) for x in (schedule.lane, schedule.day, schedule.event, schedule.amount)
    )
    kinds = list(system.events.values())
    if lane.size:
        _check(lane, day, event, amount, lanes, len(kinds))
    rank = np.array([RANKS.index(kind.rank) for kind in kinds] or [0])[event]
    adds = rank == RANKS.index("add")
    order = np.lexsort((np.where(adds, amount, 0.0), event, rank, day, lane))
    lane, day, event, amount, adds = (x[order] for x in (lane, day, event, amount, adds))
    if lane.size:
        same = (np.diff(lane) == 0) & (np.diff(day) == 0) & (np.diff(event) == 0)
        head = np.concatenate(([True], ~(same & adds[1:])))
        group = np.flatnonzero(head)
        amount = np.add.reduceat(amount, group)
        lane, day, event, adds = lane[group], day[group], event[group], adds[group]
        keep = ~(adds & (amount == 0.0))
        lane, day, event, amount = lane[keep], day[keep], event[keep], amount[keep]
    start = np.searchsorted(lane, np.arange(lanes + 1)).astype(np.int64)
    return Agenda(start, *(np.ascontiguousarray(x) for x in (day, event, amount)))


def _check(
    lane: NDArray, day: NDArray, event: NDArray, amount: NDArray, lanes: int, kinds: int
) -> None:
    if lane.min() < 0 or lane.max() >= lanes:
        raise EngineError(f"an event names lane {lane.max()} of {lanes}")
    if event.min() < 0 or event.max() >= kinds:
        raise EngineError(f"an event has code {event.max()}; there are {kinds} kinds")
    if not (np.isfinite(day).all() and np.isfinite(amount).all() and day.min() >= 0):
        raise EngineError("an event's day or amount is not a finite number from day 0 on")
