"""From the vial to the cell: vehicle, film, layers, uptake and effect; platelets and cells."""

from __future__ import annotations

from exoburn.blocks.collect import blocks_of
from exoburn.blocks.delivery.lane import START, neutral
from exoburn.blocks.delivery.units import engine_units

BLOCKS = blocks_of(__name__, __path__)

__all__ = ["BLOCKS", "START", "engine_units", "neutral"]
