"""Every word of our equation language, in MathML, means in libroadrunner what it means to us."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoburn.engine import Block, Reference, State, System
from exoburn.engine.expression import FUNCTIONS, parse
from exoburn.errors import EngineError
from exoburn.export.mathml import MATHML, math_element, number
from exoburn.export.sbml import to_sbml

from .versus import run_roadrunner

POINTS = (-3.0, -1.0, -0.02, -1e-3, -1e-9, 0.0, 1e-9, 0.0199999, 0.02, 0.3, 1.0, 2.5, 40.0)
#: One way to use each function over arguments of any sign.
USES = {
    "hill": "hill(1 + x*x, 0.7, 3)", "pos": "pos(x - 0.3)", "step": "step(x)",
    "min_": "min_(x, 0.3)", "max_": "max_(x, 0.3)", "exp": "exp(-x)", "log": "log(4 + x)",
    "sqrt": "sqrt(x*x + 0.1)", "bern": "bern(x)", "powr": "powr(4 + x, 0.37)",
}  # fmt: skip
MORE = ("x**2", "(x + 5)**-3", "x**0", "(1 + x*x)**9", "+x - -x", "hill(x, 7, 1)",
        "bern(-x*2)", "pos(min_(x, 2) - max_(x, -1))")  # fmt: skip


def test_every_function_is_used_here():
    """A function added to the language has to appear in this file."""
    assert set(USES) == set(FUNCTIONS)


@pytest.mark.parametrize("x", POINTS)
def test_functions_have_the_reference_values(x):
    """Truth: the NumPy reference at points of both signs, at 0 and at the seams."""
    texts = [*USES.values(), *MORE]
    lines = [f"f{i} = {text}" for i, text in enumerate(texts)] + ["x' = 0*x"]
    system = System.compose("words", [Block("b", "\n".join(lines), states={"x": State()})])
    names = [f"f{i}" for i in range(len(texts))]
    theirs = run_roadrunner(to_sbml(system, [x], []), names, [0.0])[:, 0]
    ours = Reference(system).outputs(names, np.array([x]), np.array([]))
    np.testing.assert_allclose(theirs, ours, rtol=2e-14, atol=1e-15)


def _value(node: ElementTree.Element) -> float:
    """A reader of numbers of our own, as the MathML standard words it."""
    parts = [node.text or "", *(child.tail or "" for child in node)]
    return float(f"{parts[0].strip()}e{parts[1].strip()}" if len(parts) == 2 else parts[0])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_to_the_same_double(value):
    """Law: writing a number and reading it loses no bit."""
    read = _value(ElementTree.fromstring(number(value)))
    assert read == value
    assert math.copysign(1.0, read) == math.copysign(1.0, value)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(value):
    """SBML has words for these, but a model that holds one is broken."""
    with pytest.raises(EngineError):
        number(value)


_leaves = st.sampled_from(["a", "b", "c", "0.5", "2", "1e-3"])
_trees = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map("({0[0]} {0[1]} {0[2]})".format),
        inner.map("pos({})".format),
        inner.map("-{}".format),
        st.tuples(inner, st.integers(1, 4)).map("({0[0]})**{0[1]}".format),
        st.tuples(inner, inner).map("min_({0[0]}, {0[1]})".format),
    ),
    max_leaves=12,
)


@given(_trees)
def test_any_tree_reads_back_to_the_same_value(text):
    """Truth: MathML evaluated by a small reader written here, against Python on the same text."""
    names = {"a": 0.7, "b": -1.3, "c": 2.9}
    tree = parse(text, where="test")
    math_tree = ElementTree.fromstring(math_element(tree))
    words = {"pos": lambda x: max(x, 0.0), "min_": min, **names}
    try:
        expected = float(eval(text, {"__builtins__": {}}, words))
    except (ZeroDivisionError, OverflowError):
        return
    assert _evaluate(math_tree[0], names) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def _evaluate(node: ElementTree.Element, names: dict[str, float]) -> float:
    tag = node.tag.removeprefix(f"{{{MATHML}}}")
    if tag == "ci":
        return names[(node.text or "").strip()]
    if tag == "cn":
        return _value(node)
    operator = node[0].tag.removeprefix(f"{{{MATHML}}}")
    values = [_evaluate(child, names) for child in node[1:]]
    match operator, values:
        case "minus", [x]:
            return -x
        case "minus", [x, y]:
            return x - y
        case "divide", [x, y]:
            return x / y
        case "power", [x, y]:
            return x**y
    return {"plus": sum, "times": math.prod, "max": max, "min": min}[operator](values)
