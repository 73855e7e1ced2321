"""From LLVM IR to machine code that can be called."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from exoburn.errors import EngineError


@dataclass(frozen=True)
class Processor:
    """What the host's processor offers to a kernel."""

    name: str
    features: str
    vector_bits: int
    fused: bool
    estimate: bool
    flush: bool
    llvm: str

    def lanes(self, dtype: str) -> int:
        """Columns that run side by side in one register."""
        return self.vector_bits // (64 if dtype == "float64" else 32)


@cache
def host() -> Processor:
    """The processor this process runs on."""
    import llvmlite
    import llvmlite.binding as llvm

    _initialise()
    features = llvm.get_host_cpu_features()
    fused = bool(features.get("fma") or features.get("neon") or features.get("fp-armv8"))
    bits = 512 if features.get("avx512f") and features.get("avx512dq") else 128
    if bits == 128 and features.get("avx2"):
        bits = 256
    version = ".".join(str(n) for n in llvm.llvm_version_info)
    flat = features.flatten()
    name = llvm.get_host_cpu_name()
    flush = bool(features.get("sse2"))
    estimate = bits == 512 and bool(features.get("avx512vl"))
    return Processor(name, flat, bits, fused, estimate, flush, f"{version}/{llvmlite.__version__}")


def processor() -> dict[str, Any]:
    """For `exoburn doctor`: the width of a register, lanes in it, and what is lacking, if anything.

    >>> sorted(processor())
    ['lanes', 'note', 'vector_bits']
    """
    found = host()
    notes = {
        512: "all that the kernel likes",
        256: "no AVX-512: the kernel runs at about half its speed",
        128: "neither AVX2 nor AVX-512: the kernel runs at about a quarter of its speed",
    }
    note = notes[found.vector_bits]
    if not found.fused:
        note += "; no fused multiply-add: last digits differ from other machines"
    return {"vector_bits": found.vector_bits, "lanes": found.lanes("float64"), "note": note}


@cache
def _initialise() -> None:
    import llvmlite.binding as llvm

    with suppress(RuntimeError):  # newer versions do this themselves and refuse the call
        llvm.initialize()
    # lines come in an order of our own (see order.py), which the schedulers would undo; the second
    # takes half the time of a compilation besides
    for option in ("-enable-misched=0", "-post-RA-scheduler=0"):
        llvm.set_option("exoburn", option)
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()


class Library:
    """Machine code in memory; keeps it alive as long as the object lives."""

    def __init__(self, machine_code: bytes) -> None:
        import llvmlite.binding as llvm

        _initialise()
        module = llvm.parse_assembly("")
        self._engine = llvm.create_mcjit_compiler(module, _target())
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(machine_code))
        self._engine.finalize_object()

    def function(self, name: str, whole: int = 0) -> Callable[..., None]:
        """A function `void name(void *, int64 * whole)`; the interpreter's lock is released."""
        address = self._engine.get_function_address(name)
        if not address:
            raise EngineError(f"the compiled kernel has no function {name}")
        return ctypes.CFUNCTYPE(None, ctypes.c_void_p, *[ctypes.c_int64] * whole)(address)


def _target() -> Any:
    import llvmlite.binding as llvm

    found = host()
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(
        cpu=found.name, features=found.features, opt=2, reloc="pic", codemodel="small"
    )


def compile_ir(text: str) -> bytes:
    """IR -> object file for this processor."""
    import llvmlite.binding as llvm

    _initialise()
    try:
        module = llvm.parse_assembly(text)
        module.verify()
    except RuntimeError as error:
        raise EngineError(f"the kernel's code is not valid: {error}") from error
    return _target().emit_object(module)
