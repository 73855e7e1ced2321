"""Largest of many quotients, lane by lane, with a single division."""

from __future__ import annotations

from collections.abc import Sequence

from exoburn.engine.registers import Code


def largest(code: Code, parts: Sequence[tuple[str, str]]) -> str:
    """max of a/b over registers (a, b) with a >= 0, b > 0: compared by cross-multiplication."""
    parts = list(parts)
    while len(parts) > 1:
        merged = []
        for i in range(0, len(parts) - 1, 2):
            (a, b), (c, d) = parts[i], parts[i + 1]
            mask = code.less(code.op("fmul", a, d), code.op("fmul", c, b), "ult")
            merged.append((code.select(mask, c, a), code.select(mask, d, b)))
        parts = merged + parts[len(parts) // 2 * 2 :]
    return code.op("fdiv", *parts[0])


def nothing(code: Code, values: Sequence[str]) -> str:
    """0 if every value is a finite number, else no number: comparisons lose a NaN, sums do not."""
    total = list(values)
    while len(total) > 1:
        pairs = [total[i : i + 2] for i in range(0, len(total), 2)]
        total = [code.op("fadd", *pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return code.op("fsub", total[0], total[0])
