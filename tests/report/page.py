"""Reads a page as a browser would: tags that close, ids, addresses, words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"meta", "link", "br", "hr", "img", "input", "area", "base", "col", "source", "wbr"}


@dataclass
class Tag:
    """An element with its attributes, its text, and its ancestors' names."""

    name: str
    attributes: dict[str, str | None]
    within: tuple[str, ...]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """All tags of a page; `faults` lists what does not close or closes twice."""

    tags: list[Tag] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _open: list[Tag] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = Tag(tag, dict(attrs), tuple(one.name for one in self._open))
        if len(found.attributes) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.tags.append(found)
        if tag not in _VOID:
            self._open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, dict(attrs), tuple(one.name for one in self._open)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1].name != tag:
            self.faults.append(f"</{tag}> at line {self.getpos()[0]} closes nothing")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            tag.text += data

    def named(self, *names: str) -> list[Tag]:
        """Elements by name, in order."""
        return [tag for tag in self.tags if tag.name in names]

    @property
    def ids(self) -> list[str]:
        """All ids, repeats included."""
        return [str(tag.attributes["id"]) for tag in self.tags if "id" in tag.attributes]


def read(html: str) -> Page:
    """A page, read to its end."""
    page = Page()
    page.feed(html)
    page.close()
    page.faults += [f"<{tag.name}> is never closed" for tag in page._open]
    return page
