"""Courses that were integrated, kept while equal ones may be asked for, whoever asks first.

Arms run side by side. An arm that needs what another is just integrating waits for it, and what a
run counts (columns that failed, mass cut off below 0) belongs to the course, so that it does not
depend on who came first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np
from numpy.typing import NDArray

#: Bytes of courses kept in case equal ones are asked for.
MOST_KEPT = 300 * 2**20


@dataclass(frozen=True)
class Integrated:
    """One wound's values (draws, columns, days) by name, and what its integration came to.

    `failed` are (draw, column) that could not be integrated, `clipped` what was cut off below 0,
    `rescued` how many columns SciPy had to integrate, in so many `seconds`; `distrusted` if that
    was because the kernel failed its self-test.
    """

    name: str
    lanes: int
    values: Mapping[str, NDArray[np.float32]]
    failed: tuple[tuple[int, int], ...]
    clipped: Mapping[str, float]
    rescued: int = 0
    seconds: float = 0.0
    distrusted: bool = False

    @property
    def size(self) -> int:
        """Bytes of the values."""
        return sum(array.nbytes for array in self.values.values())


class CourseStore:
    """Integrated courses by what went into them."""

    def __init__(self, most_kept: int = MOST_KEPT) -> None:
        self._most_kept = most_kept
        self._lock = Lock()
        self._kept: dict[bytes, Future[Integrated]] = {}
        self._counts: dict[bytes, Integrated] = {}
        self.lanes = 0

    def get(self, key: bytes, make: Callable[[], Integrated]) -> Integrated:
        """The course kept under `key`, made if it is not there; others who ask wait for it."""
        with self._lock:
            found = self._kept.pop(key, None)
            mine = found is None
            future: Future[Integrated] = Future() if found is None else found
            self._kept[key] = future  # youngest last
        if not mine:
            return future.result()
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                self._kept.pop(key, None)
            future.set_exception(error)
            raise
        future.set_result(made)
        with self._lock:
            self.lanes += made.lanes
            self._counts[key] = replace(made, values={})
            self._make_room()
        return made

    def _make_room(self) -> None:
        """Drop the oldest courses once they fill the memory set aside."""
        done = {key: f.result().size for key, f in self._kept.items() if f.done()}
        size = sum(done.values())
        for key, each in done.items():
            if size <= self._most_kept or len(self._kept) == 1:
                break
            del self._kept[key]
            size -= each

    def failed(self) -> list[str]:
        """Columns that could not be integrated, in words, in an order of their own."""
        return sorted(
            f"{one.name}: draw {draw}, column {column}"
            for one in self._counts.values() for draw, column in one.failed
        )

    def rescued(self) -> tuple[int, float]:
        """Columns that SciPy had to integrate instead of the kernel, and the seconds it took."""
        counts = list(self._counts.values())
        return sum(one.rescued for one in counts), sum(one.seconds for one in counts)

    @property
    def distrusted(self) -> bool:
        """True if a kernel failed its self-test."""
        return any(one.distrusted for one in self._counts.values())

    def clipped(self) -> dict[str, float]:
        """What was cut off below 0, by output; summed in an order that threads do not change."""
        total: dict[str, float] = {}
        for key in sorted(self._counts):
            for name, mass in self._counts[key].clipped.items():
                total[name] = total.get(name, 0.0) + mass
        return dict(sorted(total.items()))

    def forget(self) -> None:
        """Free the courses; what was counted stays."""
        with self._lock:
            self._kept.clear()
