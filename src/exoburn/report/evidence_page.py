"""An answer as one HTML page, with its pictures, and the folder that `--out` writes."""

from __future__ import annotations

import json
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from exoburn.banner import BANNER
from exoburn.evidence.answer import Answer, Part
from exoburn.evidence.plain import as_dict
from exoburn.evidence.records import Study
from exoburn.evidence.sentence import as_of
from exoburn.evidence.statements import statement
from exoburn.files import write_together
from exoburn.report.drawing import svg_file
from exoburn.report.evidence_forest import forest
from exoburn.report.evidence_funnel import funnel
from exoburn.report.evidence_panels import GROUPS
from exoburn.report.evidence_words import (
    asked,
    count_line,
    effect_line,
    finding_line,
    note_of,
    pool_lines,
    review_line,
    signs_told,
    told_in,
)
from exoburn.report.page import templates


def write_evidence(answer: Answer, folder: Path) -> list[Path]:
    """Write `forest.svg`, `funnel.svg`, `evidence.html` and `evidence.json` into a folder."""
    footer = f"{BANNER} Evidence looked up {as_of()}."
    if answer.wanted.type == "ev":
        footer += f" {statement('no_controlled_trial')}"
    texts = {
        f"{picture.id}.svg": svg_file(
            picture.wide, title=picture.title, summary=picture.summary, footer=footer
        )
        for picture in (forest(answer), funnel(answer))
    }
    texts["evidence.html"] = evidence_html(answer)
    texts["evidence.json"] = json.dumps(as_dict(answer), indent=1, allow_nan=False) + "\n"
    return write_together({folder / name: text for name, text in texts.items()})


def evidence_html(answer: Answer) -> str:
    """The page: sentences first, then pictures, then every study and every reason."""
    return templates().get_template("evidence.html.j2").render(
        banner=BANNER,
        style=files("exoburn.report").joinpath("templates/style.css").read_text("utf-8"),
        answer=answer,
        asked=asked(answer),
        as_of=as_of(),
        no_trial=statement("no_controlled_trial"),
        pictures=[forest(answer), funnel(answer)],
        parts=[_part(part, answer) for part in answer.parts],
        lists=_lists(answer),
        bias=_bias_tables(answer),
        version=version("exoburn"),
    )


def _part(part: Part, answer: Answer) -> dict[str, Any]:
    body, rating = part.body, part.rating
    told = [finding_line(one) for one in told_in(part)]
    lists = [
        ("Studies with numbers", [effect_line(effect) for effect in body.effects]),
        ("Pooled", [line for pool in body.pools for line in pool_lines(pool)]),
        ("Published reviews, not pooled with each other as they share studies",
         [review_line(review) for review in body.reviews]),
        (f"Results told in words ({signs_told(answer.question.id)})", told),
    ]  # fmt: skip
    return {
        "id": rating.group.replace(" ", "-"),
        "title": GROUPS[rating.group],
        "level": rating.level,
        "start": rating.start,
        "domains": rating.domains,
        "why": rating.why[:1].upper() + rating.why[1:],
        "sentence": part.sentence,
        "note": note_of(part, answer),
        "lists": [(title, lines) for title, lines in lists if lines],
    }


def _lists(answer: Answer) -> list[tuple[str, list[str]]]:
    found = [
        ("Events counted in people", [count_line(one) for one in answer.counts]),
        ("Trials in people without a result that can be counted",
         [finding_line(one) for one in answer.waiting]),
        ("Indirect: other products and dressings, not counted above", list(answer.indirect)),
    ]  # fmt: skip
    return [(title, lines) for title, lines in found if lines]


def _bias_tables(answer: Answer) -> list[dict[str, Any]]:
    """Studies with results, one table a tool."""
    studies: dict[str, Study] = {}
    for part in answer.parts:
        names = dict(part.body.results)
        shown = {effect.study.id: effect.study for effect in part.body.effects}
        shown |= {study.id: study for study in part.body.studies if study.id in names}
        studies |= shown
    tables: list[dict[str, Any]] = []
    for tool in ("SYRCLE", "RoB 2"):
        rows = [study for study in studies.values() if study.bias_tool == tool]
        if rows:
            tables.append({
                "caption": tool,
                "columns": [item for item, _ in rows[0].bias],
                "rows": [[study.label, *(answer for _, answer in study.bias)] for study in rows],
            })  # fmt: skip
    return tables
