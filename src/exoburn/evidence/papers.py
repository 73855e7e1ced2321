"""Which papers did a run lean on? Sources of parameter rows and tables, taken apart and merged.

A source is free text that holds a DOI, a PubMed or trial number, or a web address, and sometimes
several. Two rows that cite one paper give one paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from exoburn.data import parameters, table

#: literature tables, and how each would name a paper: the first pattern whose cells are filled
_NAMED_BY = {
    "scar_vs_time_to_heal": ("{study}",),
    "healing_time_by_depth": ("{study}",),
    "closure_curves_control": ("{study}",),
    "pain_infection": ("{study}",),
    "studies": ("{first_author} {year}",),
    "human_trials": ("{first_author} {year}", "{short_name}"),
    "meta_analyses": ("Review {year}: {intervention}, {population}", "Review: {intervention}"),
    "comparator_effects": ("{intervention} against {comparator}, {population}",),
    "scar_time_course": ("{treatment}, {population}",),
    "standard_care_outcomes": ("{treatment}, {population}",),
    "outcome_measures": ("{measure}",),
}
_SOURCE_COLUMNS = ("source", "source_doi", "source_url", "doi", "doi_or_url", "doi_or_id")
_DOI = re.compile(r"10\.\d{4,9}/[^\s;,\"'<>()]+(?:\([^\s;,\"'<>()]*\)[^\s;,\"'<>()]*)*(?<![.:])")
_REST = (
    ("PMID", re.compile(r"PMID:? ?(\d+)"), "https://pubmed.ncbi.nlm.nih.gov/{}"),
    ("PMC", re.compile(r"\bPMC ?(\d+)"), "https://pmc.ncbi.nlm.nih.gov/articles/PMC{}"),
    ("NCT", re.compile(r"\bNCT(\d{8})"), "https://clinicaltrials.gov/study/NCT{}"),
)
_URL = re.compile(r"https?://[^\s;,\"'<>]+")


@dataclass(frozen=True, slots=True)
class Paper:
    """A source that can be looked up: `id` is its DOI, number or address.

    `text` says what it is as far as the tables know, `verified` whether the number was read in
    it, `used_by` which parameters or tables cite it.
    """

    id: str
    link: str
    text: str
    verified: bool
    used_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number without a reachable source, with the range that it was given."""

    id: str
    value: float
    low: float | None
    high: float | None
    unit: str
    source: str
    note: str


@dataclass
class _Entry:
    id: str
    link: str
    text: str
    verified: bool = False
    used_by: list[str] = field(default_factory=list)


def sources_of(ids: Iterable[str]) -> list[Paper]:
    """Papers behind parameter ids and table names, by id; unknown names are an EngineError.

    >>> papers = {paper.id: paper for paper in sources_of(["hts_slope", "certainty"])}
    >>> papers["10.1016/j.burns.2006.02.007"].text, papers["NCT05078385"].link
    ('Cubison 2006', 'https://clinicaltrials.gov/study/NCT05078385')
    """
    found: dict[str, _Entry] = {}
    for user in ids:
        for source, verified in _cited_by(user):
            for part in source.split(";"):
                for key, link in links_in(part):
                    label, read = _known().get(key.lower(), (_words(part) or key, False))
                    entry = found.setdefault(key.lower(), _Entry(key, link, label))
                    entry.verified |= verified or read
                    if user not in entry.used_by:
                        entry.used_by.append(user)
    papers = (
        Paper(entry.id, entry.link, entry.text, entry.verified, tuple(sorted(entry.used_by)))
        for entry in found.values()
    )
    return sorted(papers, key=lambda paper: (paper.text.lower(), paper.id))


def assumptions_of(ids: Iterable[str]) -> list[Assumption]:
    """Parameters among these ids that are assumptions, in the order given."""
    rows = parameters()
    chosen = (rows[key] for key in ids if key in rows)
    return [
        Assumption(r.id, r.value, r.low, r.high, r.unit, r.source, r.note)
        for r in chosen
        if r.assumed
    ]


def links_in(source: str) -> Iterator[tuple[str, str]]:
    """Each paper named in a source as (id, address).

    >>> list(links_in("Cubison 2006, 10.1016/j.burns.2006.02.007; PMID 6632013"))[1]
    ('PMID6632013', 'https://pubmed.ncbi.nlm.nih.gov/6632013')
    """
    rest = source
    for match in _URL.finditer(source):
        address = match.group().rstrip(".):")
        doi = _DOI.search(address)
        yield (doi.group(), f"https://doi.org/{doi.group()}") if doi else (address, address)
        rest = rest.replace(match.group(), " ")
    for match in _DOI.finditer(rest):
        yield match.group(), f"https://doi.org/{match.group()}"
    for prefix, pattern, address in _REST:
        for match in pattern.finditer(_DOI.sub(" ", rest)):
            yield f"{prefix}{match.group(1)}", address.format(match.group(1))


def _cited_by(user: str) -> Iterator[tuple[str, bool]]:
    rows = parameters()
    if user in rows:
        yield rows[user].source, rows[user].verified == "yes"
        return
    for row in table(user):
        for column in _SOURCE_COLUMNS:
            if row.get(column):
                yield row[column], row.get("verified", "") == "yes"


def _words(part: str) -> str:
    """What one part of a source says beside its links, if that reads like a name."""
    words = part
    for pattern in (_URL, _DOI, *(pattern for _, pattern, _ in _REST)):
        words = pattern.sub("", words)
    words = " ".join(words.split()).strip(" ,.:()")
    is_note = words.lower().startswith(("assumed", "literature/", "doi", "as cited"))
    return "" if is_note or len(words) > 90 else words


@cache
def _known() -> Mapping[str, tuple[str, bool]]:
    """Papers that the literature tables name: id -> (name, was a number read in it?)."""
    known: dict[str, tuple[str, bool]] = {}
    for name, patterns in _NAMED_BY.items():
        for row in table(name):
            filled = (p for p in patterns if all(row.get(k) for k in re.findall(r"{(\w+)}", p)))
            label = next(filled, "").format(**row)
            read = row.get("verified", "").startswith("yes")
            for column in (*_SOURCE_COLUMNS, "registry_id"):
                for key, _ in links_in(row.get(column) or "") if label else ():
                    first, before = known.get(key.lower(), (label, False))
                    known[key.lower()] = (first, before or read)
    return known
