"""How the predictions depend on the parameters, read from the ensemble itself.

Every prediction is regressed on all parameters at once. Unlike plain ensemble correlations, the
variance that other parameters cause is then no noise. What is left of sampling error is cut by
tapering each slope by its own t statistic: correlation-based localisation (Luo, Bhakta and
Naevdal 2018, doi 10.2118/185936-PA) with partial correlations in place of plain ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exoburn.errors import EngineError
from exoburn.infer.method.problem import Bools, Floats

#: A slope keeps the share (1 - CUT/t^2)+ of itself (non-negative garrote, Breiman 1995).
CUT = 2.0
_PENALTIES = 10.0 ** np.arange(-8.0, 1.5, 0.5)


@dataclass(frozen=True, eq=False)
class Slopes:
    """Slopes (T, p) about `centre` (p,) with `level` (T,); predictions g with holes filled."""

    jac: Floats
    centre: Floats
    level: Floats
    g: Floats
    finite: Bools
    unexplained: Floats

    def linear(self, x: Floats) -> Floats:
        """Predictions (N, T) of the straight-line fit."""
        return self.level + (x - self.centre) @ self.jac.T


def regress(x: Floats, g: Floats, *, cut: float = CUT) -> Slopes:
    """Slopes of g (N, T) on white coordinates x (N, p).

    The ridge penalty of each prediction is chosen by generalised cross-validation. Members with
    a hole (nan) take no part; their holes are filled from the straight line. `unexplained` is
    each prediction's share of variance that no straight line explains. Raises EngineError when
    fewer than half of the members have all predictions.

    >>> from exoburn.infer.method.members import first_members
    >>> x = first_members(0, ("a", "b", "c"), 80)
    >>> fit = regress(x, x @ np.array([[1.0], [2.0], [0.0]]) + 5.0)
    >>> (fit.jac.round(6) + 0.0).tolist(), fit.linear(np.zeros((1, 3))).round(6).tolist()
    ([[1.0, 2.0, 0.0]], [[5.0]])
    """
    finite: Bools = np.asarray(np.isfinite(g).all(axis=1))
    n = int(finite.sum())
    if n < max(4, len(g) // 2):
        raise EngineError(f"{len(g) - n} of {len(g)} members have no prediction")
    xs, gs = x[finite], g[finite]
    centre, level = xs.mean(axis=0), gs.mean(axis=0)
    left, size, right = np.linalg.svd(xs - centre, full_matrices=False)
    power = size**2
    parts = left.T @ (gs - level)  # (k, T)
    total = ((gs - level) ** 2).sum(axis=0)
    best = _penalty(power, parts, total, n)  # (T,)
    keep = power[:, None] / (power[:, None] + best)
    jac = (right.T @ (keep * parts / np.maximum(size, 1e-300)[:, None])).T
    rest = np.maximum(total - ((2 * keep - keep**2) * parts**2).sum(axis=0), 0.0)
    freedom = np.maximum(n - 1 - keep.sum(axis=0), 1.0)
    variance = rest / freedom
    spread = ((right.T**2) @ (power[:, None] / (power[:, None] + best) ** 2)).T * variance[:, None]
    t2 = jac**2 / np.maximum(spread, 1e-300)
    jac = jac * np.maximum(1.0 - cut / np.maximum(t2, 1e-300), 0.0)
    filled = np.where(np.isfinite(g), g, level + (x - centre) @ jac.T)
    shares = np.divide(rest, total, out=np.zeros_like(rest), where=total > 0)
    return Slopes(jac, centre, level, filled, finite, shares)


def _penalty(power: Floats, parts: Floats, total: Floats, n: int) -> Floats:
    """Ridge penalty of each prediction with the least generalised cross-validation score."""
    scores = []
    for penalty in _PENALTIES * power.max():
        keep = power / (power + penalty)
        rest = total - ((2 * keep - keep**2)[:, None] * parts**2).sum(axis=0)
        scores.append(rest / max(1.0 - (1.0 + keep.sum()) / n, 1e-6) ** 2)
    return (_PENALTIES * power.max())[np.argmin(np.stack(scores), axis=0)]
