"""The slow, plain reading of a system: NumPy right-hand side and SciPy integration.

It shares only the equations with the fast kernel, so it is the oracle the kernel is tested against.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from exoburn.engine.block import RANKS
from exoburn.engine.system import System
from exoburn.errors import EngineError

Floats = NDArray[np.float64]

#: day, name of the event, amount
Happening = tuple[float, str, float]


def _bern(x: Floats) -> Floats:
    small = np.abs(x) < 1e-8
    safe = np.where(small, 1.0, x)
    return np.where(small, 1.0 - 0.5 * x, safe / np.expm1(safe))


_VOCABULARY = {
    "hill": lambda x, k, n: x**n / (k**n + x**n),
    "pos": lambda x: np.maximum(x, 0.0),
    "step": lambda x: np.where(np.asarray(x) > 0, 1.0, 0.0),
    "min_": np.minimum,
    "max_": np.maximum,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "bern": _bern,
    "powr": np.power,
}


class Reference:
    """Evaluate and integrate a system without any generated machine code.

    >>> from exoburn.engine import Block, State
    >>> system = System.compose("d", [Block("d", "x' = -k*x", states={"x": State()})])
    >>> Reference(system).rhs(np.array([2.0]), np.array([0.5]))
    array([-1.])
    """

    def __init__(self, system: System) -> None:
        self.system = system
        self._states = list(system.states)
        self._rhs = self._compile("rates", system.rates)

    def rhs(self, y: Floats, p: Floats) -> Floats:
        """Derivatives per day; y (states, ...) and p (parameters, ...) -> (states, ...)."""
        return self._rhs(y, p)

    def outputs(self, names: Sequence[str], y: Floats, p: Floats) -> Floats:
        """States or sub-expressions by name; -> (names, ...)."""
        trees = {name: ast.Name(name) for name in names}
        return self._compile("outputs", trees)(y, p)

    def apply(self, event: str, y: Floats, p: Floats, amount: float) -> tuple[Floats, Floats]:
        """States and parameters right after an event."""
        lines = self.system.events[event].lines
        trees = {line.target: line.tree for line in lines}
        values = self._compile("event", trees, amount=True)(y, p, amount)
        y, p = y.copy(), p.copy()
        for target, value in zip(trees, values, strict=True):
            if target in self.system.states:
                y[self._states.index(target)] = value
            else:
                p[self.system.parameters.index(target)] = value
        return y, p

    def solve(
        self,
        y0: Floats,
        p: Floats,
        days: Sequence[float],
        *,
        events: Iterable[Happening] = (),
        rtol: float = 1e-10,
        atol: float | Floats = 1e-13,
        method: str = "LSODA",
    ) -> Floats:
        """One lane from day 0, events (day, name, amount); -> (states, days), right-continuous."""
        return self.course(y0, p, days, events=events, rtol=rtol, atol=atol, method=method)[0]

    def course(
        self,
        y0: Floats,
        p: Floats,
        days: Sequence[float] | NDArray[np.floating],
        *,
        events: Iterable[Happening],
        rtol: float,
        atol: float | Floats,
        method: str,
        rates: Callable[[Floats], Callable[[Floats], NDArray[np.floating]]] | None = None,
    ) -> tuple[Floats, Floats]:
        """States (states, days) of one lane and its parameters (parameters, days), as `solve`.

        `rates` makes another right-hand side than this one's from parameters.
        """
        from scipy.integrate import solve_ivp

        grid_days = np.asarray(days, np.float64)
        out, held = (np.empty((len(x), len(grid_days))) for x in (y0, p))
        y, p, now = np.array(y0, np.float64), np.array(p, np.float64), 0.0
        pending = [event for event in self._in_order(events) if event[0] <= grid_days[-1]]
        stops = sorted({day for day, _, _ in pending} | {float(grid_days[-1])})
        for stop in stops:
            if stop > now:
                inside = (grid_days >= now) & (grid_days < stop)
                grid = np.append(grid_days[inside], stop)
                rhs = rates(p) if rates else lambda x, p=p: self._rhs(x, p)
                run = solve_ivp(
                    lambda _t, x, rhs=rhs: rhs(x), (now, stop), y, method=method,
                    t_eval=grid, rtol=rtol, atol=atol,
                )
                if not run.success:
                    raise EngineError(f"reference integration failed: {run.message}")
                out[:, inside] = run.y[:, : inside.sum()]
                held[:, inside] = p[:, None]
                y, now = run.y[:, -1].copy(), stop
            for _, name, amount in [e for e in pending if e[0] == stop]:
                y, p = self.apply(name, y, p, amount)
            out[:, grid_days == stop], held[:, grid_days == stop] = y[:, None], p[:, None]
        return out, held

    def _in_order(self, events: Iterable[Happening]) -> list[Happening]:
        """Events by time and rank; equal "add" events of one instant become one."""
        summed: dict[tuple[float, str], float] = {}
        plain: list[Happening] = []
        for day, name, amount in events:
            if self.system.events[name].rank == "add":
                summed[(day, name)] = summed.get((day, name), 0.0) + amount
            else:
                plain.append((day, name, amount))
        merged = plain + [(day, name, amount) for (day, name), amount in summed.items()]
        codes = list(self.system.events)
        ranks = [RANKS.index(self.system.events[name].rank) for name in codes]
        return sorted(merged, key=lambda e: (e[0], ranks[codes.index(e[1])], codes.index(e[1])))

    def _compile(
        self, label: str, trees: dict[str, ast.expr] | object, *, amount: bool = False
    ) -> Callable[..., Floats]:
        """A NumPy function for some trees, with every sub-expression they need before them."""
        assert isinstance(trees, dict)
        lines = [f"def {label}(y, p{', amount' if amount else ''}):"]
        lines += [f"    {name} = y[{i}]" for i, name in enumerate(self._states)]
        lines += [f"    {name} = p[{i}]" for i, name in enumerate(self.system.parameters)]
        lines += [f"    {name} = {ast.unparse(tree)}" for name, tree in self.system.named.items()]
        results = ", ".join(f"({ast.unparse(tree)})" for tree in trees.values())
        lines.append(f"    return np.array(np.broadcast_arrays({results}), dtype=float)")
        scope: dict = {"np": np, **_VOCABULARY}
        exec("\n".join(lines), scope)
        return scope[label]
