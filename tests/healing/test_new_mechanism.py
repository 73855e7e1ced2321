"""A tutorial: a new mechanism is one file of under 40 lines.

Write `blocks/<room>/cold_plasma.py` with the text below and it is in the kernel, the SBML file,
the attribution (through the port's mechanism) and the documentation, without another edit.
"""

from __future__ import annotations

import sys

import pytest

from exoburn.blocks.collect import blocks_of
from exoburn.engine import Block, System
from exoburn.errors import EngineError
from exoburn.wound import blocks
from tests.healing.support import t95

COLD_PLASMA = '''
"""Cold plasma: a reactive gas that fades in hours and hurries the front (made up, for a test)."""

from exoburn.engine import Block, Event, State

BLOCK = Block(
    name="cold plasma",
    doc=__doc__ or "",
    states={"plasma": State(0.01, "session", "what is left of a session")},
    equations="""
        plasma' = -plasma_decay*plasma
        e_front += plasma_gain*hill(plasma, plasma_half, 1)
        e_cytokine += plasma_calm*plasma/(1 + plasma)
    """,
    events={"plasma session": Event("add", "plasma = plasma + amount", "one session of plasma")},
)
'''


@pytest.fixture
def room(tmp_path, monkeypatch):
    """A room of blocks of our own, with the new file in it."""
    folder = tmp_path / "plasma_room"
    folder.mkdir()
    (folder / "__init__.py").write_text(
        "from exoburn.blocks.collect import blocks_of\nBLOCKS = blocks_of(__name__, __path__)\n"
    )
    (folder / "cold_plasma.py").write_text(COLD_PLASMA)
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    for name in [key for key in sys.modules if key.startswith("plasma_room")]:
        del sys.modules[name]


def test_a_file_is_a_mechanism(room):
    """The file alone brings a state, parameters, an event and a share of two mechanisms."""
    import plasma_room  # type: ignore[import-not-found]

    assert len(COLD_PLASMA.splitlines()) < 40
    system = System.compose("with plasma", [*blocks("healing"), *plasma_room.BLOCKS])
    assert "plasma" in system.states
    assert {"plasma_gain", "on_growth", "on_inflammation"} <= set(system.parameters)
    values = {"plasma_decay": 1.0, "plasma_gain": 0.5, "plasma_half": 0.3, "plasma_calm": 0.0}
    sessions = [(float(day), "plasma session", 1.0) for day in (1, 4, 7, 10, 13, 16, 19)]
    with_it = t95(0.65, system=system, events=sessions, **values)
    without = t95(0.65, system=system, **values)
    assert with_it < without - 0.5
    assert without == pytest.approx(t95(0.65), abs=1e-6)


def test_private_files_and_files_without_a_block_are_left_alone(room):
    """A helper module in a room is no mechanism."""
    (room / "_draft.py").write_text("raise RuntimeError('never imported')\n")
    (room / "constants.py").write_text("HALF = 0.5\n")
    assert [b.name for b in blocks_of("plasma_room", [str(room)])] == ["cold plasma"]


def test_a_contribution_to_no_port_is_an_error():
    """A misspelt port is found when the system is composed."""
    odd = Block("odd", "e_frontt += 0.1")
    with pytest.raises(EngineError, match="e_frontt"):
        System.compose("odd", [*blocks("healing"), odd])


def test_a_name_that_is_taken_is_an_error():
    """Two mechanisms cannot define one name."""
    with pytest.raises(EngineError, match="perf"):
        System.compose("odd", [*blocks("healing"), Block("odd", "perf = 1 + 0*V")])


def test_an_unknown_parameter_is_an_error():
    """A value for a parameter that no equation reads is refused, never ignored."""
    with pytest.raises(EngineError, match="v00"):
        t95(0.2, v00=1.0)
