"""The laws of every wound, under the cares and patients that change the healing network."""

from __future__ import annotations

from typing import ClassVar

from exoburn.wound.parameters import defaults
from tests.laws.laws import WoundLaws

BASE = defaults()


class TestReferenceCare(WoundLaws):
    """Silver hydrofibre, an adult in good health."""


class TestSilverSulfadiazine(WoundLaws):
    """Model section 5: the front at 0.8 of its speed."""

    inputs: ClassVar = {"v0": 0.80 * BASE["v0"]}


class TestParaffinGauze(WoundLaws):
    """Model section 5: no antimicrobial, a slower front, more inflammation of the open bed."""

    inputs: ClassVar = {"k_anti": 0.0, "v0": 0.92 * BASE["v0"], "p_U": 1.1 * BASE["p_U"]}


class TestDiabetes(WoundLaws):
    """Model section 5: slower front, turn, sprouting and efferocytosis."""

    inputs: ClassVar = {
        "v0": 0.8 * BASE["v0"],
        "k_12": 0.6 * BASE["k_12"],
        "k_V": 0.7 * BASE["k_V"],
        "e_M": 0.7 * BASE["e_M"],
    }
