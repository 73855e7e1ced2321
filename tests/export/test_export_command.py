"""`exoburn export`: one line for wrong input, a whole file for right input."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from exoburn.errors import InputError
from exoburn.files import write_whole

from .versus import consistency_errors

EXAMPLE = Path(__file__).parents[2] / "examples" / "hand-scald.toml"


def exoburn(*words: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    return subprocess.run(
        [sys.executable, "-m", "exoburn", *words], capture_output=True, text=True, check=False
    )


@pytest.fixture
def case() -> str:
    if not EXAMPLE.exists():
        pytest.skip("examples/hand-scald.toml is not there yet")
    return str(EXAMPLE)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    return done.stderr


def test_exported_case_is_valid_sbml(case, tmp_path):
    """Truth: libsbml's consistency check; stdout holds the path and nothing else."""
    out = tmp_path / "column.xml"
    done = exoburn("export", case, "--to", "sbml", "--wound", "1", "--column", "1",
                   "--out", str(out))  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(out)
    text = out.read_text(encoding="utf-8")
    assert consistency_errors(text) == []
    assert "Research software" in text
    assert [p.name for p in tmp_path.iterdir()] == ["column.xml"]


@pytest.mark.parametrize("to", ["petab", "nonmem", "fhir", "adam"])
def test_formats_to_come_are_named_so(case, to):
    """Interface: the format is known, this version lacks it, and what there is is told."""
    message = one_line(exoburn("export", case, "--to", to))
    assert "not available yet in this version" in message
    assert "sbml" in message


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("--to", "smbl"), "nearest: sbml"),
        (("--arm", "Exosome gle"), "nearest: Exosome gel"),
        (("--wound", "99"), "allowed"),
        (("--column", "9"), "allowed: 1 to 5"),
        (("--out", "no/such/folder/x.xml"), "no such folder"),
    ],
)
def test_wrong_words_are_one_line_with_what_is_allowed(case, words, wanted):
    """Convention: exit 2, one line on stderr, no traceback, what is allowed."""
    assert wanted in one_line(exoburn("export", case, *words))


def test_a_failed_write_leaves_the_old_file(tmp_path):
    """A folder in the place of the file: the error is the user's, and no draft stays behind."""
    (tmp_path / "there").mkdir()
    with pytest.raises(InputError, match="cannot write"):
        write_whole(tmp_path / "there", "text")
    assert [p.name for p in tmp_path.iterdir()] == ["there"]
