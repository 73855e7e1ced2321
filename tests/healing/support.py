"""Courses of single columns through the slow, plain reading of the system, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.engine import Reference, System
from exoburn.wound import burn_start, healing_system, lane_parameters, state_array

Floats = NDArray[np.float64]

#: The reference wound of model section 2: 4 x 4 cm.
RADIUS_MM = 22.57
FINE = np.arange(0.0, 131.0, 0.25)


_READ: dict[int, Reference] = {}


def reference(system: System) -> Reference:
    """The plain reading of a system, made once (it keeps the system alive, so ids stay unique)."""
    if id(system) not in _READ:
        _READ[id(system)] = Reference(system)
    return _READ[id(system)]


def course(
    names: Iterable[str],
    *,
    at: Mapping[str, ArrayLike],
    days: Floats = FINE,
    system: System | None = None,
    radius_mm: float = RADIUS_MM,
    events: Iterable[tuple[float, str, float]] = (),
    rtol: float = 1e-7,
    **values: float,
) -> dict[str, Floats]:
    """Values of states or sub-expressions by day, from the start `at` under changed parameters."""
    system = system or healing_system()
    p = lane_parameters(system, radius_mm=radius_mm, values=values)
    plain = reference(system)
    y = plain.solve(state_array(system, at), p, list(days), events=events, rtol=rtol, atol=1e-11)
    names = tuple(names)
    return dict(zip(names, plain.outputs(names, y, p), strict=True))


def first_day(days: Floats, covered: Floats, level: float = 0.95) -> float:
    """When coverage first reaches a level, linear between days; inf if it does not."""
    reached = np.flatnonzero(covered >= level)
    if not len(reached):
        return float("inf")
    i = int(reached[0])
    if i == 0:
        return float(days[0])
    return float(np.interp(level, covered[i - 1 : i + 1], days[i - 1 : i + 1]))


def t95(f: float, *, inoculum: float | None = None, **values) -> float:
    """Day of 95 % coverage of one column of depth fraction f on the reference wound."""
    at = burn_start(f, inoculum=inoculum)
    return first_day(FINE, course(["E"], at=at, **values)["E"])
