"""Random small systems with kinks, switches and events, many of them in one kernel.

Systems stand side by side as blocks that do not meet; a parameter `on` of each lets one of them
move in a lane while the others rest, many of them exactly on a kink. Numbers are drawn from a few
round ones, so that differences vanish at starts, ends and on the way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from exoburn.engine import Block, Event, State, System

ROUND = np.array([0.0, 0.5, 1.0, 1.0, 2.0])
DAYS = np.linspace(0.0, 10.0, 21)


@dataclass(frozen=True)
class Small:
    """One system: its block, and the parameters' names without `on`."""

    block: Block
    constants: tuple[str, ...]

    @property
    def on(self) -> str:
        """The parameter that lets it move."""
        return f"on_{self.block.name}"

    @property
    def system(self) -> System:
        """The system alone."""
        return System.compose(self.block.name, [self.block])


def small(number: int) -> Small:
    """A system of two to four states; the same number gives the same system.

    A state follows itself and those before it, so that nothing slides along a switch for ever.
    """
    rng = np.random.default_rng([20, number])
    name = f"s{number}"
    states = [f"{name}_x{j}" for j in range(rng.integers(2, 5))]
    constants: list[str] = []

    def constant() -> str:
        constants.append(f"{name}_c{len(constants)}")
        return constants[-1]

    def value(j: int, *, strict: bool = False) -> str:
        before = states[: j if strict else j + 1]
        chosen = str(rng.choice(before))
        return chosen if rng.random() < 0.7 else f"({chosen} + {constant()})"

    def term(j: int) -> str:
        a, b = value(j), constant() if rng.random() < 0.6 else value(j)
        forms = [
            f"min_({a}, {b})", f"max_({b}, {a})", f"pos({a} - {b})", f"pos({b} - {a})",
            f"hill(pos({a}), 0.5 + {constant()}, {rng.integers(1, 5)})",
            f"powr(0.1 + pos({a}), 0.6)", f"exp(-pos({a}))", f"{a}/(1 + pos({a}))",
            f"bern({a} - {b})", f"log(1.5 + pos({a}))", f"sqrt(0.25 + pos({b}))",
        ]  # fmt: skip
        if j:
            forms += [f"step({value(j, strict=True)} - {constant()})"] * 2
        return str(rng.choice(forms))

    lines = []
    for j, state in enumerate(states):
        inflow = " + ".join(f"{constant()}*{term(j)}" for _ in range(rng.integers(1, 4)))
        lines.append(f"{state}' = on_{name}*({inflow} - (0.5 + {constant()})*{state})")
    last = states[-1]
    events = {
        f"dose_{name}": Event("add", f"{states[0]} = {states[0]} + amount"),
        f"cut_{name}": Event("assign", f"{last} = min_({last}, amount)"),
        f"turn_{name}": Event("switch", f"{constants[0]} = amount"),
    }
    made = {state: State(scale=0.1) for state in states}
    return Small(Block(name, "\n".join(lines), states=made, events=events), tuple(constants))


@cache
def smalls(count: int) -> tuple[Small, ...]:
    """The first systems."""
    return tuple(small(number) for number in range(count))


@cache
def together(count: int) -> System:
    """The first systems as one."""
    return System.compose("random", [one.block for one in smalls(count)])


@dataclass(frozen=True)
class Lane:
    """One system with its numbers."""

    small: Small
    start: dict[str, float]
    values: dict[str, float]
    events: tuple[tuple[float, str, float], ...]


@cache
def lanes(count: int, draws: int) -> tuple[Lane, ...]:
    """Every system with `draws` sets of numbers, half of them round."""
    rng = np.random.default_rng(21)
    found = []
    for one in smalls(count):
        for draw in range(draws):
            def some(names, tidy=draw % 2 == 0):
                drawn = rng.choice(ROUND, len(names)) if tidy else rng.uniform(0, 2, len(names))
                return dict(zip(names, drawn.tolist(), strict=True))

            name = one.block.name
            events = ((2.0, f"dose_{name}", 1.0), (2.0, f"dose_{name}", 0.5),
                      (5.0, f"turn_{name}", 0.5), (5.0, f"cut_{name}", 1.0),
                      (7.25, f"dose_{name}", -0.5))  # fmt: skip
            start, values = some(list(one.block.states)), some(one.constants) | {one.on: 1.0}
            found.append(Lane(one, start, values, events if draw % 4 < 3 else ()))
    return tuple(found)


def arrays(count: int, draws: int):
    """Start, parameters and events (lane, day, name, amount) of all lanes of `together`."""
    whole, all_lanes = together(count), lanes(count, draws)
    y0 = np.array([[lane.start.get(s, 0.0) for lane in all_lanes] for s in whole.states])
    p = np.array([[lane.values.get(q, 0.0) for lane in all_lanes] for q in whole.parameters])
    rows = [(i, *event) for i, lane in enumerate(all_lanes) for event in lane.events]
    return y0, p, rows
