"""The answer in one paragraph: sentences made from the results, each with its number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from exoburn.evidence import statement
from exoburn.outcome import registry
from exoburn.report.arms import ArmView, Data
from exoburn.report.glance import open_for
from exoburn.report.surgery import any_by_policy, contrast_without, policy_share
from exoburn.report.wording import count_of_100, days, directed, joined, plain, scientific, span

_GROUP_WORDS = {
    "people": "differences between people",
    "knowledge": "thin knowledge",
    "lot": "differences between lots",
    "model": "the choice of model",
}


def answer(arms: Sequence[ArmView]) -> list[str]:
    """In how many runs the product did nothing, and what evidence there is at all."""
    found = [*_nulls(arms)]
    if any(arm.gives_vesicles for arm in arms):
        found.append(statement("no_controlled_trial"))
    return found


def in_words(arms: Sequence[ArmView], horizon: float) -> list[str]:
    """The numbers in sentences, in the order that a reader asks: usual care, then each arm."""
    found = [*_baseline(arms[0], horizon), *_natural_course(arms, horizon)]
    found += _gaps(arms)
    found += _scars(arms)
    found += _doses(arms)
    found += _spread(arms[0])
    return found


def _baseline(arm: ArmView, horizon: float) -> Iterator[str]:
    t95 = arm.outcome("t95_days")
    if t95 is None or t95["status"] == "not_applicable":
        yield from _old_scar(arm)
        return
    if t95["median"] is None:
        head = f"With {arm.name} the wound is {open_for(t95, horizon)}"
    else:
        head = (
            f"With {arm.name} half of the runs are 95 % re-epithelialised by "
            f"{days(t95['median'], horizon)} (90 % of runs: days {span(t95['p05'], t95['p95'])})"
        )
    share, free = policy_share(arm), (arm.data.get("without_surgery") or {}).get("outcomes")
    if share > 0 and free:
        on = next(float(one["day"]) for one in arm.data["operation_days"] if one["share"] == share)
        head += f"; {count_of_100(share)} are grafted on day {on:g}, by policy"
        alone = free["t95_days"]
        if alone["median"] is not None:
            head += (
                f". Left to close without that graft, the middle run takes until "
                f"{days(alone['median'], horizon)} ({span(alone['p05'], alone['p95'])})"
            )
    yield head + "."
    words = (
        ("healed_by_21", "have closed that far by day 21"),
        ("hts_probability", "get a raised scar"),
        ("infection_probability", "have an infected burn"),
    )
    counts = [
        f"{count_of_100(share).removesuffix(' of 100')} {who}"
        for id, who in words
        if (share := arm.mean(id)) is not None
    ]
    if counts:
        yield f"Of 100 such people, {joined(counts)}."


def _old_scar(arm: ArmView) -> Iterator[str]:
    for id, when in (("vss_12mo", "a year"), ("vss_6mo", "half a year")):
        score = arm.outcome(id) or {}
        if score.get("median") is not None:
            yield (
                f"With {arm.name} the scar scores {plain(score['median'])} of 13 {when} after the "
                f"first session (90 % of runs: {span(score['p05'], score['p95'])})."
            )
            return


def _natural_course(arms: Sequence[ArmView], horizon: float) -> Iterator[str]:
    for arm in arms:
        if not arm.statement.no_surgery:
            continue
        t95 = arm.outcome("t95_days") or {}
        words = f"{arm.name} is the natural course, not an option of care"
        if t95.get("reached") is not None:
            words += f": the wound is {open_for(t95, horizon)}"
        yield words + "."


def _gaps(arms: Sequence[ArmView]) -> Iterator[str]:
    """One sentence for all arms on the leading outcome; without the graft by policy if any."""
    first, hidden = arms[0], any_by_policy(arms)
    others = [arm for arm in arms[1:] if not arm.statement.no_surgery]
    leads = (
        ("t95_days", "95 % closure comes"), ("vss_12mo", "the scar score at 12 months is"),
        ("vss_6mo", "the scar score at 6 months is"),
    )  # fmt: skip
    for id, what in leads:
        found = ((arm.name, contrast_without(arm, first, id)) for arm in others)
        gaps = {name: gap for name, gap in found if gap is not None}
        if gaps:
            free = " and without a graft by policy" if hidden else ""
            yield f"Against {first.name}{free}, {what} {_listed(id, gaps)} (range of 90 % of runs)."
            return


def _listed(id: str, gaps: Mapping[str, Data]) -> str:
    """Differences by arm; arms with the same words are named together."""
    same: dict[str, list[str]] = {}
    for name, gap in gaps.items():
        same.setdefault(_gap(id, gap), []).append(name)
    return "; ".join(f"{words} with {joined(names)}" for words, names in same.items())


def _gap(id: str, gap: Data) -> str:
    row = registry()[id]
    time = row.type == "time"
    unit = "days" if time else row.unit
    less, more, same = ("earlier", "later", "no earlier") if time else ("lower", "higher", "equal")
    if gap.get("unpaired"):
        return directed(gap["median"], unit, less, more) + " by the medians"
    if gap["median"] is None:
        return "at no finite middle difference"
    words = [
        directed(gap[key], unit, less, more).replace("no difference", same)
        for key in ("median", "p05", "p95")
    ]
    if words[0] == words[1] == words[2]:
        return words[0]
    low, high = (word.replace(f" {unit}", "").replace(same, "0") for word in words[1:])
    if low.split()[-1] == high.split()[-1]:
        low = low.rsplit(" ", 1)[0]
    return f"{words[0]} ({low} to {high})"


def _scars(arms: Sequence[ArmView]) -> Iterator[str]:
    others = [arm for arm in arms[1:] if not arm.statement.no_surgery]
    counts = [
        round(100 * share) for arm in others if (share := arm.mean("hts_probability")) is not None
    ]
    first = arms[0].mean("hts_probability")
    if first is None or not counts:
        return
    low, high = min(counts), max(counts)
    if low == high == round(100 * first):
        names = joined([arms[0].name, *(arm.name for arm in others)])
        yield f"Of 100 people, {low} get a raised scar with {names} alike."
    else:
        names = joined([arm.name for arm in others])
        between = f"{low}" if low == high else f"{low} to {high}"
        yield (
            f"Of 100 people, {between} get a raised scar with {names}, against "
            f"{round(100 * first)} with {arms[0].name}."
        )


def _nulls(arms: Sequence[ArmView]) -> Iterator[str]:
    """In how many runs a product did nothing; the vesicles lead."""
    told = [(arm, share) for arm in arms if (share := any_effect(arm)) is not None]
    told.sort(key=lambda one: not one[0].gives_vesicles)
    for arm, share in told[:1]:
        yield f"In {round(100 * (1 - share))} of 100 runs the product did nothing ({arm.name})."
    if told[1:]:
        rest = [f"{round(100 * (1 - share))} with {arm.name}" for arm, share in told[1:]]
        yield f"The same count is {joined(rest)}."


def any_effect(arm: ArmView) -> float | None:
    """Share of runs in which the arm's product acted at all; None without a product."""
    for gaps in ("contrasts_vs_vehicle", "contrasts"):
        for gap in (arm.data.get(gaps) or {}).values():
            if gap.get("probability_any_effect") is not None:
                return float(gap["probability_any_effect"])
    return None


def _doses(arms: Sequence[ArmView]) -> Iterator[str]:
    parts = []
    for arm in arms:
        dose: Data = arm.data.get("dose") or {}
        if arm.gives_vesicles and dose.get("offered_per_cell"):
            parts.append(f"{scientific(dose['offered_per_cell'])} with {arm.name}")
    if parts:
        yield f"Vesicles that one dose offers each cell, before any loss: {joined(parts)}."


def _spread(arm: ArmView) -> Iterator[str]:
    for id in ("t95_days", "vss_12mo"):
        shares = (arm.outcome(id) or {}).get("variance_share")
        if not shares:
            continue
        top = max(shares, key=lambda key: shares[key])
        label = registry()[id].label
        yield (
            f"The spread of {label[0].lower()}{label[1:]} comes mostly from "
            f"{_GROUP_WORDS[top]} ({100 * shares[top]:.0f} % of its variance)."
        )
        return
