"""Which column of a table holds sizes, which holds numbers of particles, and in what unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIZE = re.compile(
    r"size|diamet|durchmess|gr(ö|oe|o)(ß|ss)e|\btaille|tama[nñ]o|bin ?cent|\bbins?\b|x[ _]values|"
    r"\besd\b|^d[ _/(\[]?\W*nm|^nm$|radius|mid ?point",
    re.IGNORECASE,
)
_LOWER = re.compile(
    r"\b(lower|start|from|left|min(imum)?)\b|bin[ _]?(low|start|left|min)|_min|_low", re.I
)
_UPPER = re.compile(
    r"\b(upper|end|to|right|max(imum)?)\b|bin[ _]?(up|high|end|right|max)|_max|_upper", re.I
)
_CONCENTRATION = re.compile(
    r"con[ck]|konz|particles?\s*/\s*(m[lL]|cm)|/\s*m[lL]\b|/\s*cm|cm-3|per[ _]m[lL]|_ml\b", re.I
)
_COUNT = re.compile(
    r"count|number|\bno\.?\b|population|frequenc|particles|events|anzahl|h(ä|ae)ufig|nombre|"
    r"n[uú]mero|^n$|^#|percent|%|fraction|relative|density|dn/d|histogram|probability|pdf",
    re.IGNORECASE,
)
_OTHER_WEIGHT = re.compile(r"vol|intens|area|surface|mass|fl(ä|ae)che", re.I)
_NOT_A_VALUE = re.compile(
    r"cumul|under ?size|over ?size|percentile|\bcdf\b|std|\bsd\b|\bse\b|\bsem\b|deviation|error|"
    r"\bcv\b|particle[ _]?(no|id|number|index)\b|event[ _]?(no|id|number|index)\b|time|duration|"
    r"blockade|magnitude|fwhm|rate|speed|velocity|diffusion|position|voltage|current|pressure|"
    r"baseline|current|signal|channel|\(n?A\)|\(ms\)|lower limit|upper limit|confidence|weight",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"percent|%|fraction|relative|share|normali[sz]ed|probability|pdf", re.I)
_AVERAGE = re.compile(r"average|\bmean\b|\bavg\b|mittel|pooled|combined", re.I)


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of the columns of one table; `scale` turns sizes into nm of diameter."""

    scale: float
    size: int | None
    lower: int | None
    upper: int | None
    concentrations: tuple[int, ...]
    counts: tuple[int, ...]
    other_weights: tuple[int, ...]
    labels: tuple[str, ...]

    @property
    def holds_events(self) -> bool:
        """True if one row can be one particle: nothing beside the size but a pulse's properties."""
        others = [t for i, t in enumerate(self.labels) if t.strip() and i != self.size]
        return not others or any(_NOT_A_VALUE.search(t) for t in others)

    @property
    def values(self) -> tuple[int, ...]:
        """The columns to use: concentrations before counts, other weightings last."""
        return self.concentrations or self.counts or self.other_weights


