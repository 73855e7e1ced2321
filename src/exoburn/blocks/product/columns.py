"""Which column of a table holds what, and in what unit: decided from its title.

A title may name a size, an amount in a bin of sizes (concentration, count, or an amount weighted
by intensity, volume or area), a property of one particle (track length, blockade, brightness), the
number of a particle, a mark whether it was used, or the sample a row belongs to. What none of
these words fits may be the name of a sample.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIZE = re.compile(
    r"size|diamet|durchmess|gr(ö|oe|o)(ß|ss)e|\btaille|tama[nñ]o|bin ?cent|\besd\b|radius|"
    r"mid ?point|\bd ?h\b ?[\[(/]? ?nm",
    re.IGNORECASE,
)
#: titles that mean a size only if no better one is there: `Bin` may as well number the bins
_MAYBE_SIZE = re.compile(r"\bbins?\b|x[ _]values|^d[ _/(\[]?\W*nm|^nm$", re.IGNORECASE)
_NO_SIZE = re.compile(
    r"log\s*10|^log|^ln\b|width|\bstep\b|range|dispers|\bspan\b|distribution|\bclass\b", re.I
)
_LOWER = re.compile(
    r"\b(lower|start|from|left|min(imum)?)\b|bin[ _]?(low|start|left|min)|_min|_low", re.I
)
_UPPER = re.compile(
    r"\b(upper|end|to|right|max(imum)?)\b|bin[ _]?(up|high|end|right|max)|_max|_upper", re.I
)
_CONCENTRATION = re.compile(
    r"con[ck]|konz|\bcsd\b|particles?\s*/\s*(m[lL]|cm)|/\s*m[lL]\b|/\s*cm|cm-3|per[ _]m[lL]|_ml\b",
    re.I,
)
_COUNT = re.compile(
    r"count|number|\bno\.?\b|population|frequenc|particles|events|anzahl|h(ä|ae)ufig|nombre|"
    r"n[uú]mero|^n$|^#|percent|%|fraction|relative|density|dn/d|histogram|probability|pdf|"
    r"distribution",
    re.IGNORECASE,
)
_OTHER_WEIGHT = re.compile(
    r"\bvol(ume|umen)?\b|intens|\barea\b|surface|\bmasse?\b|fl(ä|ae)che|\bd[vsi]/d", re.I
)
_WEIGHTED = re.compile(r"weight(ed|ing)|%|percent|distribution|fraction|gewichtet", re.I)
_NOT_A_VALUE = re.compile(
    r"cumul|under ?size|over ?size|percentile|\bcdf\b|std|\bsd\b|\bse\b|\bsem\b|deviation|error|"
    r"\bcv\b|lower limit|upper limit|confidence|width|uncertain",
    re.IGNORECASE,
)
#: what one particle has, and a bin of many has not
_PROPERTY = re.compile(
    r"\btime\b|duration|blockade|magnitude|fwhm|\brate\b|speed|velocity|diffusion|position|voltage|"
    r"current|pressure|baseline|signal|channel|\(n?A\)|\(ms\)|\bln\b|\blog\b|adjusted|"
    r"[/(\[] ?a\.?u\.?\b|frame|track|trace|trajector|^[xyz]( |$|/|\()|bright|fluoresc|\bsnr\b|"
    r"noise|\b(ss|fs|ssc|fsc|als|fitc|apc|gfp)\b|-[ahw]$|contrast|saturation|amplitude|transit|"
    r"symmetr|aspect|circular|refractive|mobility|charge|gr[ae]y|pixel|\bpx\b|dwell|\bmsd\b|weight",
    re.IGNORECASE,
)
_ID = re.compile(
    r"(particle|event|track|trajectory|peak|pulse|object|spot|tracklet|row)s?[ _]*"
    r"(id|no\.?|nr\.?|number|num|index|idx|#)$|^(id|index|idx|particle|event|track)$",
    re.IGNORECASE,
)
#: titles that number the rows if their numbers run 1, 2, 3 ...
_MAYBE_ID = re.compile(
    r"^(#|n|no\.?|nr\.?|nombre|num(ber)?\.?|particles?|events?|bin|unnamed: ?\d+)$", re.I
)
_DILUTION = re.compile(r"^(sample )?(dilution|dil\b|verd(ü|ue)nnung|diluci)", re.I)
_INCLUDED = re.compile(
    r"\binclu|\baccepted\b|in distribution|\bgated?\b|\bvalid\b|\bkept\b|\bused\b|enthalten|"
    r"ber(ü|ue)cksichtigt|in verteilung",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"\bexclu|\breject|\bdiscarded\b|\bfiltered out\b|\boutlier|ausgeschlossen|"
    r"\bnot (used|included)",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"^(sample|file|lot|batch|donor|patient|video|capture|run|replicate|repeat|measurement|probe)"
    r"([ _]?(name|id|no\.?|number))?$",
    re.IGNORECASE,
)
_PER_NM = re.compile(
    r"m[lL]\s*[/ *·.]\s*nm|per[ _]nm|dN/dD|\bcsd\b|cm-3\s*/?\s*nm(-1)?\b|m[lL]-1 ?nm-1", re.I
)
_RELATIVE = re.compile(r"percent|%|fraction|relative|share|normali[sz]ed|probability|pdf", re.I)
_AVERAGE = re.compile(r"average|\bmean\b|\bavg\b|mittel|pooled|combined", re.I)


@dataclass(frozen=True, slots=True)
class Columns:
    """Places of the columns of one table; `scale` turns sizes into nm of diameter.

    `weights` are amounts that are not by number, `maybe_weights` those whose title fits a property
    of one particle as well (`Intensity`); `unnamed` have titles that say nothing known.
    """

    labels: tuple[str, ...]
    scale: float = 1.0
    size: int | None = None
    other_sizes: tuple[int, ...] = ()
    lower: int | None = None
    upper: int | None = None
    concentrations: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
    weights: tuple[int, ...] = ()
    maybe_weights: tuple[int, ...] = ()
    properties: tuple[int, ...] = ()
    ids: tuple[int, ...] = ()
    included: int | None = None
    group: int | None = None
    dilution: int | None = None
    unnamed: tuple[int, ...] = ()

    @property
    def values(self) -> tuple[int, ...]:
        """The amounts to use: concentrations before counts, other weightings last."""
        return self.concentrations or self.counts or self.weights

    @property
    def title(self) -> str:
        """Title of the column of sizes."""
        return self.labels[self.size if self.size is not None else self.lower or 0]


def find_columns(header: list[str], *, chosen: int | None = None) -> Columns | None:
    """Read a header row; None if no column holds a size. `chosen` is the column of sizes, if told.

    >>> c = find_columns(["Size / nm", "Number", "Concentration / cm-3", "Volume / nm^3"])
    >>> c.size, c.counts, c.concentrations
    (0, (1,), (2,))
    >>> find_columns(["foo", "bar"]) is None
    True
    >>> find_columns(["Particle ID", "Size/nm", "Ln(Adjusted intensity)/AU"]).properties
    (2,)
    """
    places: dict[str, list[int]] = {}
    for place, title in enumerate(header):
        if title.strip():
            role = "size" if place == chosen else _role(title.strip().replace("_", " "))
            places.setdefault(role, []).append(place)
    sizes = [chosen] if chosen is not None else places.get("size") or places.get("maybe size", [])
    if chosen is None:  # the diameter before the radius that stands beside it
        sizes = sorted(sizes, key=lambda place: "radius" in header[place].lower())
    others = tuple(p for p in places.get("size", ()) if p not in sizes[:1])
    lower, upper = places.get("lower", []), places.get("upper", [])
    bounds = bool(lower and upper) and chosen is None
    if not sizes and not bounds:
        return None
    counts = places.get("count", [])
    flags = places.get("included", []) + places.get("excluded", [])
    return Columns(
        labels=tuple(header),
        scale=size_scale(header[lower[0] if bounds else sizes[0]]),
        size=sizes[0] if sizes else None,
        other_sizes=others,
        lower=lower[0] if bounds else None,
        upper=upper[0] if bounds else None,
        concentrations=_without_average(places.get("concentration", []), header),
        counts=_without_average(_absolute(counts, header), header),
        weights=_without_average(places.get("weight", []), header),
        maybe_weights=_without_average(places.get("maybe weight", []), header),
        properties=tuple(places.get("property", ())),
        ids=tuple(places.get("id", ())),
        included=flags[0] if flags else None,
        group=places["group"][0] if "group" in places else None,
        dilution=places["dilution"][0] if "dilution" in places else None,
        unnamed=tuple(places.get("unnamed", ())),
    )


def _role(text: str) -> str:
    if _EXCLUDED.search(text):
        return "excluded"
    if _INCLUDED.search(text):
        return "included"
    if _ID.search(text):
        return "id"
    if _GROUP.search(text):
        return "group"
    weight, conc = bool(_OTHER_WEIGHT.search(text)), bool(_CONCENTRATION.search(text))
    if _DILUTION.search(text) and not conc:
        return "dilution"
    is_value = conc or bool(_COUNT.search(text))
    if weight and _WEIGHTED.search(text) and not conc and not _NOT_A_VALUE.search(text):
        return "weight"
    if _SIZE.search(text) and not _NO_SIZE.search(text) and not (is_value and value_first(text)):
        return _size_role(text)
    if _MAYBE_SIZE.search(text) and not _NO_SIZE.search(text) and not is_value:
        role = _size_role(text)
        return "maybe size" if role == "size" else role
    if _NOT_A_VALUE.search(text):
        return "ignored"
    if re.search(r"number[ -]*weighted", text, re.I):
        return "count"
    if _PROPERTY.search(text):
        return "property"
    if weight:
        return "weight" if conc else "maybe weight"
    if conc:
        return "concentration"
    return "count" if is_value else "unnamed"


def _size_role(text: str) -> str:
    lower, upper = bool(_LOWER.search(text)), bool(_UPPER.search(text))
    if lower != upper:
        return "lower" if lower else "upper"
    return "ignored" if _NOT_A_VALUE.search(text) or re.search(r"\b(px|pixel)", text) else "size"


def value_first(text: str) -> bool:
    """A title such as `Concentration (particles/mL) per size bin` names a value, not a size.

    >>> value_first("Concentration per size bin"), value_first("Size of particles")
    (True, False)
    """
    found = (rule.search(text) for rule in (_CONCENTRATION, _COUNT))
    value = min((match.start() for match in found if match), default=len(text))
    size = _SIZE.search(text)
    return size is None or value < size.start()


def numbers_rows(title: str) -> bool:
    """True if a title may stand over the numbers 1, 2, 3 ... of the rows.

    >>> numbers_rows("#"), numbers_rows("No."), numbers_rows("Count")
    (True, True, False)
    """
    return bool(_MAYBE_ID.match(title.strip()))


def says_excluded(title: str) -> bool:
    """True if a mark in this column means that a particle was left out."""
    return bool(_EXCLUDED.search(title))


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
    >>> is_density("CSD (particles/(mL nm))")
    'nm'
    """
    if re.search(r"d\s*log|/\s*log|per[ _]log", title, re.I):
        return "log"
    return "nm" if _PER_NM.search(title) else None
