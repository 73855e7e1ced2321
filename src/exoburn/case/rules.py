"""The rule engine: which referral, eligibility and caution rules a case sets off.

Rules are rows of `rules.csv`, each with its source. They tell what teams and protocols do with
such a case; none of them says that a person be given a product.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from exoburn.case.condition import judge
from exoburn.case.facts import FACTS
from exoburn.data import table
from exoburn.errors import EngineError

SETS = ("systemic", "acute", "product", "scar", "chronic")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: `action` for `reason` if `condition` holds; if `ask_if`, unknown facts are named."""

    id: str
    order: int
    set: str
    condition: str
    ask_if: str
    action: str
    reason: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule that fired, with the values that made it fire; `judged` is False for an open question.

    An open question lists in `fired` the facts that are not stated, each with the rules that wait
    for it.
    """

    id: str
    set: str
    action: str
    reason: str
    source: str
    verified: bool
    fired: Mapping[str, object]
    judged: bool = True

    def to_json(self) -> dict[str, Any]:
        """The flag as JSON: id, action, reason and source as frozen, and what made it fire."""
        fired = {k: list(v) if isinstance(v, tuple) else v for k, v in self.fired.items()}
        return {
            "id": self.id,
            "action": self.action,
            "reason": self.reason,
            "source": self.source,
            "set": self.set,
            "verified": self.verified,
            "judged": self.judged,
            "fired": fired,
        }


def evaluate(
    facts: Mapping[str, object], sets: Iterable[str] = SETS, rules: Iterable[Rule] | None = None
) -> list[Flag]:
    """Flags of a case, referral first; facts come from `facts_of`, a missing one is not stated.

    At the end comes at most one flag a set for the rules that cannot be judged because a fact is
    not stated, where that matters.

    >>> flags = evaluate({"depths": ("full_thickness",), "tbsa_percent": 25.0}, sets=("acute",))
    >>> flags[0].id, flags[0].action
    ('full_thickness', 'refer to a burn centre now; a topical biologic alone is no option')
    >>> flags[-1].judged, sorted(flags[-1].fired)
    (False, ['circumferential', 'tetanus_up_to_date'])
    """
    wanted = tuple(sets)
    unknown = [name for name in wanted if name not in SETS]
    if unknown:
        raise EngineError(f"no such set of rules: {', '.join(unknown)}; there are {SETS}")
    flags: list[Flag] = []
    waiting: dict[str, dict[str, list[str]]] = {}
    for rule in all_rules() if rules is None else rules:
        if rule.set not in wanted:
            continue
        verdict = judge(rule.condition, facts)
        if verdict.value:
            flags.append(_fired(rule, verdict.used))
        elif verdict.value is None and rule.ask_if and judge(rule.ask_if, facts).value:
            open_facts = waiting.setdefault(rule.set, {})
            for name in verdict.missing:
                open_facts.setdefault(name, []).append(rule.id)
    return flags + [_open_question(name, facts) for name, facts in waiting.items()]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule that ships, referral first."""
    rows = [
        Rule(
            id=row["id"],
            order=int(row["order"]),
            set=row["set"],
            condition=row["condition"],
            ask_if=row["ask_if"],
            action=row["action"],
            reason=row["reason"],
            source=row["source"],
            verified=row["verified"] == "yes",
        )
        for row in table("rules")
    ]
    return tuple(sorted(rows, key=lambda rule: (rule.order, rule.id)))


def _fired(rule: Rule, used: Mapping[str, object]) -> Flag:
    return Flag(
        id=rule.id,
        set=rule.set,
        action=rule.action,
        reason=rule.reason,
        source=rule.source,
        verified=rule.verified,
        fired=MappingProxyType(dict(used)),
    )


def _open_question(name: str, facts: Mapping[str, list[str]]) -> Flag:
    words = ", ".join(FACTS.get(fact, fact) for fact in facts)
    rules = dict.fromkeys(rule for ids in facts.values() for rule in ids)
    return Flag(
        id=f"not_stated_{name}",
        set=name,
        action=f"cannot be judged: {words} not stated",
        reason="a rule hangs on what the case does not say",
        source=f"rules that wait: {', '.join(rules)}",
        verified=False,
        fired=MappingProxyType({fact: tuple(ids) for fact, ids in facts.items()}),
        judged=False,
    )
