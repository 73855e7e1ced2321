"""One case from statement to result: every arm, all draws, paired; studies loop over it."""

from exoburn.simulate.result import Result, simulate

__all__ = ["Result", "simulate"]
