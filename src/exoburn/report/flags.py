"""Flags in the order in which a surgeon must see them: what not to do first, what can wait last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exoburn.case.rules import CLASSES
from exoburn.evidence.papers import links_in
from exoburn.report.arms import Shown


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
    """Flags by class; within a class in the order of the rules."""
    ranks = list(CLASSES)
    told = result.summary.get("flags", [])
    told = sorted(told, key=lambda flag: (ranks.index(flag["class"]), flag["order"]))
    return [_flag(flag) for flag in told]


def stamps_of(result: Shown) -> list[str]:
    """What is stamped over all results: a response of the body that is not modelled."""
    return [flag.action for flag in flags_of(result) if flag.kind == CLASSES["stamp"]]


def _flag(flag: Mapping[str, Any]) -> Flag:
    kind, action = CLASSES[flag["class"]], flag["action"][:1].upper() + flag["action"][1:]
    if flag["class"] == "not_stated":  # one line: the sources are those of every rule that waits
        return Flag(kind, action, "", "", (), urgent=flag["set"] != "product")
    links = dict.fromkeys(links_in(flag["source"]))
    return Flag(
        kind, action, flag["reason"], flag["source"],
        tuple((_short(id), link) for id, link in links), urgent=flag["class"] != "caution",
    )  # fmt: skip


def _short(id: str) -> str:
    """A web page by its site."""
    if not id.startswith("http"):
        return id
    return id.split("//", 1)[1].split("/", 1)[0].removeprefix("www.")
