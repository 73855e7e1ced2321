"""Single proportions: how often something happened, on a scale that can be pooled."""

from __future__ import annotations

from typing import Any

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.distributions import expit
from exoburn.evidence.pool.effects import Effects, choose, read, rows_in_words
from exoburn.evidence.pool.rows import Array

SCALES = ("logit", "freeman-tukey", "raw")


def proportion(events: Any, n: Any, scale: str = "logit") -> Effects:
    """Share of n with an event, on a scale for pooling.

    `logit`: log odds, variance 1/x + 1/(n-x). `freeman-tukey`: half the sum of
    arcsin sqrt(x/(n+1)) and arcsin sqrt((x+1)/(n+1)), variance 1/(4n+2) (Freeman and Tukey 1950).
    `raw`: the share, variance p(1-p)/n. Logit and raw add 1/2 to both cells of rows with none or
    all; Freeman-Tukey needs no correction but turns back badly when sizes differ much
    (Schwarzer 2019, doi 10.1002/jrsm.1348).

    >>> [round(proportion(3, 10, s).effect.item(), 6) for s in SCALES]
    [-0.847298, 0.598376, 0.3]
    """
    choose("scale", scale, SCALES)
    x, size = read({"events": events, "n": n}, {"events": 0.0, "n": 1.0})
    if (x > size).any():
        raise InputError("more events than members", key="events", given=float(x[x > size][0]))
    if scale == "freeman-tukey":
        low, high = np.arcsin(np.sqrt(x / (size + 1))), np.arcsin(np.sqrt((x + 1) / (size + 1)))
        return Effects((low + high) / 2, 1 / (4 * size + 2), "Freeman-Tukey")
    edge = (x == 0) | (x == size)
    notes = (f"half added in row {rows_in_words(edge)}",) if edge.any() else ()
    x, size = x + 0.5 * edge, size + 1.0 * edge
    if scale == "raw":
        return Effects(x / size, x / size * (1 - x / size) / size, "proportion", notes)
    return Effects(np.log(x / (size - x)), 1 / x + 1 / (size - x), "logit", notes)


def share_of(value: Any, scale: str = "logit", n: Any = None) -> Array:
    """Back to a share between 0 and 1.

    Freeman-Tukey needs `n`: the study's size, or the harmonic mean of the sizes for a pooled value
    (Miller 1978, doi 10.1080/00031305.1978.10479283).

    >>> share_of(proportion(3, 10, "freeman-tukey").effect, "freeman-tukey", 10).round(9).item()
    0.3
    """
    choose("scale", scale, SCALES)
    x = np.asarray(value, np.float64)
    if scale == "logit":
        return expit(x)
    if scale == "raw":
        return np.clip(x, 0.0, 1.0)
    if n is None:
        raise InputError("Freeman-Tukey turns back only with a size", key="n", given=None)
    sizes = np.atleast_1d(np.asarray(n, np.float64))
    size = sizes.size / float(np.sum(1 / sizes))
    lowest = np.arcsin(np.sqrt(1 / (size + 1))) / 2
    inside = np.clip(x, lowest, np.pi / 2 - lowest)
    sine = np.sin(2 * inside)
    under = 1 - (sine + (sine - 1 / sine) / size) ** 2
    return 0.5 * (1 - np.sign(np.cos(2 * inside)) * np.sqrt(np.maximum(under, 0.0)))
