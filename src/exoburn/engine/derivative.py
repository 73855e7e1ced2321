"""Exact derivatives by eliminating the graph's inner nodes.

Every node contributes its partial derivatives with respect to its arguments as labelled edges.
An inner node is removed by joining each of its readers to each of its arguments with the product
of the two labels (the chain rule); when none is left, the edges from results to inputs are the
Jacobian. Removing the cheapest node first (fewest new edges) keeps the number of multiplications
low (Griewank & Walther, Evaluating Derivatives, 2008, chapter 10).
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from exoburn.engine.graph import TINY, Graph
from exoburn.errors import EngineError


def jacobian(graph: Graph, roots: Sequence[int], inputs: Sequence[int]) -> dict[tuple, int]:
    """Non-zero derivatives of `roots` by `inputs`, as nodes of the same graph.

    -> {(row, column): node}.

    >>> g = Graph()
    >>> x, k = g.symbol("y", 0), g.symbol("p", 0)
    >>> jacobian(g, [g.mul(k, g.mul(x, x))], [x]) == {(0, 0): g.mul(g.const(2), g.mul(k, x))}
    True
    """
    column = {node: j for j, node in enumerate(inputs)}
    below: dict[int, dict[int, int]] = {}
    above: dict[int, set[int]] = {}
    for node in graph.reach(roots):
        if graph.level[node] < 2 or node in column:
            continue
        edges: dict[int, int] = {}
        for arg, label in _partials(graph, node):
            if graph.level[arg] == 2 and graph.value(label) != 0.0:
                edges[arg] = graph.add(edges[arg], label) if arg in edges else label
        below[node] = edges
        for arg in edges:
            above.setdefault(arg, set()).add(node)
    # results get a reader of their own, so that a result that others read can be removed too
    ends = {}
    for i, root in enumerate(roots):
        ends[-1 - i] = root
        if graph.level[root] == 2:
            below[-1 - i] = {root: graph.const(1.0)}
            above.setdefault(root, set()).add(-1 - i)
    _eliminate(graph, below, above, [n for n in below if n >= 0])
    found = {}
    for end in ends:
        for node, label in below.get(end, {}).items():
            if graph.value(label) != 0.0:
                found[-1 - end, column[node]] = label
    return found


def _eliminate(
    graph: Graph, below: dict[int, dict[int, int]], above: dict[int, set[int]], inner: list[int]
) -> None:
    def price(node: int) -> int:
        return len(below[node]) * len(above.get(node, ()))

    heap = [(price(node), -node) for node in inner]
    heapq.heapify(heap)
    left = set(inner)
    while heap:
        cost, negative = heapq.heappop(heap)
        node = -negative
        if node not in left:
            continue
        if price(node) != cost:
            heapq.heappush(heap, (price(node), negative))
            continue
        left.discard(node)
        edges = below.pop(node)
        for reader in sorted(above.pop(node, ())):
            outer = below[reader].pop(node)
            for arg, label in edges.items():
                product = graph.mul(outer, label)
                old = below[reader].get(arg)
                below[reader][arg] = product if old is None else graph.add(old, product)
                above[arg].add(reader)
        for arg in edges:
            above[arg].discard(node)


def _partials(graph: Graph, node: int) -> list[tuple[int, int]]:
    """(argument, derivative by it) for one node."""
    op, *args = graph.nodes[node]
    one = graph.const(1.0)
    match op:
        case "sym":
            return []
        case "add":
            return [(args[0], one), (args[1], one)]
        case "sub":
            return [(args[0], one), (args[1], graph.const(-1.0))]
        case "neg":
            return [(args[0], graph.const(-1.0))]
        case "mul":
            return [(args[0], args[1]), (args[1], args[0])]
        case "recip":
            return [(args[0], graph.neg(graph.mul(node, node)))]
        case "exp":
            return [(args[0], node)]
        case "log":
            return [(args[0], graph.recip(args[0]))]
        case "sqrt":
            least, half = graph.const(TINY), graph.const(0.5)
            root = graph.call("sqrt", graph.call("max_", args[0], least))
            slope = graph.mul(half, graph.recip(root))
            return [(args[0], graph.mul(graph.call("less", least, args[0]), slope))]
        case "less":
            return []
        case "max" | "min":
            first = graph.call("less", *(reversed(args) if op == "max" else args))
            return [(args[0], first), (args[1], graph.sub(one, first))]
        case "bern":
            return [(args[0], graph.call("bern_slope", args[0], node))]
    raise EngineError(f"no derivative for {op}")
