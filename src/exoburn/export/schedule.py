"""What happens to a lane, in the one order that kernel, reference and SBML share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from exoburn.engine import RANKS, Reference, System
from exoburn.errors import EngineError

Floats = NDArray[np.float64]

#: day, name of the event, amount
Happening = tuple[float, str, float]


def in_order(system: System, events: Iterable[Happening]) -> list[Happening]:
    """Events by day, then rank, then place in the system; equal doses of an instant are one.

    A dose of nothing is left out, so that it cannot change a bit. An unknown event or a day
    before 0 is an EngineError.

    >>> from exoburn.engine import Block, Event, State
    >>> block = Block("b", "x' = -x", states={"x": State()}, events={
    ...     "dose": Event("add", "x = x + amount"), "wipe": Event("remove", "x = x*(1 - amount)")})
    >>> in_order(System.compose("s", [block]), [(1, "dose", 2), (1, "wipe", 1), (1, "dose", 3)])
    [(1.0, 'wipe', 1.0), (1.0, 'dose', 5.0)]
    """
    codes = {name: code for code, name in enumerate(system.events)}
    doses: dict[tuple[float, str], float] = {}
    others: list[Happening] = []
    for raw_day, name, raw_amount in events:
        day, amount = float(raw_day), float(raw_amount)
        if name not in codes:
            raise EngineError(f"{system.name} knows no event {name!r}")
        if not (day >= 0 and np.isfinite(day) and np.isfinite(amount)):
            raise EngineError(f"event {name}: day {day!r}, amount {amount!r}")
        if system.events[name].rank == "add":
            doses[(day, name)] = doses.get((day, name), 0.0) + amount
        else:
            others.append((day, name, amount))
    summed = [(day, name, amount) for (day, name), amount in doses.items() if amount != 0.0]
    return sorted(
        others + summed,
        key=lambda e: (e[0], RANKS.index(system.events[e[1]].rank), codes[e[1]]),
    )


def start(
    system: System,
    y0: Sequence[float] | Floats,
    p: Sequence[float] | Floats,
    events: Sequence[Happening],
) -> tuple[Floats, Floats, list[Happening]]:
    """States and parameters after everything that happens at day 0, and what is left to happen."""
    reference = Reference(system)
    y, q = np.array(y0, np.float64), np.array(p, np.float64)
    if y.shape != (len(system.states),) or q.shape != (len(system.parameters),):
        raise EngineError(
            f"{system.name}: one lane has {len(system.states)} states and "
            f"{len(system.parameters)} parameters, not {y.shape} and {q.shape}"
        )
    for _, name, amount in (event for event in events if event[0] == 0.0):
        y, q = reference.apply(name, y, q, amount)
    return y, q, [event for event in events if event[0] > 0.0]
