"""All outcomes of an arm at once: summaries, contrasts and variance shares by id."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.outcome.contrast import Contrast, contrast
from exoburn.outcome.perdraw import PerDraw
from exoburn.outcome.registry import registry
from exoburn.outcome.summary import Summary, summarise
from exoburn.outcome.variance import chance_shares, variance_shares

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
    found: Found, frozen: Mapping[str, Found], *, theta: ArrayLike, horizon: float
) -> dict[str, dict[str, float] | None]:
    """Variance shares of every outcome, from runs with one group frozen at its median.

    `frozen[group]` are the outcomes of the same arm with that group frozen, same draws;
    `theta` is their knowledge index. None for an outcome that does not vary or that a run lacks.
    """
    shares: dict[str, dict[str, float] | None] = {}
    for id in registry():
        others = {group: other[id] for group, other in frozen.items()}
        if not found[id].ok or not all(other.ok for other in others.values()):
            shares[id] = None
            continue
        if registry()[id].type == "probability":
            shares[id] = chance_shares(found[id].values, theta)
            continue
        values = {group: other.values for group, other in others.items()}
        shares[id] = variance_shares(found[id].values, values, horizon=horizon)
    return shares
