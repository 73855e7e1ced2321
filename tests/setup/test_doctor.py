"""`exoburn doctor`: a fit installation passes, an unfit one is told apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata

import pytest

from exoburn.cli import doctor_checks
from exoburn.cli.doctor_checks import Finding, examine, older, writable


def doctor(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "exoburn", "doctor", *words],
        capture_output=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def test_this_installation_is_fit():
    """The tests' own environment is a fit one: exit 0, one JSON object, every check there."""
    done = doctor("--json")
    assert done.returncode == 0, done.stdout
    answer = json.loads(done.stdout)
    assert answer["ok"] is True
    assert {"python", "packages", "processor", "kernel cache", "self-test"} <= {
        check["id"] for check in answer["checks"]
    }


def test_borders_are_ascii_where_the_terminal_is_not_utf8():
    """Every byte can be shown by an ASCII terminal."""
    done = doctor(PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert b"+-" in done.stdout


def test_a_missing_package_is_bad(monkeypatch):
    """Metadata that asks for what nobody has."""
    monkeypatch.setattr(metadata, "requires", lambda _: ["numpy>=1.26", "no-such-package>=1"])
    found = {f.id: f for f in doctor_checks.packages()}
    assert found["packages"].status == "bad"
    assert "no-such-package is missing" in found["packages"].detail


def test_an_old_package_is_bad_and_an_absent_extra_is_only_a_note(monkeypatch):
    """Bounds are compared as numbers; extras are optional and say how to get them."""
    asked = ["numpy>=99.1", 'no-such-package>=1; extra == "web"']
    monkeypatch.setattr(metadata, "requires", lambda _: asked)
    assert next(f for f in doctor_checks.packages() if f.id == "packages").status == "bad"
    extra = next(doctor_checks.extras())
    assert extra.status == "note"
    assert "pip install 'exoburn[web]'" in extra.detail


def test_a_check_that_breaks_is_a_finding_and_the_others_still_run(monkeypatch):
    """No traceback from a broken machine."""

    def broken():
        raise OSError("the disk is on fire")
        yield

    monkeypatch.setattr(doctor_checks, "CHECKS", (broken, doctor_checks.python))
    assert examine()[0] == Finding("broken", "bad", "OSError: the disk is on fire")
    assert len(examine()) == 2


def test_a_cache_that_cannot_be_written_is_a_note(monkeypatch, tmp_path):
    """A file where the folder should be: kernels stay in memory, exoburn still works."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path / "file" / "kernels"))
    assert next(doctor_checks.cache()).status == "note"
    assert not writable(tmp_path / "file" / "kernels")


@pytest.mark.parametrize(
    ("have", "least", "expected"),
    [("1.26.4", "1.26", False), ("1.9", "1.26", True), ("2024.1.1", "2024.1", False),
     ("1.12rc1", "1.12", False), ("3", "3.0", False)],
)  # fmt: skip
def test_versions_compare_as_numbers(have, least, expected):
    """Arithmetic of version numbers, trailing zeros meaning nothing."""
    assert older(have, least) is expected
