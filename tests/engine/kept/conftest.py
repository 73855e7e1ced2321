"""A kernel cache of a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from exoburn.engine import cache
from exoburn.engine.cache import cached
from tests.engine.kept.tools import KEY, never


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """A cache of the test's own, and nothing said yet."""
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path / "kernels"))
    monkeypatch.setattr(cache, "_told", set())
    monkeypatch.setattr(cache, "_held", {})
    return tmp_path / "kernels"


@pytest.fixture
def entry(folder) -> Path:
    """A kept entry; its code is `code`."""
    assert cached(KEY, lambda: b"code") == (b"code", False)
    assert cached(KEY, never) == (b"code", True)
    return folder / f"{KEY}.o"
