"""A tiny language for rule conditions: comparisons, and/or/not, in, over named facts.

A fact that nobody stated is neither true nor false: a condition is decided only if it comes out
the same whatever that fact may be (the three-valued logic of Kleene). Nothing of Python but the
nodes listed here is accepted, so a table of rules can never run code.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from exoburn.errors import EngineError

_COMPARE: dict[type[ast.cmpop], Callable[[object, object], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.In: lambda a, b: operator.contains(b, a),  # type: ignore[arg-type]
    ast.NotIn: lambda a, b: not operator.contains(b, a),  # type: ignore[arg-type]
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a condition came to: True, False, or None if it hangs on facts that are not stated."""

    value: bool | None
    used: Mapping[str, object]
    missing: tuple[str, ...]


def judge(condition: str, facts: Mapping[str, object]) -> Verdict:
    """Judge a condition; a fact that is absent or None is not stated.

    >>> judge("age_years <= 14 or weight_kg < 30", {"age_years": 4}).value
    True
    >>> judge("age_years <= 14 or weight_kg < 30", {"age_years": 40})
    Verdict(value=None, used={'age_years': 40}, missing=('weight_kg',))
    >>> judge("'face' in sites and inhalation", {"sites": ("leg",)}).value
    False
    """
    tree = _parsed(condition)
    names = names_in(condition)
    used = {name: facts[name] for name in names if facts.get(name) is not None}
    missing = tuple(name for name in names if facts.get(name) is None)
    value = _value(tree, facts, condition)
    if value is not None and not isinstance(value, bool):
        raise EngineError(f"the condition {condition!r} is not a yes or no")
    return Verdict(value, used, missing)


@cache
def names_in(condition: str) -> tuple[str, ...]:
    """The facts that a condition asks for, in order of appearance.

    >>> names_in("a > 1 and (b or a < 0)")
    ('a', 'b')
    """
    nodes = [node for node in ast.walk(_parsed(condition)) if isinstance(node, ast.Name)]
    nodes.sort(key=lambda node: (node.lineno, node.col_offset))
    return tuple(dict.fromkeys(node.id for node in nodes))


@cache
def _parsed(condition: str) -> ast.expr:
    try:
        return ast.parse(condition, mode="eval").body
    except (SyntaxError, ValueError, RecursionError) as error:
        raise EngineError(f"cannot read the condition {condition!r}: {error}") from None


def _value(node: ast.expr, facts: Mapping[str, object], text: str) -> object:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as constant):
            return constant
        case ast.Name(id=name):
            return facts.get(name)
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return tuple(_value(item, facts, text) for item in items)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            truth = _truth(_value(inner, facts, text), text)
            return None if truth is None else not truth
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.BoolOp(op=op, values=parts):
            decisive = isinstance(op, ast.Or)
            truths = [_truth(_value(part, facts, text), text) for part in parts]
            if decisive in truths:
                return decisive
            return None if None in truths else not decisive
        case ast.Compare(left=left, ops=ops, comparators=rights):
            return _compare([left, *rights], ops, facts, text)
        case _:
            raise EngineError(f"the condition {text!r} holds what the language lacks")


def _truth(value: object, text: str) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    raise EngineError(f"the condition {text!r} takes {value!r} for a yes or no")


def _compare(
    terms: list[ast.expr], ops: list[ast.cmpop], facts: Mapping[str, object], text: str
) -> bool | None:
    values = [_value(term, facts, text) for term in terms]
    unknown = False
    for left, op, right in zip(values, ops, values[1:], strict=False):
        if left is None or right is None:
            unknown = True
            continue
        compare = _COMPARE.get(type(op))
        if compare is None:
            raise EngineError(f"the condition {text!r} holds what the language lacks")
        try:
            if not compare(left, right):
                return False
        except TypeError as error:
            raise EngineError(f"the condition {text!r} compares unlike things: {error}") from None
    return None if unknown else True
