"""From LLVM IR to machine code that can be called, kept between runs.

The cache holds object files by the hash of everything that shapes them. An entry is written under a
temporary name and renamed; one that is cut short or altered fails its check sum and is rebuilt;
where nothing can be written the code lives in memory only, with one line in the log.
"""

from __future__ import annotations

import ctypes
import hashlib
import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from exoburn.engine.processor import Processor
from exoburn.errors import EngineError

LOG = logging.getLogger(__name__)

#: Most kernels in the cache, a quarter of a megabyte each.
KEPT = 100


@cache
def _initialise() -> None:
    import llvmlite.binding as llvm

    with suppress(RuntimeError):  # newer versions do this themselves and refuse the call
        llvm.initialize()
    # lines come in an order of our own (see order.py), which the scheduler would undo
    llvm.set_option("exoburn", "-enable-misched=0")
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


def cache_folder() -> Path:
    """Where kernels are kept: EXOBURN_CACHE, else the user's cache folder."""
    named = os.environ.get("EXOBURN_CACHE")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "exoburn" / "kernels"


def cached(key: str, make: Callable[[], bytes]) -> tuple[bytes, bool]:
    """The machine code kept under `key`, made anew if absent or damaged; -> (code, was there)."""
    path = cache_folder() / f"{key}.o"
    found = _read(path)
    if found is not None:
        return found, True
    code = make()
    _write(path, code)
    return code, False


def _read(path: Path) -> bytes | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    digest, code = data[:32], data[32:]
    if hashlib.sha256(code).digest() == digest:
        return code
    LOG.warning("kernel cache: %s is damaged and is rebuilt", path.name)
    return None


def _write(path: Path, code: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
            file.write(hashlib.sha256(code).digest() + code)
        Path(file.name).replace(path)
        _prune(path.parent)
    except OSError as error:
        LOG.warning("kernel cache: cannot write (%s); the kernel stays in memory", error.strerror)


def _prune(folder: Path) -> None:
    """Forget the oldest entries beyond `KEPT`, half-written ones of long ago among them."""
    entries = [(path.stat().st_mtime, path) for path in folder.iterdir() if path.is_file()]
    for _, path in sorted(entries, reverse=True)[KEPT:]:
        path.unlink(missing_ok=True)
