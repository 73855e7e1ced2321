"""Parameters: one row, one number, one source, one range.

Columns of every `rows/parameters_*.csv`:
`id,value,low,high,dist,unit,kind,source,verified,claims_not,note`.

`low` and `high` are the 5th and 95th percentile unless the distribution says otherwise:

- `fixed`      never varied
- `lognormal`  median `value`; in two pieces, so that all three percentiles are met
- `beta`       on (0, 1), mean `value`
- `pert`       on [low, high], mode `value` (a beta with weight 4)
- `uniform`    on [low, high]
- `normal`     mean `value`
- `bernoulli`  1 with probability `value`

A row without a range and a distribution gets one by its kind, marked as assumed:
`network` a lognormal with a coefficient of variation of 15 %, `rate` and `scale` a lognormal
with a geometric SD of 1.25, `fraction` a logit-normal with SD 0.3.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, expit, logit, ndtri

from exoburn.data.ensemble import Ensemble, shipped
from exoburn.data.tables import FOLDERS, table
from exoburn.errors import EngineError

Floats = NDArray[np.float64]

_Z95 = 1.6448536269514722
_FIXED_KINDS = {"shape", "care", "definition"}
_DISTS = {"fixed", "lognormal", "logit", "beta", "pert", "uniform", "normal", "bernoulli"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of a parameter table; `value` is the central value in `unit`."""

    id: str
    value: float
    low: float | None
    high: float | None
    dist: str
    unit: str
    kind: str
    source: str
    verified: str
    claims_not: str
    note: str

    @property
    def assumed(self) -> bool:
        """True if no reachable source stands behind the value."""
        return "assumed" in self.source.lower() or self.verified != "yes"

    def quantile(self, u: ArrayLike) -> Floats:
        """Values at the cumulative probabilities `u` in (0, 1), same shape as `u`.

        >>> row = Parameter("C50", 20, 2, 80, "lognormal", "ug/mL", "scale", "s", "no", "", "")
        >>> [round(float(v), 1) for v in row.quantile([0.5, 0.95])]
        [20.0, 80.0]
        """
        p = np.asarray(u, np.float64)
        match self.dist:
            case "fixed":
                return np.full(p.shape, self.value)
            case "lognormal":
                z = ndtri(p)
                below, above = self._log_sds()
                return self.value * np.exp(np.where(z < 0, below, above) * z)
            case "logit":
                return expit(logit(self.value) + 0.3 * ndtri(p))
            case "normal":
                return self.value + self._span() / (2 * _Z95) * ndtri(p)
            case "uniform":
                return self._low() + self._span() * p
            case "beta":
                a, b = _beta_shape(self.value, self._span() / (2 * _Z95))
                return betaincinv(a, b, p)
            case "pert":
                mode = (self.value - self._low()) / self._span()
                return self._low() + self._span() * betaincinv(1 + 4 * mode, 5 - 4 * mode, p)
            case "bernoulli":
                return (p < self.value).astype(np.float64)
        raise EngineError(f"parameter {self.id}: unknown distribution {self.dist!r}")

    def _log_sds(self) -> tuple[float, float]:
        """Log-SD below and above the median: 5th, 50th and 95th percentile are the row's."""
        if self.low is None or self.high is None:
            sd = math.sqrt(math.log1p(0.15**2)) if self.kind == "network" else math.log(1.25)
            return sd, sd
        return math.log(self.value / self.low) / _Z95, math.log(self.high / self.value) / _Z95

    def _low(self) -> float:
        return self.value if self.low is None else self.low

    def _span(self) -> float:
        if self.low is None or self.high is None:
            raise EngineError(f"parameter {self.id}: distribution {self.dist!r} needs low and high")
        return self.high - self.low


def _beta_shape(mean: float, sd: float) -> tuple[float, float]:
    """Shape parameters of the beta with this mean and SD (capped below the two-point limit)."""
    sd = min(sd, 0.95 * math.sqrt(mean * (1 - mean)))
    nu = mean * (1 - mean) / sd**2 - 1
    return mean * nu, (1 - mean) * nu


