"""A clinic for tests: single columns of the whole system through the kernel, many lanes at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from exoburn.blocks import delivery
from exoburn.engine import Schedule, compile_system
from exoburn.wound import burn_start, lane_parameters, state_array, system

OUTPUTS = ("E", "eps", "D", "V", "C", "Y", "B", "occupancy", "found", "Q_inflammation")
RADIUS_MM = 22.57


@cache
def kernel():
    """The whole system, compiled once for all tests."""
    return compile_system(system(), outputs=OUTPUTS)


class Lane:
    """One column: depth or start values, events, changed parameters (engine units)."""

    def __init__(self, events=(), *, f=0.65, start: Mapping | None = None, **values) -> None:
        self.events = list(events)
        self.start = (burn_start(f) if start is None else start) | delivery.START
        self.values = values


def run(lanes: Sequence[Lane], *, days=90.0, step=0.25, rtol=1e-5, radius_mm=RADIUS_MM):
    """Courses {output: (days, lanes)} and the days."""
    machine = kernel()
    y0 = np.stack([state_array(system(), lane.start) for lane in lanes], axis=-1)
    p = np.stack(
        [lane_parameters(system(), radius_mm=radius_mm, inputs=lane.values) for lane in lanes],
        axis=-1,
    )
    rows = [
        (i, day, machine.event_code(name), float(amount))
        for i, lane in enumerate(lanes)
        for day, name, amount in lane.events
    ]
    columns = [np.array(column) for column in zip(*rows, strict=True)] if rows else [[]] * 4
    schedule = Schedule(
        lane=np.array(columns[0], np.int64), day=np.array(columns[1], np.float64),
        event=np.array(columns[2], np.int64), amount=np.array(columns[3], np.float64),
    )  # fmt: skip
    grid = np.arange(0.0, days + step / 2, step)
    got = machine.run(y0, p, schedule, grid, rtol=rtol)
    assert not len(got.failed)
    return grid, dict(zip(OUTPUTS, got.outputs, strict=True))


def crossing(grid, coverage, level=0.95):
    """First day on which each lane's coverage reaches a level (inf if never)."""
    found = []
    for column in coverage.T:
        above = np.flatnonzero(column >= level)
        if not len(above):
            found.append(np.inf)
        elif above[0] == 0:
            found.append(0.0)
        else:
            i = above[0]
            part = (level - column[i - 1]) / (column[i] - column[i - 1])
            found.append(grid[i - 1] + part * (grid[i] - grid[i - 1]))
    return np.array(found)


def t95(lanes: Sequence[Lane], **settings) -> np.ndarray:
    """Day of 95 % coverage of each lane."""
    grid, got = run(lanes, **settings)
    return crossing(grid, got["E"])
