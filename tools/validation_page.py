"""Write the generated parts of docs/validation.md from docs/validation.json.

usage: python tools/validation_page.py [--run [--jobs N]] [--check]

--run puts the shipped ensemble on trial first and writes docs/validation.json.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

from exoburn.data.ensemble import SHIPPED, Ensemble
from exoburn.infer.trial import COVERAGE_WANTED, Trial, describe, try_shipped, worst
from exoburn.infer.vpc import Check, visual_checks

DOCS = Path(__file__).parents[1] / "docs"
PAGE, DATA = DOCS / "validation.md", DOCS / "validation.json"
NONE = "No ensemble has been put on trial yet.\n"
_WORST = 15
#: What was asked of healing times and of scars.
_PERCENT, _DAYS, _POINTS = 15.0, 3.0, 12.0

#: What would tell more about a kind of number; shown where the model does badly.
_DATA = {
    "time to heal": "times to heal of single patients with measured depth (laser Doppler), visits "
                    "and definition, by dressing",
    "wounds healed": "closure by day with counts at every visit, not at one day only",
    "area re-epithelialised": "planimetry of the same wounds over weeks, edge and islands apart",
    "open area lost": "animal wounds with contraction and re-epithelialisation measured apart",
    "size of the wound's outline": "tattooed outlines of grafts over a year, by mesh and day",
    "hypertrophic scars by time to heal": "scars at a year by healing time in studies that treat "
                                          "all comers alike, with skin tone and age",
    "hypertrophic scars by collagen": "biopsies over months with the healing time of the wound",
    "scar score": "blinded scores of the same scars at 3, 6, 12 and 24 months; donor sites too",
    "pain at rest": "pain by day with analgesia stated",
    "pain at a dressing change": "pain at each change with analgesia and dressing stated",
    "wounds infected": "quantitative cultures over time beside clinical infection",
    "dressing changes": "protocols: when a dressing is changed, and when it is left",
    "wounds grafted": "the rule by which surgeons chose, with the depth that they saw",
}  # fmt: skip
_OF_CELLS = "cell counts and signals in human burns by day, in absolute units"


def data_of(trial: Trial, checks: list[Check]) -> dict[str, Any]:
    """All that the page needs, rounded."""
    whole = trial.to_json()
    whole.pop("targets")
    whole["worst"] = {
        kind: [
            {"id": s.target.id, "who": describe(s.target), "label": s.target.observable.label,
             "observed": s.observed, "p05": s.p05, "p50": s.p50, "p95": s.p95, "z": s.z}
            for s in worst(scores, _WORST)
        ]
        for kind, scores in trial.boards.items()
    }
    whole["curves"] = [
        {"study": c.study, "who": describe(c.target), "n": c.count, "held": c.held[0],
         "points": c.held[1]}
        for c in checks
    ]  # fmt: skip
    whole["not_reached"] = [t.id for t in trial.beyond]
    rounded: dict[str, Any] = _rounded(whole)
    return rounded


def _rounded(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _rounded(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_rounded(value) for value in data]
    return float(f"{data:.4g}") if isinstance(data, float) else data


def page(text: str, data: dict[str, Any] | None) -> str:
    """The page with its generated parts written anew."""
    for name, part in parts(data).items():
        pattern = rf"(<!-- begin: {name} -->\n).*?(<!-- end: {name} -->)"
        found = re.search(pattern, text, re.DOTALL)
        if found is None:
            raise SystemExit(f"docs/validation.md: no marker for {name}")
        text = text[: found.end(1)] + part + text[found.start(2):]
    return text


def parts(data: dict[str, Any] | None) -> dict[str, str]:
    """Every generated part by its marker."""
    names = ("verdict", "observables", "depth", "scars", "curves", "worst", "data")
    if data is None:
        return {name: NONE if name == "verdict" else "" for name in names}
    boards = {k: v for k, v in data["quality"].items() if v["n"]}
    leading = "left out" if "left out" in boards else next(iter(boards))
    board = boards[leading]
    makers = {
        "verdict": _verdict(data, boards), "observables": _observables(boards),
        "depth": _depth(boards), "scars": _scars(board, leading), "curves": _curves(data),
        "worst": _worst(data["worst"][leading], leading), "data": _needed(board),
    }
    return {name: "\n".join(makers[name]) + "\n" for name in names}


def _verdict(data: dict[str, Any], boards: dict[str, Any]) -> list[str]:
    low, high = COVERAGE_WANTED
    lines = [f"Ensemble `{data['ensemble']}`, {data['members']} members.", "",
             "| numbers | n | studies | inside their 90 % interval | interval score | of a band of "
             "mean and SD |", "|---|---|---|---|---|---|"]
    for kind, row in boards.items():
        score = row["interval_score"]
        lines.append(
            f"| {kind} | {row['n']} | {row['studies']} | {100 * row['coverage']:.0f} % "
            f"({100 * row['coverage_p05']:.0f} to {100 * row['coverage_p95']:.0f}) | "
            + (f"{score:.2f} | {row['climatology_score']:.2f} (n {row['interval_score_n']}) |"
               if score is not None else "- | - |")
        )
    if "left out" in boards:
        row = boards["left out"]
        met = "is met" if low <= row["coverage"] <= high else "is NOT met"
        lines += ["", f"Coverage of left-out studies ({100 * low:.0f} to {100 * high:.0f} % asked) "
                      f"{met}."]
        if row["interval_score"] is not None:
            better = row["interval_score"] < row["climatology_score"]
            lines.append(f"Being better than the band of mean and SD {'is' if better else 'is NOT'}"
                         " met.")
    if data["not_reached"]:
        lines += ["", "No member reaches: " + ", ".join(data["not_reached"]) + "."]
    return lines


def _observables(boards: dict[str, Any]) -> list[str]:
    kinds = list(boards)
    rows = {row["observable"]: {} for board in boards.values() for row in board["by_observable"]}
    for kind, board in boards.items():
        for row in board["by_observable"]:
            rows[row["observable"]][kind] = (
                f"{row['covered']} of {row['n']} ({row['mean_z']:+.1f})"
            )
    lines = ["Inside of how many, with the mean z (above 0: more was observed than predicted).", "",
             "| measured | " + " | ".join(kinds) + " |", "|---" * (len(kinds) + 1) + "|"]
    return lines + [
        f"| {name} | " + " | ".join(found.get(kind, "-") for kind in kinds) + " |"
        for name, found in rows.items()
    ]


def _depth(boards: dict[str, Any]) -> list[str]:
    from exoburn.infer.quality import peers_percent
    from exoburn.infer.target import shipped_targets

    peers = peers_percent([t for t in shipped_targets() if t.use == "fit"])
    lines = ["| depth | numbers | n | days | % | % of the class itself | asked: 15 % and 3 days |",
             "|---" * 7 + "|"]
    for kind, board in boards.items():
        for row in board["healing_time_errors"]:
            met = row["median_abs_percent"] <= _PERCENT and row["median_abs_days"] <= _DAYS
            same = peers.get(row["depth"], float("nan"))
            lines.append(
                f"| {row['depth'].replace('_', ' ')} | {kind} | {row['n']} | "
                f"{row['median_abs_days']:.1f} | {row['median_abs_percent']:.0f} | "
                f"{'-' if same != same else f'{same:.0f}'} | {'met' if met else 'not met'} |"
            )
    return lines


def _scars(board: dict[str, Any], kind: str) -> list[str]:
    errors = board["hypertrophic_scar_errors"]
    close = sum(abs(points) <= _POINTS for points in errors.values())
    lines = [f"Predicted minus observed, {kind}: {close} of {len(errors)} classes within "
             "12 points.", "", "| class | points |", "|---|---|"]
    return lines + [f"| {name} | {points:+.0f} |" for name, points in errors.items()]


def _curves(data: dict[str, Any]) -> list[str]:
    curves = data["curves"]
    held, points = (sum(c[key] for c in curves) for key in ("held", "points"))
    if not points:
        return ["None."]
    none = [f"{c['study']} ({c['who']})" for c in curves if c["held"] == 0]
    lines = [f"{held} of {points} published points ({100 * held / points:.0f} %) of {len(curves)} "
             "arms lie in the 90 % band of simulated studies."]
    if none:
        lines += ["", "Arms with no point in the band: " + "; ".join(none) + "."]
    return lines


def _worst(rows: list[dict[str, Any]], kind: str) -> list[str]:
    lines = [f"Of the numbers that are {kind}:", "",
             "| number | who | measured | observed | predicted (5 to 95 %) | z |", "|---" * 6 + "|"]
    return lines + [
        f"| {r['id']} | {r['who']} | {r['label']} | {r['observed']:.3g} | {r['p50']:.3g} "
        f"({r['p05']:.3g} to {r['p95']:.3g}) | {r['z']:+.1f} |"
        for r in rows
    ]


def _needed(board: dict[str, Any]) -> list[str]:
    """A row for each kind of number that is covered too little or off to one side."""
    poor = [r for r in board["by_observable"]
            if r["covered"] / r["n"] < COVERAGE_WANTED[0] or abs(r["mean_z"]) > 0.5]
    if not poor:
        return ["No kind of number is covered too little or off to one side by half an SD."]
    lines = ["| measured | what is wrong | data that would tell |", "|---|---|---|"]
    for row in poor:
        wrong = []
        if row["covered"] / row["n"] < COVERAGE_WANTED[0]:
            wrong.append(f"{row['covered']} of {row['n']} inside")
        if abs(row["mean_z"]) > 0.5:
            wrong.append(f"predicted too {'low' if row['mean_z'] > 0 else 'high'} "
                         f"(mean z {row['mean_z']:+.1f})")
        lines.append(f"| {row['observable']} | {'; '.join(wrong)} | "
                     f"{_DATA.get(row['observable'], _OF_CELLS)} |")
    return lines


def shipped_tag() -> str | None:
    """Tag of the ensemble that ships, whatever the environment says."""
    if not SHIPPED.exists():
        return None
    return Ensemble.read_bytes(SHIPPED.read_bytes()).tag


def main(*, check: bool, run: bool = False, jobs: int = 1) -> int:
    """Write the page, or with `check` say whether page and data are those of the ensemble."""
    if run:
        trial = try_shipped(jobs=jobs)
        checks = visual_checks(trial.fitted, trial.ensemble, jobs=jobs)
        DATA.write_text(json.dumps(data_of(trial, checks), indent=1) + "\n", encoding="utf-8")
    data = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else None
    text = PAGE.read_text(encoding="utf-8")
    new = page(text, data)
    if not check:
        PAGE.write_text(new, encoding="utf-8")
        return 0
    stale = data is not None and data["ensemble"] != shipped_tag()
    if text == new and not stale and (data is None) == (shipped_tag() is None):
        return 0
    print("docs/validation.md is not of the ensemble that ships: tools/validation_page.py --run")
    return 1


if __name__ == "__main__":
    words = sys.argv[1:]
    count = int(words[words.index("--jobs") + 1]) if "--jobs" in words else (os.cpu_count() or 1)
    sys.exit(main(check="--check" in words, run="--run" in words, jobs=count))
