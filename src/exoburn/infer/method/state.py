"""The smoother's state between steps, and its file.

No random state is kept: every number is addressed by name, so a run that was stopped goes on
with the bits it would have had.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from exoburn.errors import InputError
from exoburn.files import write_whole
from exoburn.infer.method.problem import Bools, Data, Floats, Prior


@dataclass(eq=False)
class State:
    """Everything that step `step` starts from; shapes as in the smoother."""

    step: int
    beta: float
    polish: int
    tried: Floats  # white coordinates to run next (N, p)
    x: Floats  # where the members stand (N, p)
    g: Floats  # and what they predict there (N, T)
    tau: Floats
    delta: Floats
    length: Floats
    trace: Floats  # (steps done, 5), as in Posterior

    def save(self, path: Path, mark: str) -> None:
        """Keep the state in a file."""
        save(path, mark, {f.name: getattr(self, f.name) for f in fields(self)})

    @staticmethod
    def load(path: Path, mark: str) -> State:
        """Read back; InputError when the file is broken or belongs to another fit."""
        found = load(path, mark)
        try:
            return State(
                step=int(found.pop("step")),
                beta=float(found.pop("beta")),
                polish=int(found.pop("polish")),
                **found,
            )
        except (KeyError, TypeError) as error:
            raise InputError("cannot resume: not a smoother's state", file=str(path)) from error


def save(path: Path, mark: str, arrays: Mapping[str, object]) -> None:
    """Write to a temporary name and rename, so that a crash leaves no half file."""
    values = {k: np.asarray(v) for k, v in arrays.items()}
    content = BytesIO()
    np.savez(content, allow_pickle=False, mark=np.array(mark), **values)
    write_whole(path, content.getvalue(), key="--resume")


def load(path: Path, mark: str) -> dict[str, np.ndarray]:
    """Arrays of a file that bears this mark; InputError otherwise."""
    try:
        with np.load(path, allow_pickle=False) as held:
            found = {name: held[name] for name in held.files}
        written = str(found.pop("mark"))
    except (BadZipFile, KeyError, ValueError, EOFError, OSError) as error:
        raise InputError(
            f"cannot resume: {type(error).__name__} while reading", file=str(path)
        ) from error
    if written != mark:
        raise InputError(
            "the file to resume from belongs to another fit: move it away", file=str(path)
        )
    return found


def mark_of(prior: Prior, data: Data, used: Bools, settings: tuple[object, ...]) -> str:
    """A hash of everything that defines a fit but the forward model."""
    digest = hashlib.sha256(
        repr((prior.names, data.ids, data.study, data.group, data.arm)).encode()
    )
    for array in (prior.mean, prior.root, data.y, data.se, data.tau_scale, data.delta_scale, used):
        digest.update(np.ascontiguousarray(array).tobytes())
    digest.update(repr(settings).encode())
    return digest.hexdigest()
