"""What tests ask of a kernel cache."""

from __future__ import annotations

import logging
import os

import pytest

from exoburn.engine import cache
from exoburn.engine.cache import cached

KEY, OTHER = "0" * 31 + "a", "0" * 31 + "b"
NOBODY = 65534
posix = pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners of files here")
root = pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away"
)


def never() -> bytes:
    raise AssertionError("built though it is kept")


def refused(caplog) -> bool:
    """Whether the entry is built anew, with one line, and kept from then on."""
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        anew = cached(KEY, lambda: b"anew") == (b"anew", False)
    return anew and len(caplog.records) == 1 and cached(KEY, never) == (b"anew", True)


def memory_only(caplog) -> bool:
    """Whether two kernels are built, once each, and one line said, as in a process of its own."""
    caplog.clear()
    cache._told.clear()
    with caplog.at_level(logging.WARNING):
        built = [cached(key, lambda: b"code") for key in (KEY, OTHER)]
        again = [cached(key, never) for key in (KEY, OTHER)]
    cache._held.clear()
    once = built == [(b"code", False)] * 2 and again == [(b"code", True)] * 2
    return once and len(caplog.records) == 1
