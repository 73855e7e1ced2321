"""One page for one story: the answer in plain words, a hundred people as squares, the tables."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from exoburn.banner import BANNER
from exoburn.report.ask_squares import people_picture
from exoburn.report.page import templates
from exoburn.studies.ask import Answer, Block
from exoburn.studies.story.people_needed import many_people, many_people_at_told_dose
from exoburn.studies.story.words import blocks, factor, outcome_words, people

_KINDS = ("standard", "exosome", "exosome", "vehicle")
#: words for a mark of each kind of outcome
_MARKS = {
    "healed": "by day {:g}", "no_infection": "by day {:g}",
    "scar_reduction_percent": "at least {:g} % less", "vss": "{:g} points or less",
    "pain": "{:g} points or less",
}  # fmt: skip


def story_html(found: Mapping[str, Any]) -> str:
    """The page as HTML: one file, nothing loaded from anywhere, readable without scripts."""
    return templates().get_template("story.html.j2").render(
        banner=BANNER,
        style=files("exoburn.report").joinpath("templates/style.css").read_text("utf-8"),
        found=found,
        picture=people_picture(_counted(found)),
        ladder=[_step(found, row) for row in found["ladder"]],
        telling=[
            [str(row["stories"]), *(factor(row[key]) for key in _TELLING)]
            for row in found["telling"]["by_number"]
        ],
        follow_up=[_follow_up(row) for row in found["follow_up"]],
        version=version("exoburn"),
    )  # fmt: skip


_TELLING = (
    "all_told", "only_successes_told", "of_twice_as_many_treated", "of_ten_times_as_many_treated",
)  # fmt: skip


def _counted(found: Mapping[str, Any]) -> Answer:
    """The four counts as the picture of an answer wants them."""
    who = outcome_words(found["outcome"])
    return Answer(
        question="story", asks=found["title"], title=found["title"], first="",
        short=found["short"], paragraphs=(), label="the told outcome", people_who=who,
        blocks=tuple(
            Block(name, kind, share["share"], share["p05"], share["p95"])
            for (name, share), kind in zip(blocks(found), _KINDS, strict=True)
        ),
        sources=(), about="", certainty=found["certainty"], run={},
    )  # fmt: skip


def _step(found: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[str, ...]:
    mark = _MARKS[found["outcome"]["kind"]].format(row["mark"])
    return (mark + (" (as told)" if row["told"] else ""), people(row["standard_care"]),
            people(row["treated"]), people(row["works_as_in_animals"]))  # fmt: skip


def _follow_up(row: Mapping[str, Any]) -> tuple[str, ...]:
    strong = row["bits_at_the_dose_of_rats"]
    return (row["label"], f"{row['bits']:.2g}", "-" if strong is None else f"{strong:.2g}",
            f"{row['bits_if_the_lot_is_untested']:.2g}", many_people(row),
            many_people_at_told_dose(row))  # fmt: skip
