"""Do the published numbers tell which structure of the model is right? Stacking weights.

Each member was fitted under one of four combinations: vesicles act by uptake or by contact, and
help macrophages to clear dead tissue or do not. Stacking (Yao, Vehtari, Simpson and Gelman 2018,
doi 10.1214/17-BA1091) finds the mixture of them that predicts the vesicle studies best.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exoburn.infer.cohort import Floats
from exoburn.infer.misfit import group_of, sampling_error, scale_of
from exoburn.infer.observable import to_scale
from exoburn.infer.scoreboard import Noise
from exoburn.infer.target import Target, products_of
from exoburn.simulate.draws import STRUCTURES

#: What member number modulo four stands for (pair 0: contact, pair 1: no help with clearing).
NAMES = (
    "uptake, helps clearing", "contact, helps clearing",
    "uptake, no help with clearing", "contact, no help with clearing",
)


@dataclass(frozen=True)
class StructureWeights:
    """Mean log predictive density of the vesicle numbers by structure, and stacking weights."""

    numbers: int
    studies: int
    log_density: tuple[float, ...]
    weights: tuple[float, ...]

    @property
    def told_apart(self) -> bool:
        """True if the best structure beats the worst by more than two units of log density."""
        spread = max(self.log_density) - min(self.log_density)
        return self.numbers * spread > 2.0


def structure_weights(targets: Sequence[Target], g: Floats, noise: Noise) -> StructureWeights:
    """Weights from predictions g (members, targets) of targets in which vesicles were given.

    Members are in the order in which they were fitted: number modulo four is the structure.
    """
    mine = [i for i, t in enumerate(targets) if "vesicle" in products_of(t)]
    if not mine:
        flat = (float("nan"),) * STRUCTURES
        return StructureWeights(0, 0, flat, (1 / STRUCTURES,) * STRUCTURES)
    density = np.stack([_density(targets[i], g[:, i], noise) for i in mine], axis=1)
    return StructureWeights(
        len(mine), len({targets[i].study for i in mine}),
        tuple(float(x) for x in np.log(density).mean(axis=1)),
        tuple(float(x) for x in stacked(density)),
    )


def _density(target: Target, g: Floats, noise: Noise) -> Floats:
    """Predictive density of the published number under each structure (structures,)."""
    tau, delta = noise[group_of(target)]
    sd = np.sqrt(sampling_error(target) ** 2 + tau**2 + delta**2)
    y = float(to_scale(scale_of(target), target.believed))
    each = np.exp(-0.5 * ((y - g) / sd) ** 2) / sd
    return np.array([float(np.nanmean(each[k::STRUCTURES])) for k in range(STRUCTURES)])


def stacked(density: Floats, *, rounds: int = 500) -> Floats:
    """Weights (structures,) that maximise the mean log of the mixture of densities (structures, n).

    >>> stacked(np.array([[1.0, 1.0], [0.1, 0.1]])).round(3).tolist()
    [1.0, 0.0]
    """
    weights: Floats = np.full(len(density), 1 / len(density))
    for _ in range(rounds):
        share = weights[:, None] * density
        weights = (share / share.sum(axis=0)).mean(axis=1).astype(np.float64)
    return weights
