"""docs/targets-format.md: current, and both of its files are read and predicted as they stand."""

from __future__ import annotations

import csv
import io
import re
import runpy
from pathlib import Path

import pytest

from exoburn.infer.columns import columns
from exoburn.infer.observable import observables
from exoburn.infer.own_file import read_own
from exoburn.infer.trial import tried
from tests.infer.trial_tools import tiny_ensemble

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "targets-format.md"
EXAMPLES = re.findall(r"```csv\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_page_is_current() -> None:
    """Truth: the tables that the reader uses."""
    assert runpy.run_path(str(ROOT / "tools" / "write_targets_format.py"))["main"](check=True) == 0


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [";", "\t"])
def test_targets_of_every_country_are_read(tmp_path: Path, coding: str, sign: str) -> None:
    """Truth: the same file as it stands on the page; a number of half a day has a comma."""
    plain, theirs = tmp_path / "plain.csv", tmp_path / "theirs.csv"
    rows = list(csv.reader(EXAMPLES[0].splitlines()))
    at = rows[0].index("value")
    rows[1][at] = f"{float(rows[1][at]) + 0.5}"
    for path, delimiter, how in ((plain, ",", "utf-8"), (theirs, sign, coding)):
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter).writerows(rows)
        path.write_bytes(out.getvalue().encode(how))
        rows[1][at] = rows[1][at].replace(".", ",")
    assert read_own(theirs) == read_own(plain)


def test_page_names_everything() -> None:
    """Truth: every column and observable that a file may hold."""
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in text for name in (*columns(), *observables()))


@pytest.mark.parametrize("place", [0, 1])
def test_examples_are_predicted(place: int, tmp_path: Path) -> None:
    """Truth: the page promises two whole files; each row gets a finite interval."""
    file = tmp_path / "example.csv"
    file.write_text(EXAMPLES[place], encoding="utf-8")
    targets = read_own(file)
    scores, beyond = tried(targets, tiny_ensemble(), kind="new")
    assert not beyond
    assert [s.target.id for s in scores] == [t.id for t in targets]
    assert all(s.p05 < s.p50 < s.p95 for s in scores)
