"""Where a kernel keeps its numbers: one block of memory, one register-wide row a quantity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from exoburn.engine.registers import Shape


@dataclass
class Layout:
    """Byte offsets by name; a row holds one number per lane.

    >>> layout = Layout(Shape("float32", 16))
    >>> layout.rows("y", 3)
    0
    >>> layout.clock("T"), layout.size
    (192, 320)
    """

    shape: Shape
    size: int = 0
    start: dict[str, int] = field(default_factory=dict)
    index: dict[tuple, int] = field(default_factory=dict)

    def rows(self, name: str, count: int) -> int:
        """Reserve `count` rows; -> offset of the first."""
        self.start[name] = self.size
        self.size += count * self.shape.row
        return self.start[name]

    def named(self, name: str, keys: Iterable) -> None:
        """Reserve one row for each key."""
        keys = list(keys)
        first = self.rows(name, len(keys))
        for i, key in enumerate(keys):
            self.index[name, key] = first + i * self.shape.row

    def clock(self, name: str) -> int:
        """Reserve a row of 8-byte numbers (times are float64 in every kernel, and counters)."""
        self.start[name] = self.size = -(-self.size // 64) * 64
        self.size += max(self.shape.width * 8, 64)
        return self.start[name]

    def at(self, name: str, i: int = 0) -> int:
        """Offset of row i of a block."""
        return self.start[name] + i * self.shape.row
