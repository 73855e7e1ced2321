"""Dissolving needles: a depot inside the tissue that melts within hours (ev_release.csv)."""

from exoburn.engine import Block, Event, State

BLOCK = Block(
    name="needle",
    doc=str(__doc__),
    states={"Nd": State(1e-3, "A_ref", "vesicles in needles that have not melted yet")},
    equations="""
        Nd' = -k_needle*Nd
        deposit += k_needle*Nd
    """,
    events={"needles": Event("add", "Nd = Nd + amount/A_ref", "needles pressed in, particles/cm2")},
)