def find_columns(header: list[str]) -> Columns | None:
    """Read a header row; None if no column holds a size.

    >>> c = find_columns(["Size / nm", "Number", "Concentration / cm-3", "Volume / nm^3"])
    >>> c.size, c.counts, c.concentrations
    (0, (1,), (2,))
    >>> find_columns(["foo", "bar"]) is None
    True
    """
    size: int | None = None
    lower: int | None = None
    upper: int | None = None
    concentrations: list[int] = []
    counts: list[int] = []
    others: list[int] = []
    scale = 1.0
    for place, title in enumerate(header):
        text = title.strip().replace("_", " ")
        if not text:
            continue
        is_size = bool(_SIZE.search(text)) and not re.search(r"log\s*10|^log", text, re.I)
        is_value = bool(_CONCENTRATION.search(text) or _COUNT.search(text))
        if is_size and not (is_value and _looks_like_value(text)):
            if _LOWER.search(text) and not _UPPER.search(text):
                lower, scale = place, size_scale(text)
            elif _UPPER.search(text) and not _LOWER.search(text):
                upper = place
            elif size is None and not _NOT_A_VALUE.search(text):
                size, scale = place, size_scale(text)
        elif _NOT_A_VALUE.search(text):
            continue
        elif _OTHER_WEIGHT.search(text) and not _CONCENTRATION.search(text):
            others.append(place)
        elif _CONCENTRATION.search(text):
            (others if _OTHER_WEIGHT.search(text) else concentrations).append(place)
        elif _COUNT.search(text):
            counts.append(place)
    if size is None and (lower is None or upper is None):
        return None
    return Columns(
        scale=scale,
        size=size,
        lower=lower if upper is not None else None,
        upper=upper if lower is not None else None,
        concentrations=_without_average(concentrations, header),
        counts=_without_average(_absolute(counts, header), header),
        other_weights=_without_average(others, header),
        labels=tuple(header),
    )


def _looks_like_value(text: str) -> bool:
    """A title such as `Concentration (particles/mL) per size bin` names a value, not a size."""
    found = (rule.search(text) for rule in (_CONCENTRATION, _COUNT))
    value = min(match.start() for match in found if match)
    size = _SIZE.search(text)
    return size is None or value < size.start()


def _absolute(places: list[int], header: list[str]) -> list[int]:
    """Counts rather than the percentages that a file gives of the same counts."""
    own = [p for p in places if not _RELATIVE.search(header[p])]
    return own or places


def _without_average(places: list[int], header: list[str]) -> tuple[int, ...]:
    own = [p for p in places if not _AVERAGE.search(header[p])]
    return tuple(own or places)


def size_scale(title: str) -> float:
    """Factor from the column's unit to nm of diameter.

    >>> size_scale("Diameter (um)"), size_scale("Size / nm"), size_scale("radius_nm")
    (1000.0, 1.0, 2.0)
    """
    factor = 1000.0 if re.search(r"[uµμ]m\b|micro|micron", title, re.I) else 1.0
    if re.search(r"angstr|Å", title, re.I):
        factor = 0.1
    return factor * (2.0 if re.search(r"radius", title, re.I) else 1.0)


def value_scale(title: str) -> float:
    """Factor from a concentration column to particles/mL, as far as the title says it.

    >>> value_scale("Concentration (E6 particles/ml)"), value_scale("Concentration / cm-3")
    (1000000.0, 1.0)
    >>> value_scale("conc (10^8/mL)"), value_scale("particles/uL"), value_scale("particles/L")
    (100000000.0, 1000.0, 0.001)
    """
    power = re.search(r"(?:\bx?\s*1?E\+?|10\s*\^|10\*\*|x\s*10e?)(\d{1,2})\b", title, re.I)
    factor = 10.0 ** int(power.group(1)) if power else 1.0
    if re.search(r"/\s*[uµμ]l\b|per[ _][uµμ]l", title, re.I):
        factor *= 1e3
    elif re.search(r"/\s*l\b|per[ _]l(itre|iter)?\b", title, re.I):
        factor *= 1e-3
    elif re.search(r"/\s*m\^?3|m-3\b", title, re.I) and not re.search(r"cm", title, re.I):
        factor *= 1e-6
    return factor


def is_density(title: str) -> str | None:
    """`nm` or `log` if the amounts are per nm or per log-size, else None.

    >>> is_density("Concentration (particles/mL/nm)"), is_density("dN/dlogD"), is_density("count")
    ('nm', 'log', None)
    """
    if re.search(r"d\s*log|/\s*log|per[ _]log", title, re.I):
        return "log"
    if re.search(r"m[lL]\s*/\s*nm|per[ _]nm|dN/dD|cm-3\s*/?\s*nm(-1)?\b", title, re.I):
        return "nm"
    return None
