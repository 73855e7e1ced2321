"""Flags in the order in which a surgeon must see them: what not to do first, what can wait last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exoburn.evidence.papers import links_in
from exoburn.report.arms import Shown

#: kinds of flag, first to last
ORDER = ("Stamp", "Do not", "Refer", "Caution", "Not stated")
_REFERRAL = ("refer", "review", "consult", "urgent", "obstetric", "non-accidental")
_DO_NOT = re.compile(
    r"not to be given|may be given|another dressing is needed|\bnot (for|near|in the first)\b"
    r"|\bdo not\b|\bnever\b|keep away|\bstop the (drug|product)\b|excluded: allergy"
)


@dataclass(frozen=True)
class Flag:
    """A rule that fired: its kind in a word, what teams do, why, and where it is from."""

    kind: str
    action: str
    reason: str
    source: str
    links: tuple[tuple[str, str], ...]
    urgent: bool


def flags_of(result: Shown) -> list[Flag]:
    """Flags by kind; within a kind in the order of the rules."""
    found = [_flag(flag) for flag in result.summary.get("flags", [])]
    return sorted(found, key=lambda flag: ORDER.index(flag.kind))


def stamps_of(result: Shown) -> list[str]:
    """What is stamped over all results: a response of the body that is not modelled."""
    return [flag.action for flag in flags_of(result) if flag.kind == "Stamp"]


def _flag(flag: Mapping[str, Any]) -> Flag:
    kind = kind_of(flag)
    action = flag["action"][:1].upper() + flag["action"][1:]
    if kind == "Not stated":  # its reason and source are only that some rules wait for it
        return Flag(kind, action, "", "", (), urgent=flag.get("set") != "product")
    links = dict.fromkeys(links_in(flag["source"]))
    return Flag(
        kind, action, flag["reason"], flag["source"],
        tuple((_short(id), link) for id, link in links), urgent=kind != "Caution",
    )  # fmt: skip


def kind_of(flag: Mapping[str, Any]) -> str:
    """The kind of a flag, by what its action says.

    >>> kind_of({"action": "injected vesicles outside a trial: not to be given"})
    'Do not'
    >>> kind_of({"action": "consult a burn service"}), kind_of({"action": "needs thought"})
    ('Refer', 'Caution')
    """
    if not flag.get("judged", True):
        return "Not stated"
    words = flag["action"].lower()
    if "not modelled" in words:
        return "Stamp"
    if _DO_NOT.search(words):
        return "Do not"
    return "Refer" if any(word in words for word in _REFERRAL) else "Caution"


def _short(id: str) -> str:
    """A web page by its site."""
    if not id.startswith("http"):
        return id
    return id.split("//", 1)[1].split("/", 1)[0].removeprefix("www.")
