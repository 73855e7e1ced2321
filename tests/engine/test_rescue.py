"""What the kernel cannot do SciPy does, and code that cannot be trusted is not run."""

from __future__ import annotations

import dataclasses
import json
import logging
import os

import numpy as np
import pytest

from exoburn.engine import Reference, Schedule, SelfTest, compile_system, self_test
from exoburn.engine.fallback import integrate
from exoburn.errors import EngineError
from tests.engine.systems import PHARMACOKINETICS, PK_VALUES, VAN_DER_POL, error, kernel

DAYS = np.linspace(0.0, 10.0, 11)
EVENTS = ((0.0, "oral", 10_000.0), (2.0, "infuse", 500.0), (4.0, "infuse", 0.0), (5.0, "iv", 99.0))


def stored(**changes) -> SelfTest:
    """A self-test of the small pharmacokinetic system, by SciPy."""
    p = np.array(PHARMACOKINETICS.pack(PK_VALUES))
    truth = Reference(PHARMACOKINETICS).solve(np.zeros(7), p, DAYS, events=EVENTS)
    states = list(PHARMACOKINETICS.states)
    made = SelfTest(
        dict.fromkeys(states, 0.0), PK_VALUES, EVENTS, tuple(DAYS.tolist()),
        {name: tuple(row) for name, row in zip(states, truth.tolist(), strict=True)},
        PHARMACOKINETICS.fingerprint,
    )  # fmt: skip
    return dataclasses.replace(made, **changes)


def wrong() -> SelfTest:
    """A self-test that no sound kernel passes."""
    right = stored()
    moved = tuple(2 * value for value in right.expected["CENT"])
    return dataclasses.replace(right, expected={**right.expected, "CENT": moved})


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """A cache of the test's own."""
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path))
    return tmp_path


def made(test: SelfTest | None, dtype: str = "float64"):
    return compile_system(PHARMACOKINETICS, list(PHARMACOKINETICS.states), dtype=dtype,
                          self_test=test)  # fmt: skip


def scheduled(made, lanes: int) -> Schedule:
    return Schedule.of([(lane, d, made.event_code(e), a) for lane in range(lanes)
                        for d, e, a in EVENTS])  # fmt: skip


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_lanes_that_fail_go_to_scipy(dtype, caplog):
    """Too few steps for any lane: the numbers are the reference's all the same."""
    kernel = made(None, dtype)
    p = np.array(PHARMACOKINETICS.pack(PK_VALUES))
    several = np.repeat(p[:, None], 3, axis=1)
    several[0] *= [1.0, 1.5, 2.0]
    with caplog.at_level(logging.WARNING):
        run = kernel.run(np.zeros(7), several, scheduled(kernel, 3), DAYS, max_steps=5)
    assert run.rescued.tolist() == [0, 1, 2]
    assert run.failed.size == 0
    assert run.rescue_s > 0
    assert len(caplog.records) == 1
    assert "3 of 3 columns were integrated with SciPy" in caplog.text
    for lane in range(3):
        truth = Reference(PHARMACOKINETICS).solve(np.zeros(7), several[:, lane], DAYS,
                                                  events=EVENTS)  # fmt: skip
        assert error(run.outputs[:, :, lane], truth).max() < 1e-3
        assert error(run.final[:, [lane]], truth[:, -1:]).max() < 1e-3
    plain = kernel.run(np.zeros(7), several, scheduled(kernel, 3), DAYS)
    assert plain.rescued.size == 0


def test_a_rescue_can_be_left_out():
    """Lanes are listed and 0, as they were."""
    run = kernel("vdp").run([2.0, 0.0], [50.0], None, [100.0], max_steps=20, rescue=False)
    assert run.failed.tolist() == [0]
    assert (run.outputs == 0).all()


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_kernel_that_passes_says_so_and_is_tested_once(own_folder, dtype, monkeypatch):
    """The verdict lies beside the kernel under its name; the next process reads it."""
    first = made(stored(), dtype)
    assert first.verdict.agrees
    assert first.verdict.rates_agree
    names = sorted(path.name for path in own_folder.iterdir() if path.suffix in (".o", ".verdict"))
    assert [name.split(".")[1] for name in names] == ["o", "verdict"]
    assert len({name.split(".")[0] for name in names}) == 1
    monkeypatch.setattr(self_test, "_examine", None)  # would break
    assert made(stored(), dtype).verdict == first.verdict


