"""`exoburn eligible CASE`: which rules fire, referral first, and which facts are missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Annotated, Any

import typer

from exoburn.banner import BANNER
from exoburn.cli.say import say

_SETS = {
    "systemic": "the whole body", "acute": "fresh burns", "product": "products under study",
    "scar": "old scars", "chronic": "wounds that stay open",
}  # fmt: skip


def eligible(
    case: Annotated[Path, typer.Argument(help="Case file (.toml or .json)")],
    fact: Annotated[
        list[str] | None,
        typer.Option(help="A fact that no case file holds: NAME=yes or NAME=no (repeatable)"),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout")] = False,
) -> None:
    """List each rule that fires with its action, reason and source; referral first."""
    from exoburn.case import load_case
    from exoburn.case.read import folder_of
    from exoburn.cli.progress import progress_to_stderr
    from exoburn.studies.access import eligibility

    stated = load_case(case)
    with progress_to_stderr() as progress:
        told = eligibility(
            stated, folder=folder_of(case), more=_facts(fact or []), progress=progress
        )
    if json:
        from json import dumps

        sys.stdout.write(dumps(told, allow_nan=False) + "\n")
        return
    text = "\n".join(_lines(told))
    say(text)


def _facts(texts: list[str]) -> dict[str, str]:
    from exoburn.errors import InputError

    found: dict[str, str] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign:
            raise InputError("not a fact", key="--fact", given=text, allowed="NAME=yes or NAME=no")
        found[name.strip()] = value
    return found


def _lines(told: Mapping[str, Any]) -> Iterator[str]:
    yield from _wrapped(BANNER)
    yield ""
    yield told["title"]
    sets = ", ".join(_SETS[name] for name in told["sets"])
    yield from _wrapped(f"Rules for {sets}. {told['never']}")
    yield ""
    for flag in told["flags"]:
        yield from _wrapped(f"! {flag['class_words']}: {flag['action']}")
        yield from _wrapped(f"why: {flag['reason']}", 4)
        read = "" if flag["verified"] else " (in part assumed or not checked)"
        yield from _wrapped(f"from: {flag['source']}{read}", 4)
    if not told["flags"]:
        yield "No rule fires on what was stated. That is no sign that a product would help."
    if told["not_stated"]:
        yield ""
        yield "NOT STATED, AND IT MATTERS HERE"
        for row in told["not_stated"]:
            yield from _wrapped(f"- {row['words']}: {_what_for(row)}", 2)
    if told["could_be_stated"]:
        yield ""
        yield "ALSO NOT STATED (rules could fire)"
        words = dict.fromkeys(f"{row['words']} [{row['fact']}]" for row in told["could_be_stated"])
        yield from _wrapped("; ".join(words), 2)
    if told["not_expressed"]:
        yield ""
        yield "PARTS OF THE PUBLISHED RULES THAT ARE NOT JUDGED"
        for row in told["not_expressed"]:
            yield from _wrapped(f"- {row['literature']}: {row['part']} ({row['reason']})", 2)


def _what_for(row: Mapping[str, Any]) -> str:
    names = dict.fromkeys(rule["id"].replace("_", " ") for rule in row["rules"])
    return "waits for it: " + ", ".join(names)


def _wrapped(text: str, indent: int = 0) -> list[str]:
    after = indent + (2 if text[:2] in ("- ", "! ") else 0)
    return wrap(text, 96, initial_indent=" " * indent, subsequent_indent=" " * after,
                break_long_words=False, break_on_hyphens=False)  # fmt: skip
