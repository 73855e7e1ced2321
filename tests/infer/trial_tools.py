"""A tiny ensemble of our own making, and a command line that uses it."""

from __future__ import annotations

from pathlib import Path

import pytest

from exoburn.cli import run
from exoburn.data import Ensemble
from exoburn.data.ensemble import shipped
from exoburn.infer.method.members import first_members
from exoburn.infer.prior import prior_of
from exoburn.infer.target import target_of

HEADER = "id,study,source,observable,value"
ROW = {"id": "a", "study": "S", "source": "10.1/x", "observable": "time_to_heal", "value": "19"}
THREE = """\
id,study,source,observable,value,spread,spread_type,n,depth,statistic
a,S1,10.1/x,time_to_heal,19,4,SD,52,deep_partial,mean
b,S2,10.1/x,time_to_heal,12,3,SD,30,superficial_partial,mean
c,S3,10.1/y,time_to_heal,24,5,SD,12,deep_partial,mean
"""


def tiny_ensemble(members: int = 8) -> Ensemble:
    """Members near the middle of the prior."""
    prior = prior_of([target_of(ROW)])
    return prior.ensemble(0.3 * first_members(0, prior.ids, members), name="tiny")


def use(ensemble: Ensemble, folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Make the ensemble the one that ships, for this test."""
    path = folder / "tiny.npz"
    path.write_bytes(ensemble.to_bytes())
    patch.setenv("EXOBURN_ENSEMBLE", str(path))
    shipped.cache_clear()
    return path


def said(
    capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a command."""
    capsys.readouterr()
    code = run(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err
