"""Constants of the outcome definitions: rows of `parameters_outcome`, never literals."""

from __future__ import annotations

from exoburn.data import parameters, table
from exoburn.outcome.course import ArmCourse, Floats


def constant(name: str) -> float:
    """Central value of a row of `parameters_outcome`.

    >>> constant("closure_95"), constant("fda_confirmation")
    (0.95, 14.0)
    """
    return parameters()[name].value


def of_arm(arm: ArmCourse, name: str) -> float | Floats:
    """The arm's own draws of a constant, (n_draws,), or its central value."""
    return arm.constants.get(name, constant(name))


def drawn_constants() -> tuple[str, ...]:
    """Ids of the outcome constants that belong to knowledge and are drawn with it.

    >>> drawn_constants()[:2]
    ('hts_intercept', 'hts_slope')
    """
    rows = parameters()
    ids = (row["id"] for row in table("parameters_outcome"))
    return tuple(key for key in ids if rows[key].dist != "fixed")
