"""Signals: what the cells tell each other, in units of the half-saturating dose.

P stands for TNF, IL-1 and IL-6, I for IL-10, T for active TGF-beta, G for the mitogens (EGF, KGF,
PDGF, FGF) and W for VEGF. Ranges and decay rates follow the models listed in notes section 1
(Waugh and Sherratt 2006, doi 10.1007/s11538-005-9022-3; Korkmaz 2024, doi
10.3389/fimmu.2024.1303776). T_h and G_h are what healthy skin holds.
"""

from exoburn.engine import Block, Port, State

BLOCK = Block(
    name="signals",
    doc=__doc__ or "",
    states={
        "P": State(0.01, "half-saturating dose", "pro-inflammatory cytokines"),
        "I": State(0.01, "half-saturating dose", "IL-10-like cytokines"),
        "T": State(0.01, "half-saturating dose", "active TGF-beta"),
        "G": State(0.01, "half-saturating dose", "mitogens"),
        # small: hypoxia, its source, is switched off where oxygen passes the healthy level
        "W": State(0.001, "half-saturating dose", "VEGF"),
    },
    ports={
        "e_cytokine": Port("fraction", "inflammation", 0.95, "share of P production prevented"),
        "e_il10": Port("sum", "inflammation", None, "gain in IL-10 from M2"),
        "in_I": Port("sum", "inflammation", None, "IL-10 delivered, per day"),
        "in_T": Port("sum", "scar", None, "TGF-beta delivered, per day"),
        "in_G": Port("sum", "growth", None, "mitogens delivered, per day"),
        "in_W": Port("sum", "vessels", None, "VEGF delivered, per day"),
    },
    equations="""
        hP = P/(1 + P)
        hT = T/(1 + T)
        hG = G/(1 + G)
        hW = W/(1 + W)
        T_h  = (t_2*M2_h + t_1*M1_h + t_b)/d_T
        G_h  = (g_M*(M1_h + M2_h) + g_F)/d_G
        hT_h = T_h/(1 + T_h)
        hG_h = G_h/(1 + G_h)
        p_cells = (p_N*N/(1 + shape_P_N*N)
                   + p_M*M1*(shape_P_rest + shape_P_feed*hill(P, shape_K_PP, 2)))
        p_bed   = p_D*D/(shape_KD_P + D) + p_B*Bs + p_U*U + p_A*k_nec*A
        hypoxia = pos(1 - O)*(shape_W_bed + F + Mphi)/(1 + F + Mphi)
        P' = (p_bed + p_cells)*(1 - e_cytokine)/(1 + I/K_I) - d_P*P
        I' = i_2*M2*(1 + e_il10) + i_1*M1*hP + i_E*ate + in_I - d_I*I
        T' = t_2*M2 + t_1*M1 + t_Y*Y + t_b*F + t_U*U*F/(shape_KF_T + F) + in_T - d_T*T
        G' = g_M*Mphi + g_F*F + g_K*U + in_G - d_G*G
        W' = w_H*hypoxia + w_2*M2 + w_K*U + in_W - d_W*W - u_W*V*W
    """,
)
