"""The folder of a trial: one page with its figures, and every number as CSV and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from exoburn.banner import BANNER
from exoburn.files import write_together
from exoburn.infer.quality import quality
from exoburn.infer.scoreboard import Score
from exoburn.infer.trial import COVERAGE_WANTED, Trial, describe, quality_json, worst
from exoburn.infer.vpc import Check
from exoburn.letters import csv_text
from exoburn.report.drawing import Picture
from exoburn.report.page import templates
from exoburn.report.scoreboard_curves import closure_checks
from exoburn.report.scoreboard_rows import caterpillars
from exoburn.report.scoreboard_scatter import errors, observed_predicted
from exoburn.report.wording import many, plain
from exoburn.simulate.text import json_text

_TITLES = {
    "fitted": "Fitted numbers",
    "left out": "Left-out studies",
    "checked": "Numbers that were never fitted",
    "new": "Your numbers",
}
_MEANING = {
    "fitted": "Each number was used in the fit; this shows what the ensemble gives back.",
    "left out": "Each number is predicted by members that never saw the study it comes from.",
    "checked": "These were kept out of the fit from the start.",
    "new": "Predicted with the shipped ensemble; nothing was refitted. In people, products may "
           "do nothing, as in every simulation.",
}  # fmt: skip
#: Numbers that are named as farthest from their predictions.
_WORST = 12


def write_scoreboard(trial: Trial, checks: Sequence[Check], folder: Path) -> list[Path]:
    """Write `scoreboard.html`, `scoreboard.csv` and `scoreboard.json` into a folder.

    A file appears whole or not at all; InputError names --out where it cannot be written.
    """
    texts = {
        "scoreboard.html": scoreboard_html(trial, checks),
        "scoreboard.csv": scoreboard_csv(trial),
        "scoreboard.json": json_text(trial.to_json(), indent=1) + "\n",
    }
    return write_together({folder / name: text for name, text in texts.items()})


def scoreboard_csv(trial: Trial) -> str:
    """Every number with its prediction, one row each; the columns of the JSON objects."""
    rows = trial.to_json()["targets"]
    names = list(rows[0]) if rows else ["id"]
    return csv_text([names, *([row[name] for name in names] for row in rows)])


def scoreboard_html(trial: Trial, checks: Sequence[Check]) -> str:
    """The page: verdicts first, then pictures, then every number."""
    leading = trial.boards[trial.leading]
    pictures = [observed_predicted(kind, scores) for kind, scores in trial.boards.items() if scores]
    pictures.append(errors([(kind, scores) for kind, scores in trial.boards.items() if scores]))
    if checks:
        pictures.append(closure_checks(checks))
    return templates().get_template("scoreboard.html.j2").render(
        banner=BANNER,
        style=files("exoburn.report").joinpath("templates/style.css").read_text("utf-8"),
        trial=trial,
        boards=[_board(kind, scores, trial) for kind, scores in trial.boards.items()],
        pictures=_together(pictures),
        rows=caterpillars(trial.leading, leading),
        leading=_TITLES[trial.leading].lower(),
        beyond=[(t.id, describe(t), plain(t.value)) for t in trial.beyond],
        version=version("exoburn"),
    )


def _together(pictures: list[Picture]) -> list[Picture]:
    """Pictures that have something to show."""
    return [picture for picture in pictures if picture.rows]


def _board(kind: str, scores: Sequence[Score], trial: Trial) -> dict[str, Any]:
    found = quality_json(scores, trial.fitted)
    return {
        "id": kind.replace(" ", "-"), "title": _TITLES[kind], "meaning": _MEANING[kind],
        "sentences": verdicts(kind, scores, trial),
        "observables": [
            (row["observable"], str(row["n"]), str(row["covered"]),
             f"{100 * row['covered'] / row['n']:.0f} %", f"{row['mean_z']:+.1f}")
            for row in found["by_observable"]
        ],
        "healing": [
            (row["depth"].replace("_", " "), str(row["n"]), f"{row['median_abs_days']:.1f}",
             f"{row['median_abs_percent']:.0f}")
            for row in found["healing_time_errors"]
        ],
        "scars": [(key, f"{points:+.0f}") for key, points in
                  found["hypertrophic_scar_errors"].items()],
        "worst": [
            (s.target.id, describe(s.target), s.target.observable.label, plain(s.observed),
             f"{plain(s.p50)} ({plain(s.p05)} to {plain(s.p95)})", f"{s.z:+.1f}")
            for s in worst(scores, _WORST)
        ],
    }  # fmt: skip


def verdicts(kind: str, scores: Sequence[Score], trial: Trial) -> list[str]:
    """Coverage and interval score in sentences, with what was asked of unseen numbers."""
    if not scores:
        return ["There is nothing to count."]
    found = quality(scores, trial.fitted)
    low, high = COVERAGE_WANTED
    studies = len({s.target.study for s in scores})
    asked = (
        f"; between {100 * low:.0f} and {100 * high:.0f} % was asked of numbers that the model has "
        "not seen" if kind != "fitted" else ""
    )
    said = [
        f"{found.covered} of {found.count} numbers ({100 * found.share:.0f} %) from "
        f"{many(studies, 'study', 'studies')} lie inside their 90 % interval{asked}."
    ]
    if found.compared:
        better = "better" if found.score < found.climatology else "worse"
        said.append(
            f"Mean interval score {found.score:.2f} against {found.climatology:.2f} of a band of "
            f"mean and SD of the fitted numbers of the same kind (less is better, n "
            f"{found.compared}): the model is {better} than that band."
        )
    return said
