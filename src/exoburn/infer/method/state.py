"""The smoother's state between steps, and its file.

No random state is kept: every number is addressed by name, so a run that was stopped goes on
with the bits it would have had.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, fields
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from exoburn.errors import InputError
from exoburn.infer.method.problem import Bools, Data, Floats, Prior


@dataclass(eq=False)
class State:
    """Everything that step `step` starts from; shapes as in the smoother."""

    step: int
    beta: float
    polish: int
    x: Floats
    tau: Floats
    delta: Floats
    best_x: Floats
    best_g: Floats
    best: Floats
    length: Floats
    trace: Floats  # (steps done, 4): beta, mean misfit, members with holes, mean unexplained

    def save(self, path: Path, mark: str) -> None:
        """Write to a temporary name and rename, so that a crash leaves no half file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        other = path.with_name(f"{path.name}.{os.getpid()}.part")
        with other.open("wb") as file:
            np.savez(file, mark=mark, **{f.name: getattr(self, f.name) for f in fields(self)})
        other.replace(path)

    @staticmethod
    def load(path: Path, mark: str) -> State:
        """Read back; InputError when the file is broken or belongs to another fit."""
        try:
            with np.load(path, allow_pickle=False) as held:
                found = {name: held[name] for name in held.files}
            if str(found.pop("mark")) != mark:
                raise InputError(
                    "the file to resume from belongs to another fit: move it away", file=str(path)
                )
            return State(
                step=int(found.pop("step")),
                beta=float(found.pop("beta")),
                polish=int(found.pop("polish")),
                **found,
            )
        except (BadZipFile, KeyError, TypeError, ValueError, EOFError, OSError) as error:
            raise InputError(
                f"cannot resume: {type(error).__name__} while reading", file=str(path)
            ) from error


def mark_of(prior: Prior, data: Data, used: Bools, settings: tuple[object, ...]) -> str:
    """A hash of everything that defines a fit but the forward model."""
    digest = hashlib.sha256(
        repr((prior.names, data.ids, data.study, data.group, data.arm)).encode()
    )
    for array in (prior.mean, prior.root, data.y, data.se, data.tau_scale, data.delta_scale, used):
        digest.update(np.ascontiguousarray(array).tobytes())
    digest.update(repr(settings).encode())
    return digest.hexdigest()
