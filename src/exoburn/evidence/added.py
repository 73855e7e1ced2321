"""A user's own studies: checked, copied into a folder of the user's, never into ours.

The folder is `EXOBURN_EVIDENCE` if set, else `exoburn/evidence` in XDG_DATA_HOME or in
`~/.local/share`. The file that was given is only read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exoburn.errors import InputError
from exoburn.evidence.base import shipped
from exoburn.evidence.effects import Effect
from exoburn.evidence.schema import checked_rows, effect_of
from exoburn.files import write_whole
from exoburn.letters import csv_text
from exoburn.textfile import decode, read_raw

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*\.csv")


@dataclass(frozen=True, slots=True)
class Added:
    """A file of the user's studies: its name in the folder, where it lies, what it holds."""

    name: str
    path: Path
    effects: tuple[Effect, ...]

    @property
    def studies(self) -> tuple[str, ...]:
        """Ids of its studies."""
        return tuple(dict.fromkeys(effect.study.id for effect in self.effects))


def user_folder() -> Path:
    """Where a user's studies are kept."""
    own = os.environ.get("EXOBURN_EVIDENCE")
    if own:
        return Path(own).expanduser()
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "exoburn" / "evidence"


def read_studies(path: Path, *, name: str | None = None) -> tuple[Effect, ...]:
    """Effects of a file in the format of `docs/evidence.md`; InputError says line and column."""
    shown = name or str(path)
    text = decode(read_raw(path, what="file of studies"), name=shown)
    return tuple(effect_of(row, shown) for row in checked_rows(text, shown))


def added() -> tuple[Added, ...]:
    """Every file that was added, by name."""
    folder = user_folder()
    if not folder.is_dir():
        return ()
    paths = sorted(path for path in folder.glob("*.csv") if not path.name.startswith("."))
    return tuple(Added(path.name, path, read_studies(path)) for path in paths)


def user_effects() -> Iterator[Effect]:
    """Effects of all files that were added."""
    for file in added():
        yield from file.effects


def add(path: Path, *, force: bool = False) -> Added:
    """Check a file and keep a copy beside our evidence; the file itself is not changed.

    Raises InputError for a wrong cell, a study that we or another file already hold, and for a name
    that is taken (unless `force`).
    """
    if not _NAME.fullmatch(path.name):
        raise InputError("not a name for a file of studies", key="FILE", given=path.name,
                         allowed="letters, digits, -, _ and ., ending in .csv")
    effects = read_studies(path)
    if not effects:
        raise InputError("holds no study", file=str(path))
    _refuse_known(path, effects)
    target = user_folder() / path.name
    if target.exists() and not force and target.read_bytes() != path.read_bytes():
        raise InputError("another file of this name was added; --force replaces it",
                         file=str(path), key="FILE", given=path.name)
    if not (target.exists() and target.samefile(path)):
        write_whole(target, path.read_bytes(), key="EXOBURN_EVIDENCE")
    return Added(path.name, target, effects)


def remove(name: str) -> Path:
    """Take a file out of the folder, by its name as `exoburn evidence list` shows it."""
    names = [file.name for file in _files()]
    if name not in names:
        raise InputError("no such file of studies was added", key="FILE", given=name,
                         allowed=names or "nothing was added yet")
    target = user_folder() / name
    try:
        target.unlink()
    except OSError as error:
        raise InputError(f"cannot be removed: {error.strerror}", file=str(target)) from error
    return target


def template() -> str:
    """The header of a file of studies and one example row.

    >>> template().split(",")[:3]
    ['study_id', 'author', 'year']
    """
    from exoburn.evidence.schema import columns

    return csv_text([[column.name for column in columns()],
                     [column.example for column in columns()]])  # fmt: skip


def _files() -> list[Path]:
    folder = user_folder()
    return sorted(folder.glob("*.csv")) if folder.is_dir() else []


def _refuse_known(path: Path, effects: tuple[Effect, ...]) -> None:
    ours = {study.id: "the shipped evidence" for study in shipped().studies}
    sources = {
        study.read.source.lower(): f"{study.id} of the shipped evidence"
        for study in shipped().studies
        if study.read.source.startswith("10.")
    }
    for other in added():
        if other.name != path.name:
            ours.update(dict.fromkeys(other.studies, other.name))
    for effect in effects:
        if effect.study.id in ours:
            raise InputError(f"this study is already in {ours[effect.study.id]}", file=str(path),
                             key="study_id", given=effect.study.id)
        if effect.study.read.source.lower() in sources:
            raise InputError(
                f"same DOI as {sources[effect.study.read.source.lower()]}: it would count twice",
                file=str(path), key="source", given=effect.study.read.source,
            )
