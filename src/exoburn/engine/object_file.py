"""Whether bytes are an object file of this machine that defines the functions wanted of it.

LLVM ends the process when it is given something else, so this is asked before it is.
"""

from __future__ import annotations

import platform
import struct
from collections.abc import Iterator, Sequence

#: Machine numbers of ELF, Mach-O and COFF, by the name that the system gives the processor.
_MACHINES = {
    "x86_64": (62, 0x01000007, 0x8664),
    "arm64": (183, 0x0100000C, 0xAA64),
}
_ALIASES = {"amd64": "x86_64", "aarch64": "arm64"}
_RELOCATABLE, _SYMBOLS, _NOTHING_IN_FILE = 1, 2, 8


def defines(code: bytes, functions: Sequence[str]) -> bool:
    """Whether `code` is an object file of this processor with these functions in it.

    >>> defines(b"junk", ["integrate"]), defines(b"\\x7fELF" + bytes(60), ["integrate"])
    (False, False)
    """
    name = platform.machine().lower()
    machines = _MACHINES.get(_ALIASES.get(name, name))
    try:
        if code[:4] == b"\x7fELF":
            return _elf(code, machines and machines[0], functions)
        magic, kind = struct.unpack_from("<II", code)
        marked = all(function.encode() + b"\0" in code for function in functions)
        if magic == 0xFEEDFACF:
            (file_type,) = struct.unpack_from("<I", code, 12)
            return file_type == _RELOCATABLE and marked and machines is not None and (
                kind == machines[1]
            )
        return machines is not None and magic & 0xFFFF == machines[2] and marked
    except (struct.error, IndexError, ValueError):
        return False


def _elf(code: bytes, machine: int | None, functions: Sequence[str]) -> bool:
    """64-bit little-endian ELF whose sections all lie within the file."""
    kind, number = struct.unpack_from("<HH", code, 16)
    if kind != _RELOCATABLE or not code.startswith(b"\x7fELF\x02\x01\x01"):
        return False
    if machine is not None and number != machine:
        return False
    (start,) = struct.unpack_from("<Q", code, 40)
    size, count, names = struct.unpack_from("<HHH", code, 58)
    if size != 64 or count == 0 or names >= count or start + count * size > len(code):
        return False
    sections = [struct.unpack_from("<IIQQQQIIQQ", code, start + i * size) for i in range(count)]
    for _, section, _, _, offset, length, link, *_ in sections:
        if section != _NOTHING_IN_FILE and offset + length > len(code):
            return False
        if link >= count:
            return False
    return set(functions) <= set(_defined(code, sections))


def _defined(code: bytes, sections: list[tuple[int, ...]]) -> Iterator[str]:
    """Names that the symbol tables define."""
    for _, section, _, _, offset, length, link, *_ in sections:
        if section != _SYMBOLS:
            continue
        base, end = sections[link][4], sections[link][4] + sections[link][5]
        for at in range(offset, offset + length - 23, 24):
            name, _, _, where = struct.unpack_from("<IBBH", code, at)
            stop = code.index(b"\0", base + name, end)
            if where:
                yield code[base + name : stop].decode("ascii", "replace")
