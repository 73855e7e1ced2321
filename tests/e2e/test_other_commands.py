"""`init`, then `simulate` what it wrote; `doctor`; and words that a terminal could misread."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from exoburn.outcome.words import check_words
from tests.e2e.commands import EXAMPLES, SMALL


@pytest.mark.parametrize("kind", ["burn", "scar"])
def test_what_init_writes_can_be_simulated(exoburn, tmp_path, kind, monkeypatch):
    """interfaces.md: `exoburn init` writes a commented starting case; it runs as it is."""
    monkeypatch.chdir(tmp_path)
    assert exoburn("init", "my case.toml", "--kind", kind).code == 0
    done = exoburn("simulate", "my case.toml", *SMALL)
    assert done.code == 0, done.err
    assert (tmp_path / "exoburn-out" / "my case" / "report.html").is_file()
    assert exoburn("init", "my case.toml").code == 2


def test_doctor_speaks_json(exoburn):
    """Promised: doctor checks the install; here it is fit."""
    done = exoburn("doctor", "--json")
    assert done.code == 0, done.out
    assert json.loads(done.out)["ok"] is True


ODD = "50 % [bold]of[/] [/red] <b>&amp; \\ [claim: x]"


def test_names_that_look_like_markup(exoburn, tmp_path):
    """A title or arm in brackets is text, on the terminal and in the report."""
    text = (EXAMPLES / "toddler-scald.toml").read_text(encoding="utf-8")
    text = text.replace('"Cooled at once"', json.dumps(ODD)).replace(
        'title = "Toddler\'s chest scald, with and without first aid"', f"title = {json.dumps(ODD)}"
    )
    assert text.count("[/red]") == 2
    case = tmp_path / "odd.toml"
    case.write_text(text, encoding="utf-8")
    done = exoburn("simulate", case, "--out", tmp_path / "run", *SMALL)
    assert done.code == 0, done.err
    assert "[/red]" in done.out
    html = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    assert "<b>&amp;" not in html
    assert "&lt;b&gt;&amp;amp;" in html


@pytest.mark.parametrize(
    ("old", "new"),
    [('"Cooled at once"', '"No first aid (vehicle)"'), ('"Cooled at once"', '"No first aid"'),
     ('"chest" ', '"chest"\nname = "donor site for x"')],
)  # fmt: skip
def test_names_that_results_give_themselves(exoburn, tmp_path, old, new):
    """Two things of one name would be one column of the data: refused when the case is read."""
    text = (EXAMPLES / "toddler-scald.toml").read_text(encoding="utf-8")
    case = tmp_path / "twin.toml"
    case.write_text(text.replace(old, new), encoding="utf-8")
    done = exoburn("simulate", case, "--out", tmp_path / "run", *SMALL)
    assert done.code == 2
    assert ".name" in done.err


def test_a_wound_named_like_another_s_number(exoburn, tmp_path):
    """A name that an unnamed wound gets by its place in the list is taken."""
    text = (EXAMPLES / "child-scald-dressings.toml").read_text(encoding="utf-8")
    case = tmp_path / "twin.toml"
    named = text.replace('"chest" ', '"chest"\nname = "wound 2 (upper arm)"')
    case.write_text(named, encoding="utf-8")
    done = exoburn("simulate", case, "--out", tmp_path / "run", *SMALL)
    assert done.code == 2
    assert "wounds[0].name" in done.err


def test_a_terminal_without_unicode(tmp_path):
    """Architecture: ASCII borders when stdout is not UTF-8; nothing fails to be encoded."""
    text = (EXAMPLES / "toddler-scald.toml").read_text(encoding="utf-8")
    case = tmp_path / "umlaut.toml"
    case.write_text(text.replace("Toddler's chest scald", "Verbrühung, Säugling"), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "exoburn", "simulate", str(case), "--out", str(tmp_path / "r"),
         *SMALL],
        capture_output=True, check=False, env={"PYTHONIOENCODING": "ascii", "PATH": "/usr/bin:/bin",
                                               "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert (tmp_path / "r" / "report.html").is_file()
    done.stdout.decode("ascii")


def test_a_pipe_that_closes_early(tmp_path):
    """`exoburn ... | head -1` ends quietly."""
    script = f"{sys.executable} -m exoburn cite --help | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


def test_debug_shows_where(exoburn, tmp_path):
    """conventions.md: no traceback without --debug; with it the error comes through."""
    from exoburn.errors import InputError

    with pytest.raises(InputError):
        exoburn("simulate", tmp_path / "none.toml", "--debug")


def test_what_is_printed_is_clean(exoburn, tmp_path):
    """Conventions: no banned word in the table of any example."""
    for path in sorted(EXAMPLES.glob("*.toml")):
        done = exoburn("simulate", path, "--out", tmp_path / path.stem, "--draws", "2", "--days",
                       "20")  # fmt: skip
        assert done.code == 0, done.err
        assert check_words(done.out) == []
        assert "Not a medical device" in " ".join(done.out.split())
