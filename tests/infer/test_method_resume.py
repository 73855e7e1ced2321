"""A fit that was stopped goes on to the same bits; broken members and files are told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from exoburn.errors import EngineError, InputError
from exoburn.infer.method import Data, Posterior, Prior, health, smooth
from exoburn.infer.method.problem import Floats
from exoburn.infer.method.toys import Toy, toy

SMALL = {"members": 60, "steps": 6, "polish": 2}


class Stopped(Exception):
    """What stands for Ctrl-C."""


def _fit(made: Toy, resume: Path | None = None, stop: int | None = None) -> Posterior:
    calls = 0

    def forward(z: Floats) -> Floats:
        nonlocal calls
        calls += 1
        if stop is not None and calls > stop:
            raise Stopped
        return made.forward(z)

    return smooth(forward, made.prior, made.data, resume=resume, **SMALL)


@pytest.mark.parametrize("stop", [0, 1, 3, 6])
def test_resumed_fit_has_the_same_bits(tmp_path: Path, stop: int) -> None:
    """Truth: the fit that nobody stopped."""
    made = toy("resume", bend=0.3, tau=0.5, delta=0.3)
    whole = _fit(made)
    file = tmp_path / "deep" / "state.npz"
    with pytest.raises(Stopped):
        _fit(made, file, stop)
    again = _fit(made, file)
    for name in ("z", "g", "tau", "delta", "jac", "trace"):
        assert np.array_equal(getattr(whole, name), getattr(again, name)), name
    assert [f.name for f in file.parent.iterdir()] == ["state.npz"]


def test_finished_fit_resumes_without_a_run(tmp_path: Path) -> None:
    """Truth: nothing is left to do, so the forward model is never called."""
    made = toy("resume", bend=0.3, tau=0.5, delta=0.3)
    whole = _fit(made, tmp_path / "s.npz")
    again = _fit(made, tmp_path / "s.npz", stop=0)
    assert np.array_equal(whole.z, again.z)


def test_state_of_another_fit_is_refused(tmp_path: Path) -> None:
    """Truth: other data, so the state may not be used."""
    made = toy("resume")
    _fit(made, tmp_path / "s.npz")
    other = made.data.with_y(made.data.y + 1.0)
    with pytest.raises(InputError, match="another fit"):
        smooth(made.forward, made.prior, other, resume=tmp_path / "s.npz", **SMALL)
    (tmp_path / "s.npz").write_bytes(b"PK not a file")
    with pytest.raises(InputError, match="cannot resume"):
        smooth(made.forward, made.prior, made.data, resume=tmp_path / "s.npz", **SMALL)


def test_failed_members_are_counted_and_do_little_harm() -> None:
    """Truth: the same fit without holes; a tenth of the members fail in each run."""
    made = toy("holes")

    def holed(z: Floats) -> Floats:
        g = made.forward(z)
        g[::10, 3] = np.nan
        return g

    whole = smooth(made.forward, made.prior, made.data)
    fit = smooth(holed, made.prior, made.data)
    assert np.isfinite(fit.z).all()
    assert np.isfinite(fit.g).all()
    assert health(fit).failed == 40
    sd = whole.z.std(axis=0)
    assert np.abs((fit.z.mean(axis=0) - whole.z.mean(axis=0)) / sd).max() < 0.05


def test_too_many_failures_stop_the_fit() -> None:
    """Truth: with most members gone there is nothing to learn from."""
    made = toy("holes")
    with pytest.raises(EngineError, match="no prediction"):
        smooth(lambda z: np.full((len(z), 24), np.nan), made.prior, made.data)
    with pytest.raises(EngineError, match="shape"):
        smooth(lambda z: z, made.prior, made.data)


def test_wrong_tables_are_told() -> None:
    """Truth: each of these would give a silent wrong fit."""
    with pytest.raises(InputError, match="sampling error"):
        Data.of(["a"], [1.0], [0.0], study=["S"], group=["g"])
    with pytest.raises(InputError, match="not a number"):
        Data.of(["a"], [np.nan], [1.0], study=["S"], group=["g"])
    with pytest.raises(InputError, match="named twice"):
        Prior.of(["a", "a"])
    with pytest.raises(InputError, match="not positive"):
        Prior.of(["a", "b"], cov=[[1.0, 2.0], [2.0, 1.0]])
    with pytest.raises(InputError, match="no such study"):
        toy("line").data.of_studies(["S99"])


def test_another_datum_moves_no_other_number() -> None:
    """Truth: errors are addressed by the datum's name, so leaving data unused leaves the rest."""
    made = toy("line")
    some = np.arange(24) < 12
    fit = smooth(made.forward, made.prior, made.data, used=some, **SMALL)
    short = Data.of(
        made.data.ids[:12], made.data.y[:12], made.data.se[:12],
        study=made.data.study[:12], group=made.data.group[:12], arm=made.data.arm[:12],
    )  # fmt: skip
    alone = smooth(lambda z: made.forward(z)[:, :12], made.prior, short, **SMALL)
    assert fit.z == pytest.approx(alone.z, abs=1e-9)
