"""From LLVM IR to machine code that can be called."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any

from exoburn.engine.processor import Processor
from exoburn.errors import EngineError


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

    def __init__(self, machine_code: bytes, processor: Processor) -> None:
        import llvmlite.binding as llvm

        _initialise()
        module = llvm.parse_assembly("")
        self._engine = llvm.create_mcjit_compiler(module, _target(processor))
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(machine_code))
        self._engine.finalize_object()

    def function(self, name: str, whole: int = 0) -> Callable[..., None]:
        """A function `void name(void *, int64 * whole)`; the interpreter's lock is released."""
        address = self._engine.get_function_address(name)
        if not address:
            raise EngineError(f"the compiled kernel has no function {name}")
        return ctypes.CFUNCTYPE(None, ctypes.c_void_p, *[ctypes.c_int64] * whole)(address)


def _target(processor: Processor) -> Any:
    import llvmlite.binding as llvm

    target = llvm.Target.from_default_triple()
    return target.create_target_machine(
        cpu=processor.name, features=processor.features, opt=2, reloc="pic", codemodel="small"
    )


def compile_ir(text: str, processor: Processor) -> bytes:
    """IR -> object file for a processor."""
    import llvmlite.binding as llvm

    _initialise()
    try:
        module = llvm.parse_assembly(text)
        module.verify()
    except RuntimeError as error:
        raise EngineError(f"the kernel's code is not valid: {error}") from error
    return _target(processor).emit_object(module)
