"""How laboratories write a dilution, and what factor each way means.

What may be read in two ways is never guessed: it is asked for (`--dilution`). What has one usual
reading that is not the only one (1:500 as one part in 500) is read and said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SILENT = {"", "-", "--", "?", "0", "na", "n/a", "nan", "none recorded", "not recorded", "unknown",
           "not stated", "not applicable", "null"}  # fmt: skip
_NEAT = {"neat", "undiluted", "none", "no", "no dilution", "not diluted", "unverdünnt", "original"}
_NUMBER = r"(?:10\s*(?:\^|\*\*)\s*\(?[+-]?\d+\)?|\d[\d., '\u2019\u202f\xa0]*(?:e[+-]?\d+)?)"
_SIGN = r"(/|:|\u2236|\u00f7|in|to|out of|parts? in)"
_RATIO = re.compile(rf"({_NUMBER})\s*{_SIGN}\s*({_NUMBER})")
_PARTS = re.compile(rf"({_NUMBER})\s*(?:\+|plus)\s*({_NUMBER})")
_TIMES = r"(x|\u00d7|-?\s*fold|times|-?fach|fois|veces)"
_FOLD = re.compile(rf"(?:x|\u00d7|\*)?\s*({_NUMBER})\s*{_TIMES}?")
_PERCENT = re.compile(rf"({_NUMBER})\s*(?:%|percent|per cent)")
_TAIL = re.compile(
    r"\s*(\(?\b(v\s*/\s*v|vol\s*/\s*vol|w\s*/\s*v)\b\)?"
    r"|\b(in|with|mit|into)\s+(pbs|d-?pbs|water|buffer|saline|h2o|0\.9\s*% ?nacl)\b.*"
    r"|\b(dilution|diluted|factor)\b)\s*$"
)


@dataclass(frozen=True, slots=True)
class Dilution:
    """A factor (None if none was recorded), what to say of it, and what must be asked instead."""

    factor: float | None = None
    note: str = ""
    question: str = ""


def read_dilution(text: str, *, decimal_comma: bool = False) -> Dilution:
    """The factor from the measured to the undiluted liquid, however it is written.

    `decimal_comma` is how other numbers of the file are written.

    >>> [read_dilution(t).factor for t in ("1/500", "1:500", "500x", "1 in 500", "500-fold", "500")]
    [500.0, 500.0, 500.0, 500.0, 500.0, 500.0]
    >>> [read_dilution(t).factor for t in ("1+499", "0.2 %", "0.002", "10^3", "1:1,000", "neat")]
    [500.0, 500.0, 500.0, 1000.0, 1000.0, 1.0]
    >>> read_dilution("1:1").factor is None, read_dilution("1:1").question
    (True, "'1:1' is 1 or 2: one part in all, or one part and one part")
    """
    shown = " ".join(text.split())
    clean = shown.strip(" \"';,=()").lower()
    if clean in _SILENT:
        return Dilution()
    if clean in _NEAT:
        return Dilution(1.0, f"dilution {shown!r}: taken as undiluted, factor 1")
    while (cut := _TAIL.sub("", clean)) != clean:
        clean = cut.strip(" ()")
    try:
        return _read(clean, shown, decimal_comma)
    except _Ambiguous as asked:
        return Dilution(question=str(asked))


class _Ambiguous(Exception):
    """Two readings that differ."""


def _read(clean: str, shown: str, comma: bool) -> Dilution:
    if match := _PARTS.fullmatch(clean):
        part, rest = (_value(match[i], shown, comma, whole=True) for i in (1, 2))
        return _factor((part + rest) / part if part else 0, shown, f"{part:g} part and {rest:g}")
    if match := _RATIO.fullmatch(clean):
        return _ratio(match, shown, comma)
    if match := _PERCENT.fullmatch(clean):
        share = _value(match[1], shown, comma)
        return _factor(100 / share if share else 0, shown, "a percentage of the sample")
    if match := _FOLD.fullmatch(clean):
        value = _value(match[1], shown, comma, whole=bool(match[2]))
        if 0 < value < 1:
            return _factor(1 / value, shown, "a share of the sample")
        return _factor(value, shown, "")
    if re.search(r"\d", clean):
        raise _Ambiguous(f"{shown!r} is not a dilution factor")
    return _no_factor(shown)


def _no_factor(shown: str) -> Dilution:
    said = f"the dilution in the file, {shown!r}, is not a factor: a concentration is that of the "
    return Dilution(note=said + "measured liquid (--dilution states the factor)")


def _ratio(match: re.Match[str], shown: str, comma: bool) -> Dilution:
    first, second = (_value(match[i], shown, comma, whole=True) for i in (1, 3))
    if first == second:
        raise _Ambiguous(f"{shown!r} is 1 or 2: one part in all, or one part and one part")
    if match[2] == ":" and 1 in (first, second) and max(first, second) == 2:
        raise _Ambiguous(f"{shown!r} is 2 or 3: two parts in all, or one part and two parts")
    low, high = sorted((first, second))
    if low <= 0:
        return _no_factor(shown)
    said = f"one part in {high / low:g} in all, not one part and {high / low:g}"
    return _factor(high / low, shown, said if match[2] in (":", "\u2236", "to") else "")


def _factor(value: float, shown: str, said: str) -> Dilution:
    if not 0 < value < 1e15:
        return _no_factor(shown)
    note = f"dilution {shown!r} is read as {said}: factor {value:g}" if said else ""
    return Dilution(value, note)


def _value(text: str, shown: str, comma: bool, *, whole: bool = False) -> float:
    """A number; `whole` where a fraction makes no sense, so that 1.000 may well be a thousand."""
    text = re.sub(r"[\s'\u2019\u202f\xa0]", "", text).strip(".,")
    if power := re.fullmatch(r"10(?:\^|\*\*)\(?([+-]?\d+)\)?", text):
        return 10.0 ** int(power[1]) if abs(int(power[1])) < 15 else 0.0
    body, _, exponent = text.partition("e")
    if "," in body and "." in body:
        decimal = max(body.rfind(","), body.rfind("."))
        body = re.sub(r"[.,]", "", body[:decimal]) + "." + body[decimal + 1 :]
    elif len(signs := re.findall(r"[.,]", body)) > 1:
        body = body.replace(signs[0], "")  # 1,000,000: only groups stand more than once
    elif signs and (grouped := re.fullmatch(r"([1-9]\d{0,2})[.,](\d{3})", body)):
        thousands = signs[0] == "," and not comma
        round_point = signs[0] == "." and not comma and not whole
        if not thousands and not round_point:
            a, b = f"{grouped[1]}{grouped[2]}", f"{grouped[1]}.{grouped[2]}"
            raise _Ambiguous(f"{shown!r} holds {a} or {float(b):g}: a point or comma of thousands, "
                             "or of decimals")
        body = grouped[1] + ("" if thousands else ".") + grouped[2]
    else:
        body = body.replace(",", ".")
    return float(f"{body}e{exponent}" if exponent else body)
