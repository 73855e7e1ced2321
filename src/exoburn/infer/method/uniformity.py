"""Are ranks uniform? Chi-square, and a band for the whole distribution function.

The band is simultaneous: its pointwise level is set so that uniform numbers stay inside it
everywhere with the stated probability (Saeilynoja, Buerkner and Vehtari 2022, doi
10.1007/s11222-022-10090-6), found here by simulation at counter-based addresses.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.stats import binom, chi2

from exoburn import streams
from exoburn.infer.method.problem import Floats

_POINTS = 50


def chi_square(ranks: Floats, *, bins: int = 10) -> float:
    """p value of ranks in (0, 1) being uniform, by equal bins.

    >>> chi_square((np.arange(100) + 0.5) / 100) > 0.99
    True
    """
    count = np.histogram(ranks, bins=bins, range=(0.0, 1.0))[0]
    expected = len(ranks) / bins
    return float(chi2.sf(((count - expected) ** 2 / expected).sum(), bins - 1))


@lru_cache(maxsize=32)
def ecdf_band(n: int, level: float = 0.95, simulations: int = 2000) -> tuple[Floats, Floats]:
    """Lower and upper band of the distribution function of n uniform numbers on 49 points.

    >>> low, high = ecdf_band(100)
    >>> bool((low < 0.5).any() and (high[24] - low[24]) > 0.2)
    True
    """
    at = np.arange(1, _POINTS) / _POINTS
    u = streams.uniform(
        0, "ecdf-band", person=np.arange(simulations)[:, None], index=np.arange(n)[None, :]
    )
    count = np.stack([(u <= t).sum(axis=1) for t in at], axis=1)
    tail = np.minimum(binom.cdf(count, n, at), binom.sf(count - 1, n, at)).min(axis=1)
    gamma = np.quantile(tail, 1.0 - level)
    low, high = binom.ppf(gamma, n, at) / n, binom.ppf(1 - gamma, n, at) / n
    return low, high


def inside_band(ranks: Floats, *, level: float = 0.95) -> bool:
    """Whether the ranks' distribution function stays inside the simultaneous band.

    >>> inside_band((np.arange(100) + 0.5) / 100), inside_band(np.full(100, 0.5))
    (True, False)
    """
    at = np.arange(1, _POINTS) / _POINTS
    low, high = ecdf_band(len(ranks), level)
    seen = (ranks[:, None] <= at).mean(axis=0)
    return bool(((seen >= low - 1e-12) & (seen <= high + 1e-12)).all())
