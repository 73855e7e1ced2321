"""Figures of the report, one a file: plain arrays in, a picture in two widths out."""

from exoburn.report.figures.calendar import ArmDays, calendar
from exoburn.report.figures.closure import closure
from exoburn.report.figures.courses import Panel, courses
from exoburn.report.figures.cross_section import cross_section
from exoburn.report.figures.differences import Gap, GapPanel, differences
from exoburn.report.figures.dose import DoseAtCell, dose_at_cell
from exoburn.report.figures.mechanisms import Attributed, mechanisms
from exoburn.report.figures.of_100 import Chance, of_100
from exoburn.report.figures.section import Profile, Section
from exoburn.report.figures.uncertainty import Shares, uncertainty

__all__ = [
    "ArmDays",
    "Attributed",
    "Chance",
    "DoseAtCell",
    "Gap",
    "GapPanel",
    "Panel",
    "Profile",
    "Section",
    "Shares",
    "calendar",
    "closure",
    "courses",
    "cross_section",
    "differences",
    "dose_at_cell",
    "mechanisms",
    "of_100",
    "uncertainty",
]
