"""A system: blocks put together, every name resolved, sub-expressions in order."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoburn.engine.block import Block, Event, Line, Port, State
from exoburn.engine.expression import FUNCTIONS, names_in
from exoburn.errors import EngineError


@dataclass(frozen=True)
class System:
    """Ordinary differential equations in named pieces; build one with `System.compose`.

    `states` and `parameters` are ordered; `named` holds the sub-expressions in an order in which
    each needs only earlier ones; `rates` the derivatives (per day); `events` what can happen.
    """

    name: str
    states: Mapping[str, State]
    parameters: tuple[str, ...]
    named: Mapping[str, ast.expr]
    rates: Mapping[str, ast.expr]
    events: Mapping[str, Event]
    ports: Mapping[str, Port]
    blocks: tuple[Block, ...] = field(repr=False)

    @classmethod
    def compose(cls, name: str, blocks: Iterable[Block]) -> System:
        """Put blocks together; an ambiguous or circular name is an EngineError.

        >>> drug = Block("drug", states={"x": State()}, equations="x' = -k*x\\nboost += gain*x")
        >>> skin = Block("skin", states={"s": State()}, equations="s' = v*(1 + boost)",
        ...              ports={"boost": Port("sum", mechanism="growth")})
        >>> System.compose("demo", [drug, skin]).parameters
        ('k', 'gain', 'v', 'on_growth')
        """
        blocks = tuple(blocks)
        states = _merge("state", ((b.name, b.states) for b in blocks))
        ports = _merge("port", ((b.name, b.ports) for b in blocks))
        events = _merge("event", ((b.name, b.events) for b in blocks))
        definitions: dict[str, ast.expr] = {}
        rates: dict[str, ast.expr] = {}
        contributions: dict[str, list[ast.expr]] = {}
        for block in blocks:
            for line in block.lines:
                if line.kind == "port":
                    if line.target not in ports:
                        raise EngineError(f"{block.name}: nobody reads the port {line.target}")
                    contributions.setdefault(line.target, []).append(line.tree)
                elif line.kind == "rate":
                    rates[line.target] = line.tree
                elif line.target in definitions or line.target in states or line.target in ports:
                    raise EngineError(f"{block.name}: {line.target} is already defined")
                else:
                    definitions[line.target] = line.tree
        for key, port in ports.items():
            definitions[key] = _port_tree(port, contributions.get(key, []))
        named = _in_order(definitions)
        parameters = _parameters(blocks, named, rates, set(states), events)
        ordered = {key: rates[key] for key in states}
        return cls(name, states, parameters, named, ordered, events, ports, blocks)

    @property
    def scales(self) -> NDArray[np.float64]:
        """Scale of each state, in order."""
        return np.array([state.scale for state in self.states.values()])

    @property
    def inputs(self) -> frozenset[str]:
        """Parameters that events may change."""
        changed = {line.target for e in self.events.values() for line in e.lines}
        return frozenset(changed & set(self.parameters))

    @property
    def text(self) -> list[Any]:
        """Everything that the equations say, as plain data."""
        return [
            [(name, state.scale) for name, state in self.states.items()],
            list(self.parameters),
            [(name, _written(tree)) for name, tree in self.named.items()],
            [(name, _written(tree)) for name, tree in self.rates.items()],
            [
                (name, [(line.target, _written(line.tree)) for line in event.lines])
                for name, event in self.events.items()
            ],
        ]

    @property
    def fingerprint(self) -> str:
        """Short hash of the equations: equal for systems that say the same."""
        return hashlib.sha256(json.dumps(self.text).encode()).hexdigest()[:16]

    def lines(self) -> list[Line]:
        """All equations as the blocks wrote them, for documentation."""
        return [line for block in self.blocks for line in block.lines]

    def pack(self, values: Mapping[str, float], *, missing: float | None = None) -> list[float]:
        """Parameter values in order; a name without a value is an EngineError unless `missing`."""
        absent = [key for key in self.parameters if key not in values]
        if absent and missing is None:
            raise EngineError(f"{self.name}: parameters without a value: {', '.join(absent)}")
        return [float(values.get(key, missing if missing is not None else 0.0))
                for key in self.parameters]


def _written(tree: ast.expr) -> str:
    """The tree as text; written once, since parts of a system share the trees of the whole."""
    known = getattr(tree, "_exoburn_text", None)
    if known is None:
        known = ast.unparse(tree)
        tree._exoburn_text = known  # type: ignore[attr-defined]
    return known


def _merge(what: str, parts: Iterable[tuple[str, Mapping]]) -> dict:
    merged: dict = {}
    for owner, part in parts:
        for key, value in part.items():
            if key in merged:
                raise EngineError(f"{owner}: {what} {key} belongs to another block")
            if key in FUNCTIONS or key == "amount":
                raise EngineError(f"{owner}: {key} is a reserved word")
            merged[key] = value
    return merged


def _port_tree(port: Port, parts: list[ast.expr]) -> ast.expr:
    """One tree for a port: its contributions, switched, combined and capped."""
    if not parts:
        return ast.Constant(0.0)
    if port.mechanism:
        switch = ast.Name(f"on_{port.mechanism}")
        parts = [ast.BinOp(switch, ast.Mult(), part) for part in parts]
    if port.combine == "sum" or len(parts) == 1:
        tree = reduce(lambda a, b: ast.BinOp(a, ast.Add(), b), parts)
    else:
        one = ast.Constant(1.0)
        rest = [ast.BinOp(one, ast.Sub(), part) for part in parts]
        tree = ast.BinOp(one, ast.Sub(), reduce(lambda a, b: ast.BinOp(a, ast.Mult(), b), rest))
    if port.cap is not None:
        tree = ast.Call(ast.Name("min_"), [tree, ast.Constant(port.cap)], [])
    return tree


def _in_order(definitions: Mapping[str, ast.expr]) -> dict[str, ast.expr]:
    needs = {key: names_in(tree) & definitions.keys() for key, tree in definitions.items()}
    done: dict[str, ast.expr] = {}
    waiting = dict(definitions)
    while waiting:
        ready = [key for key in waiting if needs[key] <= done.keys()]
        if not ready:
            raise EngineError(f"sub-expressions need each other: {', '.join(sorted(waiting))}")
        for key in ready:
            done[key] = waiting.pop(key)
    return done


def _parameters(
    blocks: tuple[Block, ...],
    named: Mapping[str, ast.expr],
    rates: Mapping[str, ast.expr],
    states: set[str],
    events: Mapping[str, Event],
) -> tuple[str, ...]:
    """Names that are neither state nor sub-expression, in order of first use."""
    trees = [line.tree for block in blocks for line in block.lines]
    trees += [*named.values(), *rates.values()]
    used = parameters_of(trees, events.values(), known=states | named.keys())
    for event in events.values():
        for line in event.lines:
            if line.target not in used and line.target not in states:
                raise EngineError(f"an event assigns {line.target}, which no equation reads")
    return used


def parameters_of(
    trees: Iterable[ast.expr], events: Iterable[Event], *, known: Collection[str]
) -> tuple[str, ...]:
    """Names in equations and events that are not among the `known`, in order of first use."""
    used: dict[str, None] = {}
    for tree in [*trees, *(line.tree for event in events for line in event.lines)]:
        for node in ast.walk(tree):
            if not isinstance(node, ast.Name) or node.id in FUNCTIONS:
                continue
            if node.id not in known and node.id != "amount":
                used.setdefault(node.id)
    return tuple(used)
