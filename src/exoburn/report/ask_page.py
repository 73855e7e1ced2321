"""One page for one question: the answer in plain words, a hundred people as squares, sources."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files

from exoburn.banner import BANNER
from exoburn.evidence import statement
from exoburn.evidence.papers import links_in
from exoburn.report.ask_squares import people_picture
from exoburn.report.page import templates
from exoburn.studies.ask import Answer


def ask_html(answer: Answer) -> str:
    """The page as HTML: one file, nothing loaded from anywhere, readable without scripts."""
    return templates().get_template("ask.html.j2").render(
        banner=BANNER,
        style=files("exoburn.report").joinpath("templates/style.css").read_text("utf-8"),
        answer=answer,
        picture=people_picture(answer),
        statement=statement("no_controlled_trial"),
        sources=[_source(text) for text in answer.sources],
        version=version("exoburn"),
    )


def _source(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A source and the addresses in it."""
    return text, list(dict.fromkeys(links_in(text)))
