"""`exoburn evidence` and `exoburn claims` from the command line."""

import json

import pytest

from exoburn.cli import run
from exoburn.evidence.added import template
from exoburn.evidence.questions import questions


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """No study of whoever runs the tests."""
    monkeypatch.setenv("EXOBURN_EVIDENCE", str(tmp_path / "mine"))


def test_json_of_every_question_is_one_object(capsys):
    """stdout parses as a whole, with no number that JSON lacks."""
    for id in questions():
        assert run(["evidence", id, "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["schema"] == "exoburn.evidence/1"
        assert [group["group"] for group in told["groups"]] == [
            "animals", "people", "people with burns"
        ]  # fmt: skip


def test_out_writes_plots_page_and_data(tmp_path, capsys):
    """Four files, and the JSON file equals what --json prints."""
    out = tmp_path / "deep" / "out"
    assert run(["evidence", "closure", "--json", "--out", str(out)]) == 0
    names = {path.name for path in out.iterdir()}
    assert names == {"forest.svg", "funnel.svg", "evidence.html", "evidence.json"}
    printed = json.loads(capsys.readouterr().out)
    assert json.loads((out / "evidence.json").read_text("utf-8")) == printed
    assert (out / "forest.svg").read_text("utf-8").startswith("<?xml")


def test_filters_narrow_the_answer(capsys):
    """Burns only: no review counts, as none is of burns; people only: no animals."""
    assert run(["evidence", "closure", "--wound", "burn", "--species", "animals", "--json"]) == 0
    (animals,) = json.loads(capsys.readouterr().out)["groups"]
    assert animals["reviews"] == []
    assert animals["certainty"]["level"] == "very low"
    assert run(["evidence", "closure", "--species", "people", "--json"]) == 0
    groups = json.loads(capsys.readouterr().out)["groups"]
    assert {group["group"] for group in groups} == {"people", "people with burns"}


def test_overview_lists_every_question(capsys):
    """Without a question: one line each."""
    assert run(["evidence"]) == 0
    told = capsys.readouterr().out
    assert all(f"\n{id} " in told for id in questions())
    assert run(["evidence", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["answers"]) == len(questions())


def test_own_studies_come_and_go(tmp_path, capsys):
    """template, add, list, remove."""
    assert run(["evidence", "template"]) == 0
    printed = capsys.readouterr().out
    assert printed == template()
    path = tmp_path / "my.csv"
    path.write_text(printed, encoding="utf-8")
    assert run(["evidence", "add", str(path)]) == 0
    assert run(["evidence", "list", "--json"]) == 0
    told = capsys.readouterr().out
    assert json.loads(told[told.index("{"):])["files"][0]["studies"] == ["MY01_rat_gel"]
    assert run(["evidence", "remove", "my.csv"]) == 0
    assert run(["evidence", "list"]) == 0
    assert "No studies of your own yet" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["evidence", "clousre"], "nearest: closure"),
        (["evidence", "closure", "x.csv"], "takes no file"),
        (["evidence", "add"], "needs a file"),
        (["evidence", "add", "none.csv"], "none.csv"),
        (["evidence", "remove", "none.csv"], "nothing was added yet"),
        (["evidence", "closure", "--type", "prpp"], "nearest: prp"),
        (["evidence", "closure", "--wound", "burned"], "nearest: burn"),
        (["evidence", "closure", "--out", "/dev/null/x"], "cannot write here"),
    ],
)
def test_wrong_words_are_one_line_and_exit_2(words, said, capsys):
    """stderr says what is allowed; stdout stays empty."""
    assert run(words) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert said in streams.err
    assert streams.err.count("\n") == 1


def test_claims_as_text_and_as_json(capsys):
    """Each claim is marked as a quote; the verdict follows."""
    assert run(["claims"]) == 0
    told = capsys.readouterr().out
    assert told.count("[claim: ") == told.count("Verdict ") == 16
    assert run(["claims", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "exoburn.claims/1"
    assert {"animals", "people", "verdict", "model_says"} <= set(found["claims"][0])
