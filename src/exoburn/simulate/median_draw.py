"""The median draw in full: every state of every column, and one column as a statement to export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoburn.blocks.delivery.faces import DEPTH_REF_CM, default_faces
from exoburn.case import Case
from exoburn.data import parameters
from exoburn.engine import Kernel, System, compile_system
from exoburn.errors import InputError
from exoburn.simulate.arm_run import Stage, plan_wounds
from exoburn.simulate.arms import RunArm
from exoburn.simulate.burn import check_room, injury_of
from exoburn.simulate.cohort_kernels import CohortKernels, made_once
from exoburn.simulate.draws import Draws
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.runner import Runner, lanes_of
from exoburn.wound import system
from exoburn.wound.self_test import self_test

Floats = NDArray[np.float64]


#: Tolerance of the one draw that is recorded in full: keeps every state's error below 1e-3 (model
#: section 8), vesicles in tissue that hold little of the dose included.
RTOL = 1e-5


@dataclass(frozen=True)
class MedianDraw:
    """All states of the median draw of one arm: wound name -> (columns, states, days)."""

    states: dict[str, Floats]
    weights: dict[str, Floats]
    depth_mm: Floats
    tissue: Floats


@dataclass(frozen=True)
class LaneStatement:
    """One column of one wound in one arm: equations, start, parameters, events, and whence."""

    system: System
    y0: Floats
    p: Floats
    events: list[tuple[float, str, float]]
    provenance: dict[str, str]


def full_kernel(say: Callable[[str], None] | None = None) -> Kernel:
    """The kernel that records every state, in double precision; made once a process."""
    return made_once("every state", lambda: compile_system(
        system(), tuple(system().states), dtype="float64", progress=say, self_test=self_test()
    ))  # fmt: skip


def median_draw(stage: Stage, arm: RunArm, kernel: Kernel) -> MedianDraw:
    """Run one arm's median draw with every state recorded."""
    one = _middle(stage)
    _, wounds = plan_wounds(one, arm)
    states, weights = {}, {}
    tissue, area = np.zeros((len(default_faces()) - 1, len(stage.runner.days))), 0.0
    for wound in wounds:
        y0, p, schedule = lanes_of(wound, float(stage.runner.days[-1]))
        layers = [name for name in kernel.outputs if name.startswith("Ct_")]
        run = kernel.run(y0, p, schedule, stage.runner.days, clip=layers, rtol=RTOL)
        assert run.outputs is not None
        for name, mass in zip(kernel.outputs, run.clipped, strict=True):
            if mass > 0:
                stage.runner.clipped[name] = stage.runner.clipped.get(name, 0.0) + float(mass)
        states[wound.name] = run.outputs.transpose(2, 0, 1)
        weights[wound.name] = wound.weights[0]
        if wound.kind == "donor":
            continue
        own = _concentration(states[wound.name], p, kernel)
        tissue += wound.area_cm2 * np.einsum("k,klt->lt", wound.weights[0], own)
        area += wound.area_cm2
    faces = np.array(default_faces())
    return MedianDraw(states, weights, (faces[1:] + faces[:-1]) / 2, tissue / area)


def lane_of(
    case: Case,
    *,
    arm: str | None = None,
    wound: int = 1,
    column: int | None = None,
    folder: Path | str = ".",
) -> LaneStatement:
    """One column of the median draw: arm by name (default the first), wound and column from 1.

    The default column is the middle one. Unknown ones are InputErrors.
    """
    names = [one.name for one in case.arms]
    chosen = names[0] if arm is None else arm
    if chosen not in names:
        raise InputError("no such arm", key="--arm", given=arm, allowed=names)
    days = np.arange(case.run.days + 1.0)
    check_room(case)
    injuries = [None if case.is_scar else injury_of(case, one) for one in case.arms]
    knowledge = Knowledge(Draws(1, case.run.seed).median(), case.run.preset)
    stage = Stage(case, Path(folder), knowledge, Runner(CohortKernels(), days), injuries)
    number = names.index(chosen)
    _, wounds = plan_wounds(stage, RunArm(case.arms[number], number))
    wound = 1 if wound == 0 else wound  # counted from 1; 0 is the first too
    if not 1 <= wound <= len(wounds):
        listed = [f"{i + 1} ({one.name})" for i, one in enumerate(wounds)]
        raise InputError("no such wound", key="--wound", given=wound, allowed=listed)
    plan = wounds[wound - 1]
    count = plan.shape[1]
    place = (count + 1) // 2 if column is None else (1 if column == 0 else column)
    if not 1 <= place <= count:
        raise InputError("no such column", key="--column", given=column, allowed=f"1 to {count}")
    y0, p, schedule = lanes_of(plan, float(days[-1]))
    mine = np.asarray(schedule.lane) == place - 1
    kinds = list(system().events)
    events = [
        (float(day), kinds[int(code)], float(amount))
        for day, code, amount in zip(
            np.asarray(schedule.day)[mine], np.asarray(schedule.event)[mine],
            np.asarray(schedule.amount)[mine], strict=True,
        )
    ]  # fmt: skip
    provenance = {
        "case": case.title, "arm": chosen, "wound": plan.name, "column": f"{place} of {count}",
        "depth_fraction": f"{plan.column_f[0, place - 1]:.4f}",
        "weight": f"{plan.weights[0, place - 1]:.4f}", "draw": "median",
        "parameter_set": parameters().tag,
    }  # fmt: skip
    return LaneStatement(system(), y0[:, place - 1], p[:, place - 1], events, provenance)


def _middle(stage: Stage) -> Stage:
    middle = stage.knowledge.draws.median()
    return replace(stage, knowledge=Knowledge(middle, stage.knowledge.preset))


def _concentration(states: Floats, p: Floats, kernel: Kernel) -> Floats:
    """Free vesicles in tissue, particles/mL: (columns, layers, days)."""
    layers = len(default_faces()) - 1
    rows = [kernel.states.index(f"Ct_{i}") for i in range(1, layers + 1)]
    scale = p[kernel.parameters.index("A_ref")] / DEPTH_REF_CM
    return states[:, rows] * scale[:, None, None]
