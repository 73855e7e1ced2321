"""From a system to a kernel: generate, compile, keep."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from exoburn.engine import native
from exoburn.engine.cache import cached
from exoburn.engine.kernel import RTOL, Kernel
from exoburn.engine.loop import Controller, driver
from exoburn.engine.method import METHODS
from exoburn.engine.model import build
from exoburn.engine.object_file import defines
from exoburn.engine.processor import Processor, host
from exoburn.engine.registers import Shape
from exoburn.engine.routines import Routines
from exoburn.engine.self_test import SelfTest, judge
from exoburn.engine.system import System
from exoburn.errors import EngineError

LOG = logging.getLogger(__name__)


def compile_system(
    system: System,
    outputs: Sequence[str],
    *,
    dtype: str = "float64",
    progress: Callable[[str], None] | None = None,
    method: str = "Rodas5P",
    width: int | None = None,
    slack: Mapping[str, float] | None = None,
    self_test: SelfTest | None = None,
) -> Kernel:
    """A kernel for `system` whose runs yield `outputs` (states or named sub-expressions).

    The machine code comes from the cache when it is there; otherwise `progress` (or the log, as
    information) is told what takes the seconds. `width` (lanes in a register) is the processor's
    own unless a test says otherwise; results do not depend on it. `slack`: the error of these
    states may be so many times the tolerance, where they are recorded only through others that
    feel them less. With a `self_test` the kernel's `verdict` says whether it agrees with stored
    numbers; one that does not leaves every run to SciPy.

    >>> from exoburn.engine import Block, State, System
    >>> decay = Block("decay", "x' = -k*x", states={"x": State()})
    >>> kernel = compile_system(System.compose("decay", [decay]), ["x"])
    >>> run = kernel.run([1.0], [0.5], None, [0.0, 2.0], rtol=1e-8)
    >>> run.outputs[0, :, 0].round(6)
    array([1.      , 0.367879])
    """
    found = host()
    shape = Shape(
        dtype, width or found.lanes(dtype), found.fused, found.estimate, found.flush,
        found.emulated, found.permutes,
    )  # fmt: skip
    if dtype not in RTOL:
        raise EngineError(f"dtype is float64 or float32, not {dtype!r}")
    if shape.width < 2:
        raise EngineError("a register holds at least two lanes")
    slacks = [float((slack or {}).get(name, 1.0)) for name in system.states]
    key = _key(system, outputs, shape, method, found, slacks)
    written: list[int] = []

    def make() -> bytes:
        (progress or LOG.info)(f"building the {system.name} kernel for this processor (once)")
        text, size = source(system, outputs, shape, method, slacks)
        written.append(size)
        return native.compile_ir(text, found) + size.to_bytes(8, "little")

    code, there = cached(key, make, lambda code: defines(code, ("integrate", "repeat")))
    library = native.Library(code[:-8], found)
    size = int.from_bytes(code[-8:], "little")
    kernel = Kernel(system, outputs, shape, library, size, from_cache=there, path=found.path)
    if self_test is not None:
        kernel.verdict = judge(kernel, self_test, key)
    return kernel


def source(
    system: System, outputs: Sequence[str], shape: Shape, method: str, slack: Sequence[float]
) -> tuple[str, int]:
    """The kernel as IR, and the bytes of memory it works in."""
    model = build(system, outputs)
    scales = [float(s) for s in system.scales]
    routines = Routines.plan(model, METHODS[method], shape, scales, slack)
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
    if shape.estimator and shape.emulated:
        lines.append(shape.estimate_in_code())
    elif shape.estimator:
        name, mask = shape.estimator
        lines.append(f"declare {v} @{name}({v}, {v}, {mask})")
    if shape.permutation:
        whole, places = shape.permuted
        lines.append(f"declare {whole} @{shape.permutation}({whole}, {places})")
    if shape.flush:
        lines += [f"declare void @llvm.x86.sse.{name}mxcsr(ptr)" for name in ("ld", "st")]
    return "\n".join(lines) + "\n"


def _key(
    system: System, outputs: Sequence[str], shape: Shape, method: str, found: Processor,
    slack: Sequence[float],
) -> str:
    """Hash of everything that shapes the machine code, the generator's own text included."""
    text = json.dumps(
        [
            *system.text,
            list(outputs), repr(shape), method, list(slack),
            found.code, _generator(),
        ]
    )
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@cache
def _generator() -> str:
    """Hash of the engine's own files: another generator, another kernel."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
