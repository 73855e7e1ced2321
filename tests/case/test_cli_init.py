"""`exoburn init` writes a case that loads, whole or not at all, and never over another's work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exoburn.case import load_case
from exoburn.case.starting import KINDS, starting_case
from exoburn.cli.init import init
from exoburn.data import table
from exoburn.errors import InputError
from exoburn.files import write_whole


@pytest.mark.parametrize("kind", KINDS)
def test_the_written_case_loads(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Promised: stdout holds the path and nothing else."""
    path = tmp_path / "mine.toml"
    init(path, kind=kind)
    case = load_case(path)
    assert case.is_scar == (kind == "scar")
    assert len(case.arms) >= 2
    assert capsys.readouterr().out == f"{path}\n"


def test_the_template_lists_today_s_words() -> None:
    """Truth: a new site or vehicle is a table row, so the template learns it by itself."""
    text = " ".join(starting_case("burn").replace("#", " ").split())
    for name in ("sites", "dressings", "vehicles", "sources", "exposure_media"):
        assert ", ".join(row["id"] for row in table(name)) in text
    assert "@" not in text


def test_every_key_that_is_commented_out_is_a_real_key(tmp_path: Path) -> None:
    """Truth: a reader who removes a # gets what the line says."""
    text = starting_case("burn")
    hidden = re.findall(r"^# (?:weight_kg|tbsa_percent|allergies|skin_tone|perimeter_cm|"
                        r"freeze_thaw_cycles|dressing_change_every_days|trial_number|"
                        r"\[burn.first_aid\]|cool_\w+) ?.*$", text, flags=re.MULTILINE)  # fmt: skip
    assert len(hidden) == 11
    for line in hidden:
        text = text.replace(line, line[2:], 1)
    path = tmp_path / "case.toml"
    path.write_text(text, encoding="utf-8")
    case = load_case(path)
    assert case.patient.weight_kg == 62
    assert case.burn is not None
    assert case.burn.first_aid is not None


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    """Truth: without --force nothing is overwritten; with it the file is replaced whole."""
    path = tmp_path / "case.toml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="exists already"):
        init(path)
    assert path.read_text(encoding="utf-8") == "mine"
    init(path, force=True)
    assert load_case(path).burn is not None
    assert [entry.name for entry in tmp_path.iterdir()] == ["case.toml"]


@pytest.mark.parametrize("name", ["case.json", "case", "no/such/folder/case.toml"])
def test_a_place_that_cannot_be_written(name: str, tmp_path: Path) -> None:
    """Truth: one line, and no half file."""
    with pytest.raises(InputError):
        init(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_and_an_unknown_kind_are_refused(tmp_path: Path) -> None:
    """Truth: the folder stays a folder; the kinds are named."""
    folder = tmp_path / "a.toml"
    folder.mkdir()
    with pytest.raises(InputError, match="is a folder"):
        init(folder, force=True)
    with pytest.raises(InputError, match="burn, scar"):
        init(tmp_path / "b.toml", kind="wart")


def test_a_crash_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Truth: files are written to a temporary name and renamed (conventions.md)."""
    path = tmp_path / "case.toml"
    path.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert len(list(tmp_path.iterdir())) == 1
