"""Which constants the published numbers respond to at all: the others stay at their prior."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from exoburn.errors import InputError
from exoburn.files import write_whole
from exoburn.infer.cohort import Floats
from exoburn.infer.method.members import first_members
from exoburn.infer.method.regression import regress
from exoburn.infer.prior import Prior
from exoburn.outcome import drawn_constants

#: Members of the screening.
MEMBERS = 480
#: Constants of dressings and of the products' effects, by the beginning of their ids.
_ASKED = ("v0_x_", "Emax_", "potency_animal", "prp_front", "prp_vessel", "msc_",
          "patient_")
#: Share of the explained variance, over all targets alike, that the chosen constants make.
SHARE = 0.97


def screened(
    prior: Prior,
    forward: Callable[[Floats], Floats],
    *,
    weight: Floats,
    seed: int = 0,
    keep: Path | None = None,
) -> Prior:
    """The constants that matter, by a regression of all predictions on all constants.

    `weight` (targets,) says how much each prediction counts: numbers of a kind share one vote.
    `keep` holds the outcome, so that a run that goes on does not screen again.
    """
    if keep is not None and keep.exists():
        try:
            with np.load(keep, allow_pickle=False) as kept:
                ids = set(kept["ids"].tolist())
        except (BadZipFile, KeyError, ValueError, EOFError, OSError) as error:
            raise InputError(
                f"cannot resume: {type(error).__name__} while reading", file=str(keep)
            ) from error
        return Prior(tuple(row for row in prior.rows if row.id in ids))
    x = first_members(seed, prior.ids, MEMBERS)
    chosen = prior.rows
    if len(chosen) >= MEMBERS // 8:
        places = set(responding(x, forward(x), weight))
        chosen = tuple(row for i, row in enumerate(prior.rows) if i in places or asked(row.id))
    if keep is not None:
        content = BytesIO()
        np.savez(content, ids=np.array([row.id for row in chosen]))
        write_whole(keep, content.getvalue(), key="--resume")
    return Prior(chosen)


def asked(id: str) -> bool:
    """True for constants whose fit people ask for, however little the numbers tell of them.

    >>> asked("Emax_front"), asked("hts_slope"), asked("k_res")
    (True, True, False)
    """
    return id in drawn_constants() or id.startswith(_ASKED)


def responding(x: Floats, g: Floats, weight: Floats, *, share: float = SHARE) -> list[int]:
    """Places of the constants that together make a share of what straight lines explain.

    x (members, constants), g (members, targets); slopes that are no more than the noise of the
    regression count nothing.

    >>> x = first_members(0, tuple("abcdef"), 200)
    >>> g = x[:, :2] @ np.array([[1.0, 0.0, 1.0], [0.0, 2.0, 1.0]])
    >>> responding(x, g, np.ones(3))
    [0, 1]
    """
    slopes = regress(x, _filled(g), cut=4.0)
    spread = np.nanvar(g, axis=0)
    part = np.where(spread[:, None] > 1e-12, slopes.jac**2 / np.maximum(spread, 1e-12)[:, None], 0)
    counts = weight @ part / weight.sum()
    order = np.argsort(-counts, kind="stable")
    sums = np.cumsum(counts[order])
    count = int(np.searchsorted(sums, share * sums[-1])) + 1
    return sorted(order[:count].tolist())


def _filled(g: Floats) -> Floats:
    """Holes take the target's mean: a member that predicts nothing tells nothing."""
    return np.where(np.isfinite(g), g, np.nanmean(g, axis=0))
