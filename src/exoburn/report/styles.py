"""One look for each arm: colour (Okabe-Ito), line, marker and a letter, never colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """Colour of an arm's marks; `edge` is darker, for colours that are pale on white."""

    letter: str
    colour: str
    edge: str
    dash: tuple[float, ...]
    marker: str


_COLOURS = {
    "standard": ("#000000", "#000000"),
    "prp": ("#E69F00", "#8a5f00"),
    "exosome": ("#0072B2", "#0072B2"),
    "msc": ("#009E73", "#00694d"),
    "vehicle": ("#56B4E9", "#1f6f9e"),
    "graft": ("#CC79A7", "#8e3a68"),
    "other": ("#D55E00", "#9c4500"),
}
_DASHES = {
    "standard": (), "vehicle": (2.0, 2.5), "exosome": (9.0, 3.0), "prp": (6.0, 2.5, 1.5, 2.5),
    "msc": (4.0, 3.0), "graft": (12.0, 3.0, 2.0, 3.0), "other": (1.5, 1.5),
}  # fmt: skip
_MARKERS = {
    "standard": "circle", "vehicle": "down", "exosome": "square", "prp": "diamond",
    "msc": "up", "graft": "plus", "other": "circle",
}  # fmt: skip
#: for a second and third arm of one kind, whose colour is the same
_MORE_DASHES = ((2.5, 2.5), (14.0, 3.0, 2.5, 3.0), (6.0, 2.0))
_MORE_MARKERS = ("diamond", "up", "down", "square", "plus")


def styles_of(kinds: Sequence[str]) -> list[Style]:
    """The look of each arm by its kind, in the order of the arms.

    >>> looks = styles_of(["standard", "exosome", "exosome"])
    >>> [(s.letter, s.colour, s.marker) for s in looks][:2]
    [('A', '#000000', 'circle'), ('B', '#0072B2', 'square')]
    >>> looks[1].marker != looks[2].marker and looks[1].dash != looks[2].dash
    True
    """
    found: list[Style] = []
    for i, kind in enumerate(kinds):
        before = list(kinds[:i]).count(kind)
        known = kind if kind in _COLOURS else "other"
        colour, edge = _COLOURS[known]
        dash, marker = _DASHES[known], _MARKERS[known]
        if before:
            dash = _MORE_DASHES[(before - 1) % len(_MORE_DASHES)]
            marker = [m for m in _MORE_MARKERS if m != marker][(before - 1) % 4]
        found.append(Style(chr(ord("A") + i % 26), colour, edge, dash, marker))
    return found
