"""A commented starting case, with the words that today's tables allow."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from exoburn.data import table
from exoburn.errors import InputError

KINDS = ("burn", "scar")
_TEMPLATES = Path(__file__).parent / "templates"


def starting_case(kind: str = "burn", *, file: str = "case.toml") -> str:
    """Text of a starting case, "burn" or "scar"; `file` is the name its first lines mention.

    >>> text = starting_case("scar", file="mine.toml")
    >>> "exoburn simulate mine.toml" in text, "#   sites: " in text
    (True, True)
    """
    if kind not in KINDS:
        raise InputError("no such starting case", key="--kind", given=kind, allowed=list(KINDS))
    template = (_TEMPLATES / f"{kind}.toml").read_text(encoding="utf-8")
    template = template.replace("@file@", " ".join(file.split()))
    return re.sub(r"^@(\w+)@$", _words, template, flags=re.MULTILINE)


def _words(match: re.Match[str]) -> str:
    name = match[1]
    words = ", ".join(row["id"] for row in table(name))
    return textwrap.fill(
        f"{name.replace('_', ' ')}: {words}",
        width=96,
        initial_indent="#   ",
        subsequent_indent="#     ",
        break_on_hyphens=False,
    )
