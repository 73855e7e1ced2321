"""Barrier: how easily vesicles get from the fluid film into the bed.

An open bed lets them in, eschar and healed skin hardly (intact stratum corneum passes under 1 %
in a day, doi 10.3390/ijms22020720); channels made by a needle or a laser stand open for some hours.
Under a graft (`under` = 1) the film lies on the bed itself, whatever has grown above it. An open
wound also weeps, which works against entry; the flow falls over days (`fresh` = exp(-t/tau_out)).
"""

from exoburn.engine import Block, Event, State

BLOCK = Block(
    name="barrier",
    doc=str(__doc__),
    states={
        "ch": State(0.01, "1", "share of the channels that are still open"),
        "fresh": State(0.01, "1", "outward flow relative to day 0 of an open wound"),
    },
    equations="""
        ch' = -0.6931471805599453/channel_half_life*ch
        fresh' = -fresh/tau_out
        eschar = hill(D, K_eschar, 4)
        skinned = E*(1 - under)
        channels = f_channel*ch
        P_bed = (1 - eschar)*P_open + eschar*P_eschar
        P_in = (1 - channels)*(skinned*P_intact + (1 - skinned)*P_bed) + channels*P_open
        outflow = v_out*U*fresh*(1 - under)
    """,
    events={
        "channels": Event("assign", "ch = amount", "needling or laser opens channels (amount 1)"),
        "under_graft": Event(
            "switch", "under = amount", "a graft covers what was given to the bed (amount 1)"
        ),
    },
)

#: Initial values that are not 0.
START = {"fresh": 1.0}
