"""Facts above a table: sample, dilution and concentration as TRPS and plain exports state them."""

from __future__ import annotations

import re

import numpy as np

from exoburn.blocks.product.cells import to_number
from exoburn.blocks.product.columns import value_scale

_UNDILUTED = re.compile(
    r"original|stock|undiluted|neat|dilution[ -]?(corrected|adjusted)|raw", re.IGNORECASE
)
_MEASURED = re.compile(r"measured|diluted|in[ -]?pore|as[ -]?run", re.I)


def header_facts(lines: list[str]) -> dict[str, str]:
    """Pairs written `key: value`, `key = value`, `key,value`, `key;value` or with a tab.

    >>> header_facts(["# Sample: MSC-7", "Dilution,500", "Concentration (particles/mL);1.2e9"])
    {'sample': 'MSC-7', 'dilution': '500', 'concentration (particles/ml)': '1.2e9'}
    """
    facts: dict[str, str] = {}
    for line in lines:
        clean = line.strip().lstrip("#%").strip()
        match = re.match(r'"?([^:=\t;,"]+?)"?\s*[:=\t;,]+\s*"?(.+?)"?\s*$', clean)
        if match:
            value = match.group(2).strip().strip(",;\t").strip()
            if value:
                facts.setdefault(match.group(1).strip().lower(), value)
    return facts


def _number(text: str) -> float | None:
    words = text.replace("x", " ").replace(":", " ").split()
    found = [to_number(w.strip(",;")) for w in words] or [None]
    if text.strip().startswith("1:") and len(found) > 1:  # a dilution written 1:500
        return found[1]
    return found[0] if found[0] is not None and np.isfinite(found[0]) else None


def stated_dilution(facts: dict[str, str]) -> float | None:
    """The dilution factor, from `500`, `500x` or `1:500`.

    >>> stated_dilution({"dilution": "1:500"}), stated_dilution({"dilution factor": "200x"})
    (500.0, 200.0)
    """
    for key, text in facts.items():
        if re.match(r"(sample )?dilution|verd(ü|ue)nnung", key) and not re.search(
            r"corrected|adjusted|concentration|diluent", key
        ):
            value = _number(text)
            if value is not None and value > 0:
                return 1 / value if value < 1 else value
    return None


def stated_concentration(facts: dict[str, str]) -> tuple[float | None, str, str]:
    """Concentration in particles/mL, whether it is `measured` or `undiluted`, and a note if unsure.

    If two are stated and their ratio is the dilution, the larger one is that of the undiluted
    sample: arithmetic is trusted over the makers' words, which have changed.

    >>> stated_concentration({"dilution": "100", "raw concentration (particles/ml)": "2e11",
    ...                       "concentration (particles/ml)": "2e9"})[:2]
    (2000000000.0, 'measured')
    """
    found = {
        key: value * value_scale(key)
        for key, text in facts.items()
        if re.search(r"con[ck]|konz", key) and "limit" not in key and "range" not in key
        and (value := _number(text)) is not None and value > 0
    }
    if not found:
        return None, "measured", ""
    dilution = stated_dilution(facts)
    values = sorted(found.values())
    if len(values) >= 2 and dilution and abs(values[-1] / values[0] / dilution - 1) < 0.05:
        return values[0], "measured", ""
    key, value = next(iter(found.items()))
    if _MEASURED.search(key) and not re.search(r"undiluted", key, re.I):
        return value, "measured", ""
    if _UNDILUTED.search(key):
        return value, "undiluted", f"{key!r} taken as the undiluted sample's concentration"
    note = f"{key!r} taken as the measured liquid's concentration" if dilution else ""
    return value, "measured", note
