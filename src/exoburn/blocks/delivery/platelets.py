"""Platelet gel (PRP, PRF): growth factors at once and over hours or days, and their memory.

About a third of the factors leaves the gel within minutes, the rest over hours (PRP gel) or days
(PRF) (comparator_pk.csv). The factors are short-lived; a fading memory K stands for the cells they
set going. A dose of 1 is the gel of 1 mL PRP at 1e9 platelets/mL per 10 cm2.
"""

from exoburn.engine import Block, Event, State

BLOCK = Block(
    name="platelets",
    doc=str(__doc__),
    states={
        "R": State(1e-2, "unit dose", "platelet factors still in the gel"),
        "K": State(1e-2, "unit dose", "signal memory left by platelet factors"),
    },
    equations="""
        R' = -k_prp*R
        K' = k_prp*R - k_prp_memory*K
        in_T += prp_on*prp_T*k_prp*R
        in_G += prp_on*prp_G*k_prp*R
        in_W += prp_on*prp_W*k_prp*R
        prp_level = prp_on*K/(K_prp + K)
        e_front += prp_front*prp_level
        e_vessel += prp_vessel*prp_level
    """,
    events={
        "platelet_gel": Event(
            "add",
            """
            T = T + on_scar*prp_on*prp_burst*prp_T*amount
            G = G + on_growth*prp_on*prp_burst*prp_G*amount
            W = W + on_vessels*prp_on*prp_burst*prp_W*amount
            R = R + (1 - prp_burst)*amount
            K = K + prp_burst*amount
            """,
            "platelet gel onto the wound, unit doses",
        )
    },
)
