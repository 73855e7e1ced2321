"""Vehicle: what was put on the wound lets its vesicles go, in a burst and slowly; some never.

First-order release after a burst, with a share that stays trapped for good (ev_release.csv: several
gels never give all of their load). Amounts are carried in units of A_ref, the lane's reference
dose in particles/cm2, so that every state is of order one whatever the dose.
"""

from exoburn.engine import Block, Event, State

_UNIT = "A_ref"

BLOCK = Block(
    name="vehicle",
    doc=str(__doc__),
    states={
        "Vb": State(1e-2, _UNIT, "vesicles in the vehicle that leave as a burst"),
        "Vs": State(1e-2, _UNIT, "vesicles in the vehicle that leave slowly"),
        "Tr": State(1e-2, _UNIT, "vesicles trapped in the vehicle"),
    },
    equations="""
        Vb' = -k_b*Vb
        Vs' = -k_r*Vs
        Tr' = 0.0
        released = k_b*Vb + k_r*Vs
    """,
    events={
        "topical": Event(
            "add",
            """
            Vb = Vb + min_(f_b, f_inf)*amount/A_ref
            Vs = Vs + (f_inf - min_(f_b, f_inf))*amount/A_ref
            Tr = Tr + (1 - f_inf)*amount/A_ref
            """,
            "a dose in its vehicle onto the wound, particles/cm2",
        ),
        "topical_free": Event(
            "add",
            "Vb = Vb + amount/A_ref",
            "a dose in saline or as a spray: all of it leaves at once, particles/cm2",
        ),
    },
)
