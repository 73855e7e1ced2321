"""Work that takes long says so before it begins, and never falls silent for 3 s."""

from __future__ import annotations

import io
import logging
import threading
from typing import Any

import pytest

from exoburn.cli import progress as module
from exoburn.cli.progress import BEAT_S, Teller, progress_to_stderr, waiting_for_the_user, watched
from exoburn.engine import Block, State, System, compile_system, native


class Clock:
    """A clock that a test turns."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def teller(clock) -> Teller:
    return Teller(clock=clock, stream=io.StringIO())


def lines(teller: Teller) -> list[str]:
    assert teller.stream is not None
    return teller.stream.getvalue().splitlines()  # type: ignore[attr-defined]


def test_a_silence_is_broken_before_three_seconds(teller, clock):
    """The law: nothing is silent for more than 3 s; what is done is named, with the seconds."""
    assert BEAT_S < 3
    teller("simulating Gel", 1, 4)
    for _ in range(40):  # looked at as often as the thread does, for eight seconds
        clock.now += 0.2
        teller.beat()
    told = lines(teller)
    assert len(told) == 3
    assert told[0] == "exoburn: simulating Gel 25 %, 3 s"
    assert told[-1] == "exoburn: simulating Gel 25 %, 8 s"


def test_a_line_of_another_kind_counts_as_sound(teller, clock):
    """No line more than is needed."""
    clock.now += 2.0
    teller.tell("kernel cache: no room")
    clock.now += 2.0
    teller.beat()
    assert lines(teller) == ["exoburn: kernel cache: no room"]


def test_steps_wait_for_their_line(teller):
    """A hundred steps are no hundred lines, and a short command has none."""
    for step in range(100):
        teller(f"step {step}", step, 100)
    teller("writing the report", 0, 0)
    teller.beat()
    assert lines(teller) == []


def test_nothing_is_said_while_the_user_is_asked(teller, clock):
    """A question waits as long as it takes."""
    with watched(teller), waiting_for_the_user():
        clock.now += 60.0
        teller.beat()
    assert lines(teller) == []


def test_the_thread_beats_while_the_work_says_nothing(clock):
    """Around a command: the beat comes by itself, and ends with the command."""
    heard = threading.Event()

    class Ear(io.StringIO):
        def write(self, text: str) -> int:
            heard.set()
            return super().write(text)

    teller = Teller(clock=clock, stream=Ear())
    with watched(teller):
        clock.now += 3.0
        assert heard.wait(60)
    assert lines(teller) == ["exoburn: working, 3 s"]
    assert "progress" not in {thread.name for thread in threading.enumerate()}


def test_a_stderr_that_nobody_reads_ends_the_beat_and_not_the_command(clock):
    """A closed pipe in the thread is no traceback."""

    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with watched(Teller(clock=clock, stream=Closed())):
        clock.now += 3.0
        (thread,) = [t for t in threading.enumerate() if t.name == "progress"]
        thread.join(60)
        assert not thread.is_alive()


def test_the_line_of_a_compilation_comes_before_it(teller, tmp_path, monkeypatch):
    """Told by the engine itself, so by every command that needs a kernel."""
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path / "kernels"))
    block = Block("decay", "x' = -k*x", states={"x": State()})
    system = System.compose("small", [block])
    seen: list[list[str]] = []
    real = native.compile_ir

    def compile_ir(*words: Any) -> bytes:
        seen.append(lines(teller))
        return real(*words)

    monkeypatch.setattr(native, "compile_ir", compile_ir)
    with watched(teller):
        compile_system(system, ["x"])
        compile_system(system, ["x"])
    assert seen == [["exoburn: building the small kernel for this processor (once)"]]


def test_a_warning_is_one_line_and_information_is_what_is_done(teller):
    """What exoburn logs while a command runs."""
    with watched(teller):
        logging.getLogger("exoburn.engine.cache").warning("kernel cache: %s", "no room")
        logging.getLogger("exoburn").info("thinking")
        logging.getLogger("exoburn").info("thinking")
    logging.getLogger("exoburn").warning("after")
    assert lines(teller) == ["exoburn: kernel cache: no room"] + ["exoburn: thinking"] * 2


def test_a_bar_takes_the_place_of_lines_on_a_terminal(monkeypatch, capsys):
    """And the lines come back when it goes."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(module.sys, "stderr", screen)
    with watched() as teller:
        with progress_to_stderr() as progress:
            progress("writing the report", 0, 0)
            assert teller.bar is not None
            assert "exoburn: writing" not in screen.getvalue()
        assert teller.bar is None


def test_a_call_from_python_is_silent(capsys):
    """Only a user's command is watched."""
    with progress_to_stderr() as progress:
        progress("writing the report", 0, 0)
    assert capsys.readouterr().err == ""
