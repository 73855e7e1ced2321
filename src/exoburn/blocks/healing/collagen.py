"""Collagen: young (C3) laid down, matured into C1, both lost to metalloproteinases (X).

1 is the collagen of healthy dermis, a fifth of it young. Synthesis rises with what TGF-beta and
mitogens exceed their healthy level by, and with the deficit; c_F, mu_1 and X_h are derived so
that healthy dermis stands still (notes section 4).
"""

from exoburn.engine import Block, Port, State

BLOCK = Block(
    name="collagen",
    doc=__doc__ or "",
    states={
        "X": State(0.01, "half-saturating dose", "metalloproteinases"),
        "C3": State(0.01, "healthy collagen", "young collagen"),
        "C1": State(0.01, "healthy collagen", "mature collagen"),
    },
    ports={"e_colE": Port("sum", "scar", None, "gain in deposition while the wound is open")},
    equations="""
        C    = C1 + C3
        X_h  = (x_1*M1_h + x_F)/(d_X*(1 + aT_X*hT_h))
        c_F  = (mu_3 + k_31)*shape_C3_h/(1 - 1/Cmax)
        mu_1 = k_31*shape_C3_h/shape_C1_h
        dX   = pos(X - X_h)
        by_F = c_F*F*(1 + aC_T*pos(hT - hT_h) + aC_G*pos(hG - hG_h))*(1 + e_colE*U)
        deposition = (by_F + c_Y*Y)*(1 + aC_def*pos(1 - C))*fO_1*pos(1 - C/Cmax)
        X'  = x_1*M1 + x_N*N + x_F*F - d_X*X*(1 + aT_X*hT)
        C3' = deposition - (mu_3 + kX_3*dX + k_31)*C3
        C1' = k_31*C3 - (mu_1 + kX_1*dX)*C1
    """,
)
