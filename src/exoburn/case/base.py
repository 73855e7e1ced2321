"""What every statement of a case has in common: strict, frozen, no unknown keys.

The field types are strict on purpose: a number in quotes or a 1 for `true` is a slip of the pen
that a reader would want to hear about, not a value to guess at.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Strict, StrictBool, StringConstraints
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from exoburn.data import table
from exoburn.letters import UNWANTED


class Statement(BaseModel):
    """One table of a case file: unknown keys are errors, and nothing changes once it is read.

    >>> from pydantic import ValidationError
    >>> class Colour(Statement):
    ...     hue_degrees: Number
    >>> Colour(hue_degrees=3).hue_degrees
    3.0
    >>> try:
    ...     Colour.model_validate({"hue_degrees": "3"})
    ... except ValidationError as error:
    ...     print(error.errors()[0]["type"])
    float_type
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, allow_inf_nan=False, validate_default=True
    )


def refuse(
    message: str,
    *,
    key: str | None = None,
    given: object = None,
    allowed: Iterable[str] | str | None = None,
) -> PydanticCustomError:
    """The error a validator raises: `key` is relative to the table that is being validated.

    >>> refuse("too long", key="name", allowed="at most 60 characters").context["key"]
    'name'
    """
    words = allowed if isinstance(allowed, str) or allowed is None else list(allowed)
    context = {"message": message, "key": key, "given": given, "allowed": words}
    return PydanticCustomError("statement", "{message}", context)


class FromTable:
    """Marks a text field whose allowed words are the `id` column of a shipped table.

    A new site, vehicle, dressing or source is a table row and no code, so the words are read from
    the table when a case is read.
    """

    def __init__(self, name: str, *, first: tuple[str, ...] = ()) -> None:
        self.name = name
        self.first = first

    @property
    def words(self) -> list[str]:
        """The words of this field: `first`, then the ids of the table in its order."""
        return [*self.first, *(row["id"] for row in table(self.name))]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        def check(word: str) -> str:
            if word not in self.words:
                raise refuse(
                    f"not one of the {self.name.replace('_', ' ')}", given=word, allowed=self.words
                )
            return word

        return core_schema.no_info_after_validator_function(
            check, core_schema.str_schema(strict=True)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> JsonSchemaValue:
        return {**handler(schema), "enum": self.words}


def _listed(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Number = Annotated[float, Strict()]
Count = Annotated[int, Strict()]
Answer = StrictBool | None  # None = not stated, which the rules tell apart from "no"
Text = Annotated[
    str,
    Strict(),
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=200, pattern=f"^[^{UNWANTED}]+$"
    ),
]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
Numbers = Annotated[tuple[Number, ...], BeforeValidator(_listed)]
AsTuple = BeforeValidator(_listed)
Site = Annotated[str, FromTable("sites")]
Dressing = Annotated[str, FromTable("dressings")]
Source = Annotated[str, FromTable("sources")]
Mesh = Annotated[str, FromTable("grafts")]
MeshOrNone = Annotated[str, FromTable("grafts", first=("none",))]
Antimicrobial = Annotated[str, FromTable("antimicrobials")]
MisevField = Annotated[str, FromTable("misev")]