def test_a_kernel_that_fails_its_test_is_not_run(caplog, monkeypatch):
    """Every lane goes to SciPy, one line says so, and the numbers are right."""
    with caplog.at_level(logging.WARNING):
        kernel = made(wrong())
    assert not kernel.verdict.agrees
    assert kernel.verdict.rates_agree
    assert [record.getMessage() for record in caplog.records] == [self_test.DISAGREES]
    monkeypatch.setattr(kernel, "_integrate", None)  # would break
    p = np.array(PHARMACOKINETICS.pack(PK_VALUES))
    run = kernel.run(np.zeros(7), p, scheduled(kernel, 1), DAYS)
    truth = Reference(PHARMACOKINETICS).solve(np.zeros(7), p, DAYS, events=EVENTS)
    assert run.rescued.tolist() == [0]
    assert error(run.outputs[:, :, 0], truth).max() < 1e-3
    again = made(wrong())  # the verdict is kept, the line is said again
    assert not again.verdict.agrees


@pytest.mark.parametrize("damage", ["cut", "other", "pipe", "link", "folder"])
def test_a_damaged_verdict_is_made_anew(own_folder, damage):
    """Half a file, another test's, a pipe, a link, a folder: none hangs and none is believed."""
    made(stored())
    (path,) = own_folder.glob("*.verdict")
    said = json.loads(path.read_text())
    path.unlink()
    if damage == "cut":
        path.write_text('{"format": "exo')
    elif damage == "other":
        path.write_text(json.dumps(said | {"about": "0" * 16, "agrees": False}))
    elif damage == "pipe":
        os.mkfifo(path)
    elif damage == "link":
        target = own_folder / "else.txt"
        target.write_text(json.dumps(said | {"agrees": False}))
        path.symlink_to(target)
    else:
        path.mkdir()
    assert made(stored()).verdict.agrees


def test_numbers_of_other_equations_say_nothing(caplog):
    """A stale file is logged and judges nobody."""
    with caplog.at_level(logging.WARNING):
        kernel = made(stored(equations="0" * 16))
    assert kernel.verdict is None
    assert "other equations" in caplog.text


def test_the_fallback_gives_up_where_nothing_helps():
    """A course that runs away, a rate that is no number, an end of patience: one error each."""
    from tests.engine.test_runs import BLOW_UP

    with pytest.raises(EngineError):
        integrate(BLOW_UP, ["x"], np.array([1.0, 0.0]), np.array([1.0]), [], np.array([0.0, 2.0]))
    with pytest.raises(EngineError, match="runs away"):
        integrate(BLOW_UP, ["x"], np.array([1.0, 0.0]), np.array([np.inf]), [], DAYS)
    with pytest.raises(EngineError, match="evaluations"):
        integrate(VAN_DER_POL, ["x"], np.array([2.0, 0.0]), np.array([50.0]), [], DAYS, most=50)


def test_the_wound_s_stored_column_is_of_today_s_equations():
    """If it fails: run tools/self_test.py."""
    from exoburn.wound import system
    from exoburn.wound.self_test import self_test as column

    assert column().equations == system().fingerprint


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_wound_passes_its_self_test(dtype):
    """With room to spare: half the limit."""
    from exoburn.wound import system
    from exoburn.wound.self_test import self_test as column

    kernel = compile_system(system(), list(system().states), dtype=dtype, self_test=column())
    assert kernel.verdict.agrees
    assert kernel.verdict.rates_agree
    assert kernel.verdict.error < self_test.LIMIT / 2
