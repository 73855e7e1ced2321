"""What happens to a lane, in the order that the kernel keeps, read from the kernel's own agenda."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from exoburn.engine import Reference, Schedule, System
from exoburn.engine.schedule import agenda
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
    names = list(system.events)
    rows: list[tuple[int, float, int, float]] = []
    for day, name, amount in events:
        if name not in system.events:
            raise EngineError(f"{system.name} knows no event {name!r}")
        rows.append((0, float(day), names.index(name), float(amount)))
    plan = agenda(Schedule.of(rows), system, 1)
    ordered = zip(plan.day.tolist(), plan.event.tolist(), plan.amount.tolist(), strict=True)
    return [(day, names[code], amount) for day, code, amount in ordered]


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
