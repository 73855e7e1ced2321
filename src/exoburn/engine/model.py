"""A system as graph nodes: right-hand side, Jacobian, elimination, outputs and events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from exoburn.engine.derivative import jacobian
from exoburn.engine.elimination import Factors, factorise, solve
from exoburn.engine.graph import TINY, Graph
from exoburn.engine.reduce import folded, resting
from exoburn.engine.system import System
from exoburn.errors import EngineError

#: Kinds of events that a kernel tells apart: the loop looks them up in the bits of one number.
MOST_EVENTS = 64


@dataclass(frozen=True)
class Model:
    """Everything a kernel computes, as nodes of one graph.

    `rates[i]` is the derivative of state i; `right[i]` and `stage[i]` the right-hand side and the
    solution of a stage's linear system, given the state in "y", the history in "g" and 1/h in
    "inverse_step"; `factor` what is kept of
    the elimination, by key; `kinks` are quantities at whose zeros a rate is not smooth, each with a
    size; `events` the assignments (target kind, index, node) of each event; `removals` the codes of
    the events that do nothing once the states `removed` are 0.
    """

    graph: Graph
    states: tuple[str, ...]
    parameters: tuple[str, ...]
    rates: tuple[int, ...]
    jacobian: dict[tuple[int, int], int]
    factors: Factors
    factor: dict[tuple, int]
    first_stage: tuple[int, ...]
    right: tuple[int, ...]
    stage: tuple[int, ...]
    kinks: tuple[tuple[int, int], ...]
    outputs: tuple[int, ...]
    events: dict[str, tuple[tuple[str, int, int], ...]]
    removals: tuple[int, ...]
    removed: tuple[int, ...]

    def fixed(self, roots: Iterable[int]) -> list[int]:
        """Nodes made of parameters only that these roots read directly: computed once per lane."""
        graph = self.graph
        found: set[int] = set()
        for node in graph.reach(roots):
            if graph.level[node] == 2:
                found.update(a for a in graph.args(node) if graph.level[a] == 1)
        found.update(root for root in roots if graph.level[root] == 1)
        return sorted(found)


def build(system: System, outputs: Sequence[str]) -> Model:
    """Lower a system to a graph.

    >>> from exoburn.engine import Block, State
    >>> toy = System.compose("toy", [Block("b", "x' = -k*x*x", states={"x": State()})])
    >>> model = build(toy, ["x"])
    >>> sorted(model.jacobian)
    [(0, 0)]
    """
    if len(system.events) > MOST_EVENTS:
        count = len(system.events)
        raise EngineError(f"{system.name}: {count} kinds of events, at most {MOST_EVENTS}")
    graph = Graph()
    states = tuple(system.states)
    y = [graph.symbol("y", i) for i in range(len(states))]
    names = dict(zip(states, y, strict=True))
    for i, name in enumerate(system.parameters):
        names[name] = graph.symbol("p", i)
    for name, tree in system.named.items():
        names[name] = graph.tree(tree, names)
    rates = [graph.tree(system.rates[name], names) for name in states]
    graph.gather = False
    slopes = jacobian(graph, rates, y)
    factors, factor, stored = _eliminate(graph, slopes, len(states))
    kept = [graph.symbol("f", i) for i in range(len(states))]
    step = graph.symbol("inverse_step", 0)
    history = [graph.symbol("g", i) for i in range(len(states))]
    right = [graph.add(f, graph.mul(step, g)) for f, g in zip(rates, history, strict=True)]
    unknown = [name for name in outputs if name not in names]
    if unknown:
        raise EngineError(f"{system.name}: no state or sub-expression named {', '.join(unknown)}")
    events = _events(system, graph, names)
    removals, removed = _removals(system)
    return Model(
        graph=graph,
        states=states,
        parameters=system.parameters,
        rates=tuple(rates),
        jacobian=slopes,
        factors=factors,
        factor=factor,
        first_stage=tuple(solve(graph, factors, stored, kept)),
        right=tuple(right),
        stage=tuple(solve(graph, factors, stored, right)),
        kinks=_kinks(graph, rates, y, [float(scale) for scale in system.scales]),
        outputs=tuple(names[name] for name in outputs),
        events=events,
        removals=removals,
        removed=removed,
    )


def _eliminate(
    graph: Graph, slopes: dict[tuple[int, int], int], size: int
) -> tuple[Factors, dict[tuple, int], dict[tuple, int]]:
    """Factors of 1/(gamma h) - J; what is kept of them, pivot by pivot; how to read that back.

    A factor that is the negative of something is kept without its sign, equal ones are kept once.
    """
    shift = graph.symbol("shift", 0)
    matrix = {at: graph.neg(node) for at, node in slopes.items()}
    for i in range(size):
        matrix[i, i] = graph.add(shift, matrix[i, i]) if (i, i) in matrix else shift
    factors = factorise(graph, matrix, size)
    found: dict[tuple, int] = {}
    for k in factors.order:
        found["D", k] = factors.pivot[k]
        found |= {("U", *at): node for at, node in factors.upper.items() if at[0] == k}
        found |= {("L", *at): node for at, node in factors.lower.items() if at[1] == k}
    kept: dict[tuple, int] = {}
    stored: dict[tuple, int] = {}
    places: dict[int, int] = {}
    for key, node in found.items():
        sign = graph.nodes[node][0] == "neg"
        bare = graph.nodes[node][1] if sign else node
        if graph.level[bare] < 2:  # made of parameters: kept already
            places[bare] = bare
        elif bare not in places:
            kept[key] = bare
            places[bare] = graph.symbol("factor", key)
        stored[key] = graph.neg(places[bare]) if sign else places[bare]
    return factors, kept, stored


def _kinks(
    graph: Graph, rates: Sequence[int], y: Sequence[int], scales: Sequence[float]
) -> tuple[tuple[int, int], ...]:
    """Differences whose change of sign switches a branch of max, min or step; and their size.

    The size is what the difference changes by when every state it rests on changes by its scale.
    """
    found: dict[int, None] = {}
    for node in graph.reach(rates):
        op, *args = graph.nodes[node]
        guard = TINY in map(graph.value, args) if op == "max" else False
        if op in ("max", "min", "less") and graph.level[node] == 2 and not guard:
            found.setdefault(graph.sub(*args))
    sizes = dict.fromkeys(range(len(found)), graph.const(0.0))
    for (i, j), slope in jacobian(graph, list(found), y).items():
        steep = graph.call("max_", slope, graph.neg(slope))
        sizes[i] = graph.add(sizes[i], graph.mul(graph.const(scales[j]), steep))
    return tuple(zip(found, sizes.values(), strict=True))


def _events(
    system: System, graph: Graph, names: dict[str, int]
) -> dict[str, tuple[tuple[str, int, int], ...]]:
    """Assignments of every event, by the order in which the system lists them."""
    inside = names | {"amount": graph.symbol("amount", 0)}
    index = {name: ("y", i) for i, name in enumerate(system.states)}
    index |= {name: ("p", i) for i, name in enumerate(system.parameters)}
    return {
        name: tuple((*index[line.target], graph.tree(line.tree, inside)) for line in event.lines)
        for name, event in system.events.items()
    }



def _removals(system: System) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Codes of events of rank "remove" that do nothing to states that are 0; and those states.

    A removal multiplies what it finds. Where a state that it multiplies could grow again without
    an event that adds, a removal that finds it at 0 still could not be left out, so only states
    that stay at 0 together count.
    """
    plain = [name for name, event in system.events.items() if event.rank == "remove"]
    touched = {
        name: {line.target for line in system.events[name].lines} & set(system.states)
        for name in plain
    }
    rest = resting(system, set().union(*touched.values()), plain)
    codes = {name: code for code, name in enumerate(system.events)}
    found = [name for name in plain if _only(system, name, rest)]
    removed = sorted({list(system.states).index(s) for name in found for s in touched[name] & rest})
    return tuple(codes[name] for name in found), tuple(removed)


def _only(system: System, event: str, rest: Collection[str]) -> bool:
    """True if the event changes nothing at all while `rest` are 0."""
    graph, names = folded(system, rest)
    lines = system.events[event].lines
    return bool(lines) and all(graph.tree(x.tree, names) == names[x.target] for x in lines)
