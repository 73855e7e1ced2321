"""The page: everything that a report says, put into its templates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from exoburn.banner import BANNER
from exoburn.data import parameters
from exoburn.evidence import statement
from exoburn.letters import cleaned_lines
from exoburn.report.answer import answer, in_words
from exoburn.report.arms import ArmView, Shown, arm_views, horizon_of
from exoburn.report.asked import arm_lines, person_words
from exoburn.report.burned import burn_sentences
from exoburn.report.drawing import Picture, inline_svg
from exoburn.report.figures.mechanisms import NAMES
from exoburn.report.flags import flags_of, stamps_of
from exoburn.report.glance import glance
from exoburn.report.grounds import (
    assumptions_of,
    citations_of,
    dated_facts,
    effects_learned,
    gaps_of,
    notes_of,
    warnings_of,
)
from exoburn.report.key_numbers import key_rows, without_surgery
from exoburn.report.outcomes import left_out, outcome_groups
from exoburn.report.pictures import origin_of, pictures
from exoburn.report.recovery import stages
from exoburn.report.structure import structure_rows
from exoburn.report.vehicle import against_vehicle
from exoburn.report.wording import joined

if TYPE_CHECKING:
    import jinja2


def report_html(result: Shown) -> tuple[str, dict[str, Picture]]:
    """The page as HTML, and the pictures on it by id."""
    arms = arm_views(result)
    shown = pictures(result, arms)
    html = templates().get_template("report.html.j2").render(_content(result, arms, shown))
    return html, shown


def _content(
    result: Shown, arms: list[ArmView], shown: Mapping[str, Picture]
) -> dict[str, Any]:
    summary, case = result.summary, result.case
    assumed, sourced, network = assumptions_of(result)
    return {
        "banner": BANNER,
        "style": files("exoburn.report").joinpath("templates/style.css").read_text("utf-8"),
        "title": case.title,
        "person": person_words(result),
        "arms": arms,
        "is_scar": case.is_scar,
        "origin": origin_of(result),
        "horizon": horizon_of(result),
        "draws": result.arrays.size("draw"),
        "flags": flags_of(result),
        "stamps": stamps_of(result),
        "glance": glance(result, arms, horizon_of(result)),
        "answer": answer(arms),
        "in_words": in_words(arms, horizon_of(result)),
        "burn": burn_sentences(result),
        "arm_lines": arm_lines(result, arms),
        "pictures": shown,
        "numbers": {id: i + 1 for i, id in enumerate(shown)},
        "against": _against(arms),
        "groups": outcome_groups(arms, leading=True),
        "more_groups": outcome_groups(arms, leading=False),
        "free_rows": without_surgery(arms, horizon_of(result)),
        "key_rows": key_rows(arms, horizon_of(result)),
        "left_out": left_out(arms),
        "vehicle_rows": against_vehicle(arms),
        "stages": stages(arms),
        "structure": structure_rows(summary.get("structure")),
        "rater": statement("rater"),
        "two_readings": statement("two_readings_of_scar"),
        "facts": dated_facts(arms),
        "effects": effects_learned(result),
        "assumed": assumed,
        "sourced": sourced,
        "network": network,
        "notes": notes_of(result),
        "warnings": warnings_of(result),
        "gaps": gaps_of(result),
        "citations": citations_of(result),
        "version": summary["version"],
        "parameter_set": summary["parameter_set"],
        "seed": summary["seed"],
        "preset": _preset(case.run.preset) if any(a.gives_vesicles for a in arms) else "",
        "failed": result.manifest.get("failed_lanes") or [],
        "solver": _solver(result),
        "git": result.manifest.get("git"),
    }


def _preset(preset: str) -> str:
    """What the run takes vesicles to be able to do, in a sentence."""
    if preset == "sceptical":
        return "Preset sceptical: vesicles are taken to do nothing."
    if preset == "animal":
        return (
            "Preset animal: animal-strength parameters; still smaller than what animals reported."
        )
    rows = parameters()
    null, discount = rows["p_null_ev"].value, rows["d_trans"].value
    return (
        f"Preset default: vesicles are taken to do nothing with probability {null:g}; where they "
        f"act, effects are about {discount:g} of those in rodents."
    )


def _solver(result: Shown) -> dict[str, Any]:
    """Method and tolerance, without counts that only the manifest needs."""
    told = result.manifest.get("solver") or {}
    return {key: told[key] for key in ("method", "dtype", "rtol") if key in told}


def _against(arms: list[ArmView]) -> str:
    """Which mechanisms work against which arm, said plainly."""
    parts = []
    for arm in arms:
        harm = (arm.data.get("mechanisms") or {}).get("harm") or []
        if harm:
            names = joined([(NAMES.get(name) or str(name)).lower() for name in harm])
            parts.append(f"With {arm.name}, {names} worked against the benefit.")
    return " ".join(parts)


@cache
def templates() -> jinja2.Environment:
    """The templates of all pages; `svg` draws a picture in them."""
    import jinja2
    from markupsafe import Markup

    def svg(picture: Picture, width: str) -> Markup:
        drawing = picture.wide if width == "wide" else picture.narrow
        return Markup(
            inline_svg(
                drawing, id=f"{picture.id}-{width}", title=picture.title, summary=picture.summary
            )
        )

    found = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(files("exoburn.report").joinpath("templates"))),
        autoescape=True, finalize=_fit, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    found.globals["svg"] = svg
    return found


def _fit(value: object) -> object:
    """What a page shows, free of signs that hide or turn text, wherever it comes from."""
    if not isinstance(value, str):
        return value
    text = cleaned_lines(value)
    return value if text == value else type(value)(text)
