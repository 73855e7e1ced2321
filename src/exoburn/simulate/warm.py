"""A case kept warm: what would change if one thing were otherwise, answered in one process.

Everything that a change leaves alone stays as it was worked out: what is known, the people, the
forecast that policy uses, and every arm whose own statement and surroundings are the same. So a
question about one arm costs that arm only, which is what a slider needs.
"""

from __future__ import annotations

import copy
import json
import re
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from exoburn.case import Case
from exoburn.case.messages import input_error
from exoburn.errors import InputError
from exoburn.outcome import PerDraw, evaluate
from exoburn.outcome.reading import covered
from exoburn.outcome.tables import contrasts, summaries
from exoburn.simulate.arm_run import Stage, forecast_of, run_arm
from exoburn.simulate.arms import RunArm
from exoburn.simulate.burn import injury_of
from exoburn.simulate.cohort_kernels import COHORT_RTOL, CohortKernels
from exoburn.simulate.draws import Draws
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.runner import Runner

SCHEMA = "exoburn.what_if/1"

#: Arms and surroundings that are kept; the least lately asked for go first.
_MOST_ARMS, _MOST_STAGES = 64, 8
_STEP = re.compile(r"\.?([A-Za-z_]\w*)|\[(\d+)\]|\[\"([^\"]+)\"\]")


@dataclass(frozen=True)
class WarmArm:
    """What one arm came to: its outcomes by draw, and the covered share (draws, days) by wound."""

    outcomes: Mapping[str, PerDraw]
    theta: NDArray[np.int64]
    active: NDArray[np.bool_] | None
    covered: Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True)
class WhatIf:
    """The answer to one change; `summary` is plain data (schema `exoburn.what_if/1`).

    `summary["arms"]` lists every arm in the order of the case with its outcomes, its contrasts with
    the first arm, and the percentage of each wound that is covered, by day (median and the 5 and
    95 % points over draws). `worked_out` names the arms that had to be run.
    """

    case: Case
    summary: dict[str, Any]
    worked_out: tuple[str, ...]
    seconds: float


class WarmCase:
    """A case whose arms have been run once; make one with `exoburn.warm`."""

    def __init__(self, case: Case, *, folder: Path | str = ".", threads: int = 1) -> None:
        self._case, self._folder, self._threads = case, Path(folder), max(1, threads)
        self._stages: dict[str, Stage] = {}
        self._arms: dict[str, WarmArm] = {}
        self._told: dict[tuple[str, str], dict[str, Any]] = {}
        self.first = self.what_if()

    @property
    def case(self) -> Case:
        """The case as it was given."""
        return self._case

    def what_if(self, changes: Mapping[str, object] | None = None) -> WhatIf:
        """The case with some keys set otherwise; it stays as it was for the next question.

        `changes` maps keys of the case file to new values: `"arms[1].dressing"`,
        `'arms["Gel"].products'`, `"patient.age_years"`; None takes a key away. A key that is not
        there, or a value that cannot be, is an InputError.
        """
        began = time.perf_counter()
        case = changed(self._case, changes) if changes else self._case
        stage = self._stage(case)
        arms = [RunArm(arm, i) for i, arm in enumerate(case.arms)]
        keys = [_key(case, one) for one in arms]
        missing = [(one, key) for one, key in zip(arms, keys, strict=True) if key not in self._arms]
        with ThreadPoolExecutor(min(self._threads, max(1, len(missing)))) as pool:
            waiting = [pool.submit(copy_context().run, _run, stage, one) for one, _ in missing]
            made = [each.result() for each in waiting]
        for (_, key), each in zip(missing, made, strict=True):
            self._arms[key] = each
        found = [self._arms.pop(key) for key in keys]
        self._arms |= dict(zip(keys, found, strict=True))  # youngest last
        _forget_oldest(self._arms, max(_MOST_ARMS, len(keys)))
        summary = self._summary(case, arms, dict(zip(keys, found, strict=True)), stage.runner.days)
        names = tuple(one.name for one, _ in missing)
        return WhatIf(case, summary, names, time.perf_counter() - began)

    def _summary(
        self, case: Case, arms: Sequence[RunArm], found: Mapping[str, WarmArm],
        days: NDArray[np.float64],
    ) -> dict[str, Any]:
        first = next(iter(found))
        listed = []
        for arm, (key, one) in zip(arms, found.items(), strict=True):
            entry = self._told.pop((key, first), None)
            if entry is None:
                entry = _entry_of(case, arm, one, None if key == first else found[first])
            self._told[key, first] = entry
            listed.append(copy.deepcopy(entry))
        _forget_oldest(self._told, max(_MOST_ARMS, len(found)))
        return {
            "schema": SCHEMA, "title": case.title, "draws": case.run.draws,
            "seed": case.run.seed, "preset": case.run.preset, "day": days.tolist(), "arms": listed,
        }  # fmt: skip

    def _stage(self, case: Case) -> Stage:
        key = _surroundings(case)
        stage = self._stages.pop(key, None)
        if stage is None:
            draws, days = Draws(case.run.draws, case.run.seed), np.arange(case.run.days + 1.0)
            runner = Runner(CohortKernels(), days, threads=self._threads, rtol=COHORT_RTOL)
            stage = Stage(case, self._folder, Knowledge(draws, case.run.preset), runner, [])
            if not case.is_scar:
                stage = replace(stage, forecast=forecast_of(stage))
        self._stages[key] = stage
        _forget_oldest(self._stages, _MOST_STAGES)
        injuries = [None if case.is_scar else injury_of(case, arm) for arm in case.arms]
        return replace(stage, case=case, injuries=injuries)


