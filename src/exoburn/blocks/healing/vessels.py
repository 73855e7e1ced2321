"""Vessels: sprouting under VEGF into a bed that can carry them, pruning after closure.

Capillaries need a matrix to grow in and stop at necrosis; after closure the excess is pruned,
slower where myofibroblasts and excess collagen stay, which is why a young scar is red (notes
section 3). `perf` is the share of recruitment that perfusion lets through.
"""

from exoburn.engine import Block, Port, State

BLOCK = Block(
    name="vessels",
    doc=__doc__ or "",
    states={"V": State(0.01, "healthy dermis", "vessel density")},
    ports={"e_vessel": Port("sum", "vessels", None, "gain in vessel growth")},
    equations="""
        perf     = perf0 + (1 - perf0)*min_(V, shape_perf_max)
        scaffold = hill(C + shape_V_F*F + shape_V_base, shape_V_K, 1)
        sprout   = (k_V*hW*(1 + e_vessel)*(V + iota)*(1 - V/Vmax)*scaffold
                    *(1 - shape_V_D*D/(shape_KD_V + D)))
        prune    = (d_V*V*pos(V - shape_V_prune)*(1 + shape_V_closed*E)
                    /(1 + aY_V*Y + aC_V*pos(C - 1)))
        V' = sprout - prune + shape_V_refill*pos(1 - V)
    """,
)
