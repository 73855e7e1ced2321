"""`exoburn rerun` gives the same bits, from the manifest alone; `cite` and `export` read a run."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.e2e.commands import EXAMPLES, SMALL
from tests.product.instrument_files import zetaview_text

LOG_NORMAL = {float(d): round(1000 * np.exp(-((np.log(d / 90) / 0.35) ** 2)))
              for d in range(30, 400, 5)}  # fmt: skip


def arrays(folder):
    import xarray as xr

    with xr.open_dataset(folder / "results.nc", engine="h5netcdf") as data:
        return data.load()


def test_a_rerun_has_the_same_bits(exoburn, hand_run, tmp_path):
    """Promised: the summary and every array of the second run equal those of the first."""
    done = exoburn("rerun", hand_run / "manifest.json", "--out", tmp_path / "again", "--json")
    assert done.code == 0, done.err
    assert "every number" in done.err
    first, second = (f / "summary.csv" for f in (hand_run, tmp_path / "again"))
    assert first.read_bytes() == second.read_bytes()
    assert arrays(hand_run).identical(arrays(tmp_path / "again"))
    told = json.loads(done.out)
    assert told == json.loads((hand_run / "summary.json").read_text(encoding="utf-8"))


def test_a_rerun_says_when_numbers_differ(exoburn, hand_run, tmp_path):
    """A manifest of other numbers is noticed, and what changed since is named."""
    manifest = json.loads((hand_run / "manifest.json").read_text(encoding="utf-8"))
    manifest["outputs"]["summary.csv"] = "0" * 64
    manifest["version"] = "0.0.0"
    old = tmp_path / "old"
    old.mkdir()
    (old / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = exoburn("rerun", old / "manifest.json", "--out", tmp_path / "again")
    assert done.code == 0
    assert "numbers differ" in done.err
    assert "0.0.0" in done.err


def test_a_rerun_still_has_the_measurement(exoburn, tmp_path):
    """A case that names an instrument file can be run again from its folder alone."""
    text = (EXAMPLES / "registered-trial.toml").read_text(encoding="utf-8")
    case = tmp_path / "there" / "case.toml"
    case.parent.mkdir()
    case.write_text(
        text.replace('source = "bm_msc" ', 'source = "bm_msc"\nfile = "lot/nta.txt" '), "utf-8"
    )
    (case.parent / "lot").mkdir()
    file = case.parent / "lot" / "nta.txt"
    file.write_text(zetaview_text(LOG_NORMAL), encoding="utf-8")
    assert exoburn("simulate", case, "--out", tmp_path / "run", *SMALL).code == 0
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["inputs"]) == {"case.toml", "lot/nta.txt"}
    file.unlink()
    done = exoburn("rerun", tmp_path / "run" / "manifest.json", "--out", tmp_path / "again")
    assert done.code == 0, done.err
    first, second = (tmp_path / f / "summary.csv" for f in ("run", "again"))
    assert first.read_bytes() == second.read_bytes()
    # and again, from the second one
    done = exoburn("rerun", tmp_path / "again" / "manifest.json", "--out", tmp_path / "third")
    assert done.code == 0, done.err


@pytest.mark.parametrize("damage", ["[]", "{}", '{"schema": "exoburn.manifest/1"}', "", "{",
                                    '{"schema": "exoburn.manifest/1", "case": 3, "outputs": 4}',
                                    '{"schema": "exoburn.manifest/1", "case": {}}'])  # fmt: skip
def test_a_damaged_manifest_is_one_line(exoburn, tmp_path, damage):
    """conventions.md: wrong input is one line and code 2, whatever the file holds."""
    path = tmp_path / "manifest.json"
    path.write_text(damage, encoding="utf-8")
    done = exoburn("rerun", path, "--out", tmp_path / "again")
    assert done.code == 2, done.err
    assert len(done.err.strip().splitlines()) == 1
    assert not (tmp_path / "again").exists()


def test_cite_lists_the_papers(exoburn, hand_run):
    """Promised: `exoburn cite` lists the papers that a run leaned on."""
    done = exoburn("cite", hand_run, "--json")
    papers = json.loads(done.out)["papers"]
    assert len(papers) > 5
    assert all(paper["id"] and paper["used_by"] for paper in papers)
    told = exoburn("cite", hand_run / "summary.json")
    assert told.code == 0
    assert all(paper["id"] in told.out or paper["text"] in told.out for paper in papers)


@pytest.mark.parametrize("damage", ["[]", "{}", "3", '{"citations": 3, "assumptions": 2}',
                                    '{"citations": [{}], "assumptions": []}'])  # fmt: skip
def test_cite_of_something_else(exoburn, tmp_path, damage):
    """Wrong input again: never a traceback."""
    path = tmp_path / "summary.json"
    path.write_text(damage, encoding="utf-8")
    done = exoburn("cite", path)
    assert done.code == 2, done.err
    assert len(done.err.strip().splitlines()) == 1


def test_export_of_every_example(exoburn, tmp_path):
    """interfaces.md: one column with its events as SBML, for each example's last arm."""
    import tomllib

    for path in sorted(EXAMPLES.glob("*.toml")):
        name = tomllib.loads(path.read_text(encoding="utf-8"))["arms"][-1]["name"]
        out = tmp_path / f"{path.stem}.xml"
        done = exoburn("export", path, "--to", "sbml", "--arm", name, "--out", out)
        assert done.code == 0, done.err
        assert out.read_text(encoding="utf-8").startswith("<?xml")
    done = exoburn("export", EXAMPLES / "hand-scald.toml", "--to", "sbml")
    assert done.out.startswith("<?xml")
    assert done.err == ""


def test_two_processes_agree_whatever_their_hash_seed(tmp_path):
    """Equal bits from process to process: no number or line hangs on the order of a set."""
    import os
    import subprocess
    import sys

    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "exoburn", "simulate", str(EXAMPLES / "leg-flame.toml"),
             "--out", str(tmp_path / seed), "--draws", "5", "--days", "30"],
            check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": seed},
        )  # fmt: skip
    one, two = (tmp_path / seed for seed in ("1", "2"))
    for name in ("summary.csv", "summary.json", "report.html"):
        assert (one / name).read_bytes() == (two / name).read_bytes(), name
    assert arrays(one).identical(arrays(two))
