"""What is pooled: effects with their variances or covariances, and what may explain them.

Dependent effects (a control that serves several arms, several wounds on an animal) come as a
covariance matrix V. Heterogeneity then acts on effects that share a study too: their random parts
correlate by `between_correlation` (1/2 when both are contrasts with one control, as in network
meta-analysis: Lu and Ades 2004, doi 10.1002/sim.1875). Both matrices are diagonal after one change
of basis, so that everything later sees independent rows with variance a + tau2 d.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Turned:
    """Independent rows: effects `y`, design `x`, variance `a + tau2 * d`; `turn` made them so."""

    y: Array
    x: Array
    a: Array
    d: Array
    turn: Array | None

    @property
    def df(self) -> int:
        """Rows less coefficients."""
        return self.x.shape[0] - self.x.shape[1]


@dataclass(frozen=True, eq=False)
class Rows:
    """k effects, their variances (vector) and, if they depend on each other, covariances (matrix).

    `design` is k x p with its `terms`; `study` says which rows share a random part.

    >>> rows = Rows(np.array([1.0, 2.0]), np.array([0.5, 0.5]), ("a", "b"), np.ones((2, 1)))
    >>> rows.k, rows.p, rows.take([1]).names
    (2, 1, ('b',))
    """

    effect: Array
    variance: Array
    names: tuple[str, ...]
    design: Array
    terms: tuple[str, ...] = ("mean",)
    covariance: Array | None = None
    study: tuple[str, ...] | None = None
    between_correlation: float = 0.5

    @property
    def k(self) -> int:
        """Number of effects."""
        return self.effect.size

    @property
    def p(self) -> int:
        """Number of coefficients."""
        return self.design.shape[1]

    def take(self, index: Sequence[int] | npt.NDArray[np.intp]) -> Rows:
        """The same question asked of these rows only."""
        at = np.asarray(index, np.intp)
        return replace(
            self,
            effect=self.effect[at],
            variance=self.variance[at],
            names=tuple(self.names[i] for i in at),
            design=self.design[at],
            covariance=None if self.covariance is None else self.covariance[np.ix_(at, at)],
            study=None if self.study is None else tuple(self.study[i] for i in at),
        )

    def explained_by(self, design: Array, terms: tuple[str, ...]) -> Rows:
        """The same effects with another design."""
        return replace(self, design=design, terms=terms)

    @property
    def dependent(self) -> bool:
        """True if some rows covary, by sampling or by a shared study."""
        return self.covariance is not None

    @cached_property
    def turned(self) -> Turned:
        """Independent rows that hold the same information."""
        if self.covariance is None:
            return Turned(self.effect, self.design, self.variance, np.ones(self.k), None)
        study = np.array(self.study if self.study is not None else [str(i) for i in range(self.k)])
        together = study[:, None] == study[None, :]
        random = np.where(together, self.between_correlation, 0.0)
        np.fill_diagonal(random, 1.0)
        lower = np.linalg.cholesky(self.covariance)
        inner = np.linalg.solve(lower, np.linalg.solve(lower, random).T)
        d, basis = np.linalg.eigh((inner + inner.T) / 2)
        turn = np.asarray(basis.T @ np.linalg.inv(lower), np.float64)
        ones = np.ones(self.k)
        return Turned(turn @ self.effect, turn @ self.design, ones, np.maximum(d, 0.0), turn)
