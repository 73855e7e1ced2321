"""Predictions of studies by fits that never saw them, kept beside the ensemble they belong to.

Leaving each study out means a refit for each, so a scoreboard reads what the calibration wrote.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

from exoburn.data import Ensemble
from exoburn.data.ensemble import SHIPPED
from exoburn.errors import InputError
from exoburn.infer.scoreboard import Score
from exoburn.infer.target import Target
from exoburn.letters import csv_text

#: The file that ships with the ensemble.
LEFT_OUT = SHIPPED.with_name("left_out.csv")
KIND = "left out"
_NUMBERS = ("p05", "p50", "p95", "model_p05", "model_p95", "z")
_COLUMNS = ("id", "study", *_NUMBERS)
_DIGITS = 6


def left_out_csv(scores: Sequence[Score], ensemble: Ensemble) -> str:
    """The text of the file: the tag of the ensemble on its first line, then one row a number."""
    rows: list[Sequence[object]] = [_COLUMNS]
    for one in scores:
        numbers = [f"{getattr(one, name):.{_DIGITS}g}" for name in _NUMBERS]
        rows.append([one.target.id, one.target.study, *numbers])
    return f"# ensemble {ensemble.tag}\n{csv_text(rows)}"


def left_out_file() -> Path:
    """Where the predictions of the ensemble in use lie: beside it, as calibrate writes them."""
    chosen = os.environ.get("EXOBURN_ENSEMBLE", "")
    return Path(chosen).with_name(LEFT_OUT.name) if chosen else LEFT_OUT


def read_left_out(
    targets: Sequence[Target], ensemble: Ensemble, *, path: Path | None = None
) -> list[Score]:
    """The left-out predictions of these targets, in their order; none if there is no file.

    InputError if the file belongs to another ensemble, or names a target that is not there.
    """
    path = left_out_file() if path is None else path
    if not path.exists():
        return []
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    tag = first.removeprefix("# ensemble ").strip()
    if tag != ensemble.tag:
        raise InputError("belongs to another ensemble", file=str(path), given=tag,
                         allowed=ensemble.tag)
    known = {target.id: target for target in targets}
    found: dict[str, Score] = {}
    for row in csv.DictReader(rest.splitlines()):
        if row["id"] not in known:
            raise InputError("names a target that is not in the table", file=str(path),
                             key="id", given=row["id"])
        numbers = {name: float(row[name]) for name in _NUMBERS}
        found[row["id"]] = Score(known[row["id"]], KIND, **numbers)
    return [found[target.id] for target in targets if target.id in found]
