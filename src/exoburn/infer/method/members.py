"""First members, and the errors that each member sees: addressed by name, never by order.

Adding a parameter, a datum or a member moves no other number, so a fit without a study differs
from the full fit through the study alone.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from exoburn import streams
from exoburn.infer.method.problem import Data, Floats


def first_members(seed: int, names: tuple[str, ...], members: int) -> Floats:
    """Standard normal coordinates (members, p), each parameter evenly spread.

    Latin hypercube blocks (McKay, Beckman and Conover 1979) through the inverse normal.

    >>> x = first_members(0, ("a", "b"), 400)
    >>> x.shape, bool(abs(x.mean()) < 0.01 and abs(x.std() - 1) < 0.01)
    ((400, 2), True)
    """
    index = np.arange(members)
    return np.stack(
        [ndtri(streams.stratified(seed, f"member/{name}", index)) for name in names], axis=1
    )


def standard_errors(seed: int, data: Data, members: int) -> tuple[Floats, Floats, Floats]:
    """Standard normal numbers behind sampling, study and arm errors: three (members, T).

    Data that share a study effect (or an arm discrepancy) get the same number.
    """
    index = np.arange(members)

    def column(name: str) -> Floats:
        return ndtri(streams.stratified(seed, name, index))

    made: dict[str, Floats] = {}
    sampling, study, arm = [], [], []
    for id_, s, g, a in zip(data.ids, data.study, data.group, data.arm, strict=True):
        for name, kind in (
            (f"sampling/{id_}", sampling),
            (f"study/{s}/{g}", study),
            (f"arm/{s}/{a}/{g}", arm),
        ):
            if name not in made:
                made[name] = column(name)
            kind.append(made[name])
    return np.stack(sampling, 1), np.stack(study, 1), np.stack(arm, 1)


def errors_of(
    data: Data, standard: tuple[Floats, Floats, Floats], tau: Floats, delta: Floats
) -> Floats:
    """Errors (members, T) with each member's own tau and delta (members, groups).

    >>> data = Data.of(["a", "b"], [0.0, 0.0], [1e-9, 1e-9], study=["S", "S"], group=["g", "g"])
    >>> e = errors_of(data, standard_errors(0, data, 40), np.ones((40, 1)), np.zeros((40, 1)))
    >>> bool(np.allclose(e[:, 0], e[:, 1], atol=1e-7))      # the study effect is shared
    True
    """
    at = data.group_index
    sampling, study, arm = standard
    return data.se * sampling + tau[:, at] * study + delta[:, at] * arm
