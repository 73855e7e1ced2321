"""`exoburn ask QUESTION [CASE]`: a question that people ask, answered in plain words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from exoburn.banner import BANNER
from exoburn.cli.say import say

if TYPE_CHECKING:
    from exoburn.case import Case
    from exoburn.studies.ask import Answer


def ask(
    question: Annotated[
        str, typer.Argument(help="pain, results, old-scars, cost, safety or sessions")
    ],
    case: Annotated[
        Path | None, typer.Argument(help="Case file (default: the starting case of init)")
    ] = None,
    draws: Annotated[int | None, typer.Option(help="Runs behind the counts (default 200)")] = None,
    html: Annotated[Path | None, typer.Option(help="Write the answer as a page (.html)")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout")] = False,
) -> None:
    """Answer a question about a case from evidence and a small run, in plain words."""
    from exoburn.cli.progress import progress_to_stderr
    from exoburn.errors import InputError
    from exoburn.studies.ask import ask as answer_of
    from exoburn.studies.ask import numbers_of
    from exoburn.studies.ask.answering import question_of

    wanted = question_of(question)
    if html is not None and html.suffix.lower() not in (".html", ".htm"):
        raise InputError("a page is HTML", key="--html", given=str(html),
                         allowed="a name that ends in .html")  # fmt: skip
    if html is not None and not html.parent.is_dir():
        raise InputError("no such folder", key="--html", given=str(html.parent),
                         allowed="a folder that exists")  # fmt: skip
    chosen, folder = _case(case, wanted)
    with progress_to_stderr() as progress:
        numbers = numbers_of(chosen, folder=folder, draws=draws, progress=progress)
        answer = answer_of(wanted, numbers)
    if html is not None:
        _write(html, answer)
    if json:
        from json import dumps

        sys.stdout.write(dumps(answer.to_json(), allow_nan=False) + "\n")
        return
    text = "\n".join(_lines(answer, html))
    say(text)


def _case(path: Path | None, question: str) -> tuple[Case, Path]:
    from exoburn.case import load_case, read_case
    from exoburn.case.read import folder_of
    from exoburn.case.starting import starting_case

    if path is not None:
        return load_case(path), folder_of(path)
    return read_case(starting_case("scar" if question == "old-scars" else "burn")), Path()


def _write(path: Path, answer: Answer) -> None:
    from exoburn.errors import InputError
    from exoburn.files import write_whole
    from exoburn.report.ask_page import ask_html

    if path.is_dir():
        raise InputError("is a folder", file=str(path), allowed="a file name")
    write_whole(path, ask_html(answer), key="--html")


def _lines(answer: Answer, html: Path | None) -> Iterator[str]:
    from exoburn.evidence import statement
    from exoburn.outcome.words import of_100

    yield from _wrapped(BANNER)
    yield ""
    yield from _wrapped(f"{answer.asks}  ({answer.title})")
    for paragraph in filter(None, (answer.first, answer.short, *answer.paragraphs)):
        yield ""
        yield from _wrapped(paragraph)
    yield ""
    yield f"Of 100 people: {answer.label}"
    for block in answer.blocks:
        count = round(100 * block.share)
        yield f"  {'#' * (count // 2):<50} {of_100(block.share)}  {block.name}"
    run = answer.run
    yield ""
    yield from _wrapped(
        f"{statement('no_controlled_trial')} Certainty: {answer.certainty}. Compared: "
        f"{answer.about}; {run['draws']} runs of {run['days']} days, preset {run['preset']}, seed "
        f"{run['seed']}."
    )
    yield from _wrapped(f"Sources: {' | '.join(answer.sources)}")
    if html is not None:
        yield f"Page: {html}"


def _wrapped(text: str) -> list[str]:
    return wrap(text, 88, break_long_words=False, break_on_hyphens=False)
