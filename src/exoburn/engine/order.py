"""The order of independent lines: chains side by side instead of one after the other.

A logarithm followed by an exponential is a chain of forty instructions, each waiting for the one
before. Written layer after layer, ten such chains keep a processor waiting, because it looks only
some two hundred instructions ahead. Here the lines are issued as a processor with two arithmetic
units would, looking `window` lines ahead; what is ready goes first, in the order of writing. The
result of no line depends on the order, so no bit does.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence

#: How far ahead lines are interleaved.
WINDOW = 200
#: Cycles until a result can be used, by a word of the line; roughly those of current processors.
LATENCY = {
    "fdiv": 13.0, "sqrt": 20.0, "rcp14": 5.0, "bitcast": 0.0, "fneg": 0.0, "select": 1.0,
    "store": 0.0, " add ": 1.0, " sub ": 1.0, " shl ": 1.0, " lshr ": 1.0, " and ": 1.0,
}  # fmt: skip
#: Cycles during which a line keeps a unit busy.
BUSY = {"fdiv": 8.0, "sqrt": 12.0, "rcp14": 1.0, "bitcast": 0.0, "store": 0.25}

#: Lines that travel with the first line that reads them.
_WITH_READER = (
    " load ", "getelementptr", "permvar", "permps", "insertelement", "extractelement", "sext",
)  # fmt: skip
_NAME = re.compile(r"%v\d+\b")


def interleave(lines: Sequence[str], window: int) -> list[str]:
    """The same lines, each still after those it reads.

    Loads travel with the first line that reads them, so that they can become its operand; nothing
    here may store what another line loads.

    >>> chain = ["  %v1 = fmul a", "  %v2 = fmul %v1", "  %v3 = fmul b", "  %v4 = fmul %v3"]
    >>> [line[2:5] for line in interleave(chain, 4)]
    ['%v1', '%v3', '%v2', '%v4']
    """
    reads = _links(lines)
    loads = [any(word in line for word in _WITH_READER) for line in lines]
    readers: list[list[int]] = [[] for _ in lines]
    missing = [0] * len(lines)
    for i, found in enumerate(reads):
        waits = [j for j in found if not loads[j] and not loads[i]]
        missing[i] = len(waits)
        for j in waits:
            readers[j].append(i)
    heavy = iter([i for i in range(len(lines)) if not loads[i]])
    out: list[str] = []
    placed = [False] * len(lines)
    soonest = [0.0] * len(lines)
    admitted: set[int] = set()
    ready: list[int] = []
    later: list[tuple[float, int]] = []
    now = 0.0

    def admit() -> None:
        i = next(heavy, None)
        if i is not None:
            admitted.add(i)
            if not missing[i]:
                heapq.heappush(later, (soonest[i], i))

    def place(i: int) -> None:
        for j in reads[i]:
            if loads[j] and not placed[j]:
                place(j)
        placed[i] = True
        out.append(lines[i])

    for _ in range(window):
        admit()
    while ready or later:
        while later and later[0][0] <= now:
            heapq.heappush(ready, heapq.heappop(later)[1])
        if not ready:
            now = later[0][0]
            continue
        i = heapq.heappop(ready)
        place(i)
        for j in readers[i]:
            soonest[j] = max(soonest[j], now + _look_up(LATENCY, lines[i], 4.0))
            missing[j] -= 1
            if not missing[j] and j in admitted:
                heapq.heappush(later, (soonest[j], j))
        now += _look_up(BUSY, lines[i], 0.5)
        admit()
    return out


def _links(lines: Sequence[str]) -> list[list[int]]:
    """For each line, the lines whose results it reads."""
    made: dict[str, int] = {}
    reads: list[list[int]] = []
    for i, line in enumerate(lines):
        names = _NAME.findall(line)
        own = line.lstrip().startswith("%v")
        reads.append(list(dict.fromkeys(made[n] for n in names[own:] if n in made)))
        if own:
            made[names[0]] = i
    return reads


def _look_up(table: dict[str, float], line: str, otherwise: float) -> float:
    return next((value for word, value in table.items() if word in line), otherwise)
