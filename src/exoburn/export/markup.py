"""The XML around the mathematics: elements, notes for people, annotations for programs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

XHTML = "http://www.w3.org/1999/xhtml"
#: Our own annotations: units that SBML has no word for, and where the lane comes from.
OURS = "urn:exoburn:lane:1"

#: Characters that XML 1.0 cannot hold, even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def element(tag: str, attributes: Mapping[str, str | None], inner: str = "") -> str:
    """An element; attributes that are None or empty are left out.

    >>> element("parameter", {"id": "x", "name": ""}, "")
    '<parameter id="x"/>'
    """
    head = "".join(
        f" {key}={quoteattr(_plain(value))}" for key, value in attributes.items() if value
    )
    return f"<{tag}{head}>{inner}</{tag}>" if inner else f"<{tag}{head}/>"


def annotation(tag: str, facts: Mapping[str, str]) -> str:
    """An annotation in our own namespace: one element whose children are name and value pairs.

    >>> annotation("quantity", {"unit": "K"})[:62]
    '<annotation><quantity xmlns="urn:exoburn:lane:1"><fact name="u'
    """
    if not facts:
        return ""
    children = "".join(element("fact", {"name": key, "value": facts[key]}) for key in facts)
    return f'<annotation><{tag} xmlns="{OURS}">{children}</{tag}></annotation>'


def notes(paragraphs: list[str], facts: Mapping[str, str]) -> str:
    """Notes that a person reads: paragraphs, then a table of facts.

    >>> "<td>a &lt; b</td>" in notes(["Title"], {"case": "a < b"})
    True
    """
    rows = "".join(
        f"<tr><td>{escape(_plain(key))}</td><td>{escape(_plain(value))}</td></tr>"
        for key, value in facts.items()
    )
    table = f"<table>{rows}</table>" if rows else ""
    text = "".join(f"<p>{escape(_plain(paragraph))}</p>" for paragraph in paragraphs if paragraph)
    return f'<notes><body xmlns="{XHTML}">{text}{table}</body></notes>'


def _plain(text: str) -> str:
    return _FORBIDDEN.sub(" ", text)
