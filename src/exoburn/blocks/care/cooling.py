"""First aid: early cooling keeps part of the zone of stasis alive for three days (model.md 1)."""

from exoburn.engine import Block, Event

BLOCK = Block(
    name="cooling",
    doc=str(__doc__),
    equations="",
    events={
        "set_aid_rescue": Event(
            "switch", "aid_rescue = amount", "share of stasis loss that first aid prevents"
        )
    },
)
