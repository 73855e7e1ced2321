"""Healthy skin: the state in which closed, clean skin stays for ever under a set of parameters.

The derived constants (d_F, mu_1, c_F, base) hold healthy skin nearly at rest; the true rest state
lies a little beside the nominal one. It is found by Newton steps with pseudo-time (Kelley and Keyes
1998, doi 10.1137/S0036142996304796): short steps at first, so that the state drifts as it would in
time, and full Newton steps in the end. A set of parameters without such a state is a wrong set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.blocks.care import NEUTRAL
from exoburn.engine import Reference, System
from exoburn.errors import EngineError
from exoburn.wound.anchors import anchored
from exoburn.wound.system import healing_system

Floats = NDArray[np.float64]

#: Held: no necrosis, stasis or bacteria; islands do not move; the front is long past closure.
_HELD = {"D": 0.0, "Zs": 0.0, "B": 0.0, "s": 1000.0}
_MOST_STEPS = 200
_REST = 1e-11


def nominal_skin(values: Mapping[str, float]) -> dict[str, Floats]:
    """The state from which the search starts: depth 0, signals at their derived levels."""
    at = dict(anchored(0.0)) | {name: np.asarray(v) for name, v in _HELD.items()}
    at |= {"M1": np.asarray(values["M1_h"]), "M2": np.asarray(values["M2_h"])}
    return at


def healthy_state(values: Mapping[str, ArrayLike], system: System | None = None) -> Floats:
    """The rest state of closed skin for one set of parameters, or for n at once.

    `values` maps parameter ids to a number or to an array (n,); R0 is not needed. Returns
    (n_states,) or (n_states, n) in the order of `system` (default: the healing network).
    A set for which no such state is found, one with a negative state, or one that would drift
    away from it, is an EngineError.

    >>> from exoburn.data import parameters
    >>> skin = healthy_state(parameters().values_by_id)
    >>> vessels = skin[list(healing_system().states).index("V")]
    >>> bool(0.95 < vessels < 1.05)
    True
    """
    system = system or healing_system()
    shape = np.broadcast_shapes(*(np.shape(values[k]) for k in system.parameters if k in values))
    known = {"R0": 20.0} | NEUTRAL | dict(values)
    missing = [k for k in system.parameters if k not in known and not k.startswith("on_")]
    if missing:
        raise EngineError(f"healthy state: parameters without a value: {', '.join(missing)}")
    p = np.array([np.broadcast_to(known.get(k, 1.0), shape) for k in system.parameters], float)
    lanes = p.reshape(len(p), -1)
    index = {name: i for i, name in enumerate(system.states)}
    first = {k: cast(float, np.asarray(values[k], float).ravel()[0]) for k in ("M1_h", "M2_h")}
    y = np.zeros((len(index), lanes.shape[1]))
    for name, value in nominal_skin(first).items():
        y[index[name]] = value
    free = np.array([i for name, i in index.items() if name not in {*_HELD, "na"}])
    reference = Reference(system)
    rest = _settle(reference, y, lanes, free)
    if rest.min() < -1e-9:
        worst = list(index)[int(rest.min(axis=1).argmin())]
        raise EngineError(f"healthy state: {worst} is negative at rest: not a usable set")
    growth = np.linalg.eigvals(_jacobian(reference, rest, lanes, free)).real.max()
    if growth > 1e-6:
        raise EngineError(f"healthy state: skin would leave it at {growth:.2g} /day: no rest state")
    return rest.reshape(len(index), *shape)


def _settle(reference: Reference, y: Floats, p: Floats, free: NDArray[np.intp]) -> Floats:
    """Pseudo-transient continuation on the free states, every lane with its own step."""
    residual = reference.rhs(y, p)[free]
    size = np.abs(residual).max(axis=0)
    step = np.ones_like(size)
    for _ in range(_MOST_STEPS):
        if (size < _REST).all():
            return y
        jacobian = _jacobian(reference, y, p, free)
        matrix = np.eye(len(free)) / step[:, None, None] - jacobian
        move = np.linalg.solve(matrix, residual.T[..., None])[..., 0].T
        trial = y.copy()
        trial[free] += np.where(size < _REST, 0.0, move)
        residual_new = reference.rhs(trial, p)[free]
        size_new = np.abs(residual_new).max(axis=0)
        good = np.isfinite(size_new) & (size_new < 10 * size)
        y = np.where(good, trial, y)
        residual = np.where(good, residual_new, residual)
        gain = np.clip(size / np.maximum(size_new, 1e-300), 0.5, 1e3)
        step = np.where(good, np.clip(3 * step * gain, 1e-3, 1e12), step / 10)
        size = np.where(good, size_new, size)
    left = int((size >= _REST).sum())
    raise EngineError(f"healthy state: {left} of {size.size} parameter sets have no rest state")


def _jacobian(reference: Reference, y: Floats, p: Floats, free: NDArray[np.intp]) -> Floats:
    """Central differences of the free rates by the free states: (lanes, free, free)."""
    out = np.empty((y.shape[1], len(free), len(free)))
    for column, i in enumerate(free):
        h = 1e-6 * np.maximum(np.abs(y[i]), 1e-3)
        up, down = y.copy(), y.copy()
        up[i] += h
        down[i] -= h
        change = reference.rhs(up, p)[free] - reference.rhs(down, p)[free]
        out[:, :, column] = (change / (2 * h)).T
    return out
