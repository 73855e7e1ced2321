"""Run the stories that ship and write docs/stories.json and docs/stories.md.

    python tools/stories_page.py          run both stories and write both files
    python tools/stories_page.py --page   write the page anew from the stored numbers

Run it again when constants change; the page names the parameter set that its numbers came from.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from string import Template
from typing import Any

from exoburn.studies.story import load_story, story_answer
from exoburn.studies.story.people_needed import many_people, many_people_at_told_dose
from exoburn.studies.story.words import count, factor, people

ROOT = Path(__file__).parent.parent
STORED, PAGE = ROOT / "docs" / "stories.json", ROOT / "docs" / "stories.md"
TEXT = ROOT / "tools" / "stories_page.txt"
STORIES = ("hands-gel", "leg-scar")
_LEFT_OUT = ("paragraphs", "short", "version")


def main(arguments: list[str]) -> None:
    """Run or read the numbers, then write the page."""
    if "--page" not in arguments:
        numbers = {name: answer(name) for name in STORIES}
        STORED.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(stored()), encoding="utf-8")


def answer(name: str) -> dict[str, Any]:
    """One story's numbers, without its words."""
    found = story_answer(load_story(ROOT / "examples" / "stories" / f"{name}.toml"), threads=2)
    return {key: value for key, value in found.items() if key not in _LEFT_OUT}


def stored() -> dict[str, Any]:
    """The numbers that the page is written from."""
    return json.loads(STORED.read_text(encoding="utf-8"))


def page(numbers: dict[str, Any]) -> str:
    """The page as Markdown."""
    hands, leg = (numbers[name] for name in STORIES)
    return Template(TEXT.read_text(encoding="utf-8")).substitute(
        parameter_set=hands["parameter_set"], draws=hands["draws"], seed=hands["seed"],
        **_words("hands", hands), **_words("leg", leg),
    )  # fmt: skip


def _words(prefix: str, found: dict[str, Any]) -> dict[str, str]:
    arms, own = found["treated"], found["natural_course"]
    about = found["bayes_factor_range"]
    story = next(row for row in found["follow_up"] if row["id"] == "story")
    closed = own["closed_day_median"]
    words = {
        "standard": count(found["standard_care"]), "default": count(arms["default"]),
        "animal": count(arms["works_as_in_animals"]), "nothing": count(arms["no_effect"]),
        "factor": factor(found["bayes_factor"]),
        "range": f"{factor(about['p05'])} to {factor(about['p95'])}",
        "rare": "yes" if about["too_rare"] else "no",
        "depths": _depths(found), "telling": _telling(found), "ladder": _ladder(found),
        "beliefs": _beliefs(found), "follow": _follow(found), "story_people": many_people(story),
        "story_people_told_dose": many_people_at_told_dose(story),
        "closed": "-" if closed is None else f"{closed:.0f}",
        "falls": f"{own.get('scar_falls_percent', 0):.0f}",
        "read_falls": f"{own.get('scar_read_as_falling_percent', 0):.0f}",
    } | {
        f"reading_{row['id']}": people(row["standard_care"]) for row in found["readings"]
    } | {
        f"reading_factor_{row['id']}": factor(row["bayes_factor"]["value"])
        for row in found["readings"] if row["bayes_factor"]
    }  # fmt: skip
    return {f"{prefix}_{key}": value for key, value in words.items()}


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _depths(found: dict[str, Any]) -> str:
    return _table(
        ["depth", "share of such burns", "standard care, of 100", "works, of 100", "Bayes factor"],
        [[row["depth"].replace("_", " "), f"{row['share_of_such_burns']:.2f}",
          count(row["standard_care"]), count(row["works_as_in_animals"]),
          factor(row["bayes_factor"]["value"])] for row in found["by_depth"]],
    )  # fmt: skip


def _telling(found: dict[str, Any]) -> str:
    keys = ("all_told", "only_successes_told", "of_twice_as_many_treated",
            "of_ten_times_as_many_treated")  # fmt: skip
    return _table(
        ["stories told (n)", "every outcome is told", "only successes are told",
         "n of 2n treated", "n of 10n treated"],
        [[str(row["stories"]), *(factor(row[key]) for key in keys)]
         for row in found["telling"]["by_number"]],
    )  # fmt: skip


def _ladder(found: dict[str, Any]) -> str:
    return _table(
        ["mark", "standard care, of 100", "as far as is known", "works as in animals"],
        [[f"{row['mark']:g}{' (told)' if row['told'] else ''}", count(row["standard_care"]),
          count(row["treated"]), count(row["works_as_in_animals"])] for row in found["ladder"]],
    )  # fmt: skip


def _beliefs(found: dict[str, Any]) -> str:
    return _table(
        ["belief before (stated, not measured)", "after one story at face value",
         "after the story as it was told"],
        [[f"{row[key]:.3f}" for key in ("before", "after_one_story", "after_as_told")]
         for row in found["beliefs"]],
    )  # fmt: skip


def _follow(found: dict[str, Any]) -> str:
    return _table(
        ["follow-up", "bits, told dose", "bits, dose of rats", "bits, told dose, lot untested",
         "people until ten to one, dose of rats, tested lot",
         "people until ten to one, told dose, tested lot"],
        [[row["label"], f"{row['bits']:.2g}", f"{row['bits_at_the_dose_of_rats'] or 0:.2g}",
          f"{row['bits_if_the_lot_is_untested']:.2g}", many_people(row),
          many_people_at_told_dose(row)]
         for row in found["follow_up"][:6]],
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
