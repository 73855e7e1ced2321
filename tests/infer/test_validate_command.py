"""`exoburn validate`: the object of the interface, the files, and one line for what is wrong."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from exoburn.data.ensemble import shipped
from exoburn.infer.observable import observables
from exoburn.outcome.words import check_words
from tests.infer.trial_tools import HEADER, THREE, said, tiny_ensemble, use

ENSEMBLE = tiny_ensemble()
DOSE = "1e10 particles/cm2 in saline, injected, once from day 0"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    use(ENSEMBLE, tmp_path, monkeypatch)
    yield tmp_path
    monkeypatch.undo()
    shipped.cache_clear()


def test_json_is_the_object_of_the_interface(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truth: the interface: targets with id, observed, p05, p50, p95, inside; stdout holds it
    alone."""
    file = world / "own.csv"
    file.write_text(THREE)
    code, out, err = said(capsys, "validate", "--targets", str(file), "--json", "--jobs", "1")
    assert code == 0, err
    found = json.loads(out)
    assert found["schema"] == "exoburn.validate/1"
    assert found["ensemble"] == shipped().tag  # type: ignore[union-attr]
    assert [t["id"] for t in found["targets"]] == ["a", "b", "c"]
    for one in found["targets"]:
        assert one["p05"] < one["p50"] < one["p95"]
        assert one["inside"] == (one["p05"] <= one["observed"] <= one["p95"])
    inside = sum(one["inside"] for one in found["targets"])
    assert found["quality"]["new"]["covered"] == inside
    assert found["quality"]["new"]["n"] == 3


def test_files_agree_with_the_object(world: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Truth: one trial, told three times; the page asserts no banned word and loads nothing."""
    file, out = world / "own.csv", world / "out"
    file.write_text(THREE)
    code, text, err = said(capsys, "validate", "--targets", str(file), "--json", "--out", str(out),
                           "--jobs", "1")
    assert code == 0, err
    whole = json.loads((out / "scoreboard.json").read_text())
    assert whole == json.loads(text)
    rows = list(csv.DictReader((out / "scoreboard.csv").read_text().splitlines()))
    assert [float(r["p50"]) for r in rows] == [t["p50"] for t in whole["targets"]]
    page = (out / "scoreboard.html").read_text()
    assert check_words(page) == []
    assert "src=" not in page
    assert "http-equiv" not in page
    assert page.count("<svg") >= 8
    assert sorted(p.name for p in out.iterdir()) == [
        "scoreboard.csv", "scoreboard.html", "scoreboard.json"]


def test_what_is_never_reached_counts_as_outside(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truth: a large full-thickness burn does not close by itself; its median has no prediction,
    and the other rows still have theirs."""
    file = world / "own.csv"
    file.write_text(
        f"{HEADER},depth,statistic,area_cm2\nopen,S,x,time_to_heal,150,full_thickness,median,900\n"
        "fine,S,x,time_to_heal,19,deep_partial,mean,100\n"
    )
    code, out, err = said(capsys, "validate", "--targets", str(file), "--json", "--jobs", "1")
    assert code == 0, err
    by_id = {t["id"]: t for t in json.loads(out)["targets"]}
    assert by_id["open"]["p50"] is None
    assert by_id["open"]["inside"] is False
    assert by_id["fine"]["p50"] is not None
    code, out, _ = said(capsys, "validate", "--targets", str(file), "--jobs", "1")
    assert code == 0
    assert "open: no member reaches this" in out


def test_numbers_do_not_depend_on_processes(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truth: two processes share the groups and change no number."""
    file = world / "own.csv"
    file.write_text(THREE)
    told = [said(capsys, "validate", "--targets", str(file), "--json", "--jobs", jobs)[1]
            for jobs in ("1", "2")]
    assert told[0] == told[1]


WRONG = {
    "empty": ("", "is empty"),
    "header only": (f"{HEADER}\n", "holds no target"),
    "missing column": ("id,study,observable,value\na,S,time_to_heal,3\n", "source: the column"),
    "unknown column": (f"{HEADER},dresing\na,S,x,time_to_heal,3,none\n", "did you mean dressing?"),
    "observable": (f"{HEADER}\na,S,x,time_to_heel,3\n", "line 2, observable: is not known"),
    "statistic": (f"{HEADER},statistic\na,S,x,time_to_heal,3,percent\n", "line 2, statistic"),
    "word": (f"{HEADER},statistic\na,S,x,time_to_heal,3,avg\n", "given 'avg'; allowed: mean"),
    "number": (f"{HEADER}\na,S,x,time_to_heal,soon\n", "line 2, value: is not a number"),
    "nan": (f"{HEADER}\na,S,x,time_to_heal,nan\n", "line 2, value: is out of range"),
    "range": (f"{HEADER}\na,S,x,time_to_heal,900\n", "allowed: 0.5 to 400 day"),
    "twice": (f"{HEADER}\na,S,x,time_to_heal,9\na,S,x,time_to_heal,8\n", "line 3, id"),
    "short": (f"{HEADER}\na,S,x,time_to_heal\n", "line 2: has another number of cells"),
    "day": (f"{HEADER}\na,S,x,vss,4\n", "line 2, day: is needed for vss"),
    "versus": (f"{HEADER},statistic\na,S,x,time_to_heal,-3,difference\n", "needs the other group"),
    "dose": (f"{HEADER},products\na,S,x,time_to_heal,9,lots in gel\n", "line 2, products: dose"),
    "source": (f"{HEADER},product_source\na,S,x,time_to_heal,9,moon\n", "product_source"),
    "knife": (f'{HEADER},wound,products\na,S,x,time_to_heal,9,donor,"{DOSE}"\n',
              "injections go with burns only"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_files_get_one_line(
    what: str, world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truth: the house rule: one line with file and place, exit code 2, nothing on stdout."""
    content, told = WRONG[what]
    file = world / "own.csv"
    file.write_text(content)
    code, out, err = said(capsys, "validate", "--targets", str(file))
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert str(file) in err
    assert told in err


@pytest.mark.parametrize(("kind", "says"), [
    ("bytes", "is binary"), ("folder", "is a folder"), ("none", "no such file"),
])  # fmt: skip
def test_files_that_cannot_be_read(
    kind: str, says: str, world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truth: no text, no file, or a folder: one line and exit code 2."""
    file = world / "own.csv"
    if kind == "bytes":
        file.write_bytes(b"\xff\xfe\x00\x01" * 40)
    elif kind == "folder":
        file.mkdir()
    code, out, err = said(capsys, "validate", "--targets", str(file))
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_an_unknown_observable_lists_all(
    world: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truth: the table of observables; each of them is named, and the nearest is told."""
    file = world / "own.csv"
    file.write_text(WRONG["observable"][0])
    err = said(capsys, "validate", "--targets", str(file))[2]
    assert all(name in err for name in observables())
    assert "nearest: time_to_heal" in err


def test_without_an_ensemble_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truth: nothing is predicted from the prior in silence."""
    monkeypatch.setenv("EXOBURN_ENSEMBLE", "prior")
    shipped.cache_clear()
    file = tmp_path / "own.csv"
    file.write_text(THREE)
    code, out, err = said(capsys, "validate", "--targets", str(file))
    monkeypatch.undo()
    shipped.cache_clear()
    assert (code, out) == (2, "")
    assert "there is no calibrated ensemble" in err
