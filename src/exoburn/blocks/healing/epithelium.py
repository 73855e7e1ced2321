"""Epithelium: the front crawls from the edge and from every island, as fast as the bed lets it.

v0 is the free speed of a keratinocyte front; necrosis, inflammation, bacteria, want of oxygen and
want of matrix slow it (`phi`), mitogens hurry it (notes section 2).
"""

from exoburn.engine import Block, Port, State

BLOCK = Block(
    name="epithelium",
    doc=__doc__ or "",
    states={"s": State(0.1, "mm", "distance that the epithelial front has crept")},
    ports={"e_front": Port("sum", "growth", None, "gain in front speed")},
    equations="""
        clean = 1/((1 + (D/K_De)**2)*(1 + (P/K_Pe)**2)*(1 + B/K_Be))
        bed   = min_(fO, shape_e_O)*hill(C, K_C, 2)
        phi   = clean*bed*(1 + aG_e*(hG - shape_e_G))*(1 + e_front)
        s' = v0*phi
    """,
)
