"""The arms of a result as the report shows them: those that the case states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from exoburn.case import Case
from exoburn.case.arm import Arm
from exoburn.report.styles import Style, styles_of
from exoburn.simulate.labelled import LabelledArrays

Data = Mapping[str, Any]


class Shown(Protocol):
    """What a report needs of a result (`exoburn.simulate.Result` fits)."""

    @property
    def summary(self) -> dict[str, Any]: ...
    @property
    def arrays(self) -> LabelledArrays: ...
    @property
    def case(self) -> Case: ...
    @property
    def manifest(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class ArmView:
    """One arm: its look, its part of the summary, what the case says of it."""

    number: int
    name: str
    kind: str
    style: Style
    data: Data
    statement: Arm

    @property
    def gives_vesicles(self) -> bool:
        """True if vesicles are in it."""
        regimens = self.statement.regimens
        return any(r.product_class == "vesicle" and r.amount > 0 for r in regimens)

    @property
    def active(self) -> bool:
        """True if a product is in it."""
        return any(r.amount > 0 for r in self.statement.regimens)

    def outcome(self, id: str) -> Data | None:
        """An outcome's entry if it has numbers or says why not; None if absent."""
        return self.data["outcomes"].get(id)

    def median(self, id: str) -> float | None:
        """Median of an outcome, None where there is none."""
        entry = self.outcome(id)
        return None if entry is None else entry["median"]

    def mean(self, id: str) -> float | None:
        """Mean of an outcome: the share of people, for a chance."""
        entry = self.outcome(id)
        return None if entry is None else entry["mean"]

    def contrast(self, id: str) -> Data | None:
        """This arm against the first."""
        return (self.data.get("contrasts") or {}).get(id)


def arm_views(result: Shown) -> list[ArmView]:
    """The case's arms in order."""
    told = (*result.summary["arms"], *result.summary.get("vehicle_arms", ()))
    by_name = {arm["name"]: arm for arm in told}
    stated = [arm for arm in result.case.arms if arm.name in by_name]
    looks = styles_of([by_name[arm.name]["kind"] for arm in stated])
    return [
        ArmView(
            number=i, name=arm.name, kind=by_name[arm.name]["kind"], style=look,
            data=by_name[arm.name], statement=arm,
        )
        for i, (arm, look) in enumerate(zip(stated, looks, strict=True))
    ]  # fmt: skip


def horizon_of(result: Shown) -> float:
    """Last simulated day."""
    return float(result.arrays.labels("day")[-1])
