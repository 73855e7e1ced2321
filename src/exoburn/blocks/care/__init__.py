"""Care of the wound: dressings, debridement, grafts, scar treatment; who the patient is."""

from __future__ import annotations

from exoburn.blocks.care.rest import NEUTRAL
from exoburn.blocks.collect import blocks_of

BLOCKS = blocks_of(__name__, __path__)

__all__ = ["BLOCKS", "NEUTRAL"]
