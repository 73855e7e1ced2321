"""Results told in words, with the question they bear on and whom they favour."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from exoburn.data import table
from exoburn.errors import EngineError
from exoburn.evidence.base import shipped, study_by_id, trial_key
from exoburn.evidence.records import Finding, Read


@cache
def findings() -> tuple[Finding, ...]:
    """Every classed result of the tables of directions, trials and comparators.

    >>> [one.words for one in findings() if one.question == "dose" and one.sign == 0]
    ['1 % vs 0.5 %, healing: no difference (p >0.05)']
    """
    makers = {
        "directions": _direction,
        "human_trials": _trial,
        "comparator_effects": _comparator,
        "meta_analyses": _review,
    }
    return tuple(makers[row["table"]](row) for row in table("evidence_findings") if row["question"])


def trials_without_result(question: str, type: str, burn: bool | None) -> list[Finding]:
    """Trials in people that bear on a question and have told nothing yet."""
    return [
        one for one in findings()
        if one.table == "human_trials" and one.sign is None and one.question == question
        and one.type == type and burn in (None, one.burn)
    ]  # fmt: skip


def _row(name: str, key: str, parts: tuple[str, ...]) -> Mapping[str, str]:
    for row in table(name):
        if "|".join(row[part] for part in parts) == key:
            return row
    raise EngineError(f"evidence_findings.csv names no row of {name}: {key}")


def _sign(row: Mapping[str, str]) -> int | None:
    return int(row["sign"]) if row["sign"] else None


def _direction(row: Mapping[str, str]) -> Finding:
    found = _row("directions", row["key"], ("study_id", "comparison", "outcome"))
    study = study_by_id(shipped(), found["study_id"])
    p = f" (p {found['p']})" if found["p"] else ""
    words = f"{found['comparison']}, {found['outcome']}: {found['direction']}{p}"
    if found["note"]:
        words += f"; {found['note']}"
    return Finding(
        "directions", study.id, study.label, row["question"], row["type"], row["species"],
        row["burn"] == "yes", _sign(row), words, found["p"],
        Read(study.read.source, study.read.location, found["verified"]),
    )  # fmt: skip


def _trial(row: Mapping[str, str]) -> Finding:
    key = ("registry_id", "short_name", "product", "indication")
    found = _row("human_trials", row["key"], key)
    trial = next(one for one in shipped().trials if one.key == trial_key(found))
    told = (trial.harms or trial.result) if row["question"] == "safety" else trial.result
    people = f", n {trial.n}" if trial.n else ""
    words = f"{trial.product}, {trial.indication}{people}: {told or trial.status or 'no result'}"
    return Finding(
        "human_trials", trial.registry or trial.label, trial.label, row["question"], row["type"],
        row["species"], row["burn"] == "yes", _sign(row), words, "", trial.read,
    )  # fmt: skip


def _comparator(row: Mapping[str, str]) -> Finding:
    found = _row("comparator_effects", row["key"], ("population", "intervention", "outcome"))
    words = f"{found['intervention']} against {found['comparator']}, {found['population']}"
    words += f", {found['outcome']}: {_told(found)}"
    return Finding(
        "comparator_effects", found["source"], f"{found['intervention']}", row["question"],
        row["type"], row["species"], row["burn"] == "yes", _sign(row), words, "",
        Read(found["source"], "", found["verified"]),
    )  # fmt: skip


def _review(row: Mapping[str, str]) -> Finding:
    """What a review says in words beside its numbers."""
    found = _row("meta_analyses", row["key"], ("doi", "population", "intervention", "outcome"))
    words = f"{found['intervention']}, {found['population']}, review {found['year']}: "
    words += found["note"]
    source = found["doi"] or found["note"]
    return Finding(
        "meta_analyses", source, f"{found['intervention']} review {found['year']}",
        row["question"], row["type"], row["species"], row["burn"] == "yes", _sign(row), words, "",
        Read(source, found["source"], found["verified"]),
    )  # fmt: skip


def _told(found: Mapping[str, str]) -> str:
    people = f", {found['n_patients']} people" if found["n_patients"] else ""
    effect = found["effect"]
    if found["effect_type"] not in ("direction", "p-value only"):
        effect = f"{found['effect_type']} {effect}"
    note = f"; {found['note']}" if found["note"] else ""
    return f"{effect}{people}{note}"
