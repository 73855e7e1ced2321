"""Runs of the installed program use the calibrated ensemble and can be made again."""

import json
from pathlib import Path

from exoburn.data.ensemble import SHIPPED, Ensemble

from .conftest import as_installed


def simulated(*options: str) -> dict:
    case = "examples/hand-scald.toml"
    return json.loads(as_installed(
        "-m", "exoburn", "simulate", case, "--draws", "20", "--days", "120", "--json", *options))


def test_simulate_uses_the_ensemble_that_ships_and_says_so(tmp_path: Path):
    told = simulated("--out", str(tmp_path / "a"))
    assert told["parameter_set"].startswith("calibrated-1+")
    fitted = [row for row in told["assumptions"] if row.get("prior")]
    assert any(row["id"] == "v0" for row in fitted)


def test_the_ensemble_reads_as_it_was_written():
    made = Ensemble.read_bytes(SHIPPED.read_bytes())
    assert made.to_bytes() == SHIPPED.read_bytes()
    assert made.members % 4 == 0
    assert made.about["members"] == made.members
