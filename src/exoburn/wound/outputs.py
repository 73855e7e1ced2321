"""What a run records per lane and day: enough for every outcome, picture and mechanism panel."""

from __future__ import annotations

from functools import cache

from exoburn.wound.system import system

#: Of the healing network: coverage and strain, burden, then the four mechanisms' own observables.
HEALING = (
    "E", "eps", "D", "B",  # closure, necrosis, bacteria
    "P", "I", "N", "M1", "M2",  # inflammation
    "G", "F", "phi",  # growth
    "V", "O", "W",  # vessels
    "C", "C1", "C3", "Y", "T", "deposition",  # scar
)  # fmt: skip

#: Of delivery, where the system has them: occupancy by group, load of a cell, the ledger.
DELIVERY = ("Q_", "occupancy", "particles_per_cell", "found", "lost", "taken", "K", "M")


@cache
def outputs() -> tuple[str, ...]:
    """Names to record from `system()`, healing first.

    >>> outputs()[:4]
    ('E', 'eps', 'D', 'B')
    """
    whole = system()
    names = [*whole.states, *whole.named]
    extra = [n for n in names if n in DELIVERY or n.startswith(DELIVERY[0])]
    return (*HEALING, *(n for n in dict.fromkeys(extra) if n not in HEALING))
