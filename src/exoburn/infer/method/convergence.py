"""Have the chains met? Split R-hat and effective sample size.

Rank-normalised split R-hat and bulk effective sample size (Vehtari et al. 2021, doi
10.1214/20-BA1221), written from the definitions.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from exoburn.infer.method.problem import Floats


def _split(draws: Floats) -> Floats:
    """Halves of chains as chains: (steps, chains, d) -> (steps // 2, 2 chains, d)."""
    half = len(draws) // 2
    return np.concatenate([draws[:half], draws[-half:]], axis=1)


def _ranked(draws: Floats) -> Floats:
    n = draws.shape[0] * draws.shape[1]
    rank = rankdata(draws.reshape(n, -1), axis=0)
    return ndtri((rank - 0.375) / (n + 0.25)).reshape(draws.shape)


def _pooled(draws: Floats) -> tuple[Floats, Floats]:
    """Within-chain variance and the pooled estimate of the target's variance (d,)."""
    n = len(draws)
    within = draws.var(axis=0, ddof=1).mean(axis=0)
    between = draws.mean(axis=0).var(axis=0, ddof=1)
    return within, within * (n - 1) / n + between


def split_rhat(draws: Floats) -> Floats:
    """Potential scale reduction (d,) of draws (steps, chains, d): 1 is met, above 1.01 is not.

    >>> apart = np.zeros((100, 2, 1)) + np.linspace(0, 1, 100)[:, None, None]
    >>> bool(split_rhat(apart)[0] > 1.5)
    True
    """
    within, total = _pooled(_split(_ranked(draws)))
    return np.sqrt(np.divide(total, within, out=np.ones_like(total), where=within > 0))


def effective_size(draws: Floats) -> Floats:
    """Bulk effective sample size (d,) of draws (steps, chains, d).

    Autocorrelations are summed in pairs until a pair turns negative, pairs never rising (Geyer
    1992, doi 10.1214/ss/1177011137).
    """
    chains = _split(_ranked(draws))
    n, m, _ = chains.shape
    within, total = _pooled(chains)
    centred = chains - chains.mean(axis=0)
    size = 1 << (2 * n - 1).bit_length()
    power = np.fft.rfft(centred, size, axis=0)
    auto = np.fft.irfft(power * power.conj(), size, axis=0)[:n].real.mean(axis=1) / n
    safe = np.maximum(total, 1e-300)
    rho = 1.0 - (within - auto * n / max(n - 1, 1)) / safe
    rho[0] = 1.0
    pairs = rho[: n // 2 * 2].reshape(n // 2, 2, -1).sum(axis=1)
    pairs = np.minimum.accumulate(pairs, axis=0)
    open_ = np.cumprod(pairs > 0, axis=0)
    time = np.maximum(2.0 * (pairs * open_).sum(axis=0) - 1.0, 1.0 / np.log10(max(n * m, 10)))
    return n * m / time
