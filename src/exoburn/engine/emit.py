"""From graph nodes to straight lines of vector code, with multiply-adds fused where they occur."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence

from exoburn.engine.graph import Graph
from exoburn.engine.registers import Code
from exoburn.engine.vecmath import FUNCTIONS
from exoburn.errors import EngineError

#: Where a node can be loaded from, as (base pointer, byte offset); None: it has to be computed.
Place = Callable[[int], tuple[str, int] | None]


def program(
    code: Code,
    graph: Graph,
    roots: Sequence[tuple[int, Callable[[str], None]]],
    place: Place,
    done: Mapping[int, str] | None = None,
) -> None:
    """Write the nodes that `roots` need and hand each root's register to its consumer.

    `done` are nodes whose registers are already there. A value that lies in memory is loaded at
    each use, which costs nothing on a processor that reads operands from memory and keeps
    registers free.
    """
    wanted: dict[int, list[Callable[[str], None]]] = {}
    for node, consume in roots:
        wanted.setdefault(node, []).append(consume)
    values: dict[int, str] = dict(done or {})
    order, uses = _schedule(graph, [node for node, _ in roots], place, values)
    fused = _fusions(graph, order, uses, wanted)
    hidden = set(fused.values())

    def get(node: int) -> str:
        number = graph.value(node)
        if number is not None:
            return code.splat(number)
        spot = place(node)
        return code.load(spot[1], spot[0]) if spot else values[node]

    for node in order:
        if node in hidden:
            continue
        values[node] = _write(code, graph, node, get, fused.get(node))
        for consume in wanted.pop(node, ()):
            consume(values[node])
    for node, consumers in wanted.items():
        for consume in consumers:
            consume(get(node))


def reading_order(graph: Graph, roots: Sequence[int], stored: Container[int]) -> list[int]:
    """Stored nodes in the order in which a program for `roots` first reads them.

    Rows laid out in this order are read as a stream, which is what a processor fetches best.
    """
    def place(node: int) -> tuple[str, int] | None:
        return ("", 0) if node in stored else None

    order, _ = _schedule(graph, roots, place)
    read = [a for node in order for a in graph.args(node)] + list(roots)
    return [node for node in dict.fromkeys(read) if node in stored]


def _schedule(
    graph: Graph, roots: Sequence[int], place: Place, known: Container[int] = ()
) -> tuple[list[int], Counter]:
    """Nodes to compute, depth first from each root, and how often each is read."""
    order: list[int] = []
    done: set[int] = set()
    uses: Counter = Counter()
    for root in roots:
        stack = [(root, False)]
        while stack:
            node, ready = stack.pop()
            if ready:
                order.append(node)
            elif not (node in done or node in known or graph.value(node) is not None
                      or place(node)):  # fmt: skip
                done.add(node)
                uses.update(graph.args(node))
                stack.append((node, True))
                stack += [(arg, False) for arg in graph.args(node)]
    return order, uses


def _fusions(
    graph: Graph, order: Sequence[int], uses: Counter, wanted: Mapping[int, object]
) -> dict[int, int]:
    """Sums and the product that each takes into one multiply-add."""
    computed = set(order)
    fused: dict[int, int] = {}
    for node in order:
        op, *args = graph.nodes[node]
        if op in ("add", "sub"):
            for arg in reversed(args):
                single = uses[arg] == 1 and arg in computed and arg not in wanted
                if single and graph.nodes[arg][0] == "mul":
                    fused[node] = arg
                    break
    return fused


def _write(
    code: Code, graph: Graph, node: int, get: Callable[[int], str], product: int | None
) -> str:
    op, *args = graph.nodes[node]
    if product is not None:
        a, b = (get(arg) for arg in graph.nodes[product][1:])
        if product != args[1]:
            other = get(args[1])
            return code.fma(a, b, code.op("fneg", other) if op == "sub" else other)
        return code.fma(code.op("fneg", a) if op == "sub" else a, b, get(args[0]))
    values = [get(arg) for arg in args]
    match op:
        case "add" | "sub" | "mul" | "neg":
            return code.op(f"f{op}", *values)
        case "recip":
            return code.recip(*values)
        case "max" | "min":
            a, b = values if graph.value(args[0]) is None else reversed(values)
            taken = code.select(code.less(*((a, b) if op == "max" else (b, a))), b, a)
            if graph.value(args[0]) is not None or graph.value(args[1]) is not None:
                return taken  # the other is `a`, which stays if it is no number
            return code.select(code.less(b, b, "ord"), taken, b)
        case "less":  # 0 if either is no number; the state that is none refuses the step
            return code.select(code.less(*values), code.splat(1.0), code.splat(0.0))
        case "sqrt":
            return code.call("sqrt", *values)
    if op in FUNCTIONS:
        return FUNCTIONS[op](code, *values)
    raise EngineError(f"cannot write {op}")
