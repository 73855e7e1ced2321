"""The laws of every wound, with something given: vesicles, platelets, cells, a scrape, a dressing.

A product changes how fast a wound closes, never which of two wounds closes first.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest

from exoburn.engine import System
from exoburn.wound import system
from exoburn.wound.parameters import defaults
from tests.laws.laws import EQUAL, WoundLaws

BASE = defaults()
DAYS = (1.0, 4.0, 7.0, 10.0)
GEL = tuple((day, "topical", 1e10) for day in DAYS)
VISITS = tuple((day, "dressing_change", 0.8) for day in DAYS)


class Given(WoundLaws):
    """The composed system under some events."""

    __test__ = False

    @classmethod
    def system(cls) -> System:
        """Everything that may reach a column."""
        return system()

    @pytest.mark.skip(reason="a healthy skin that is treated does not rest")
    def test_healthy_skin_rests(self):
        """Stated for skin that nobody touches."""


class TestVesicleGel(Given):
    """1e10 particles/cm2 in a gel, four times, the dressing changed with it."""

    __test__ = True
    events: ClassVar = (*VISITS, *GEL)


class TestInjectedAtAnimalStrength(Given):
    """3e11 particles/cm2 into the upper millimetre, no discount from animals."""

    __test__ = True
    inputs: ClassVar = {"d_trans": 1.0, "A_ref": 3e11,
                        **{f"inj_{i}": 0.125 for i in range(1, 9)}}  # fmt: skip
    events: ClassVar = ((1.0, "inject", 3e11), (5.0, "inject", 3e11))


class TestPlatelets(Given):
    """A platelet gel on days 1, 5 and 9."""

    __test__ = True
    events: ClassVar = tuple((day, "platelet_gel", 1.0) for day in (1.0, 5.0, 9.0))


class TestCells(Given):
    """A million cells/cm2 on days 1 and 8."""

    __test__ = True
    inputs: ClassVar = {f"inj_{i}": 0.2 for i in range(1, 6)}
    events: ClassVar = ((1.0, "cells", 1.0), (8.0, "cells", 1.0))


class TestEnzymatic(Given):
    """Dead tissue dissolved on day 1; SSD on top."""

    __test__ = True
    inputs: ClassVar = {"v0": 0.8 * BASE["v0"]}
    events: ClassVar = ((1.0, "enzymatic", 1.0), *VISITS)


@pytest.mark.parametrize("f", [0.2, 0.55, 0.8])
def test_more_vesicles_never_heal_later_with_clearing(f):
    """Expected of the default: a larger dose is not slower while it helps to clear."""

    class Dosed(Given):
        __test__ = False

    days = []
    for dose in (0.0, 1e8, 1e9, 1e10, 1e11):
        arm = Dosed()
        arm.events = tuple((day, "topical", dose) for day in DAYS if dose)  # type: ignore[misc]
        days.append(float(arm.t95(f)[0]))
    assert (np.diff(days) <= EQUAL).all()
    assert days[-1] < days[0] - 0.05


def test_a_bolus_given_in_two_is_one():
    """Law: splitting a dose at one instant changes nothing beyond rounding."""

    class Whole(Given):
        __test__ = False
        events = GEL

    class Halves(Given):
        __test__ = False
        events = tuple((day, name, amount / 2) for day, name, amount in GEL for _ in range(2))

    one, two = (arm().run([0.2, 0.55, 0.9], names=("E", "occupancy")) for arm in (Whole, Halves))
    for name, values in one.items():
        np.testing.assert_allclose(two[name], values, rtol=1e-10, atol=1e-14)