def warm(
    case: Case, *, draws: int | None = None, days: int | None = None,
    folder: Path | str = ".", threads: int = 1,
) -> WarmCase:
    """Run a case once and keep it ready for questions of what would be otherwise.

    Parameters
    ----------
    case : Case
        The case, from `load_case` or `read_case`.
    draws, days : int, optional
        Joint samples and horizon in days instead of those in the case's `[run]`.
    folder : path
        Where files that the case names are looked for.
    threads : int
        Processors to use.

    Returns
    -------
    WarmCase
        `first` is the answer for the case as it is; `what_if(changes)` answers a question.

    Raises
    ------
    InputError
        For options that cannot be.

    Examples
    --------
    >>> from exoburn.case import read_case
    >>> case = read_case(\'\'\'
    ... patient.age_years = 35
    ... burn = {cause = "scald", depth = "superficial_partial", wounds = [
    ...     {site = "forearm", area_cm2 = 40}]}
    ... arms = [{name = "Silver"}, {name = "Other", dressing = "silver_foam"}]
    ... \'\'\')
    >>> kept = warm(case, draws=10, days=40)
    >>> answer = kept.what_if({"arms[1].dressing": "paraffin_gauze"})
    >>> answer.worked_out
    ('Other',)
    >>> slow, fast = (each["outcomes"]["t95_days"]["median"]
    ...               for each in (answer.summary["arms"][1], kept.first.summary["arms"][1]))
    >>> slow > fast
    True
    """
    from exoburn.case import with_run

    return WarmCase(with_run(case, draws=draws, days=days), folder=folder, threads=threads)


def changed(case: Case, changes: Mapping[str, object]) -> Case:
    """The case with keys of its file set otherwise; a key that is not there is an InputError.

    >>> from exoburn.case import read_case
    >>> case = read_case(\'\'\'
    ... patient.age_years = 35
    ... arms = [{name = "Care"}]
    ... scar = {months = 18, vss = 9, site = "forearm", area_cm2 = 40}\'\'\')
    >>> changed(case, {"scar.vss": 7, "patient.age_years": 50}).scar.vss
    7.0
    >>> changed(case, {"arms[3].name": "x"})
    Traceback (most recent call last):
    exoburn.errors.InputError: arms[3].name: there is no such place in the case (given 3; \
allowed: 0 to 0)
    """
    data = copy.deepcopy(case.model_dump(mode="json", exclude_unset=True))
    for key, value in changes.items():
        _put(data, key, value)
    try:
        return Case.model_validate(data)
    except ValidationError as error:
        raise input_error(error) from None


