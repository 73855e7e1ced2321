"""Necrosis: stasis tissue that is lost or saved, adnexa lost with it, and dead tissue cleared.

Around the coagulated core of a burn lies a zone of stasis (Jackson 1953, doi
10.1002/bjs.18004016413) that dies over about three days when inflammation is high and perfusion
low, and recovers otherwise. What dies becomes necrosis D and takes hair follicles and glands (na)
with it, the islands from which a partial-thickness burn re-epithelialises. Neutrophils and
macrophages clear D, at a rate that saturates: a thick eschar is cleared from its edges, and by a
crowd of leukocytes hardly faster than by half of it (`D_crowd`: what limits is the surface they
eat from). Inflammation itself blunts it (`D_tox`: cytokines and proteases impair efferocytosis;
Korns 2011, doi 10.3389/fimmu.2011.00057, from memory). So calming inflammation no longer costs
days by leaving dead tissue behind; with both at 0 clearance is in proportion to cells.
Infection kills islands and tissue too (k_Bna, k_BD), so that it never shortens closure.
"""

from exoburn.engine import Block, Port, State

BLOCK = Block(
    name="necrosis",
    doc=__doc__ or "",
    states={
        "D": State(0.01, "full-thickness column", "necrosis not yet cleared"),
        "Zs": State(0.01, "full-thickness column", "stasis tissue that may still die"),
        "na": State(0.01, "1/mm2", "adnexal islands that can re-epithelialise"),
    },
    ports={
        "e_rescue": Port("fraction", "inflammation", 0.95, "share of stasis loss prevented"),
        "e_clear": Port("sum", "inflammation", None, "gain in clearance by macrophages"),
    },
    equations="""
        kl  = k_loss*(1 + aP_loss*hP)*(1 - e_rescue)*(1 - aid_rescue)
        by_N = k_DN*N
        by_M = k_DM*(M1 + shape_D_M2*M2)
        crowding = (1 + D_crowd)/(1 + D_crowd*(by_N + by_M)/D_half)
        blunted = (1 + D_tox*shape_D_P)/(1 + D_tox*P)
        by_cells = (by_N + by_M*(1 + e_clear))*crowding*blunted
        clearance = (k_D0 + by_cells + k_deb)*D/(K_D + D)
        Zs' = -(kl + k_res*V)*Zs
        na' = -(chi_na*kl*Zs + k_Bna*Bs)*na
        D'  = c_Z*kl*Zs + k_BD*Bs*U - clearance
    """,
)
