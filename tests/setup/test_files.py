"""Files that describe the project say what is true."""

from __future__ import annotations

import re
import runpy
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a git checkout")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_every_run_time_dependency_is_pinned_and_licensed():
    """pyproject.toml against constraints.txt and THIRD_PARTY.md."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[\s<>=\[;]", line)[0].lower() for line in project["dependencies"]}
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0] for line in lines if not line.startswith("#")}
    third = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    assert asked <= pinned
    assert all(f"| {name} |" in third for name in asked)
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+", line) for line in lines if line[0] != "#")


def test_no_file_names_a_registry_or_a_path_of_a_machine():
    """House rule: no address of a package registry, no path of the machine it was made on."""
    words = ("pypi" + ".org", "files.python" + "hosted", "registry." + "npmjs", "/work/" + "main")
    guilty = []
    for path in tracked():
        text = path.read_bytes()
        guilty += [f"{path.name}: {word}" for word in words if word.encode() in text]
    assert guilty == []


def test_readme_begins_with_what_to_install():
    """Architecture, set-up: the first line after the title is the line for a bare Debian."""
    lines = [x for x in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if x.strip()]
    assert lines[1].strip() == "apt-get install -y git make python3 python3-venv"


def test_commands_in_the_readme_exist():
    """Every `exoburn COMMAND` that the README lists is one of the command line's."""
    from exoburn.cli.app import COMMANDS

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^ {4}exoburn (\w+)", text, re.M)) <= set(COMMANDS)


def test_a_gpl_package_at_run_time_would_be_refused(monkeypatch):
    """The generator's own rule, with a licence that breaks it."""
    tool = runpy.run_path(str(ROOT / "tools" / "third_party.py"))
    report = tool["third_party"]
    report.__globals__["licence"] = lambda name: "GPL-3.0-only" if name == "numpy" else "MIT"
    with pytest.raises(SystemExit, match="numpy"):
        report()
