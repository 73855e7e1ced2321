"""A story's answer in plain words, read by the person who heard the story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from exoburn.data import table
from exoburn.outcome.words import of_100
from exoburn.studies.story.people_needed import many_people

Json = Mapping[str, Any]


def outcome_words(told: Json) -> str:
    """What happened, as the end of "people who ...".

    >>> outcome_words({"kind": "healed", "day": 42.0, "without_graft": True})
    'had healed by day 42 without a graft'
    """
    day = f"{told['day']:g}"
    if told["kind"] == "healed":
        return f"had healed by day {day}" + (" without a graft" if told["without_graft"] else "")
    if told["kind"] == "scar_reduction_percent":
        scar = {"own_worst": "its own worst", "average_scar": "an average scar of standard care"}
        return (f"had a scar score on day {day} that was at least {told['at_least']:g} % below "
                f"{scar[told['against']]}")  # fmt: skip
    if told["kind"] == "vss":
        return f"had a scar score of {told['at_most']:g} or less (of 13) on day {day}"
    if told["kind"] == "pain":
        return f"had pain at rest of {told['at_most']:g} or less (of 10) on day {day}"
    return f"had no infection by day {day}"


def people(share: Json) -> str:
    """A count of 100 with its range.

    >>> people({"share": 0.31, "p05": 0.2, "p95": 0.4})
    '31 of 100 (20 to 40)'
    >>> people({"share": 1.0, "p05": 1.0, "p95": 1.0})
    'more than 99 of 100'
    """
    low, high = round(100 * share["p05"]), round(100 * share["p95"])
    middle = of_such(share["share"])
    return middle if low == high == round(100 * share["share"]) else f"{middle} ({low} to {high})"


def of_such(share: float) -> str:
    """A share of people; a limited number of runs never shows all of them or nobody.

    >>> of_such(1.0), of_such(0.31), of_such(0.0)
    ('more than 99 of 100', '31 of 100', 'fewer than 1 of 100')
    """
    return of_100(min(max(share, 1e-9), 1 - 1e-9))


def count(share: Json) -> str:
    """The same without the "of 100", for a sentence that has said it.

    >>> count({"share": 0.31, "p05": 0.2, "p95": 0.4})
    '31 (20 to 40)'
    """
    return people(share).replace(" of 100", "")


def factor(value: float | None) -> str:
    """A Bayes factor to two or three digits.

    >>> factor(1.0013), factor(12.34), factor(0.1591), factor(None), factor(1e-7)
    ('1.00', '12', '0.16', 'not to be had', 'less than 0.001')
    """
    if value is None:
        return "not to be had"
    if value >= 10000:
        return "more than 10,000"
    if value < 0.001:
        return "less than 0.001"
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}" if value < 0.95 else f"{value:.2f}"


def weight(value: float | None) -> str:
    """What a factor is worth, in one sentence; a factor below 1 speaks for no effect."""
    if value is None or value <= 0:
        return "No number can be given."
    size = max(value, 1 / value)
    rows = [row for row in table("story_weights") if size >= float(row["least_factor"])]
    return rows[-1]["words"]


def short(found: Json) -> str:
    """The answer in one sentence."""
    return (f"Of 100 people like this one, {count(found['standard_care'])} would have had at least "
            "this outcome with standard care alone.")  # fmt: skip


def paragraphs(found: Json) -> list[str]:
    """The answer step by step."""
    return [text for text in (
        f"What was told: the person {outcome_words(found['outcome'])}.",
        _treated(found), _factor(found), _telling(found), _beliefs(found), _nature(found),
        _depths(found), *_readings(found), _follow_up(found),
        "These are counts of simulated people. They do not say what this person would have had.",
    ) if text]  # fmt: skip


def _treated(found: Json) -> str:
    arms = found["treated"]
    return (f"With the product it would be {count(arms['default'])} of 100 as far as is known. If "
            f"it works as in animals it would be {count(arms['works_as_in_animals'])}. If it does "
            f"nothing it would be {count(arms['no_effect'])}: the same care, with the carrier "
            "alone.")  # fmt: skip


def _factor(found: Json) -> str:
    value, about = found["bayes_factor"], found["bayes_factor_range"]
    if value is None:
        return ("Nobody in the runs had this outcome without an effect. So one story cannot be "
                "weighed here. The model may also be wrong about such people.")  # fmt: skip
    text = (f"The outcome is {factor(value)} times as likely if the product works as in animals "
            f"as if it does nothing (Bayes factor {factor(value)}, range {factor(about['p05'])} "
            f"to {factor(about['p95'])}). {weight(value)}")  # fmt: skip
    if about["too_rare"]:
        text += (" In the model this outcome is so rare, with the product and without, that the "
                 "ratio rests on a few runs. Either the story measures the scar in another way, "
                 "or the model misses something about such people.")  # fmt: skip
    return text


def _telling(found: Json) -> str:
    how = found["telling"]
    many = found["telling"]["by_number"][-1]
    own = how["bayes_factor_as_told"]
    if how["tell_failure"] == 0 and "treated" not in how:
        text = (f"But only successes are told. Then even {many['stories']} such stories have a "
                "Bayes factor of 1: every story told is a success, whether the product works or "
                "not. Stories start to count when somebody says how many people were treated.")
        if found["bayes_factor_range"]["too_rare"]:
            return text  # many stories of a rare outcome would rest on the same few runs
        if many["of_ten_times_as_many_treated"] is None:
            return (f"{text} Even then it would be hard to weigh here: in the model hardly anybody "
                    "fails, with the product or without.")
        return (f"{text} If all {many['stories']} people treated had been followed and all had "
                f"this outcome, the factor would be {factor(many['all_told'])}. If it was "
                f"{many['stories']} of {10 * many['stories']} and the others failed, it would be "
                f"{factor(many['of_ten_times_as_many_treated'])}.")  # fmt: skip
    counted = f" among {how['treated']} people treated" if "treated" in how else ""
    return (f"As it was told ({how['stories']} successes{counted}; a success is told with chance "
            f"{how['tell_success']:g}, a failure with chance {how['tell_failure']:g}) the Bayes "
            f"factor is {factor(own)}. {weight(own)}")  # fmt: skip


def _beliefs(found: Json) -> str:
    said = [
        f"{of_100(row['before'])} would go to {of_100(row['after_one_story'])}"
        for row in found["beliefs"] if row["after_one_story"] is not None
    ]  # fmt: skip
    if not said:
        return ""
    told = found["beliefs"][-1]  # the reader with no opinion
    last = "" if told["after_as_told"] is None else (
        f" As the story was told, {of_100(told['before'])} would go to "
        f"{of_100(told['after_as_told'])}.")  # fmt: skip
    return ("Beliefs that the product works as in animals, taken as examples (somebody who doubts, "
            "somebody with no opinion), before and after one story that was told whatever came of "
            f"it: {'; '.join(said)}.{last}")  # fmt: skip


def _nature(found: Json) -> str:
    own = found["natural_course"]
    if "scar_falls_percent" in own:
        kept = " Grafted skin keeps a few points in this model for good."
        kept = kept if own["grafted_share"] > 0 else ""
        return (f"Scars change by themselves. With standard care alone this score lies "
                f"{own['scar_falls_percent']:.0f} % below its worst by then, on average. Readings "
                "err, and the worst of many readings is worse than the scar was. Read month by "
                f"month, the same scars seem to fall by {own['scar_read_as_falling_percent']:.0f} "
                f"%.{kept}")  # fmt: skip
    if found["outcome"]["kind"] == "healed" and own["closed_day_median"] is not None:
        return ("Burns like this one heal by themselves. With standard care alone, half of such "
                f"people are closed by day {own['closed_day_median']:.0f}.")  # fmt: skip
    return ""


def _depths(found: Json) -> str:
    if len(found["by_depth"]) < 2:
        return ""
    parts = [
        f"{people(row['standard_care'])} if it was {row['depth'].replace('_', ' ')} (taken for "
        f"{of_100(row['share_of_such_burns'])} such burns)" for row in found["by_depth"]
    ]  # fmt: skip
    return f"The depth in a story is a guess. With standard care alone: {'; '.join(parts)}."


def _readings(found: Json) -> list[str]:
    said = {
        "against_own_worst": "Measured against the scar's own worst",
        "against_average_scar": "Measured against an average scar of standard care",
        "grafted_by_policy": "If surgeons grafted every burn forecast to heal after day 21",
        "nobody_grafted_by_policy": "If nobody were grafted by policy",
    }
    texts = [
        f"{said[row['id']]}, {people(row['standard_care'])} would have had it with standard care."
        for row in found["readings"] if row["id"] in said
    ]  # fmt: skip
    for row in found["readings"]:
        if row["id"] == "dose_of_rats":
            texts.append(
                f"The dose was not told. At the dose of rats, {people(row['works_as_in_animals'])} "
                "would have had it if the product works as in animals, and the Bayes factor would "
                f"be {factor(row['bayes_factor']['value'])}."
            )
    return texts


def _follow_up(found: Json) -> str:
    best = [row for row in found["follow_up"] if row["id"] != "story"][:3]
    told = next(row for row in found["follow_up"] if row["id"] == "story")
    listed = "; ".join(f"{row['label']} ({many_people(row)})" for row in best)
    return (f"What would have told more, best first: {listed}. The story alone, even if told "
            f"whatever came of it: {many_people(told)}. The counts are people to follow until the "
            "odds are expected to reach ten to one, if the dose is that of rats and the lot is "
            "known to act. So a count of the dose and a test of the lot come first.")  # fmt: skip


def blocks(found: Json) -> list[tuple[str, Json]]:
    """Names and shares of the four ways in which 100 such people are counted."""
    arms = found["treated"]
    return [
        ("Standard care alone", found["standard_care"]),
        ("With the product, as far as is known", arms["default"]),
        ("With the product, if it works as in animals", arms["works_as_in_animals"]),
        ("With the product, if it does nothing", arms["no_effect"]),
    ]
