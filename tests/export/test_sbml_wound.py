"""The whole wound in libroadrunner: every event it knows, against the reference and the kernel."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from exoburn.data import parameters
from exoburn.engine import RANKS, Reference, Schedule, compile_system
from exoburn.export.sbml import SBML, to_sbml
from exoburn.export.table_units import IN_EQUATIONS, table_units
from exoburn.export.units import read_unit
from exoburn.wound import burn_start, lane_parameters, state_array, system

from .versus import consistency_errors, distance, run_roadrunner

#: Amounts that make sense for the events known today; another event gets its rank's.
AMOUNTS = {
    "topical": 3e11, "topical_free": 5e10, "inject": 1e11, "needles": 2e10, "cells": 1.0,
    "platelet_gel": 1.0, "dressing_change": 0.2, "enzymatic": 0.93, "pdl": 0.4,
    "set_aid_rescue": 0.2, "set_k_anti": 0.5, "set_p_U": 0.3, "scale_p_U": 0.9, "set_v0": 0.2,
    "set_k_deb": 0.05,
}  # fmt: skip
BY_RANK = {"remove": 0.3, "assign": 1.0, "switch": 1.0, "add": 1.0}
SBML_OF_UNIT = (
    f'<sbml xmlns="{SBML}" level="3" version="2"><model><listOfUnitDefinitions>{{}}'
    "</listOfUnitDefinitions></model></sbml>"
)
DAYS = np.linspace(0.0, 60.0, 121)


@cache
def lane():
    """Deep partial column with gel; every event once, spread over 50 days, and pairs of them."""
    wound = system()
    shares = {f"inj_{i}": 0.1 for i in range(1, 11)}
    p = lane_parameters(wound, radius_mm=22.57, inputs={"A_ref": 1e11, "potency": 0.8, **shares})
    y0 = state_array(wound, burn_start(0.55))
    p_of = dict(zip(wound.parameters, p, strict=True))

    def amount(name: str) -> float:
        scaled = {"set_k_eps": 2 * p_of["k_eps"], "set_k_rel": 2 * p_of["k_rel"]}
        return (AMOUNTS | scaled).get(name, BY_RANK[wound.events[name].rank])

    names = sorted(wound.events, key=lambda n: (-RANKS.index(wound.events[n].rank), n))
    events = [(1.0 + 49.0 * i / len(names), name, amount(name)) for i, name in enumerate(names)]
    doses = ("topical", "dressing_change", "set_k_anti")
    events += [(day, name, amount(name)) for day in (0.0, 4.0, 7.5) for name in doses]
    return wound, y0, p, events


@cache
def theirs() -> np.ndarray:
    """The lane in libroadrunner; it takes seconds to load the file, so once."""
    wound, y0, p, events = lane()
    sbml = to_sbml(wound, y0, p, events)
    return run_roadrunner(sbml, list(wound.states), DAYS, rtol=1e-12, atol=1e-14 * wound.scales)


def test_every_event_of_the_wound_against_the_reference():
    """Truth: SciPy on the plain equations; the error is that of model.md section 8."""
    wound, y0, p, events = lane()
    ours = Reference(wound).solve(y0, p, DAYS, events=events, rtol=1e-11, atol=1e-14)
    assert set(wound.events) == {name for _, name, _ in events}
    assert distance(theirs(), ours) < 1e-6


def test_every_event_of_the_wound_against_the_kernel():
    """Truth: CVODE in libroadrunner on our file, against the compiled kernel at tight tolerance."""
    wound, y0, p, events = lane()
    kernel = compile_system(wound, list(wound.states))
    rows = [(0, day, kernel.event_code(name), amount) for day, name, amount in events]
    run = kernel.run(y0, p, Schedule.of(rows), DAYS, rtol=1e-9)
    assert run.outputs is not None
    assert not run.failed.size
    assert distance(run.outputs[:, :, 0], theirs()) < 1e-6


def test_the_wound_file_is_consistent_and_says_its_units():
    """Truth: libsbml's consistency check, units included, finds not even a warning."""
    libsbml = pytest.importorskip("libsbml")
    wound, y0, p, events = lane()
    sbml = to_sbml(wound, y0, p, events, title="whole wound", units=table_units(wound))
    assert consistency_errors(sbml) == []
    document = libsbml.readSBMLFromString(sbml)
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_UNITS_CONSISTENCY, True)
    document.checkConsistency()
    found = [document.getError(i).getMessage() for i in range(document.getNumErrors())]
    assert found == []


