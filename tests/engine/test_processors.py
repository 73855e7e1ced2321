"""Which path a processor gets, how another is forced, and what `recip` gives on each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from exoburn.engine import compile_system, native, processor
from exoburn.engine.batch import aligned
from exoburn.engine.compile import _declarations
from exoburn.engine.processor import FORCED, PATHS, PATHS_AGREE, choose, host
from exoburn.engine.registers import Code, Shape
from exoburn.errors import InputError
from tests.engine.systems import VAN_DER_POL

X86 = {"sse2": True, "avx2": True, "fma": True}
WIDE = X86 | {"avx512f": True, "avx512dq": True}


@pytest.mark.parametrize(
    ("family", "has", "path", "words"),
    [
        ("x86", {"sse2": True}, "sse2", "neither AVX2 with multiply-add nor AVX-512"),
        ("x86", {"sse2": True, "avx2": True}, "sse2", "neither AVX2 with multiply-add"),
        ("x86", X86, "avx2", "no AVX-512"),
        ("x86", X86 | {"avx512f": True}, "avx2", "no AVX-512"),
        ("x86", WIDE, "avx512-plain", "VL"),
        ("x86", WIDE | {"avx512vl": True}, "avx512", "side by side"),
        ("arm", {}, "neon", "64-bit ARM"),
        ("arm", {"neon": True, "sve": True}, "neon", "64-bit ARM"),
        ("", {"fma": True}, "neon", "plainest"),
        ("", {}, "sse2", "plainest"),
    ],
)
def test_a_processor_gets_the_widest_path_it_has(family, has, path, words):
    """Sets of features as processors have them; ARM lists none on some systems."""
    found = choose("", family, has, "host", "")
    assert found.path == path
    assert words in str(found)
    assert not found.emulated
    if family != "x86":
        assert "AVX" not in str(found)


@pytest.mark.parametrize("word", PATHS)
@pytest.mark.parametrize("family", ["x86", "arm"])
def test_every_path_can_be_forced_on_every_processor(word, family):
    """What the host lacks is made up for and said."""
    found = choose(word, family, X86 if family == "x86" else {}, "host", "+all")
    assert found.path == word
    assert found.emulated == (word == "avx512")
    assert "forced by EXOBURN_PROCESSOR" in found.reason
    own = PATHS[word].family == family and word in ("sse2", "avx2", "neon")
    assert ("lacks" in found.reason) == (not own)


def test_an_old_processor_s_path_is_compiled_for_an_old_processor():
    """No AVX, no fused multiply-add in the machine: its name in LLVM, and no feature added."""
    found = choose("sse2", "x86", WIDE | {"avx512vl": True}, "host", "+avx512f")
    assert (found.name, found.features, found.fused) == ("x86-64", "", False)


@pytest.mark.parametrize("word", ["avx", "AVX2", "512", "neon "])
def test_a_word_that_names_no_path_is_wrong_input(word):
    """One line and exit code 2, whichever command meets it."""
    with pytest.raises(InputError, match="EXOBURN_PROCESSOR: no such path"):
        choose(word, "x86", X86, "host", "")
    for command in (["doctor"], ["simulate", "examples/hand-scald.toml", "--json"]):
        done = subprocess.run(
            [sys.executable, "-m", "exoburn", *command], capture_output=True, text=True,
            env={**os.environ, FORCED: word}, check=False,
        )  # fmt: skip
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
        assert "allowed: avx512, avx512-plain, avx2, sse2, neon" in done.stderr


def test_the_doctor_names_the_forced_path():
    """In its JSON, with the reason."""
    done = subprocess.run(
        [sys.executable, "-m", "exoburn", "doctor", "--json"], capture_output=True, text=True,
        env={**os.environ, FORCED: "sse2"}, check=True,
    )  # fmt: skip
    said = {check["id"]: check for check in json.loads(done.stdout)["checks"]}["processor"]
    assert said["status"] == "note"
    assert said["detail"].startswith("sse2: 128-bit registers, 2 columns side by side")
    assert said["detail"].endswith("forced by EXOBURN_PROCESSOR")


def test_this_processor_is_described():
    """What `exoburn doctor` and the benchmark print."""
    found = processor()
    assert found["lanes"] == found["vector_bits"] // 64
    assert found["text"].startswith(f"{found['path']}: {found['vector_bits']}-bit registers")


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_paths_have_kernels_of_their_own(monkeypatch, tmp_path, dtype):
    """Another key, the table's lanes, the same course to rounding."""
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path))
    mu, days = np.linspace(1.0, 9.0, 21)[None, :], np.linspace(0, 4, 9)
    courses = {}
    for word, path in PATHS.items():
        monkeypatch.setenv(FORCED, word)
        made = compile_system(VAN_DER_POL, ["x", "v"], dtype=dtype)
        assert not made.from_cache
        assert (made.path, made.vector_bits) == (word, path.vector_bits)
        assert made.lanes == path.vector_bits // (64 if dtype == "float64" else 32)
        courses[word] = made.run([2.0, 0.0], mu, None, days, rtol=1e-5).outputs
    for course in courses.values():
        limit = 1e-3 if dtype == "float32" else 1e-9
        np.testing.assert_allclose(course, courses["sse2"], atol=limit)
    assert courses["avx2"].tobytes() == courses["neon"].tobytes()
    assert courses["avx2"].tobytes() == courses["avx512-plain"].tobytes()


