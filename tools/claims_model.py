"""Compute what the model says to each claim from shipped examples; write claims_model.csv.

    python tools/claims_model.py [draws]

Run it again when constants change; the rows name the parameter set they came from.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from exoburn import load_case, simulate
from exoburn.case import with_run

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src" / "exoburn" / "data" / "rows" / "claims_model.csv"
COLUMNS: tuple[str, ...] = (
    "claim", "words", "case", "arm", "against", "outcome", "median", "p05", "p95", "unit", "draws",
    "seed", "parameter_set", "computed",
)  # fmt: skip
DRAWS = 200
Row = dict[str, Any]


def main(draws: int) -> None:
    """Run three cases and write the table."""
    rows: list[Row] = []
    for name, tell in (("hand-scald", _scald), ("leg-flame", _flame), ("old-scar", _scar)):
        case = load_case(ROOT / "examples" / f"{name}.toml")
        summary = simulate(with_run(case, draws=draws)).summary
        about = {
            "case": f"examples/{name}.toml", "draws": summary["draws"], "seed": summary["seed"],
            "parameter_set": summary["parameter_set"],
            "computed": datetime.now(UTC).strftime("%Y-%m"),
        }  # fmt: skip
        rows += [{**row, **about} for row in tell(summary)]
    draft = TARGET.with_suffix(".part")
    with draft.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    draft.replace(TARGET)
    for row in rows:
        print(f"{row['claim']}: {row['words']}")


def _arm(summary: dict[str, Any], name: str) -> dict[str, Any]:
    return next(arm for arm in summary["arms"] if arm["name"] == name)


def _free(arm: dict[str, Any]) -> dict[str, Any]:
    """The course if nobody is operated on, which shows what a product does."""
    return arm.get("without_surgery", arm)


def _row(claim: str, arm: dict[str, Any], against: str, outcome: str, words: str,
         gap: dict[str, Any], unit: str) -> Row:  # fmt: skip
    numbers = {key: gap[key] for key in ("median", "p05", "p95")}
    if unit == "share":  # the spread of few persons for each sample of knowledge, not of knowledge
        numbers |= {"p05": "", "p95": ""}
    return {"claim": claim, "words": words, "arm": arm["name"], "against": against,
            "outcome": outcome, "unit": unit, **numbers}


def _scald(summary: dict[str, Any]) -> Iterator[Row]:
    """Deep partial scald: gel, PRP and cells against standard care."""
    first = summary["arms"][0]["name"]
    gel, prp = _arm(summary, "Exosome gel"), _arm(summary, "PRP gel")
    days = _free(gel)["contrasts"]["t95_days"]
    base = _free(summary["arms"][0])["outcomes"]["t95_days"]["median"]
    words = (f"a deep scald treated without surgery closes {_earlier(days)} with the gel"
             f"{_reach(days, 'days', 'earlier', 'later')}, of {base:.0f} days; "
             f"{_small(gel['null_sentence'])}")  # fmt: skip
    yield _row("faster", gel, first, "t95_days", words, days, "days")
    scar = _free(gel)["contrasts"]["hts_probability"]
    words = f"raised scars: {_change(scar, 100, 'of 100')}"
    yield _row("scar", gel, first, "hts_probability", words, scar, "share")
    infection = gel["contrasts"]["infection_probability"]
    words = f"infections: {_change(infection, 100, 'of 100')}; no direct effect is assumed"
    yield _row("infection", gel, first, "infection_probability", words, infection, "share")
    pain = gel["contrasts"]["pain_procedure_day3"]
    words = f"pain at a dressing change on day 3: {_change(pain, 1, 'points of 10')}"
    yield _row("pain", gel, first, "pain_procedure_day3", words, pain, "NRS 0-10")
    other = _free(prp)["contrasts"]["t95_days"]
    words = (f"against standard care the wound closes {_earlier(days)} with the gel and "
             f"{_earlier(other)} with PRP")  # fmt: skip
    yield _row("better_than_prp", gel, prp["name"], "t95_days", words, days, "days")
    yield from _phases(summary, gel)


def _small(sentence: str) -> str:
    """The sentence as a clause; what may do nothing is the vesicles, for the gel still covers."""
    clause = sentence[:1].lower() + sentence[1:].rstrip(".")
    return clause.replace("the product did", "the vesicles did")


def _phases(summary: dict[str, Any], gel: dict[str, Any]) -> Iterator[Row]:
    """What the gel changes in each stage of recovery."""
    asked = {
        "days_1_3": ("days_1_3", "inflammation", "inflammatory signal"),
        "week_1": ("week_1", "healed", "share of the wound covered on day 7, %"),
    }  # fmt: skip
    for claim, (stage, key, label) in asked.items():
        ours, base = (_shown(arm, stage, key) for arm in (gel, summary["arms"][0]))
        words = f"{label}: {ours:.2g} with the gel, {base:.2g} with standard care (medians)"
        gap = {"median": ours - base, "p05": "", "p95": ""}
        yield _row(claim, gel, summary["arms"][0]["name"], f"{stage} {key}", words, gap, "")
    first = summary["arms"][0]["name"]
    healed = _free(gel)["contrasts"]["healed_by_21"]
    words = f"closed by day 21 without surgery: {_change(healed, 100, 'of 100')}"
    yield _row("weeks_2_4", gel, first, "healed_by_21", words, healed, "share")
    score = gel["contrasts"]["vss_3mo"]
    words = f"scar score at three months: {_change(score, 1, 'points of 13')}"
    yield _row("months_1_3", gel, first, "vss_3mo", words, score, "points of 13")


def _shown(arm: dict[str, Any], stage: str, key: str) -> float:
    found = next(one for one in arm["milestones"] if one["id"] == stage)
    return float(found["shown"][key]["median"])


def _flame(summary: dict[str, Any]) -> Iterator[Row]:
    """Full-thickness burn: vesicles beside a graft, and no graft."""
    first = summary["arms"][0]["name"]
    both, none = _arm(summary, "Graft and exosomes"), _arm(summary, "No graft")
    punctures = both["outcomes"]["punctures"]
    saved = -round(both["contrasts"]["operations"]["median"])
    count = f"{saved} operations" if saved else "no operation"
    words = f"the injections add {punctures['median']:.0f} punctures and save {count}"
    yield _row("non_invasive", both, first, "punctures", words, punctures, "count")
    gap = both["contrasts"]["t95_days"]
    reached = none["outcomes"]["t95_days"]
    alone = (f"day {reached['median']:.0f}" if reached["median"] is not None
             else "not within the run")  # fmt: skip
    words = (f"a full-thickness burn closes {_earlier(gap)} with vesicles beside the graft; "
             f"without a graft it closes {alone}")  # fmt: skip
    yield _row("all_degrees", both, first, "t95_days", words, gap, "days")


def _scar(summary: dict[str, Any]) -> Iterator[Row]:
    """Old scar: laser with and without gel."""
    first, gel = summary["arms"][0]["name"], _arm(summary, "Laser and exosome gel")
    gap = gel["contrasts"]["vss_12mo"]
    words = f"scar score at 12 months, gel beside laser: {_change(gap, 1, 'points of 13')}"
    yield _row("old_scars", gel, first, "vss_12mo", words, gap, "points of 13")


def _earlier(gap: dict[str, Any]) -> str:
    middle = gap["median"]
    if middle is None:
        return "at a time that cannot be compared"
    if abs(middle) < 0.05:
        return "no earlier and no later"
    return f"{abs(middle):.1f} days {'earlier' if middle < 0 else 'later'}"


def _change(gap: dict[str, Any], factor: float, unit: str) -> str:
    """A difference with its range; a count of 100 people goes without one.

    A share in a sample of knowledge is that of its few persons, so that a range over samples would
    show the luck of persons and not what is unknown of the product.
    """
    middle, share = factor * gap["median"], unit == "of 100"
    less, more = ("fewer", "more") if share else ("lower", "higher")
    reach = "" if share else _reach(gap, unit, less, more, factor)
    if abs(middle) < 0.05:
        return f"no difference that shows{reach}"
    return f"{abs(middle):.1f} {unit} {less if middle < 0 else more}{reach}"


def _reach(gap: dict[str, Any], unit: str, less: str, more: str, factor: float = 1.0) -> str:
    """The range in the sense of the middle: "0 to 0.3 days earlier"; both words if it has both."""
    if gap["p05"] is None or gap["p95"] is None:
        return ""
    low, high = (round(factor * gap[key], 1) + 0.0 for key in ("p05", "p95"))
    if low == high == 0:
        return ""
    if low < 0 < high:
        return f" (90 % of runs: {-low:g} {unit} {less} to {high:g} {unit} {more})"
    near, far = sorted((abs(low), abs(high)))
    return f" (90 % of runs: {near:g} to {far:g} {unit} {less if low < 0 else more})"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS)
