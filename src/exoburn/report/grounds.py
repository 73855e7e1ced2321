"""What the numbers stand on: warnings, assumptions, what is left out, papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from exoburn.evidence import not_modelled, statement
from exoburn.report.arms import ArmView, Shown
from exoburn.report.plain_text import number_note, paper_words, plain_notes, plain_source
from exoburn.report.wording import joined, plain, scientific, site_words


@dataclass(frozen=True)
class AssumptionRow:
    """A number that the case leaned on."""

    id: str
    note: str
    value: str
    spread: str
    source: str
    assumed: bool
    before: str = ""


def assumptions_of(
    result: Shown,
) -> tuple[list[AssumptionRow], list[AssumptionRow], list[AssumptionRow]]:
    """Numbers without a source, numbers with one, and the constants of the healing network."""
    told = result.summary.get("assumptions", [])
    network = [_assumption(row) for row in told if row.get("kind") == "network"]
    rows = [_assumption(row) for row in told if row.get("kind") != "network"]
    return [r for r in rows if r.assumed], [r for r in rows if not r.assumed], network


def _assumption(row: dict[str, Any]) -> AssumptionRow:
    unit = "" if row.get("unit") in (None, "", "1", "-") else f" {row['unit']}"
    low, high = row.get("low"), row.get("high")
    spread = "fixed" if low is None or high is None else f"{_number(low)} to {_number(high)}{unit}"
    source = str(row.get("source") or "")
    verified = row.get("verified") in ("yes", True)
    assumed = bool(row.get("assumed", not verified))
    return AssumptionRow(
        row["id"], number_note(row["id"], str(row.get("note") or site_words(row["id"]))),
        f"{_number(row['value'])}{unit}", spread, plain_source(source), assumed, _before(row),
    )  # fmt: skip


def _before(row: dict[str, Any]) -> str:
    """Value and range before calibration; empty if published numbers did not touch the row."""
    prior = row.get("prior")
    if not prior:
        return ""
    return f"{_number(prior['value'])} ({_number(prior['low'])} to {_number(prior['high'])})"


#: What makes a row one of a product's effect, by the beginning of its id.
_EFFECTS = ("Emax_", "prp_", "msc_", "e_prp", "k_prp", "d_trans", "p_null", "p_act", "potency")


@dataclass(frozen=True)
class EffectRow:
    """A constant of a product's effect, before and after calibration."""

    note: str
    id: str
    before: str
    after: str


def effects_learned(result: Shown) -> list[EffectRow]:
    """Constants of the effects of products in this run: prior, and what the fit made of it."""
    found = []
    for told in result.summary.get("assumptions", []):
        if not told["id"].startswith(_EFFECTS):
            continue
        row = _assumption(told)
        own = row.value if row.spread == "fixed" else f"{row.value} ({row.spread})"
        found.append(EffectRow(
            row.note, row.id, row.before or own,
            own if row.before else "no published number told; as before",
        ))  # fmt: skip
    return found


def _number(value: float) -> str:
    if abs(value) >= 1e5 or 0 < abs(value) < 1e-3:
        return scientific(value)
    return f"{value:.3g}" if abs(value) < 1e3 else plain(value)


def notes_of(result: Shown) -> list[str]:
    """What the case does not say and what was taken instead, in words."""
    return plain_notes(result.case.notes)


def warnings_of(result: Shown) -> list[str]:
    """Warnings without the case's own notes; arms that share one are named together."""
    names = [arm["name"] for arm in result.summary["arms"]]
    shared: dict[str, list[str]] = {}
    for text in result.summary.get("warnings", []):
        if text in result.case.notes:
            continue
        name = next((n for n in names if text.startswith(f"{n}: ")), "")
        rest = text.removeprefix(f"{name}: ") if name else text
        shared.setdefault(rest, []).append(name)
    found = []
    for text, arms in shared.items():
        who = joined(arms) if len(arms) < len(names) or len(arms) == 1 else "All arms"
        found.append(f"{who}: {text}" if arms[0] else text)
    return plain_notes(found)


def gaps_of(result: Shown) -> list[dict[str, str]]:
    """What is not modelled: the run's own list, else the table's."""
    told = result.summary.get("not_modelled")
    if told:
        return [one if isinstance(one, dict) else {"label": str(one)} for one in told]
    keys = ("label", "status", "reason", "known", "source", "as_of")
    return [{key: getattr(gap, key) for key in keys} for gap in not_modelled()]


def citations_of(result: Shown) -> list[dict[str, Any]]:
    """Papers behind the run, as (text, id, link, verified); empty if the run carries none."""
    found = []
    for one in result.summary.get("citations", []):
        if isinstance(one, str):
            found.append({"text": one, "id": "", "link": "", "verified": True})
        else:
            found.append({
                "text": paper_words(one), "id": one.get("id", ""),
                "link": one.get("link", ""), "verified": bool(one.get("verified", True)),
            })  # fmt: skip
    return sorted(found, key=lambda one: (one["text"].startswith("For "), one["text"].lower()))


def dated_facts(arms: Sequence[ArmView]) -> list[str]:
    """Dated statements that go beside vesicle results."""
    if not any(arm.gives_vesicles for arm in arms):
        return []
    ids = ("no_controlled_trial", "no_authorised_product", "registered_trial",
           "no_infection_or_pain_evidence")  # fmt: skip
    return [statement(id) for id in ids]
