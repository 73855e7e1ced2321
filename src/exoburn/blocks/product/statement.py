"""From what a user states of a product (the `[product]` table) to a lot."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from exoburn.blocks.product.lot import POTENCY, STERILITY, STORAGE, Lot
from exoburn.blocks.product.measurement import Measurement
from exoburn.blocks.product.misev import fields
from exoburn.blocks.product.place import is_outside, measurement_path
from exoburn.blocks.product.reader import read_samples, the_sample
from exoburn.blocks.product.sizing import Sizing, size_up
from exoburn.data import table
from exoburn.errors import InputError
from exoburn.textfile import read_text

_POSITIVE = ("particles_per_ml", "protein_ug_per_ml", "particles_per_ug", "dilution")
_NOT_NEGATIVE = ("storage_days", "freeze_thaw_cycles")
_LISTS = ("markers", "misev")
# the last of each line are read by the rules of a case, not here
_FLAGS = ("biogenesis_shown", "donor_diabetic", "cosmetic_grade")
_WORDS = {"potency_assay": POTENCY, "storage": STORAGE, "sterility": STERILITY}
_TEXTS = ("name", "source", "file", "buffer", "trial_number")
KEYS = (*_TEXTS, *_POSITIVE, *_NOT_NEGATIVE, *_LISTS, *_FLAGS, *_WORDS)


@runtime_checkable
class Statement(Protocol):
    """What the case's pydantic model offers; a plain mapping does as well."""

    def model_dump(self) -> dict[str, Any]:
        """The stated keys."""
        ...


def read_product(
    statement: Mapping[str, Any] | Statement,
    folder: str | Path = ".",
    *,
    sizing: Sizing | None = None,
    key: str = "product",
) -> Lot:
    """The lot that a statement describes; its `file` is read relative to `folder`.

    A key that is a field of `rows/misev.csv` (`donor`, `passage`, `separation_method` ...) counts
    as reported. A measurement already read may be handed in as `sizing`.
    Errors: InputError for an unknown key, source or word, a wrong type, or an unreadable file.

    >>> lot = read_product({"source": "uc_msc", "particles_per_ml": 4e11, "protein_ug_per_ml": 100})
    >>> lot.ratio
    4000000000.0
    >>> read_product({"source": "bone"})
    Traceback (most recent call last):
        ...
    exoburn.errors.InputError: product.source: no such cell source (given 'bone'; allowed: bm_msc, \
adipose_msc, uc_msc, ipsc_msc, gingival_msc, amnion, platelet, plasma, keratinocyte, fibroblast, \
plant, milk, synthetic, other, unknown)
    """
    raw = statement if isinstance(statement, Mapping) else statement.model_dump()
    facts = {k: v for k, v in raw.items() if v is not None}
    _check(facts, key)
    if sizing is None and facts.get("file"):
        sizing = _sized(facts, folder, f"{key}.file")
    reported = {str(field) for field in facts.get("misev", ())}
    reported |= {k for k, v in facts.items() if k in fields() and v and k not in KEYS}
    notes: list[str] = []
    per_ml = _particles_per_ml(facts, sizing, notes)
    ratio = facts.get("particles_per_ug")
    protein = facts.get("protein_ug_per_ml")
    if ratio and per_ml and protein and abs(math.log(per_ml / protein / ratio)) > math.log(1.2):
        notes.append(f"the stated {ratio:.3g} particles/ug is not the stated count over protein, "
                     f"{per_ml / protein:.3g}; the stated ratio is used")  # fmt: skip
    return Lot(
        source=str(facts.get("source", "unknown")),
        name=str(facts.get("name", "")),
        sizing=sizing,
        particles_per_ml=per_ml,
        protein_ug_per_ml=_float(protein),
        particles_per_ug=_float(ratio),
        count_cv=sizing.cv if sizing else None,
        markers=tuple(str(m) for m in facts.get("markers", ())),
        potency_assay=str(facts.get("potency_assay", "unknown")),
        storage=facts.get("storage"),
        storage_days=_float(facts.get("storage_days")),
        buffer=facts.get("buffer"),
        freeze_thaw_cycles=_integer(facts.get("freeze_thaw_cycles")),
        sterility=str(facts.get("sterility", "unknown")),
        biogenesis_shown=bool(facts.get("biogenesis_shown", False)),
        donor_diabetic=facts.get("donor_diabetic"),
        misev=tuple(sorted(reported)),
        notes=tuple(notes),
    )


