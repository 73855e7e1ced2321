"""Surface: vesicles in the fluid film are washed away, break down, or enter the tissue.

At a dressing change a share of the film and of the vehicle leaves with the dressing. Everything
that leaves or is used up is counted: `found` = vehicle + trapped + film + depot + tissue + taken
up + lost equals what was given so far, in units of the lane's reference dose.
"""

from exoburn.engine import Block, Event, State

BLOCK = Block(
    name="surface",
    doc=str(__doc__),
    states={
        "S": State(1e-2, "A_ref", "vesicles in the fluid film"),
        "lost": State(1e-2, "A_ref", "vesicles washed off, broken down, drained or taken away"),
    },
    equations="""
        entering = P_in/h_S*S
        washed = (k_wash + k_degS)*S
        S' = released - washed - entering
        lost' = washed + lost_in_tissue
        on_wound = Vb + Vs + Tr + S
        found = on_wound + Nd + in_tissue + taken + lost
    """,
    events={
        "dressing_change": Event(
            "remove",
            """
            S = S*(1 - amount*(1 - under))
            Vb = Vb*(1 - amount*(1 - under))
            Vs = Vs*(1 - amount*(1 - under))
            Tr = Tr*(1 - amount*(1 - under))
            lost = lost + amount*(1 - under)*(S + Vb + Vs + Tr)
            """,
            "a dressing comes off with this share of film and vehicle",
        ),
    },
)
