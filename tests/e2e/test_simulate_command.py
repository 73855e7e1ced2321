"""`exoburn simulate` from end to end: options, folders, streams, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from exoburn.outcome.words import check_words
from tests.e2e.commands import EXAMPLES, SMALL, digests

TODDLER = EXAMPLES / "toddler-scald.toml"


def test_the_files_that_interfaces_promise(hand_run):
    """Promised: report.html, results.nc, summary.csv, manifest.json and figures."""
    files = digests(hand_run)
    assert {"report.html", "results.nc", "summary.csv", "manifest.json"} <= set(files)
    assert any(name.startswith("figures/") and name.endswith(".svg") for name in files)
    manifest = json.loads((hand_run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["outputs"] == {k: v for k, v in files.items() if k != "manifest.json"}
    for key in ("version", "git", "packages", "case", "inputs", "parameter_set", "solver",
                "warnings", "duration_s"):  # fmt: skip
        assert key in manifest
    assert manifest["options"] == {"draws": 10, "days": 60, "seed": 0, "preset": "default"}
    assert manifest["inputs"]["hand-scald.toml"]


def test_stdout_is_one_object_and_nothing_else(exoburn, tmp_path):
    """interfaces.md: with --json, stdout is one object and progress goes to stderr."""
    done = exoburn("simulate", TODDLER, "--out", tmp_path / "run", "--json", *SMALL)
    assert done.code == 0
    found = json.loads(done.out, parse_constant=lambda word: pytest.fail(word))
    assert found["schema"] == "exoburn.simulate/1"
    assert done.out.count("\n") == 1
    assert found == json.loads((tmp_path / "run" / "summary.json").read_text(encoding="utf-8"))


def test_the_process_itself(tmp_path):
    """As a user runs it: a second process, a table on stdout, the path of the report at the end."""
    done = subprocess.run(
        [sys.executable, "-m", "exoburn", "simulate", str(TODDLER), *SMALL],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = tmp_path / "exoburn-out" / "toddler-scald" / "report.html"
    assert report.is_file()
    assert done.stdout.strip().endswith("report.html")
    assert "Cooled at once" in done.stdout
    assert check_words(done.stdout) == []
    assert "Traceback" not in done.stderr


def test_options_over_the_case_file(exoburn, tmp_path):
    """interfaces.md: CLI over case file over default, all recorded in the manifest."""
    text = TODDLER.read_text(encoding="utf-8")
    case = tmp_path / "mine.toml"
    case.write_text(text + "\n[run]\ndraws = 7\ndays = 30\nseed = 5\n", encoding="utf-8")
    words = ("--days", "25", "--preset", "animal", "--out", tmp_path / "a")
    assert exoburn("simulate", case, *words).code == 0
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["options"] == {"draws": 7, "days": 25, "seed": 5, "preset": "animal"}
    assert manifest["case"]["run"] == manifest["options"]


def test_png_only_when_asked(exoburn, tmp_path, hand_run):
    """--png adds a PNG beside each figure; writing anew without it leaves none behind."""
    assert not list(hand_run.rglob("*.png"))
    out = tmp_path / "run"
    assert exoburn("simulate", TODDLER, "--out", out, "--png", *SMALL).code == 0
    pictures = {path.stem for path in (out / "figures").glob("*.png")}
    assert pictures == {path.stem for path in (out / "figures").glob("*.svg")} != set()
    assert exoburn("simulate", TODDLER, "--out", out, *SMALL).code == 0
    assert not list(out.rglob("*.png"))
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert {*manifest["outputs"], "manifest.json"} == set(digests(out))


def test_a_foreign_folder_is_left_alone(exoburn, tmp_path):
    """interfaces.md: --out is refused if it exists and is not ours; --force writes into it."""
    out = tmp_path / "mine"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work", encoding="utf-8")
    done = exoburn("simulate", TODDLER, "--out", out, *SMALL)
    assert done.code == 2
    assert "--out" in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert list(out.iterdir()) == [out / "thesis.txt"]
    (out / "manifest.json").write_text('{"schema": "of another program"}', encoding="utf-8")
    assert exoburn("simulate", TODDLER, "--out", out, *SMALL).code == 2
    assert exoburn("simulate", TODDLER, "--out", out, "--force", *SMALL).code == 0
    assert (out / "thesis.txt").read_text(encoding="utf-8") == "years of work"
    assert (out / "report.html").is_file()
    # now the folder is ours, and so is nothing that we did not write
    assert exoburn("simulate", TODDLER, "--out", out, *SMALL).code == 0
    assert (out / "thesis.txt").is_file()


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",), ("simulate",), ("simulate", "no-such.toml"),
        ("simulate", TODDLER, "--nope"), ("simulate", TODDLER, "--draws", "ten"),
        ("simulate", TODDLER, "--draws", "0"), ("simulate", TODDLER, "--days", "0"),
        ("simulate", TODDLER, "--days", "1e3"), ("simulate", TODDLER, "--seed", "-1"),
        ("simulate", TODDLER, "--preset", "hopeful"), ("simulate", TODDLER, "--jobs", "0"),
        ("simulate", TODDLER, "--jobs", "²"), ("simulate", TODDLER, "--jobs", "many"),
        ("simulate", TODDLER, "--out", TODDLER), ("simulate", TODDLER, "--out", TODDLER / "x"),
        ("simulate", EXAMPLES), ("simulate", TODDLER, TODDLER),
        ("rerun", TODDLER), ("rerun", "no-such.json"), ("cite", EXAMPLES), ("cite",),
        ("export", TODDLER, "--to", "pdf"), ("export", TODDLER, "--arm", "Nobody"),
        ("init", EXAMPLES), ("product", "no-such.csv"), ("burn", "--medium", "lava"),
    ],
    ids=lambda words: " ".join(str(w).rsplit("/", 1)[-1] for w in words),
)  # fmt: skip
def test_wrong_input_is_one_line_and_code_2(exoburn, words, tmp_path, monkeypatch):
    """conventions.md: an error is one line, no traceback, exit code 2, nothing written."""
    monkeypatch.chdir(tmp_path)
    done = exoburn(*words)
    assert done.code == 2, done.err
    assert done.out == ""
    assert len(done.err.strip().splitlines()) == 1
    assert "Traceback" not in done.err
    assert list(tmp_path.iterdir()) == []


def test_words_of_every_help(exoburn):
    """Conventions: the help of every command exists and holds no banned word."""
    from exoburn.cli.app import COMMANDS

    for words in ((), *((name,) for name in COMMANDS)):
        done = exoburn(*words, "--help")
        assert done.code == 0
        assert "Usage" in done.out
        assert check_words(done.out) == []
        assert done.err == ""
