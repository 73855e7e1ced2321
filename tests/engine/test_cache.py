"""Kernels are kept between runs, rebuilt when damaged, and do without a place to be kept."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

import pytest

from exoburn.engine import cache
from exoburn.engine.compile import compile_system
from tests.engine.systems import VAN_DER_POL, one


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """A cache of the test's own."""
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path / "kernels"))
    return tmp_path / "kernels"


def kernels(folder) -> list:
    return sorted(folder.glob("*.o"))


def numbers(kernel) -> bytes:
    return kernel.run([2.0, 0.0], [5.0], None, [1.0, 3.0]).outputs.tobytes()


def test_a_second_compilation_comes_from_the_cache(own_folder):
    """Same bits, nothing said, one kernel."""
    said: list[str] = []
    first = compile_system(VAN_DER_POL, ["x"], progress=said.append)
    second = compile_system(VAN_DER_POL, ["x"], progress=said.append)
    assert (first.from_cache, second.from_cache) == (False, True)
    assert len(said) == 1
    assert numbers(first) == numbers(second)
    assert len(kernels(own_folder)) == 1


@pytest.mark.parametrize("damage", ["cut", "flip", "empty"])
def test_a_damaged_entry_is_rebuilt(own_folder, damage, caplog):
    """Half a file, one wrong byte, nothing: the kernel is made anew and works."""
    first = numbers(compile_system(VAN_DER_POL, ["x"]))
    (path,) = kernels(own_folder)
    data = bytearray(path.read_bytes())
    if damage == "flip":
        data[len(data) // 2] ^= 1
    path.write_bytes(b"" if damage == "empty" else bytes(data[: len(data) // 2])
                     if damage == "cut" else bytes(data))  # fmt: skip
    with caplog.at_level(logging.WARNING):
        again = compile_system(VAN_DER_POL, ["x"])
    assert not again.from_cache
    assert numbers(again) == first
    assert len(caplog.records) == 1
    assert compile_system(VAN_DER_POL, ["x"]).from_cache


def test_a_place_that_cannot_be_written_costs_one_line(monkeypatch, tmp_path, caplog):
    """A file stands where the folder should be."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("EXOBURN_CACHE", str(blocked / "kernels"))
    with caplog.at_level(logging.WARNING):
        made = compile_system(VAN_DER_POL, ["x"])
    assert numbers(made)
    assert len(caplog.records) == 1


def test_what_shapes_the_code_shapes_the_key(own_folder):
    """Another equation, output, scale, number format or method is another file."""
    compile_system(VAN_DER_POL, ["x"])
    compile_system(VAN_DER_POL, ["v"])
    compile_system(VAN_DER_POL, ["x"], dtype="float32")
    compile_system(VAN_DER_POL, ["x"], method="Rodas4")
    compile_system(one("vdp", "x' = v\nv' = mu*(1 - x*x)*v - 2*x", {"x": 1, "v": 1}), ["x"])
    compile_system(one("vdp", "x' = v\nv' = mu*(1 - x*x)*v - x", {"x": 1, "v": 2}), ["x"])
    assert len(kernels(own_folder)) == 6


def test_the_cache_stays_small(own_folder, monkeypatch):
    """Two entries are allowed: the third pushes out the oldest."""
    monkeypatch.setattr(cache, "KEPT", 2)
    for outputs in (["x"], ["v"], ["x", "v"]):
        compile_system(VAN_DER_POL, outputs)
        for path in kernels(own_folder):
            os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 10))
    assert len(kernels(own_folder)) == 2
    assert compile_system(VAN_DER_POL, ["x", "v"]).from_cache
    assert not compile_system(VAN_DER_POL, ["x"]).from_cache


def test_two_processes_may_build_at_once(own_folder):
    """Both finish, one file remains, and its numbers are right."""
    code = (
        "from tests.engine.systems import VAN_DER_POL as S\n"
        "from exoburn.engine import compile_system\n"
        "k = compile_system(S, ['x'])\n"
        "print(k.run([2.0, 0.0], [5.0], None, [3.0]).outputs[0, 0, 0].hex())\n"
    )
    env = dict(os.environ)
    both = [
        subprocess.Popen([sys.executable, "-c", code], env=env, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    answers = {process.communicate()[0] for process in both}
    here = compile_system(VAN_DER_POL, ["x"])
    assert here.from_cache
    value = here.run([2.0, 0.0], [5.0], None, [3.0]).outputs[0, 0, 0]
    assert answers == {f"{float(value).hex()}\n".encode()}
    assert len(kernels(own_folder)) == 1


def test_a_run_from_the_cache_loads_neither_numba_nor_sympy(own_folder):
    """By the list of modules: start-up stays short."""
    code = (
        "import sys\nfrom tests.engine.systems import VAN_DER_POL as S\n"
        "from exoburn.engine import compile_system\n"
        "compile_system(S, ['x']).run([2.0, 0.0], [5.0], None, [3.0])\n"
        "print(sorted({'numba', 'sympy', 'scipy', 'matplotlib'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
