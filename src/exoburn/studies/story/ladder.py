"""The told mark among its neighbours: how many people pass an easier or a harder one."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoburn.data import table
from exoburn.studies.story.shares import knowledge_shares
from exoburn.studies.story.watch import ANIMAL, DEFAULT, NOBODY, Watched


def ladder(watched: Watched) -> list[dict[str, Any]]:
    """Shares at several marks of the same kind of outcome, the told one among them, in order.

    Marks are days for healing and infection, percent for a scar's reduction, points otherwise.
    """
    told = watched.story.outcome
    key = {"healed": "day", "no_infection": "day", "scar_reduction_percent": "at_least"}.get(
        told.kind, "at_most"
    )
    own = getattr(told, key)
    row = next(row for row in table("story_ladders") if row["kind"] == told.kind)
    marks = sorted({own, *(float(mark) for mark in row["marks"].split(";"))})
    found = []
    for mark in marks:
        if key == "day" and mark > watched.days:
            continue
        shares = knowledge_shares(
            watched, told.model_copy(update={key: mark}), [NOBODY, DEFAULT, ANIMAL]
        )
        found.append({
            "mark": mark, "told": mark == own, "standard_care": asdict(shares.share(NOBODY)),
            "treated": asdict(shares.share(DEFAULT)),
            "works_as_in_animals": asdict(shares.share(ANIMAL)),
        })  # fmt: skip
    return found
