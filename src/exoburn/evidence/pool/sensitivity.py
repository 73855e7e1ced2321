"""The same question with studies left out, added one by one, or asked at other moderator values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from exoburn.errors import InputError
from exoburn.evidence.pool.fit import conventions_of, fit
from exoburn.evidence.pool.result import Pooled
from exoburn.evidence.pool.rows import Rows


def leave_one_out(result: Pooled) -> tuple[tuple[str, Pooled], ...]:
    """(name left out, the rest pooled by the same conventions) for each study.

    >>> from exoburn.evidence.pool import pool
    >>> three = pool(effect=[1, 2, 9], variance=[1, 1, 1], names=["a", "b", "c"], method="FE")
    >>> [(name, rest.estimate) for name, rest in leave_one_out(three)]
    [('a', 5.5), ('b', 5.0), ('c', 1.5)]
    """
    rows, how = result.rows, conventions_of(result)
    if rows.k - 1 <= rows.p:
        raise InputError("too few studies to leave one out", key="effect", given=rows.k)
    return tuple(
        (rows.names[i], fit(rows.take([j for j in range(rows.k) if j != i]), how))
        for i in range(rows.k)
    )


def cumulative(
    result: Pooled, order: Sequence[Any] | None = None
) -> tuple[tuple[str, Pooled], ...]:
    """(name added, all so far pooled); `order` holds what to sort by, such as years.

    The first is one study and therefore tested by z.

    >>> from exoburn.evidence.pool import pool
    >>> two = pool(effect=[1, 3], variance=[1, 1], names=["late", "early"], method="FE")
    >>> [(name, so_far.estimate) for name, so_far in cumulative(two, order=[2020, 2010])]
    [('early', 3.0), ('late', 2.0)]
    """
    rows, how = result.rows, conventions_of(result)
    if rows.p > 1:
        raise InputError("cumulative pooling has no moderators", key="moderators")
    if order is not None and len(order) != rows.k:
        raise InputError(f"{rows.k} effects but {len(order)} values", key="order", given=len(order))
    sequence = list(range(rows.k))
    if order is not None:
        sequence.sort(key=lambda i: order[i])
    first = replace(how, test="z")
    return tuple(
        (rows.names[sequence[n]], fit(rows.take(sequence[: n + 1]), first if n == 0 else how))
        for n in range(rows.k)
    )


def moved_to(result: Pooled, at: Mapping[str, float]) -> Pooled:
    """The same regression with its zero moved, so that `estimate` is the mean at these values.

    >>> from exoburn.evidence.pool import pool
    >>> line = pool(effect=[1, 2, 3.0], variance=[1, 1, 1], moderators={"dose": [1, 2, 3]})
    >>> round(line.predict({"dose": 2}).estimate, 9), round(line.predict({"dose": 10}).estimate, 9)
    (2.0, 10.0)
    """
    rows: Rows = result.rows
    design = rows.design.copy()
    for name, value in at.items():
        if name not in rows.terms[1:]:
            raise InputError("no such moderator", key="at", given=name, allowed=rows.terms[1:])
        design[:, rows.terms.index(name)] -= value
    return fit(rows.explained_by(design, rows.terms), conventions_of(result))
