"""What a constant effect of one kind does to the closure of a deep partial burn."""

from __future__ import annotations

import pytest

from exoburn.engine import Block, System
from exoburn.wound import AS_SPECIFIED, blocks
from tests.healing.support import t95

#: Effect of 0.5 -> days gained or lost (model section 3).
STATED = {"e_cytokine": 2.6, "e_il10": 2.1, "e_front": -4.9, "e_clear": -2.5, "e_vessel": -0.5}


def with_constant(port: str) -> System:
    return System.compose(f"constant {port}", [*blocks("healing"), Block("it", f"{port} += gain")])


@pytest.mark.parametrize(("port", "days"), STATED.items())
def test_days_gained_by_a_constant_effect(port, days):
    """Borrowed truth: the numbers of the sign trap, model section 3 (deep partial, 26.8 d)."""
    plain = t95(0.65, **AS_SPECIFIED)
    change = t95(0.65, system=with_constant(port), gain=0.5, **AS_SPECIFIED) - plain
    assert change == pytest.approx(days, abs=0.07)


@pytest.mark.parametrize("port", STATED)
def test_a_switched_off_mechanism_changes_nothing(port):
    """Law: a mechanism switched off is exactly the network without it."""
    system = with_constant(port)
    switch = next(key for key in system.parameters if key.startswith("on_"))
    assert t95(0.65, system=system, gain=0.5, **{switch: 0.0}) == t95(0.65)


def test_fractions_are_cut_below_one():
    """Model section 4: e_cytokine, e_rescue and e_myo are cut at 0.95."""
    for port in ("e_cytokine", "e_rescue", "e_myo"):
        system = with_constant(port)
        more = t95(0.4, system=system, gain=5.0)
        assert more == t95(0.4, system=system, gain=0.95)


def test_clearance_decides_the_sign_as_specified():
    """Model section 3: less inflammation alone costs days, with better clearance it gains them."""
    both = System.compose(
        "both", [*blocks("healing"), Block("two", "e_cytokine += calm\ne_clear += clear")]
    )
    plain = t95(0.65, **AS_SPECIFIED)
    assert t95(0.65, system=both, calm=0.5, clear=0.0, **AS_SPECIFIED) > plain + 1
    assert t95(0.65, system=both, calm=0.5, clear=2.0, **AS_SPECIFIED) < plain - 1


@pytest.mark.parametrize("f", [0.55, 0.65])
def test_calming_inflammation_costs_no_days(f):
    """The trap mended: with e_clear 0 a constant e_cytokine or e_il10 of 0.5 is not later."""
    plain = t95(f)
    for port in ("e_cytokine", "e_il10"):
        assert t95(f, system=with_constant(port), gain=0.5) < plain, port


@pytest.mark.parametrize("f", [0.2, 0.4, 0.55, 0.65, 0.8])
def test_the_mend_keeps_closure_by_depth(f):
    """Stated in the row of D_half: closure days stay within 5 % of the hand-set ones."""
    assert t95(f) == pytest.approx(t95(f, **AS_SPECIFIED), rel=0.05)
