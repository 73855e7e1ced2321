"""Settings of care that change in time: killing of bacteria, fluid lost, speed of the front.

Piecewise constant per-lane parameters of the healing network; an event sets or scales them.
"""

from exoburn.engine import Block, Event

BLOCK = Block(
    name="settings",
    doc=str(__doc__),
    equations="",
    events={
        "set_k_anti": Event("switch", "k_anti = amount", "antimicrobial killing, 1/day"),
        "set_p_U": Event("switch", "p_U = amount", "inflammation kept up by an open wound"),
        "scale_p_U": Event("switch", "p_U = p_U*amount", "a moist vehicle is put on or is gone"),
        "set_v0": Event("switch", "v0 = amount", "free speed of the front, mm/day"),
        "set_k_deb": Event("switch", "k_deb = amount", "slow debridement by a dressing, 1/day"),
        "set_k_eps": Event("switch", "k_eps = amount", "contraction rate, 1/day"),
        "set_k_rel": Event("switch", "k_rel = amount", "relaxation rate, 1/day"),
    },
)
