"""Outputs between the ends of a step: dense output of the states they rest on, then the outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exoburn.engine.emit import program
from exoburn.engine.order import WINDOW, interleave
from exoburn.engine.registers import Code

if TYPE_CHECKING:
    from exoburn.engine.routines import Routines


def blend(routines: Routines, code: Code) -> None:
    """Coefficients of the dense output, for the states that outputs rest on."""
    n, layout = len(routines.model.states), routines.layout
    for m, weights in enumerate(routines.method.dense):
        for i in routines.needed:
            total = None
            for j, weight in enumerate(weights):
                if weight:
                    k = code.load(layout.at(f"k{j}", i))
                    w = code.splat(weight)
                    total = code.op("fmul", w, k) if total is None else code.fma(w, k, total)
            assert total is not None
            code.store(total, layout.at("blend", m * n + i))


def observe(routines: Routines, code: Code) -> None:
    """Outputs of the lanes in "pick" at the shares "theta" of their steps."""
    n, layout = len(routines.model.states), routines.layout
    theta = code.load(layout.at("theta"))
    code.pick(layout.at("pick"))
    rest = code.op("fsub", code.splat(1.0), theta)
    start = code.less(code.splat(0.0), theta)
    between: dict[int, str] = {}
    for i in routines.needed:
        value = None
        for m in reversed(range(len(routines.method.dense))):
            d = code.load(layout.at("blend", m * n + i))
            value = d if value is None else code.fma(theta, value, d)
        assert value is not None
        value = code.fma(rest, value, code.load(layout.at("u", i)))
        y = code.load(layout.at("y", i))
        value = code.fma(theta, value, code.op("fmul", rest, y))
        between[routines.model.graph.symbol("y", i)] = code.select(start, value, y)
    outputs = enumerate(routines.model.outputs)
    roots = [(n, routines.to(code, layout.at("out", i))) for i, n in outputs]
    place = routines.place("y")

    def fixed(node: int) -> tuple[str, int] | None:
        return None if node in between else place(node)

    program(code, routines.model.graph, roots, fixed, between)
    code.lines = interleave(code.lines, WINDOW)
