"""Two ways to move the members by the data, in white coordinates.

anchored  Every member keeps its own prior draw x0 and its own errors e and takes Gauss-Newton
          steps towards the minimum of |x - x0|^2 + |y + e - g(x)|^2_R, slopes from regression
          (randomised maximum likelihood: Kitanidis 1995; Chen and Oliver 2013, doi
          10.1007/s10596-013-9351-5; slopes as in Evensen 2018, doi 10.1007/s10596-018-9731-y).
          The prior covariance is exact, errors of one step do not add up in the next, and for
          a straight-line g the members are independent draws from the posterior.
mda       Multiple data assimilation (Emerick and Reynolds 2013, doi 10.1016/j.cageo.2012.03.011)
          with tapered ensemble correlations: kept as the textbook yardstick.
"""

from __future__ import annotations

import numpy as np

from exoburn.infer.method.problem import Floats
from exoburn.infer.method.regression import Slopes

_CHUNK = 100


def solve_members(matrix: Floats, right: Floats) -> Floats:
    """Solve one symmetric system a member: matrix (N, T, T), right (N, T) -> (N, T)."""
    out = np.empty_like(right)
    for i in range(0, len(right), _CHUNK):
        part = slice(i, i + _CHUNK)
        out[part] = np.linalg.solve(matrix[part], right[part][..., None])[..., 0]
    return out


def anchored(
    x0: Floats, x: Floats, g: Floats, jac: Floats, target: Floats, noise: Floats
) -> Floats:
    """One full Gauss-Newton step of every member.

    Shapes: x0, x (N, p); g, target = y + e (N, T); jac (T, p); noise (N, T, T).

    >>> x0, jac = np.array([[0.0]]), np.array([[1.0]])
    >>> anchored(x0, x0, x0, jac, np.array([[1.0]]), np.array([[[1.0]]])).tolist()
    [[0.5]]
    """
    innovation = target - g - (x0 - x) @ jac.T
    return x0 + solve_members(jac @ jac.T + noise, innovation) @ jac


def mda(x: Floats, slopes: Slopes, target: Floats, noise: Floats) -> Floats:
    """One assimilation with inflated noise (N, T, T); correlations tapered.

    A correlation r of n members keeps the share r^2/(r^2 + (1 + r^2)/n) (Furrer and Bengtsson
    2007, doi 10.1016/j.jmva.2006.08.003, applied to the cross-covariance).
    """
    xs, gs = x[slopes.finite], slopes.g[slopes.finite]
    dx, dg = xs - xs.mean(axis=0), gs - gs.mean(axis=0)
    n = len(xs)
    cross = dx.T @ dg / (n - 1)
    scale = np.outer(dx.std(axis=0), dg.std(axis=0))
    r2 = np.divide(cross, scale, out=np.zeros_like(cross), where=scale > 0) ** 2
    cross = cross * np.divide(r2, r2 + (1 + r2) / n, out=np.zeros_like(r2), where=r2 > 0)
    spread = dg.T @ dg / (n - 1)
    return x + solve_members(spread + noise, target - slopes.g) @ cross.T


def objective(x0: Floats, x: Floats, residual: Floats, noise: Floats) -> Floats:
    """What a member minimises (N,): squared distance to its anchor and to its own data."""
    return ((x - x0) ** 2).sum(axis=1) + (residual * solve_members(noise, residual)).sum(axis=1)
