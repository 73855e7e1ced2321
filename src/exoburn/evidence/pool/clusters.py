"""Several wounds on one animal: they count for less than as many animals.

Design effect 1 + (m - 1) ICC (Kish 1965; Cochrane Handbook chapter 23). It holds when all wounds
of an animal are in one arm; wounds of both arms on one animal are pairs
(`means.paired_difference`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.rows import Array


def design_effect(per_cluster: Any, icc: Any) -> Array:
    """By what factor the variance of a mean grows; `per_cluster` wounds an animal on average.

    >>> round(float(design_effect(4, 0.3)), 9)
    1.9
    """
    m, rho = np.asarray(per_cluster, np.float64), np.asarray(icc, np.float64)
    if not (np.isfinite(m) & (m >= 1)).all():
        raise InputError("one wound an animal or more", key="per_cluster", given=per_cluster)
    if not ((rho >= 0) & (rho <= 1)).all():
        raise InputError("a correlation between 0 and 1", key="icc", given=icc)
    return 1 + (m - 1) * rho


def effective_size(wounds: Any, per_cluster: Any, icc: Any) -> Array:
    """Wounds that would tell as much if each were on its own animal.

    >>> round(float(effective_size(24, 4, 1.0)), 9)
    6.0
    """
    return np.asarray(wounds, np.float64) / design_effect(per_cluster, icc)


def clustered_variance(variance: Any, per_cluster: Any, icc: Any) -> Array:
    """The variance of an effect whose study counted wounds as if they were animals.

    For effect sizes that use the size elsewhere (SMD), use `effective_size` before instead.

    >>> round(float(clustered_variance(0.2, 2, 0.5)), 9)
    0.3
    """
    return np.asarray(variance, np.float64) * design_effect(per_cluster, icc)
