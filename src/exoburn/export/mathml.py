"""One expression of ours as content MathML that any SBML simulator reads.

Our own functions are written out in arithmetic that SBML Level 3 Version 2 has, so that the file
needs nothing from us. Small whole powers become products: simulators turn them into
multiplications, where `power` costs them a library call.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from typing import Protocol

from exoburn.engine.expression import whole_number
from exoburn.errors import EngineError
from exoburn.export.dimensions import NUMBER, Dimension, holds_literal, is_literal

MATHML = "http://www.w3.org/1998/Math/MathML"
TIME = (
    '<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time"> t </csymbol>'
)
#: declares the prefix of the attribute that gives a literal its unit
UNITS_OF_LITERALS = ' xmlns:sbml="http://www.sbml.org/sbml/level3/version2/core"'

#: Powers up to this one are written as products.
LARGEST_PRODUCT = 8

#: Below this |x| the series of x/(exp(x) - 1) is closer than the quotient: the first omitted
#: term is x^6/30240 = 2e-15, the cancellation of the quotient there about 6e-15.
BERN_SERIES_BELOW = 0.02


class Measures(Protocol):
    """What a writer asks to give literals their units."""

    def of(self, tree: ast.expr) -> Dimension | None:
        """The dimension of an expression whose literals are pure numbers."""
        ...

    def unit_id(self, dimension: Dimension) -> str:
        """The id of a unit of the file."""
        ...


def math_element(
    tree: ast.expr,
    *,
    values: Mapping[str, float] | None = None,
    measures: Measures | None = None,
    want: Dimension | None = None,
) -> str:
    """A `<math>` element for a tree; names in `values` are filled in as numbers.

    With `measures` every literal gets a unit, so that the whole has the dimension `want`.

    >>> from exoburn.engine.expression import parse
    >>> math_element(parse("-k*x", where="demo"), values={"k": 0.5})[49:]
    '<apply><times/><apply><minus/><cn> 0.5 </cn></apply><ci> x </ci></apply></math>'
    """
    writer = _Writer(values or {}, measures)
    return math_of(writer.write(tree, want), with_units=measures is not None)


def math_of(content: str, *, with_units: bool = False) -> str:
    """A `<math>` element around MathML that is written already."""
    return f'<math xmlns="{MATHML}"{UNITS_OF_LITERALS * with_units}>{content}</math>'


def number(value: float, unit: str = "") -> str:
    """A `<cn>` that reads back to the same double, with the id of its unit if one is given.

    >>> number(0.25), number(1e10)
    ('<cn> 0.25 </cn>', '<cn type="e-notation"> 1 <sep/> 10 </cn>')
    >>> number(2.0, "day")
    '<cn sbml:units="day"> 2 </cn>'
    """
    if not math.isfinite(value):
        raise EngineError(f"SBML has no number for {value!r} here")
    text = repr(float(value)).removesuffix(".0")
    said = f' sbml:units="{unit}"' if unit else ""
    if "e" not in text and abs(value) >= 1e6 and float(f"{value:e}") == value:
        text = f"{value:e}"
    if "e" not in text:
        return f"<cn{said}> {text} </cn>"
    mantissa, exponent = text.split("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").removesuffix(".")
    return f'<cn type="e-notation"{said}> {mantissa} <sep/> {int(exponent)} </cn>'


def apply(operator: str, *arguments: str) -> str:
    """`<apply>` of a MathML operator to arguments that are MathML already."""
    return f"<apply><{operator}/>{''.join(arguments)}</apply>"


class _Writer:
    """Walks one tree; `values` replaces names (the amount that an event carries).

    `want` is the dimension that a place must have: a sum hands it to its terms, a product gives
    what it lacks to its first literal.
    """

    def __init__(self, values: Mapping[str, float], measures: Measures | None = None) -> None:
        self.values = values
        self.measures = measures

    def write(self, tree: ast.expr, want: Dimension | None = None) -> str:
        match tree:
            case ast.Constant(value=int() | float() as value):
                return self.number(float(value), want)
            case ast.Name(id=name):
                if name in self.values:
                    return self.number(self.values[name], want)
                return f"<ci> {name} </ci>"
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return apply("minus", self.write(operand, want))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.write(operand, want)
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return self.power(self.write(left), whole_number(right))
            case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as op, right=right):
                one, other = self.shares(tree, left, right, op, want)
                return apply(_OPERATORS[type(op)], self.write(left, one), self.write(right, other))
            case ast.BinOp(left=left, op=op, right=right):
                alike = self.alike(tree, want)
                return apply(_OPERATORS[type(op)], self.write(left, alike),
                             self.write(right, alike))  # fmt: skip
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self.call(name, arguments, tree, want)
        raise EngineError(f"no MathML for {ast.unparse(tree)!r}")

    def call(
        self, name: str, arguments: list[ast.expr], tree: ast.expr, want: Dimension | None
    ) -> str:
        """One of our functions, written out."""
        if name in ("pos", "min_", "max_"):
            alike = self.alike(tree, want)
            told = [self.write(each, alike) for each in arguments]
            return apply("min" if name == "min_" else "max", *told,
                         *([self.number(0.0, alike)] if name == "pos" else []))  # fmt: skip
        if name == "step":
            x, zero = self.write(arguments[0]), self.number(0.0, self.of(arguments[0]))
            return _piecewise(self.number(1.0), apply("gt", x, zero), self.number(0.0))
        if name == "hill":
            x, k, n = arguments
            alike = self.of(k if is_literal(x) else x)
            return self.hill(self.write(x, alike), self.write(k, alike), whole_number(n))
        if name == "bern":
            return self.bern(self.write(arguments[0]))
        if name == "sqrt":
            return apply("root", self.write(arguments[0], None if want is None else want**2))
        if name in _PLAIN:
            return apply(_PLAIN[name], *map(self.write, arguments))
        raise EngineError(f"no MathML for {ast.unparse(tree)!r}")

    def number(self, value: float, want: Dimension | None = None) -> str:
        """A literal with its unit, a pure number if nothing else is wanted."""
        return number(value, self.measures.unit_id(want or NUMBER) if self.measures else "")

    def of(self, tree: ast.expr) -> Dimension | None:
        return self.measures.of(tree) if self.measures else None

    def alike(self, tree: ast.expr, want: Dimension | None) -> Dimension | None:
        """What the terms of a sum share: what its names say, else what is wanted of it."""
        return want if is_literal(tree) or self.of(tree) is None else self.of(tree)

    def shares(
        self, tree: ast.expr, left: ast.expr, right: ast.expr, op: ast.operator,
        want: Dimension | None,
    ) -> tuple[Dimension | None, Dimension | None]:  # fmt: skip
        """What each side of a product must be, so that the whole is what is wanted."""
        found, one, other = self.of(tree), self.of(left), self.of(right)
        if want is None or found is None or one is None or other is None or found == want:
            return None, None
        lacks = want / found
        if holds_literal(left) or not (holds_literal(right) or isinstance(right, ast.BinOp)):
            return one * lacks, None
        return None, other * lacks ** (-1 if isinstance(op, ast.Div) else 1)

    def power(self, base: str, exponent: int | None) -> str:
        assert exponent is not None, "the engine lets only whole exponents through"
        if exponent == 0:
            return self.number(1.0)
        if abs(exponent) > LARGEST_PRODUCT:
            return apply("power", base, self.number(exponent))
        product = base if abs(exponent) == 1 else apply("times", *[base] * abs(exponent))
        return product if exponent > 0 else apply("divide", self.number(1.0), product)

    def hill(self, x: str, k: str, exponent: int | None) -> str:
        top = self.power(x, exponent)
        return apply("divide", top, apply("plus", self.power(k, exponent), top))

    def bern(self, x: str) -> str:
        """x/(exp(x) - 1), by its series 1 - x/2 + x^2/12 - x^4/720 near 0."""
        square = apply("times", x, x)
        tail = apply("minus", self.number(60.0), square)
        half = apply("minus", self.number(1.0), apply("divide", x, self.number(2.0)))
        rest = apply("divide", apply("times", square, tail), self.number(720.0))
        quotient = apply("divide", x, apply("minus", apply("exp", x), self.number(1.0)))
        near = apply("lt", apply("abs", x), self.number(BERN_SERIES_BELOW))
        return _piecewise(apply("plus", half, rest), near, quotient)


def _piecewise(value: str, condition: str, otherwise: str) -> str:
    return (
        f"<piecewise><piece>{value}{condition}</piece>"
        f"<otherwise>{otherwise}</otherwise></piecewise>"
    )


_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "plus",
    ast.Sub: "minus",
    ast.Mult: "times",
    ast.Div: "divide",
}

#: functions that SBML has under another name
_PLAIN = {"exp": "exp", "log": "ln", "powr": "power"}
