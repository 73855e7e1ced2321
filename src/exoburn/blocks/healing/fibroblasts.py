"""Fibroblasts come in and multiply; TGF-beta turns them into myofibroblasts.

Retained dermis (C1) holds back the turn to myofibroblasts, an open wound drives it; a dense
population of myofibroblasts protects itself from apoptosis, which is how a scar stays active
(structure after Koppenol 2017 and Murphy 2012, notes section 4). d_F is derived so that healthy
fibroblasts stand still.
"""

from exoburn.engine import Block, Port, State

BLOCK = Block(
    name="fibroblasts",
    doc=__doc__ or "",
    states={
        "F": State(0.01, "1000 cells/mm3", "fibroblasts"),
        "Y": State(0.01, "1000 cells/mm3", "myofibroblasts"),
    },
    ports={
        "e_fibro": Port("sum", "growth", None, "gain in the mitogenic drive of fibroblasts"),
        "e_myo": Port("fraction", "scar", 0.95, "share of the turn to myofibroblasts prevented"),
    },
    equations="""
        d_F = r_F*(hG_h + shape_F_base)*(1 - 1/K_F)
        differentiation = (k_FY*(1 - e_myo)*hill(T, K_TY, 2)*(1 - dermY*hill(C1, shape_K_derm, 4))
                           *F*(shape_Y_closed + shape_Y_open*U))
        immigration = m_F*(1 + aT_m*hT)*pos(1 - F)*(1 - shape_F_D*D/(shape_KD_F + D))
        division = r_F*F*(hG*(1 + e_fibro) + shape_F_base)*fO_1*(1 - (F + Y)/K_F)
        apoptosis_Y = d_Y*Y*(1 - zeta*hill(Y, K_Yz, 2))*(1 + close_Y*E)
        F' = immigration + division - d_F*F*(1 + shape_F_P*hP) - differentiation + k_YF*Y
        Y' = differentiation - k_YF*Y - apoptosis_Y
    """,
)
