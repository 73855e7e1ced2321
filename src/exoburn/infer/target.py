"""A published number as a target: who was studied, how they were treated, what was measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from exoburn.case.sentence import parse_regimen
from exoburn.csvtable import read_table
from exoburn.data import table
from exoburn.data.tables import FOLDERS
from exoburn.errors import InputError
from exoburn.infer.columns import Cell, check_header, columns
from exoburn.infer.observable import Observable, observables
from exoburn.textfile import read_text

#: Prefix of the columns that say how the other group of a difference was treated.
_VERSUS = "versus_"


@dataclass(frozen=True)
class Setting:
    """One group of a study, as a cohort needs it; the fields are columns of the table."""

    species: str
    wound: str
    splinted: str
    age_years: float
    sex: str
    diabetes: str
    smoker: str
    setting: str
    cause: str
    site: str
    area_cm2: float
    depth: str | float
    depth_sd: float | None
    dressing: str
    antimicrobial: str
    debridement: str
    debridement_day: float | None
    graft: str
    graft_day: float | None
    products: str | None
    product_source: str | None
    first_aid: str
    log10_cfu_per_g: float | None

    @property
    def depth_of(self) -> tuple[float, float]:
        """Mean depth fraction and its SD between the wounds of the study."""
        words = {row["word"]: row for row in table("depth_words")}
        if isinstance(self.depth, str):
            row = words[self.depth]
            mean, sd = float(row["depth_fraction"]), float(row["depth_sd"])
        else:
            mean, sd = self.depth, float(words["deep_partial"]["depth_sd"])
        return mean, sd if self.depth_sd is None else self.depth_sd

    @property
    def depth_class(self) -> str:
        """Depth class that most of the wounds belong to."""
        mean = self.depth_of[0]
        if mean >= 1:
            return "full_thickness"
        if mean >= 0.33:
            return "deep_partial"
        return "superficial_partial" if mean > 0 else "superficial"


@dataclass(frozen=True)
class Target:
    """One row: a published number with all that is needed to predict it."""

    id: str
    study: str
    source: str
    verified: str
    quality: str
    group: Setting
    versus: Setting | None
    observable: Observable
    statistic: str
    day: float | None
    bin_low: float | None
    bin_high: float | None
    definition: str
    visits_every_days: float
    value: float
    spread: float | None
    spread_type: str
    n: float | None
    n_versus: float | None
    shrink: float
    use: str
    note: str

    @property
    def believed(self) -> float:
        """The value that is fitted: a published difference or ratio shrunk for known bias."""
        if self.statistic == "difference":
            return self.shrink * self.value
        return self.value**self.shrink if self.statistic == "ratio" else self.value


def read_targets(path: Path) -> list[Target]:
    """The targets of a CSV file; InputError (file, line, column) for whatever is wrong with it."""
    table = read_table(read_text(path, what="file of targets"), columns(), file=str(path))
    names = list(table.header)
    check_header(names, file=str(path))
    found: dict[str, Target] = {}
    for line, cells in table:
        if len(cells) != len(names):
            raise InputError("has another number of cells than the header", file=str(path),
                             key=f"line {line}", given=len(cells), allowed=f"{len(names)}")
        target = target_of(dict(zip(names, cells, strict=True)), file=str(path), line=line)
        if target.id in found:
            raise InputError("the id is there twice", file=str(path), key=f"line {line}, id",
                             given=target.id)
        found[target.id] = target
    if not found:
        raise InputError("holds no target", file=str(path), allowed="one row a published number")
    return list(found.values())


def target_of(row: Mapping[str, str], *, file: str = "targets", line: int = 1) -> Target:
    """One target from the cells of its row.

    >>> one = target_of({"id": "a", "study": "s", "source": "10.1/x", "observable": "time_to_heal",
    ...     "value": "19", "depth": "deep_partial", "n": "52"})
    >>> one.group.depth_of, one.visits_every_days, one.group.dressing
    ((0.55, 0.1), 2.0, 'silver_hydrofibre')
    """
    cells = {name: column.read(row.get(name, ""), file=file, line=line)
             for name, column in columns().items()}
    _is_a_whole(cells, file, line)
    group = Setting(**{f.name: cells[f.name] for f in fields(Setting)})  # type: ignore[arg-type]
    observable = observables()[str(cells["observable"])]
    visits = cells["visits_every_days"]
    if visits is None:
        visits = 2.0 if group.species == "human" else 1.0
    own = {f.name: cells[f.name] for f in fields(Target) if f.name in cells}
    own |= {"observable": observable, "visits_every_days": visits, "group": group,
            "versus": _versus(group, cells)}
    for key in ("quality", "note"):
        own[key] = own[key] or ""
    own["spread_type"] = own["spread_type"] or "none"
    return Target(**own)  # type: ignore[arg-type]


def _versus(group: Setting, cells: Mapping[str, Cell]) -> Setting | None:
    if cells["statistic"] not in ("difference", "ratio"):
        return None
    changed: dict[str, Any] = {
        name.removeprefix(_VERSUS): cell for name, cell in cells.items()
        if name.startswith(_VERSUS) and cell is not None
    }
    if changed.get("products") == "none":
        changed["products"] = None
    return replace(group, **changed)


def _is_a_whole(cells: Mapping[str, Cell], file: str, line: int) -> None:
    """What only several cells together can get wrong."""

    def wrong(column: str, message: str, allowed: object = None) -> InputError:
        return InputError(message, file=file, key=f"line {line}, {column}",
                          given=cells[column], allowed=allowed)  # type: ignore[arg-type]

    observable = observables()[str(cells["observable"])]
    if cells["statistic"] not in observable.statistics:
        raise wrong("statistic", f"does not go with {observable.id}", list(observable.statistics))
    for need in observable.needs:
        if cells[need] is None:
            raise wrong(need, f"is needed for {observable.id}", columns()[need].meaning)
    if cells["unit"] is not None and cells["unit"] != observable.unit:
        raise wrong("unit", f"is not the unit of {observable.id}", observable.unit)
    compared = cells["statistic"] in ("difference", "ratio")
    stated = [name for name in cells if name.startswith(_VERSUS) and cells[name] is not None]
    if compared and not stated:
        raise wrong("statistic", "needs the other group", [n for n in cells
                                                           if n.startswith(_VERSUS)])
    if stated and not compared:
        raise wrong(stated[0], "goes with a difference or a ratio only")
    value = cells["value"]
    assert isinstance(value, float)
    if not compared and cells["statistic"] != "sd":
        if not observable.low <= value <= observable.high:
            raise wrong("value", f"is no {observable.label}",
                        f"{observable.low:g} to {observable.high:g} {observable.unit}")
    elif cells["statistic"] in ("ratio", "sd") and value <= 0:
        raise wrong("value", f"a {cells['statistic']} is above 0")
    if cells["spread"] is not None and cells["spread_type"] in (None, "none"):
        raise wrong("spread_type", "is missing beside a spread", columns()["spread_type"].words)
    if cells["graft"] != "none" and cells["wound"] != "burn":
        raise wrong("graft", "goes with a burn", "none")
    low, high = cells["bin_low"], cells["bin_high"]
    if low is not None and high is not None and float(high) < float(low):
        raise wrong("bin_high", "comes before bin_low")


@cache
def shipped_targets() -> tuple[Target, ...]:
    """The published numbers that ship with exoburn."""
    return tuple(read_targets(FOLDERS[0] / "targets.csv"))


def products_of(target: Target) -> tuple[str, ...]:
    """Classes of product that the group was given: vesicle, prp, msc."""
    sentences = (target.group.products or "").split(";")
    classes = {parse_regimen(text).product_class for text in sentences if text.strip()}
    return tuple(sorted(classes))


def studies_of(targets: Iterable[Target]) -> list[str]:
    """Names of the studies, in the order in which they first appear."""
    return list(dict.fromkeys(target.study for target in targets))
