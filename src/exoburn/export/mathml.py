"""One expression of ours as content MathML that any SBML simulator reads.

Our own functions are written out in arithmetic that SBML Level 3 Version 2 has, so that the file
needs nothing from us. Small whole powers become products: simulators turn them into
multiplications, where `power` costs them a library call.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping

from exoburn.engine.expression import whole_number
from exoburn.errors import EngineError

MATHML = "http://www.w3.org/1998/Math/MathML"
TIME = (
    '<csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time"> t </csymbol>'
)

#: Powers up to this one are written as products.
LARGEST_PRODUCT = 8

#: Below this |x| the series of x/(exp(x) - 1) is closer than the quotient: the first omitted
#: term is x^6/30240 = 2e-15, the cancellation of the quotient there about 6e-15.
BERN_SERIES_BELOW = 0.02


def math_element(tree: ast.expr, *, values: Mapping[str, float] | None = None) -> str:
    """A `<math>` element for a tree; names in `values` are filled in as numbers.

    >>> from exoburn.engine.expression import parse
    >>> math_element(parse("-k*x", where="demo"), values={"k": 0.5})[49:]
    '<apply><times/><apply><minus/><cn> 0.5 </cn></apply><ci> x </ci></apply></math>'
    """
    return math_of(_Writer(values or {}).write(tree))


def math_of(content: str) -> str:
    """A `<math>` element around MathML that is written already."""
    return f'<math xmlns="{MATHML}">{content}</math>'


def number(value: float) -> str:
    """A `<cn>` that reads back to the same double.

    >>> number(0.25), number(1e10)
    ('<cn> 0.25 </cn>', '<cn type="e-notation"> 1 <sep/> 10 </cn>')
    """
    if not math.isfinite(value):
        raise EngineError(f"SBML has no number for {value!r} here")
    text = repr(float(value)).removesuffix(".0")
    if "e" not in text and abs(value) >= 1e6 and float(f"{value:e}") == value:
        text = f"{value:e}"
    if "e" not in text:
        return f"<cn> {text} </cn>"
    mantissa, exponent = text.split("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").removesuffix(".")
    return f'<cn type="e-notation"> {mantissa} <sep/> {int(exponent)} </cn>'


def apply(operator: str, *arguments: str) -> str:
    """`<apply>` of a MathML operator to arguments that are MathML already."""
    return f"<apply><{operator}/>{''.join(arguments)}</apply>"


class _Writer:
    """Walks one tree; `values` replaces names (the amount that an event carries)."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self.values = values

    def write(self, tree: ast.expr) -> str:
        match tree:
            case ast.Constant(value=int() | float() as value):
                return number(float(value))
            case ast.Name(id=name):
                return number(self.values[name]) if name in self.values else f"<ci> {name} </ci>"
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return apply("minus", self.write(operand))
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.write(operand)
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return _power(self.write(left), whole_number(right))
            case ast.BinOp(left=left, op=op, right=right):
                return apply(_OPERATORS[type(op)], self.write(left), self.write(right))
            case ast.Call(func=ast.Name(id="hill"), args=[x, k, n]):
                return _hill(self.write(x), self.write(k), whole_number(n))
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in _FUNCTIONS:
                return _FUNCTIONS[name](*map(self.write, arguments))
        raise EngineError(f"no MathML for {ast.unparse(tree)!r}")


def _power(base: str, exponent: int | None) -> str:
    assert exponent is not None, "the engine lets only whole exponents through"
    if exponent == 0:
        return number(1.0)
    if abs(exponent) > LARGEST_PRODUCT:
        return apply("power", base, number(exponent))
    product = base if abs(exponent) == 1 else apply("times", *[base] * abs(exponent))
    return product if exponent > 0 else apply("divide", number(1.0), product)


def _hill(x: str, k: str, exponent: int | None) -> str:
    top = _power(x, exponent)
    return apply("divide", top, apply("plus", _power(k, exponent), top))


def _piecewise(value: str, condition: str, otherwise: str) -> str:
    return (
        f"<piecewise><piece>{value}{condition}</piece>"
        f"<otherwise>{otherwise}</otherwise></piecewise>"
    )


def _bern(x: str) -> str:
    """x/(exp(x) - 1), by its series 1 - x/2 + x^2/12 - x^4/720 near 0."""
    square = apply("times", x, x)
    tail = apply("minus", number(60.0), square)
    series = apply(
        "plus",
        apply("minus", number(1.0), apply("divide", x, number(2.0))),
        apply("divide", apply("times", square, tail), number(720.0)),
    )
    quotient = apply("divide", x, apply("minus", apply("exp", x), number(1.0)))
    near = apply("lt", apply("abs", x), number(BERN_SERIES_BELOW))
    return _piecewise(series, near, quotient)


_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "plus",
    ast.Sub: "minus",
    ast.Mult: "times",
    ast.Div: "divide",
}

_FUNCTIONS: dict[str, Callable[..., str]] = {
    "pos": lambda x: apply("max", x, number(0.0)),
    "step": lambda x: _piecewise(number(1.0), apply("gt", x, number(0.0)), number(0.0)),
    "min_": lambda a, b: apply("min", a, b),
    "max_": lambda a, b: apply("max", a, b),
    "exp": lambda x: apply("exp", x),
    "log": lambda x: apply("ln", x),
    "sqrt": lambda x: apply("root", x),
    "bern": _bern,
    "powr": lambda x, h: apply("power", x, h),
}
