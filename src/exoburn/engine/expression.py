"""Equations as plain arithmetic: read lines of text into syntax trees, and list the names they use.

A line is one of

    kl  = k_loss*(1 + aP_loss*hP)        a named sub-expression
    Zs' = -(kl + k_res*V)*Zs             the derivative of a state, per day
    e_front += 0.35*K/(K_half + K)       a contribution to a port that several blocks feed

in Python's expression syntax with the functions of `FUNCTIONS`. A line may run on while a
bracket is open; `#` starts a comment.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from exoburn.errors import EngineError

#: name -> number of arguments. hill(x, k, n) = x^n/(k^n + x^n) for a whole n; pos(x) = max(x, 0);
#: step(x) = 1 if x > 0 else 0; bern(x) = x/(exp(x) - 1); powr(x, h) = x^h for x > 0 and real h.
FUNCTIONS = {
    "hill": 3,
    "pos": 1,
    "step": 1,
    "min_": 2,
    "max_": 2,
    "exp": 1,
    "log": 1,
    "sqrt": 1,
    "bern": 1,
    "powr": 2,
}

_LINE = re.compile(r"^\s*([A-Za-z_]\w*)\s*('?)\s*(\+?=)(?!=)(.*)$", re.DOTALL)
_OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)


@dataclass(frozen=True)
class Line:
    """One equation: what it sets (`kind` is "name", "rate" or "port"), its tree and its text."""

    target: str
    kind: str
    tree: ast.expr
    text: str

    @property
    def names(self) -> frozenset[str]:
        """Every name the right-hand side reads."""
        return names_in(self.tree)


def read_lines(text: str, *, where: str) -> list[Line]:
    """Read equations from a block of text; `where` names the block in errors.

    >>> [(line.target, line.kind) for line in read_lines("a = k*x\\nx' = -a", where="demo")]
    [('a', 'name'), ('x', 'rate')]
    """
    return [_read_line(raw, where) for raw in _logical_lines(text)]


def parse(text: str, *, where: str) -> ast.expr:
    """Read one expression and refuse anything that is not plain arithmetic."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise EngineError(f"{where}: cannot read {text.strip()!r}: {error.msg}") from error
    _check(tree, text.strip(), where)
    return tree


def names_in(tree: ast.expr) -> frozenset[str]:
    """Names of states, sub-expressions and parameters in a tree (function names left out)."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return frozenset(
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in called
    )


def whole_number(tree: ast.expr) -> int | None:
    """The value of a literal whole number such as `3` or `-2`, else None."""
    sign = 1
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        sign, tree = -1, tree.operand
    if isinstance(tree, ast.Constant) and isinstance(tree.value, int | float):
        value = float(tree.value)
        if value.is_integer():
            return sign * int(value)
    return None


def _logical_lines(text: str) -> Iterator[str]:
    open_brackets, buffer = 0, ""
    for raw in text.splitlines():
        code = raw.split("#", 1)[0]
        if not code.strip():
            continue
        buffer = f"{buffer} {code.strip()}" if buffer else code.strip()
        open_brackets += code.count("(") - code.count(")")
        if open_brackets <= 0:
            yield buffer
            buffer, open_brackets = "", 0
    if buffer:
        yield buffer


def _read_line(raw: str, where: str) -> Line:
    match = _LINE.match(raw)
    if match is None:
        raise EngineError(f"{where}: not an equation: {raw!r}")
    target, prime, sign, right = match.groups()
    if prime and sign == "+=":
        raise EngineError(f"{where}: a derivative takes '=', not '+=': {raw!r}")
    kind = "rate" if prime else ("port" if sign == "+=" else "name")
    return Line(target, kind, parse(right, where=where), " ".join(right.split()))


def _check(tree: ast.expr, text: str, where: str) -> None:
    match tree:
        case ast.Constant(value=int() | float()) | ast.Name():
            return
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _check(operand, text, where)
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _OPERATORS):
            if isinstance(op, ast.Pow) and whole_number(right) is None:
                raise EngineError(f"{where}: ** takes a whole number, else use powr(): {text!r}")
            _check(left, text, where)
            if not isinstance(op, ast.Pow):
                _check(right, text, where)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
            if FUNCTIONS.get(name) != len(args):
                allowed = ", ".join(f"{key}/{n}" for key, n in FUNCTIONS.items())
                raise EngineError(f"{where}: {name}/{len(args)} is not one of {allowed}: {text!r}")
            if name == "hill" and whole_number(args[2]) is None:
                raise EngineError(f"{where}: hill() takes a whole exponent: {text!r}")
            for argument in args:
                _check(argument, text, where)
        case _:
            raise EngineError(f"{where}: not plain arithmetic: {text!r}")
