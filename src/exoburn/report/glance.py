"""Four lines for the first look: depth, closure without surgery, grafts, what the product does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exoburn.blocks.injury.depth import LABELS
from exoburn.outcome import registry
from exoburn.report.arms import ArmView, Data, Shown
from exoburn.report.matters import verdict
from exoburn.report.surgery import any_by_policy, contrast_without, operated, outcomes_without
from exoburn.report.vehicle import gap_words
from exoburn.report.wording import count_of_100, joined, plain, reach

_MOST_NAMED = 3


@dataclass(frozen=True)
class Line:
    """A label and what stands beside it, one text an arm or group of arms."""

    label: str
    texts: tuple[str, ...]


def glance(result: Shown, arms: Sequence[ArmView], horizon: float) -> list[Line]:
    """The lines that have something to say, in the order that a surgeon asks."""
    if result.case.is_scar:
        made = (_scar(result), _scores(arms), _product(arms))
    else:
        made = (_depth(result), _closes(arms, horizon), _grafted(arms), _product(arms))
    return [Line(label, tuple(texts)) for label, texts in made if texts]


def open_for(entry: Data, horizon: float) -> str:
    """How long a wound stays open that nobody closes.

    >>> open_for({"median": 228.0, "p05": 147.0, "p95": 386.0, "reached": 1.0}, 730)
    'open for 228 days (147\u2013386)'
    >>> open_for({"median": None, "p05": 300.0, "p95": None, "reached": 0.2}, 400)
    'still open on day 400 in 80 of 100 runs'
    """
    if entry["median"] is None:
        share = count_of_100(1 - (entry["reached"] or 0.0))
        return f"still open on day {horizon:g} in {share} runs"
    return (
        f"open for {plain(entry['median'])} days ({reach(entry['p05'], entry['p95'], horizon)})"
    )


def _depth(result: Shown) -> tuple[str, list[str]]:
    burn = result.summary.get("burn")
    if not burn:
        return "Depth", []
    label = LABELS.get(burn["depth_class"], burn["depth_class"])
    words = (
        f"{label}: {plain(burn['depth_mm'])} mm, {plain(100 * burn['depth_fraction'])} % of the "
        f"dermis"
    )
    if any(arm.first_aid is not None for arm in result.case.arms):
        words += f", in arm A ({result.case.arms[0].name})"
    return "Depth", [words]


def _closes(arms: Sequence[ArmView], horizon: float) -> tuple[str, list[str]]:
    told: list[tuple[ArmView, str]] = []
    for arm in arms:
        free = outcomes_without(arm)
        share = None if free is None else (free.get("healed_by_21") or {}).get("mean")
        if free is None or share is None:
            continue
        words = count_of_100(share)
        if arm.statement.no_surgery:
            words += f"; {open_for(free['t95_days'], horizon)}. Natural course, no option of care"
        told.append((arm, words))
    return "Closes by day 21 without surgery", _by_arm(told, arms)


def _grafted(arms: Sequence[ArmView]) -> tuple[str, list[str]]:
    told = []
    for arm in arms:
        if arm.statement.no_surgery:
            continue
        done = [
            f"{count_of_100(one.share)} on day {one.day:g}, "
            f"by {'plan' if one.planned else 'policy'}"
            for one in operated(arm)
        ]
        told.append((arm, joined(done) or "0 of 100"))
    return "Grafted", _by_arm(told, [arm for arm in arms if not arm.statement.no_surgery])


def _by_arm(told: Sequence[tuple[ArmView, str]], arms: Sequence[ArmView]) -> list[str]:
    """Arms with the same words are named together; all of them need no name."""
    same: dict[str, list[str]] = {}
    for arm, words in told:
        same.setdefault(words, []).append(arm.name)
    if len(same) == 1 and len(told) == len(arms):
        return list(same)
    if len(same) <= _MOST_NAMED:
        return [f"{joined(names)}: {words}" for words, names in same.items()]
    first, rest = told[0], [words for _, words in told[1:]]
    counts = sorted(rest, key=lambda words: float(words.split()[0].replace("under", "0")))
    return [f"{first[0].name}: {first[1]}", f"other arms: {counts[0].split()[0]} to {counts[-1]}"]


def _product(arms: Sequence[ArmView]) -> tuple[str, list[str]]:
    others = [arm for arm in arms[1:] if not arm.statement.no_surgery]
    chosen = [arm for arm in others if arm.gives_vesicles]
    chosen = chosen or [arm for arm in others if arm.active] or others[:_MOST_NAMED]
    label = "What the product changes" if any(a.active for a in chosen) else "What differs"
    if any_by_policy(arms):
        label += ", nobody grafted"
    return label, [text for arm in chosen for text in _difference(arm, arms[0])]


def _difference(arm: ArmView, first: ArmView) -> Iterator[str]:
    for id, what in (("t95_days", "closure "), ("vss_12mo", "scar score "), ("vss_6mo", "")):
        gap = contrast_without(arm, first, id) or arm.contrast(id)
        if gap is None:
            continue
        judged = verdict(registry()[id], gap)
        words = f"{arm.name}: {what}{gap_words(id, gap)} than {first.name}"
        words = words.replace("no difference", "no different", 1)
        yield f"{words}; {judged}" if judged else words
        return


def _scar(result: Shown) -> tuple[str, list[str]]:
    scar = result.case.scar
    if scar is None:
        return "The scar", []
    return "The scar", [
        f"{plain(scar.area_cm2)} cm2, {scar.months:g} months old, scored {scar.vss:g} of 13"
    ]


def _scores(arms: Sequence[ArmView]) -> tuple[str, list[str]]:
    told = [
        (arm, f"{plain(round(middle, 1))} of 13")
        for arm in arms
        if (middle := arm.median("vss_12mo")) is not None
    ]
    return "Score a year after the first session", _by_arm(told, arms)
