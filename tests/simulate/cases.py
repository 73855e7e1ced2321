"""Whole cases for tests: the six examples, changed and simulated small, each at most once."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from exoburn.case import Case
from exoburn.simulate import Result, simulate
from exoburn.simulate.study import ArmFindings

FOLDER = Path(__file__).parents[2] / "examples"
NAMES = (
    "child-scald-dressings", "hand-scald", "leg-flame", "old-scar", "registered-trial",
    "toddler-scald",
)  # fmt: skip
#: Enough for two knowledge samples of five people and for every early outcome.
SMALL = {"draws": 10, "days": 60, "seed": 0, "preset": "default"}

Statement = dict[str, Any]


@cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def statement(name: str) -> Statement:
    """An example as plain data, to be changed."""
    return copy.deepcopy(tomllib.loads(_text(name)))


def case_of(
    name: str, change: Callable[[Statement], None] | None = None, **run: object
) -> Case:
    """An example, small, after `change` and with other options of [run]."""
    data = statement(name)
    if change is not None:
        change(data)
    data["run"] = {**SMALL, **data.get("run", {}), **run}
    return Case.model_validate(data)


@cache
def result_of(name: str, **run: object) -> Result:
    """An unchanged example, simulated small; kept for the tests that follow."""
    return simulate(case_of(name, **run), folder=FOLDER)


def run_changed(name: str, change: Callable[[Statement], None], **run: object) -> Result:
    """A changed example, simulated small."""
    return simulate(case_of(name, change, **run), folder=FOLDER)


def arm(result: Result, name: str) -> ArmFindings:
    """What an arm came to, by name (vehicle arms are called "NAME (vehicle)")."""
    return next(one for one in result.findings.arms if one.arm.name == name)


def t95(one: ArmFindings) -> np.ndarray:
    """Days to 95 % closure by draw, inf if not within the horizon."""
    return one.outcomes["t95_days"].values


def assert_same_arm(
    one: ArmFindings, other: ArmFindings, *, first: int | None = None, but: tuple[str, ...] = ()
) -> None:
    """Every outcome and every daily curve equal, bit for bit (in the first draws, if stated)."""
    part = slice(first)
    for key, found in one.outcomes.items():
        if key not in but:
            theirs = other.outcomes[key]
            np.testing.assert_array_equal(found.values[part], theirs.values[part], err_msg=key)
            assert (found.odds, found.status) == (theirs.odds, theirs.status), key
    assert list(one.observables) == list(other.observables)
    for wound, curves in one.observables.items():
        for key, values in curves.items():
            theirs = other.observables[wound][key]
            np.testing.assert_array_equal(values[part], theirs[part], err_msg=f"{wound} {key}")
