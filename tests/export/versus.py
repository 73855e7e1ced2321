"""Run an exported lane in someone else's simulator, and measure the distance to ours."""

from __future__ import annotations

import os

import numpy as np
import pytest


def roadrunner():
    """The libroadrunner module; the ring is skipped, but not in CI, where it cannot be loaded."""
    try:
        import roadrunner
    except ImportError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"libroadrunner does not load here: {error}")
    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_ERROR)
    return roadrunner


def run_roadrunner(sbml: str, names, days, *, rtol=1e-11, atol=1e-14):
    """Values (names, days) of an SBML text at ascending days; `atol` for all states or for each.

    libroadrunner multiplies a single absolute tolerance by what a state happens to hold when the
    run starts or an event has just fired, which asks the impossible of a state that has decayed
    to 1e-200; a list is taken as it is. States are the rate rules, in the order of the file.
    """
    machine = roadrunner().RoadRunner(sbml)
    states = machine.integrator.getAbsoluteToleranceVector()
    machine.integrator.relative_tolerance = rtol
    machine.integrator.absolute_tolerance = np.broadcast_to(atol, len(states)).tolist()
    machine.integrator.maximum_num_steps = 200_000
    machine.timeCourseSelections = ["time", *names]
    grid = sorted({0.0, 1e-3, *map(float, days)})
    table = np.array(machine.simulate(times=grid))
    rows = np.searchsorted(grid, days)
    return table[rows, 1:].T


def distance(y, ref):
    """Error of a state by model.md section 8: |y - ref| / (|ref| + 1e-3 max|ref|), the largest."""
    ref = np.asarray(ref)
    size = np.abs(ref) + 1e-3 * np.abs(ref).max(axis=1, keepdims=True)
    return float(np.max(np.abs(y - ref) / np.where(size > 0, size, 1.0)))


def consistency_errors(sbml: str) -> list[str]:
    """What libsbml's own consistency check calls an error in a text."""
    libsbml = pytest.importorskip("libsbml")
    document = libsbml.readSBMLFromString(sbml)
    document.checkConsistency()
    found = [document.getError(i) for i in range(document.getNumErrors())]
    return [e.getMessage() for e in found if e.getSeverity() >= libsbml.LIBSBML_SEV_ERROR]
