"""Equations in, fast code out; knows no burns."""

from exoburn.engine.block import RANKS, Block, Event, Port, State
from exoburn.engine.reference import Reference
from exoburn.engine.system import System

__all__ = ["RANKS", "Block", "Event", "Port", "Reference", "State", "System"]
