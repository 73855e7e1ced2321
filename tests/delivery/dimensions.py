"""Dimensions of equations: carry units through every line and say where they do not fit."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from fractions import Fraction

#: exponents of day, cm, particle, cell and ug; an absent base is 0
Dim = frozenset[tuple[str, Fraction]]
NONE: Dim = frozenset()
_WORDS = {
    "day": {"day": 1}, "cm": {"cm": 1}, "cm2": {"cm": 2}, "mL": {"cm": 3}, "cell": {"cell": 1},
    "cells": {"cell": 1}, "particles": {"particle": 1}, "ug": {"ug": 1}, "1": {}, "-": {},
    "full-thickness column": {}, "unit dose": {}, "A_ref": {}, "A_ref/depth_ref": {},
    "A_ref/(rho*depth_ref)": {},
}  # fmt: skip


class Mismatch(AssertionError):
    """Two things are added, compared or assigned whose units differ."""


def dim(unit: str) -> Dim:
    """Dimension of a unit such as mL/cell/day."""
    if unit in _WORDS:
        return _from(_WORDS[unit])
    top, *below = unit.split("/")
    found = dict(_WORDS[top])
    for word in below:
        for base, power in _WORDS[word].items():
            found[base] = found.get(base, 0) - power
    return _from(found)


def times(a: Dim, b: Dim, sign: int = 1) -> Dim:
    """Dimension of a product (sign 1) or quotient (sign -1)."""
    found = dict(a)
    for base, power in b:
        found[base] = found.get(base, Fraction(0)) + sign * power
    return _from(found)


def dim_of(tree: ast.expr, known: Mapping[str, Dim], where: str) -> Dim | None:
    """Dimension of an expression; None for a literal zero, which fits everywhere."""
    match tree:
        case ast.Constant(value=value):
            return None if value == 0 else NONE
        case ast.Name(id=name):
            return known[name]
        case ast.UnaryOp(operand=operand):
            return dim_of(operand, known, where)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            return _same(dim_of(left, known, where), dim_of(right, known, where), where)
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int(n))):
            base = dim_of(left, known, where) or NONE
            return _from({key: power * n for key, power in base})
        case ast.BinOp(left=left, op=op, right=right):
            sign = -1 if isinstance(op, ast.Div) else 1
            a, b = dim_of(left, known, where), dim_of(right, known, where)
            return None if a is None else times(a, b or NONE, sign)
        case ast.Call(func=ast.Name(id=name), args=args):
            dims = [dim_of(argument, known, where) for argument in args]
            if name == "hill":
                _same(dims[0], dims[1], where)
                return NONE
            if name in ("min_", "max_"):
                return _same(dims[0], dims[1], where)
            if name == "pos":
                return dims[0]
            for one in dims:
                _same(one, NONE, where)
            return NONE
    raise AssertionError(f"{where}: {ast.unparse(tree)}")


def _same(a: Dim | None, b: Dim | None, where: str) -> Dim | None:
    if a is None or b is None:
        return b if a is None else a
    if a != b:
        raise Mismatch(f"{where}: {sorted(a)} against {sorted(b)}")
    return a


def check_equal(a: Dim | None, b: Dim, where: str) -> None:
    """Raise Mismatch unless the dimensions agree."""
    _same(a, b, where)


def _from(powers: Mapping[str, int | Fraction]) -> Dim:
    return frozenset((base, Fraction(n)) for base, n in powers.items() if n != 0)


def is_length(name: str) -> bool:
    """Names of lengths that the layers' text states as plain numbers (cm)."""
    return re.fullmatch(r"(L|d)_\d+|depth_ref", name) is not None
