"""Arithmetic as one shared graph: equal sub-expressions are one node, whoever writes them.

Nodes are whole numbers. Each has an operation and arguments that are earlier nodes, so the order
of creation is an order of evaluation. A node knows its `level`: 0 a constant, 1 made of parameters
only (computed once per lane and after events), 2 everything else. Division is multiplication by
`recip`, so that one reciprocal serves value and derivative. While `gather` is set, the factors of a
product that are made of parameters are brought together so that they can be computed once; for
derivatives that would only tear shared products apart.

Divisors that can be 0: a logarithm and a real power take an argument below `TINY` as `TINY`, where
their slope is 0; so is a square root's below `TINY`, whose value is exact. What equations divide by
is theirs to keep from 0 (1/0 is infinite and the step is refused).
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterable, Mapping

from exoburn.engine.expression import whole_number
from exoburn.errors import EngineError

#: Below this a real power or a logarithm is taken at this value (float32 still holds it).
TINY = 1e-30

_FOLD: dict[str, Callable[..., float]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "neg": lambda a: -a,
    "recip": lambda a: 1.0 / a,
    "max": max,
    "min": min,
    "less": lambda a, b: 1.0 if a < b else 0.0,
    "exp": math.exp,
    "log": math.log,
    "sqrt": math.sqrt,
}


class Graph:
    """A growing graph of hash-consed nodes.

    >>> g = Graph()
    >>> x, k = g.symbol("y", 0), g.symbol("p", 0)
    >>> g.mul(x, k) == g.mul(k, x)
    True
    """

    def __init__(self) -> None:
        self.nodes: list[tuple] = []
        self.level: list[int] = []
        self._known: dict[tuple, int] = {}
        self.gather = True

    def _node(self, op: str, *args) -> int:
        key = (op, *args)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = len(self.nodes)
            self.nodes.append(key)
            if op == "const":
                level = 0
            elif op == "sym":
                level = 1 if args[0] == "p" else 2
            else:
                level = max(self.level[a] for a in args)
            self.level.append(level)
        return found

    def const(self, value: float) -> int:
        """A number."""
        return self._node("const", float(value) + 0.0)

    def symbol(self, kind: str, index: int | tuple) -> int:
        """An input: kind "p" is a parameter (constant between events), any other varies."""
        return self._node("sym", kind, index)

    def value(self, node: int) -> float | None:
        """The number that a constant node holds, else None."""
        op = self.nodes[node]
        return op[1] if op[0] == "const" else None

    def args(self, node: int) -> tuple[int, ...]:
        """Nodes that a node reads."""
        op = self.nodes[node]
        return () if op[0] in ("const", "sym") else op[1:]

    def add(self, a: int, b: int) -> int:
        """a + b, with negations and zeros removed."""
        if self.value(a) == 0.0:
            return b
        if self.value(b) == 0.0:
            return a
        if self.nodes[b][0] == "neg":
            return self.sub(a, self.nodes[b][1])
        if self.nodes[a][0] == "neg":
            return self.sub(b, self.nodes[a][1])
        if a == b:
            return self.mul(self.const(2.0), a)
        return self._commute("add", a, b)

    def sub(self, a: int, b: int) -> int:
        """a - b."""
        if a == b:
            return self.const(0.0)
        if self.value(b) == 0.0:
            return a
        if self.value(a) == 0.0:
            return self.neg(b)
        if self.nodes[b][0] == "neg":
            return self.add(a, self.nodes[b][1])
        if self.nodes[a][0] == "neg":
            return self.neg(self.add(self.nodes[a][1], b))
        return self._fold("sub", a, b)

    def neg(self, a: int) -> int:
        """-a."""
        if self.nodes[a][0] == "neg":
            return self.nodes[a][1]
        if self.nodes[a][0] == "sub":
            return self.sub(*reversed(self.nodes[a][1:]))
        return self._fold("neg", a)

    def mul(self, a: int, b: int) -> int:
        """a * b."""
        for x, y in ((a, b), (b, a)):
            if self.value(x) == 0.0:
                return x
            if self.value(x) == 1.0:
                return y
            if self.value(x) == -1.0:
                return self.neg(y)
        if self.nodes[a][0] == "neg":
            return self.neg(self.mul(self.nodes[a][1], b))
        if self.nodes[b][0] == "neg":
            return self.neg(self.mul(a, self.nodes[b][1]))
        if not self.gather:
            return self._commute("mul", a, b)
        fixed_a, free_a = self._split(a)
        fixed_b, free_b = self._split(b)
        fixed = [x for x in (fixed_a, fixed_b) if x is not None]
        free = [x for x in (free_a, free_b) if x is not None]
        if len(fixed) == 2 and free:
            return self.mul(self.mul(*fixed), free[0] if len(free) == 1 else self.mul(*free))
        if len(fixed) == 1 and len(free) == 2:
            return self._commute("mul", fixed[0], self._commute("mul", *free))
        return self._commute("mul", a, b)

    def _split(self, a: int) -> tuple[int | None, int | None]:
        """A product as (made of parameters, the rest)."""
        if self.level[a] <= 1:
            return a, None
        op = self.nodes[a]
        if op[0] == "mul" and self.level[op[1]] <= 1:
            return op[1], op[2]
        return None, a

    def recip(self, a: int) -> int:
        """1 / a."""
        op = self.nodes[a]
        if op[0] == "recip":
            return op[1]
        if op[0] == "neg":
            return self.neg(self.recip(op[1]))
        return self._fold("recip", a)

    def div(self, a: int, b: int) -> int:
        """a / b."""
        return self.mul(a, self.recip(b))

    def power(self, a: int, n: int) -> int:
        """a ** n for a whole n, by squaring."""
        if n < 0:
            return self.recip(self.power(a, -n))
        if n == 0:
            return self.const(1.0)
        half = self.power(a, n // 2)
        square = self.mul(half, half) if n > 1 else self.const(1.0)
        return self.mul(square, a) if n % 2 else square

    def call(self, name: str, *args: int) -> int:
        """A function of the vocabulary, spelled with as few kinds of node as possible."""
        match name:
            case "hill":
                n = self.value(args[2])
                assert n is not None
                x, k = self.power(args[0], int(n)), self.power(args[1], int(n))
                return self.div(x, self.add(k, x))
            case "pos":
                return self._fold("max", args[0], self.const(0.0))
            case "step":
                return self._fold("less", self.const(0.0), args[0])
            case "min_" | "max_":
                return self._fold(name[:3], *args)
            case "powr":
                return self.call("exp", self.mul(args[1], self.call("log", args[0])))
            case "log":
                return self._fold("log", self._fold("max", args[0], self.const(TINY)))
            case "bern" | "bern_slope":
                return self._node(name, *args)
            case "exp" | "sqrt" | "less":
                return self._fold(name, *args)
        raise EngineError(f"no such function: {name}")

    def _commute(self, op: str, a: int, b: int) -> int:
        low, high = sorted((a, b), key=lambda n: (self.level[n] > 1, n))
        return self._fold(op, low, high)

    def _fold(self, op: str, *args: int) -> int:
        values = [self.value(a) for a in args]
        if None in values or _no_number(op, values[0]):
            return self._node(op, *args)
        return self.const(_FOLD[op](*values))

    def tree(self, tree: ast.expr, names: Mapping[str, int]) -> int:
        """The node of a syntax tree; `names` gives the node of every name."""
        match tree:
            case ast.Constant(value=value):
                return self.const(float(value))  # type: ignore[arg-type]
            case ast.Name(id=name):
                return names[name]
            case ast.UnaryOp(op=op, operand=operand):
                node = self.tree(operand, names)
                return self.neg(node) if isinstance(op, ast.USub) else node
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                n = whole_number(right)
                assert n is not None
                return self.power(self.tree(left, names), n)
            case ast.BinOp(left=left, op=op, right=right):
                make = {ast.Add: self.add, ast.Sub: self.sub, ast.Mult: self.mul, ast.Div: self.div}
                return make[type(op)](self.tree(left, names), self.tree(right, names))
            case ast.Call(func=ast.Name(id=name), args=args):
                return self.call(name, *(self.tree(a, names) for a in args))
        raise EngineError(f"not plain arithmetic: {ast.unparse(tree)}")

    def reach(self, roots: Iterable[int]) -> list[int]:
        """Every node that the roots need, in an order of evaluation."""
        seen: set[int] = set()
        stack = list(roots)
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack.extend(self.args(node))
        return sorted(seen)


def _no_number(op: str, value: float | None) -> bool:
    """True where folding would divide by 0 or leave a function's range: the code then says what is.

    >>> _no_number("recip", 0.0), _no_number("log", 2.0)
    (True, False)
    """
    assert value is not None
    return (op == "recip" and value == 0.0) or (op == "log" and value <= 0.0) or (
        op == "sqrt" and value < 0.0
    ) or (op == "exp" and value > 700.0)
