"""[[arms]]: what would be done, one arm a way of treating the same wounds."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, Field, StrictBool, ValidationInfo, field_validator
from pydantic import model_validator as validator

from exoburn.case.base import (
    Antimicrobial,
    AsTuple,
    Dressing,
    FromTable,
    MeshOrNone,
    Number,
    Numbers,
    Statement,
    Text,
    refuse,
)
from exoburn.case.burn import FirstAid
from exoburn.case.policy import PolicyStatement
from exoburn.case.regimen import Regimen
from exoburn.case.sentence import parse_regimen
from exoburn.data import parameters
from exoburn.errors import InputError

Kind = Literal["standard", "exosome", "prp", "msc", "graft", "vehicle", "other"]
_MESHES = FromTable("grafts")
_KIND_OF_CLASS: dict[str, Kind] = {"vesicle": "exosome", "prp": "prp", "msc": "msc"}


def _readable(sentence: str) -> str:
    try:
        parse_regimen(sentence)
    except InputError as error:
        where = f"{error.key}: " if error.key else ""
        raise refuse(f"{where}{error.message}", given=error.given, allowed=error.allowed) from None
    return sentence


Sentence = Annotated[Text, AfterValidator(_readable)]


class Arm(Statement):
    """One arm. The first arm of a case is the baseline that the others are set against.

    `products` is a list of regimen sentences; `kind` is inferred from them when left out.
    `debridement_day` and `graft_day` count from the burn; left out, enzymatic debridement is done
    on day 1, excision and graft on one day, day 3 if neither has one. `first_aid` and `policy`
    replace those of the case in this arm only. `no_surgery` asks for the natural course, which is
    not an option of care where surgery is due.

    >>> arm = Arm.model_validate({"name": "Gel", "dressing": "silver_hydrofibre", "products":
    ...     ["1e10 particles/cm2 in hydrogel, topical, every 3 days x 4 from day 1"]})
    >>> arm.kind, arm.regimens[0].days
    ('exosome', (1.0, 4.0, 7.0, 10.0))
    """

    name: Text = Field(max_length=60)
    dressing: Dressing = "silver_hydrofibre"
    dressing_change_every_days: Number | None = Field(default=None, ge=0.25, le=60)
    debridement: Literal["none", "enzymatic", "tangential", "full"] = "none"
    debridement_day: Number | None = Field(default=None, ge=0, le=365)
    graft: MeshOrNone = "none"
    graft_day: Number | None = Field(default=None, ge=0, le=365)
    graft_take: Number | None = Field(default=None, ge=0, le=1)
    antimicrobial: Antimicrobial = "none"
    silicone: StrictBool = False
    compression: StrictBool = False
    laser: Literal["none", "fractional_co2", "pdl"] = "none"
    laser_days: Numbers = Field(default=(), max_length=50)
    first_aid: FirstAid | None = None
    policy: PolicyStatement | None = None
    no_surgery: StrictBool = False
    products: Annotated[tuple[Sentence, ...], AsTuple] = Field(default=(), max_length=20)
    product: Text | None = None
    kind: Kind = Field(default=cast(Any, None))  # inferred below

    @property
    def regimens(self) -> tuple[Regimen, ...]:
        """The products as objects, in the order they were written."""
        return tuple(parse_regimen(sentence) for sentence in self.products)

    @field_validator("kind", mode="before")
    @classmethod
    def _infer_kind(cls, value: Any, info: ValidationInfo) -> Any:
        if "products" not in info.data or "graft" not in info.data:
            return value or "other"  # an error is on its way already
        return _kind_of(info.data["products"], info.data["graft"]) if value is None else value

    @validator(mode="before")
    @classmethod
    def _day_of_debridement(cls, data: Any) -> Any:
        """A debridement without a day is done with the graft, or on the model's usual day."""
        if not isinstance(data, dict) or data.get("debridement_day") is not None:
            return data
        kind, graft_day = data.get("debridement"), data.get("graft_day")
        if kind == "enzymatic":
            return {**data, "debridement_day": usual_day("enzymatic_day_default")}
        if kind in ("tangential", "full"):
            day = usual_day("graft_day_default") if graft_day is None else graft_day
            return {**data, "debridement_day": day}
        return data

    @validator(mode="after")
    def _kind_fits(self) -> Arm:
        active = {_KIND_OF_CLASS[r.product_class] for r in self.regimens if r.amount > 0}
        fitting = {_kind_of(self.products, self.graft), "other"}
        if len(active) > 1:
            fitting |= active
        if self.graft != "none":
            fitting |= {"graft"} if active else {"graft", "standard"}
        if self.kind not in fitting:
            raise refuse(
                "does not fit the products and graft of this arm",
                key="kind",
                given=self.kind,
                allowed=sorted(fitting),
            )
        return self

    @validator(mode="after")
    def _surgery_is_possible(self) -> Arm:
        if self.debridement == "none" and self.debridement_day is not None:
            raise refuse(
                "a day of debridement, and none is done",
                key="debridement_day",
                given=self.debridement_day,
                allowed='debridement = "enzymatic", "tangential" or "full", or no day',
            )
        if self.debridement == "full" and self.graft == "none":
            raise refuse(
                "a wound that is excised in full is closed with a graft",
                key="graft",
                given=self.graft,
                allowed=_MESHES.words,
            )
        for key in ("graft_day", "graft_take"):
            if self.graft == "none" and getattr(self, key) is not None:
                raise refuse(
                    "belongs to a graft, and none is done",
                    key=key,
                    given=getattr(self, key),
                    allowed=f"graft = one of {', '.join(_MESHES.words)}",
                )
        if self.graft != "none":
            self._bed_is_ready()
        if self.no_surgery and (self.graft != "none" or self.debridement in ("tangential", "full")):
            raise refuse(
                "no_surgery does not go with excision or graft",
                key="no_surgery",
                given=True,
                allowed="false",
            )
        return self

    def _bed_is_ready(self) -> None:
        """A bed that nobody excised is excised in full on the day of grafting."""
        day = self.debridement_day or 0.0
        if self.graft_day is not None and self.graft_day < day:
            raise refuse(
                "comes before the wound is excised",
                key="graft_day",
                given=self.graft_day,
                allowed=f"at least debridement_day = {day:g}",
            )

    @validator(mode="after")
    def _laser_has_days(self) -> Arm:
        if self.laser != "none" and not self.laser_days:
            raise refuse(
                "is missing; on which days are the laser sessions?",
                key="laser_days",
                allowed="a list of days, such as [0, 30, 60]",
            )
        if self.laser == "none" and self.laser_days:
            raise refuse(
                "laser sessions, and no laser",
                key="laser",
                given="none",
                allowed=["fractional_co2", "pdl"],
            )
        days = self.laser_days
        if any(not 0 <= day <= 3650 for day in days) or list(days) != sorted(set(days)):
            raise refuse(
                "must be rising days",
                key="laser_days",
                given=list(days),
                allowed="numbers from 0 to 3650, each once",
            )
        return self

    @validator(mode="after")
    def _under_a_graft(self) -> Arm:
        for i, regimen in enumerate(self.regimens):
            if regimen.route == "under_graft" and self.graft == "none":
                raise refuse(
                    "is given under a graft, and none is done",
                    key=f"products[{i}]",
                    given=self.products[i],
                    allowed=f"graft = one of {', '.join(_MESHES.words)}",
                )
        return self


def usual_day(name: str) -> float:
    """Day on which something is done where a case names none.

    >>> usual_day("graft_day_default"), usual_day("enzymatic_day_default")
    (3.0, 1.0)
    """
    return parameters()[name].value


def _kind_of(products: tuple[str, ...], graft: str) -> Kind:
    """The kind that the products and the graft imply."""
    regimens = [parse_regimen(sentence) for sentence in products]
    kinds: set[Kind] = {_KIND_OF_CLASS[r.product_class] for r in regimens if r.amount > 0}
    if kinds:
        return next(iter(kinds)) if len(kinds) == 1 else "other"
    if graft != "none":
        return "graft"
    return "vehicle" if regimens else "standard"
