"""Inflammation: neutrophils come, die and are eaten; macrophages turn from M1 to M2.

Neutrophils (N) follow danger signals, necrosis and bacteria in, through what perfusion is left;
they die as apoptotic cells (A). Macrophages that eat them turn from the inflammatory (M1) to the
repairing kind (M2), faster with IL-10, slower while necrosis and bacteria remain: resolution is
an act, not a decay (Cooper 2015 and Dunster 2014, structures in notes section 1).
"""

from exoburn.engine import Block, Port, State

BLOCK = Block(
    name="inflammation",
    doc=__doc__ or "",
    states={
        "N": State(0.01, "1000 cells/mm3", "neutrophils"),
        "A": State(0.01, "1000 cells/mm3", "apoptotic neutrophils"),
        "M1": State(0.01, "500 cells/mm3", "inflammatory macrophages"),
        "M2": State(0.01, "500 cells/mm3", "repairing macrophages"),
    },
    ports={"e_polarise": Port("sum", "inflammation", None, "gain in the M1 to M2 turn")},
    equations="""
        Mphi    = M1 + M2
        danger  = D/(shape_KD_rec + D)
        recruit = s_N*perf*hill(P + aD_N*danger + aB_N*Bs, K_rec, 3)/(1 + (I/K_IN)**2)
        eaten   = e_M*(M1 + shape_eat_M2*M2)*A
        ate     = hill(eaten, shape_K_ate, 1)
        brake   = 1 + shape_turn_D*D/(shape_KD_turn + D) + shape_turn_B*Bs
        turn    = k_12*M1*(1 + a12_I*I + a12_A*ate + e_polarise)/brake
        back    = k_21*Bs*M2
        monocytes = s_M*perf*(hill(P, K_PM, 2) + aA_M*A + aD_M*danger + aB_M*Bs)/(1 + I/K_IM)
        N'  = recruit - d_N*N
        A'  = d_N*N - eaten - k_nec*A
        M1' = monocytes - turn + back - d_M1*(M1 - M1_h)
        M2' = turn - back - d_M2*(M2 - M2_h)
    """,
)
