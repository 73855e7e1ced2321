"""How a column starts: a fresh burn, a donor site, an old scar; everything else is 0."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.blocks.delivery import START
from exoburn.data import parameters, table
from exoburn.engine import System
from exoburn.errors import EngineError
from exoburn.wound.anchors import anchored
from exoburn.wound.scar_score import states_at_score

Floats = NDArray[np.float64]

#: Remodelling that a hypertrophic scar lacks: these rates are multiplied by `hypertrophic_factor`.
HYPERTROPHIC = ("d_Y", "k_YF", "d_V", "kX_1", "kX_3", "k_rel")


def burn_start(f: ArrayLike, *, inoculum: ArrayLike | None = None) -> dict[str, Floats]:
    """A burn at t = 0: depth fraction f (any shape) -> state -> array of that shape.

    `inoculum` is B at t = 0 in 1e9 CFU/g, broadcast against f (default 1e-6, 1e3 CFU/g).

    >>> at = burn_start([0.2, 1.15], inoculum=1e-3)
    >>> at["D"].tolist(), at["P"].round(2).tolist(), at["B"].tolist()
    ([0.3, 1.0], [0.44, 1.0], [0.001, 0.001])
    """
    return _with_signals(anchored(f), inoculum)


def donor_start(*, inoculum: ArrayLike | None = None) -> dict[str, Floats]:
    """A donor site on the day of harvest: a clean superficial wound with dense islands.

    >>> float(donor_start()["na"])
    0.25
    """
    return _with_signals(_stated("donor"), inoculum)


def old_scar_start(vss: float, *, months: float | None = None) -> dict[str, Floats]:
    """A closed scar months after the burn, with excess collagen and vessels scaled to its VSS.

    `vss` is the Vancouver Scar Scale (0-13) at day 0; one that no scar of the model reaches is an
    InputError. With `months` since the burn the myofibroblasts are those that are left by then:
    an old scar that still had a young one's would go on rising.

    >>> at = old_scar_start(9.0)
    >>> bool(1 < at["V"] < 1.4), float(at["s"])
    (True, 1000.0)
    >>> bool(old_scar_start(9.0, months=18)["Y"] < 0.15 < at["Y"])
    True
    """
    typical = _numbers("old_scar")
    if months is not None:
        typical["Y"] = _myofibroblasts_left(typical["Y"], months)
    at = {name: np.asarray(value) for name, value in typical.items()}
    at |= states_at_score(vss, typical)
    collagen, rows = at.pop("C"), parameters()
    at["C1"] = collagen * rows["shape_C1_h"].value
    at["C3"] = collagen * rows["shape_C3_h"].value
    return at


def _myofibroblasts_left(young: float, months: float) -> float:
    """Myofibroblasts of a raised scar this long after the burn, from a young one's."""
    rows = parameters()
    late = rows["scar_Y_late"].value
    since = max(months - rows["scar_Y_full_months"].value, 0.0)
    return late + (young - late) * 2 ** (-since / rows["scar_Y_half_months"].value)


def hypertrophic_factors(factor: ArrayLike | None = None) -> dict[str, Floats]:
    """What the hypertrophic phenotype multiplies: parameter id -> factor (default 0.25).

    >>> sorted(hypertrophic_factors()) == sorted(HYPERTROPHIC)
    True
    """
    value = parameters()["hypertrophic_factor"].value if factor is None else factor
    return {name: np.asarray(value, np.float64) for name in HYPERTROPHIC}


def state_array(system: System, at: Mapping[str, ArrayLike]) -> Floats:
    """Start values in the system's order: state -> array (...) becomes (n_states, ...).

    States that nobody names start at rest (0, or what delivery says of its own); a name that is
    no state is an EngineError.

    >>> from exoburn.wound.system import healing_system
    >>> state_array(healing_system(), burn_start([0.2, 0.5, 1.0])).shape
    (23, 3)
    """
    unknown = sorted(set(at) - set(system.states))
    if unknown:
        raise EngineError(f"{system.name}: no such states: {', '.join(unknown)}")
    shape = np.broadcast_shapes(*(np.shape(value) for value in at.values()))
    y = np.zeros((len(system.states), *shape))
    for i, name in enumerate(system.states):
        y[i] = at.get(name, START.get(name, 0.0))
    return y


def _with_signals(at: dict[str, Floats], inoculum: ArrayLike | None) -> dict[str, Floats]:
    rows = parameters()
    shape = np.shape(at["D"])
    at["P"] = rows["start_P"].value + rows["start_P_D"].value * at["D"]
    at["T"] = rows["start_T"].value * (rows["start_T_bed"].value + at["V"])
    for name in ("G", "W", "M1", "M2", "X"):
        at[name] = np.full(shape, rows[f"start_{name}"].value)
    bacteria = rows["start_B"].value if inoculum is None else inoculum
    at["B"] = np.asarray(bacteria, np.float64) + np.zeros(shape)
    return at


def _numbers(start: str) -> dict[str, float]:
    return {r["state"]: float(r["value"]) for r in table("starts") if r["start"] == start}


def _stated(start: str) -> dict[str, Floats]:
    return {name: np.asarray(value) for name, value in _numbers(start).items()}
