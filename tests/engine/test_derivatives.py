"""The generated Jacobian and elimination, against SymPy, NumPy and finite differences."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from exoburn.engine import Reference, System
from exoburn.engine.derivative import jacobian
from exoburn.engine.elimination import factorise, solve
from exoburn.engine.graph import Graph
from exoburn.engine.model import build
from exoburn.errors import EngineError
from tests.engine.systems import network_lanes, one

FOLD = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "neg": np.negative,
    "recip": np.reciprocal, "max": np.maximum, "min": np.minimum, "exp": np.exp, "log": np.log,
    "sqrt": np.sqrt, "less": lambda a, b: np.where(a < b, 1.0, 0.0),
    "bern": lambda x: np.where(x == 0, 1.0, x / np.where(x == 0, 1, np.expm1(x))),
}  # fmt: skip


def evaluate(graph: Graph, roots: list[int], y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Values of graph nodes in NumPy."""
    found: dict[int, np.ndarray] = {}
    for node in graph.reach(roots):
        op, *args = graph.nodes[node]
        if op == "const":
            found[node] = np.float64(args[0])
        elif op == "sym":
            found[node] = {"y": y, "p": p}[args[0]][args[1]]
        elif op == "bern_slope":
            x = found[args[0]]
            e = np.exp(x)
            slope = (e - 1 - x * e) / np.where(x == 0, 1, np.expm1(x)) ** 2
            found[node] = np.where(np.abs(x) < 1e-5, -0.5 + x / 6, slope)
        else:
            found[node] = FOLD[op](*(found[a] for a in args))
    return np.array([found[root] for root in roots])


def dense(system: System, y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """The generated Jacobian of a system at a point."""
    model = build(system, [])
    matrix = np.zeros((len(y), len(y)))
    where = list(model.jacobian)
    for at, value in zip(where, evaluate(model.graph, [model.jacobian[w] for w in where], y, p),
                         strict=True):  # fmt: skip
        matrix[at] = value
    return matrix


def differences(system: System, y: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Central differences of the plain reading."""
    rhs = Reference(system).rhs
    columns = []
    for j in range(len(y)):
        h = 1e-6 * max(1.0, abs(y[j]))
        step = np.eye(len(y))[j] * h
        columns.append((rhs(y + step, p) - rhs(y - step, p)) / (2 * h))
    return np.array(columns).T


def test_the_network_s_jacobian_equals_differences():
    """Every function of the vocabulary occurs in it."""
    system, y0, p = network_lanes(6)
    rng = 0.3 + 0.2 * np.sin(np.arange(len(y0)))
    for lane in range(6):
        y = y0[:, lane] + rng
        got, wanted = dense(system, y, p[:, lane]), differences(system, y, p[:, lane])
        np.testing.assert_allclose(got, wanted, rtol=2e-6, atol=1e-7)


ATOMS = st.sampled_from(["x", "y", "k", "2", "0.5"])
TERMS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*"]), inner).map(
            "({0[0]} {0[1]} {0[2]})".format
        ),
        st.tuples(inner, inner).map("({0[0]}/(1.5 + {0[1]}**2))".format),
        inner.map("exp(-({})**2)".format),
        inner.map("log(2 + ({})**2)".format),
        inner.map("sqrt(1 + ({})**2)".format),
        inner.map("hill(1 + ({})**2, k, 3)".format),
        inner.map("powr(1 + ({})**2, 0.7)".format),
        inner.map("(-{})".format),
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(TERMS, TERMS)
def test_derivatives_equal_sympy_s(first, second):
    """SymPy differentiates the same text independently."""
    system = one("pair", f"u = {first}\nx' = u*y - x\ny' = u + {second}", {"x": 1.0, "y": 1.0})
    x, y, k = sympy.symbols("x y k")
    words = {"x": x, "y": y, "k": k, "exp": sympy.exp, "log": sympy.log, "sqrt": sympy.sqrt,
             "hill": lambda v, c, n: v**n / (c**n + v**n), "powr": lambda v, h: v**h}  # fmt: skip
    u = eval(first, words)  # the texts come from the strategy above
    rates = [u * y - x, u + eval(second, words)]
    at = {x: 0.7, y: -1.3, k: 0.9}
    values = np.array([0.9]) if "k" in system.parameters else np.array([])
    got = dense(system, np.array([0.7, -1.3]), values)
    for i, rate in enumerate(rates):
        for j, v in enumerate((x, y)):
            wanted = float(sympy.diff(rate, v).subs(at))
            assert got[i, j] == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_elimination_solves_what_numpy_solves(seed):
    """Random sparse, diagonally heavy matrices."""
    n = 12
    grid = np.arange(n * n, dtype=float).reshape(n, n)
    full = np.where(np.sin(grid * (seed + 1.7)) > 0.6, np.cos(grid + seed), 0.0) + 3 * np.eye(n)
    right = np.sin(np.arange(n) + seed)
    graph = Graph()
    matrix = {(i, j): graph.const(full[i, j]) for i, j in np.argwhere(full).tolist()}
    factors = factorise(graph, matrix, n)
    stored = {("L", *at): node for at, node in factors.lower.items()}
    stored |= {("U", *at): node for at, node in factors.upper.items()}
    stored |= {("D", k): node for k, node in factors.pivot.items()}
    found = solve(graph, factors, stored, [graph.const(b) for b in right])
    got = np.array([graph.value(node) for node in found], float)
    np.testing.assert_allclose(got, np.linalg.solve(full, right), rtol=1e-10)


def test_a_diffusion_chain_fills_nothing():
    """A tridiagonal matrix keeps its pattern: factors have no more entries than it has."""
    n, graph = 30, Graph()
    matrix = {(i, j): graph.symbol("y", n * i + j)
              for i in range(n) for j in range(n) if abs(i - j) <= 1}  # fmt: skip
    factors = factorise(graph, matrix, n)
    assert len(factors.lower) + len(factors.upper) + n == len(matrix)


def test_what_rests_on_parameters_is_computed_once():
    """Rates that divide by parameters read one kept number for each such product."""
    system = one("m", "x' = -v/km/2*x + a/b", {"x": 1.0})
    model = build(system, ["x"])
    graph = model.graph
    work = [graph.nodes[n][0] for n in graph.reach(model.rates) if graph.level[n] == 2]
    assert sorted(work) == ["mul", "sub", "sym"] or sorted(work) == ["add", "mul", "sym"]
    assert "recip" not in work


def test_a_graph_refuses_what_it_does_not_know():
    """A function outside the vocabulary."""
    with pytest.raises(EngineError):
        Graph().call("sinh", 0)


def test_shared_derivatives_are_exact_for_a_product_chain():
    """d/dx of x^8 by repeated squaring, by hand."""
    graph = Graph()
    x = graph.symbol("y", 0)
    slope = jacobian(graph, [graph.power(x, 8)], [x])[0, 0]
    assert evaluate(graph, [slope], np.array([1.5]), np.array([]))[0] == pytest.approx(8 * 1.5**7)
