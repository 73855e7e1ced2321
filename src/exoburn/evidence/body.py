"""All that bears on one question in one group: animals, people with burns, people with others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exoburn.evidence.base import shipped
from exoburn.evidence.effects import RATIOS, Effect, one_per_study, shipped_effects
from exoburn.evidence.findings import findings
from exoburn.evidence.questions import Filter
from exoburn.evidence.records import Finding, MetaAnalysis, Study

if TYPE_CHECKING:
    from exoburn.evidence.pool import Pooled
    from exoburn.evidence.spreads import Spread


@dataclass(frozen=True, slots=True)
class Pool:
    """Effects of one measure and unit, pooled: REML, Hartung-Knapp never narrower than normal.

    `sensitivity` holds (what was changed, result) pairs; `effects` one entry a study.
    """

    measure: str
    unit: str
    better: str
    effects: tuple[Effect, ...]
    result: Pooled
    sensitivity: tuple[tuple[str, Pooled], ...]

    @property
    def size(self) -> int:
        """Animals or people behind it, where a study gave a count."""
        return sum(effect.size or 0 for effect in self.effects)

    @property
    def ratio(self) -> bool:
        """True if the effects are logarithms of a ratio."""
        return self.measure in RATIOS

    @property
    def favours(self) -> int:
        """1 if the whole interval favours the treated arms, -1 if it disfavours, 0 if both."""
        low, high = self.result.ci
        sign = 1 if self.better == "higher" else -1
        return sign if low > 0 else -sign if high < 0 else 0


@dataclass(frozen=True, slots=True)
class Body:
    """What was found: `studies` are those whose reporting is judged."""

    group: str
    burn: bool | None
    effects: tuple[Effect, ...]
    pools: tuple[Pool, ...]
    reviews: tuple[MetaAnalysis, ...]
    findings: tuple[Finding, ...]
    studies: tuple[Study, ...]

    @property
    def counted_reviews(self) -> tuple[MetaAnalysis, ...]:
        """Reviews whose result counts."""
        return tuple(review for review in self.reviews if review.use == "counted")

    @property
    def results(self) -> tuple[tuple[str, int], ...]:
        """(name, sign) of each result once: 1 favours the product, 0 no difference, -1 against.

        A study that stands as a number and as words is counted once, by its words.
        """
        found: dict[str, int] = {}
        for effect in self.effects:
            if effect.use in ("counted", "direction"):
                favoured = (effect.estimate > 0) == (effect.better == "higher")
                found[effect.study.id] = 1 if favoured else -1
        for one in self.findings:
            if one.sign is not None:
                found[one.study] = one.sign
        for review in self.counted_reviews:
            if review.favours is not None:
                found[f"{review.read.source} {review.label}"] = review.favours
        return tuple(found.items())

    @property
    def only_counted(self) -> bool:
        """True if all that is known is counts of events, which no trial compared between groups."""
        told = [one for one in self.findings if one.sign is not None]
        return bool(told) and all(one.counted for one in told) and not (
            self.pools or self.counted_reviews
            or any(effect.use in ("counted", "direction") for effect in self.effects)
        )

    @property
    def empty(self) -> bool:
        """True if there is no result at all."""
        return not self.results


def body_of(
    question: str, wanted: Filter, group: str, *, burn: bool | None = None,
    more: Iterable[Effect] = (),
) -> Body:  # fmt: skip
    """The body of evidence of one group; `more` are a user's own effects.

    >>> body = body_of("closure", Filter(), "animals")
    >>> [round(body.pools[0].result.estimate, 1), body.pools[0].result.k, body.pools[0].size]
    [14.8, 2, 40]
    """
    base = shipped()
    own = list(more)

    def takes(effect: Effect) -> bool:
        fits = _takes(effect.study, effect.type, wanted, group, burn)
        return fits and effect.question == question

    effects = tuple(effect for effect in (*shipped_effects(), *own) if takes(effect))
    reviews = () if wanted.one_species else tuple(
        review for review in base.reviews
        if review.question == question and review.type == wanted.type and review.group == group
        and wanted.takes_wound(review.burn) and burn in (None, review.burn)
    )  # fmt: skip
    told = tuple(
        one for one in findings()
        if one.question == question and one.type == wanted.type and one.group == group
        and wanted.takes_wound(one.burn) and burn in (None, one.burn)
        and not (wanted.one_species and not _of_species(one, wanted.species))
    )  # fmt: skip
    every = {study.id: study for study in base.studies}
    every |= {effect.study.id: effect.study for effect in own}
    studies = tuple(s for s in every.values() if _takes(s, s.type, wanted, group, burn))
    return Body(group, burn, effects, _pools(effects, takes, own), reviews, told, studies)


def _of_species(one: Finding, species: str) -> bool:
    return any(s.id == one.study and s.species.startswith(species) for s in shipped().studies)


def _takes(study: Study, type: str, wanted: Filter, group: str, burn: bool | None) -> bool:
    if study.group != group or burn not in (None, study.burn):
        return False
    return wanted.takes(species=study.species, group=study.group, burn=study.burn, type=type)


def _pools(
    effects: tuple[Effect, ...], takes: Callable[[Effect], bool], own: list[Effect]
) -> tuple[Pool, ...]:
    """One pool for each measure, unit and direction."""
    made: list[Pool] = []
    for key, group in _by_scale(effects).items():
        chosen = one_per_study(group)
        other = _sensitivity(key, chosen, takes, own)
        made.append(Pool(*key, tuple(chosen), _pooled(chosen), other))
    return tuple(made)


def _by_scale(effects: Iterable[Effect]) -> dict[tuple[str, str, str], list[Effect]]:
    groups: dict[tuple[str, str, str], list[Effect]] = {}
    for effect in effects:
        if effect.use == "counted" and effect.se is not None:
            groups.setdefault((effect.measure, effect.unit, effect.better), []).append(effect)
    return groups


def _pooled(effects: list[Effect]) -> Pooled:
    from exoburn.evidence.pool import pool

    found = pool(
        effect=[effect.estimate for effect in effects],
        variance=[effect.variance for effect in effects],
        names=[effect.study.label for effect in effects],
        # one study has no spread between studies: its own interval is all there is
        method="REML", test="knha-safe" if len(effects) > 1 else "z",
    )  # fmt: skip
    return _by_t(found, effects[0]) if len(effects) == 1 else found


def _by_t(found: Pooled, effect: Effect) -> Pooled:
    """One study whose people are their own control: its interval by t, as its error was."""
    if effect.df is None:
        return found
    low, high = effect.interval
    note = f"interval by t with {effect.df} degrees of freedom"
    return replace(found, ci=(low, high), p=effect.p, notes=(*found.notes, note))


def _sensitivity(
    key: tuple[str, str, str], chosen: list[Effect], takes: Callable[[Effect], bool],
    own: list[Effect],
) -> tuple[tuple[str, Pooled], ...]:  # fmt: skip
    """The same with other spreads, with a common effect, and leaving out each study."""
    from exoburn.evidence.pool import pool

    found: list[tuple[str, Pooled]] = []
    spreads: list[tuple[Spread, str]] = []
    if any("used instead" in effect.spread_note for effect in chosen):
        spreads.append(("low", "replaced SDs at their low end"))
        spreads.append(("high", "replaced SDs at their high end"))
        spreads.append(("printed", "SDs as printed, though implausible"))
    if any(effect.open_spread for effect in chosen):
        spreads.append(("sem", "spreads of a type that is not stated as standard errors"))
    for spread, words in spreads:
        other = [effect for effect in (*shipped_effects(spread), *own) if takes(effect)]
        found.append((words, _pooled(one_per_study(_by_scale(other)[key]))))
    if len(chosen) > 1:
        common = pool(
            effect=[effect.estimate for effect in chosen],
            variance=[effect.variance for effect in chosen], method="FE",
        )  # fmt: skip
        found.append(("one common effect, no spread between studies", common))
    if len(chosen) > 2:
        found += [
            (f"without {effect.study.label}", _pooled([e for e in chosen if e is not effect]))
            for effect in chosen
        ]
    return tuple(found)
