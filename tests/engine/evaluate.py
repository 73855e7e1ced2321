"""A model's graph in NumPy, node by node, with the numbers that a kernel meets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from exoburn.engine.model import Model

Values = dict[int, NDArray]


def _bern(x: NDArray) -> NDArray:
    near = np.abs(x) < 1e-30
    safe = np.where(near, 1, x)
    return np.where(near, 1, safe / np.expm1(np.clip(safe, -87, 87))).astype(x.dtype)


def _bern_slope(x: NDArray, value: NDArray) -> NDArray:
    near = np.abs(x) < 0.01
    far = value * (1 - value) / np.where(near, 1, x) - value
    return np.where(near, x / 6 - 0.5, far).astype(x.dtype)


OPERATIONS = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "neg": np.negative,
    "recip": np.reciprocal, "max": np.maximum, "min": np.minimum, "exp": np.exp, "log": np.log,
    "sqrt": np.sqrt, "bern": _bern, "bern_slope": _bern_slope,
    "less": lambda a, b: np.less(a, b).astype(np.result_type(a, b)),
}  # fmt: skip


def evaluate(
    model: Model, roots: Sequence[int], inputs: Mapping[str, NDArray], dtype: str
) -> Iterator[tuple[int, NDArray, Values]]:
    """(node, its values, all values so far) of every node that the roots need, in order.

    `inputs` holds rows by kind ("y", "p", "shift", ...) with columns alike. Denormals count as 0.
    """
    tiny = np.finfo(dtype).tiny
    rows = {kind: np.asarray(values, dtype) for kind, values in inputs.items()}
    values: Values = {}
    for node in model.graph.reach(roots):
        op, *args = model.graph.nodes[node]
        with np.errstate(all="ignore"):
            if op == "const":
                found = np.asarray(args[0], dtype)
            elif op == "sym":
                found = rows[args[0]][args[1]]
            else:
                found = OPERATIONS[op](*(values[a] for a in args))
        values[node] = np.where(np.abs(found) < tiny, 0, found).astype(dtype)
        yield node, values[node], values


def reads(model: Model, node: int, depth: int = 6) -> str:
    """A node as text, some levels deep, for messages."""
    op, *args = model.graph.nodes[node]
    if op == "const":
        return f"{args[0]:g}"
    if op == "sym":
        names = {"y": model.states, "p": model.parameters}.get(args[0])
        return names[args[1]] if names else args[0]
    if not depth:
        return "..."
    return f"{op}({', '.join(reads(model, a, depth - 1) for a in args)})"
