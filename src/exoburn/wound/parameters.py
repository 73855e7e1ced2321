"""Parameter values of lanes: the tables' numbers, the wound's size, switches at rest."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.blocks.care import NEUTRAL
from exoburn.blocks.delivery import engine_units, neutral
from exoburn.data import parameters
from exoburn.engine import System
from exoburn.errors import EngineError

Floats = NDArray[np.float64]


@cache
def defaults() -> Mapping[str, float]:
    """Every parameter that has a value without a case: central rows in day and cm, inputs at rest.

    >>> defaults()["v0"], defaults()["potency"], defaults()["aid_rescue"]
    (0.2186, 1.0, 0.0)
    """
    return engine_units(parameters().values_by_id) | neutral() | NEUTRAL


def lane_parameters(
    system: System,
    *,
    radius_mm: ArrayLike,
    values: Mapping[str, ArrayLike] | None = None,
    inputs: Mapping[str, ArrayLike] | None = None,
) -> Floats:
    """Parameters in the system's order: (n_parameters,) or (n_parameters, lanes).

    `values` replaces rows of the tables, in the rows' own units (draws of them, say); `inputs`
    are set as they are (day, cm: doses' reference, shares, switches). Both are numbers or arrays
    that broadcast to the lanes. `radius_mm` is R0; mechanism switches `on_...` default to 1.
    A name that the system does not read, or one that nobody gives, is an EngineError.

    >>> from exoburn.wound.system import healing_system
    >>> lane_parameters(healing_system(), radius_mm=22.6, values={"v0": [0.2, 0.3]}).shape[1]
    2
    """
    arrays = {key: np.asarray(value, np.float64) for key, value in (values or {}).items()}
    given: dict[str, ArrayLike] = dict(engine_units(arrays))
    given |= dict(inputs or {})
    given["R0"] = radius_mm
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
        elif key in defaults():
            out[i] = defaults()[key]
        elif key.startswith("on_"):
            out[i] = 1.0
        else:
            absent.append(key)
    if absent:
        raise EngineError(f"{system.name}: parameters without a value: {', '.join(absent)}")
    return out
