"""`exoburn evidence QUESTION`: what was found, how sure it is, and one's own studies."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoburn.cli.say import say

if TYPE_CHECKING:
    from exoburn.evidence.added import Added


def evidence(
    question: Annotated[
        str | None,
        typer.Argument(
            help="closure, scar, infection, pain, vessels, collagen, source, route, dose, vs-prp, "
            "vs-msc, durability or safety; or add, remove, list, template. Nothing: all in short."
        ),
    ] = None,
    file: Annotated[
        str | None, typer.Argument(help="For add: a CSV of studies. For remove: its name.")
    ] = None,
    species: Annotated[
        str, typer.Option(help="all, animals, people, or one species (mouse, rat ...).")
    ] = "all",
    wound: Annotated[str, typer.Option(help="all, burn or other.")] = "all",
    type: Annotated[
        str, typer.Option(help="ev, secretome, prp, cells, vehicle or other.")
    ] = "ev",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for forest.svg, funnel.svg, evidence.html, evidence.json."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="For add: replace a file of the same name.")
    ] = False,
) -> None:
    """Pooled evidence, its certainty, forest and funnel plots; your own studies beside it."""
    if question in ("add", "remove", "list", "template"):
        _own(question, file, as_json=as_json, force=force)
        return
    _no_file(question, file)
    if question is None:
        _overview(species, wound, type, as_json=as_json)
        return
    from exoburn.evidence.answer import answer
    from exoburn.evidence.plain import as_dict
    from exoburn.report.evidence_page import write_evidence
    from exoburn.report.evidence_text import answer_text

    found = answer(question, species=species, wound=wound, type=type)
    paths = write_evidence(found, out) if out is not None else []
    if as_json:
        typer.echo(json.dumps(as_dict(found), indent=1, allow_nan=False))
        return
    say(answer_text(found))
    if paths:
        say("\nWritten: " + ", ".join(str(path) for path in paths))


def _no_file(question: str | None, file: str | None) -> None:
    from exoburn.errors import InputError

    if file is not None:
        raise InputError("takes no file", key=question or "QUESTION", given=file,
                         allowed="a file belongs to add or remove")


def _overview(species: str, wound: str, type: str, *, as_json: bool) -> None:
    from exoburn.banner import BANNER
    from exoburn.evidence.answer import answer
    from exoburn.evidence.plain import as_dict
    from exoburn.evidence.questions import questions
    from exoburn.evidence.statements import statement

    answers = [answer(id, species=species, wound=wound, type=type) for id in questions()]
    if as_json:
        whole = {"schema": "exoburn.evidence-overview/1", "answers": [as_dict(a) for a in answers]}
        typer.echo(json.dumps(whole, indent=1, allow_nan=False))
        return
    head = f"{'question':<12}{'animals':<12}{'other wounds':<14}{'burned people':<15}asks"
    lines = [BANNER, "", head]
    for found in answers:
        levels = [
            part.rating.level if (part := found.part(group)) else "-"
            for group in ("animals", "people", "people with burns")
        ]
        lines.append(
            f"{found.question.id:<12}{levels[0]:<12}{levels[1]:<14}{levels[2]:<15}"
            f"{found.question.asks}"
        )
    lines += ["", statement("no_controlled_trial") if type == "ev" else "",
              "exoburn evidence QUESTION shows the studies, the numbers and the reasons."]
    say("\n".join(lines))


def _own(action: str, file: str | None, *, as_json: bool, force: bool) -> None:
    from exoburn.errors import InputError
    from exoburn.evidence import added as own

    if action == "template":
        sys.stdout.write(own.template())
        return
    if action == "list":
        _list(own.added(), own.user_folder(), as_json=as_json)
        return
    if file is None:
        raise InputError("needs a file", key=f"evidence {action}", allowed="FILE.csv")
    if action == "remove":
        say(f"Removed: {own.remove(file)}")
        return
    kept = own.add(Path(file), force=force)
    studies = len(kept.studies)
    say(f"Added {studies} {'study' if studies == 1 else 'studies'} "
         f"({len(kept.effects)} effects). Your file is as it was; a copy lies at {kept.path}")


def _list(files: tuple[Added, ...], folder: Path, *, as_json: bool) -> None:
    if as_json:
        rows = [
            {"name": f.name, "path": str(f.path), "studies": list(f.studies),
             "effects": len(f.effects)}
            for f in files
        ]  # fmt: skip
        typer.echo(json.dumps({"schema": "exoburn.evidence-list/1", "folder": str(folder),
                               "files": rows}, indent=1))
        return
    if not files:
        say(f"No studies of your own yet. They would be kept in {folder}")
        return
    say(f"Your studies in {folder}")
    for kept in files:
        say(f"  {kept.name}: {', '.join(kept.studies)}")
