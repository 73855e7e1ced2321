"""Stored columns that a new kernel of the wound is tried on; `tools/self_test.py` writes them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import exoburn.data
from exoburn.engine import SelfTest

#: Where they lie.
STORED = Path(exoburn.data.__file__).parent / "self_test" / "column.json"


@cache
def self_test(given: str = "vesicles") -> SelfTest:
    """A deep partial burn, excised, with antibiotics, given nothing, platelets or a vesicle gel.

    `given` is "bare", "platelets" or "vesicles".

    >>> bare, gel = self_test("bare"), self_test()
    >>> gel.days[0], len(gel.events) > len(bare.events), gel.equations == bare.equations
    (0.0, True, True)
    """
    said = json.loads(STORED.read_text(encoding="utf-8"))[given]
    return SelfTest(
        said["start"], said["parameters"], tuple((d, n, a) for d, n, a in said["events"]),
        tuple(said["days"]), {k: tuple(v) for k, v in said["expected"].items()}, said["equations"],
    )  # fmt: skip
