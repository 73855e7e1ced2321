"""Units through every equation of delivery, from the units that the tables state."""

import ast
import re

import pytest

from exoburn.blocks import delivery
from exoburn.blocks.delivery.units import CONVERSIONS
from exoburn.data import parameters
from exoburn.engine.expression import read_lines
from tests.delivery.bench import delivery_system
from tests.delivery.dimensions import NONE, Mismatch, check_equal, dim, dim_of, is_length, times

AREA_DOSE = dim("particles/cm2")
AMOUNTS = {"topical": AREA_DOSE, "topical_free": AREA_DOSE, "inject": AREA_DOSE,
           "needles": AREA_DOSE}  # fmt: skip
#: Lane inputs without a row, and the product room's row that counts particles.
INPUTS = {"A_ref": AREA_DOSE, "ppm_ug": dim("particles/ug")}


def known_dimensions():
    """Dimension of every state, parameter and lane input of the delivery system."""
    system, rows = delivery_system(), parameters()
    known = {}
    for name in system.parameters:
        unit = rows[name].unit if name in rows else "1"
        known[name] = INPUTS.get(name) or dim(CONVERSIONS.get(unit, (1, unit))[1])
    known |= {name: dim(state.unit) for name, state in system.states.items()}
    return system, known


def test_every_line_has_one_dimension():
    """Borrows dimensional analysis: sums of like things, rates per day, bare exponents."""
    system, known = known_dimensions()
    for name, tree in system.named.items():
        known[name] = dim("cm") if is_length(name) else (dim_of(tree, known, name) or NONE)
        if name in ("in_I", "in_G", "in_T", "in_W", "deposit"):
            known[name] = dim("1/day")
    for name, tree in system.rates.items():
        if name in ("shallow", "deep"):
            continue  # the bench's meters divide by a bare 7
        check_equal(dim_of(tree, known, name), times(known[name], dim("day"), -1), f"{name}'")


def test_events_keep_dimensions():
    """Borrows dimensional analysis: a dose in particles/cm2 lands in states counted in A_ref."""
    system, known = known_dimensions()
    for name, event in system.events.items():
        scope = known | {"amount": AMOUNTS.get(name, NONE)}
        for line in event.lines:
            check_equal(dim_of(line.tree, scope, f"{name}: {line.text}"), known[line.target], name)


def test_the_check_can_fail():
    """A dropped conversion is seen: the film's depth forgotten under the permeability."""
    _, known = known_dimensions()
    tree = read_lines("x = k_wash*S + P_open*S", where="wrong")[0].tree
    with pytest.raises(Mismatch):
        dim_of(tree, known, "wrong")


def test_conversions_are_those_of_the_specification():
    """Borrows the conversion list of model section 4."""
    got = delivery.engine_units(
        {"k_b": 1.0, "CL_up": 1.0, "P_open": 1.0, "D_eff": 1.0, "v_out": 1.0, "tau_m": 24.0}
    )
    assert got == pytest.approx(
        {"k_b": 24, "CL_up": 24, "P_open": 2.4e-3, "D_eff": 8.64e-4, "v_out": 8.64, "tau_m": 1}
    )


def test_every_unit_of_our_rows_is_understood():
    """No row of ours enters an equation in a unit that nobody converts or reads."""
    system = delivery_system()
    for name in system.parameters:
        if name in parameters():
            unit = parameters()[name].unit
            assert not re.search(r"\b(h|um|mm|um2|s)\b", CONVERSIONS.get(unit, (1, unit))[1])
    assert isinstance(system.rates["S"], ast.expr)
