"""Coverage: how much of the column's area the front has covered.

The front comes in from the wound's edge (a disc of radius R0, shrunk by contraction) and out of
islands scattered at random with density na: a place is open if it is further than s from the edge
and no island lies within s (Johnson and Mehl 1939, Avrami 1939; for islands seeded at once this
is exact). The islands stay algebraic: inside a field they would be counted twice.
"""

from exoburn.engine import Block

BLOCK = Block(
    name="coverage",
    doc=__doc__ or "",
    equations="""
        shrunk = 1 - eps
        U = pos(1 - s/(R0*shrunk))**2*exp(-3.141592653589793*na*s**2)
        E = 1 - U
        open_fraction = shrunk**2*U
    """,
)
