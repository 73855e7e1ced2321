"""Read a story file: TOML or JSON; every mistake is one InputError line."""

from __future__ import annotations

import os

from pydantic import ValidationError

from exoburn.case.messages import input_error
from exoburn.case.read import parse_text, suffix_of, text_of
from exoburn.errors import InputError
from exoburn.studies.story.statement import Story


def load_story(path: str | os.PathLike[str]) -> Story:
    """The story in a `.toml` or `.json` file.

    >>> load_story("no-such-file.toml")
    Traceback (most recent call last):
    exoburn.errors.InputError: no-such-file.toml: no such file
    """
    text = text_of(path, what="story")
    return read_story(text, name=str(path), suffix=suffix_of(path, text))


def read_story(text: str, *, name: str = "story", suffix: str = ".toml") -> Story:
    """The story in a text; `name` is what errors call it, `suffix` its format.

    >>> read_story("outcme = 3", name="s.toml")
    Traceback (most recent call last):
    exoburn.errors.InputError: s.toml: outcme: unknown key [first of 5 problems] (given 'outcme'; \
allowed: schema_version, title, patient, burn, treatment, standard, product, policy, outcome, \
telling; nearest: outcome)
    """
    data = parse_text(text, name, suffix.lower())
    if not isinstance(data, dict):
        raise InputError("not a story", file=name, given=type(data).__name__,
                         allowed="a table with [patient], [burn], [treatment] and [outcome]")
    try:
        return Story.model_validate(data)
    except ValidationError as error:
        raise input_error(error, file=name, root=Story) from None
    except RecursionError:
        raise InputError("nested too deeply", file=name) from None
