"""The answer in one paragraph: sentences made from the results, each with its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exoburn.evidence import statement
from exoburn.outcome import registry
from exoburn.report.arms import ArmView, Data
from exoburn.report.wording import count_of_100, days, joined, plain, scientific, span

_GROUP_WORDS = {
    "people": "differences between people",
    "knowledge": "thin knowledge",
    "lot": "differences between lots",
    "model": "the choice of model",
}


def answer(arms: Sequence[ArmView], horizon: float) -> list[str]:
    """Sentences in the order that a surgeon asks: usual care, each arm, product or nothing."""
    first = arms[0]
    found = [*_baseline(first, horizon)]
    for arm in arms[1:]:
        found += _against_first(arm, first, horizon)
    found += _nulls(arms)
    found += _doses(arms)
    if any(arm.gives_vesicles for arm in arms):
        found.append(statement("no_controlled_trial"))
    found += _spread(first)
    return found


def _baseline(arm: ArmView, horizon: float) -> Iterator[str]:
    t95 = arm.outcome("t95_days")
    if t95 is None or t95["status"] == "not_applicable":
        score = arm.outcome("vss_12mo") or {}
        if score.get("median") is not None:
            yield (
                f"With {arm.name} the scar scores {plain(score['median'])} of 13 a year after the "
                f"first session (90 % of runs: {span(score['p05'], score['p95'])})."
            )
        return
    if arm.statement.no_surgery:
        yield f"{arm.name} is the natural course, not an option of care."
    if t95["median"] is None:
        share = count_of_100(t95["reached"] or 0.0)
        yield f"With {arm.name} {share} runs are 95 % re-epithelialised by day {horizon:g}."
    else:
        yield (
            f"With {arm.name} half of the runs are 95 % re-epithelialised by "
            f"{days(t95['median'], horizon)} (90 % of runs: days {span(t95['p05'], t95['p95'])})."
        )
    counts = [
        words
        for id, words in (
            ("healed_by_21", "have closed that far by day 21"),
            ("hts_probability", "get a raised scar"),
            ("infection_probability", "have an infected burn"),
        )
        if (share := arm.mean(id)) is not None
        for words in [f"{count_of_100(share).removesuffix(' of 100')} {words}"]
    ]
    if counts:
        yield f"Of 100 such people, {joined(counts)}."
    operations = arm.mean("operations")
    if operations and operations > 0.005:
        yield f"Operations: {plain(operations)} a person on average."


def _against_first(arm: ArmView, first: ArmView, horizon: float) -> Iterator[str]:
    """One sentence on the leading outcome, one on chances of 100 if they move."""
    if arm.statement.no_surgery:
        yield f"{arm.name} is the natural course, not an option of care."
    told = arm.data.get("sentence")
    if isinstance(told, str) and told:
        yield told
        return
    lead = next((id for id in ("t95_days", "vss_12mo", "vss_6mo") if arm.contrast(id)), None)
    if lead is None:
        entry = arm.outcome("t95_days")
        if entry is not None and entry["status"] == "beyond_horizon":
            share = count_of_100(entry["reached"] or 0.0)
            yield f"With {arm.name} {share} runs are 95 % re-epithelialised by day {horizon:g}."
        return
    yield _difference(arm, first, lead)
    a, b = arm.mean("hts_probability"), first.mean("hts_probability")
    if a is not None and b is not None:
        gap = round(100 * a) - round(100 * b)
        change = "the same number" if gap == 0 else f"{abs(gap)} {'more' if gap > 0 else 'fewer'}"
        yield (
            f"Of 100 people, {round(100 * a)} get a raised scar with {arm.name} and "
            f"{round(100 * b)} with {first.name}: {change}."
        )


def _difference(arm: ArmView, first: ArmView, id: str) -> str:
    gap, row = arm.contrast(id) or {}, registry()[id]
    less, more = ("earlier", "later") if row.type == "time" else ("lower", "higher")
    unit = "days" if row.type == "time" else "points"

    def directed(value: float | None) -> str:
        if value is None:
            return "beyond the run"
        if abs(value) < 5e-3:
            return "no difference"
        return f"{plain(abs(value))} {unit} {less if value < 0 else more}"

    what = "95 % closure comes" if id == "t95_days" else f"the {row.label.lower()} is"
    if gap["median"] is None:
        return f"With {arm.name}, {what} at no finite middle difference from {first.name}."
    middle = directed(gap["median"])
    if middle == "no difference":
        label = row.label[0].lower() + row.label[1:]
        head = f"With {arm.name}, the median of {label} is that of {first.name}"
    else:
        head = f"With {arm.name}, {what} {middle} than with {first.name}"
    return f"{head} (90 % of runs: {directed(gap['p05'])} to {directed(gap['p95'])})."


def _nulls(arms: Sequence[ArmView]) -> Iterator[str]:
    """In how many runs a product did nothing, arms of one share in one sentence."""
    shares: dict[int, list[str]] = {}
    for arm in arms:
        share = _any_effect(arm)
        if share is not None:
            shares.setdefault(round(100 * (1 - share)), []).append(arm.name)
    for count, names in shares.items():
        one = len(names) == 1
        yield (
            f"In {count} of 100 runs the product did nothing ({joined(names)}"
            f"{'' if one else ', each'})."
        )


def _any_effect(arm: ArmView) -> float | None:
    for gap in (arm.data.get("contrasts") or {}).values():
        if gap.get("probability_any_effect") is not None:
            return float(gap["probability_any_effect"])
    return None


def _doses(arms: Sequence[ArmView]) -> Iterator[str]:
    parts = []
    for arm in arms:
        dose: Data = arm.data.get("dose") or {}
        if arm.gives_vesicles and dose.get("offered_per_cell"):
            parts.append(f"{scientific(dose['offered_per_cell'])} per cell with {arm.name}")
    if parts:
        yield f"Before any loss, one dose offers vesicles: {joined(parts)}."


def _spread(arm: ArmView) -> Iterator[str]:
    for id in ("t95_days", "vss_12mo"):
        shares = (arm.outcome(id) or {}).get("variance_share")
        if not shares:
            continue
        top = max(shares, key=lambda key: shares[key])
        yield (
            f"The spread of {registry()[id].label.lower()} comes mostly from "
            f"{_GROUP_WORDS[top]} ({100 * shares[top]:.0f} % of its variance)."
        )
        return
