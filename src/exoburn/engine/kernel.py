"""A compiled system and what a run of it yields."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter, thread_time

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.engine.batch import Batch, aligned, chunk_size
from exoburn.engine.fallback import integrate
from exoburn.engine.loop import TIMED
from exoburn.engine.native import Library
from exoburn.engine.registers import Shape
from exoburn.engine.schedule import Schedule, agenda
from exoburn.engine.self_test import Verdict
from exoburn.engine.system import System
from exoburn.errors import EngineError

LOG = logging.getLogger(__name__)
Floats = NDArray[np.floating]

#: Relative tolerance unless a run says otherwise; keeps every state's error below 1e-3.
RTOL = {"float64": 2e-5, "float32": 2e-5}
#: Below this, rounding hides the error estimate.
FINEST = {"float64": 1e-13, "float32": 1e-6}


@dataclass(frozen=True)
class Run:
    """What came of a run.

    `outputs` (outputs, days, lanes), or None if they were handed to `reduce`; `final` (states,
    lanes); `rescued` the lanes that the kernel could not do and SciPy did, in `rescue_s` seconds;
    `failed` those that neither could (their outputs are 0, never NaN); `steps` and `rejected` per
    lane; `clipped` what was cut off below 0, per output.
    """

    outputs: Floats | None
    final: NDArray[np.float64]
    failed: NDArray[np.int64]
    steps: NDArray[np.int64]
    rejected: NDArray[np.int64]
    clipped: NDArray[np.float64]
    rescued: NDArray[np.int64]
    rescue_s: float


class Kernel:
    """A compiled system; make one with `compile_system`."""

    def __init__(
        self,
        system: System,
        outputs: Sequence[str],
        shape: Shape,
        library: Library,
        workspace: int,
        *,
        from_cache: bool,
        path: str,
    ) -> None:
        self.system = system
        self.states = tuple(system.states)
        self.parameters = system.parameters
        self.outputs = tuple(outputs)
        self.dtype = shape.dtype
        self.lanes = shape.width
        self.from_cache = from_cache
        self.path, self.vector_bits = path, shape.row * 8
        #: what the self-test found; None: there was none
        self.verdict: Verdict | None = None
        self._shape = shape
        self._library = library
        self._integrate = library.function("integrate")
        self._repeat = library.function("repeat", 2)
        self._workspace = workspace
        self._codes = {name: code for code, name in enumerate(system.events)}

    def event_code(self, name: str) -> int:
        """The code by which a schedule names an event."""
        if name not in self._codes:
            raise EngineError(f"{self.system.name}: no event named {name}")
        return self._codes[name]

    def run(
        self,
        y0: ArrayLike,
        p: ArrayLike,
        schedule: Schedule | None,
        days: ArrayLike,
        *,
        rtol: float | None = None,
        threads: int | None = None,
        progress: Callable[[int, int], None] | None = None,
        reduce: Callable[[Floats, int], None] | None = None,
        clip: Sequence[str] = (),
        chunk: int | None = None,
        max_steps: int = 30_000,
        rescue: bool = True,
    ) -> Run:
        """Integrate every lane from day 0 to the last of `days`.

        `y0` (states, lanes) or (states,), `p` (parameters, lanes) or (parameters,), `days`
        ascending. Outputs named in `clip` are cut off at 0. With `reduce`, each chunk's outputs
        (outputs, days, lanes of the chunk) go to `reduce(outputs, first_lane)` in the order of
        lanes and are not kept. `progress(done, total)` counts lanes. Lanes that fail, or all of
        them if the self-test failed, go to SciPy, unless `rescue` is off.
        """
        job = self._batch(y0, p, schedule, days, rtol, max_steps)
        lanes = job.status.size
        clipped = np.zeros(len(self.outputs))
        cut = [self.outputs.index(name) for name in clip]
        shape = (len(self.outputs), job.days.size)
        kept = None if reduce else _series(*shape, lanes, self.dtype)
        threads = max(1, threads or 1)
        size = chunk or chunk_size(lanes, threads, self.lanes)
        edges = [(first, min(first + size, lanes)) for first in range(0, lanes, size)]
        rescued: list[tuple[int, float]] = []

        def work(edge: tuple[int, int]) -> Floats:
            first, last = edge
            if kept is None:
                out = _series(*shape, last - first, self.dtype)
            else:
                out = kept[:, :, first:last]
            if self.verdict and not self.verdict.agrees and rescue:
                job.status[first:last] = 1
            else:
                job.run(out, first, last)
            if rescue:
                self._rescue(job, out, first, last, rescued)
            return out

        def take(edge: tuple[int, int], out: Floats) -> None:
            for i in cut:
                clipped[i] -= np.minimum(out[i], 0.0).sum(dtype=np.float64)
                np.maximum(out[i], 0.0, out=out[i])
            if reduce:
                reduce(out, edge[0])
            if progress:
                progress(edge[1], lanes)

        if threads == 1 or len(edges) == 1:
            for edge in edges:
                take(edge, work(edge))
        else:
            self._share(edges, work, take, threads)
        failed = np.flatnonzero(job.status)
        rescued.sort()
        saved = np.array([lane for lane, _ in rescued], np.int64)
        seconds = sum(spent for _, spent in rescued)
        if rescued and not (self.verdict and not self.verdict.agrees):
            LOG.warning(
                "%s: %d of %d columns were integrated with SciPy instead, in %.0f s",
                self.system.name, len(rescued), lanes, seconds,
            )  # fmt: skip
        return Run(kept, job.final, failed, job.steps, job.rejected, clipped, saved, seconds)

    def _rescue(
        self, job: Batch, out: Floats, first: int, last: int, rescued: list[tuple[int, float]]
    ) -> None:
        """Lanes of a chunk that failed, by SciPy: compiled rates if they are known to agree."""
        known = self.verdict is not None and self.verdict.rates_agree
        names, plan = list(self._codes), job.plan
        for lane in (first + np.flatnonzero(job.status[first:last])).tolist():
            y0, p = (a if a.ndim == 1 else a[:, lane] for a in (job.start, job.values))
            mine = range(plan.start[lane], plan.start[lane + 1])
            events = [(float(plan.day[i]), names[plan.event[i]], float(plan.amount[i]))
                      for i in mine]  # fmt: skip
            begin = perf_counter()
            try:
                column = integrate(
                    self.system, self.outputs, y0, p, events, job.days,
                    rates=self.rate_function if known else None,
                )  # fmt: skip
            except EngineError:
                continue  # stays listed as failed
            out[:, :, lane - first] = column.outputs
            job.final[:, lane], job.status[lane] = column.final, 0
            rescued.append((lane, perf_counter() - begin))

    def rates(self, y: ArrayLike, p: ArrayLike) -> Floats:
        """Derivatives per day at y (states, lanes) or (states,); -> (states, lanes)."""
        start, values, lanes = self._inputs(y, p)
        start = start.reshape(len(self.states), -1) + np.zeros((1, lanes))
        values = values.reshape(len(self.parameters), -1) + np.zeros((1, lanes))
        columns = zip(start.T, values.T, strict=True)
        return np.array([self.rate_function(at)(column) for column, at in columns]).T

    def rate_function(self, p: ArrayLike) -> Callable[[Floats], Floats]:
        """The right-hand side of one column with parameters p, for other integrators.

        The array that it returns is written anew by the next call.
        """
        states, known = len(self.states), len(self.parameters)
        memory = aligned(self._workspace)
        rows = memory[: self._shape.row * (2 * states + known)].view(self.dtype)
        lane = rows.reshape(-1, self.lanes)[:, 0]
        rows.reshape(-1, self.lanes)[2 * states :] = np.asarray(p, np.float64).reshape(known, 1)
        state, rates, address = lane[:states], lane[states : 2 * states], memory.ctypes.data
        self._repeat(address, TIMED.index("fix"), 1)
        number = TIMED.index("rates")

        def rhs(y: Floats) -> Floats:
            state[:] = y
            self._repeat(address, number, 1)
            return rates

        return rhs

    def bare_step(self, y0: ArrayLike, p: ArrayLike, *, times: int = 2000) -> float:
        """Seconds of CPU that one step of one register takes for its arithmetic alone.

        Right-hand sides, Jacobian, elimination and solves are timed, and no mixing of stages, step
        control, outputs or events: the floor that `benchmarks/run` compares a run with.
        """
        job = self._batch(y0, p, None, [0.0, 1.0], None, 30_000)
        few = min(job.status.size, self.lanes)
        job.run(np.zeros((len(self.outputs), 2, few), self.dtype), 0, few)
        routine = TIMED.index("step")
        begin = thread_time()
        self._repeat(job.memory.ctypes.data, routine, times)
        return (thread_time() - begin) / times

    def _batch(
        self, y0: ArrayLike, p: ArrayLike, schedule: Schedule | None, days: ArrayLike,
        rtol: float | None, max_steps: int,
    ) -> Batch:  # fmt: skip
        days = np.ascontiguousarray(days, np.float64)
        if days.ndim != 1 or not days.size or (np.diff(days) <= 0).any() or days[0] < 0:
            raise EngineError("output days must ascend from day 0 on")
        rtol = rtol or RTOL[self.dtype]
        if not FINEST[self.dtype] <= rtol < 1.0:
            raise EngineError(f"rtol {rtol:g} is out of reach in {self.dtype}")
        start, values, lanes = self._inputs(y0, p)
        plan = agenda(schedule or Schedule.none(), self.system, lanes)
        return Batch(
            self._integrate, self._workspace, start, values, plan, days, rtol, max_steps, lanes
        )

    @staticmethod
    def _share(
        edges: list[tuple[int, int]],
        work: Callable[[tuple[int, int]], Floats],
        take: Callable[[tuple[int, int], Floats], None],
        threads: int,
    ) -> None:
        """Chunks on a pool, results taken in order, only a few chunks ahead of the taking."""
        with ThreadPoolExecutor(threads) as pool:
            ahead = 2 * threads
            waiting = {i: pool.submit(work, edge) for i, edge in enumerate(edges[:ahead])}
            for i, edge in enumerate(edges):
                out = waiting.pop(i).result()
                if i + ahead < len(edges):
                    waiting[i + ahead] = pool.submit(work, edges[i + ahead])
                take(edge, out)

    def _inputs(self, y0: ArrayLike, p: ArrayLike) -> tuple[Floats, Floats, int]:
        """Start and parameters as float64 (rows, lanes) or (rows,), and the number of lanes."""
        start, values = np.asarray(y0, np.float64), np.asarray(p, np.float64)
        for array, names, what in ((start, self.states, "y0"), (values, self.parameters, "p")):
            if array.ndim not in (1, 2) or array.shape[0] != len(names):
                raise EngineError(f"{what} has shape {array.shape}, not ({len(names)}, lanes)")
            bad = np.isnan(array) if what == "p" else ~np.isfinite(array)  # a limit may be infinite
            if bad.any():
                raise EngineError(f"{what}: {names[int(np.argwhere(bad)[0][0])]} is not a number")
        counts = {array.shape[1] for array in (start, values) if array.ndim == 2} or {1}
        if len(counts) != 1:
            raise EngineError(f"y0 and p differ in lanes: {start.shape}, {values.shape}")
        return start, values, counts.pop()


def _series(outputs: int, days: int, lanes: int, dtype: str) -> Floats:
    """Zeros (outputs, days, lanes) in which the days of a lane lie side by side.

    A lane then fills whole lines of memory as it goes, which is several times cheaper than touching
    a line of its neighbours for every number.
    """
    return np.zeros((outputs, lanes, days), dtype).transpose(0, 2, 1)
