"""From the course of a wound to the numbers that people ask for."""

from exoburn.outcome import burden, closure, donor, exposure, infection, pain, scar
from exoburn.outcome.constants import drawn_constants
from exoburn.outcome.course import ArmCourse, WoundCourse
from exoburn.outcome.perdraw import PerDraw
from exoburn.outcome.reading import Reading
from exoburn.outcome.registry import Outcome, evaluate, registry

__all__ = [
    "ArmCourse",
    "Outcome",
    "PerDraw",
    "Reading",
    "WoundCourse",
    "drawn_constants",
    "evaluate",
    "registry",
]

# importing these modules is what registers their outcomes
_ROOMS = (burden, closure, donor, exposure, infection, pain, scar)
