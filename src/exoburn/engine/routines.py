"""The numeric routines of a kernel, one LLVM function each.

    fix        sub-expressions made of parameters only
    rates      right-hand side at y
    prepare    right-hand side, Jacobian and elimination at y
    first      the first stage; reads the right-hand side that `prepare` left
    stage      right-hand side at u, then the linear system; writes the stage to %k
    gauge      size of the error estimate in units of the scale; leaves the largest
    bend       where in the step a rate's first kink lies (1: nowhere), by the ends of the step
    restart    fastest relative change at y, for the first step after an event
    leftover   how much is left of what events of rank "remove" take away, in units of the scale
    blend      what the dense output needs of a step
    observe    outputs at a moment inside the step
    event_N    what event N does to the lanes it falls on
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exoburn.engine.compare import largest, nothing
from exoburn.engine.emit import Place, program, reading_order
from exoburn.engine.layout import Layout
from exoburn.engine.method import Rosenbrock
from exoburn.engine.model import Model
from exoburn.engine.observing import blend, observe
from exoburn.engine.order import WINDOW, interleave
from exoburn.engine.registers import Code, Shape

#: No kink bends a course by this much.
INFINITE = 1e30


@dataclass(frozen=True)
class Routines:
    """Writes the functions of one kernel."""

    model: Model
    method: Rosenbrock
    shape: Shape
    scales: Sequence[float]
    slack: Sequence[float]
    layout: Layout
    needed: tuple[int, ...]
    hoisted: tuple[int, ...]

    @classmethod
    def plan(
        cls, model: Model, method: Rosenbrock, shape: Shape, scales: Sequence[float],
        slack: Sequence[float],
    ) -> Routines:
        """Reserve memory for everything the routines exchange."""
        n, graph = len(model.states), model.graph
        layout = Layout(shape)
        for name, count in (("y", n), ("f", n), ("p", len(model.parameters))):
            layout.rows(name, count)  # in places that `Kernel.rate_function` knows
        for name in ("u", "g", *(f"k{j}" for j in range(method.stages))):
            layout.rows(name, n)
        stored = {graph.symbol("factor", key): key for key in model.factor}
        used = reading_order(graph, model.stage, stored)
        layout.named("factor", dict.fromkeys([stored[node] for node in used] + list(model.factor)))
        roots = [*model.rates, *model.factor.values(), *model.stage, *model.outputs]
        fixed = set(model.fixed(roots))
        order = [
            node
            for part in (model.stage, model.factor.values(), model.outputs)
            for node in reading_order(graph, list(part), fixed)
        ]
        hoisted = tuple(dict.fromkeys(order))
        layout.named("fixed", hoisted)
        inputs = [graph.nodes[node] for node in graph.reach(model.outputs)]
        needed = tuple(sorted(op[2] for op in inputs if op[:2] == ("sym", "y")))
        layout.rows("blend", n * len(method.dense))
        layout.rows("out", len(model.outputs))
        for name in ("shift", "inverse_step", "error", "fastest", "kink"):
            layout.rows(name, 1)
        for name in ("amount", "chosen", "theta", "pick", "small", "left"):
            layout.rows(name, 1)
        return cls(model, method, shape, scales, slack, layout, needed, hoisted)

    def functions(self) -> str:
        """All routines as IR."""
        written = [
            self._function("fix", self._fix),
            self._function("rates", self._rates),
            self._function("prepare", self._prepare),
            self._function("first", lambda c: self._solve(c, self.model.first_stage)),
            self._function("stage", self._stage),
            self._function("gauge", self._gauge),
            self._function("restart", self._restart),
            self._function("bend", self._bend),
            self._function("leftover", self._leftover),
            self._function("blend", lambda c: blend(self, c)),
            self._function("observe", lambda c: observe(self, c)),
        ]
        written += [
            self._function(f"event_{code}", lambda c, e=event: self._event(c, e))
            for code, event in enumerate(self.model.events.values())
        ]
        return "\n".join(written)

    def _function(self, name: str, body: Callable[[Code], None]) -> str:
        code = Code(self.shape, exact=name == "fix" or name.startswith("event"))
        body(code)
        head = f"define internal void @{name}(ptr noalias %ws, ptr %k) #0 {{\nentry:\n"
        return head + "\n".join(code.lines) + "\n  ret void\n}\n"

    def place(self, state: str, *, fixed: bool = True) -> Place:
        """Where nodes lie in memory when states are read from the rows `state`."""
        layout, nodes = self.layout, self.model.graph.nodes

        def place(node: int) -> tuple[str, int] | None:
            if fixed and ("fixed", node) in layout.index:
                return "%ws", layout.index["fixed", node]
            op = nodes[node]
            if op[0] != "sym":
                return None
            _, kind, index = op
            if kind == "factor":
                return "%ws", layout.index[kind, index]
            return "%ws", layout.at(state if kind == "y" else kind, index)

        return place

    def to(self, code: Code, offset: int, base: str = "%ws") -> Callable[[str], None]:
        """A consumer that stores what it gets."""
        return lambda value: code.store(value, offset, base)

    def _fix(self, code: Code) -> None:
        roots = [(n, self.to(code, self.layout.index["fixed", n])) for n in self.hoisted]
        program(code, self.model.graph, roots, self.place("y", fixed=False))

    def _rates(self, code: Code) -> None:
        layout = self.layout
        roots = [(n, self.to(code, layout.at("f", i))) for i, n in enumerate(self.model.rates)]
        program(code, self.model.graph, roots, self.place("y"))
        code.lines = interleave(code.lines, WINDOW)

    def _prepare(self, code: Code) -> None:
        layout = self.layout
        roots = [(n, self.to(code, layout.at("f", i))) for i, n in enumerate(self.model.rates)]
        roots += [
            (node, self.to(code, layout.index["factor", key]))
            for key, node in self.model.factor.items()
        ]
        program(code, self.model.graph, roots, self.place("y"))

    def _solve(self, code: Code, solution: Sequence[int]) -> None:
        row = self.shape.row
        roots = [(node, self.to(code, i * row, "%k")) for i, node in enumerate(solution)]
        program(code, self.model.graph, roots, self.place("u"))

    def _stage(self, code: Code) -> None:
        """Right-hand side with its chains interleaved, then the solve, which is one chain."""
        row, graph = self.shape.row, self.model.graph
        done: dict[int, str] = {}
        right = [(n, lambda value, n=n: done.__setitem__(n, value)) for n in self.model.right]
        program(code, graph, right, self.place("u"))
        code.lines = interleave(code.lines, WINDOW)
        roots = [(n, self.to(code, i * row, "%k")) for i, n in enumerate(self.model.stage)]
        program(code, graph, roots, self.place("u"), done)

    def _gauge(self, code: Code) -> None:
        """Largest |K_s| / (scale + max(|y|, |y1|)) over the slack; y1 = u + K_s goes to u."""
        layout, last = self.layout, f"k{self.method.stages - 1}"
        parts = []
        for i, (scale, slack) in enumerate(zip(self.scales, self.slack, strict=True)):
            y, u = code.load(layout.at("y", i)), code.load(layout.at("u", i))
            k = code.load(layout.at(last, i))
            new = code.op("fadd", u, k)
            code.store(new, layout.at("u", i))
            a, b = code.call("fabs", y), code.call("fabs", new)
            larger = code.select(code.less(b, a), a, b)  # y1, if it is no number
            size = code.op("fadd", larger, code.splat(scale))
            if slack != 1.0:
                size = code.op("fmul", size, code.splat(slack))
            parts.append((code.call("fabs", k), size))
        zero = nothing(code, [size for size, _ in parts])
        code.store(code.op("fadd", largest(code, parts), zero), layout.at("error"))

    def _bend(self, code: Code) -> None:
        """How far a kink bends the line between the ends is weighed against its size.

        Only a difference that changes sign inside the step has a kink there: one that rests on its
        kink, at both ends or at one, has none, and nothing is divided by its span, which may be 0.
        """
        ends: list[dict[int, str]] = [{}, {}]
        kinks = self.model.kinks
        for values, state in zip(ends, ("y", "u"), strict=True):
            nodes = {n for pair in kinks for n in pair} if state == "u" else {n for n, _ in kinks}
            roots = [(n, lambda v, n=n, d=values: d.__setitem__(n, v)) for n in sorted(nodes)]
            program(code, self.model.graph, roots, self.place(state))
        one = first = code.splat(1.0)
        zero = code.splat(0.0)
        small = code.load(self.layout.at("small"))
        for node, size in kinks:
            a, b = ends[0][node], ends[1][node]
            crosses = code.less(code.op("fmul", a, b), zero)
            span = code.select(crosses, code.op("fsub", a, b), one)
            share = code.op("fmul", a, code.recip(span))
            bow = code.op("fmul", a, code.op("fsub", one, share))
            least = code.op("fmul", small, ends[1][size])
            least = code.select(crosses, least, code.splat(INFINITE))
            felt = code.less(least, code.call("fabs", bow))
            share = code.select(felt, share, one)
            first = code.select(code.less(share, first), share, first)
        code.store(first, self.layout.at("kink"))
        code.lines = interleave(code.lines, WINDOW)

    def _restart(self, code: Code) -> None:
        layout = self.layout
        parts: list[tuple[str, str]] = [("", "")] * len(self.scales)

        def keep(i: int) -> Callable[[str], None]:
            def consume(value: str) -> None:
                size = code.call("fabs", code.load(layout.at("y", i)))
                size = code.op("fadd", size, code.splat(self.scales[i]))
                parts[i] = (code.call("fabs", value), size)

            return consume

        roots = [(node, keep(i)) for i, node in enumerate(self.model.rates)]
        program(code, self.model.graph, roots, self.place("y"))
        code.store(largest(code, parts), layout.at("fastest"))
        code.lines = interleave(code.lines, WINDOW)

    def _leftover(self, code: Code) -> None:
        """Sum of |y| / scale over the states that removals act on; what is no number stays so."""
        total = code.splat(0.0)
        for i in self.model.removed:
            size = code.call("fabs", code.load(self.layout.at("y", i)))
            share = code.op("fmul", size, code.splat(1.0 / self.scales[i]))
            total = code.op("fadd", total, share)
        code.store(total, self.layout.at("left"))

    def _event(self, code: Code, assignments: Sequence[tuple[str, int, int]]) -> None:
        layout = self.layout
        values: dict[int, str] = {}
        roots = [
            (node, lambda value, i=i: values.__setitem__(i, value))
            for i, (_, _, node) in enumerate(assignments)
        ]
        program(code, self.model.graph, roots, self.place("y", fixed=False))
        chosen = code.less(code.splat(0.5), code.load(layout.at("chosen")))
        for i, (kind, index, _) in enumerate(assignments):
            old = code.load(layout.at(kind, index))
            code.store(code.select(chosen, values[i], old), layout.at(kind, index))
