"""What the law says and who pays, country by country, with its date and how old that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from exoburn.data import table
from exoburn.studies.access.countries import Country, countries
from exoburn.studies.access.dates import Age, age_of

_INCIDENT = "safety signal"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the law: `status` for `scope`, what is `permitted`, on what basis, how old."""

    jurisdiction: str
    scope: str
    status: str
    permitted: str
    basis: str
    age: Age
    source: str
    verified: bool
    note: str
    incident: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """Who pays for a product: `status` by `payer`, how old, from where."""

    country: str
    product: str
    payer: str
    status: str
    age: Age
    source: str
    verified: bool


def law_of(country: Country | None, today: date) -> list[Rule]:
    """Rows of the law for a country, or for all; incidents last.

    >>> from exoburn.studies.access.countries import country_of
    >>> rules = law_of(country_of("Canada"), date(2026, 11, 22))
    >>> [rule.jurisdiction for rule in rules], rules[0].age.stale
    (['Canada', 'Canada'], True)
    """
    wanted = country.jurisdictions if country else _all_jurisdictions()
    found = [
        Rule(
            row["jurisdiction"], row["product_scope"], _words(row, "status"),
            _words(row, "permitted_routes"), row["legal_basis"], age_of(row["date"], today),
            row["source"], row["verified"] == "yes", row["note"],
            row["product_scope"] == _INCIDENT,
        )
        for row in table("regulation")
        if row["jurisdiction"] in wanted
    ]  # fmt: skip
    return sorted(found, key=lambda rule: (rule.incident, wanted.index(rule.jurisdiction)))


def insurance_of(country: Country | None, product: str, today: date) -> list[Cover]:
    """Who pays for a product in a country: its own rows, then those that hold everywhere.

    >>> [cover.payer for cover in insurance_of(None, "exosome", date(2026, 11, 22))]
    ['any', 'Medicare', 'public insurance']
    """
    found = [
        Cover(
            row["country"], row["product"], row["payer"], row["status"],
            age_of(row["date"], today), row["source"], row["verified"] == "yes",
        )
        for row in table("insurance")
        if row["product"] == product
        and (country is None or row["country"] in (country.id, "*"))
    ]  # fmt: skip
    return found if country is None else sorted(found, key=lambda cover: cover.country == "*")


def stale_of(parts: Sequence[Rule | Cover]) -> list[str]:
    """Warnings of what is old, once each, with how many rows carry it."""
    warned = [part.age.warning for part in parts if part.age.warning]
    return list(dict.fromkeys(warned))


@cache
def _all_jurisdictions() -> tuple[str, ...]:
    return tuple(name for country in countries() for name in country.jurisdictions)


def _words(row: Mapping[str, str], column: str) -> str:
    """A cell as we say it: the table's own words, or ours where those hold a word we never say."""
    for other in table("regulation_words"):
        if (other["jurisdiction"], other["product_scope"], other["column"]) == (
            row["jurisdiction"], row["product_scope"], column,
        ):  # fmt: skip
            return other["words"]
    return row[column]