def _sized(facts: Mapping[str, Any], folder: str | Path, key: str) -> Sizing:
    """The measurement of this lot, which lies beside the case, sized up."""
    path = measurement_path(str(facts["file"]), folder, key=key)
    try:
        return size_up(_of_lot(path, facts), dilution=facts.get("dilution"))
    except InputError as error:
        if is_outside(path, folder):  # not a word of a file that is not the case's own
            raise InputError(
                "cannot be read as sizes of particles", key=key, given=str(facts["file"])
            ) from None
        raise error


def _of_lot(path: Path, facts: Mapping[str, Any]) -> Measurement:
    """The measurement of this lot; among several samples of a file, the one of the lot's name."""
    found = read_samples(path)
    name = str(facts.get("name", ""))
    return the_sample(found, name if len(found) > 1 else "", file=str(path))


def read_statement(path: str | Path) -> dict[str, Any]:
    """The keys of a lot file (TOML; a `[product]` table or the keys at the top)."""
    text = read_text(Path(path))
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"is not TOML: {error}", file=str(path)) from error
    inner = content.get("product", content)
    if not isinstance(inner, dict):
        raise InputError("must be a table", file=str(path), key="product", given=inner)
    return inner


def _particles_per_ml(
    facts: Mapping[str, Any], sizing: Sizing | None, notes: list[str]
) -> float | None:
    """Stated count before measured; a measured one only if its dilution is known."""
    stated = _float(facts.get("particles_per_ml"))
    measured = sizing.concentration_per_ml if sizing and sizing.basis.startswith("und") else None
    if stated and measured and abs(math.log(stated / measured)) > math.log(1.2):
        notes.append(f"stated {stated:.3g} particles/mL, measured {measured:.3g}: the stated "
                     "number is used")  # fmt: skip
    return stated if stated is not None else measured


def _check(facts: Mapping[str, Any], key: str) -> None:
    for name, value in facts.items():
        where = f"{key}.{name}"
        if name not in KEYS:
            if name not in fields():
                raise InputError("unknown key", key=where, given=name, allowed=KEYS)
        elif name in _WORDS:
            if value not in _WORDS[name]:
                raise InputError("no such word", key=where, given=value, allowed=_WORDS[name])
        elif name in _LISTS:
            if isinstance(value, str) or not all(isinstance(v, str) for v in _items(value)):
                raise InputError("must be a list of words", key=where, given=value)
        elif name in _FLAGS:
            if not isinstance(value, bool):
                raise InputError("must be true or false", key=where, given=value)
        elif name in _TEXTS:
            if not isinstance(value, str):
                raise InputError("must be text", key=where, given=value)
        else:
            _check_number(name, value, where)
    source = facts.get("source")
    sources = [row["id"] for row in table("sources")]
    if source is not None and source not in sources:
        raise InputError("no such cell source", key=f"{key}.source", given=source, allowed=sources)
    for field in facts.get("misev", ()):
        if field not in fields():
            raise InputError("no such field", key=f"{key}.misev", given=field, allowed=fields())


def _check_number(name: str, value: object, where: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e30:
        raise InputError("must be a finite number", key=where, given=value)
    if name in _POSITIVE and value <= 0:
        raise InputError("must be above 0", key=where, given=value)
    if name in _NOT_NEGATIVE and value < 0:
        raise InputError("must not be negative", key=where, given=value)
    if name == "freeze_thaw_cycles" and (value != int(value) or value > 100):
        raise InputError("must be a whole number up to 100", key=where, given=value)


def _items(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (None,)


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _integer(value: Any) -> int | None:
    return None if value is None else int(value)
