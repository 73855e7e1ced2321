"""One lane as SBML Level 3 Version 2 core, so that anyone's simulator can check ours.

States are parameters with rate rules, named sub-expressions are assignment rules, and what happens
to the lane are events whose unique priorities keep our order at one instant: remove, assign,
switch, add. All names are ours, unchanged. Format: Hucka et al. 2019, SBML Level 3 Version 2
Core Release 2, doi 10.1515/jib-2019-0021.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from exoburn.banner import BANNER
from exoburn.engine import RANKS, System
from exoburn.errors import EngineError
from exoburn.export.dimensions import Dimension, Dimensions, dimension_of
from exoburn.export.markup import annotation, element, notes
from exoburn.export.mathml import TIME, apply, math_element, math_of, number
from exoburn.export.schedule import Happening, in_order, start
from exoburn.export.units import Unit, elements_of, read_unit

Floats = NDArray[np.float64]

SBML = "http://www.sbml.org/sbml/level3/version2/core"


_READING = (
    "Time is in days. States are parameters with rate rules; named sub-expressions are assignment "
    "rules; what happens at day 0 is already in the initial values.",
    "Events of one instant run by falling priority (remove, assign, switch, add), each seeing what "
    "the ones before it did; the values at the instant itself are those after all of them.",
    "The annotation of a state holds its scale: below it the state hardly matters, so an absolute "
    "tolerance of its own, relative tolerance times scale, suits each state.",
)

_DAY = Dimension.of({"day": 1})
#: units of the whole model, for whatever a reader adds to it
_OF_MODEL = {
    "substanceUnits": {"item": 1}, "timeUnits": {"day": 1}, "volumeUnits": {"cm": 3},
    "areaUnits": {"cm": 2}, "lengthUnits": {"cm": 1}, "extentUnits": {"item": 1},
}  # fmt: skip
#: units that SBML knows by itself
_BUILT_IN = ("item", "dimensionless", "metre", "second")

#: Distance of priorities between two ranks of events; more than ever fall on one instant.
_RANK_STEP = 1_000_000

_SID = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")


def to_sbml(
    system: System,
    y0: Sequence[float] | Floats,
    p: Sequence[float] | Floats,
    events: Iterable[Happening] = (),
    *,
    model_id: str = "lane",
    title: str = "",
    provenance: Mapping[str, object] | None = None,
    units: Mapping[str, str] | None = None,
) -> str:
    """The SBML text of one lane; time is in days.

    `y0` (states,) and `p` (parameters,) are the values before anything happens; `events` are
    (day, name, amount) in any order. What happens at day 0 is in the initial values, because an
    SBML trigger that is true from the start does not fire. `provenance` (version, case, arm, ...)
    is written into the notes; `units` are the units of parameters and sub-expressions by name. A
    unit that SBML cannot say is a multiple of something: a pure number, with the words beside it.
    Sub-expressions without a unit get the one that follows from their names.
    An unknown event, a day before 0 or a value that is not finite is an EngineError.

    >>> from exoburn.engine import Block, State
    >>> decay = System.compose("decay", [Block("b", "x' = -k*x", states={"x": State()})])
    >>> text = to_sbml(decay, [1.0], [0.5])
    >>> '<parameter id="x" value="1.0" units="dimensionless" constant="false"' in text
    True
    """
    _check_names(system, model_id)
    y, q, later = start(system, y0, p, in_order(system, events))
    values = dict(zip((*system.states, *system.parameters), (*y, *q), strict=True))
    bad = [name for name, value in values.items() if not np.isfinite(value)]
    if bad:
        raise EngineError(f"{system.name}: not finite at the start: {', '.join(bad)}")
    facts = {str(key): str(value) for key, value in (provenance or {}).items()}
    quantities = _Quantities(system, units or {})
    parameters = [
        *(quantities.parameter(name, float(value)) for name, value in values.items()),
        *(quantities.parameter(name, None) for name in system.named),
    ]
    rules, happening = _rules(system, quantities), _events(system, later, quantities)
    units_of_model = quantities.of_model()  # the last to ask for a unit, before they are written
    body = [
        notes([title or system.name, BANNER, *_READING], facts),
        annotation("origin", facts),
        _list("listOfUnitDefinitions", quantities.definitions()),
        _list("listOfParameters", parameters),
        _list("listOfRules", rules),
        _list("listOfEvents", happening),
    ]
    model = element(
        "model",
        {"id": model_id, "name": title, **units_of_model},
        "\n".join(["", *filter(None, body), ""]),
    )
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<sbml xmlns="{SBML}" level="3" version="2">',
            model,
            "</sbml>",
            "",
        ]
    )


class _Quantities:
    """Parameters of the file: states, parameters and sub-expressions, with units and meaning."""

    def __init__(self, system: System, units: Mapping[str, str]) -> None:
        self.system = system
        names = {*system.parameters, *system.named}
        self.words = {name: text for name, text in units.items() if name in names}
        self.words |= {name: state.unit for name, state in system.states.items()}
        self.dimensions = Dimensions(self.words, system.named)
        #: units of the file by dimension: as the words say them, or as they follow
        self.units = {_DAY: Unit("day", elements_of("day", 1))}
        for text in self.words.values():
            unit = read_unit(text)
            if unit is not None:
                self.units.setdefault(dimension_of(text), unit)

    def of(self, tree: ast.expr) -> Dimension | None:
        """The dimension of an expression of the system."""
        return self.dimensions.of(tree)

    def unit_id(self, dimension: Dimension) -> str:
        """The id of a unit; its definition will be in the file."""
        return self.units.setdefault(dimension, dimension.unit).id

    def of_model(self) -> dict[str, str]:
        """Units of the whole model: time in days, lengths in cm, amounts in particles."""
        return {key: self.unit_id(Dimension.of(powers)) for key, powers in _OF_MODEL.items()}

    def definitions(self) -> list[str]:
        """Every unit that was asked for until now."""
        return [
            element("unitDefinition", {"id": unit.id}, _list("listOfUnits", [unit.elements]))
            for unit in self.units.values()
            if unit.elements and unit.id not in _BUILT_IN
        ]

    def parameter(self, name: str, value: float | None) -> str:
        state = self.system.states.get(name)
        fixed = name in self.system.parameters and name not in self.system.inputs
        words = self.words.get(name, "")
        dimension = self.dimensions.of_name(name)
        attributes = {
            "id": name,
            "value": None if value is None else repr(value),
            "units": None if dimension is None else self.unit_id(dimension),
            "constant": "true" if fixed else "false",
        }
        facts = {"multiple_of": words} if words and read_unit(words) is None else {}
        if state is not None:
            facts["scale"] = repr(float(state.scale))
            facts |= {"meaning": state.meaning} if state.meaning else {}
        return element("parameter", attributes, annotation("quantity", facts))

    def math(
        self, tree: ast.expr, target: str, *, rate: bool = False, amount: float | None = None
    ) -> str:
        """The mathematics of a rule or an assignment for `target`, literals with their units."""
        want = self.dimensions.of_name(target)
        if want is not None and rate:
            want = want / _DAY
        values = {} if amount is None else {"amount": amount}
        return math_element(tree, values=values, measures=self, want=want)


def _rules(system: System, quantities: _Quantities) -> list[str]:
    named = [("assignmentRule", name, tree) for name, tree in system.named.items()]
    rates = [("rateRule", name, tree) for name, tree in system.rates.items()]
    return [
        element(kind, {"variable": name}, quantities.math(tree, name, rate=kind == "rateRule"))
        for kind, name, tree in named + rates
    ]


def _events(
    system: System, happenings: Sequence[Happening], quantities: _Quantities
) -> list[str]:
    """Events with unique priorities at each instant; each sees what the ones before it did."""
    written: list[str] = []
    places: dict[tuple[float, str], int] = {}
    for i, (day, name, amount) in enumerate(happenings, 1):
        event = system.events[name]
        place = places[day, event.rank] = places.get((day, event.rank), -1) + 1
        priority = _RANK_STEP * (len(RANKS) - RANKS.index(event.rank)) - place
        rank = number(priority, "dimensionless")
        targets = {line.target: line.tree for line in event.lines}
        assignments = [
            element(
                "eventAssignment",
                {"variable": target},
                quantities.math(tree, target, amount=amount),
            )
            for target, tree in targets.items()
        ]
        trigger = math_of(apply("geq", TIME, number(day, "day")), with_units=True)
        written.append(
            element(
                "event",
                {
                    "id": _free(f"event_{i}_{name}", system),
                    "name": f"{name} {amount:g}, day {day:g}",
                    "useValuesFromTriggerTime": "false",
                },
                element("trigger", {"initialValue": "true", "persistent": "true"}, trigger)
                + element("priority", {}, math_of(rank, with_units=True))
                + _list("listOfEventAssignments", assignments),
            )
        )
    return written


def _list(tag: str, items: Sequence[str]) -> str:
    return element(tag, {}, "\n".join(["", *items, ""])) if items else ""


def _free(name: str, system: System) -> str:
    """An id that no state, parameter or sub-expression has."""
    while name in system.states or name in system.named or name in system.parameters:
        name += "_"
    return name


def _check_names(system: System, model_id: str) -> None:
    names = [model_id, *system.states, *system.parameters, *system.named]
    odd = [name for name in names if not _SID.match(name)]
    if odd:
        raise EngineError(f"{system.name}: SBML cannot name {', '.join(odd)}")
