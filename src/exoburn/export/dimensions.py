"""Units of every expression, from those of its names: what SBML asks of a file with units.

Equations of ours are written in multiples of reference amounts (healthy collagen, 1000 cells/mm3,
a reference dose), so most of them are numbers per day; lengths, areas and particles are real. A
literal has no unit of its own: beside a sum it takes the unit of the sum, and in a product it takes
what the product still lacks (a dose in particles/cm2 over a reference dose, say).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from exoburn.engine.expression import whole_number
from exoburn.export.units import Unit, base_words, elements_of

_NUMBERS = ("exp", "log", "bern", "hill", "step", "powr")
_ALIKE = ("min_", "max_", "pos")


@dataclass(frozen=True, slots=True)
class Dimension:
    """A product of powers of base words (`day`, `cm`, `item` ...); empty for a pure number."""

    powers: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, powers: Mapping[str, int]) -> Dimension:
        """Without powers of zero, in a fixed order.

        >>> Dimension.of({"day": -1, "cm": 0}).powers
        (('day', -1),)
        """
        return cls(tuple(sorted((word, power) for word, power in powers.items() if power)))

    def __mul__(self, other: Dimension) -> Dimension:
        powers = dict(self.powers)
        for word, power in other.powers:
            powers[word] = powers.get(word, 0) + power
        return Dimension.of(powers)

    def __pow__(self, exponent: int) -> Dimension:
        return Dimension.of({word: power * exponent for word, power in self.powers})

    def __truediv__(self, other: Dimension) -> Dimension:
        return self * other**-1

    @property
    def root(self) -> Dimension | None:
        """Square root, None if a power is odd."""
        if any(power % 2 for _, power in self.powers):
            return None
        return Dimension.of({word: power // 2 for word, power in self.powers})

    @property
    def unit(self) -> Unit:
        """The SBML unit.

        >>> Dimension.of({"cm": 2, "day": -1}).unit.id
        'cm2_per_day'
        """
        if not self.powers:
            return Unit("dimensionless", "")

        def words(sign: int) -> list[str]:
            return [f"{word}{abs(power) if abs(power) > 1 else ''}"
                    for word, power in self.powers if power * sign > 0]  # fmt: skip

        name = "_".join(words(1)) + "".join(f"_per_{word}" for word in words(-1))
        return Unit(name.lstrip("_"), "".join(elements_of(w, p) for w, p in self.powers))


NUMBER = Dimension()


def dimension_of(text: str) -> Dimension:
    """The dimension that a unit's text means; a multiple of something is a number.

    >>> dimension_of("mL/cell/day").powers
    (('cm', 3), ('day', -1), ('item', -1))
    >>> dimension_of("healthy collagen") == NUMBER, dimension_of("1000 cells/mm3/day").powers
    (True, (('day', -1),))
    """
    powers = base_words(text)
    if powers is None:
        rate = re.fullmatch(r"(.*)/ ?(day|d|h|s)", text.strip())
        powers = {rate[2]: -1} if rate and "(" not in rate[1] else {}
    return Dimension.of(powers)


class Dimensions:
    """Dimensions of names, and of what is made of them.

    `known` are units by name; a sub-expression without one gets what follows from its names. A
    name without a unit leaves what depends on it open (None).

    >>> tree = ast.parse("k*x", mode="eval").body
    >>> Dimensions({"k": "1/day", "x": "mm"}, {"v": tree}).of_name("v").powers
    (('day', -1), ('mm', 1))
    """

    def __init__(self, known: Mapping[str, str], named: Mapping[str, ast.expr]) -> None:
        self._names = {name: dimension_of(text) for name, text in known.items() if text}
        for name, tree in named.items():
            if name not in self._names:
                found = self.of(tree)
                if found is not None:
                    self._names[name] = found

    def of_name(self, name: str) -> Dimension | None:
        """The dimension of a state, a parameter or a sub-expression; None if it is not known."""
        return self._names.get(name)

    def of(self, tree: ast.expr) -> Dimension | None:
        """The dimension of an expression whose literals are pure numbers; None if it is open."""
        match tree:
            case ast.Constant():
                return NUMBER
            case ast.Name(id=name):
                return self._names.get(name, NUMBER if name == "amount" else None)
            case ast.UnaryOp(operand=operand):
                return self.of(operand)
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                base, power = self.of(left), whole_number(right)
                return None if base is None or power is None else base**power
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                return _joined(self.of(left), self.of(right), 1)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return _joined(self.of(left), self.of(right), -1)
            case ast.BinOp(left=left, right=right):
                return self._alike((left, right))
            case ast.Call(func=ast.Name(id=name), args=arguments) if name in _ALIKE:
                return self._alike(arguments)
            case ast.Call(func=ast.Name(id="sqrt"), args=[inner]):
                found = self.of(inner)
                return None if found is None else found.root
            case ast.Call(func=ast.Name(id=name)) if name in _NUMBERS:
                return NUMBER
        return None

    def _alike(self, trees: Iterable[ast.expr]) -> Dimension | None:
        """Of a sum: of its first term that is no mere literal."""
        found = [self.of(tree) for tree in trees if not is_literal(tree)]
        return found[0] if found else NUMBER


def is_literal(tree: ast.expr) -> bool:
    """True if an expression is made of literals (and the amount of an event) alone."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    calls = {node.func.id for node in ast.walk(tree)
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
    return names - calls <= {"amount"}


def holds_literal(tree: ast.expr) -> bool:
    """True if a product has a literal factor that can carry what the product lacks."""
    match tree:
        case ast.Constant() | ast.Name(id="amount"):
            return True
        case ast.UnaryOp(operand=operand):
            return holds_literal(operand)
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=right):
            return holds_literal(left) or holds_literal(right)
    return False


def _joined(a: Dimension | None, b: Dimension | None, sign: int) -> Dimension | None:
    return None if a is None or b is None else reduce(Dimension.__mul__, (a, b**sign))