class ParameterSet(Mapping[str, Parameter]):
    """A versioned set of parameters: id, hash of its values, parent.

    >>> base = parameters()
    >>> quick = base.with_values({"v0": 0.3}, name="quick")
    >>> quick["v0"].value, quick.parent == base.tag, quick.tag != base.tag
    (0.3, True, True)
    """

    def __init__(
        self, rows: Iterable[Parameter], *, name: str, parent: str | None = None, joint: str = ""
    ) -> None:
        self._rows = {row.id: row for row in rows}
        self.name = name
        self.parent = parent
        #: hash of the ensemble that the values come from, if they do
        self.joint = joint

    def __getitem__(self, key: str) -> Parameter:
        return self._rows[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def values_by_id(self) -> dict[str, float]:
        """Central value of each parameter."""
        return {key: row.value for key, row in self._rows.items()}

    @property
    def hash(self) -> str:
        """First 12 hex digits of the sha256 of all ids, values, distributions and other tables."""
        text = "\n".join(
            f"{r.id},{r.value!r},{r.low!r},{r.high!r},{r.dist}"
            for r in sorted(self._rows.values(), key=lambda r: r.id)
        )
        return hashlib.sha256((text + _other_tables() + self.joint).encode()).hexdigest()[:12]

    @property
    def tag(self) -> str:
        """Name and hash, as the manifest records them."""
        return f"{self.name}+{self.hash}"

    def with_values(self, values: Mapping[str, float], *, name: str) -> ParameterSet:
        """A child set with other central values; an unknown id is an error."""
        unknown = [key for key in values if key not in self._rows]
        if unknown:
            raise EngineError(f"unknown parameters: {', '.join(unknown)}")
        rows = [
            replace(row, value=float(values[row.id])) if row.id in values else row
            for row in self._rows.values()
        ]
        return ParameterSet(rows, name=name, parent=self.tag, joint=self.joint)


#: Tables that no simulation reads: evidence, words, questions, and targets of the calibration.
_NO_MODEL = (
    "ask_", "certainty", "claims", "countries", "currencies", "depth_words", "evidence_",
    "insurance", "not_modelled", "observables", "outcome_phrases", "provider_", "questions",
    "regulation_words", "rules_not", "session_prices", "sources", "statements", "story_", "target",
)


@cache
def _other_tables() -> str:
    """Digest of our tables that hold numbers beside the parameter rows (vehicles, grafts ...)."""
    digest = hashlib.sha256()
    for path in sorted(FOLDERS[0].glob("*.csv")):
        if not path.stem.startswith(("parameters_", *_NO_MODEL)):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def parameters() -> ParameterSet:
    """The set that runs use: the prior with its constants at the medians of the ensemble.

    Where no ensemble ships it is the prior itself.
    """
    found = shipped()
    return prior_parameters() if found is None else calibrated(prior_parameters(), found)


def calibrated(prior: ParameterSet, ensemble: Ensemble) -> ParameterSet:
    """The prior with value and range of every calibrated row taken from the ensemble.

    Rows of other tables (dressings, patient factors) are not in a set; draws take them from the
    ensemble all the same.
    """
    rows = [
        replace(
            row, value=ensemble.median[row.id], low=ensemble.quantile(row.id, 0.05),
            high=ensemble.quantile(row.id, 0.95),
        )
        if row.id in ensemble.values else row
        for row in prior.values()
    ]
    return ParameterSet(rows, name=ensemble.name, parent=prior.tag, joint=ensemble.hash)


@cache
def prior_parameters() -> ParameterSet:
    """What was known before any fit: every `rows/parameters_*.csv` that ships."""
    rows: dict[str, Parameter] = {}
    for path in sorted(FOLDERS[0].glob("parameters_*.csv")):
        for record in table(path.stem):
            row = _read(record, path.name)
            if row.id in rows:
                raise EngineError(f"{path.name}: parameter {row.id} is defined twice")
            rows[row.id] = row
    return ParameterSet(rows.values(), name="prior-1")


def _read(record: Mapping[str, str], file: str) -> Parameter:
    def optional(key: str) -> float | None:
        return float(record[key]) if record[key].strip() else None

    kind = record["kind"]
    dist = record["dist"] or ("fixed" if kind in _FIXED_KINDS else "lognormal")
    if not record["dist"] and kind == "fraction":
        dist = "logit"
    if dist not in _DISTS:
        raise EngineError(f"{file}: parameter {record['id']}: unknown distribution {dist!r}")
    if not record["source"].strip():
        raise EngineError(f"{file}: parameter {record['id']} has no source")
    return Parameter(
        id=record["id"],
        value=float(record["value"]),
        low=optional("low"),
        high=optional("high"),
        dist=dist,
        unit=record["unit"],
        kind=kind,
        source=record["source"],
        verified=record["verified"],
        claims_not=record["claims_not"],
        note=record["note"],
    )
