"""The files: whole or not at all, equal for equal results, figures that carry the banner."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as Xml
from pathlib import Path

import pytest

from exoburn.banner import BANNER
from exoburn.errors import InputError
from exoburn.report import write_report
from tests.report.fake import fake


def _bytes(folder: Path) -> dict[str, bytes]:
    paths = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): p.read_bytes() for p in paths}


def test_equal_results_give_equal_bytes(tmp_path: Path) -> None:
    """Truth: nothing of the day, the machine or the duration is in a report."""
    first, second = fake("hand-scald"), fake("hand-scald")
    second.manifest["duration_s"] = 99.0
    write_report(first, tmp_path / "a", png=True)
    write_report(second, tmp_path / "b", png=True)
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b")


def test_figures_are_svg_with_banner_title_and_description(tmp_path: Path) -> None:
    """Truth: each figure file stands alone: parses, names itself, carries the banner."""
    paths = write_report(fake("hand-scald"), tmp_path)
    assert paths[0] == tmp_path / "report.html"
    drawn = [path for path in paths if path.suffix == ".svg"]
    assert len(drawn) == len(paths) - 1 >= 8
    for path in drawn:
        root = Xml.fromstring(path.read_text(encoding="utf-8"))
        space = "{http://www.w3.org/2000/svg}"
        assert root.tag == f"{space}svg"
        assert all(root.findtext(f"{space}{name}") for name in ("title", "desc"))
        metadata = root.findtext(f"{space}metadata") or ""
        assert BANNER in metadata
        assert "No completed controlled exosome trial" in metadata


def test_png_only_when_asked(tmp_path: Path) -> None:
    """Truth: PNG files begin with their eight bytes and carry the banner."""
    write_report(fake("old-scar"), tmp_path / "plain")
    assert not list((tmp_path / "plain").rglob("*.png"))
    paths = write_report(fake("old-scar"), tmp_path / "png", png=True)
    drawn = [path for path in paths if path.suffix == ".png"]
    assert drawn
    for path in drawn:
        data = path.read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n")
        assert BANNER.encode() in data


def test_a_place_that_cannot_be_written_is_wrong_input(tmp_path: Path) -> None:
    """Truth: a file in place of the folder; one line, no half file."""
    blocked = tmp_path / "file"
    blocked.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="cannot write here"):
        write_report(fake("old-scar"), blocked)
    assert blocked.read_text(encoding="utf-8") == "mine"
    assert list(tmp_path.iterdir()) == [blocked]


def test_no_draft_is_left(tmp_path: Path) -> None:
    """Truth: temporary names begin with a dot; none is left."""
    write_report(fake("old-scar"), tmp_path)
    assert not [path for path in tmp_path.rglob("*") if path.name.startswith(".")]


def test_a_report_without_png_needs_no_plotting_library(tmp_path: Path) -> None:
    """Truth: the list of modules; SVG is written by hand, so a report costs no import of it."""
    import subprocess

    code = (
        "import sys; from pathlib import Path; from tests.report.fake import fake; "
        "from exoburn.report import write_report; "
        f"write_report(fake('old-scar'), Path({str(tmp_path)!r})); "
        "sys.exit('matplotlib' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, check=False)
    assert done.returncode == 0
