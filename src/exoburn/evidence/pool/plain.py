"""A result as plain numbers and lists, for JSON."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from exoburn.evidence.pool.result import Pooled

_NUMBERS = (
    "estimate", "se", "statistic", "p", "ci", "prediction", "tau2", "tau2_ci", "Q", "df", "Q_p",
    "I2", "I2_ci", "I2_Q", "H2", "k", "method", "test", "level", "weights", "names", "notes",
    "effect", "variance",
)  # fmt: skip


def as_dict(result: Pooled) -> dict[str, Any]:
    """Everything a result holds; what is not defined or not finite is None.

    >>> from exoburn.evidence.pool import pool
    >>> one = as_dict(pool(effect=[1.0], variance=[4.0]))
    >>> one["se"], one["I2"], one["prediction"]
    (2.0, None, None)
    """
    plain: dict[str, Any] = {name: _plain(getattr(result, name)) for name in _NUMBERS}
    plain["coefficients"] = [_plain(asdict(line)) for line in result.coefficients]
    plain["explained"] = None if result.explained is None else _plain(asdict(result.explained))
    groups = result.subgroups
    plain["subgroups"] = None if groups is None else {
        "q_between": _plain(groups.q_between), "df": groups.df, "p": _plain(groups.p),
        "common_tau2": groups.common_tau2,
        "groups": {name: as_dict(each) for name, each in groups.groups.items()},
    }  # fmt: skip
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value
