"""The parameter rows of the network: complete, sourced, equal to the literature table."""

from __future__ import annotations

import math

import pytest

from exoburn.data import parameters, table
from exoburn.wound import blocks, healing_system

#: Rows of the prototype's lumped therapy, which delivery replaces.
OLD_THERAPY = {
    "k_dep", "k_clr", "k_upt", "k_cell", "K_EV", "m_ev", "k_prp", "d_msc",
    "prp_T", "prp_G", "prp_W", "msc_I", "msc_G", "msc_W",
}  # fmt: skip

#: What each lane is told; the tables cannot know it.
LANE_INPUTS = {"R0", "aid_rescue"}


def test_every_parameter_has_a_row():
    """Only what a lane is told is no table row: the wound's radius and what first aid saved."""
    rows = parameters()
    absent = {k for k in healing_system().parameters if k not in rows}
    assert absent == LANE_INPUTS


def test_values_are_the_literature_table_s():
    """Borrowed truth: the PROTO_ rows of literature/model_parameters.csv, value by value."""
    rows, seen = parameters(), 0
    read = set(healing_system().parameters) | {"hC"}
    for row in table("model_parameters"):
        name = row["id"].removeprefix("PROTO_")
        if row["id"].startswith("PROTO_") and name in read:
            assert rows[name].value == float(row["value"]), name
            seen += 1
    assert seen >= 119


def test_crawling_exponent_is_the_written_one():
    """The equations hold whole exponents only; hC of the table is the one written in phi."""
    phi = next(line for b in blocks("healing") for line in b.lines if line.target == "bed")
    assert parameters()["hC"].value == 2 == parameters()["hC"].quantile(0.9)
    assert "hill(C, K_C, 2)" in phi.text


def test_no_literal_hides_in_an_equation():
    """Every number in the equations is a row, but for 1, whole exponents and pi."""
    import ast

    for block in blocks("healing"):
        for line in block.lines:
            powers = {id(n.right) for n in ast.walk(line.tree)
                      if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Pow)}  # fmt: skip
            powers |= {id(n.args[2]) for n in ast.walk(line.tree)
                       if isinstance(n, ast.Call) and len(n.args) == 3}  # fmt: skip
            for node in ast.walk(line.tree):
                if isinstance(node, ast.Constant) and id(node) not in powers:
                    assert node.value in (1, math.pi), f"{block.name}: {line.text}"


def test_rows_tell_their_source_and_range():
    """A number without a reachable source says "assumed" and carries a range or a default one."""
    for name in healing_system().parameters:
        if name in LANE_INPUTS:
            continue
        row = parameters()[name]
        assert row.source.startswith("assumed"), name
        assert row.note, name
        if row.kind == "shape":
            assert row.low is not None, name
            assert row.high is not None, name
            assert row.low <= row.value <= row.high, name


@pytest.mark.parametrize("block", blocks("healing"), ids=lambda b: b.name)
def test_a_block_tells_its_biology(block):
    """Every block has a text, and every state a unit and a meaning."""
    assert len(block.doc) > 120
    for name, state in block.states.items():
        assert state.meaning, name
        assert state.unit != "1", name
        assert state.scale > 0, name
