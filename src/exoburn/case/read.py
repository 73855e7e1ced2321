"""Read a case file: TOML, or JSON; every mistake is one InputError line."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from exoburn.case.messages import input_error
from exoburn.case.model import Case
from exoburn.case.policy import Run
from exoburn.errors import InputError

MOST_BYTES = 1_000_000
_SUFFIXES = (".toml", ".json")


def load_case(path: str | os.PathLike[str]) -> Case:
    """The case in a `.toml` or `.json` file.

    >>> load_case("no-such-file.toml")
    Traceback (most recent call last):
    exoburn.errors.InputError: no-such-file.toml: no such file
    """
    text = text_of(path)
    return read_case(text, name=str(path), suffix=suffix_of(path, text))


def is_stream(path: str | os.PathLike[str]) -> bool:
    """True for `-`, /dev/stdin and other open files of the shell, such as `<(command)`.

    >>> is_stream("-"), is_stream("/dev/stdin"), is_stream("case.toml")
    (True, True, False)
    """
    return str(path) in ("-", "/dev/stdin") or str(path).startswith(("/dev/fd/", "/proc/self/fd/"))


def suffix_of(path: str | os.PathLike[str], text: str) -> str:
    """What a file is by its name; a stream has none, and is JSON if it begins like JSON."""
    if is_stream(path):
        return ".json" if text.lstrip()[:1] == "{" else ".toml"
    return Path(path).suffix


def folder_of(path: str | os.PathLike[str]) -> Path:
    """The folder beside which the files lie that a case names; a stream is read where we are."""
    return Path() if is_stream(path) else Path(path).parent


def text_of(path: str | os.PathLike[str], *, what: str = "case") -> str:
    """The text of a file of ours, or one line of what is wrong with it; `what` names its kind."""
    file = Path(path)
    name = str(path)
    try:
        if is_stream(path):
            return _decoded(_streamed(path, name, what), name)
        if not file.exists():
            raise InputError("no such file", file=name)
        if not file.is_file():
            raise InputError("not a file", file=name, allowed=f"a {what} file, .toml or .json")
        if file.stat().st_size > MOST_BYTES:
            raise InputError(
                f"too large for a {what} file",
                file=name,
                given=f"{file.stat().st_size} bytes",
                allowed=f"at most {MOST_BYTES} bytes",
            )
        raw = file.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read: {reason}", file=name) from None
    return _decoded(raw, name)


def _streamed(path: str | os.PathLike[str], name: str, what: str) -> bytes:
    """Bytes of a stream, up to the most that such a file holds."""
    with open(0 if str(path) == "-" else path, "rb", closefd=str(path) != "-") as stream:
        raw = stream.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise InputError(f"too large for a {what} file", file=name,
                         allowed=f"at most {MOST_BYTES} bytes")
    return raw


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"not text: byte {error.start} is not UTF-8", file=name, allowed="TOML or JSON in UTF-8"
        ) from None


def read_case(text: str, *, name: str = "case", suffix: str = ".toml") -> Case:
    """The case in a text; `name` is what errors call it, `suffix` its format.

    >>> read_case("patient = 35", name="c.toml")
    Traceback (most recent call last):
    exoburn.errors.InputError: c.toml: patient: wrong kind of value [first of 2 problems] \
(given 35; allowed: a table)
    """
    if len(text) > MOST_BYTES:
        raise InputError("too large for a case file", file=name)
    if not text.strip():
        raise InputError("is empty", file=name, allowed="a case; `exoburn init` writes one")
    data = parse_text(text, name, suffix.lower())
    if not isinstance(data, dict):
        raise InputError(
            "not a case", file=name, given=type(data).__name__, allowed="a table with [patient]"
        )
    try:
        return Case.model_validate(data)
    except ValidationError as error:
        raise input_error(error, file=name) from None
    except RecursionError:
        raise InputError("nested too deeply", file=name) from None


def with_run(case: Case, **options: object) -> Case:
    """The case with some of [run] set anew, as the command line does; None leaves a key alone.

    >>> case = read_case('''
    ... patient.age_years = 35
    ... arms = [{name = "Care"}]
    ... scar = {months = 18, vss = 9, site = "forearm", area_cm2 = 40}''')
    >>> with_run(case, draws=20, days=None).run.draws
    20
    >>> with_run(case, preset="magic")
    Traceback (most recent call last):
    exoburn.errors.InputError: --preset: not one of the allowed words (given 'magic'; \
allowed: sceptical, default, animal)
    """
    stated = {key: value for key, value in options.items() if value is not None}
    try:
        run = Run.model_validate({**case.run.model_dump(), **stated})
    except ValidationError as error:
        found = input_error(error, within=("run",))
        for one in (found, *found.also):
            one.key = (one.key or "").replace("run.", "--", 1)
        raise found from None
    return case.model_copy(update={"run": run})


def case_schema() -> dict[str, Any]:
    """JSON Schema of a case file, for editors.

    >>> case_schema()["properties"]["schema_version"]["const"]
    1
    """
    schema = Case.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def parse_text(text: str, name: str, suffix: str) -> object:
    """What a TOML or JSON text holds; `suffix` is .toml or .json."""
    if suffix not in _SUFFIXES:
        raise InputError("unknown kind of file", file=name, given=suffix, allowed=list(_SUFFIXES))
    try:
        if suffix == ".json":
            data = json.loads(text, object_pairs_hook=_no_twins)
            json.dumps(data, ensure_ascii=False).encode()  # JSON may hold half of a character
            return data
        return tomllib.loads(text)
    except UnicodeEncodeError:
        raise InputError("holds half of a character", file=name, allowed="whole ones") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not TOML: {error}", file=name) from None
    except json.JSONDecodeError as error:
        where = f"(at line {error.lineno}, column {error.colno})"
        raise InputError(f"not JSON: {error.msg} {where}", file=name) from None
    except RecursionError:
        raise InputError("nested too deeply", file=name) from None
    except ValueError as error:  # a number of too many digits, an impossible date
        raise InputError(f"cannot be read: {error}", file=name) from None


def _no_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """TOML refuses a key that is set twice; JSON in Python would silently keep the last."""
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        twin = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twin!r} is set twice")
    return table
