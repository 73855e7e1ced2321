"""What other people's code may lean on, and what it costs to import it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import exoburn

HEAVY = {"numba", "llvmlite", "sympy", "matplotlib", "xarray", "scipy.integrate", "jinja2", "h5py"}


def test_public_names():
    """Guards `__all__`: a name is added or taken away on purpose, here too."""
    assert exoburn.__all__ == [
        "Case", "EngineError", "ExoburnError", "InputError", "Result", "WarmCase",
        "compile_system", "load_case", "pool", "read_case", "simulate", "warm", "write_report",
    ]  # fmt: skip
    assert all(getattr(exoburn, name).__doc__ for name in exoburn.__all__)
    assert set(exoburn.__all__) <= set(dir(exoburn))
    with pytest.raises(AttributeError):
        _ = exoburn.no_such_name


def test_simulate_is_the_function():
    """A sub-package of the same name does not hide what `exoburn.simulate` is."""
    for first in ("import exoburn.simulate.draws", "import exoburn", "from exoburn import Result"):
        code = f"{first}; from exoburn import simulate; import exoburn as e"
        code += "; assert callable(simulate) and e.simulate is simulate"
        subprocess.run([sys.executable, "-c", code], check=True)


def loaded_after(code: str) -> set[str]:
    """Modules that a fresh interpreter has loaded after some code."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print('@'.join(sys.modules))"],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()[-1]  # fmt: skip
    return set(told.split("@"))


def test_importing_exoburn_is_light():
    """Architecture: heavy imports live inside functions, tested by the module list."""
    modules = loaded_after("import exoburn")
    assert not modules & HEAVY
    assert not {"numpy", "pydantic", "typer"} & modules


@pytest.mark.parametrize("words", [["--help"], ["simulate", "--help"], ["init", "--help"]])
def test_help_is_light(words):
    """The same for the help of the commands."""
    assert not loaded_after(f"from exoburn.cli import run; assert run({words}) == 0") & HEAVY


def test_reading_a_case_is_light():
    """A case is read, and its flags judged, without anything that integrates or draws."""
    from tests.e2e.commands import EXAMPLES

    path = str(EXAMPLES / "hand-scald.toml")
    code = f"import exoburn; exoburn.load_case({path!r})"
    assert not loaded_after(code) & HEAVY


#: What no command loads to give its numbers: pictures as PNG, frames, laws and solvers of SciPy
#: that a special function or a few lines of our own stand in for.
UNUSED = {
    "matplotlib", "cmcrameri", "xarray", "pandas", "sympy", "scipy.stats", "scipy.optimize",
    "scipy.integrate", "scipy.interpolate", "scipy.sparse", "rich.progress",
}  # fmt: skip
#: What only a command that writes a folder needs.
FOR_A_FOLDER = {"jinja2", "h5py", "h5netcdf"}


@pytest.mark.parametrize(
    "words",
    [["eligible", "hand-scald.toml"], ["claims"], ["evidence"], ["evidence", "closure"],
     ["access", "hand-scald.toml"], ["simulate", "hand-scald.toml"]],
)  # fmt: skip
def test_a_command_loads_what_it_uses(words, tmp_path):
    """Start-up is the better part of a short answer: no command loads what it does not use."""
    from tests.e2e.commands import EXAMPLES, SMALL

    words = [str(EXAMPLES / word) if word.endswith(".toml") else word for word in words]
    folder = words[0] == "simulate"
    if folder:
        words += [*SMALL, "--out", str(tmp_path / "run")]
    modules = loaded_after(f"from exoburn.cli import run; assert run({words}) == 0")
    assert not modules & (UNUSED if folder else UNUSED | FOR_A_FOLDER)
