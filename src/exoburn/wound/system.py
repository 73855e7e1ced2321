"""The whole as one system: healing, delivery and care composed by the names they share."""

from __future__ import annotations

import importlib
from functools import cache

from exoburn.engine import Block, System

#: Rooms of blocks, in the order in which their states and parameters are listed.
ROOMS = ("healing", "delivery", "care")


def blocks(*rooms: str) -> tuple[Block, ...]:
    """The blocks of some rooms (all of them by default), as each room's `BLOCKS` lists them.

    >>> [b.name for b in blocks("healing")][:3]
    ['collagen', 'contraction', 'coverage']
    """
    found: list[Block] = []
    for room in rooms or ROOMS:
        module = importlib.import_module(f"exoburn.blocks.{room}")
        found.extend(getattr(module, "BLOCKS", ()))
    return tuple(found)


@cache
def system() -> System:
    """One column of wound with everything that may reach it (cached; per day, mm).

    >>> "E" in system().named and "k_anti" in system().parameters
    True
    """
    return System.compose("wound", blocks())


@cache
def healing_system() -> System:
    """The healing network alone: no product, no care events, every effect port at 0.

    >>> len(healing_system().states)
    23
    """
    return System.compose("healing", blocks("healing"))
