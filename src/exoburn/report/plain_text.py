"""Notes, sources and papers in a reader's words: no keys of a file, no names of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from exoburn.data import parameters

_KEY = re.compile(r"\b(?:patient|burn|scar|run|product|policy)\.([a-z_]+)\b")
_WOUND = re.compile(r"\bburn\.wounds\[(\d+)\]\.([a-z_]+)\b")
_ARM = re.compile(r"^Arm '([^']*)'")
_TABLE = re.compile(r"\b[\w/-]+\.csv\b(?: (?:[A-Za-z0-9]+_)*[A-Za-z0-9]+:)?")
_WORDS = {"infected": "infection", "perimeter_cm": "perimeter", "graft_day": "day of the graft"}


def plain_notes(notes: Iterable[str]) -> list[str]:
    """Notes on a case in words, what several wounds or arms share told once.

    >>> plain_notes(["burn.wounds[0].perimeter_cm is not stated: a circle.",
    ...              "burn.wounds[1].perimeter_cm is not stated: a circle.", "patient.smoker: no."])
    ['Perimeter (wounds 1 and 2) is not stated: a circle.', 'Smoker: no.']
    >>> plain_notes(["Arm 'A': no surgery.", "Arm 'B': no surgery."])
    ['A and B: no surgery.']
    """
    shared: dict[str, list[str]] = {}
    for note in notes:
        wound, arm = _WOUND.search(note), _ARM.match(note)
        if wound is not None:
            text = _WOUND.sub(f"{_word(wound.group(2))} (@)", note)
            shared.setdefault(text, []).append(str(int(wound.group(1)) + 1))
        elif arm is not None:
            shared.setdefault(_ARM.sub("@", note), []).append(arm.group(1))
        else:
            shared.setdefault(_KEY.sub(lambda m: _word(m.group(1)), note), [])
    found = []
    for text, who in shared.items():
        names = " and ".join([", ".join(who[:-1]), who[-1]] if len(who) > 1 else who)
        if "(@)" in text:
            names = f"wound{'s' if len(who) > 1 else ''} {names}"
        words = text.replace("@", names, 1) if who else text
        found.append(words if text.startswith("@") else words[:1].upper() + words[1:])
    return found


def plain_source(source: str) -> str:
    """A source without the names of our files.

    >>> plain_source("ev_model_parameters.csv P_lot: prior (assumed)")
    'prior (assumed)'
    >>> plain_source("assumed: model.md section 7")
    'assumed: model specification, section 7'
    """
    text = _TABLE.sub(" ", source)
    text = re.sub(r"\b(?:science/)?model\.md,? ", "model specification, ", text)
    text = re.sub(r"\bnotes/([\w-]+)\.md", lambda m: f"notes on {m[1].replace('-', ' ')}", text)
    return " ".join(text.split()).strip(" ;,+") or "assumed"


def plain_note(note: str) -> str:
    """What a number is, without the names of our files.

    >>> plain_note("spread of lots (lot_variability.csv)")
    'spread of lots'
    """
    return re.sub(r"\s*\(\s*\)", "", " ".join(_TABLE.sub(" ", note).split())).strip(" ;,:")


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
    uses = [plain_note(rows[id].note.split(";")[0]) for id in used]
    return f"For {'; '.join(dict.fromkeys(use for use in uses if use))}" if any(uses) else ""


def _word(key: str) -> str:
    return _WORDS.get(key, key.replace("_", " "))
