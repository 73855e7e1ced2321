"""What care asks of a person: punctures, operations, dressing changes, sessions."""

from __future__ import annotations

import numpy as np

from exoburn.outcome.course import Floats
from exoburn.outcome.reading import Reading
from exoburn.outcome.registry import outcome


def until_closed(reading: Reading) -> Floats:
    """Last day on which care is given: closure of the burns, or the horizon, (n_draws,)."""
    horizon = np.full(reading.arm.draws, reading.arm.horizon)
    return np.minimum(reading.t100, horizon) if reading.burns else horizon


def counted(reading: Reading, days: tuple[float, ...], amounts: tuple[float, ...]) -> Floats:
    """Sum of the amounts whose day is not after the end of care, (n_draws,)."""
    given = np.asarray(days)[None, :] <= until_closed(reading)[:, None]
    return given.astype(np.float64) @ np.asarray(amounts, np.float64)


@outcome("dressing_changes")
def dressing_changes(reading: Reading) -> Floats:
    """Scheduled dressing changes until closure or the horizon."""
    days = reading.arm.dressing_days
    return counted(reading, days, (1.0,) * len(days))


@outcome("sessions")
def sessions(reading: Reading) -> Floats:
    """Visits at which a product or a laser was given, until closure or the horizon."""
    days = reading.arm.session_days
    return counted(reading, days, (1.0,) * len(days))


@outcome("punctures")
def punctures(reading: Reading) -> Floats:
    """Needle punctures of all sessions until closure or the horizon."""
    return counted(reading, reading.arm.session_days, reading.arm.punctures_per_session)


@outcome("operations")
def operations(reading: Reading) -> Floats:
    """Excisions and grafts of the burned wounds; harvesting a donor site belongs to the graft."""
    made = [np.asarray(wound.operations, np.float64) for wound in reading.skin]
    return np.sum(made, axis=0) if made else np.zeros(reading.arm.draws)
