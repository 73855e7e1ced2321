"""Write docs/equations.md from the blocks, so that the page is what the kernel runs.

usage: python tools/write_equations.py [--check]
"""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from exoburn.engine import Block
from exoburn.wound import blocks, system

PAGE = Path(__file__).parents[1] / "docs" / "equations.md"
_LONGEST = 40


def page() -> str:
    """The whole page."""
    whole = system()
    head = (
        "# The equations\n\n"
        "Written by `tools/write_equations.py` from the block files; do not edit. "
        f"{len(whole.states)} states, {len(whole.parameters)} parameters, "
        f"{len(whole.named)} named sub-expressions, {len(whole.events)} events. Time is in days; "
        "`x'` is the derivative of x. Functions: `hill(x, k, n)` = x^n/(k^n + x^n), `pos(x)` = "
        "max(x, 0), `bern(x)` = x/(e^x - 1), `powr(x, h)` = x^h for x > 0.\n"
    )
    return "\n".join([head, *(line for block in blocks() for line in _section(block))]) + "\n"


def _section(block: Block) -> Iterator[str]:
    yield f"## {block.name.capitalize()}\n"
    yield f"{textwrap.dedent(block.doc).strip()}\n"
    if block.states:
        yield "| state | unit | meaning | size that matters |\n|---|---|---|---|"
        for key, state in list(block.states.items())[:_LONGEST]:
            yield f"| {key} | {state.unit} | {state.meaning} | {state.scale:g} |"
        yield ""
    if block.ports:
        yield "| port | combined by | mechanism | meaning |\n|---|---|---|---|"
        for key, port in block.ports.items():
            cap = f", at most {port.cap:g}" if port.cap is not None else ""
            yield f"| {key} | {port.combine}{cap} | {port.mechanism or '-'} | {port.meaning} |"
        yield ""
    marks = {"rate": "' = ", "port": " += ", "name": " = "}
    lines = [f"{line.target}{marks[line.kind]}{line.text}" for line in block.lines]
    if lines:
        shown = lines[:_LONGEST]
        rest = len(lines) - len(shown)
        yield "```\n" + "\n".join(shown)
        yield f"# and {rest} more of the same form, one a layer\n```\n" if rest else "```\n"
    for name, event in block.events.items():
        yield f"- event `{name}` ({event.rank}): {event.meaning}"
    if block.events:
        yield ""


def main(*, check: bool) -> int:
    """Write the page, or with `check` say whether it is current."""
    text = page()
    if not check:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    current = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if current == text:
        return 0
    print("docs/equations.md is not what the blocks say: run tools/write_equations.py")
    return 1


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
