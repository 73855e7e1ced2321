"""The stored column that a new kernel of the wound is tried on; `tools/self_test.py` writes it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import exoburn.data
from exoburn.engine import SelfTest

#: Where it lies.
STORED = Path(exoburn.data.__file__).parent / "self_test" / "column.json"


@cache
def self_test() -> SelfTest:
    """A deep partial burn with a vesicle gel, change of dressings and a course of antibiotics.

    >>> test = self_test()
    >>> test.days[0], len(test.start) == len(test.expected) or len(test.start) < len(test.expected)
    (0.0, True)
    """
    said = json.loads(STORED.read_text(encoding="utf-8"))
    return SelfTest(
        said["start"], said["parameters"], tuple((d, n, a) for d, n, a in said["events"]),
        tuple(said["days"]), {k: tuple(v) for k, v in said["expected"].items()}, said["equations"],
    )  # fmt: skip
