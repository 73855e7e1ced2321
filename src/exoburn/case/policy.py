"""[policy] and [run]: rules of care that all arms share, and how to run the case."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from exoburn.case.base import Count, Mesh, Number, Statement, refuse


class Policy(Statement):
    """When a wound is operated on (model section 5); "conservative" means never by policy.

    A wound that was not planned for surgery is looked at on `reassess_day` and grafted on
    `graft_day` with `graft_mesh` if its own forecast of healing is later than
    `graft_if_later_than_days`; full thickness is excised and grafted on
    `full_thickness_graft_day`. Days count from the burn.

    >>> Policy().graft_day, Policy(name="conservative").operates
    (14.0, False)
    """

    name: Literal["standard", "conservative"] = "standard"
    reassess_day: Number = Field(default=10, ge=0, le=365)
    graft_day: Number = Field(default=14, ge=0, le=365)
    graft_if_later_than_days: Number = Field(default=21, gt=0, le=3650)
    graft_mesh: Mesh = "1:1.5"
    full_thickness_graft_day: Number = Field(default=3, ge=0, le=365)

    @property
    def operates(self) -> bool:
        """False if this policy never sends a wound to the operating room."""
        return self.name == "standard"

    def check(self, where: str = "policy") -> None:
        """Raise if the wound is operated on before it was looked at."""
        if self.graft_day < self.reassess_day:
            raise refuse(
                "comes before the wound is reassessed",
                key=f"{where}.graft_day",
                given=self.graft_day,
                allowed=f"at least reassess_day = {self.reassess_day:g}",
            )

    def changed_by(self, other: Policy | None) -> Policy:
        """This policy with the keys that `other` states in place of its own.

        >>> Policy().changed_by(Policy(graft_day=20)).graft_day
        20.0
        """
        if other is None:
            return self
        stated = {key: getattr(other, key) for key in other.model_fields_set}
        return Policy.model_validate({**self.model_dump(), **stated})


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


_EITHER = {
    "anyOf": [
        {"enum": ["standard", "conservative"], "type": "string"},
        Policy.model_json_schema(),
    ]
}
PolicyStatement = Annotated[
    Policy, BeforeValidator(_named), WithJsonSchema(_EITHER, mode="validation")
]


class Run(Statement):
    """How to run: draws, horizon in days, seed and prior preset (model section 7).

    >>> Run().draws, Run().days, Run().preset
    (200, 730, 'default')
    """

    draws: Count = Field(default=200, ge=1, le=100000)
    days: Count = Field(default=730, ge=1, le=3650)
    seed: Count = Field(default=0, ge=0, le=2**63 - 1)
    preset: Literal["sceptical", "default", "animal"] = "default"
