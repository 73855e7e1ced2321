"""Does every row say where it was read, and are the identifiers well formed?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from exoburn.data import table
from exoburn.data.tables import FOLDERS

#: columns that may name a source; a row needs one of those that its table has
SOURCE_COLUMNS = (
    "source", "source_doi", "source_url", "doi", "doi_or_url", "doi_or_id", "registry_id",
    "source_label", "source_text", "basis", "study", "sources",
)  # fmt: skip
#: tables whose rows take their source from another table, by the column that names it
BORROWED = {
    "outcomes": "study_id", "directions": "study_id", "derived_time_ratios": "study_id",
    "evidence_contrasts": "study_id", "evidence_findings": "key", "evidence_events": "trial",
    "evidence_reviews": "intervention", "evidence_duplicates": "kept",
}  # fmt: skip
#: computed by a script, which names the run
COMPUTED = ("claims_model",)
_DOI = re.compile(r"10\.\d{4,9}/\S+")


@dataclass(frozen=True, slots=True)
class Fault:
    """A row without a source, or with an identifier that cannot be right."""

    table: str
    row: str
    fault: str


def table_names() -> list[str]:
    """Every shipped table."""
    return sorted({path.stem for folder in FOLDERS for path in folder.glob("*.csv")})


def source_faults(name: str) -> Iterator[Fault]:
    """What is wrong with the sources of one table.

    >>> list(source_faults("claims"))
    []
    """
    if name in COMPUTED or wording(name):
        return
    for number, row in enumerate(table(name), 2):
        key = next(iter(row.values())) or f"line {number}"
        if name in BORROWED:
            if not row[BORROWED[name]]:
                yield Fault(name, key, "names no row that has a source")
            continue
        texts = [row[column] for column in SOURCE_COLUMNS if row.get(column)]
        if not texts:
            yield Fault(name, key, "no source")
        for text in texts:
            yield from (Fault(name, key, fault) for fault in malformed(text))


def wording(name: str) -> bool:
    """Is a table of ours without a column for a source, a value or its checking: words and links?

    >>> wording("evidence_schema"), wording("claims")
    (True, False)
    """
    columns = set(table(name)[0]) if table(name) else set[str]()
    ours = (FOLDERS[0] / f"{name}.csv").exists()
    return ours and not columns & {*SOURCE_COLUMNS, "value", "verified"}


def malformed(text: str) -> list[str]:
    """Identifiers in a text that are not well formed.

    >>> malformed("10.1016/j.burns.2006.02.007; PMID 6632013; NCT05078385; https://stratagraft.com/")
    []
    >>> malformed("10.12/x; NCT1234; https://nowhere; PMID none")
    ['10.12/x', 'NCT1234', 'https://nowhere', 'PMID none']
    """
    found: list[str] = []
    for part in re.split(r"\s+", text):
        word = part.strip("(),.;")
        wrong = (
            bool(re.match(r"10\.\d+/", word)) and not _DOI.fullmatch(word),
            bool(re.fullmatch(r"NCT\d+", word)) and len(word) != len("NCT01234567"),
            word.startswith("http") and not _address(word),
        )
        if any(wrong):
            found.append(word)
    found += [match.group() for match in re.finditer(r"PMID:? (?!\d{4,9}\b)\S+", text)]
    return found


def _address(word: str) -> bool:
    parts = urlsplit(word)
    return parts.scheme in ("http", "https") and "." in parts.netloc.strip(".")


@cache
def exceptions() -> dict[tuple[str, str], str]:
    """Stated exceptions: (table, row) -> reason; row "*" stands for the whole table."""
    return {(r["table"], r["row"]): r["reason"] for r in table("evidence_source_exceptions")}


def unexplained() -> list[Fault]:
    """Faults of all tables that no exception explains."""
    known = exceptions()
    return [
        fault for name in table_names() for fault in source_faults(name)
        if (name, fault.row) not in known and (name, "*") not in known
    ]  # fmt: skip
