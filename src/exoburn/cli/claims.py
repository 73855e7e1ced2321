"""`exoburn claims`: what is claimed for exosomes in burns, set against evidence and model."""

from __future__ import annotations

import json
import textwrap
from typing import Annotated

import typer

from exoburn.banner import BANNER
from exoburn.cli.say import say

_WIDTH = 100


def claims(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Each claim that is made: evidence in animals, in people, what the model says, the verdict."""
    from exoburn.evidence.claims import as_dict
    from exoburn.evidence.claims import claims as every
    from exoburn.evidence.sentence import as_of
    from exoburn.evidence.statements import statement
    from exoburn.outcome.words import quote_claim

    if as_json:
        typer.echo(json.dumps(as_dict(), indent=1, allow_nan=False))
        return
    lines = [
        *textwrap.wrap(BANNER, _WIDTH), "", f"What is claimed, and what was found as of {as_of()}.",
        statement("no_controlled_trial"),
    ]  # fmt: skip
    for number, one in enumerate(every(), 1):
        lines += ["", f"{number}. {quote_claim(one.claim)}"]
        for label, text in (
            ("Animals", one.animals), ("People", one.people), ("Model", one.model.told),
            ("Verdict", one.verdict), ("Sources", one.source),
        ):  # fmt: skip
            lines += _entry(label, text)
    lines += ["", "exoburn evidence QUESTION shows the studies and the reasons behind each rating."]
    say("\n".join(lines))


def _entry(label: str, text: str) -> list[str]:
    start = f"   {label:<9}"
    return textwrap.wrap(
        text if "://" in text else text[:1].upper() + text[1:], _WIDTH, initial_indent=start,
        subsequent_indent=" " * len(start), break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
