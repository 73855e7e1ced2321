"""A block: a few equations that belong together, with what they need and what they offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from exoburn.engine.expression import Line, read_lines
from exoburn.errors import EngineError

#: The order of events at one instant.
RANKS = ("remove", "assign", "switch", "add")


@dataclass(frozen=True, slots=True)
class State:
    """A state: `scale` is the size below which it hardly matters (error control), with its unit."""

    scale: float = 1.0
    unit: str = "1"
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Port:
    """A quantity that other blocks may contribute to; nobody contributing leaves it at 0.

    `combine` is "fraction" (1 - prod(1 - c)) or "sum"; `mechanism` names the switch
    `on_<mechanism>` that multiplies every contribution (None: no switch); `cap` limits it.
    """

    combine: str = "sum"
    mechanism: str | None = None
    cap: float | None = None
    meaning: str = ""

    def __post_init__(self) -> None:
        if self.combine not in ("sum", "fraction"):
            raise EngineError(f"a port combines by 'sum' or 'fraction', not {self.combine!r}")


@dataclass(frozen=True)
class Event:
    """Something that happens at an instant: `rank` orders it, `text` holds its assignments.

    Right-hand sides see the values before the event, and `amount`, the value it carries.
    Assignments may set states and parameters. Events of rank "add" that fall on one instant
    are summed (their amounts add) before they are applied.
    """

    rank: str
    text: str
    meaning: str = ""
    lines: tuple[Line, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.rank not in RANKS:
            raise EngineError(f"an event's rank is one of {', '.join(RANKS)}, not {self.rank!r}")
        lines = read_lines(self.text, where=f"event ({self.rank})")
        if any(line.kind != "name" for line in lines):
            raise EngineError(f"an event only assigns: {self.text!r}")
        object.__setattr__(self, "lines", tuple(lines))


@dataclass(frozen=True)
class Block:
    """Equations with the states they own, the ports they read and the events they know.

    >>> decay = Block("decay", states={"x": State(unit="mg")}, equations="x' = -k*x",
    ...               events={"dose": Event("add", "x = x + amount")})
    >>> decay.lines[0].names == {"k", "x"}
    True
    """

    name: str
    equations: str
    states: Mapping[str, State] = field(default_factory=dict)
    ports: Mapping[str, Port] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    doc: str = ""
    lines: tuple[Line, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        lines = tuple(read_lines(self.equations, where=self.name))
        rates = [line.target for line in lines if line.kind == "rate"]
        if sorted(rates) != sorted(self.states):
            odd = sorted(set(rates) ^ set(self.states)) or sorted(rates)
            raise EngineError(f"{self.name}: states and derivatives differ: {', '.join(odd)}")
        object.__setattr__(self, "lines", lines)
