"""Turn pydantic's findings into one line that a clinician can act on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from exoburn.case.model import Case
from exoburn.errors import InputError
from exoburn.letters import unwanted

_BARE = re.compile(r"[A-Za-z0-9_-]+")
#: Findings that are told; after so many the file is of another kind.
_MOST = 40
_KINDS = {
    "float": "a number",
    "finite": "a finite number",
    "int": "a whole number",
    "bool": "true or false",
    "string": "text",
    "tuple": "a list",
    "list": "a list",
    "dict": "a table",
    "model": "a table",
}


def input_error(
    error: ValidationError, *, file: str | None = None, within: tuple[str, ...] = (),
    root: type[BaseModel] = Case,
) -> InputError:
    """The most telling of the findings as an InputError, with the others in its `also`.

    An unknown key comes first: it is often the misspelt twin of one that is missing. `within` is
    the table that was validated, if it was not the whole case; `root` is the
    model of the whole file, if it is not a case.
    """
    found = [{**item, "loc": (*within, *item["loc"])} for item in error.errors(include_url=False)]
    found.sort(key=lambda item: item["type"] != "extra_forbidden")
    found = [item for item in found if not _follows(item, found)]
    told: dict[str, InputError] = {}  # by key: branches of a union find the same mistake again
    for item in found[:_MOST]:
        message, given, allowed, key = _explain(item["type"], item, root)
        told.setdefault(
            key, InputError(message, file=file, key=key, given=_showable(given), allowed=allowed)
        )
    first, *others = told.values()
    first.also = tuple(others)
    return first


def _follows(item: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> bool:
    """True for a list that is only too short because an entry of it is wrong."""
    loc = item["loc"]
    return item["type"] == "too_short" and any(
        len(other["loc"]) > len(loc) and other["loc"][: len(loc)] == loc for other in found
    )


def _explain(
    kind: str, item: Mapping[str, Any], root: type[BaseModel]
) -> tuple[str, object, list[str] | str | None, str]:
    loc: tuple[int | str, ...] = tuple(part for part in item["loc"] if not _is_tag(part))
    context, given = item.get("ctx", {}), item.get("input")
    path = key_path(loc)
    if kind == "statement":
        key = context["key"]
        if key:
            path = f"{path}.{key}" if path else key
        shown = given if context["given"] is None and key is None else context["given"]
        return context["message"], shown, context["allowed"], path
    if kind == "extra_forbidden":
        return _unknown_key(loc, path, root)
    if kind == "missing":
        field = _field_at(loc, root)
        return "is missing", None, _wanted(field) if field else None, path
    if kind == "literal_error":
        return "not one of the allowed words", given, _words(context["expected"]), path
    if kind in ("too_short", "too_long", "string_too_short", "string_too_long"):
        limit = context.get("min_length", context.get("max_length"))
        side = "at least" if "short" in kind else "at most"
        return "wrong length", given, f"{side} {limit}", path
    if kind == "string_pattern_mismatch":
        sign = unwanted(given) if isinstance(given, str) else None
        return f"holds a control character, {sign}", given, "text on one line", path
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        field = _field_at(loc, root)
        return "out of range", given, _range(field) if field else None, path
    wanted = _KINDS.get(kind.split("_")[0])
    return "wrong kind of value", given, wanted or item["msg"], path


def _unknown_key(
    loc: tuple[int | str, ...], path: str, root: type[BaseModel]
) -> tuple[str, object, list[str] | str | None, str]:
    name = str(loc[-1])
    owner = _model_at(loc[:-1], root)
    allowed = list(owner.model_fields) if owner else None
    homes = [home for home, model in _tables(root) if name in model.model_fields]
    message = "unknown key"
    if homes and name not in (allowed or []):
        message += f"; it belongs in {' or '.join(homes)}"
    return message, name, allowed, path


def key_path(loc: Sequence[int | str]) -> str:
    """`burn.wounds[0].site` for ("burn", "wounds", 0, "site").

    >>> key_path(("burn", "wounds", 0, "site")), key_path(("a b", "c"))
    ('burn.wounds[0].site', '"a b".c')
    """
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f"[{part}]"
            continue
        word = part if _BARE.fullmatch(part) else json.dumps(part)
        word = word if len(word) <= 60 else word[:57] + "..."
        text += f".{word}" if text else word
    return text


def _is_tag(part: int | str) -> bool:
    """Union branches leave their type's name in the location; a reader has no use for it."""
    return isinstance(part, str) and part.startswith(("literal[", "function-", "[key]"))


def _words(expected: str) -> list[str] | str:
    words = re.findall(r"'([^']*)'", expected)
    return words or expected


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _field_at(loc: Sequence[int | str], root: type[BaseModel]) -> FieldInfo | None:
    """The field that a location names, if it names one."""
    owner = _model_at(loc[:-1], root)
    if owner is None or not loc:
        return None
    return owner.model_fields.get(str(loc[-1]))


def _model_at(loc: Sequence[int | str], root: type[BaseModel]) -> type[BaseModel] | None:
    """The model of the table at a location."""
    model: type[BaseModel] = root
    skip = False
    for part in loc:
        if isinstance(part, int) or skip:
            skip = False  # a list's position, or a table's own name as in [products.a]
            continue
        field = model.model_fields.get(part)
        inner = next(_models_in(field.annotation), None) if field else None
        if inner is None:
            return None
        model, skip = inner, part == "products" and model is Case
    return model


def _tables(root: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """Every table of a file by the header that opens it."""
    waiting: list[tuple[str, type[BaseModel]]] = [("", root)]
    while waiting:
        path, model = waiting.pop(0)
        if path:
            yield path, model
        for name, field in model.model_fields.items():
            for inner in _models_in(field.annotation):
                header = f"{path.strip('[]')}.{name}" if path else name
                many = "tuple" in str(field.annotation)
                waiting.append((f"[[{header}]]" if many else f"[{header}]", inner))


def _metadata(field: FieldInfo) -> Iterator[object]:
    yield from field.metadata
    for part in get_args(field.annotation):
        yield from getattr(part, "__metadata__", ())


def _range(field: FieldInfo) -> str:
    """The range of a number, in words."""
    words: list[str] = []
    for mark in _metadata(field):
        match mark:
            case Ge(ge=low):
                words.insert(0, f"at least {low}")
            case Gt(gt=low):
                words.insert(0, f"more than {low}")
            case Le(le=high):
                words.append(f"at most {high}")
            case Lt(lt=high):
                words.append(f"less than {high}")
            case _:
                pass
    return ", ".join(words)


def _wanted(field: FieldInfo) -> str | None:
    """What a missing field would hold."""
    if next(_models_in(field.annotation), None) is not None:
        return "a table"
    for mark in _metadata(field):
        words = getattr(mark, "words", None)
        if isinstance(words, list):
            return ", ".join(words)
    words = [arg for arg in get_args(field.annotation) if isinstance(arg, str)]
    return ", ".join(words) or _range(field) or None


def _showable(value: object) -> object:
    """A value whose repr is short and cannot itself fail."""
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 200:
        return f"a whole number of {value.bit_length()} bits"
    if isinstance(value, BaseModel):
        return None
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    return value
