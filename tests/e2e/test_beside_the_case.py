"""What a case names lies beside it; what a command is told may come from a stream."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from exoburn.cli import run
from tests.e2e.commands import EXAMPLES, SMALL

CASE = """
[patient]
age_years = 35
[burn]
cause = "scald"
depth = "deep_partial"
wounds = [{{site = "hand_dorsum", area_cm2 = 60}}]
[[arms]]
name = "Care"
[[arms]]
name = "Gel"
products = ["1e10 particles/cm2 in hydrogel, topical, once from day 1"]
[product]
file = {file}
"""
SIZES = "size_nm,count\n90,10\n100,40\n110,20\n"
SECRET = "root:x:0:0:secret"


def written(folder: Path, file: str) -> Path:
    """A case that names a file."""
    folder.mkdir(exist_ok=True)
    path = folder / "case.toml"
    path.write_text(CASE.format(file=json.dumps(file)), encoding="utf-8")
    return path


@pytest.mark.parametrize("how", ["absolute", "above", "link"])
def test_a_file_elsewhere_is_refused_unread(tmp_path: Path, how: str, exoburn) -> None:
    """Promised: `product.file` leads nowhere else, and what lies there is not quoted."""
    other = tmp_path / "secret.txt"
    other.write_text(SECRET, encoding="utf-8")
    name = {"absolute": str(other), "above": "../secret.txt", "link": "link.txt"}[how]
    case = written(tmp_path / "case", name)
    (tmp_path / "case" / "link.txt").symlink_to(other)
    run_it = ("simulate", case, "--out", tmp_path / "out", *SMALL)
    for words in (run_it, ("export", case, "--arm", "Gel")):
        done = exoburn(*words)
        assert done.code == 2
        assert "product.file: lies outside the folder of the case" in done.err
        assert "secret:" not in done.err
        assert "root:" not in done.err
    told = exoburn("simulate", case, "--out", tmp_path / "out", "--allow-outside", *SMALL)
    assert told.code == 2
    assert "root:" not in told.err
    assert not (tmp_path / "out").exists()


def test_a_lot_that_no_arm_uses_is_not_copied_either(tmp_path: Path, exoburn) -> None:
    """Truth: files of every stated lot go into a run's folder, so each is looked at."""
    (tmp_path / "secret.txt").write_text(SIZES, encoding="utf-8")
    case = written(tmp_path / "case", "sizes.csv")
    (tmp_path / "case" / "sizes.csv").write_text(SIZES, encoding="utf-8")
    text = case.read_text(encoding="utf-8") + '[products.b]\nfile = "../secret.txt"\n'
    case.write_text(text, encoding="utf-8")
    done = exoburn("simulate", case, "--out", tmp_path / "out", *SMALL)
    assert done.code == 2
    assert not (tmp_path / "out").exists()


def test_a_manifest_reads_beside_itself_only(tmp_path: Path, exoburn) -> None:
    """Truth: a manifest that somebody edited cannot reach other files; a whole one runs again."""
    case = written(tmp_path / "case", "below/sizes.csv")
    (tmp_path / "case" / "below").mkdir()
    (tmp_path / "case" / "below" / "sizes.csv").write_text(SIZES, encoding="utf-8")
    out = tmp_path / "out"
    assert exoburn("simulate", case, "--out", out, *SMALL).code == 0
    assert exoburn("rerun", out / "manifest.json", "--out", tmp_path / "again").code == 0
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    manifest["case"]["product"]["file"] = "/etc/passwd"
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = exoburn("rerun", out / "manifest.json", "--out", tmp_path / "third")
    assert done.code == 2
    assert "root:" not in done.err


def test_a_file_from_elsewhere_if_told_so(tmp_path: Path, exoburn) -> None:
    """Truth: --allow-outside is the user's word."""
    (tmp_path / "sizes.csv").write_text(SIZES, encoding="utf-8")
    case = written(tmp_path / "case", "../sizes.csv")
    words = ("simulate", case, "--out", tmp_path / "out", "--allow-outside", *SMALL)
    assert exoburn(*words).code == 0
    assert (tmp_path / "out" / "inputs" / "lot-1.csv").is_file()


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_a_case_from_a_stream(name: str) -> None:
    """Promised: `cat case.toml | exoburn ... /dev/stdin` works, as TOML and as JSON."""
    import tomllib

    toml = (EXAMPLES / "toddler-scald.toml").read_text(encoding="utf-8")
    told = [
        subprocess.run([sys.executable, "-m", "exoburn", "eligible", name, "--json"], input=text,
                       text=True, capture_output=True, check=True).stdout
        for text in (toml, json.dumps(tomllib.loads(toml)))
    ]  # fmt: skip
    assert told[0] == told[1]
    assert json.loads(told[0])


@pytest.mark.parametrize("words", [["--out", ""], ["--out="], ["--seed", ""]])
def test_an_empty_word_is_an_error(words: list[str], capsys, tmp_path, monkeypatch) -> None:
    """Truth: an empty shell variable never means the folder we are in."""
    monkeypatch.chdir(tmp_path)
    assert run(["simulate", str(EXAMPLES / "toddler-scald.toml"), *words]) == 2
    assert "is empty" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["nothing", "folder", "text", "zip"])
def test_an_ensemble_that_is_none(what: str, tmp_path: Path) -> None:
    """Truth: EXOBURN_ENSEMBLE names an ensemble, `prior`, or a mistake in one line."""
    import os

    path = tmp_path / "e.npz"
    if what == "folder":
        path.mkdir()
    elif what == "text":
        path.write_text("hello", encoding="utf-8")
    elif what == "zip":
        path.write_bytes(b"PK\x03\x04" + bytes(40))
    done = subprocess.run(
        [sys.executable, "-m", "exoburn", "simulate", str(EXAMPLES / "toddler-scald.toml"),
         "--out", str(tmp_path / "out"), *SMALL], capture_output=True, text=True, check=False,
        env=os.environ | {"EXOBURN_ENSEMBLE": str(path)},
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
