"""What is known, how sure it is, and where it was read."""

from exoburn.evidence.certainty import LEVELS, SIMULATED, Certainty, certainty, grade_phrase
from exoburn.evidence.papers import Assumption, Paper, assumptions_of, sources_of
from exoburn.evidence.statements import Gap, Statement, not_modelled, statement, statements

__all__ = [
    "LEVELS",
    "SIMULATED",
    "Assumption",
    "Certainty",
    "Gap",
    "Paper",
    "Statement",
    "assumptions_of",
    "certainty",
    "grade_phrase",
    "not_modelled",
    "sources_of",
    "statement",
    "statements",
]
