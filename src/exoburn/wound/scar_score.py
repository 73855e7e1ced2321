"""A VSS-like scar score from the states of a column, and back from a stated score to states.

Redness from vessels, height and firmness from collagen, myofibroblasts and strain: assumed
(model section 6), with three reference courses to hold it. It imitates the Vancouver Scar Scale
(Sullivan 1990, doi 10.1097/00004630-199005000-00014); a rater's own error comes on top.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.data import parameters
from exoburn.errors import InputError

Floats = NDArray[np.float64]


def scar_score(C: ArrayLike, V: ArrayLike, Y: ArrayLike, eps: ArrayLike) -> Floats:
    """VSS-like score, 0-13, of collagen C, vessels V, myofibroblasts Y and strain eps.

    Arrays broadcast; the score has their shape.

    >>> round(float(scar_score(1.5, 1.4, 0.35, 0.2)), 1), float(scar_score(1.0, 1.0, 0.0, 0.0))
    (11.2, 0.0)
    """
    k = _weights()
    c, v, y, e = (np.asarray(x, np.float64) for x in (C, V, Y, eps))

    def share(x: Floats) -> Floats:
        return np.clip(x, 0.0, 1.0)

    span = k["scar_score_span"]
    red = k["scar_score_red"] * share((v - 1) / span)
    height = k["scar_score_height"] * share((c - k["scar_score_C0"]) / span)
    firm = k["scar_score_firm"] * share(
        k["scar_score_firm_C"] * (c - 1) + k["scar_score_firm_Y"] * y + k["scar_score_firm_eps"] * e
    )
    pigment = share(k["scar_score_pigment_0"] + k["scar_score_pigment_eps"] * e)
    pigment = k["scar_score_pigment"] * pigment * share((c - 1) / k["scar_score_pigment_C"])
    return red + height + firm + pigment


@cache
def _weights() -> dict[str, float]:
    return {key: row.value for key, row in parameters().items() if key.startswith("scar_score_")}


def states_at_score(vss: float, scar: Mapping[str, float]) -> dict[str, Floats]:
    """C, V, Y and eps of a scar with this score, on a path through the typical `scar`.

    The excess of C and V is scaled, as stated. Where even none of it scores too much, Y and eps
    shrink as well; where all of it scores too little, eps grows to its largest value.

    >>> at = states_at_score(8.0, {"C": 1.5, "V": 1.4, "Y": 0.35, "eps": 0.2})
    >>> round(float(scar_score(**at)), 6), float(at["Y"])
    (8.0, 0.35)
    """
    most = float(scar_score(**_on_path(3.0, scar)))
    if not 0 <= vss <= most:
        raise InputError(
            "no scar of the model scores this", key="vss", given=vss, allowed=f"0 to {most:.1f}"
        )
    low, high = 0.0, 3.0
    for _ in range(80):
        middle = 0.5 * (low + high)
        if float(scar_score(**_on_path(middle, scar))) < vss:
            low = middle
        else:
            high = middle
    return _on_path(high, scar)


def _on_path(u: float, scar: Mapping[str, float]) -> dict[str, Floats]:
    """u 0-1: Y and eps grow to the scar's; 1-2: excess of C and V; 2-3: eps to its largest."""
    active, excess = min(u, 1.0), min(max(u - 1.0, 0.0), 1.0)
    strain = scar["eps"] * active
    if u > 2.0:
        strain += (parameters()["eps_max"].value - strain) * (u - 2.0)
    full = parameters()["scar_score_span"].value
    reach = max(
        (full + parameters()["scar_score_C0"].value - 1) / (scar["C"] - 1), full / (scar["V"] - 1)
    )
    path = {
        "C": 1 + (scar["C"] - 1) * reach * excess,
        "V": 1 + (scar["V"] - 1) * reach * excess,
        "Y": scar["Y"] * active,
        "eps": strain,
    }
    return {name: np.asarray(value, np.float64) for name, value in path.items()}
