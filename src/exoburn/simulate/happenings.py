"""What happens to a wound, by draw and column, turned into the kernel's schedule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.engine import Schedule, System

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Happening:
    """One event of a wound: `day` and `amount` are numbers or arrays (draws,) or (draws, columns).

    A day of nan means that it does not happen in that draw (or column).
    """

    day: ArrayLike
    event: str
    amount: ArrayLike

    def only(self, where: ArrayLike) -> Happening:
        """The same, only where `where` (draws,) or (draws, columns) is true."""
        mask = np.asarray(where, bool)
        day = np.asarray(self.day, np.float64)
        if day.ndim == 1 and mask.ndim == 2:
            day = day[:, None]
        return Happening(np.where(mask, day, np.nan), self.event, self.amount)


def schedule_of(
    happenings: Iterable[Happening], system: System, shape: tuple[int, int], horizon: float
) -> Schedule:
    """The schedule of draws x columns lanes (lane = draw * columns + column) up to the horizon.

    >>> from exoburn.wound import system
    >>> plan = [Happening(np.array([1.0, np.nan]), "topical", 1e9)]
    >>> schedule_of(plan, system(), (2, 3), 30).lane.tolist()
    [0, 1, 2]
    """
    codes = {name: code for code, name in enumerate(system.events)}
    parts: list[tuple[NDArray, NDArray, NDArray, NDArray]] = []
    for what in happenings:
        day, amount = (_spread(x, shape) for x in (what.day, what.amount))
        lane = np.flatnonzero(day <= horizon)  # nan is no day
        code = np.full(lane.size, codes[what.event])
        parts.append((lane, day[lane], code, amount[lane]))
    if not parts:
        return Schedule.none()
    return Schedule(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _spread(value: ArrayLike, shape: tuple[int, int]) -> Floats:
    array = np.asarray(value, np.float64)
    if array.ndim == 1:
        array = array[:, None]
    return np.broadcast_to(array, shape).ravel()
