"""`exoburn story FILE`: how surprising a told outcome is without the product."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap
from typing import Annotated, Any

import typer

from exoburn.banner import BANNER
from exoburn.cli.say import say


def story(
    file: Annotated[Path, typer.Argument(help="Story file (.toml or .json)")],
    out: Annotated[Path | None, typer.Option(help="Folder for story.html and story.json")] = None,
    draws: Annotated[int | None, typer.Option(help="Joint samples (default 200)")] = None,
    seed: Annotated[int, typer.Option(help="Seed of all chance")] = 0,
    jobs: Annotated[str, typer.Option(help="Threads: a number or 'all'")] = "all",
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout")] = False,
) -> None:
    """Say how likely a told outcome was with standard care alone, and what the story weighs."""
    from exoburn.case.read import folder_of
    from exoburn.cli.progress import progress_to_stderr
    from exoburn.cli.simulate import threads_of
    from exoburn.errors import InputError
    from exoburn.studies.story import load_story, story_answer

    if draws is not None and not 1 <= draws <= 100_000:
        raise InputError("out of range", key="--draws", given=draws, allowed="1 to 100000")
    if seed < 0:
        raise InputError("out of range", key="--seed", given=seed, allowed="0 or more")
    if out is not None and out.exists() and not out.is_dir():
        raise InputError("this is a file, not a folder", key="--out", given=str(out),
                         allowed="a folder")  # fmt: skip
    threads = threads_of(jobs)
    told = load_story(file)
    with progress_to_stderr() as progress:
        found = _at_file(file, lambda: story_answer(
            told, draws=draws, seed=seed, folder=folder_of(file), threads=threads, progress=progress
        ))  # fmt: skip
    if out is not None:
        _write(out, found)
    if json:
        from exoburn.simulate.text import json_text

        sys.stdout.write(json_text(found, ascii=True) + "\n")
        return
    text = "\n".join(_lines(found, out))
    say(text)


def _at_file(file: Path, answer: Any) -> dict[str, Any]:
    """The answer; a mistake that only shows when the story is put together names its file too."""
    from exoburn.errors import InputError

    try:
        return answer()
    except InputError as error:
        for one in (error, *error.also):
            one.file = one.file or str(file)
        raise


def _write(folder: Path, found: Mapping[str, Any]) -> None:
    from exoburn.files import write_together
    from exoburn.report.story_page import story_html
    from exoburn.simulate.text import json_text

    write_together({
        folder / "story.json": json_text(found, indent=1) + "\n",
        folder / "story.html": story_html(found),
    })


def _lines(found: Mapping[str, Any], out: Path | None) -> Iterator[str]:
    from exoburn.studies.story.words import blocks, factor, of_such, outcome_words

    yield from _wrapped(BANNER)
    yield ""
    yield found["title"]
    for text in (found["short"], *found["paragraphs"]):
        yield ""
        yield from _wrapped(text)
    yield ""
    yield from _wrapped(f"Of 100 people: those who {outcome_words(found['outcome'])}")
    for name, share in blocks(found):
        count = round(100 * share["share"])
        yield f"  {'#' * (count // 2):<50} {of_such(share['share'])}  {name}"
    yield ""
    yield "Bayes factor, works as in animals against no effect, by how stories are told"
    yield f"  {'stories':>8}{'all told':>14}{'only successes':>16}{'n of 2n':>16}{'n of 10n':>18}"
    for row in found["telling"]["by_number"]:
        cells = (row["all_told"], row["only_successes_told"], row["of_twice_as_many_treated"],
                 row["of_ten_times_as_many_treated"])  # fmt: skip
        a, b, c, d = (factor(cell) for cell in cells)
        yield f"  {row['stories']:>8}{a:>14}{b:>16}{c:>16}{d:>18}"
    yield ""
    yield from _wrapped(
        f"{found['evidence_statement']} Certainty: {found['certainty']}. {found['draws']} runs an "
        f"arm and depth, seed {found['seed']}, parameters {found['parameter_set']}. Ranges in "
        "brackets hold 90 % of what is not known."
    )
    if out is not None:
        yield f"Page: {out / 'story.html'}"


def _wrapped(text: str) -> list[str]:
    return wrap(text, 88, break_long_words=False, break_on_hyphens=False)
