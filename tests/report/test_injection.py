"""What others wrote is text on every page and in every figure, never a part of the page."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from exoburn.case import read_case
from exoburn.cli import run
from exoburn.errors import InputError
from exoburn.letters import unwanted

ROOT = Path(__file__).parents[2]
EVIL = "</title><script>alert(1)</script>'\"&]]>--"
FORMULA = "=HYPERLINK(1)"
#: Signs that no text of a case holds, by their code point.
SIGNS = ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x9b", "\u061c", "\u200e", "\u200f", "\u2028",
         "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\uffff"]  # fmt: skip


class _Elements(HTMLParser):
    """Tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script"
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts.append(data)


def harmless(path: Path) -> None:
    """No script of somebody else, no handler, well-formed figures, no sign that hides text."""
    text = path.read_text(encoding="utf-8")
    assert all(unwanted(line.replace("\t", " ")) is None for line in text.split("\n"))
    if path.suffix == ".svg":
        tree = ElementTree.fromstring(text)
        assert not [e for e in tree.iter() if e.tag.endswith("script")]
        return
    page = _Elements()
    page.feed(text)
    assert not [script for script in page.scripts if "alert" in script]
    assert page.handlers == []


def evil_case(name: str = EVIL) -> str:
    """A case whose every free text is an attack."""
    q = json.dumps(name)
    return f"""
title = {q}
[patient]
age_years = 35
[burn]
cause = "scald"
depth = "deep_partial"
[[burn.wounds]]
name = {q}
site = "hand_dorsum"
area_cm2 = 60
[[arms]]
name = {q}
[[arms]]
name = {json.dumps(FORMULA)}
products = ["1e10 particles/cm2 in hydrogel, topical, once from day 1"]
[product]
name = {q}
buffer = {q}
"""


def test_the_report_and_its_table(tmp_path: Path) -> None:
    """Truth: title, arms, wounds and lots are escaped; a cell never begins a formula."""
    case = tmp_path / "case.toml"
    case.write_text(evil_case(), encoding="utf-8")
    out = tmp_path / "run"
    assert run(["simulate", str(case), "--out", str(out), "--draws", "10", "--days", "40"]) == 0
    for path in [out / "report.html", *out.rglob("*.svg")]:
        harmless(path)
    with (out / "summary.csv").open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@")) and not _is_number(c)]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_the_answer_to_a_question(tmp_path: Path) -> None:
    """The page of `ask`."""
    case = tmp_path / "case.toml"
    case.write_text(evil_case(), encoding="utf-8")
    page = tmp_path / "page.html"
    assert run(["ask", "pain", str(case), "--draws", "10", "--html", str(page)]) == 0
    harmless(page)


def test_the_story(tmp_path: Path) -> None:
    """The page of `story`."""
    text = (ROOT / "examples" / "stories" / "hands-gel.toml").read_text(encoding="utf-8")
    lines = [f"title = {json.dumps(EVIL)}" if line.startswith("title") else line
             for line in text.splitlines()]  # fmt: skip
    file = tmp_path / "story.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run(["story", str(file), "--draws", "10", "--out", str(tmp_path / "out")]) == 0
    assert "alert(1)" in (tmp_path / "out" / "story.html").read_text(encoding="utf-8")
    harmless(tmp_path / "out" / "story.html")


def test_the_evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and plots of `evidence`, with a study of the user's."""
    from exoburn.evidence.added import template

    monkeypatch.setenv("EXOBURN_EVIDENCE", str(tmp_path / "own"))
    header, example = list(csv.reader(template().splitlines()))
    row = dict(zip(header, example, strict=True)) | {"author": EVIL, "note": EVIL, "product": EVIL}
    own = tmp_path / "mine.csv"
    with own.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, list(row.values())])
    assert run(["evidence", "add", str(own)]) == 0
    assert run(["evidence", row["question"], "--out", str(tmp_path / "out")]) == 0
    assert "alert(1)" in (tmp_path / "out" / "evidence.html").read_text(encoding="utf-8")
    for path in [*(tmp_path / "out").glob("*.html"), *(tmp_path / "out").glob("*.svg")]:
        harmless(path)


def test_the_figure_of_a_product(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sample's name comes from an instrument: shown, its signs replaced."""
    file = tmp_path / "sizes.csv"
    name = EVIL.replace('"', "") + "\x1b[31m\u202e"
    file.write_text(f"# Sample: {name}\nsize_nm,count\n90,10\n100,40\n110,20\n", encoding="utf-8")
    assert run(["product", str(file), "--figure", str(tmp_path / "sizes.svg")]) == 0
    harmless(tmp_path / "sizes.svg")
    assert all(unwanted(line) is None for line in capsys.readouterr().out.split("\n"))


def test_the_figure_of_a_burn(tmp_path: Path) -> None:
    """Nothing of it is free text; it is well-formed all the same."""
    out = tmp_path / "burn.svg"
    words = ["--medium", "immersion", "--temperature", "70", "--duration", "3"]
    assert run(["burn", *words, "--figure", str(out)]) == 0
    harmless(out)


def test_the_scoreboard(tmp_path: Path) -> None:
    """A user's own targets are named on the page and in its table."""
    from dataclasses import replace

    from exoburn.infer.scoreboard import Score
    from exoburn.infer.target import shipped_targets
    from exoburn.infer.trial import Trial
    from exoburn.report.scoreboard import scoreboard_csv, scoreboard_html
    from tests.infer.trial_tools import tiny_ensemble

    scores = []
    for number, one in enumerate(shipped_targets()[:12]):
        named = replace(one, id=f"{FORMULA}{number}", study=EVIL, note=EVIL, source=EVIL)
        scores.append(Score(named, "new", 0.5 * one.value, one.value, 2 * one.value + 1,
                            one.value, one.value + 1, 0.1))  # fmt: skip
    trial = Trial(tiny_ensemble(6), {"new": tuple(scores)}, tuple(shipped_targets()))
    page = tmp_path / "scoreboard.html"
    page.write_text(scoreboard_html(trial, []), encoding="utf-8")
    harmless(page)
    assert f"\n'{FORMULA}0," in scoreboard_csv(trial)


def test_every_template_escapes() -> None:
    """Truth: pages of other kinds are made by the same templates."""
    from exoburn.report.page import templates

    made = templates().from_string("<p>{{ text }}</p>").render(text=EVIL + "\x1b\u202e")
    assert "<script>" not in made
    assert unwanted(made) is None


@pytest.mark.parametrize("sign", SIGNS)
def test_signs_that_hide_text_are_refused(sign: str) -> None:
    """Truth: the key and the code point are named, and the sign itself is not shown."""
    with pytest.raises(InputError) as caught:
        read_case(json.dumps({"title": f"a{sign}b"}), name="c.json", suffix=".json")
    line = next(text for text in caught.value.lines if "title" in text)
    assert f"U+{ord(sign):04X}" in line
    assert unwanted(line) is None


def test_names_of_files_are_cleaned(capsys: pytest.CaptureFixture[str]) -> None:
    """Truth: a file's name is text of others too."""
    assert run(["eligible", "no\x1b[31m\u202esuch.toml"]) == 2
    assert unwanted(capsys.readouterr().err.strip()) is None
