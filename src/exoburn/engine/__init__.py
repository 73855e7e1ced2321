"""Equations in, fast code out; knows no burns."""

from exoburn.engine.block import RANKS, Block, Event, Port, State
from exoburn.engine.compile import compile_system
from exoburn.engine.kernel import Kernel, Run
from exoburn.engine.processor import processor
from exoburn.engine.reduce import resting, without
from exoburn.engine.reference import Reference
from exoburn.engine.schedule import Schedule
from exoburn.engine.self_test import SelfTest
from exoburn.engine.system import System

__all__ = [
    "RANKS",
    "Block",
    "Event",
    "Kernel",
    "Port",
    "Reference",
    "Run",
    "Schedule",
    "SelfTest",
    "State",
    "System",
    "compile_system",
    "processor",
    "resting",
    "without",
]
