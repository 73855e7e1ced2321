"""Risk-of-bias items: SYRCLE's ten for animals, RoB 2's five for trials; unknown stays unknown.

The tables hold two columns, randomised and blinded. What they say is carried into the items it
answers; every other item is "not reported".
"""

from __future__ import annotations

from exoburn.evidence.records import NOT_REPORTED

#: Hooijmans 2014, 10.1186/1471-2288-14-43
SYRCLE = (
    "sequence generation",
    "baseline characteristics",
    "allocation concealment",
    "random housing",
    "blinding of caregivers",
    "random outcome assessment",
    "blinding of outcome assessors",
    "incomplete outcome data",
    "selective outcome reporting",
    "other sources of bias",
)
#: Sterne 2019, 10.1136/bmj.l4898
ROB2 = (
    "randomisation process",
    "deviations from intended interventions",
    "missing outcome data",
    "measurement of the outcome",
    "selection of the reported result",
)
RANDOM_ITEM = {"SYRCLE": "sequence generation", "RoB 2": "randomisation process"}
BLIND_ITEM = {"SYRCLE": "blinding of outcome assessors", "RoB 2": "measurement of the outcome"}


def tool_of(species: str) -> str:
    """The tool for a species."""
    return "RoB 2" if species == "human" else "SYRCLE"


def bias_items(tool: str, randomised: str, blinded: str) -> tuple[tuple[str, str], ...]:
    """Every item of a tool with its answer, from what a study says of randomising and blinding.

    "low" needs a method or a plain statement that assessors did not know; the bare word
    "randomised" is "some concerns", as the method is open.

    >>> items = dict(bias_items("SYRCLE", "yes (random number table)", ""))
    >>> items["sequence generation"], items["random housing"]
    ('low', 'not reported')
    >>> dict(bias_items("RoB 2", "yes", "no"))
    ... # doctest: +NORMALIZE_WHITESPACE
    {'randomisation process': 'some concerns',
     'deviations from intended interventions': 'not reported',
     'missing outcome data': 'not reported', 'measurement of the outcome': 'high',
     'selection of the reported result': 'not reported'}
    """
    known = {
        RANDOM_ITEM[tool]: _random(randomised),
        BLIND_ITEM[tool]: _blind(blinded),
    }
    if tool == "SYRCLE" and "caregiver" in blinded:
        known["blinding of caregivers"] = "low"
    if tool == "RoB 2" and "double" in blinded:
        known["deviations from intended interventions"] = "low"
    return tuple(
        (item, known.get(item, NOT_REPORTED)) for item in (SYRCLE if tool == "SYRCLE" else ROB2)
    )


def _random(text: str) -> str:
    words = text.lower()
    if not words:
        return NOT_REPORTED
    if words.startswith("no"):
        return "high"
    return "low" if any(word in words for word in ("table", "computer", "split", "block")) else (
        "some concerns"
    )


def _blind(text: str) -> str:
    words = text.lower()
    if not words:
        return NOT_REPORTED
    return "high" if words.startswith("no") else "low"


def mark(answer: str) -> str:
    """One sign for a forest plot.

    >>> [mark(word) for word in ("low", "some concerns", "high", "not reported")]
    ['+', '~', '-', '?']
    """
    return {"low": "+", "some concerns": "~", "high": "-"}.get(answer, "?")
