"""Sparse elimination worked out once: which pivots, which products, nothing else.

The matrix of a step, 1/(gamma h) - J, has a pattern that never changes, so its LU factors are
written out as straight-line arithmetic. Pivots stay on the diagonal; the order is the one that
creates the fewest products at each step (Markowitz), which takes diffusion chains first.
"""

from __future__ import annotations

from dataclasses import dataclass

from exoburn.engine.graph import Graph


@dataclass(frozen=True)
class Factors:
    """LU factors as nodes: unit lower `lower`, `upper` above the diagonal, `pivot` reciprocals."""

    order: tuple[int, ...]
    lower: dict[tuple[int, int], int]
    upper: dict[tuple[int, int], int]
    pivot: dict[int, int]


def factorise(graph: Graph, matrix: dict[tuple[int, int], int], size: int) -> Factors:
    """LU factors of a sparse matrix of nodes with a full diagonal.

    >>> g = Graph()
    >>> a, b = g.symbol("y", 0), g.symbol("y", 1)
    >>> factorise(g, {(0, 0): a, (1, 1): b}, 2).lower
    {}
    """
    rows: list[dict[int, int]] = [{} for _ in range(size)]
    columns: list[set[int]] = [set() for _ in range(size)]
    for (i, j), node in matrix.items():
        rows[i][j] = node
        columns[j].add(i)
    left = set(range(size))
    lower: dict[tuple[int, int], int] = {}
    upper: dict[tuple[int, int], int] = {}
    pivot: dict[int, int] = {}
    order: list[int] = []
    while left:
        k = min(left, key=lambda k: (_price(k, rows, columns, left), k))
        left.discard(k)
        order.append(k)
        inverse = pivot[k] = graph.recip(rows[k][k])
        right = [j for j in rows[k] if j in left]
        for j in right:
            upper[k, j] = rows[k][j]
        for i in sorted(columns[k] & left):
            factor = lower[i, k] = graph.mul(rows[i][k], inverse)
            for j in right:
                product = graph.mul(factor, rows[k][j])
                old = rows[i].get(j)
                rows[i][j] = graph.neg(product) if old is None else graph.sub(old, product)
                columns[j].add(i)
    return Factors(tuple(order), lower, upper, pivot)


def solve(
    graph: Graph, factors: Factors, stored: dict[tuple, int], right: list[int]
) -> list[int]:
    """Solution of L U x = right; `stored` gives the node that holds each factor."""
    x = list(right)
    position = {k: n for n, k in enumerate(factors.order)}
    by_column: dict[int, list[int]] = {}
    by_row: dict[int, list[int]] = {}
    for i, k in factors.lower:
        by_column.setdefault(k, []).append(i)
    for k, j in factors.upper:
        by_row.setdefault(k, []).append(j)
    for k in factors.order:
        for i in by_column.get(k, ()):
            x[i] = graph.sub(x[i], graph.mul(stored["L", i, k], x[k]))
    for k in reversed(factors.order):
        for j in sorted(by_row.get(k, ()), key=position.__getitem__, reverse=True):
            x[k] = graph.sub(x[k], graph.mul(stored["U", k, j], x[j]))
        x[k] = graph.mul(stored["D", k], x[k])
    return x


def _price(k: int, rows: list[dict[int, int]], columns: list[set[int]], left: set[int]) -> int:
    return (sum(j in left for j in rows[k]) - 1) * (sum(i in left for i in columns[k]) - 1)