def _put(data: dict[str, Any], key: str, value: object) -> None:
    """Set one key of nested tables and lists; None takes it away."""
    path = _path(data, key)
    place: Any = data
    for step in path[:-1]:
        match place:
            case list():
                place = _entry(place, step, key)
            case dict():
                place = place.setdefault(step, {})
        if not isinstance(place, dict | list):
            raise InputError("leads into a value", key=key, allowed="a key of the case file")
    last = path[-1]
    if isinstance(place, list):
        _entry(place, last, key)
        place[last] = value  # type: ignore[index]
    elif value is None:
        place.pop(last, None)
    else:
        place[last] = value


def _path(data: Mapping[str, Any], key: str) -> list[str | int]:
    """The steps of a key such as `arms["Gel"].products` or `arms[1].products`."""
    steps: list[str | int] = []
    at = 0
    while at < len(key):
        found = _STEP.match(key, at)
        if found is None:
            break
        word, number, name = found.groups()
        if name is not None:
            listed = data.get(str(steps[-1]), []) if steps else []
            names = [each.get("name") for each in listed] if isinstance(listed, list) else []
            if name not in names:
                raise InputError("no entry of this name", key=key, given=name, allowed=names)
            steps.append(names.index(name))
        else:
            steps.append(word if word is not None else int(number))
        at = found.end()
    if at < len(key) or not steps:
        raise InputError("not a key of a case file", key=key, allowed="such as arms[1].dressing")
    return steps


def _entry(place: Sequence[Any], step: str | int, key: str) -> Any:
    if not isinstance(step, int) or step >= len(place):
        raise InputError("there is no such place in the case", key=key, given=step,
                         allowed=f"0 to {len(place) - 1}")  # fmt: skip
    return place[step]


def _run(stage: Stage, arm: RunArm) -> WarmArm:
    run = run_arm(stage, arm)
    course = run.course
    return WarmArm(
        evaluate(course), course.theta, run.plan.active,
        {wound.name: covered(wound) for wound in course.of_kind("burn")},
    )  # fmt: skip


def _entry_of(case: Case, arm: RunArm, one: WarmArm, first: WarmArm | None) -> dict[str, Any]:
    """What is said of one arm; `first` is the arm that it is set against."""
    entry: dict[str, Any] = {
        "name": arm.name, "kind": arm.kind,
        "outcomes": {k: v.as_json() for k, v in summaries(one.outcomes, one.theta).items()},
        "contrasts": {},
        "covered_percent": {name: _band(100.0 * each) for name, each in one.covered.items()},
    }  # fmt: skip
    if first is not None:
        made = contrasts(one.outcomes, first.outcomes, theta=one.theta,
                         horizon=float(case.run.days), active=one.active)  # fmt: skip
        entry["contrasts"] = {key: each.as_json() for key, each in made.items()}
    return entry


def _band(values: NDArray[np.float64]) -> dict[str, list[float]]:
    """Median and the 5 and 95 % points over draws, by day."""
    low, middle, high = np.percentile(values, (5, 50, 95), axis=0)
    return {"median": middle.tolist(), "p05": low.tolist(), "p95": high.tolist()}


def _surroundings(case: Case) -> str:
    """Everything an arm's course rests on but the arms themselves."""
    return case.model_dump_json(exclude={"arms", "title"})


def _key(case: Case, arm: RunArm) -> str:
    return json.dumps([_surroundings(case), arm.statement.model_dump_json()])


def _forget_oldest(kept: dict[Any, Any], most: int) -> None:
    while len(kept) > most:
        del kept[next(iter(kept))]
