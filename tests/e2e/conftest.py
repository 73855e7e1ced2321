"""Fixtures of the end-to-end tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from exoburn.cli import run
from tests.e2e.commands import EXAMPLES, SMALL, Exoburn, caller


@pytest.fixture
def exoburn(capsys: pytest.CaptureFixture[str]) -> Exoburn:
    """The command line in this process."""
    return caller(capsys)


@pytest.fixture(scope="session")
def hand_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one small run of the hand scald; tests read it and leave it as it is."""
    folder = tmp_path_factory.mktemp("runs") / "hand"
    assert run(["simulate", str(EXAMPLES / "hand-scald.toml"), "--out", str(folder), *SMALL]) == 0
    return folder
