"""One case from statement to result: every arm, all draws, paired; studies loop over it.

The room is called as its function: `exoburn.simulate(case)`.
"""

import sys
from types import ModuleType

from exoburn.simulate.result import Result, simulate

__all__ = ["Result", "simulate"]


class _Room(ModuleType):
    """A module that answers a call, since Python gives package and function one name."""

    __call__ = staticmethod(simulate)


sys.modules[__name__].__class__ = _Room
