"""What n told stories weigh when not every outcome is told.

Let p be the chance of the told outcome (a success), s the chance that a success is told and f that
a failure is told. A story that reached us is a success with probability s p / (s p + f (1 - p)).
If failures are never told that is 1 whatever p is: such a story, and any number of them, says
nothing about p. It says something again as soon as somebody counts the treated: then every silent
person is one who failed, or who succeeded and kept silent. People are independent given
knowledge, so likelihoods multiply within one sample of knowledge and are averaged after that.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp, xlog1py, xlogy

from exoburn.errors import InputError

Floats = NDArray[np.float64]


def told_as_success(p: Floats, success: float, failure: float) -> Floats:
    """Probability that a told story is a success.

    >>> told_as_success(np.array([0.2, 0.9]), 1.0, 1.0).round(9).tolist()
    [0.2, 0.9]
    >>> told_as_success(np.array([0.2, 0.9]), 0.3, 0.0).tolist()
    [1.0, 1.0]
    """
    if failure == 0:
        return np.ones_like(p)
    return success * p / (success * p + failure * (1 - p))


def factor_of_stories(
    p1: Floats, p0: Floats, stories: int, *, success: float = 1.0, failure: float = 1.0,
    failures_told: int = 0,
) -> float | None:
    """Bayes factor of told stories when nobody counts the treated; `p1`, `p0` (samples,).

    None where the stories are impossible without an effect.

    >>> p1, p0 = np.array([0.6]), np.array([0.3])
    >>> round(factor_of_stories(p1, p0, 5), 9)
    32.0
    >>> factor_of_stories(p1, p0, 20, failure=0.0)
    1.0
    """
    if failure == 0:
        return 1.0  # every told story is a success, whatever the product does
    return _ratio(*(
        xlogy(stories, q) + xlog1py(failures_told, -q)
        for q in (told_as_success(p, success, failure) for p in (p1, p0))
    ))  # fmt: skip


def factor_of_counted(
    p1: Floats, p0: Floats, stories: int, treated: int, *, success: float = 1.0,
    failure: float = 0.0, failures_told: int = 0,
) -> float | None:
    """Bayes factor when `treated` people are known to have been treated and the rest are silent.

    >>> p1, p0 = np.array([0.6]), np.array([0.3])
    >>> round(factor_of_counted(p1, p0, 5, 5), 9), round(factor_of_counted(p1, p0, 3, 10), 3)
    (32.0, 0.159)
    """
    silent = treated - stories - failures_told
    if silent < 0:
        raise InputError("is fewer than the stories told", key="telling.treated", given=treated,
                         allowed=f"at least {stories + failures_told}")  # fmt: skip
    return _ratio(*(
        xlogy(stories, success * p) + xlogy(failures_told, failure * (1 - p))
        + xlog1py(silent, -(success * p + failure * (1 - p)))
        for p in (p1, p0)
    ))  # fmt: skip


def _ratio(log1: Floats, log0: Floats) -> float | None:
    """Ratio of two means whose terms are given as logarithms."""
    top, bottom = (float(np.asarray(logsumexp(each))) for each in (log1, log0))
    if not np.isfinite(bottom):
        return None
    return float(np.exp(min(top - bottom, 700.0)))


def believed(prior: float, factor: float | None) -> float | None:
    """Probability after the evidence.

    >>> round(believed(0.5, 3.0), 9), believed(0.1, None)
    (0.75, None)
    """
    if factor is None:
        return None
    odds = prior / (1 - prior) * factor
    return odds / (1 + odds)
