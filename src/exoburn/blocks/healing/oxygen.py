"""Oxygen: supplied by vessels and, thinly, by air; eaten by the cells of the bed.

1 is healthy dermis (about 40 mmHg). `base` is the extra supply that holds healthy skin at 1;
`fO` is the growth that the oxygen at hand allows, 1 in healthy skin.
"""

from exoburn.engine import Block, State

BLOCK = Block(
    name="oxygen",
    doc=__doc__ or "",
    states={"O": State(0.01, "healthy dermis", "oxygen")},
    equations="""
        fO   = O*(1 + K_Oe)/(O + K_Oe)
        fO_1 = min_(fO, 1)
        base = c_O*(shape_O_rest + cF)/(1 + K_Oc)
        uptake_O = c_O*O/(O + K_Oc)*(shape_O_rest + cN*N + cM*Mphi + cF*(F + Y))
        O' = k_O*V*(1 - O) + base*V + shape_O_air*surf*k_O*U*(1 - O) - uptake_O
    """,
)
