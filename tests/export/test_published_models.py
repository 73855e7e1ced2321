"""Published models through our export and our solvers, against numbers of two other simulators."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from exoburn.engine import Block, Reference, State, System
from exoburn.export.sbml import to_sbml

from .published import MODELS
from .versus import run_roadrunner

TRUTH = Path(__file__).parents[3] / "shared" / "checks" / "borrowed_truth.json"


def truth(model: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Species, days and values (species, days) as libroadrunner and COPASI agree on them."""
    if not TRUTH.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{TRUTH} is missing")
        pytest.skip("no ../shared/checks beside this checkout")
    entry = json.loads(TRUTH.read_text(encoding="utf-8"))["sbml_wound_models"][model]
    days = np.array(sorted(map(float, entry["values"])))
    values = np.array([entry["values"][f"{day:g}"] for day in days]).T
    return entry["species"], days, values


def gap(values: np.ndarray, expected: np.ndarray) -> float:
    """Largest difference in units of each species' largest value."""
    return float(np.max(np.abs(values - expected) / np.abs(expected).max(axis=1, keepdims=True)))


@pytest.mark.parametrize("model", MODELS)
def test_exported_published_model_gives_its_check_values(model):
    """Truth: checks/borrowed_truth.json, the BioModels files run in two simulators."""
    species, days, expected = truth(model)
    entry = MODELS[model]
    sbml = to_sbml(entry.system, entry.y0, entry.p, model_id=model)
    assert gap(run_roadrunner(sbml, species, days, rtol=1e-10, atol=1e-12), expected) < 1e-6


@pytest.mark.parametrize("model", MODELS)
def test_reference_gives_the_check_values(model):
    """Truth: the same numbers, from SciPy on our plain equations."""
    species, days, expected = truth(model)
    entry = MODELS[model]
    # 722 switches at a threshold: there a variable-order method at tight tolerance stops moving
    how = {"rtol": 1e-9, "atol": 1e-9, "method": "BDF"} if model.endswith("722") else {}
    y = Reference(entry.system).solve(entry.y0, entry.p, days, **how)
    values = Reference(entry.system).outputs(species, y, np.tile(entry.p[:, None], len(days)))
    assert gap(values, expected) < 1e-6


def test_sbml_test_suite_case_00001():
    """Truth: case 00001 of the SBML semantic test suite (S1 -> S2 with k = 1)."""
    block = Block(
        "case", "flux = k1*S1\nS1' = -flux\nS2' = flux",
        states={"S1": State(1e-4), "S2": State(1e-4)},
    )  # fmt: skip
    system = System.compose("case00001", [block])
    sbml = to_sbml(system, [1.5e-4, 0.0], [1.0])
    values = run_roadrunner(sbml, ["S1", "S2"], [0.1, 0.3], atol=1e-18)
    np.testing.assert_allclose(values[0], [1.357256127e-4, 1.111227331e-4], rtol=1e-9)
    np.testing.assert_allclose(values[1, 1], 3.887726690e-5, rtol=1e-9)
