"""The shipped targets: every published number is well formed, sourced, and none is dropped."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from exoburn.case.sentence import parse_regimen
from exoburn.data import table
from exoburn.data.tables import FOLDERS
from exoburn.infer.columns import columns
from exoburn.infer.target import Target, read_targets

SOURCES = (
    "healing_time_by_depth",
    "standard_care_outcomes",
    "closure_curves_control",
    "scar_vs_time_to_heal",
    "scar_time_course",
    "pain_infection",
    "comparator_effects",
    "model_validation_targets",
    "outcomes",
    "studies",
)
CITED = re.compile(r"\s*(\w+) rows? ([\d, -]+)")
SOURCE = re.compile(
    r"10\.\d{4,9}/\S+|PMID \d+|PMC\d+|NCT\d{8}|https://\S+|[A-Z][\w ]+ \d{4}(;\d+.*| \(\w+\))?$"
)


@pytest.fixture(scope="module")
def targets() -> list[Target]:
    return read_targets(FOLDERS[0] / "targets.csv")


def raw() -> list[dict[str, str]]:
    with Path(FOLDERS[0] / "targets.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def numbers(text: str) -> set[int]:
    """Row numbers of "3, 5-7"; 1 is the first row below the header."""
    found: set[int] = set()
    for part in text.split(","):
        low, _, high = part.strip().partition("-")
        found |= set(range(int(low), int(high or low) + 1))
    return found


def cited(location: str) -> list[tuple[str, set[int]]]:
    """The tables and rows that a location names."""
    matches = [CITED.fullmatch(part) for part in location.split(";")]
    return [(m[1], numbers(m[2])) for m in matches if m and m[1] in SOURCES]


def test_every_row_reads_and_ids_are_unique(targets: list[Target]) -> None:
    """The schema is the truth: types, ranges, words and tables of every cell."""
    ids = [target.id for target in targets]
    assert len(set(ids)) == len(ids) == len(raw())
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", name) for name in ids)
    assert list(raw()[0]) == list(columns())


def test_regimens_are_sentences_of_the_case_file(targets: list[Target]) -> None:
    """The case file's own grammar reads every regimen."""
    for target in targets:
        for group in filter(None, (target.group, target.versus)):
            for sentence in filter(
                None, (part.strip() for part in (group.products or "").split(";"))
            ):
                parse_regimen(sentence)


def test_sources_can_be_looked_up(targets: list[Target]) -> None:
    """A DOI, a PubMed or trial number, an address or a journal with its year."""
    for target in targets:
        for part in target.source.split("; "):
            assert SOURCE.match(part), (target.id, part)


def test_one_study_has_one_source(targets: list[Target]) -> None:
    """Studies are left out whole, so two names for one paper would leak it."""
    names: dict[str, set[str]] = {}
    for target in targets:
        names.setdefault(target.source, set()).add(target.study)
    assert {source: found for source, found in names.items() if len(found) > 1} == {}


def test_no_number_stands_twice() -> None:
    """Two rows alike in all but their id would count a number twice."""
    seen = Counter(
        tuple(value for key, value in row.items() if key not in ("id", "note")) for row in raw()
    )
    assert [row for row, times in seen.items() if times > 1] == []


def test_a_published_sd_goes_with_its_mean(targets: list[Target]) -> None:
    """The SD that a mean carries is the SD row's value."""
    means = {target.id: target for target in targets}
    for target in targets:
        if target.statistic == "sd":
            mean = means[target.id.removesuffix("_sd") + "_mean"]
            assert mean.spread == target.value
            assert mean.spread_type == "SD"


def test_spread_has_a_kind(targets: list[Target]) -> None:
    """A spread without a kind could not be weighed."""
    for target in targets:
        assert (target.spread is None) == (target.spread_type == "none"), target.id


def test_every_row_of_the_literature_is_cited_or_left_out() -> None:
    """Nothing is dropped in silence: targets and the list of what is left out cover the tables."""
    used: dict[str, set[int]] = {name: set() for name in SOURCES}
    for row in raw():
        for name, found in cited(row["location"]):
            used[name] |= found
    out: dict[str, set[int]] = {name: set() for name in SOURCES}
    for row in table("targets_left_out"):
        assert row["reason"], row
        found = numbers(row["rows"])
        assert not found & out[row["table"]], row
        out[row["table"]] |= found
    for name in SOURCES:
        assert used[name] | out[name] == set(range(1, len(table(name)) + 1)), name
        assert not used[name] & out[name], name


def test_what_is_left_out_is_named_as_its_row_says() -> None:
    """The key stands in every row that it leaves out, so numbers cannot slip."""
    for row in table("targets_left_out"):
        for i in numbers(row["rows"]):
            assert row["key"] in " ".join(table(row["table"])[i - 1].values()), row


def test_values_are_those_of_the_cited_rows() -> None:
    """A value read off a table stands in the row that it cites (derived and read ones aside)."""
    for row in raw():
        places = cited(row["location"])
        if row["verified"] == "derived" or "abstract" in row["location"] or not places:
            continue
        value = f"{abs(float(row['value'])):g}"
        rows = [" ".join(table(name)[i - 1].values()) for name, found in places for i in found]
        assert any(re.search(rf"(?<![\d.]){re.escape(value)}(?!\d)", text) for text in rows), row
