"""One row a particle: a list of diameters turned into fine bins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MOST_BINS = 5000


def looks_binned(sizes: Floats) -> bool:
    """True if sizes are all different, ascend and are evenly spaced (in nm or in log nm).

    >>> looks_binned(np.arange(10.0, 300.0, 5.0)), looks_binned(np.array([97.0, 81.5, 140.2]))
    (True, False)
    """
    if sizes.size < 3 or not np.isfinite(sizes).all() or (sizes <= 0).any():
        return False
    steps, logs = np.diff(sizes), np.diff(np.log(sizes))
    if (steps <= 0).any():
        return False
    return bool(np.ptp(steps) <= 0.02 * steps.mean() or np.ptp(logs) <= 0.02 * logs.mean())


def bin_events(sizes: Floats) -> tuple[Floats, Floats, Floats]:
    """Centres, edges (nm) and counts in bins of 1 nm, or wider ones if the range is very wide.

    >>> centres, edges, counts = bin_events(np.array([97.2, 97.4, 99.0]))
    >>> centres.tolist(), counts.tolist()
    ([97.5, 98.5, 99.5], [2.0, 0.0, 1.0])
    """
    low, high = np.floor(sizes.min()), np.floor(sizes.max()) + 1
    width = max(1.0, np.ceil((high - low) / _MOST_BINS))
    edges = low + width * np.arange(int(np.ceil((high - low) / width)) + 1)
    if edges.size < 3:
        edges = np.append(edges, edges[-1] + width)
    counts = np.histogram(sizes, bins=edges)[0].astype(np.float64)
    return 0.5 * (edges[1:] + edges[:-1]), edges, counts
