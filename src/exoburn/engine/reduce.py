"""A system without the states that a run cannot feel: what rests at 0, and what nobody reads.

A wound without a product carries forty states of delivery that are 0 from the first day to the
last. Leaving them out is exact, because the equations themselves say that they stay at 0; it is
found here by folding the equations, never declared by hand.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from exoburn.engine.block import Event, Line
from exoburn.engine.expression import names_in
from exoburn.engine.graph import Graph
from exoburn.engine.system import System, parameters_of


def resting(system: System, candidates: Iterable[str], events: Collection[str]) -> frozenset[str]:
    """The largest part of `candidates` that stays at 0 once it is there.

    All of them start at 0; a state stays there if its rate, and what each of the named `events`
    would make of it, fold to 0 whatever the other states and parameters are.

    >>> from exoburn.engine import Block, State
    >>> drug = Block("drug", "gut' = -k*gut\\nblood' = k*gut - blood",
    ...              states={"gut": State(), "blood": State()},
    ...              events={"dose": Event("add", "gut = gut + amount")})
    >>> whole = System.compose("drug", [drug])
    >>> sorted(resting(whole, whole.states, [])), sorted(resting(whole, whole.states, ["dose"]))
    (['blood', 'gut'], [])
    """
    zero = set(candidates)
    while True:
        graph, names = folded(system, zero)
        becomes = [(name, system.rates[name]) for name in zero]
        becomes += [
            (line.target, line.tree)
            for event in events
            for line in system.events[event].lines
            if line.target in zero
        ]
        moving = {name for name, tree in becomes if graph.value(graph.tree(tree, names)) != 0.0}
        if not moving:
            return frozenset(zero)
        zero -= moving


def folded(system: System, zero: Collection[str]) -> tuple[Graph, dict[str, int]]:
    """A graph of the system with states `zero` put at 0, and the node of every name."""
    graph = Graph()
    names = {name: graph.symbol("y", i) for i, name in enumerate(system.states)}
    names |= dict.fromkeys(zero, graph.const(0.0))
    names |= {name: graph.symbol("p", i) for i, name in enumerate(system.parameters)}
    names["amount"] = graph.symbol("amount", 0)
    for name, tree in system.named.items():
        names[name] = graph.tree(tree, names)
    return graph, names


def without(system: System, zero: Collection[str], outputs: Iterable[str]) -> System:
    """The system with states `zero` put at 0, and of the rest only what `outputs` depend on.

    Assignments of events to states that are gone are gone too; an event that is left with none
    stays as one that does nothing, so that names and codes of events keep their order. A name in
    `outputs` that was a state is then a sub-expression that is 0.

    >>> from exoburn.engine import Block, State
    >>> one = Block("one", "x' = -k*x + gain*z\\nz' = -z\\nspent' = k*x",
    ...             states={"x": State(), "z": State(), "spent": State()})
    >>> less = without(System.compose("one", [one]), ["z"], ["x"])
    >>> list(less.states), less.parameters
    (['x'], ('k',))
    """
    nought = dict.fromkeys(zero, ast.Constant(0.0))
    named = {name: _put_if_named(tree, nought) for name, tree in system.named.items()}
    named = nought | named
    rates = {
        name: _put_if_named(tree, nought)
        for name, tree in system.rates.items() if name not in nought
    }
    events = {
        name: [
            (line, _put_if_named(line.tree, nought))
            for line in event.lines if line.target not in nought
        ]
        for name, event in system.events.items()
    }
    kept = _read(outputs, named, rates, events)
    states = {name: state for name, state in system.states.items() if name in kept & rates.keys()}
    named = {name: tree for name, tree in named.items() if name in kept}
    rates = {name: rates[name] for name in states}
    left = {
        name: _with_lines(system.events[name], [
            Line(line.target, line.kind, tree, line.text)
            for line, tree in lines if line.target in kept
        ])
        for name, lines in events.items()
    }  # fmt: skip
    trees = [*named.values(), *rates.values()]
    used = parameters_of(trees, left.values(), known=states.keys() | named.keys())
    order = tuple(name for name in system.parameters if name in used)
    return replace(system, states=states, parameters=order, named=named, rates=rates, events=left)


def _put(tree: ast.expr, nought: Mapping[str, ast.expr]) -> ast.expr:
    """A tree of its own with names replaced by 0; products with 0 go, with all that they name."""
    match tree:
        case ast.Name(id=name):
            return nought.get(name, tree)
        case ast.UnaryOp(op=op, operand=operand):
            return ast.UnaryOp(op, _put(operand, nought))
        case ast.Call(func=ast.Name(id=func), args=args):
            args = [_put(each, nought) for each in args]
            of_nothing = func in ("hill", "pos", "sqrt") and _is_zero(args[0])
            return args[0] if of_nothing else ast.Call(ast.Name(func), args, [])
        case ast.BinOp(left=left, op=op, right=right):
            left, right = _put(left, nought), _put(right, nought)
            if isinstance(op, ast.Mult | ast.Div) and _is_zero(left):
                return left
            if isinstance(op, ast.Mult) and _is_zero(right):
                return right
            if isinstance(op, ast.Add) and _is_zero(left):
                return right
            if isinstance(op, ast.Add | ast.Sub) and _is_zero(right):
                return left
            return ast.BinOp(left, op, right)
    return tree


def _put_if_named(tree: ast.expr, nought: Mapping[str, ast.expr]) -> ast.expr:
    """The very tree where it names none of them, so that what is known of it stays known."""
    return _put(tree, nought) if names_in(tree) & nought.keys() else tree


def _is_zero(tree: ast.expr) -> bool:
    return isinstance(tree, ast.Constant) and tree.value == 0.0


def _read(
    outputs: Iterable[str],
    named: Mapping[str, ast.expr],
    rates: Mapping[str, ast.expr],
    events: Mapping[str, list[tuple[Line, ast.expr]]],
) -> set[str]:
    """Names that the outputs rest on: through equations, rates, and what events assign."""
    assigned: dict[str, list[ast.expr]] = {}
    for lines in events.values():
        for line, tree in lines:
            assigned.setdefault(line.target, []).append(tree)
    kept: set[str] = set()
    waiting = list(outputs)
    while waiting:
        name = waiting.pop()
        if name in kept:
            continue
        kept.add(name)
        trees = [named[name]] if name in named else []
        trees += [rates[name]] if name in rates else []
        trees += assigned.get(name, [])
        waiting += [each for tree in trees for each in names_in(tree)]
    return kept


def _with_lines(event: Event, lines: list[Line]) -> Event:
    changed = replace(event)
    object.__setattr__(changed, "lines", tuple(lines))
    return changed
