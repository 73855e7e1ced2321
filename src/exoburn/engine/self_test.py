"""The self-test: does compiled code on this machine do what the reference did elsewhere?

A column with stored numbers is integrated once for a kernel on a machine; the verdict is a small
file beside the kernel's own, and later runs read it. Looked for is wrong code, not the last digit.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from exoburn.engine.cache import cache_folder
from exoburn.engine.own_files import Refused, own_folder, read_own, write_own
from exoburn.engine.reference import Happening, Reference
from exoburn.engine.schedule import Schedule
from exoburn.engine.system import System
from exoburn.errors import EngineError

if TYPE_CHECKING:
    from exoburn.engine.kernel import Kernel

LOG = logging.getLogger(__name__)
Floats = NDArray[np.float64]

#: Largest error (model section 8) of a sound kernel: several times what its tolerance promises.
LIMIT = 5e-3
#: Largest relative difference of compiled rates, in units of the largest rate of a state.
RATES_LIMIT = {"float64": 1e-9, "float32": 1e-3}
_FORMAT, _LARGEST = "exoburn.verdict/1", 4096

#: What a user is told when the code of this machine cannot be trusted.
DISAGREES = (
    "the compiled code does not agree with the reference on this processor; integrating with SciPy "
    "instead, this takes longer"
)


@dataclass(frozen=True)
class SelfTest:
    """A column with what the reference gave: numbers by name, events (day, name, amount).

    `equations` is the fingerprint of the system that the numbers are of.
    """

    start: Mapping[str, float]
    parameters: Mapping[str, float]
    events: tuple[Happening, ...]
    days: tuple[float, ...]
    expected: Mapping[str, tuple[float, ...]]
    equations: str

    def within(self, whole: System, part: System) -> SelfTest:
        """The same column for `part` of the equations, which leaves out what is not felt there.

        Errors: EngineError if the column is of other equations than `whole`.
        """
        if self.equations != whole.fingerprint:
            raise EngineError("the stored self-test is of other equations; tools/self_test.py")
        return replace(
            self, equations=part.fingerprint,
            start={name: self.start[name] for name in part.states},
            parameters={name: self.parameters[name] for name in part.parameters},
            events=tuple(e for e in self.events if part.events[e[1]].lines),
        )  # fmt: skip

    @property
    def hash(self) -> str:
        """Short hash of all of it: other numbers, another verdict."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Verdict:
    """Whether a kernel's courses agree with the reference, whether its rates do, and the errors."""

    agrees: bool
    rates_agree: bool
    error: float
    rates_error: float


def judge(kernel: Kernel, test: SelfTest, key: str) -> Verdict | None:
    """The verdict kept under the kernel's `key`, else a new one, which is kept.

    None if the stored numbers are of other equations, which is logged.
    """
    if kernel.system.fingerprint != test.equations:
        LOG.warning("the stored self-test is of other equations and is not run")
        return None
    found = _read(key, test.hash)
    if found is None:
        found = _examine(kernel, test)
        _write(key, test.hash, found)
    if not found.agrees:
        LOG.warning(DISAGREES)
    return found


def _examine(kernel: Kernel, test: SelfTest) -> Verdict:
    y0 = np.array([test.start[name] for name in kernel.states])
    p = np.array([test.parameters[name] for name in kernel.parameters])
    rows = [(0, day, kernel.event_code(name), amount) for day, name, amount in test.events]
    run = kernel.run(y0, p, Schedule.of(rows), test.days, rescue=False)
    assert run.outputs is not None
    names = [name for name in kernel.outputs if name in test.expected]
    got = np.array([run.outputs[kernel.outputs.index(name), :, 0] for name in names], np.float64)
    truth = np.array([test.expected[name] for name in names])
    size = np.abs(truth) + np.maximum(1e-3 * np.abs(truth).max(axis=1, keepdims=True), 1e-12)
    error = float((np.abs(got - truth) / size).max()) if names else 0.0
    if run.failed.size or not np.isfinite(error):
        error = 1e300  # a number that JSON can hold
    states = np.array([test.expected[name] for name in kernel.states])
    wanted = Reference(kernel.system).rhs(states, p[:, None])
    with np.errstate(all="ignore"):
        rates = np.asarray(kernel.rates(states, p), np.float64)
        largest = np.abs(wanted).max(axis=1, keepdims=True) + 1e-6
        apart = float((np.abs(rates - wanted) / largest).max())
    apart = apart if np.isfinite(apart) else 1e300
    return Verdict(error <= LIMIT, apart <= RATES_LIMIT[kernel.dtype], error, apart)


def _place(key: str) -> Path:
    """Where the verdict of a kernel lies: beside its code, in a folder of this user alone."""
    return own_folder(cache_folder()) / f"{key}.verdict"


def _read(key: str, about: str) -> Verdict | None:
    """A verdict that this user wrote about these numbers; None if there is none."""
    try:
        data = read_own(_place(key), _LARGEST)
        said = json.loads(data or b"{}")
        if said["format"] != _FORMAT or said["about"] != about:
            return None
        return Verdict(bool(said["agrees"]), bool(said["rates_agree"]), float(said["error"]),
                       float(said["rates_error"]))  # fmt: skip
    except (Refused, OSError, ValueError, KeyError, TypeError):
        return None  # absent, damaged or somebody else's: the test is run again


def _write(key: str, about: str, verdict: Verdict) -> None:
    """Keep a verdict; where nothing can be written the test is run again next time."""
    with suppress(Refused, OSError):
        text = json.dumps({"format": _FORMAT, "about": about} | asdict(verdict))
        write_own(_place(key), text.encode())
