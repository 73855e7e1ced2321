"""What ships, run as a user runs it: with the calibrated ensemble, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def as_installed(*command: str) -> str:
    """Standard output of a command without the tests' choice of parameters."""
    environment = {k: v for k, v in os.environ.items() if k != "EXOBURN_ENSEMBLE"}
    done = subprocess.run(
        [sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="session")
def healed() -> dict[str, Any]:
    """What `healing.py` beside this file prints: cohorts and skin under the shipped ensemble."""
    return json.loads(as_installed(str(Path(__file__).with_name("healing.py"))))
