"""All outcomes of an arm at once: summaries, contrasts and variance shares by id."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.outcome.contrast import Contrast, contrast
from exoburn.outcome.perdraw import PerDraw
from exoburn.outcome.registry import registry
from exoburn.outcome.summary import Summary, summarise
from exoburn.outcome.variance import Causes, variance_shares

Found = Mapping[str, PerDraw]


def summaries(
    found: Found, theta: ArrayLike, *, shares: Mapping[str, dict[str, float] | None] | None = None
) -> dict[str, Summary]:
    """Summary of every outcome of one arm; `shares` are those of `all_variance_shares`."""
    known = shares or {}
    return {
        id: summarise(id, one, theta, variance_share=known.get(id)) for id, one in found.items()
    }


def contrasts(
    found: Found,
    first: Found,
    *,
    theta: ArrayLike,
    horizon: float,
    active: NDArray[np.bool_] | None = None,
) -> dict[str, Contrast]:
    """Contrast of every outcome that both arms have; `active` for vesicle arms."""
    both = (
        (id, contrast(id, one, first[id], theta=theta, horizon=horizon, active=active))
        for id, one in found.items()
    )
    return {id: one for id, one in both if one is not None}


def all_variance_shares(
    found: Found, causes: Causes, *, horizon: float
) -> dict[str, dict[str, float] | None]:
    """Variance shares of every outcome of an arm; None for one that does not vary or apply."""
    return {
        id: variance_shares(found[id].values, causes, horizon=horizon) if found[id].ok else None
        for id in registry()
    }
