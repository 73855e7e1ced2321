"""Files that instruments also write and that hold no sizes: named, to find the right one."""

from __future__ import annotations

import re

#: what such a file is, what it lacks, what to export instead; the first rule that fits counts
_KINDS = (
    (
        r"zeta[ -]?potential|electrophoretic|\bmobility\b|mean velocity|phase plot|profile data",
        "is a zeta-potential profile: it holds no sizes",
        "the size distribution of the same sample",
    ),
    (
        r"(?<!laser )(?<!filter )wavelength|absorban|extinction|emission|excitation|\bOD ?\d{3}|"
        r"spectrum|transmittance",
        "is a spectrum: it holds no sizes",
        "the size distribution of the same sample",
    ),
    (
        r"z-?average|\bpdi\b|polydispersity|cumulant|correlogram|"
        r"correlation (coefficient|function)",
        "is a summary of light scattering (averages weighted by intensity): it holds no "
        "distribution of sizes by number",
        "the number distribution, or a particle-tracking export",
    ),
    (
        r"fluoresc|\bmfi\b|labell?ed|positive (particles|events)|\bfitc\b|phenotyp|colocali",
        "is a fluorescence result: it holds no sizes",
        "the size distribution of the same sample",
    ),
    (
        r"\bconc(entration)?\b|particles\s*/\s*m[lL]|particles per frame",
        "is a summary of concentrations: it holds no distribution of sizes",
        "the export with the size distribution (bins or single particles)",
    ),
    (
        r"frame rate|\bfps\b|\bframes\b|\.(avi|mp4|tiff?|mov)\b|codec|exposure|shutter|resolution",
        "describes a video: it holds no sizes",
        "the summary or the size distribution that was computed from the video",
    ),
    (
        r"\btracks?\b|trajector|displacement",
        "lists positions along tracks: it holds no sizes",
        "the list of particles with their sizes, or the size distribution",
    ),
)


def without_sizes(text: str) -> tuple[str, str] | None:
    """What a text without a table of sizes is, and what to export instead; None if unknown.

    >>> without_sizes("Mean Velocity: 6.2\\nMobility: -1.7")[0]
    'is a zeta-potential profile: it holds no sizes'
    >>> without_sizes("hello") is None
    True
    """
    head = text[:20000]
    if re.search(r"type of measurement:?\s*size distribution", head, re.I):
        return None  # it would hold sizes if it were whole
    return next(
        ((what, instead) for rule, what, instead in _KINDS if re.search(rule, head, re.I)), None
    )
