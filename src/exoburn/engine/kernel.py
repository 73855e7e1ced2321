"""Compile a system to a vector kernel and run columns through it."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.engine import native
from exoburn.engine.driver import ARGUMENTS, Controller, driver
from exoburn.engine.method import METHODS
from exoburn.engine.model import build
from exoburn.engine.registers import Shape
from exoburn.engine.routines import Routines
from exoburn.engine.schedule import Agenda, Schedule, agenda
from exoburn.engine.system import System
from exoburn.errors import EngineError

Floats = NDArray[np.floating]

#: Relative tolerance unless a run says otherwise; keeps every state's error below 1e-3.
RTOL = {"float64": 1e-4, "float32": 1e-4}


@dataclass(frozen=True)
class Run:
    """What came of a run.

    `outputs` (outputs, days, lanes), or None if they were handed to `reduce`; `final` (states,
    lanes); `failed` the lanes that could not be integrated (their outputs are 0, never NaN);
    `steps` and `rejected` per lane; `clipped` what was cut off below 0, per output.
    """

    outputs: Floats | None
    final: NDArray[np.float64]
    failed: NDArray[np.int64]
    steps: NDArray[np.int64]
    rejected: NDArray[np.int64]
    clipped: NDArray[np.float64]


class Kernel:
    """A compiled system; make one with `compile_system`."""

    def __init__(
        self,
        system: System,
        outputs: Sequence[str],
        shape: Shape,
        library: native.Library,
        workspace: int,
        *,
        from_cache: bool,
    ) -> None:
        self.system = system
        self.states = tuple(system.states)
        self.parameters = system.parameters
        self.outputs = tuple(outputs)
        self.dtype = shape.dtype
        self.lanes = shape.width
        self.from_cache = from_cache
        self._shape = shape
        self._library = library
        self._integrate = library.function("integrate")
        self._repeat = library.function("repeat", 2)
        self._workspace = workspace
        self._last = _aligned(workspace)
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
        max_steps: int = 100_000,
    ) -> Run:
        """Integrate every lane from day 0 to the last of `days`.

        `y0` (states, lanes) or (states,), `p` (parameters, lanes) or (parameters,), `days`
        ascending. Outputs named in `clip` are cut off at 0. With `reduce`, each chunk's outputs
        (outputs, days, lanes of the chunk) go to `reduce(outputs, first_lane)` in the order of
        lanes and are not kept. `progress(done, total)` counts lanes.
        """
        days = np.ascontiguousarray(days, np.float64)
        if days.ndim != 1 or not days.size or (np.diff(days) <= 0).any() or days[0] < 0:
            raise EngineError("output days must ascend from day 0 on")
        start, values, lanes = self._inputs(y0, p)
        plan = agenda(schedule or Schedule.none(), self.system, lanes)
        job = _Job(self, start, values, plan, days, rtol or RTOL[self.dtype], max_steps, lanes)
        clipped = np.zeros(len(self.outputs))
        cut = [self.outputs.index(name) for name in clip]
        shape = (len(self.outputs), len(days))
        kept = None if reduce else np.zeros((*shape, lanes), self.dtype)
        threads = max(1, threads or 1)
        size = chunk or _chunk(lanes, threads, self.lanes, bounded=reduce is not None)
        edges = [(first, min(first + size, lanes)) for first in range(0, lanes, size)]

        def work(edge: tuple[int, int]) -> Floats:
            first, last = edge
            out = np.zeros((*shape, last - first), self.dtype) if kept is None else (
                kept[:, :, first:last]
            )
            job.integrate(out, first, last, days)
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
        return Run(kept, job.final, failed, job.steps, job.rejected, clipped)

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
            if not np.isfinite(array).all():
                bad = names[int(np.argwhere(~np.isfinite(array))[0][0])]
                raise EngineError(f"{what}: {bad} is not a finite number")
        counts = {array.shape[1] for array in (start, values) if array.ndim == 2} or {1}
        if len(counts) != 1:
            raise EngineError(f"y0 and p differ in lanes: {start.shape}, {values.shape}")
        return start, values, counts.pop()


class _Job:
    """Arrays of one run, shared by its chunks."""

    def __init__(
        self, kernel: Kernel, start: Floats, values: Floats, plan: Agenda,
        days: NDArray[np.float64], rtol: float, max_steps: int, lanes: int,
    ) -> None:  # fmt: skip
        self.kernel = kernel
        self.start, self.values, self.plan, self.days = start, values, plan, days
        self.rtol, self.max_steps = rtol, max_steps
        self.final = np.zeros((len(kernel.states), lanes))
        self.status = np.zeros(lanes, np.int64)
        self.steps = np.zeros(lanes, np.int64)
        self.rejected = np.zeros(lanes, np.int64)

    def integrate(self, out: Floats, first: int, last: int, days: NDArray[np.float64]) -> None:
        """Run lanes first..last; a lane that fails is tried again with tighter tolerances."""
        self._call(out, first, last, self.rtol)
        for tighter in (0.1, 0.01):
            for lane in first + np.flatnonzero(self.status[first:last]):
                spent, refused = self.steps[lane], self.rejected[lane]
                self._call(out[:, :, lane - first : lane - first + 1], lane, lane + 1,
                           self.rtol * tighter)  # fmt: skip
                self.steps[lane] += spent
                self.rejected[lane] += refused
        for lane in first + np.flatnonzero(self.status[first:last]):
            out[:, :, lane - first] = 0.0

    def _call(self, out: Floats, first: int, last: int, rtol: float) -> None:
        workspace = self.kernel._last = _aligned(self.kernel._workspace)
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
            "out_day": out.strides[1] // size, "final": self.final.ctypes.data,
            "final_row": self.final.strides[0] // 8, "status": self.status.ctypes.data,
            "steps": self.steps.ctypes.data, "rejected": self.rejected.ctypes.data,
            "workspace": workspace.ctypes.data,
        }  # fmt: skip
        table = np.zeros(len(ARGUMENTS), np.int64)
        for i, name in enumerate(ARGUMENTS):
            if name == "rtol":
                table.view(np.float64)[i] = values[name]
            else:
                table[i] = values[name]
        self.kernel._integrate(table.ctypes.data)


def compile_system(
    system: System,
    outputs: Sequence[str],
    *,
    dtype: str = "float64",
    progress: Callable[[str], None] | None = None,
    method: str = "Rodas5P",
    width: int | None = None,
) -> Kernel:
    """A kernel for `system` whose runs yield `outputs` (states or named sub-expressions).

    The machine code comes from the cache when it is there; otherwise `progress` is told what takes
    the seconds. `width` (lanes in a register) is the processor's own unless a test says otherwise;
    results do not depend on it.

    >>> from exoburn.engine import Block, State, System
    >>> decay = Block("decay", "x' = -k*x", states={"x": State()})
    >>> kernel = compile_system(System.compose("decay", [decay]), ["x"])
    >>> run = kernel.run([1.0], [0.5], None, [0.0, 2.0], rtol=1e-8)
    >>> run.outputs[0, :, 0].round(6)
    array([1.      , 0.367879])
    """
    found = native.host()
    shape = Shape(dtype, width or found.lanes(dtype), found.fused, found.estimate)
    if dtype not in RTOL:
        raise EngineError(f"dtype is float64 or float32, not {dtype!r}")
    key = _key(system, outputs, shape, method, found)
    written: list[int] = []

    def make() -> bytes:
        if progress:
            progress(f"building the {system.name} kernel for this processor (once)")
        text, size = source(system, outputs, shape, method)
        written.append(size)
        return native.compile_ir(text) + size.to_bytes(8, "little")

    code, there = native.cached(key, make)
    library = native.Library(code[:-8])
    size = int.from_bytes(code[-8:], "little")
    return Kernel(system, outputs, shape, library, size, from_cache=there)


def source(
    system: System, outputs: Sequence[str], shape: Shape, method: str
) -> tuple[str, int]:
    """The kernel as IR, and the bytes of memory it works in."""
    model = build(system, outputs)
    scales = [float(s) for s in system.scales]
    routines = Routines.plan(model, METHODS[method], shape, scales)
    loop = driver(routines, Controller())
    wide = shape.row * 8
    tail = (
        f'\nattributes #0 = {{ nounwind alignstack=64 "prefer-vector-width"="{wide}" '
        f'"min-legal-vector-width"="{wide}" }}\n'
        f'attributes #1 = {{ nounwind "prefer-vector-width"="{wide}" '
        f'"min-legal-vector-width"="{wide}" }}\n'
    )
    return _declarations(shape) + routines.functions() + loop + tail, routines.layout.size


def _declarations(shape: Shape) -> str:
    v, s = shape.vector, shape.suffix
    lines = [f"declare {v} @llvm.{name}.{s}({v})" for name in ("fabs", "sqrt")]
    lines.append(f"declare {v} @llvm.fma.{s}({v}, {v}, {v})")
    lines.append("declare double @llvm.sqrt.f64(double)")
    if shape.estimate and shape.estimator:
        name, mask = shape.estimator
        lines.append(f"declare {v} @{name}({v}, {v}, {mask})")
    return "\n".join(lines) + "\n"


def _key(
    system: System, outputs: Sequence[str], shape: Shape, method: str, found: native.Processor
) -> str:
    """Hash of everything that shapes the machine code, the generator's own text included."""
    text = json.dumps(
        [
            [(name, state.scale) for name, state in system.states.items()],
            list(system.parameters),
            [(name, ast.unparse(tree)) for name, tree in system.named.items()],
            [(name, ast.unparse(tree)) for name, tree in system.rates.items()],
            [
                (name, [(line.target, ast.unparse(line.tree)) for line in event.lines])
                for name, event in system.events.items()
            ],
            list(outputs), shape.dtype, shape.width, shape.fused, shape.estimate, method,
            found.name, found.features, found.llvm, _generator(),
        ]
    )
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _generator() -> str:
    """Hash of the engine's own files: another generator, another kernel."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _chunk(lanes: int, threads: int, width: int, *, bounded: bool) -> int:
    """Lanes of a chunk: large enough that refilling pays, small enough to share out."""
    share = -(-lanes // (4 * threads)) if threads > 1 else lanes
    size = max(share, 4 * width)
    if bounded:
        size = min(size, 1024)
    return -(-size // width) * width


def _aligned(size: int) -> NDArray[np.uint8]:
    raw = np.zeros(size + 64, np.uint8)
    shift = -raw.ctypes.data % 64
    return raw[shift : shift + size]
