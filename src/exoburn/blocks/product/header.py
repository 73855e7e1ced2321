"""Facts above a table: sample, dilution and concentration as TRPS and plain exports state them."""

from __future__ import annotations

import re

import numpy as np

from exoburn.blocks.product.cells import split_line, to_number
from exoburn.blocks.product.columns import value_scale
from exoburn.blocks.product.dilution import Dilution, read_dilution

_UNDILUTED = re.compile(
    r"original|stock|undiluted|neat|dilution[ -]?(corrected|adjusted)|raw", re.IGNORECASE
)
_DILUTION = re.compile(
    r"^(sample )?(dilution|dil\.?|verd(ü|ue)nnung(sfaktor)?|diluci[oó]n|facteur de dilution)"
    r"( ?(factor|ratio|fold))?\b"
)
_MEASURED = re.compile(r"measured|diluted|in[ -]?pore|as[ -]?run", re.I)


def header_facts(lines: list[str], delimiter: str | None = None) -> dict[str, str]:
    """Pairs written `key: value`, `key = value`, `key,value`, `key;value` or with a tab.

    A dilution said once a column keeps all its cells, with tabs between them.

    >>> header_facts(["# Sample: MSC-7", "Dilution,500", "Concentration (particles/mL);1.2e9"])
    {'sample': 'MSC-7', 'dilution': '500', 'concentration (particles/ml)': '1.2e9'}
    >>> header_facts(["Dilution 1/500"]), header_facts(["Dilution,500,1000"], ",")
    ({'dilution': '1/500'}, {'dilution': '500\\t1000'})
    """
    facts: dict[str, str] = {}
    for line in lines:
        clean = line.strip().lstrip("#%").strip()
        told = _told_dilution(clean, delimiter)
        match = re.match(r'"?([^:=\t;,"]+?)"?\s*[:=\t;,]+\s*"?(.+?)"?\s*$', clean)
        if told:
            facts.setdefault(*told)
        elif match:
            value = match.group(2).strip().strip(",;\t").strip()
            if value:
                facts.setdefault(match.group(1).strip().lower(), value)
    return facts


def _told_dilution(line: str, delimiter: str | None) -> tuple[str, str] | None:
    """A line that states a dilution, with or without a sign after the word."""
    sign = delimiter if delimiter in (",", ";", "\t", "|") and delimiter in line else None
    first, *more = split_line(line, sign) if sign else [line]
    found = _DILUTION.match(first.lower())
    if not found:
        return None
    rest = first[found.end() :].lstrip()
    inside = re.match(r"\(([^)]*)\)", rest)  # `Dilution (x)`, `Dilution factor (adjusted ...)`
    key = found.group() + (f" ({inside[1].lower()})" if inside else "")
    value = (rest[inside.end() :] if inside else rest).strip(" :=,;\t\"")
    cells = [cell for cell in (value, *more) if cell]
    if not cells or not (more or re.search(r"\d|neat|none|undiluted|not|unknown", cells[0].lower())
                         or re.match(r"\s*[:=]", rest)):  # fmt: skip
        return None
    return key, "\t".join(cells)


def stated_dilution(facts: dict[str, str], *, place: int = 0, of: int = 1) -> Dilution:
    """The dilution of one sample, from `500`, `500x`, `1:500`, `1/500` and the like.

    Several cells are those of the samples, if there are as many; else they must be alike.

    >>> stated_dilution({"dilution": "1:500"}).factor
    500.0
    >>> stated_dilution({"dilution": "500\\t200"}, place=1, of=2).factor
    200.0
    >>> stated_dilution({"dilution": "500\\t200"}).question
    'differs between columns: 500, 200'
    """
    for key, text in facts.items():
        if not _DILUTION.match(key) or re.search(r"diluent|(corrected|adjusted) con[ck]", key):
            continue
        cells = text.split("\t")
        if len(cells) == of:
            return read_dilution(cells[place])
        read = [read_dilution(cell) for cell in cells]
        if len({each.factor for each in read}) == 1:
            return read[0]
        return Dilution(question=f"differs between columns: {', '.join(cells)}")
    return Dilution()


def dilution_applied(facts: dict[str, str]) -> bool:
    """True if the header says that concentrations are adjusted for the dilution already.

    >>> dilution_applied({"dilution factor (concentrations adjusted for this factor)": "100"})
    True
    """
    return any(_DILUTION.match(key) and re.search(r"\((?!not).*(adjusted|corrected|applied)", key)
               for key in facts)  # fmt: skip


def says_undiluted(title: str) -> bool:
    """True if a title says that its concentration is that of the undiluted sample already.

    >>> says_undiluted("Conc. (dilution corrected, /mL)"), says_undiluted("Raw conc (/mL)")
    (True, False)
    """
    return bool(re.search(r"original|stock|undiluted|\bneat\b|(corrected|adjusted)\b.*dilution|"
                          r"dilution[ -]?(corrected|adjusted)", title, re.I))  # fmt: skip


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
        and not _DILUTION.match(key) and (value := _number(text)) is not None and value > 0
    }
    if not found:
        return None, "measured", ""
    dilution = stated_dilution(facts).factor
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


def made_by(facts: dict[str, str], text: str) -> tuple[str, str]:
    """Words for the format and the instrument of a table, as far as its text says them.

    >>> made_by({}, "Particle Diameter (nm),Blockade (nA)")
    ('TRPS table', 'TRPS')
    """
    head = text[:20000]
    for rule, form, instrument in _MAKERS:
        if re.search(rule, head, re.I):
            return form, facts.get("instrument", "") or instrument
    return "plain table", facts.get("instrument", "") or "not stated"


_MAKERS = (
    (r"\bizon\b|qnano|exoid|\btrps\b|nanopore|blockade", "TRPS table", "TRPS"),
    (r"spectradyne|\bncs1\b|\bcsd\b|transit time", "Spectradyne table", "Spectradyne"),
    (r"videodrop", "Videodrop table", "Videodrop"),
    (r"nanofcm|nf profession|flow nanoanaly", "NanoFCM table", "NanoFCM"),
    (r"ln\(adjusted intensity\)|nanosight|created with nta", "NanoSight particle table",
     "NanoSight"),
)


def _number(text: str) -> float | None:
    words = text.split("\t")[0].split()
    value = to_number(words[0].strip(",;")) if words else None
    return value if value is not None and np.isfinite(value) else None
