"""Handing columns to the compiled loop: arrays, chunks, second tries."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from exoburn.engine.loop import ARGUMENTS
from exoburn.engine.schedule import Agenda

Floats = NDArray[np.floating]

#: A lane that fails is tried again with its tolerance times these.
TIGHTER = (0.1, 0.01)
#: Most columns of a chunk: often enough for a progress bar, seldom enough for full registers.
CHUNK = 1024


class Batch:
    """The columns of one run, shared by its chunks."""

    def __init__(
        self, integrate: Callable[[int], None], workspace: int, start: Floats, values: Floats,
        plan: Agenda, days: NDArray[np.float64], rtol: float, max_steps: int, lanes: int,
    ) -> None:  # fmt: skip
        self.integrate, self.workspace = integrate, workspace
        self.start, self.values, self.plan, self.days = start, values, plan, days
        self.rtol, self.max_steps = rtol, max_steps
        self.final = np.zeros((start.shape[0], lanes))
        self.status = np.zeros(lanes, np.int64)
        self.steps = np.zeros(lanes, np.int64)
        self.rejected = np.zeros(lanes, np.int64)
        self.memory = aligned(0)

    def run(self, out: Floats, first: int, last: int) -> None:
        """Run lanes first..last; a lane that fails is tried again with tighter tolerances."""
        self._call(out, first, last, self.rtol)
        for tighter in TIGHTER:
            for lane in (first + np.flatnonzero(self.status[first:last])).tolist():
                spent, refused = self.steps[lane], self.rejected[lane]
                self._call(out[:, :, lane - first : lane - first + 1], lane, lane + 1,
                           self.rtol * tighter)  # fmt: skip
                self.steps[lane] += spent
                self.rejected[lane] += refused
        for lane in (first + np.flatnonzero(self.status[first:last])).tolist():
            out[:, :, lane - first] = 0.0

    def _call(self, out: Floats, first: int, last: int, rtol: float) -> None:
        memory = aligned(self.workspace)  # of this call alone: chunks run side by side
        size = out.itemsize
        values: dict[str, int | float] = {
            "y0": self.start.ctypes.data, "p": self.values.ctypes.data,
            "y0_row": self.start.strides[0] // 8, "p_row": self.values.strides[0] // 8,
            "y0_lane": self.start.strides[1] // 8 if self.start.ndim == 2 else 0,
            "p_lane": self.values.strides[1] // 8 if self.values.ndim == 2 else 0,
            "first": first, "last": last, "event_start": self.plan.start.ctypes.data,
            "event_day": self.plan.day.ctypes.data, "event_code": self.plan.event.ctypes.data,
            "event_amount": self.plan.amount.ctypes.data, "n_days": len(self.days),
            "days": self.days.ctypes.data, "rtol": rtol, "max_steps": self.max_steps,
            "out": out.ctypes.data, "out_row": out.strides[0] // size,
            "out_day": out.strides[1] // size, "out_lane": out.strides[2] // size,
            "final": self.final.ctypes.data, "final_row": self.final.strides[0] // 8,
            "status": self.status.ctypes.data,
            "steps": self.steps.ctypes.data, "rejected": self.rejected.ctypes.data,
            "workspace": memory.ctypes.data,
        }  # fmt: skip
        table = np.zeros(len(ARGUMENTS), np.int64)
        for i, name in enumerate(ARGUMENTS):
            if name == "rtol":
                table.view(np.float64)[i] = values[name]
            else:
                table[i] = values[name]
        self.integrate(table.ctypes.data)
        self.memory = memory


def chunk_size(lanes: int, threads: int, width: int) -> int:
    """Lanes of a chunk: large enough that refilling pays, small enough to share out."""
    share = lanes if threads == 1 else -(-lanes // (4 * threads))
    size = min(max(share, 4 * width), CHUNK)
    return -(-size // width) * width


def aligned(size: int) -> NDArray[np.uint8]:
    """Bytes that begin at a multiple of 64, as wide registers want them."""
    raw = np.zeros(size + 64, np.uint8)
    shift = -raw.ctypes.data % 64
    return raw[shift : shift + size]
