"""How fast the data come in: the next share of the likelihood.

Adaptive tempering by the data misfit (Iglesias and Yang 2021, doi 10.1088/1361-6420/abd29b): the
share beta of the log-likelihood rises by T/(2 mean) or sqrt(T/(2 variance)) of the misfits, the
larger of the two, where a member's misfit is half its squared standardised residual.
"""

from __future__ import annotations

import numpy as np

from exoburn.infer.method.problem import Floats


def misfits(residual: Floats, noise: Floats) -> Floats:
    """Half squared residuals (N,) in units of the noise: residual (N, T), noise (N, T, T).

    >>> misfits(np.array([[2.0]]), np.array([[[4.0]]])).tolist()
    [0.5]
    """
    solved = np.linalg.solve(noise, residual[..., None])[..., 0]
    return 0.5 * (residual * solved).sum(axis=1)


def next_share(beta: float, misfit: Floats, data: int, *, last: bool) -> float:
    """The next beta in (beta, 1]; 1 when this is the last step allowed.

    >>> next_share(0.0, np.array([10.0, 30.0]), 2, last=False)
    0.1
    >>> next_share(0.0, np.array([10.0, 30.0]), 2, last=True)
    1.0
    """
    if last or data == 0:
        return 1.0
    rise = max(
        data / (2.0 * max(float(misfit.mean()), 1e-300)),
        float(np.sqrt(data / (2.0 * max(float(misfit.var()), 1e-300)))),
    )
    beta += rise
    return 1.0 if beta > 0.999 else beta
