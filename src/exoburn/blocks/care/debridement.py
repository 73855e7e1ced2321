"""Debridement: dead tissue is taken off, by an enzyme, tangentially or down to fat or fascia.

An enzyme dissolves necrosis and spares what lives; a tangential excision shaves to bleeding tissue
and takes some of the islands and all of the zone of stasis with it; a full excision leaves no
island and is done only with a graft. Burned tissue that is cut away takes its bacteria with it,
and a full excision the granulation tissue that has grown by then, with its myofibroblasts.
"""

from exoburn.data import table
from exoburn.engine import Block, Event

_ROWS = {row["id"]: row for row in table("debridement")}

BLOCK = Block(
    name="debridement",
    doc=str(__doc__),
    equations="",
    events={
        "enzymatic": Event(
            "assign", "D = D*(1 - amount)", "an enzyme dissolves this share of the necrosis"
        ),
        "tangential": Event(
            "assign",
            f"""
            D = min_(D, {_ROWS["tangential"]["necrosis_after"]})
            B = B*excision_bacteria_left
            Zs = 0.0
            na = na*(1 - amount)
            """,
            "shaving to bleeding tissue; this share of the islands goes with it",
        ),
        "full_excision": Event(
            "assign",
            f"""
            D = min_(D, {_ROWS["full"]["necrosis_after"]})
            B = B*excision_bacteria_left
            Y = Y*excision_Y_left
            Zs = Zs*(1 - amount)
            na = na*(1 - amount)
            """,
            "excision of all burned skin (amount 1)",
        ),
    },
)
