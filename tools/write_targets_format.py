"""Write docs/targets-format.md from the tables that the reader of target files uses.

usage: python tools/write_targets_format.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from exoburn.data import table
from exoburn.infer.columns import Column, columns
from exoburn.infer.observable import observables

PAGE = Path(__file__).parents[1] / "docs" / "targets-format.md"

#: Two whole files that can be predicted as they stand.
FIRST = """\
id,study,source,observable,value
clinic_heal_mean,Our clinic 2026,our records,time_to_heal,16.5
"""
SECOND = """\
id,study,source,verified,species,age_years,depth,area_cm2,dressing,observable,statistic,day,bin_low,bin_high,definition,visits_every_days,versus_dressing,value,spread,spread_type,n,n_versus
silver_heal,Ward A 2025,10.0000/example,yes,human,38,deep_partial,150,silver_hydrofibre,time_to_heal,mean,,,,100,3,,24.1,6.2,SD,44,
silver_heal_sd,Ward A 2025,10.0000/example,yes,human,38,deep_partial,150,silver_hydrofibre,time_to_heal,sd,,,,100,3,,6.2,,,44,
silver_healed_21,Ward A 2025,10.0000/example,yes,human,38,deep_partial,150,silver_hydrofibre,healed_percent,percent,21,,,100,3,,43,,,44,
silver_vs_cream,Ward A 2025,10.0000/example,yes,human,38,deep_partial,150,silver_hydrofibre,time_to_heal,difference,,,,100,3,silver_sulfadiazine,-3.4,1.5,SE,44,41
scars_15_21,Ward A 2025,10.0000/example,yes,human,38,mixed,150,silver_hydrofibre,hypertrophic_scar_percent,percent,,15,21,100,3,,28,,,60,
rat_day7,Laboratory B,10.0000/example2,no,rat,,0.8,4,none,area_reduction_percent,mean,7,,,95,1,,38,9,SD,8,
"""  # noqa: E501

_STATISTICS = {
    "mean": "arithmetic mean over people (animals, wounds)",
    "median": "median over people",
    "sd": "standard deviation between people",
    "q25": "first quartile over people",
    "q75": "third quartile over people",
    "percent": "people of whom it is true, of 100; only where people are counted",
    "difference": "this group minus the versus_ group: of means, or of percentages where people "
                  "are counted",
    "ratio": "this group divided by the versus_ group, of the same",
}  # fmt: skip
_SPREADS = {
    "SD": "standard deviation between people",
    "SE": "standard error of the published number",
    "CI95": "width of a 95 % confidence interval (upper end minus lower end)",
    "IQR": "width between the quartiles",
    "range": "largest minus smallest",
    "none": "no spread was published (leave `spread` empty)",
}
_DEFINITIONS = {
    "90": "90 % of the wound is covered", "95": "95 % is covered", "100": "99.5 % is covered",
    "confirmed": "covered in full at two weekly visits two weeks apart",
}  # fmt: skip


def page() -> str:
    """The whole page."""
    return "\n".join(_parts()) + "\n"


def _parts() -> Iterator[str]:
    yield (
        "# The format of a file of targets\n\n"
        "Written by `tools/write_targets_format.py` from the tables that the reader uses; do not "
        "edit.\n\n"
        "`exoburn validate --targets FILE` predicts published (or your own) numbers without "
        "refitting; `exoburn calibrate --targets FILE` fits to them. A file is CSV with one header "
        "line, in UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs between cells "
        "(decimal commas with the last two); a row is one number. Columns may stand in any order; "
        "those that are left out, and cells that are empty, take the default. Needed in every row: "
        + ", ".join(f"`{c.name}`" for c in columns().values() if c.needed)
        + ". Days count from the injury, for donor sites, excisions and grafts from surgery.\n\n"
        "A row says who was studied, how they were treated, what was measured and what came out. "
        "From it a small cohort is simulated under every member of the ensemble with that care "
        "and that definition, and the number is read off as the study did: a wound counts as "
        "healed at the next visit, not when it closes.\n"
    )
    yield "## A small file\n\n```csv\n" + FIRST + "```\n"
    yield (
        "One mean time to heal of partial-thickness scalds under the default dressing. Run it "
        "with `exoburn validate --targets small.csv`; with `--json` one object comes out on "
        "stdout, with `--out FOLDER` a page with pictures, a CSV and the JSON.\n"
    )
    yield "## A file with everything that most need\n\n```csv\n" + SECOND + "```\n"
    yield (
        "A trial with two dressings (mean, SD, healed by day 21, the difference between the "
        "groups), a class of healing times with its scars, and an animal row that is quoted from "
        "memory. The sources are made up.\n"
    )
    yield "## Columns\n\n| column | holds | default | meaning |\n|---|---|---|---|"
    for column in columns().values():
        yield (f"| `{column.name}` | {_kind(column)} | {_default(column)} | "
               f"{column.meaning.replace('|', '/')} |")
    yield ""
    yield "## What can be measured (`observable`)\n"
    yield "| observable | unit | statistics | also needs | range | meaning |\n" + "|---" * 6 + "|"
    for one in observables().values():
        yield (f"| `{one.id}` | {one.unit} | {', '.join(one.statistics)} | "
               f"{', '.join(one.needs) or '-'} | {one.low:g} to {one.high:g} | {one.meaning} |")
    yield ""
    yield from _words("Statistics (`statistic`)", _STATISTICS)
    yield from _words("Spreads (`spread_type`)", _SPREADS)
    yield from _words("When a wound counts as healed (`definition`)", _DEFINITIONS)
    yield "## Words for a depth (`depth`)\n"
    yield "| word | mean f | SD of f | source |\n|---|---|---|---|"
    for row in table("depth_words"):
        yield (f"| `{row['word']}` | {row['depth_fraction']} | {row['depth_sd']} | "
               f"{row['source']} |")
    yield (
        "\nf is the depth as a share of the dermis (0 epidermis, 1 all of it). A number may stand "
        "instead of a word.\n"
    )
    yield "## Words of the other tables\n"
    for column in columns().values():
        if column.kind == "table" and column.name != "observable" and "versus" not in column.name:
            yield f"- `{column.name}`: {', '.join(f'`{word}`' for word in column.allowed)}"
    yield (
        "\n## What is wrong is told\n\n"
        "A column or word that is not known, a number that is none or out of range, a row that is "
        "too short, an id that is there twice, an empty file, a file that is no text: one line "
        "with file, line, column, what was given, what is allowed and the nearest word; exit code "
        "2. Nothing is predicted then. A number that no member of the ensemble reaches within its "
        "run (a median of wounds that stay open) has no interval (`null`), is marked as outside, "
        "and stands beside the counts."
        "\n\n"
        "## How differences are fitted\n\n"
        "`shrink` pulls a published difference (or the log of a ratio) towards none before it is "
        "fitted, for open-label and small-study bias; predictions are told on the published "
        "scale. In people a product may do nothing: predictions of `--targets` hold that chance, "
        "as every simulation does; animals respond with the potency of their species."
    )


def _words(title: str, words: dict[str, str]) -> Iterator[str]:
    yield f"## {title}\n"
    for word, meaning in words.items():
        yield f"- `{word}`: {meaning}"
    yield ""


def _kind(column: Column) -> str:
    if column.kind == "number" or column.kind == "depth":
        text = f"number, {column.low:g} to {column.high:g}"
        return f"{text}, or a word" if column.name == "depth" else text
    if column.kind == "word":
        return ", ".join(f"`{word}`" for word in column.words)
    return "text" if column.kind == "text" else f"a row of the {column.words[0]} table"


def _default(column: Column) -> str:
    if column.needed:
        return "needed"
    return f"`{column.default}`" if column.default else "none"


def main(*, check: bool) -> int:
    """Write the page, or with `check` say whether it is current."""
    text = page()
    if not check:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/targets-format.md is not what the tables say: run tools/write_targets_format.py")
    return 1


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
