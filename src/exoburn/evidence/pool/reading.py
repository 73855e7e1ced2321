"""Whatever the user holds - lists, arrays, a data frame - read into checked rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.rows import Array, Rows


def columns_of(data: Any) -> dict[str, Any]:
    """Columns by name of a mapping, a list of rows, a structured array or a data frame.

    >>> columns_of([{"effect": 1, "variance": 2}, {"effect": 3, "variance": 4}])
    {'effect': [1, 3], 'variance': [2, 4]}
    """
    if isinstance(data, Mapping):
        return {str(key): data[key] for key in data}
    if isinstance(data, np.ndarray) and data.dtype.names:
        return {name: data[name] for name in data.dtype.names}
    if isinstance(data, Sequence) and data and all(isinstance(row, Mapping) for row in data):
        # a column that some rows lack is no column: nothing is filled in
        shared = [key for key in data[0] if all(key in row for row in data)]
        return {str(key): [row[key] for row in data] for key in shared}
    names = getattr(data, "columns", None)
    if names is not None and hasattr(data, "__getitem__"):
        return {str(key): data[key] for key in names}
    raise InputError(
        "not a table", key="data", given=type(data).__name__,
        allowed="a data frame, a mapping of columns, a list of rows, a structured array",
    )  # fmt: skip


def numbers(values: Any, key: str) -> Array:
    """A vector of finite numbers.

    >>> numbers([1, "2.5"], "effect").tolist()
    [1.0, 2.5]
    """
    if np.ma.is_masked(values):
        raise InputError("a masked entry is no number: leave the study out", key=key)
    listed = np.atleast_1d(np.asarray(values, dtype=object))
    if listed.ndim != 1:
        raise InputError("one number for each study", key=key, given=f"shape {listed.shape}")
    found = []
    for place, value in enumerate(listed):
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise InputError("not a number", key=f"{key}[{place}]", given=value) from None
        if not np.isfinite(number):
            raise InputError("not a finite number", key=f"{key}[{place}]", given=number)
        found.append(number)
    return np.array(found, np.float64)


def labels(values: Any, key: str, k: int) -> tuple[str, ...]:
    """One label for each of k studies.

    >>> labels([1, "b"], "groups", 2)
    ('1', 'b')
    """
    if np.ma.is_masked(values):
        raise InputError("a masked entry is no label", key=key)
    listed = np.atleast_1d(np.asarray(values, dtype=object))
    for place, value in enumerate(listed):
        # two studies without a name are not one study
        if value is None or str(value) in ("nan", "<NA>", "NaT"):
            raise InputError("a label is missing", key=f"{key}[{place}]", given=str(value))
    found = tuple(str(value) for value in listed)
    _same_length(found, key, k)
    return found


def _same_length(values: Any, key: str, k: int) -> None:
    if len(values) != k:
        raise InputError(f"{k} effects but {len(values)} values", key=key, given=len(values))


def variances(values: Any, k: int) -> tuple[Array, Array | None]:
    """Sampling variances, and the covariance matrix if one was given.

    >>> variances([[1.0, 0.5], [0.5, 1.0]], 2)[0].tolist()
    [1.0, 1.0]
    """
    matrix = None
    if np.ndim(values) == 2:
        matrix = np.asarray(values, np.float64)
        if matrix.shape != (k, k):
            raise InputError(f"{k} effects need a {k} x {k} matrix", key="variance",
                             given=f"shape {matrix.shape}")  # fmt: skip
        if not np.isfinite(matrix).all() or not np.allclose(matrix, matrix.T, atol=0):
            raise InputError("a covariance matrix is finite and symmetric", key="variance")
    vector = numbers(np.diag(matrix) if matrix is not None else values, "variance")
    _same_length(vector, "variance", k)
    bad = np.flatnonzero(vector <= 0)
    if bad.size:
        raise InputError("a variance is above zero", key=f"variance[{bad[0]}]",
                         given=float(vector[bad[0]]))  # fmt: skip
    far = np.flatnonzero((vector < 1e-140) | (vector > 1e140))
    if far.size:
        raise InputError("a variance that cannot be squared: change the unit of the effects",
                         key=f"variance[{far[0]}]", given=float(vector[far[0]]))  # fmt: skip
    if matrix is not None and np.linalg.eigvalsh(matrix)[0] <= 1e-12 * vector.min():
        raise InputError("the covariance matrix is not positive definite", key="variance")
    return vector, matrix


def design_of(moderators: Any, columns: Mapping[str, Any], k: int) -> tuple[Array, tuple[str, ...]]:
    """Design matrix with a first column of ones, and the names of its columns.

    Moderators: a mapping name -> values, a list of column names, or one vector. Words become one
    column for each level but the first in alphabetical order.

    >>> design, terms = design_of({"dose": [1, 2, 3], "route": ["gel", "iv", "gel"]}, {}, 3)
    >>> terms, design[1].tolist()
    (('mean', 'dose', 'route=iv'), [1.0, 2.0, 1.0])
    """
    if moderators is None:
        return np.ones((k, 1)), ("mean",)
    if isinstance(moderators, str):
        moderators = [moderators]
    if not isinstance(moderators, Mapping):
        named = isinstance(moderators, Sequence) and all(isinstance(m, str) for m in moderators)
        named = named and all(m in columns or columns for m in moderators)
        moderators = (
            {name: pick(columns, name, "moderators") for name in moderators}
            if named
            else {"moderator": moderators}
        )
    columns_out, terms = [np.ones(k)], ["mean"]
    for name, values in moderators.items():
        listed = np.atleast_1d(np.asarray(values, dtype=object))
        _same_length(listed, f"moderators.{name}", k)
        if any(isinstance(value, str) for value in listed):
            levels = sorted({str(value) for value in listed})
            for level in levels[1:]:
                columns_out.append(np.array([float(str(value) == level) for value in listed]))
                terms.append(f"{name}={level}")
        else:
            columns_out.append(numbers(listed, f"moderators.{name}"))
            terms.append(str(name))
    return np.column_stack(columns_out), tuple(terms)


def pick(columns: Mapping[str, Any], name: str, key: str) -> Any:
    """A column by name, or an error that names the nearest."""
    if not columns:
        raise InputError("give its values, or a table that has this column", key=key, given=name)
    if name not in columns:
        raise InputError("no such column", key=key, given=name, allowed=list(columns))
    return columns[name]


def rows_of(
    columns: Mapping[str, Any], effect: Any, variance: Any, moderators: Any, study: Any, names: Any,
    within_correlation: float | None, between_correlation: float,
) -> Rows:  # fmt: skip
    """Checked rows; each argument is a column name or the values themselves."""

    def values(given: Any, key: str) -> Any:
        return pick(columns, given, key) if isinstance(given, str) else given

    y = numbers(values(effect, "effect"), "effect")
    if y.size == 0:
        raise InputError("no study to pool", key="effect", given=0)
    vector, matrix = variances(values(variance, "variance"), y.size)
    design, terms = design_of(moderators, columns, y.size)
    who = None if study is None else labels(values(study, "study"), "study", y.size)
    if names is None:
        called = who if who is not None and len(set(who)) == y.size else None
        called = called or tuple(f"study {i + 1}" for i in range(y.size))
    else:
        called = labels(values(names, "names"), "names", y.size)
    if not 0 <= between_correlation < 1:
        raise InputError("a correlation from 0 to below 1", key="between_correlation",
                         given=between_correlation)  # fmt: skip
    if matrix is None and who is not None and len(set(who)) < y.size:
        matrix = _within(vector, who, within_correlation)
    return Rows(y, vector, called, design, terms, matrix, who, between_correlation)


def _within(vector: Array, who: tuple[str, ...], correlation: float | None) -> Array:
    """Covariances of effects that share a study, from one correlation."""
    if correlation is None:
        twice = next(name for name in who if who.count(name) > 1)
        raise InputError(
            "a study with several effects: give their covariance matrix as variance (see "
            "shared_control_matrix) or within_correlation", key="study", given=twice,
        )  # fmt: skip
    if not 0 <= correlation < 1:
        raise InputError("a correlation from 0 to below 1", key="within_correlation",
                         given=correlation)  # fmt: skip
    same = np.equal.outer(np.array(who), np.array(who))
    matrix = np.where(same, correlation, 0.0) * np.sqrt(np.outer(vector, vector))
    np.fill_diagonal(matrix, vector)
    return matrix
