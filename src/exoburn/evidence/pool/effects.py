"""Effects with variances, ready to be pooled, and the checks that all effect sizes share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.reading import numbers
from exoburn.evidence.pool.rows import Array


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """One effect and sampling variance a study; `pool(effects)` takes it as it is.

    `measure` names the scale (log scales say so), `notes` what was corrected in which rows.

    >>> from exoburn.evidence.pool import pool
    >>> pool(Effects(np.array([1.0, 3.0]), np.array([1.0, 1.0]), "MD"), method="FE").estimate
    2.0
    """

    effect: Array
    variance: Array
    measure: str
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, str]:
        """Names under which `pool` finds the numbers."""
        return ("effect", "variance")

    def __getitem__(self, name: str) -> Array:
        return getattr(self, name)

    def __len__(self) -> int:
        return self.effect.size


def read(values: dict[str, Any], least: dict[str, float]) -> list[Array]:
    """Vectors of one length from numbers or sequences; `least` gives lower bounds by name.

    >>> [x.tolist() for x in read({"m1": [1, 2], "n1": 10}, {"n1": 1})]
    [[1.0, 2.0], [10.0, 10.0]]
    """
    read_in = {key: numbers(value, key) for key, value in values.items()}
    size = max(vector.size for vector in read_in.values())
    for key, vector in read_in.items():
        if vector.size not in (1, size):
            raise InputError(f"{size} studies but {vector.size} values", key=key, given=vector.size)
        low = least.get(key, -np.inf)
        bad = np.flatnonzero(vector < low)
        if bad.size:
            raise InputError("too small", key=f"{key}[{bad[0]}]", given=float(vector[bad[0]]),
                             allowed=f"{low:g} or more")  # fmt: skip
    return [np.broadcast_to(vector, size).copy() for vector in read_in.values()]


def choose(key: str, word: str, allowed: Sequence[str]) -> str:
    """The word, if it is allowed."""
    if word not in allowed:
        raise InputError(f"unknown {key}", key=key, given=word, allowed=allowed)
    return word


def rows_in_words(flags: np.ndarray) -> str:
    """Which rows, counted from 1.

    >>> rows_in_words(np.array([True, False, True]))
    '1, 3'
    """
    return ", ".join(str(i + 1) for i in np.flatnonzero(flags))
