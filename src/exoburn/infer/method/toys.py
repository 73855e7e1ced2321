"""Toy problems that carry their own truth or a known answer: the method's proving ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exoburn import streams
from exoburn.infer.method.problem import Data, Floats, Forward, Prior


@dataclass(frozen=True, eq=False)
class Toy:
    """A forward model, its prior and a design whose y was made from the truth z (p,)."""

    name: str
    forward: Forward
    prior: Prior
    data: Data
    truth: Floats
    slopes: Floats


def toy(
    name: str,
    *,
    parameters: int = 12,
    data: int = 24,
    bend: float = 0.0,
    tau: float = 0.0,
    delta: float = 0.0,
    se: float = 0.3,
    sparse: float = 0.6,
) -> Toy:
    """g = A z, bent to (exp(bend A z) - 1)/bend; A is random, `sparse` of it zero.

    Data come in threes a study (two of the first group, one of the second). `tau` and `delta`
    are the scales of the half-normal priors; the truth has 0.7 of them.

    >>> made = toy("line", parameters=3, data=6)
    >>> made.forward(np.zeros((2, 3))).shape, made.data.studies
    ((2, 6), ('S0', 'S1'))
    """
    rows, columns = np.arange(data)[:, None], np.arange(parameters)
    slopes = streams.normal(0, f"toy/{name}/slope", theta=rows, index=columns)
    slopes = slopes * (streams.uniform(0, f"toy/{name}/zero", theta=rows, index=columns) > sparse)
    slopes = slopes / np.sqrt(max((1 - sparse) * parameters, 1.0)) * 1.5

    def forward(z: Floats) -> Floats:
        line = z @ slopes.T
        return np.expm1(bend * line) / bend if bend else line

    groups = ["time" if i % 3 < 2 else "share" for i in range(data)]
    design = Data.of(
        [f"d{i}" for i in range(data)],
        np.zeros(data),
        np.full(data, se),
        study=[f"S{i // 3}" for i in range(data)],
        group=groups,
        arm=[f"A{i % 3}" for i in range(data)],
        tau_scale={"time": tau, "share": tau},
        delta_scale={"time": delta, "share": delta},
    )
    truth = streams.normal(0, f"toy/{name}/truth", index=columns)
    root = np.linalg.cholesky(design.noise_cov(0.7 * design.tau_scale, 0.7 * design.delta_scale))
    error = root @ streams.normal(0, f"toy/{name}/error", index=np.arange(data))
    prior = Prior.of([f"p{i}" for i in range(parameters)])
    y = forward(truth[None])[0] + error
    return Toy(name, forward, prior, design.with_y(y), truth, slopes)


def exact(made: Toy) -> tuple[Floats, Floats]:
    """Posterior mean (p,) and covariance (p, p) of a straight toy without study effects."""
    weight = made.slopes.T / made.data.se**2
    cov = np.asarray(np.linalg.inv(np.eye(len(made.truth)) + weight @ made.slopes), float)
    return cov @ weight @ made.data.y, cov
