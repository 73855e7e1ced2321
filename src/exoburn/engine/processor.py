"""Which code a processor gets: one table of paths, the host's own choice, and how to force another.

A path is a width of registers and two abilities. Whatever the host lacks is made up for, so that
every path runs everywhere: wide registers are put together from narrower ones, and AVX-512's short
reciprocal is replaced by code with the same values at 0, infinity, denormals and NaN, whose last
bits may differ. Paths of narrower registers are compiled for a processor that has no more than
they name, so that what runs is what such a processor runs.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from exoburn.errors import InputError

#: The environment variable that forces a path.
FORCED = "EXOBURN_PROCESSOR"

#: Largest difference between two paths, and of any path from a tight run, as the error of a state
#: (model section 8), at the default tolerances; `tests/engine/test_paths.py` holds it. Paths round
#: differently, so a step that just passes on one is refused on another, and results differ by a
#: share of the tolerance, not of the last digit. Single precision with the constants that ship
#: measures 2.4e-3 in one state (`Q_stasis`, on avx512), below 5e-4 in the others.
PATHS_AGREE = {"float64": 1e-3, "float32": 3e-3}


@dataclass(frozen=True)
class Path:
    """A way to write a kernel: bits of a register, fused multiply-add, short reciprocals.

    `family` and `needs` are the processors that have it all, by LLVM's names; `target` is the
    plainest of them, `lacks` what stops a processor of that family that chooses something narrower.
    """

    word: str
    vector_bits: int
    fused: bool
    estimate: bool
    family: str
    needs: tuple[str, ...]
    target: str
    lacks: str = ""


#: Best first within a family of processors.
PATHS = {
    path.word: path
    for path in (
        Path("avx512", 512, True, True, "x86", ("avx512f", "avx512dq", "avx512vl"),
             "x86-64-v4"),
        Path("avx512-plain", 512, True, False, "x86", ("avx512f", "avx512dq"),
             "x86-64-v4", lacks="this processor's AVX-512 has no short registers (VL)"),
        Path("avx2", 256, True, False, "x86", ("avx2", "fma"),
             "x86-64-v3", lacks="this processor has no AVX-512"),
        Path("sse2", 128, False, False, "x86", ("sse2",),
             "x86-64", lacks="this processor has neither AVX2 with multiply-add nor AVX-512"),
        Path("neon", 128, True, False, "arm", (), "generic"),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Processor:
    """What a kernel is written and compiled for, and why.

    `name` and `features` are LLVM's; `emulated`: short reciprocals come from code; `permutes`: it
    has AVX2's choice of lanes; `flush`: numbers too small to be normal can be made to count as 0;
    `reason` is empty where nothing is lacking.
    """

    path: str
    name: str
    features: str
    vector_bits: int
    fused: bool
    estimate: bool
    emulated: bool
    permutes: bool
    flush: bool
    llvm: str
    reason: str = ""

    def lanes(self, dtype: str) -> int:
        """Columns that run side by side in one register."""
        return self.vector_bits // (64 if dtype == "float64" else 32)

    @property
    def code(self) -> tuple[object, ...]:
        """Everything that shapes machine code: part of a kernel's key."""
        return (
            self.path, self.name, self.features, self.emulated, self.permutes, self.flush,
            self.llvm,
        )  # fmt: skip

    def __str__(self) -> str:
        text = (
            f"{self.path}: {self.vector_bits}-bit registers, {self.lanes('float64')} columns side "
            f"by side in double precision"
        )
        return f"{text}; {self.reason}" if self.reason else text


def host() -> Processor:
    """The processor this process runs on, with the path that EXOBURN_PROCESSOR forces, if any.

    Errors: InputError for a word that is no path.
    """
    return _chosen(os.environ.get(FORCED, ""))


def processor() -> dict[str, Any]:
    """For `exoburn doctor` and manifests: path, bits of a register, lanes in it, and why so.

    >>> sorted(processor())
    ['forced', 'lanes', 'path', 'text', 'vector_bits']
    """
    found = host()
    return {
        "path": found.path, "vector_bits": found.vector_bits, "lanes": found.lanes("float64"),
        "forced": bool(os.environ.get(FORCED)), "text": str(found),
    }  # fmt: skip


@cache
def _chosen(word: str) -> Processor:
    import llvmlite
    import llvmlite.binding as llvm

    family = _family(llvm.get_process_triple())
    features = llvm.get_host_cpu_features()
    version = f"{'.'.join(str(n) for n in llvm.llvm_version_info)}/{llvmlite.__version__}"
    return choose(
        word, family, features, llvm.get_host_cpu_name(), features.flatten(), llvm=version
    )


def choose(
    word: str, family: str, has: Mapping[str, bool], name: str, features: str, *, llvm: str = ""
) -> Processor:
    """The path for a processor of a `family` ("x86", "arm", "") that `has` some features.

    `word` forces one; `name` and `features` are how LLVM calls the host.

    >>> old = choose("", "x86", {"sse2": True}, "core2", "+sse2")
    >>> print(old)  # doctest: +NORMALIZE_WHITESPACE
    sse2: 128-bit registers, 2 columns side by side in double precision; this processor has neither
    AVX2 with multiply-add nor AVX-512
    >>> print(choose("avx2", "arm", {}, "generic", "").reason)
    forced by EXOBURN_PROCESSOR; this processor lacks its instructions and runs its logic
    """
    if word and word not in PATHS:
        raise InputError("no such path of the kernel", key=FORCED, given=word, allowed=list(PATHS))
    able = [path.word for path in PATHS.values() if _able(path, family, has)]
    own = able[0] if able else "neon" if has.get("fma") else "sse2"
    path = PATHS[word or own]
    has_it = path.word in able
    # a narrower path of this family is compiled for a processor that has no more than the path;
    # the host's own path and what the host lacks are compiled for the host
    plain = has_it and path.vector_bits < PATHS[own].vector_bits
    if path.word == "neon" and family == "x86" and has.get("fma"):
        target, wanted = "x86-64", "+avx,+fma"  # 128 bits with multiply-add and no more
    else:
        target, wanted = (path.target, "") if plain else (name, features)
    return Processor(
        path=path.word, name=target, features=wanted, vector_bits=path.vector_bits,
        fused=path.fused, estimate=path.estimate,
        emulated=path.estimate and not has_it, permutes=has_it and path.word == "avx2",
        flush=family == "x86" and bool(has.get("sse2")), llvm=llvm,
        reason=_reason(path, family, forced=bool(word), has_it=has_it),
    )  # fmt: skip


def _reason(path: Path, family: str, *, forced: bool, has_it: bool) -> str:
    if forced:
        text = f"forced by {FORCED}"
        lacking = "this processor lacks its instructions and runs its logic"
        return text if has_it else f"{text}; {lacking}"
    if family == "x86" and path.lacks:
        return path.lacks
    if family == "arm":
        return "the registers that every 64-bit ARM processor has"
    return "" if family else "neither x86 nor 64-bit ARM: the plainest code there is"


def _able(path: Path, family: str, has: Mapping[str, bool]) -> bool:
    return path.family == family and all(has.get(feature) for feature in path.needs)


def _family(triple: str) -> str:
    """The family of processors, by the first word of LLVM's triple.

    Asked for by architecture and not by features, of which some systems list none.

    >>> _family("arm64-apple-darwin23.1.0"), _family("x86_64-pc-windows-msvc"), _family("riscv64-x")
    ('arm', 'x86', '')
    """
    first = triple.split("-")[0]
    if first in ("aarch64", "arm64"):
        return "arm"
    return "x86" if first in ("x86_64", "amd64", "i686", "i386") else ""
