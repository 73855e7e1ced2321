"""Infection: bacteria on the open bed, fed by dead tissue, killed by leukocytes with oxygen.

Logistic growth against a saturable kill gives the two fates seen on burn wounds: a burden under
a threshold clears, one above it escapes (the structure of Reynolds 2006, doi
10.1016/j.jtbi.2006.02.016). 1e5 CFU/g is 1e-4 here. There is no adaptive immunity, biofilm or
sepsis: an untreated infection of a deep burn never resolves, which is a stated weakness.
Skin that has closed sheds what is left.
"""

from exoburn.engine import Block, State

BLOCK = Block(
    name="infection",
    doc=__doc__ or "",
    states={"B": State(1e-7, "1e9 CFU/g", "bacteria in the wound bed")},
    equations="""
        Bs    = B/(B + B_half)
        b_bed = shape_B_bed + shape_B_slough*D/(shape_KD_B + D)
        kill  = (k_B0 + k_BN*N + k_BM*(M1 + shape_B_M2*M2))*O/(O + K_Ob)/(1 + B/B_sat)
        B' = b_in*U + r_B*B*(1 - B)*U*b_bed - (kill + k_anti + shape_B_closed*(1 - U))*B
    """,
)
