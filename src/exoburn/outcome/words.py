"""Plain words: frequencies of 100, absolute differences, the banner, and words we never assert."""

from __future__ import annotations

import html
import re

from exoburn.data import table
from exoburn.errors import EngineError
from exoburn.outcome.contrast import Contrast
from exoburn.outcome.registry import registry
from exoburn.outcome.summary import Summary

#: whole words that no text of ours asserts; "safety" and "unproven" are other words
BANNED = ("recommended dose", "you should", "will heal", "proven", "safe", "clinically validated")

_BANNED = re.compile(
    r"\b(" + "|".join(word.replace(" ", r"\s+") for word in BANNED) + r")\b", re.IGNORECASE
)
_CLAIMS = re.compile(
    r"<(q|blockquote)\s+class=\"claim\"[^>]*>.*?</\1>|\[claim:.*?\]", re.IGNORECASE | re.DOTALL
)
_TAGS = re.compile(r"<[^>]*>")
_ONE_PERSON_IN = 100


def check_words(text: str) -> list[str]:
    """Banned words that a text asserts, in lower case, in order; empty if it is clean.

    Quoted claims are skipped if they are marked: `[claim: ...]` in plain text and
    `<q class="claim">...</q>` (or `blockquote`) in HTML.

    >>> check_words("Safety is unproven; this dressing is SAFE."), check_words("you <b>should</b>")
    (['safe'], ['you should'])
    >>> check_words(quote_claim("proven and safe")), check_words(quote_claim("safe", markup=True))
    ([], [])
    """
    ours = _CLAIMS.sub(" ", text)
    # as written first, so that a word in an attribute or a style sheet is found as well
    found = [_plain(match) for match in _BANNED.findall(ours)]
    read = html.unescape(_TAGS.sub("", ours))
    return found + [word for match in _BANNED.findall(read) if (word := _plain(match)) not in found]


def quote_claim(text: str, *, markup: bool = False) -> str:
    """Somebody else's claim, marked as one."""
    if markup:
        return f'<q class="claim">{html.escape(text)}</q>'
    return f"[claim: {text}]"


def of_100(share: float) -> str:
    """A probability as a natural frequency.

    >>> of_100(0.084), of_100(0.002), of_100(0.999), of_100(1.0)
    ('8 of 100', 'fewer than 1 of 100', 'more than 99 of 100', '100 of 100')
    """
    if 0 < share < 0.005:
        return f"fewer than 1 of {_ONE_PERSON_IN}"
    if 0.995 < share < 1:
        return f"more than {_ONE_PERSON_IN - 1} of {_ONE_PERSON_IN}"
    return f"{round(_ONE_PERSON_IN * share)} of {_ONE_PERSON_IN}"


def difference_in_words(
    id: str, arm: str, found: Summary, first: str, baseline: Summary, gap: Contrast | None
) -> str:
    """One sentence that sets an arm beside the first arm, absolute and with its baseline.

    Chances are counts of 100 people, from means; everything else is the paired difference with
    the range that holds 90 % of runs.

    >>> low = Summary(0.1, 0.0, 0.3, 0.12, "probability", "ok")
    >>> high = Summary(0.2, 0.0, 0.4, 0.2, "probability", "ok")
    >>> gap = Contrast(0, 0, 0, 0.6, -0.08)
    >>> difference_in_words("hts_probability", "Gel", low, "Care", high, gap)
    'Of 100 people, 12 get a raised (hypertrophic) scar with Gel and 20 with Care: 8 fewer.'
    """
    row = registry()[id]
    if found.median is None or baseline.median is None or gap is None:
        why = found.reason or baseline.reason or "it was not reached by the end of the run"
        return f"{row.label}: no comparison of {arm} with {first} ({why})."
    if row.type == "probability":
        return _of_100_sentence(id, arm, found, first, baseline)
    base = f"{_round(baseline.median)} {_many(row.unit)}"
    if gap.median == 0 and gap.p05 == 0 and gap.p95 == 0:
        return f"{row.label}: no difference between {arm} and {first} ({base})."
    less, more = ("earlier", "later") if row.type == "time" else ("lower", "higher")
    if gap.median is None:
        return f"{row.label}: {arm} against {first} ({base}) has no finite middle difference."
    middle = _directed(gap.median, row.unit, less, more)
    edges = [
        "beyond the run" if edge is None else _directed(edge, row.unit, less, more)
        for edge in (gap.p05, gap.p95)
    ]
    band = f"90 % of runs: {edges[0]} to {edges[1]}"
    return f"{row.label}: {middle} with {arm} than with {first} ({base}); {band}."


def _of_100_sentence(id: str, arm: str, found: Summary, first: str, baseline: Summary) -> str:
    if found.mean is None or baseline.mean is None:
        raise EngineError(f"{id}: a probability without a mean")
    who = next(row["people_who"] for row in table("outcome_phrases") if row["id"] == id)
    a, b = round(100 * found.mean), round(100 * baseline.mean)
    change = f"{abs(a - b)} {'fewer' if a < b else 'more'}" if a != b else "no difference of 100"
    return f"Of 100 people, {a} {who} with {arm} and {b} with {first}: {change}."


def _directed(value: float, unit: str, less: str, more: str) -> str:
    if value == 0:
        return "no difference"
    return f"{_round(abs(value))} {_many(unit)} {less if value < 0 else more}"


def _many(unit: str) -> str:
    return "days" if unit == "day" else unit


def _round(value: float) -> str:
    """Two significant digits below 10, whole numbers above."""
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.2g}"


def _plain(match: str) -> str:
    return " ".join(match.lower().split())
