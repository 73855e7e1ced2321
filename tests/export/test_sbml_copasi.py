"""A second opinion on the exported file: COPASI, where it is installed (python-copasi)."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.engine import Reference
from exoburn.export.sbml import to_sbml

from .test_sbml_wound import lane
from .versus import distance

COPASI = pytest.importorskip("COPASI", reason="python-copasi is not installed")


def run_copasi(sbml: str, names, last_day: float, steps: int, *, rtol=1e-11, atol=1e-20):
    """Days, and values (names, days), of an SBML text in COPASI's LSODA."""
    model = COPASI.CRootContainer.addDatamodel()
    assert model.importSBMLFromString(sbml), COPASI.CCopasiMessage.getAllMessageText()
    task = model.getTask("Time-Course")
    task.setMethodType(COPASI.CTaskEnum.Method_deterministic)
    problem, method = task.getProblem(), task.getMethod()
    problem.setModel(model.getModel())
    problem.setAutomaticStepSize(False)
    problem.setDuration(last_day)
    problem.setStepNumber(steps)
    problem.setTimeSeriesRequested(True)
    problem.setOutputEvent(False)
    method.getParameter("Relative Tolerance").setDblValue(rtol)
    method.getParameter("Absolute Tolerance").setDblValue(atol)
    method.getParameter("Max Internal Steps").setIntValue(1_000_000)
    assert task.process(True), COPASI.CCopasiMessage.getAllMessageText()
    series = task.getTimeSeries()
    titles = [series.getTitle(i) for i in range(series.getNumVariables())]
    columns = [0, *(titles.index(f"Values[{name}]") for name in names)]
    rows = range(series.getRecordedSteps())
    table = np.array([[series.getConcentrationData(k, i) for i in columns] for k in rows])
    return table[:, 0], table[:, 1:].T


def test_the_wound_with_every_event_in_copasi():
    """Truth: COPASI on our file against SciPy on our equations, in the error of section 8."""
    wound, y0, p, events = lane()
    days, theirs = run_copasi(to_sbml(wound, y0, p, events), wound.states, 60.0, 120)
    assert days[-1] == 60.0
    ours = Reference(wound).solve(y0, p, days, events=events, rtol=1e-11, atol=1e-14)
    assert distance(theirs, ours) < 1e-6
