"""One lane in formats that other people's tools read."""

from exoburn.export.sbml import to_sbml

__all__ = ["to_sbml"]
