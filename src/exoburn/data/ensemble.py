"""A calibrated ensemble: joint samples of the constants that published results were fitted with.

An ensemble names the prior of its constants, holds `members` equally likely vectors
of values in the rows' own units, and ships as one compact file. Constants are not identifiable
one by one; only what all members agree on is known (model section 7).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from exoburn.errors import EngineError, InputError

Floats = NDArray[np.float64]

#: Where the ensemble that ships lies.
SHIPPED = Path(__file__).parent / "ensemble" / "calibrated.npz"
_FORMAT = "exoburn.ensemble/1"


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Joint samples by parameter id, (members,) each, in the rows' own units.

    `prior` is the tag of the prior that they were fitted from, `about` what made them (targets,
    method, seed). Two ensembles are the same if their hash is.

    >>> made = Ensemble("tiny", {"v0": np.array([0.2, 0.25, 0.3])}, prior="p+0")
    >>> made.members, made.median["v0"], made.tag == Ensemble.read_bytes(made.to_bytes()).tag
    (3, 0.25, True)
    """

    name: str
    values: Mapping[str, Floats]
    prior: str
    about: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sizes = {len(array) for array in self.values.values()}
        if len(sizes) != 1:
            raise EngineError(f"ensemble {self.name}: members differ in number: {sorted(sizes)}")

    @property
    def members(self) -> int:
        """How many joint samples there are."""
        return len(next(iter(self.values.values())))

    @cached_property
    def median(self) -> dict[str, float]:
        """Median of each constant over the members."""
        return {key: float(np.median(array)) for key, array in self.values.items()}

    def quantile(self, key: str, q: float) -> float:
        """A quantile of one constant over the members."""
        return float(np.quantile(self.values[key], q))

    @cached_property
    def hash(self) -> str:
        """First 12 hex digits of the sha256 of ids and values."""
        digest = hashlib.sha256(self.prior.encode())
        for key in sorted(self.values):
            digest.update(key.encode())
            digest.update(np.ascontiguousarray(self.values[key], np.float32).tobytes())
        return digest.hexdigest()[:12]

    @property
    def tag(self) -> str:
        """Name and hash, as manifests record them."""
        return f"{self.name}+{self.hash}"

    def to_bytes(self) -> bytes:
        """The file: single precision, equal bytes for equal ensembles."""
        keys = sorted(self.values)
        about = {"format": _FORMAT, "name": self.name, "prior": self.prior, "ids": keys,
                 "about": dict(self.about)}
        stack = np.stack([np.asarray(self.values[key], np.float32) for key in keys])
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer, values=stack, about=np.frombuffer(json.dumps(about, sort_keys=True).encode(),
                                                      np.uint8)
        )
        return buffer.getvalue()

    @classmethod
    def read_bytes(cls, content: bytes, *, file: str = "ensemble") -> Ensemble:
        """An ensemble from the bytes of its file; InputError if they are none."""
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as found:
                about = json.loads(found["about"].tobytes().decode())
                stack = found["values"].astype(np.float64)
            if about["format"] != _FORMAT:
                raise InputError(
                    "has another format", file=file, given=about["format"], allowed=_FORMAT
                )
            values = dict(zip(about["ids"], stack, strict=True))
            made = cls(about["name"], values, about["prior"], about["about"])
            sizes = {array.shape for array in values.values()}
            if len(sizes) != 1 or sizes == {(0,)} or not np.isfinite(stack).all():
                raise ValueError("the members' values are no table of numbers")
        except (
            ValueError, LookupError, TypeError, AttributeError, OSError, EOFError, EngineError,
            BadZipFile, zlib.error,
        ) as error:  # fmt: skip
            raise InputError(
                "is not an ensemble of exoburn", file=file, given=str(error).split("\n")[0],
                allowed="a file that exoburn calibrate wrote",
            ) from None
        return made


@cache
def shipped() -> Ensemble | None:
    """The ensemble that every run uses; None while there is none (before a first calibration).

    The environment variable EXOBURN_ENSEMBLE names another file, or is "prior" for none.
    """
    chosen = os.environ.get("EXOBURN_ENSEMBLE", "")
    if chosen == "prior":
        return None
    path = Path(chosen) if chosen else SHIPPED
    if not path.exists():
        if chosen:
            raise InputError("there is no such file", key="EXOBURN_ENSEMBLE", given=chosen)
        return None
    if not path.is_file():  # reading a pipe would wait for ever
        raise InputError("is not a plain file", key="EXOBURN_ENSEMBLE", given=chosen)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", key="EXOBURN_ENSEMBLE", given=chosen
        ) from None
    return Ensemble.read_bytes(content, file=str(path))