def reciprocals(x: np.ndarray, *, flush: bool) -> np.ndarray:
    """`recip` of this path for each number, with or without denormals counting as 0."""
    found, dtype = host(), str(x.dtype)
    shape = Shape(
        dtype, found.lanes(dtype), found.fused, found.estimate, found.flush, found.emulated
    )
    code = Code(shape)
    code.store(code.recip(code.load(0)), shape.row)
    body = "\n".join(code.lines)
    on = off = ""
    if flush:
        on = """
  %old = alloca i32
  %new = alloca i32
  call void @llvm.x86.sse.stmxcsr(ptr %old)
  %status = load i32, ptr %old
  %flushed = or i32 %status, 32832
  store i32 %flushed, ptr %new
  call void @llvm.x86.sse.ldmxcsr(ptr %new)"""
        off = "  call void @llvm.x86.sse.ldmxcsr(ptr %old)"
    text = f"{_declarations(shape)}\ndefine void @f(ptr %ws) {{{on}\n{body}\n{off}\n  ret void\n}}"
    library = native.Library(native.compile_ir(text, found), found)
    call = library.function("f")
    out = np.empty_like(x)
    memory = aligned(2 * shape.row).view(dtype)
    for first in range(0, len(x), shape.width):
        part = x[first : first + shape.width]
        memory[: len(part)] = part
        call(memory.ctypes.data)
        out[first : first + len(part)] = memory[shape.width : shape.width + len(part)]
    return out


@pytest.mark.parametrize("flush", [False, True])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("word", PATHS)
def test_a_reciprocal_is_what_its_docstring_says(monkeypatch, word, dtype, flush):
    """IEEE 754 at the edges, a unit in the last place elsewhere, on every path."""
    monkeypatch.setenv(FORCED, word)
    if flush and not host().flush:
        pytest.skip("this processor has no such mode")
    kind = np.dtype(dtype).type
    info = np.finfo(kind)
    edges = np.array([0.0, -0.0, np.inf, -np.inf, np.nan], kind)
    with np.errstate(all="ignore"):
        got, wanted = reciprocals(edges, flush=flush), 1 / edges
    np.testing.assert_array_equal(got, wanted)
    assert np.signbit(got[:4]).tolist() == [False, True, False, True]

    normal = np.array([info.tiny, -info.tiny, info.max, -info.max, info.max / 4], kind)
    small = np.array([info.smallest_subnormal, -info.smallest_subnormal, info.tiny / 8], kind)
    with np.errstate(all="ignore"):
        wanted, tiny = 1 / normal, 1 / small
    if flush:  # denormals count as 0, as argument and as result
        wanted = np.where(np.abs(wanted) < info.tiny, np.copysign(0, wanted), wanted)
        tiny = np.copysign(kind(np.inf), small)
    got = reciprocals(normal, flush=flush)
    np.testing.assert_allclose(got, wanted, rtol=2 * info.eps, atol=info.smallest_subnormal)
    np.testing.assert_allclose(reciprocals(small, flush=flush), tiny, rtol=2 * info.eps)

    draws = np.random.default_rng(7).uniform(1, 2, 4000)
    x = np.concatenate([draws, 2.0 ** np.arange(-60, 60), -draws * 1e30, draws * 1e-30])
    x = x.astype(kind)
    got, truth = reciprocals(x, flush=flush), 1 / x.astype(np.longdouble)
    units = np.abs(got - truth) / np.spacing(np.abs(truth).astype(kind))
    assert units.max() <= 1.0


def test_the_page_states_the_numbers_that_are_held():
    """docs/processors.md names every path and how far they agree."""
    page = (Path(__file__).parents[2] / "docs" / "processors.md").read_text(encoding="utf-8")
    assert all(f"`{word}`" in page for word in PATHS)
    short, long = (f"{PATHS_AGREE[kind]:.0e}".replace("e-0", "e-") for kind in
                   ("float32", "float64"))  # fmt: skip
    assert f"{long}\nin double and {short} in single precision" in page
