"""Our exported SBML in libroadrunner against our plain reference: same numbers, events included."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.engine import Block, Event, Port, Reference, State, System
from exoburn.export.sbml import to_sbml

from .versus import consistency_errors, distance, run_roadrunner

DRUG = Block(
    "drug",
    states={"S": State(1e9, "particles/cm2", "on the surface"), "C": State(1e9, "particles/mL")},
    equations="""
        S' = -(k_wash + k_in*bern(drift))*S
        C' = k_in*bern(drift)*S - k_out*C/(1 + C/K_sat)
        e_front += Emax*powr(C/X50 + 1e-9, 0.7)/(1 + powr(C/X50 + 1e-9, 0.7))
    """,
    events={
        "dose": Event("add", "S = S + f_in*amount\nC = C + (1 - f_in)*amount"),
        "change": Event("remove", "S = S*(1 - amount)"),
    },
)
SKIN = Block(
    "skin",
    states={"D": State(1.0, "full-thickness column"), "s": State(1.0, "mm"), "B": State(1e-3)},
    equations="""
        U = exp(-s/R0)
        slough = k_D*hill(s + 0.1, 0.5, 3)*D/(K_D + D)
        D' = -slough
        drift = 0.5*D - 0.2
        s' = v0*(1 + e_front)*min_(U + 0.2, 1)*max_(0.1, 1 - D)/(1 + (B/K_B)**2)
        B' = r_B*B*(1 - B)*U - k_anti*B + 0.02*pos(0.5 - D)*step(1 - s) + 1e-7*sqrt(U)*log(2 + s)
    """,
    ports={"e_front": Port("fraction", mechanism="growth", cap=0.95)},
    events={
        "excise": Event("assign", "D = min_(D, amount)\nB = B*D"),
        "antimicrobial": Event("switch", "k_anti = amount"),
    },
)
VALUES = {
    "k_wash": 0.3, "k_in": 2.0, "k_out": 0.4, "K_sat": 3e10, "Emax": 0.6, "X50": 1e9, "f_in": 0.9,
    "R0": 8.0, "k_D": 0.2, "K_D": 0.3, "v0": 0.3, "K_B": 0.1, "r_B": 1.5, "k_anti": 1.0,
    "on_growth": 1.0,
}  # fmt: skip
EVENTS = [
    (6.0, "dose", 4e9), (6.0, "antimicrobial", 0.2), (6.0, "excise", 0.05), (6.0, "change", 0.5),
    (6.0, "change", 0.25), (6.0, "dose", 6e9), (0.0, "dose", 1e10), (0.0, "antimicrobial", 2.0),
    (3.5, "dose", 0.0), (12.25, "dose", 3e9), (12.25, "change", 1.0), (20.0, "antimicrobial", 3.0),
]  # fmt: skip
DAYS = np.array([0, 0.5, 1, 3.5, 6, 6.5, 10, 12.25, 13, 20, 25, 30.0])


@pytest.fixture(scope="module")
def system() -> System:
    return System.compose("toy", [DRUG, SKIN])


@pytest.fixture(scope="module")
def y0(system) -> np.ndarray:
    start = {"S": 0.0, "C": 0.0, "D": 0.8, "s": 0.0, "B": 1e-6}
    return np.array([start[name] for name in system.states])


def test_every_kind_of_event_gives_the_reference_trajectory(system, y0):
    """Truth: SciPy's LSODA on the plain equations, against CVODE in libroadrunner on our file."""
    p = system.pack(VALUES)
    sbml = to_sbml(system, y0, p, EVENTS, title="toy")
    names = [*system.states, *system.named]
    ours = Reference(system).solve(y0, p, DAYS, events=EVENTS, rtol=1e-12, atol=1e-14)
    theirs = run_roadrunner(sbml, list(system.states), DAYS)
    assert distance(theirs, ours) < 1e-6
    assert set(names) >= {"U", "slough", "e_front", "drift"}


def test_sub_expressions_have_our_names_and_values(system, y0):
    """Truth: the reference's outputs at the start, read from the file by libroadrunner."""
    p = np.array(system.pack(VALUES))
    named = list(system.named)
    theirs = run_roadrunner(to_sbml(system, y0, p), named, [0.0])[:, 0]
    ours = Reference(system).outputs(named, y0, p)
    np.testing.assert_allclose(theirs, ours, rtol=1e-14, atol=1e-300)


def test_order_at_one_instant_is_remove_assign_switch_add(system, y0):
    """Truth: arithmetic. 8 halved, then raised by 5 is 9; in another order it would be 6.5."""
    p = system.pack({**VALUES, "k_wash": 0.0, "k_in": 0.0, "f_in": 1.0})
    y = y0.copy()
    y[list(system.states).index("S")] = 8.0
    sbml = to_sbml(system, y, p, [(2.0, "dose", 5.0), (2.0, "change", 0.5)])
    assert run_roadrunner(sbml, ["S"], [1.0, 2.0, 3.0])[0].tolist() == [8.0, 9.0, 9.0]


def test_a_dose_split_in_two_writes_the_same_file(system, y0):
    """Law of model.md section 8: splitting a bolus changes nothing; a dose of nothing is absent."""
    p = system.pack(VALUES)
    whole = to_sbml(system, y0, p, [(1.0, "dose", 8.0)])
    split = to_sbml(system, y0, p, [(1.0, "dose", 5.0), (2.0, "dose", 0.0), (1.0, "dose", 3.0)])
    assert whole == split


def test_libsbml_finds_no_error(system, y0):
    """Truth: the consistency rules of SBML itself, as libsbml checks them."""
    sbml = to_sbml(
        system, y0, system.pack(VALUES), EVENTS, title='A "toy" & <more>',
        provenance={"case": "leg & hand", "arm": "Vesicle gel", "wound": 1},
        units={"k_wash": "1/day", "R0": "mm", "X50": "particles/mL", "Emax": "-", "K_D": "stars"},
    )  # fmt: skip
    assert consistency_errors(sbml) == []


def test_units_of_time_and_length_are_declared(system, y0):
    """Truth: libsbml reads our unit definitions back as days, millimetres and particles per cm2."""
    libsbml = pytest.importorskip("libsbml")
    text = to_sbml(system, y0, system.pack(VALUES), units={"v0": "mm/day"})
    document = libsbml.readSBMLFromString(text)
    model = document.getModel()
    assert model.getTimeUnits() == "day"
    said = {p.getId(): libsbml.UnitDefinition.printUnits(p.getDerivedUnitDefinition(), True)
            for p in model.getListOfParameters()}  # fmt: skip
    assert "86400" in said["v0"]
    assert "0.001 metre" in said["v0"]
    assert "item" in said["S"]
    assert "full-thickness column" in text
