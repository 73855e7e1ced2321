"""Several treated arms against one control: effects that share their control are not independent.

Three ways: their covariance (`shared_control_matrix`, uses everything), a split control
(`split_control`, simple, keeps part of the dependence), or merged arms (`combine_arms`, one
contrast). Covariances: Gleser and Olkin 2009, in Cooper's Handbook of research synthesis, chapter
19; Cochrane Handbook chapter 23 for the other two.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.effects import choose, read
from exoburn.evidence.pool.reading import labels, numbers
from exoburn.evidence.pool.rows import Array

MEASURES = ("MD", "SMD", "ROM", "OR", "RR", "RD")
_NEEDS = {
    "MD": ("sd", "n"), "SMD": ("n",), "ROM": ("mean", "sd", "n"), "OR": ("events", "n"),
    "RR": ("events", "n"), "RD": ("events", "n"),
}  # fmt: skip


def control_term(measure: str, **control: Any) -> Array:
    """What the control group contributes to each variance, and so to each covariance.

    Give the control's `sd` and `n` (MD), `n` (SMD), `mean`, `sd`, `n` (ROM), `events`, `n` (OR, RR,
    RD; corrected beforehand if a cell is empty).

    >>> control_term("MD", sd=2.0, n=8).item(), control_term("RR", events=4, n=8).item()
    (0.5, 0.125)
    """
    choose("measure", measure, MEASURES)
    if set(control) != set(_NEEDS[measure]):
        raise InputError(f"{measure} needs {' and '.join(_NEEDS[measure])} of the control",
                         key="control", given=", ".join(control))  # fmt: skip
    lows = {"n": 1.0, "sd": 0.0, "events": 0.0}
    g = dict(zip(control, read(control, lows), strict=True))
    if measure == "SMD":
        return 1 / g["n"]
    if measure == "MD":
        return g["sd"] ** 2 / g["n"]
    if measure == "ROM":
        return g["sd"] ** 2 / (g["n"] * g["mean"] ** 2)
    events, n = g["events"], g["n"]
    if (events > n).any() or (measure != "RD" and ((events == 0) | (events == n)).any()):
        raise InputError("events between none and all of n", key="events", given=events.tolist())
    if measure == "RD":
        return events / n * (1 - events / n) / n
    return 1 / events + 1 / (n - events) if measure == "OR" else 1 / events - 1 / n


def shared_control_matrix(
    variance: Any, study: Sequence[Any], control: Any, effect: Any = None, total: Any = None
) -> Array:
    """Covariance matrix of k effects: `control` (see `control_term`) between rows of one study.

    For SMD give `effect` (g) and `total` (all animals or people of the study, every arm) as well:
    arms standardised by one SD share its error, g_i g_j / (2 total). Pass the result to `pool` as
    `variance`, with the same `study`.

    >>> shared_control_matrix([1.0, 1.5, 2.0], ["a", "a", "b"], [0.5, 0.5, 1.0]).tolist()
    [[1.0, 0.5, 0.0], [0.5, 1.5, 0.0], [0.0, 0.0, 2.0]]
    """
    v = numbers(variance, "variance")
    who = np.array(labels(study, "study", v.size))
    term = read({"variance": v, "control": control}, {"control": 0.0})[1]
    same = who[:, None] == who[None, :]
    if not np.allclose(
        np.where(same, term[:, None] - term[None, :], 0.0), 0.0, atol=1e-9 * term.max()
    ):
        raise InputError("rows of one study name one control", key="control", given=term.tolist())
    covariance = (term[:, None] + term[None, :]) / 2
    if (effect is None) != (total is None):
        raise InputError(
            "standardised effects need both effect and total", key="total", given=total
        )
    if effect is not None:
        _, g, size = read({"variance": v, "effect": effect, "total": total}, {"total": 1.0})
        covariance = covariance + np.outer(g, g) / (size[:, None] + size[None, :])
    matrix = np.where(same, covariance, 0.0)
    np.fill_diagonal(matrix, v)
    if np.linalg.eigvalsh(matrix)[0] <= 0:
        raise InputError("a control's share exceeds the variances it is part of", key="control",
                         given=term.tolist())  # fmt: skip
    return matrix


def split_control(arms: int, n: float, events: float | None = None) -> tuple[float, float | None]:
    """The control's size (and events) that each of `arms` comparisons may use; mean and SD stay.

    >>> split_control(3, 12, events=6)
    (4.0, 2.0)
    """
    if arms < 1:
        raise InputError("one arm or more", key="arms", given=arms)
    return n / arms, None if events is None else events / arms


def combine_arms(mean: Any, sd: Any, n: Any) -> tuple[float, float, float]:
    """Mean, SD and size of several arms taken as one group, exactly (Cochrane Handbook 6.5.2.10).

    >>> [round(x, 6) for x in combine_arms([1.0, 3.0], [1.0, 1.0], [2, 2])]
    [2.0, 1.414214, 4.0]
    """
    m, s, size = read({"mean": mean, "sd": sd, "n": n}, {"sd": 0.0, "n": 1.0})
    total = float(size.sum())
    centre = float(np.sum(size * m) / total)
    squares = float(np.sum((size - 1) * s**2 + size * (m - centre) ** 2))
    return centre, float(np.sqrt(squares / (total - 1))), total
