"""Pooling of effects from several studies, with NumPy and SciPy only."""

from exoburn.evidence.pool.door import pool
from exoburn.evidence.pool.result import Coefficient, Explained, Pooled, Subgroups
from exoburn.evidence.pool.small_studies import Asymmetry, begg, egger
from exoburn.evidence.pool.trim_fill import Filled, trim_and_fill

__all__ = [
    "Asymmetry",
    "Coefficient",
    "Explained",
    "Filled",
    "Pooled",
    "Subgroups",
    "begg",
    "egger",
    "pool",
    "trim_and_fill",
]
