"""Weighted least squares for a given tau2, and what the estimators of tau2 need from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exoburn.evidence.pool.rows import Array, Turned


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Coefficients `b` with covariance `cov`, standardised by weights 1/(a + tau2 d)."""

    b: Array
    cov: Array
    weight: Array
    residual: Array

    @property
    def q(self) -> float:
        """Weighted sum of squared residuals (generalised Q)."""
        return float(np.sum(self.weight * self.residual**2))


def solve(rows: Turned, tau2: float) -> Solved:
    """Least squares with weights 1/(a + tau2 d).

    >>> two = Turned(np.array([0.0, 2.0]), np.ones((2, 1)), np.ones(2), np.ones(2), None)
    >>> done = solve(two, 1.0)
    >>> done.b.tolist(), done.cov.tolist(), done.q
    ([1.0], [[1.0]], 1.0)
    """
    weight = 1 / (rows.a + tau2 * rows.d)
    information = rows.x.T @ (weight[:, None] * rows.x)
    cov = np.asarray(np.linalg.inv(information), np.float64)
    b = cov @ (rows.x.T @ (weight * rows.y))
    return Solved(b, cov, weight, rows.y - rows.x @ b)


def trace_pd(rows: Turned, done: Solved) -> float:
    """Trace of P D, where P y are the weighted residuals: how Q grows with tau2 on average."""
    inner = rows.x.T @ ((done.weight**2 * rows.d)[:, None] * rows.x)
    return float(np.sum(done.weight * rows.d) - np.trace(done.cov @ inner))


def log_likelihood(rows: Turned, tau2: float, restricted: bool) -> float:
    """Log-likelihood of tau2 with coefficients at their best (restricted: integrated out)."""
    done = solve(rows, tau2)
    value = 0.5 * float(np.sum(np.log(done.weight))) - 0.5 * done.q
    if restricted:
        value += 0.5 * float(np.linalg.slogdet(done.cov)[1])
    return value


def slope_of_likelihood(rows: Turned, tau2: float, restricted: bool) -> float:
    """Twice the derivative of `log_likelihood` by tau2."""
    done = solve(rows, tau2)
    spread = float(np.sum(rows.d * (done.weight * done.residual) ** 2))
    growth = trace_pd(rows, done) if restricted else float(np.sum(done.weight * rows.d))
    return spread - growth
