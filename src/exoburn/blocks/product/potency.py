"""Potency of a lot: zero-inflated, because lots of one process act or do not act at all.

    pi = (f_EV / 0.6) f_store a P_lot,   a ~ Bernoulli(p_act)

(model section 4; 10.1016/j.jcyt.2023.03.008). It divides X50 and never removes particles.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.data import parameters

Floats = NDArray[np.float64]


def potency(
    u_active: ArrayLike, *, p_act: ArrayLike, f_EV: ArrayLike, f_store: ArrayLike, P_lot: ArrayLike
) -> Floats:
    """Potency of lots, broadcast together; `u_active` is the uniform number of each lot.

    A lot is active if its uniform number lies below its `p_act`, so raising `p_act` can only wake
    lots up (common random numbers).

    >>> potency([0.2, 0.9], p_act=0.6, f_EV=0.6, f_store=0.8, P_lot=1.0).tolist()
    [0.8, 0.0]
    """
    reference = parameters()["f_EV_reference"].value
    active = np.less(u_active, p_act)
    strength = np.asarray(f_EV) / reference * np.asarray(f_store) * np.asarray(P_lot)
    return np.where(active, strength, 0.0).astype(np.float64)