def test_every_parameter_and_the_model_have_units():
    """Truth: libsbml counts the parameters without units, and reads the units of the model."""
    libsbml = pytest.importorskip("libsbml")
    wound, y0, p, events = lane()
    text = to_sbml(wound, y0, p, events, units=table_units(wound))
    document = libsbml.readSBMLFromString(text)
    model = document.getModel()
    assert [q.getId() for q in model.getListOfParameters() if not q.isSetUnits()] == []
    of_model = {
        "substance": model.getSubstanceUnits(), "time": model.getTimeUnits(),
        "volume": model.getVolumeUnits(), "area": model.getAreaUnits(),
        "length": model.getLengthUnits(), "extent": model.getExtentUnits(),
    }  # fmt: skip
    assert of_model == {"substance": "item", "time": "day", "volume": "cm3", "area": "cm2",
                        "length": "cm", "extent": "item"}  # fmt: skip
    defined = {unit.getId() for unit in model.getListOfUnitDefinitions()}
    assert {"day", "cm", "cm2", "cm3"} <= defined


def test_a_wrong_unit_is_found_by_the_check():
    """Truth: a speed given in cm2/day is no mm/day; the check would say so, so it sees units."""
    libsbml = pytest.importorskip("libsbml")
    wound, y0, p, _ = lane()
    text = to_sbml(wound, y0, p, units=table_units(wound) | {"v0": "cm2/day"})
    document = libsbml.readSBMLFromString(text)
    document.checkConsistency()
    assert document.getNumErrors() > 0


def test_units_that_follow_are_those_of_the_equations():
    """Truth: by hand. Uptake per layer is cells/mL x mL/cell/day; outflow is a speed."""
    libsbml = pytest.importorskip("libsbml")
    wound, y0, p, _ = lane()
    document = libsbml.readSBMLFromString(to_sbml(wound, y0, p, units=table_units(wound)))
    model = document.getModel()
    said = {name: model.getParameter(name).getUnits()
            for name in ("up_3", "outflow", "L_2", "per_cell", "R0", "A_ref", "F")}  # fmt: skip
    assert said == {"up_3": "per_day", "outflow": "cm_per_day", "L_2": "cm",
                    "per_cell": "dimensionless", "R0": "mm", "A_ref": "particles_per_cm2",
                    "F": "dimensionless"}  # fmt: skip


def test_values_in_the_file_are_in_the_units_the_file_says():
    """Truth: libsbml's conversion to SI. k_b is 5 per hour in its row and 120 per day in the file.

    Value times unit in the file equals value times unit of the table's row, for every row whose
    unit SBML can say; a conversion that is forgotten on one side is a factor of 24 or more.
    """
    libsbml = pytest.importorskip("libsbml")
    wound, y0, _, _ = lane()
    p = lane_parameters(wound, radius_mm=22.57)
    text = to_sbml(wound, y0, p, units=table_units())
    document = libsbml.readSBMLFromString(text)  # owns what it hands out: keep it
    model = document.getModel()

    def in_si(definition) -> float:
        si = libsbml.UnitDefinition.convertToSI(definition)
        units = [si.getUnit(i) for i in range(si.getNumUnits())]
        return float(np.prod([(u.getMultiplier() * 10.0 ** u.getScale()) ** u.getExponent()
                              for u in units]))  # fmt: skip

    compared = 0
    for name, row in parameters().items():
        unit, mine = read_unit(row.unit), model.getParameter(name)
        if mine is None or unit is None or not unit.elements or name in IN_EQUATIONS:
            continue
        body = f'<unitDefinition id="x"><listOfUnits>{unit.elements}</listOfUnits></unitDefinition>'
        alone = SBML_OF_UNIT.format(body)
        other = libsbml.readSBMLFromString(alone)
        theirs = other.getModel().getUnitDefinition(0)
        here = mine.getValue() * in_si(mine.getDerivedUnitDefinition())
        assert here == pytest.approx(row.value * in_si(theirs), rel=1e-12, abs=0), name
        compared += 1
    assert compared > 80


@pytest.mark.parametrize("f", [0.0, 0.2, 1.15])
def test_initial_values_are_those_of_the_column(f):
    """Truth: the start values themselves, read back bit for bit from the file by libsbml."""
    libsbml = pytest.importorskip("libsbml")
    wound, _, p, _ = lane()
    y0 = state_array(wound, burn_start(f))
    document = libsbml.readSBMLFromString(to_sbml(wound, y0, p))
    model = document.getModel()
    read = [model.getParameter(name).getValue() for name in (*wound.states, *wound.parameters)]
    assert read == [*y0.tolist(), *p.tolist()]
