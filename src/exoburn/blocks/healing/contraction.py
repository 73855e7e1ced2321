"""Contraction: myofibroblasts pull the edges in; retained dermis and new epithelium resist.

eps is the linear strain: an area shrinks to (1 - eps)^2. What was pulled relaxes over years,
slower while myofibroblasts hold it (notes section 4). Loose-skinned animals have a muscle sheet
under the skin that pulls an open wound shut from the first day (k_pan; 0 in people).
"""

from exoburn.engine import Block, State

BLOCK = Block(
    name="contraction",
    doc=__doc__ or "",
    states={"eps": State(0.01, "strain", "linear contraction of the wound")},
    equations="""
        stiff = (1 - shape_eps_E*E)*(1 - shape_eps_C1*hill(C1, shape_K_derm, 2))
        pull = k_eps*Y + k_pan*U
        eps' = pull*(1 - eps/eps_max)*stiff - k_rel*eps/(1 + shape_rel_Y*Y)
    """,
)
