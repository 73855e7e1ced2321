"""`exoburn calibrate`: stopped and resumed it gives the same bits, with an account of it all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exoburn.data import Ensemble
from exoburn.data.ensemble import shipped
from exoburn.errors import InputError
from exoburn.infer import calibrate as fitting
from exoburn.infer import screen
from exoburn.infer.left_out import left_out_csv, read_left_out
from exoburn.infer.target import read_targets
from exoburn.outcome.words import check_words
from tests.infer.trial_tools import THREE, said, tiny_ensemble

FILES = {"calibration.html", "diagnostics.json", "fit.npz", "left_out.csv"}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three numbers, a small screening, few steps."""
    monkeypatch.setattr(screen, "MEMBERS", 160)
    monkeypatch.setattr(fitting, "STEPS", 4)
    monkeypatch.setattr(fitting, "POLISH", 1)
    (tmp_path / "three.csv").write_text(THREE)
    return tmp_path


def _arguments(folder: Path, name: str) -> list[str]:
    return ["calibrate", "--members", "24", "--targets", str(folder / "three.csv"), "--jobs", "1",
            "--resume", str(folder / name / "state.npz"), "--out", str(folder / name / "fit.npz"),
            "--json"]


def test_a_stopped_run_goes_on_to_the_same_bits(
    small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truth: the run that nobody stopped. What is written can be read, agrees, and stays within
    the words that we may use."""
    (small / "whole").mkdir()
    (small / "parts").mkdir()
    code, out, err = said(capsys, *_arguments(small, "whole"))
    assert code == 0, err
    assert {p.name for p in (small / "whole").iterdir()} == FILES

    def stop(step: int, beta: float, misfit: float) -> None:
        if step == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("exoburn.cli.calibrate._say_step", stop)
        code, nothing, err = said(capsys, *_arguments(small, "parts"))
    assert (code, nothing) == (130, "")
    assert "the same command goes on from it" in err
    assert (small / "parts" / "state.npz").exists()
    assert not (small / "parts" / "fit.npz").exists()
    code, again, err = said(capsys, *_arguments(small, "parts"))
    assert code == 0, err
    assert "going on from" in err
    for name in FILES:
        same = (small / "whole" / name).read_bytes() == (small / "parts" / name).read_bytes()
        assert same, name
    told = json.loads(again)
    assert told == json.loads(out) == json.loads((small / "parts/diagnostics.json").read_text())
    made = Ensemble.read_bytes((small / "whole" / "fit.npz").read_bytes())
    assert told["ensemble"] == made.tag
    assert made.members == 24
    _is_whole(told, made)
    page = (small / "whole" / "calibration.html").read_text()
    assert check_words(page) == []
    targets = read_targets(small / "three.csv")
    scores = read_left_out(targets, made, path=small / "whole" / "left_out.csv")
    assert [s.target.id for s in scores] == ["a", "b", "c"]
    assert sum(s.inside for s in scores) == told["left_out"]["covered"]


def _is_whole(told: dict, made: Ensemble) -> None:  # type: ignore[type-arg]
    """Every fitted constant, kind and number is accounted for."""
    ids = {row["id"] for row in told["constants"]}
    kinds = {f"{name}/{row['kind']}" for row in told["kinds"] for name in ("tau", "delta")}
    assert ids | kinds == set(made.values)
    assert not ids & set(told["not_fitted"])
    assert [row["id"] for row in told["targets"]] == ["a", "b", "c"]
    assert told["health"]["members"] == 24
    assert 1 <= told["health"]["ess"] <= 24
    assert all(row["p05"] <= row["p50"] <= row["p95"] for row in told["constants"])
    assert told["directions"]["freedom"] <= 3  # no more than there are numbers
    assert told["steps"][-1]["beta"] == 1.0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--members", "23"], "a multiple of 4"),
        (["--members", "8"], "a multiple of 4"),
        (["--out", "ensemble.csv"], "ends in .npz"),
        (["--targets", "nowhere.csv"], "no such file"),
        (["--jobs", "many"], "--jobs"),
    ],
)
def test_wrong_options_get_one_line(
    arguments: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Truth: the house rule: one line, exit code 2, before hours of work."""
    monkeypatch.chdir(tmp_path)
    code, out, err = said(capsys, "calibrate", *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert told in err


def test_left_out_of_another_ensemble_is_refused(tmp_path: Path) -> None:
    """Truth: the tag on the first line; predictions of one fit never stand beside another."""
    mine, other = tiny_ensemble(8), tiny_ensemble(12)
    file = tmp_path / "left_out.csv"
    file.write_text(left_out_csv([], mine))
    assert read_left_out([], mine, path=file) == []
    with pytest.raises(InputError, match="another ensemble"):
        read_left_out([], other, path=file)
    file.write_text(left_out_csv([], mine) + "gone,S,1,2,3,1,3,0\n")
    with pytest.raises(InputError, match="not in the table"):
        read_left_out([], mine, path=file)


def test_no_file_is_no_board(tmp_path: Path) -> None:
    """Truth: an ensemble without left-out predictions has none, and says nothing of them."""
    shipped.cache_clear()
    assert read_left_out([], tiny_ensemble(8), path=tmp_path / "none.csv") == []
