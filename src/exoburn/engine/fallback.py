"""The way out: columns that the kernel cannot do, integrated with SciPy one by one.

SciPy's BDF shares nothing with the kernel but the equations, read by NumPy, or the compiled rates
where a self-test has shown that they agree. It is hundreds of times slower, and it always comes to
an end: work is limited by a number of evaluations, and what is no number is a failure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.engine.reference import Happening, Reference
from exoburn.engine.system import System
from exoburn.errors import EngineError

Floats = NDArray[np.floating]
#: Makes a right-hand side from a column's parameters.
Rates = Callable[[Floats], Callable[[Floats], Floats]]

#: Relative tolerance: well within what a run promises.
RTOL = 1e-6
#: Evaluations of the right-hand side that one column may take; a year of the wound takes a tenth.
MOST = 1_000_000


@dataclass(frozen=True)
class Column:
    """What came of one column: `outputs` (outputs, days) and its `final` states."""

    outputs: Floats
    final: Floats


def integrate(
    system: System,
    outputs: Sequence[str],
    y0: Floats,
    p: Floats,
    events: Iterable[Happening],
    days: Floats,
    *,
    rates: Rates | None = None,
    most: int = MOST,
) -> Column:
    """One column from day 0 to the last of `days`, events as (day, name, amount).

    Errors are held as the kernel holds them, by the states' scales. Errors: EngineError for a
    column that SciPy cannot do either.

    >>> from exoburn.engine import Block, State
    >>> decay = System.compose("d", [Block("d", "x' = -k*x", states={"x": State()})])
    >>> column = integrate(decay, ["x"], np.array([1.0]), np.array([0.5]), [], np.array([0.0, 2.0]))
    >>> column.outputs.round(4)
    array([[1.    , 0.3679]])
    """
    plain = Reference(system)
    make = rates or (lambda at: lambda y: plain.rhs(y, at))
    left = [most]

    def counted(at: Floats) -> Callable[[Floats], Floats]:
        rhs = make(at)

        def call(y: Floats) -> Floats:
            left[0] -= 1
            found = np.array(rhs(y))
            if left[0] < 0 or not np.isfinite(found).all():
                raise EngineError("the column runs away or takes too many evaluations")
            return found

        return call

    with np.errstate(all="ignore"):
        states, parameters = plain.course(
            np.asarray(y0, np.float64), np.asarray(p, np.float64), days,
            events=events, rtol=RTOL, atol=RTOL * np.asarray(system.scales, np.float64),
            method="BDF", rates=counted,
        )  # fmt: skip
        found = plain.outputs(outputs, states, parameters)
    if not np.isfinite(found).all():
        raise EngineError("an output of the column is no number")
    return Column(found, states[:, -1])
