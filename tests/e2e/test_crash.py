"""Whatever breaks, a folder is whole or not there: failures are made to happen while writing."""

from __future__ import annotations

from pathlib import Path

import pytest

import exoburn.report as report
import exoburn.simulate.netcdf as netcdf
from tests.e2e.commands import EXAMPLES, SMALL, digests

CASE = EXAMPLES / "toddler-scald.toml"


def break_(*_args: object, **_more: object) -> None:
    raise RuntimeError("the disk is on fire")


@pytest.mark.parametrize("where", [(report, "write_report"), (netcdf, "write_netcdf")])
def test_a_writer_that_fails_leaves_nothing(exoburn, tmp_path, monkeypatch, where):
    """conventions.md: a crash leaves no half file, and it is our fault: code 1, one line."""
    with monkeypatch.context() as patch:
        patch.setattr(*where, break_)
        done = exoburn("simulate", CASE, "--out", tmp_path / "runs" / "one", *SMALL)
    assert done.code == 1
    assert done.out == ""
    assert "our fault" in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
    assert not (tmp_path / "runs" / "one").exists()


def test_an_earlier_run_survives_a_failed_one(exoburn, tmp_path, monkeypatch):
    """The folder of the run before is untouched, manifest and all."""
    out = tmp_path / "run"
    assert exoburn("simulate", CASE, "--out", out, *SMALL).code == 0
    before = digests(out)
    with monkeypatch.context() as patch:
        patch.setattr(netcdf, "write_netcdf", break_)
        assert exoburn("simulate", CASE, "--out", out, "--seed", "3", *SMALL).code == 1
    assert digests(out) == before
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("nth", [1, 2, 3, 5])
def test_a_crash_while_moving_leaves_no_manifest(tmp_path, monkeypatch, nth):
    """A folder with a manifest is complete: new files never stand beside an old manifest."""
    from exoburn.simulate.folder import SCHEMA, check_free, moved_in_whole

    def write(mark: str) -> None:
        with moved_in_whole(tmp_path / "run") as draft:
            for name in ("a.txt", "b.txt", "c.txt"):
                (draft / name).write_text(mark, encoding="utf-8")
            outputs = '{"a.txt": "", "b.txt": "", "c.txt": ""}'
            (draft / "manifest.json").write_text(
                f'{{"schema": "{SCHEMA}", "mark": "{mark}", "outputs": {outputs}}}',
                encoding="utf-8",
            )

    write("old")
    (tmp_path / "run" / "note.txt").write_text("a reader's own", encoding="utf-8")
    real, count = Path.replace, 0

    def replace(self, target):
        nonlocal count
        count += 1
        if count == nth:
            raise OSError(28, "No space left on device")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(Exception, match="No space left"):
            write("new")
    held = {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "run").glob("?.txt")}
    if (tmp_path / "run" / "manifest.json").exists():
        assert held == dict.fromkeys(("a.txt", "b.txt", "c.txt"), "old")
    assert (tmp_path / "run" / "note.txt").is_file()
    assert [p.name for p in tmp_path.iterdir()] == ["run"]
    check_free(tmp_path / "run")  # what a stopped run left is still known as ours
    write("newest")
    names = {p.name for p in (tmp_path / "run").iterdir()}
    assert names == {"a.txt", "b.txt", "c.txt", "manifest.json", "note.txt"}
    assert (tmp_path / "run" / "c.txt").read_text(encoding="utf-8") == "newest"


def test_a_new_folder_appears_at_once(tmp_path, monkeypatch):
    """A run into a new place is one rename: there is no moment at which it is half there."""
    from exoburn.simulate.folder import moved_in_whole

    monkeypatch.setattr(Path, "replace", break_)
    with moved_in_whole(tmp_path / "new") as draft:
        (draft / "sub").mkdir()
        (draft / "sub" / "a.txt").write_text("a", encoding="utf-8")
        assert not (tmp_path / "new").exists()
    assert (tmp_path / "new" / "sub" / "a.txt").is_file()
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_listed_output_outside_the_folder_is_not_ours(tmp_path):
    """A manifest that somebody edited cannot make us delete their files."""
    from exoburn.simulate.folder import SCHEMA, moved_in_whole

    (tmp_path / "precious.txt").write_text("mine", encoding="utf-8")
    out = tmp_path / "run"
    out.mkdir()
    (out / "manifest.json").write_text(
        f'{{"schema": "{SCHEMA}", "outputs": {{"../precious.txt": "", "{tmp_path}/precious.txt":'
        ' "", "old.txt": "", "": "", ".": ""}}',
        encoding="utf-8",
    )
    (out / "old.txt").write_text("stale", encoding="utf-8")
    with moved_in_whole(out) as draft:
        (draft / "manifest.json").write_text("{}", encoding="utf-8")
    assert (tmp_path / "precious.txt").is_file()
    assert [path.name for path in out.iterdir()] == ["manifest.json"]
