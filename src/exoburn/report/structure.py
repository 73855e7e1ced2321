"""The third kind of uncertainty: the same case under other forms of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exoburn.outcome import registry
from exoburn.report.wording import plain, site_words

_NAMES = {
    "e_clear": "Vesicles help cells to clear dead tissue",
    "clear_on": "Vesicles help cells to clear dead tissue, or not",
    "contact": "Vesicles act by contact, or after uptake",
    "null": "Vesicles act, or do nothing",
}


@dataclass(frozen=True)
class StructureRow:
    """A choice in the model, one of its settings, and what it makes of a difference."""

    choice: str
    setting: str
    values: str


def structure_rows(structure: Mapping[str, Any] | None) -> list[StructureRow]:
    """Rows from a nested mapping choice -> setting -> numbers; anything else is shown as it is.

    >>> structure_rows({"e_clear": {"on": {"t95_days": -0.13}, "off": {"t95_days": -0.1}}})[1]
    ... # doctest: +NORMALIZE_WHITESPACE
    StructureRow(choice='Vesicles help cells to clear dead tissue', setting='off',
                 values='Time to 95 % re-epithelialised \\u22120.1 day')
    """
    rows = []
    for choice, settings in (structure or {}).items():
        name = _NAMES.get(choice, site_words(choice))
        if not isinstance(settings, Mapping):
            rows.append(StructureRow(name, "", _words(settings)))
            continue
        for setting, values in settings.items():
            rows.append(StructureRow(name, site_words(str(setting)), _words(values)))
    return rows


def _words(values: Any) -> str:
    if isinstance(values, Mapping):
        return "; ".join(_one(key, value) for key, value in values.items())
    if isinstance(values, int | float) and not isinstance(values, bool):
        return plain(values)
    return "not given" if values is None else str(values)


def _one(key: str, value: Any) -> str:
    row = registry().get(key)
    label, unit = (row.label, f" {row.unit}") if row else (site_words(key), "")
    if isinstance(value, Mapping):
        return f"{label}: {_words(value)}"
    return f"{label} {_words(value)}{unit}"
