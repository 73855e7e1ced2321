"""One schema for everything that was read: who found what, where it stands, and was it checked."""

from __future__ import annotations

from dataclasses import dataclass

#: value of a risk-of-bias item that the text at hand does not answer
NOT_REPORTED = "not reported"


@dataclass(frozen=True, slots=True)
class Read:
    """Where it was read: `location` inside `source`; `verified` is "yes", "no" or in part."""

    source: str
    location: str
    verified: str

    @property
    def checked(self) -> bool:
        """True if the number was seen in the source."""
        return self.verified.startswith("yes")


@dataclass(frozen=True, slots=True)
class Study:
    """A study with one or more arms; `bias` holds (item, answer) for each item of its tool."""

    id: str
    label: str
    year: str
    species: str
    wound: str
    burn: bool
    type: str
    product: str
    dose: str
    route: str
    vehicle: str
    n_per_arm: int | None
    followup_days: float | None
    bias_tool: str
    bias: tuple[tuple[str, str], ...]
    note: str
    read: Read
    own: bool = True

    @property
    def group(self) -> str:
        """"people" or "animals": never pooled together."""
        return "people" if self.species == "human" else "animals"

    def answer(self, item: str) -> str:
        """The answer to one risk-of-bias item."""
        return dict(self.bias)[item]


@dataclass(frozen=True, slots=True)
class Arm:
    """What one group of a study was given; `kind` is ev, vehicle, control, prp, msc or other."""

    study: str
    name: str
    kind: str
    n: int | None
    read: Read


@dataclass(frozen=True, slots=True)
class Outcome:
    """One number of one arm: `statistic` says what `value` is, `sd` its spread if one was given."""

    study: str
    arm: str
    outcome: str
    day: float | None
    statistic: str
    value: float
    sd: float | None
    sem: float | None
    n: int | None
    unit: str
    note: str
    read: Read


@dataclass(frozen=True, slots=True)
class MetaAnalysis:
    """A pooled result that others published; `use` says how it is counted here and `why`."""

    label: str
    year: str
    population: str
    intervention: str
    comparator: str
    outcome: str
    question: str
    type: str
    group: str
    burn: bool
    n_studies: int | None
    n_subjects: int | None
    effect_type: str
    scale: str
    effect: float | None
    low: float | None
    high: float | None
    i2: float | None
    better: str
    design: str
    use: str
    why: str
    same_as: str
    note: str
    read: Read

    @property
    def favours(self) -> int | None:
        """1 if the whole interval favours the product, -1 if it disfavours it, 0 if it holds both.

        None without an interval.
        """
        if self.low is None or self.high is None:
            return None
        none = 1.0 if self.effect_type in ("OR", "RR") else 0.0
        sign = 1 if self.better == "higher" else -1
        if self.low > none:
            return sign
        return -sign if self.high < none else 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A result in words: `sign` 1 favours the product, 0 no difference, -1 against, None open."""

    table: str
    study: str
    label: str
    question: str
    type: str
    group: str
    burn: bool
    sign: int | None
    words: str
    p: str
    read: Read

    @property
    def counted(self) -> bool:
        """True for harms that a trial in people counted: nothing is favoured by them."""
        return self.table == "human_trials" and self.question == "safety"


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial in people, registered or reported."""

    key: str
    registry: str
    label: str
    year: str
    product: str
    type: str
    indication: str
    burn: bool
    phase: str
    design: str
    n: str
    comparator: str
    regimen: str
    status: str
    result: str
    harms: str
    funding: str
    bias_tool: str
    bias: tuple[tuple[str, str], ...]
    note: str
    read: Read
