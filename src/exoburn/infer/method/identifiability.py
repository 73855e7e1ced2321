"""Which combinations of parameters the data determine, and which stay as the prior had them.

The Gauss-Newton Hessian of the log-likelihood in white coordinates, J' R^-1 J, has an eigenvalue
above 1 in each direction where the data know more than the prior (likelihood-informed subspace:
Cui et al. 2014, doi 10.1088/0266-5611/30/11/114015). The posterior variance along a direction
is 1/(1 + eigenvalue) of the prior's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exoburn.infer.method.problem import Floats
from exoburn.infer.method.smoother import Posterior


@dataclass(frozen=True, eq=False)
class Directions:
    """Eigenvalues, largest first (k,), and directions (k, p) of unit length, white coordinates.

    `freedom` is the sum of eigenvalue/(1 + eigenvalue): the number of parameters' worth of
    learning. `known` (p,) is the share of each parameter's prior variance that the data remove,
    by the straight line.
    """

    names: tuple[str, ...]
    eigenvalues: Floats
    directions: Floats
    known: Floats

    @property
    def determined(self) -> int:
        """Number of directions in which the data know more than the prior (eigenvalue > 1)."""
        return int((self.eigenvalues > 1.0).sum())

    @property
    def freedom(self) -> float:
        """Effective number of parameters that the data determine."""
        return float((self.eigenvalues / (1.0 + self.eigenvalues)).sum())

    def loadings(self, k: int, top: int = 6) -> list[tuple[str, float]]:
        """The parameters that carry direction k most, with signed loadings."""
        row = self.directions[k]
        row = row * np.sign(row[np.argmax(np.abs(row))])
        order = np.argsort(-np.abs(row), kind="stable")[:top]
        return [(self.names[i], float(row[i])) for i in order]


def identifiability(fit: Posterior) -> Directions:
    """Directions of a fit, at its members and its mean tau^2 and delta^2.

    >>> from exoburn.infer.method.problem import Data, Prior
    >>> from exoburn.infer.method.smoother import smooth
    >>> data = Data.of(["sum"], [1.0], [0.5], study=["S"], group=["g"])
    >>> fit = smooth(lambda z: z.sum(axis=1, keepdims=True), Prior.of(["a", "b"]), data)
    >>> told = identifiability(fit)
    >>> told.determined, told.eigenvalues.round(3).tolist()
    (1, [8.0])
    """
    used = fit.used
    tau, delta = np.sqrt((fit.tau**2).mean(axis=0)), np.sqrt((fit.delta**2).mean(axis=0))
    noise = fit.data.noise_cov(tau, delta)[np.ix_(used, used)]
    half = np.linalg.solve(np.linalg.cholesky(noise), fit.jac[used])
    _, size, right = np.linalg.svd(half, full_matrices=False)
    value = size**2
    root = fit.prior.root
    removed = ((root @ right.T) ** 2) @ (value / (1.0 + value))
    return Directions(fit.prior.names, value, right, removed / fit.prior.sd**2)
