"""A lane at rest: the switches and inputs of the delivery blocks when nothing is given."""

from __future__ import annotations

from exoburn.blocks.delivery.barrier import START as _BARRIER_START
from exoburn.blocks.delivery.faces import default_faces

#: Initial values of delivery states that are not 0.
START: dict[str, float] = dict(_BARRIER_START)

#: Particles/cm2 that states are counted in when a lane gets none.
A_REF_AT_REST = 1e10


def neutral(layers: int | None = None) -> dict[str, float]:
    """Per-lane inputs that are no rows of a table, at the value that changes nothing.

    `A_ref` reference dose (particles/cm2), `cov` share of the area reached, `potency` of the lot,
    switches `ev_on`, `msc_on`, `prp_on` (1 = may act, 0 = the product does nothing), `clear_on`
    and `contact` (structure), `under` (1 = between bed and graft), `inj_l` share of an injection
    in layer l.

    >>> neutral()["potency"], neutral()["inj_10"]
    (1.0, 0.0)
    """
    count = len(default_faces()) - 1 if layers is None else layers
    at_rest = {
        "A_ref": A_REF_AT_REST, "cov": 1.0, "potency": 1.0, "ev_on": 1.0, "msc_on": 1.0,
        "prp_on": 1.0, "clear_on": 1.0, "contact": 0.0, "under": 0.0,
    }  # fmt: skip
    return at_rest | {f"inj_{i}": 0.0 for i in range(1, count + 1)}
