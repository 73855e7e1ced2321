"""Laser on old scars: a share of the excess goes with every session, and channels stand open.

A fractional CO2 session cuts what collagen, vessels and myofibroblasts exceed healthy skin by the
share `amount`; a pulsed dye laser cuts vessels. Published changes are before-after ones and hold
some maturation (10.1080/09546634.2019.1704679).
"""

from exoburn.engine import Block, Event

_KEEP = "(1 - amount*pos(C1 + C3 - 1)/max_(C1 + C3, 1))"

BLOCK = Block(
    name="scar_laser",
    doc=str(__doc__),
    equations="",
    events={
        "fractional_co2": Event(
            "assign",
            f"""
            C1 = C1*{_KEEP}
            C3 = C3*{_KEEP}
            Y = Y*(1 - amount)
            V = V - amount*pos(V - 1)
            ch = 1.0
            """,
            "a fractional CO2 session; amount = share of the excess that goes",
        ),
        "pdl": Event(
            "assign",
            """
            V = V - amount*pos(V - 1)
            Y = Y*0.9
            """,
            "a pulsed dye session; amount = share of the vessels' excess that goes",
        ),
    },
)
