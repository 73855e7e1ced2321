"""exoburn: how a skin burn heals, and what exosomes would have to do to change that.

    >>> import exoburn
    >>> case = exoburn.read_case('''
    ... patient.age_years = 35
    ... burn = {cause = "scald", depth = "deep_partial", wounds = [
    ...     {site = "forearm", area_cm2 = 40}]}
    ... arms = [{name = "Standard care"}, {name = "Gel", products = [
    ...     "1e10 particles/cm2 in hydrogel, topical, every 3 days x 4 from day 1"]}]
    ... run = {draws = 10, days = 60}
    ... ''')
    >>> result = exoburn.simulate(case)
    >>> result.summary["arms"][1]["kind"], dict(result.dataset.sizes)["day"]
    ('exosome', 61)

Names are loaded when they are first asked for, so that `import exoburn` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exoburn.case import Case, load_case, read_case
    from exoburn.engine import compile_system
    from exoburn.errors import EngineError, ExoburnError, InputError
    from exoburn.evidence.pool import pool
    from exoburn.report import write_report
    from exoburn.simulate import Result, simulate
    from exoburn.simulate.warm import WarmCase, warm

__all__ = [
    "Case",
    "EngineError",
    "ExoburnError",
    "InputError",
    "Result",
    "WarmCase",
    "compile_system",
    "load_case",
    "pool",
    "read_case",
    "simulate",
    "warm",
    "write_report",
]

_HOMES = {
    "Case": "exoburn.case",
    "EngineError": "exoburn.errors",
    "ExoburnError": "exoburn.errors",
    "InputError": "exoburn.errors",
    "Result": "exoburn.simulate",
    "WarmCase": "exoburn.simulate.warm",
    "compile_system": "exoburn.engine",
    "load_case": "exoburn.case",
    "pool": "exoburn.evidence.pool",
    "read_case": "exoburn.case",
    "simulate": "exoburn.simulate",
    "warm": "exoburn.simulate.warm",
    "write_report": "exoburn.report",
}


def __getattr__(name: str) -> object:
    """One public name, from the room where it lives; `simulate` is a room that can be called."""
    if name not in _HOMES:
        raise AttributeError(f"module 'exoburn' has no attribute {name!r}")
    home = import_module(_HOMES[name])
    return home if name == "simulate" else getattr(home, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
