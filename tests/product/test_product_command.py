"""`exoburn product`: what it prints, writes and refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from exoburn.cli.product import product
from exoburn.errors import InputError
from tests.product.instrument_files import nanosight_text, real_file, zetaview_text

PROMISED = [
    "mean_nm", "mode_nm", "d10_nm", "d50_nm", "d90_nm", "share_30_150", "concentration_per_ml",
    "dilution", "captures", "cv",
]  # fmt: skip
BANNED = "recommended dose|you should|will heal|proven|safe|clinically validated"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A small ZetaView-like file."""
    path = tmp_path / "lot 7.txt"
    text = zetaview_text({92.5: 10, 97.5: 30, 102.5: 40, 107.5: 15}, header="Dilution::\t500")
    path.write_bytes(text.encode("latin-1"))
    return path


def test_json_holds_the_promised_keys(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truth: interfaces.md, other doors."""
    product(export, as_json=True, protein_ug_ml=50.0)
    out = json.loads(capsys.readouterr().out)
    assert set(PROMISED) <= set(out)
    assert out["dilution"] == 500
    assert out["captures"] == 1
    assert out["cv"] is None
    assert out["purity"]["particles_per_ug"] == pytest.approx(95 * 2.84e5 * 500 / 50)
    lot = tmp_path / "lot.toml"
    lot.write_text('[product]\nsource = "uc_msc"\npotency_assay = "passed"\ndonor = "bank 3"\n')
    product(export, as_json=True, lot=lot)
    told = json.loads(capsys.readouterr().out)
    assert told["lot"]["source"] == "uc_msc"
    assert told["parameters"]["p_act"]["value"] > out["parameters"]["p_act"]["value"]
    assert told["misev"]["score"] > out["misev"]["score"]


@pytest.mark.parametrize("name", ["zetaview_ipsc_ev.txt", "nanosight_beads_100nm.csv"])
def test_the_page_on_real_files(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Truth: conventions.md: banner, ASCII, naming rule, no banned word."""
    product(real_file(name))
    page = capsys.readouterr().out
    assert page.startswith("Research software. Not a medical device.")
    assert page.isascii()
    assert "vesicle product (sold as exosomes)" in page
    assert not re.search(rf"\b({BANNED})\b", page, re.IGNORECASE)
    for word in ("D50", "30-150 nm", "Dilution" if "zeta" in name else "CV 25%", "MISEV2023"):
        assert word in page


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_figures_are_written_whole_and_alike(export: Path, tmp_path: Path, ending: str) -> None:
    """Truth: the same input gives the same bytes, and the banner is in the footer."""
    first, second = tmp_path / f"a.{ending}", tmp_path / f"b.{ending}"
    product(export, figure=first)
    product(export, figure=second)
    assert first.read_bytes() == second.read_bytes()
    assert not list(tmp_path.glob("*.part"))
    if ending == "svg":
        text = first.read_text(encoding="utf-8")
        assert "Not a medical device" in text
        assert "D50" in text


def test_wrong_input_is_one_line(export: Path, tmp_path: Path) -> None:
    """Truth: conventions.md: file, what was given, what is allowed."""
    bad = tmp_path / "lot.toml"
    bad.write_text("source = \n")
    cases = [
        {"file": tmp_path / "none.txt"},
        {"file": tmp_path},
        {"file": export, "figure": tmp_path / "a.gif"},
        {"file": export, "figure": tmp_path / "no folder" / "a.svg"},
        {"file": export, "protein_ug_ml": -1.0},
        {"file": export, "dilution": 0.0},
        {"file": export, "lot": bad},
        {"file": export, "lot": tmp_path / "none.toml"},
    ]
    for case in cases:
        with pytest.raises(InputError) as caught:
            product(**case)
        assert "\n" not in str(caught.value)


def test_several_captures_give_a_repeatability(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truth: two captures of 8e6 and 1.2e7 particles/mL have a CV of 28.3 %."""
    path = tmp_path / "summary.csv"
    captures = [[1e6, 4e6, 3e6], [2e6, 6e6, 4e6]]
    path.write_bytes(nanosight_text(captures, dilution="10").encode())
    product(path, as_json=True)
    out = json.loads(capsys.readouterr().out)
    assert out["captures"] == 2
    assert out["cv"] == pytest.approx(0.2828, abs=1e-4)
    assert out["concentration_per_ml"] == pytest.approx(1e7)
