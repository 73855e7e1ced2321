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
#: class of a flag -> the words before it, in the order in which a reader needs them
CLASSES = {
    "stamp": "Stamp", "do_not": "Do not", "refer": "Refer", "caution": "Caution",
    "not_stated": "Not stated",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: `action` for `reason` if `condition` holds; if `ask_if`, unknown facts are named.

    `action` may hold facts of the condition in braces: what fired is told with its value.
    """

    id: str
    order: int
    flag_class: str
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

    `flag_class` is one of `CLASSES`. An open question lists in `fired` the facts that are not
    stated, each with the rules that wait for it.
    """

    id: str
    flag_class: str
    order: int
    set: str
    action: str
    reason: str
    source: str
    verified: bool
    fired: Mapping[str, object]
    judged: bool = True

    def to_json(self) -> dict[str, Any]:
        """The flag as JSON: id, action, reason and source as frozen, and what made it fire.

        `class` (stamp, do_not, refer, caution, not_stated) and `order` within it sort flags.
        """
        fired = {k: list(v) if isinstance(v, tuple) else v for k, v in self.fired.items()}
        return {
            "id": self.id,
            "action": self.action,
            "reason": self.reason,
            "source": self.source,
            "class": self.flag_class,
            "order": self.order,
            "set": self.set,
            "verified": self.verified,
            "judged": self.judged,
            "fired": fired,
        }


def evaluate(
    facts: Mapping[str, object], sets: Iterable[str] = SETS, rules: Iterable[Rule] | None = None
) -> list[Flag]:
    """Flags of a case in the order of `CLASSES`; facts come from `facts_of`.

    A fact that is missing is not stated. At the end comes at most one flag a set for the rules
    that cannot be judged because a fact is not stated, where that matters.

    >>> flags = evaluate({"depths": ("full_thickness",), "deep_regions": ("hand",),
    ...                   "tbsa_percent": 25.0}, sets=("systemic", "acute"))
    >>> [(flag.flag_class, flag.id) for flag in flags][:2]
    [('stamp', 'systemic_not_modelled'), ('refer', 'full_thickness')]
    >>> flags[-1].judged, flags[-1].action
    (False, 'cannot be judged: circumferential burn, tetanus cover not stated')
    """
    wanted = tuple(sets)
    unknown = [name for name in wanted if name not in SETS]
    if unknown:
        raise EngineError(f"no such set of rules: {', '.join(unknown)}; there are {SETS}")
    flags: list[Flag] = []
    waiting: dict[str, dict[str, list[Rule]]] = {}
    for rule in all_rules() if rules is None else rules:
        if rule.set not in wanted:
            continue
        verdict = judge(rule.condition, facts)
        if verdict.value:
            flags.append(_fired(rule, verdict.used))
        elif verdict.value is None and rule.ask_if and judge(rule.ask_if, facts).value:
            open_facts = waiting.setdefault(rule.set, {})
            for name in verdict.missing:
                open_facts.setdefault(name, []).append(rule)
    flags.sort(key=lambda flag: (list(CLASSES).index(flag.flag_class), flag.order))
    return flags + [_open_question(name, facts) for name, facts in waiting.items()]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule that ships, referral first."""
    rows = [
        Rule(
            id=row["id"],
            order=int(row["order"]),
            flag_class=row["class"],
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
        flag_class=rule.flag_class,
        order=rule.order,
        set=rule.set,
        action=rule.action.format_map(used),
        reason=rule.reason,
        source=rule.source,
        verified=rule.verified,
        fired=MappingProxyType(dict(used)),
    )


def words_of(flag: Flag) -> tuple[str, ...]:
    """The facts behind a flag in a reader's words.

    >>> words_of(evaluate({"tbsa_percent": 3.0}, sets=("acute",))[0])
    ('tetanus cover',)
    """
    return tuple(dict.fromkeys(FACTS.get(fact, fact) for fact in flag.fired))


def _open_question(name: str, facts: Mapping[str, list[Rule]]) -> Flag:
    words = ", ".join(dict.fromkeys(FACTS.get(fact, fact) for fact in facts))
    rules = {rule.id: rule for waiting in facts.values() for rule in waiting}
    sources = [text for rule in rules.values() for text in rule.source.split(" ; ")]
    return Flag(
        id=f"not_stated_{name}",
        flag_class="not_stated",
        order=SETS.index(name),
        set=name,
        action=f"cannot be judged: {words} not stated",
        reason="what teams do in such a case hangs on it",
        source=" ; ".join(dict.fromkeys(sources)),
        verified=all(rule.verified for rule in rules.values()),
        fired=MappingProxyType(
            {fact: tuple(rule.id for rule in waiting) for fact, waiting in facts.items()}
        ),
        judged=False,
    )
