"""The rules that `exoburn burn` can judge: from age, depth, site, cause and burned surface."""

from __future__ import annotations

from typing import Any

from exoburn.case import CLASSES, Flag, evaluate
from exoburn.case.facts import marks_of, regions_of

#: what the cause of a burn is called in a case, where the medium leaves no doubt
_CAUSES = {"running-water": "scald", "immersion": "scald", "steam": "scald", "flame": "flame",
           "flash": "flash"}
_DEEP = ("deep_partial", "full_thickness")


def flags_of(
    burn: dict[str, Any],
    *,
    age_years: float | None = None,
    sex: str | None = None,
    weight_kg: float | None = None,
    site: str | None = None,
    medium: str | None = None,
    radiation: bool = False,
    inhalation: bool = False,
) -> list[Flag]:
    """Flags of a `burn` object; none where nothing is burned.

    What `exoburn burn` has no option for (tetanus cover, other illness, products) is not judged
    here; a case file is.

    >>> flags = flags_of({"depth_class": "deep_partial", "tbsa_percent": 2.0}, age_years=2)
    >>> [flag.id for flag in flags if flag.judged]
    ['child', 'toxic_shock', 'non_accidental', 'partial_any_depth']
    >>> flags_of({"depth_class": "none", "tbsa_percent": None}, age_years=2)
    []
    """
    depth, percent = burn["depth_class"], burn.get("tbsa_percent")
    if depth in (None, "none") and not percent:
        return []
    facts: dict[str, object] = {
        "age_years": age_years, "sex": sex, "weight_kg": weight_kg, "tbsa_percent": percent,
        "cause": "radiation" if radiation else _CAUSES.get(medium or ""),
        "inhalation": True if inhalation else None, "open_wound": True, "healed": False,
    }
    if isinstance(depth, str) and depth != "none":
        facts |= {"depths": (depth,), "deepest": depth}
        if site is not None:
            deep = [site] if depth in _DEEP else []
            facts |= {"sites": (site,), "marks": marks_of([site]), "deep_marks": marks_of(deep),
                      "deep_regions": regions_of(deep)}
    return evaluate(facts, sets=("systemic", "acute"))


def flag_lines(flags: list[dict[str, Any]]) -> list[str]:
    """Flags as lines of plain text, the most pressing first.

    >>> flag_lines([{"class": "refer", "action": "a burn: refer", "reason": "deep"}])
    ['Refer          a burn: refer (deep)']
    """
    lines = []
    for flag in flags:
        why = f" ({flag['reason']})" if flag["class"] != "not_stated" else "; a case file says it"
        lines.append(f"{CLASSES[flag['class']]:15s}{flag['action']}{why}")
    return lines
