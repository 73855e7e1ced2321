"""Parameter values of lanes: the table's numbers, the wound's size, the mechanism switches."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.blocks import care, delivery
from exoburn.data import parameters
from exoburn.engine import System
from exoburn.errors import EngineError

Floats = NDArray[np.float64]


def lane_parameters(
    system: System, *, radius_mm: ArrayLike, values: Mapping[str, ArrayLike] | None = None
) -> Floats:
    """Parameters in the system's order: (n_parameters,) or (n_parameters, lanes).

    `values` replaces central values of the tables (numbers or arrays that broadcast to the
    lanes, in the engine's units of day and cm: see `delivery.engine_units`); inputs of delivery
    and care that nobody gives are at rest; `radius_mm` is R0. Switches `on_<mechanism>` default to 1. A name that the system
    does not read, or one that nobody gives, is an EngineError.

    >>> from exoburn.wound.system import healing_system
    >>> lane_parameters(healing_system(), radius_mm=22.6, values={"v0": [0.2, 0.3]}).shape[1]
    2
    """
    given = {"R0": radius_mm} | dict(values or {})
    rows = delivery.engine_units(parameters().values_by_id)
    at_rest = delivery.neutral() | care.NEUTRAL
    known = set(system.parameters)
    odd = sorted(key for key in given if key not in known)
    if odd:
        raise EngineError(f"{system.name} reads no parameter {', '.join(odd)}")
    shape = np.broadcast_shapes(*(np.shape(value) for value in given.values()))
    out = np.empty((len(system.parameters), *shape))
    absent: list[str] = []
    for i, key in enumerate(system.parameters):
        if key in given:
            out[i] = given[key]
        elif key in rows:
            out[i] = rows[key]
        elif key in at_rest:
            out[i] = at_rest[key]
        elif key.startswith("on_"):
            out[i] = 1.0
        else:
            absent.append(key)
    if absent:
        raise EngineError(f"{system.name}: parameters without a value: {', '.join(absent)}")
    return out
