"""From the course of a wound to the numbers and words that people ask for."""

from exoburn.outcome import burden, closure, donor, exposure, infection, pain, scar
from exoburn.outcome.constants import drawn_constants
from exoburn.outcome.contrast import Contrast, contrast, sentence_of_nulls
from exoburn.outcome.course import ArmCourse, WoundCourse
from exoburn.outcome.curves import Curve, curves
from exoburn.outcome.milestones import Measure, Milestone, milestones
from exoburn.outcome.perdraw import PerDraw
from exoburn.outcome.reading import Reading
from exoburn.outcome.registry import Outcome, evaluate, registry
from exoburn.outcome.summary import Summary, summarise
from exoburn.outcome.tables import all_variance_shares, contrasts, summaries
from exoburn.outcome.variance import GROUPS, Causes, variance_shares
from exoburn.outcome.words import BANNED, check_words, difference_in_words, of_100

__all__ = [
    "BANNED",
    "GROUPS",
    "ArmCourse",
    "Causes",
    "Contrast",
    "Curve",
    "Measure",
    "Milestone",
    "Outcome",
    "PerDraw",
    "Reading",
    "Summary",
    "WoundCourse",
    "all_variance_shares",
    "check_words",
    "contrast",
    "contrasts",
    "curves",
    "difference_in_words",
    "drawn_constants",
    "evaluate",
    "milestones",
    "of_100",
    "registry",
    "sentence_of_nulls",
    "summaries",
    "summarise",
    "variance_shares",
]

# importing these modules is what registers their outcomes
_ROOMS = (burden, closure, donor, exposure, infection, pain, scar)
