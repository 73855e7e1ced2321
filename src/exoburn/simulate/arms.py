"""Arms as they are run: those of the case, and the vehicle arm behind each product.

The vehicle arm has the same care, visits and vehicle and nothing in it; it is the baseline for
what the product itself did. Arms that come to the same are run once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from exoburn.case import Case
from exoburn.case.arm import Arm
from exoburn.case.model import VEHICLE

PRODUCT_KINDS = ("vesicle", "msc", "prp")


@dataclass(frozen=True)
class RunArm:
    """One arm to run: its statement, its number in the case, and whether its doses are emptied."""

    statement: Arm
    number: int
    emptied: bool = False

    @property
    def name(self) -> str:
        """The arm's name; the computed vehicle arm says whose it is."""
        return f"{self.statement.name}{VEHICLE}" if self.emptied else self.statement.name

    @property
    def kind(self) -> str:
        """Kind of the interface; an emptied arm is a vehicle arm."""
        return "vehicle" if self.emptied else self.statement.kind

    @property
    def gives(self) -> tuple[str, ...]:
        """Classes of product that are really in it: vesicle, msc, prp."""
        if self.emptied:
            return ()
        found = {r.product_class for r in self.statement.regimens if r.amount > 0}
        return tuple(kind for kind in PRODUCT_KINDS if kind in found)

    @property
    def active(self) -> bool:
        """True if a product is in it."""
        return bool(self.gives)


def arms_of(case: Case) -> list[RunArm]:
    """The case's arms in order, then the vehicle arm of each that gives a product."""
    stated = [RunArm(arm, i) for i, arm in enumerate(case.arms)]
    return stated + [replace(arm, emptied=True) for arm in stated if arm.active]
