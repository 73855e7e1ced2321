"""Notes, sources and papers in a reader's words: no keys of a file, no names of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from exoburn.data import parameters
from exoburn.report.wording import joined

_KEY = re.compile(r" \((?:patient|burn|scar|run|product|policy)[\w.\[\]]*\)")
_ARM = re.compile(r"^Arm '([^']*)'")
_TABLE = re.compile(r"\b(?:literature/)?(\w+)\.csv\b(?: (\w+):)?")
_TABLES = {"ev_model_parameters": "vesicle parameter table", "ev_product": "vesicle product table"}
_ID = re.compile(r"\b[A-Za-z0-9]+_[A-Za-z_]+[,:] ")
_LOT = re.compile(r"CV (\d+)% at MISEV2023 completeness (\d+)%")


def plain_notes(notes: Iterable[str]) -> list[str]:
    """Notes on a case without the keys of its file; what several arms share is told once.

    >>> plain_notes(["Diabetes not stated (patient.diabetes): taken as no."])
    ['Diabetes not stated: taken as no.']
    >>> plain_notes(["Arm 'A': no surgery.", "Arm 'B': no surgery."])
    ['A and B: no surgery.']
    """
    shared: dict[str, list[str]] = {}
    for note in notes:
        arm = _ARM.match(note)
        text = _KEY.sub("", _ARM.sub("", note)).replace("no [product] stated", "no product stated")
        shared.setdefault(text, []).extend([arm.group(1)] if arm else [])
    return [joined(who) + text if who else text[:1].upper() + text[1:]
            for text, who in shared.items()]  # fmt: skip


def plain_source(source: str) -> str:
    """A source without the names of our files.

    >>> plain_source("ev_model_parameters.csv P_lot: prior (assumed)")
    'vesicle parameter table: prior (assumed)'
    >>> plain_source("ev_model_parameters.csv: Emax_ang, prior"), plain_source("assumed: model.md")
    ('vesicle parameter table: prior', 'assumed: model specification')
    """
    text = _ID.sub("", _tables(source))
    text = re.sub(r"\b(?:science/)?model\.md(?! section)", "model specification", text)
    text = re.sub(r"\b(?:science/)?model\.md section", "model specification, section", text)
    text = re.sub(r"\bnotes/([\w-]+)\.md", lambda m: f"notes on {m[1].replace('-', ' ')}", text)
    return " ".join(text.split()).strip(" ;,+:") or "assumed"


def number_note(id: str, note: str) -> str:
    """What a number is; what a run says of it comes after.

    >>> number_note("P_lot", "CV 58% at MISEV2023 completeness 9%").split("; ")[1]
    'lots vary by 58 %, since 9 % of what MISEV2023 asks is stated'
    """
    rows = parameters()
    text = _LOT.sub(r"lots vary by \1 %, since \2 % of what MISEV2023 asks is stated", note)
    text = re.sub(r"^no marker: prior", "no marker stated: the usual range is used", text)
    text = re.sub(r": prior$", ": the usual range is used", text)
    own = rows[id].note if id in rows else ""
    return _tables(text if own in ("", note) else f"{own.split(';')[0]}; {text}")


def _tables(text: str) -> str:
    """Tables by a name in words; the row that a source points to is known from its place."""

    def named(match: re.Match[str]) -> str:
        name = _TABLES.get(match[1]) or f"{match[1].replace('_', ' ')} table"
        return f"{name}:" if match[2] else name

    return _TABLE.sub(named, text)


def paper_words(paper: Mapping[str, Any]) -> str:
    """What a reader calls a paper: its name if the tables have one, else what it was used for.

    >>> paper_words({"text": "Cubison 2006", "id": "10.1/x"})
    'Cubison 2006'
    >>> paper_words({"text": "ev_model_parameters.csv ppm_ug: prior +", "id": "10.1/x",
    ...              "used_by": ["hts_slope"]}).startswith("For ")
    True
    """
    text = str(paper.get("text") or "")
    named = re.search(r"\b(19|20)\d\d\b", text) or text[:1].isupper()
    if text and named and ".csv" not in text and text != paper.get("id"):
        return text
    rows = parameters()
    used = (id for id in paper.get("used_by", ()) if id in rows)
    uses = [re.split(r"; | \(", rows[id].note)[0] for id in used]
    return f"For {'; '.join(dict.fromkeys(use for use in uses if use))}" if any(uses) else ""
