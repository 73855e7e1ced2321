"""Infection: bacteria on the open bed, fed by dead tissue, killed by leukocytes with oxygen.

Logistic growth against a saturable kill gives the two fates seen on burn wounds: a burden under
a threshold clears, one above it escapes (the structure of Reynolds 2006, doi
10.1016/j.jtbi.2006.02.016). 1e5 CFU/g is 1e-4 here. What escapes the leukocytes meets adaptive
immunity (Im, a share of its full strength) one to three weeks later: it rises while the burden
lasts, fades over months and kills without being used up, so that an untreated infection of a host
in good health resolves within 2 to 6 weeks (assumed; the kill is off at k_BI = 0). There is no
biofilm and no sepsis. Skin that has closed sheds what is left.
"""

from exoburn.engine import Block, State

BLOCK = Block(
    name="infection",
    doc=__doc__ or "",
    states={
        "B": State(1e-7, "1e9 CFU/g", "bacteria in the wound bed"),
        "Im": State(0.01, "share of full strength", "adaptive immunity to these bacteria"),
    },
    equations="""
        Bs    = B/(B + B_half)
        b_bed = shape_B_bed + shape_B_slough*D/(shape_KD_B + D)
        kill  = (k_B0 + k_BN*N + k_BM*(M1 + shape_B_M2*M2))*O/(O + K_Ob)/(1 + B/B_sat)
        removal = kill + k_BI*Im**2 + k_anti + shape_B_closed*(1 - U)
        B' = b_in*U + r_B*B*(1 - B)*U*b_bed - removal*B
        Im' = k_Im*Bs*(1 - Im) - d_Im*Im
    """,
)
