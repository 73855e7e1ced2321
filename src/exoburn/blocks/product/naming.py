"""Several columns of amounts: repeats of one sample, several samples, or one amount said twice."""

from __future__ import annotations

import re

from exoburn.blocks.product.columns import is_density

_UNITS = re.compile(
    r"\([^)]*\)|\[[^\]]*\]|/ ?(ml|nm|cm3|ul|l)\b|\bcm-3\b|\b1?e\+?\d+\b|10\^\d+|[%#]"
)
_VALUE_WORDS = re.compile(
    r"\b(conc|concentrations?|konzentration|particles?|partikel|counts?|numbers?|no|of|per|in|the|"
    r"ml|ul|nm|cm|cm3|frequency|density|relative|percent|percentage|distribution|normali[sz]ed|"
    r"raw|corrected|adjusted|total|events?|anzahl|csd|by|size|bin|dn|dlogd|dd|and|volume|"
    r"intensity|area|weighted|mean|fraction|population|n|original|undiluted|measured)\b"
)
_REPEAT = re.compile(
    r"\b(rep|replicate|repeat|run|capture|video|measurement|meas|trial|cycle|acq|acquisition|"
    r"technical|tech|series|aliquot)\b"
)
_SAMPLE = re.compile(
    r"\b(sample|lot|batch|donor|patient|subject|probe|prep|preparation|specimen)\b"
)


def names_a_sample(title: str) -> bool:
    """True if a title calls itself a sample, a lot, a donor ...

    >>> names_a_sample("Lot_7"), names_a_sample("foo")
    (True, False)
    """
    return bool(_SAMPLE.search(_plain(title)))


def arrangement(titles: list[str], *, bare: bool) -> str:
    """`captures`, `samples`, or `same` (one amount in several forms), from the titles of columns.

    `bare` titles name no amount or unit: they are names, unless they only count runs.

    >>> arrangement(["conc 1 (/mL)", "conc 2 (/mL)"], bare=False)
    'captures'
    >>> arrangement(["Lot A conc (/mL)", "Lot B conc (/mL)"], bare=False)
    'samples'
    >>> arrangement(["Concentration (/mL)", "Concentration (/mL/nm)"], bare=False)
    'same'
    >>> arrangement(["MSC_500_1", "MSC_500_2"], bare=True)
    'samples'
    >>> arrangement(["run 1", "run 2"], bare=True)
    'captures'
    """
    if len({title.strip().lower() for title in titles}) == 1:
        return "captures"
    words = [_words(title) for title in titles]
    names = [" ".join(w for w in word if not w.isdigit()) for word in words]
    if any(_SAMPLE.search(name) for name in names) or len(set(names)) > 1:
        return "samples"
    if bare and names[0]:
        return "samples"
    repeats = [_REPEAT.search(_plain(title)) is not None for title in titles]
    numbers = [tuple(w for w in word if w.isdigit()) for word in words]
    return "captures" if any(repeats) or len(set(numbers)) > 1 else "same"


def best_of_same(titles: list[str]) -> int:
    """Which of several forms of one amount to use: the first that is no density.

    >>> best_of_same(["CSD (particles/mL/nm)", "Concentration (particles/mL)"])
    1
    """
    return next((i for i, title in enumerate(titles) if not is_density(title)), 0)


def _plain(title: str) -> str:
    return re.sub(r"[_\s.-]+", " ", title.strip().lower())


def _words(title: str) -> list[str]:
    """Words of a title without units, names of amounts and words for repeats."""
    text = _UNITS.sub(" ", title.strip().lower())
    text = re.sub(r"([a-z])(\d)", r"\1 \2", _plain(text))
    text = _REPEAT.sub(" ", _VALUE_WORDS.sub(" ", text))
    return re.findall(r"[^\W_]+", text)
