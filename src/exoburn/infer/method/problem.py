"""The problem that the calibration methods solve, free of burns.

    y = g(z) + study effect + arm discrepancy + sampling error,      z ~ N(mean, covariance)

A study effect is shared by the data of one study and one kind of observable (a group), an arm
discrepancy by the data of one arm and group. Their standard deviations tau and delta belong to
the group, have half-normal priors and are estimated, then integrated over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.errors import InputError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
#: Parameters of members (N, p) -> predictions (N, T); nan where a member has no prediction.
Forward = Callable[[Floats], Floats]


@dataclass(frozen=True, eq=False)
class Prior:
    """Normal prior of the parameters: mean (p,) and a root with covariance root @ root.T.

    >>> prior = Prior.of(["a", "b"], mean=[0.0, 1.0], sd=[1.0, 2.0])
    >>> prior.from_white(np.ones((1, 2))).tolist(), prior.sd.tolist()
    ([[1.0, 3.0]], [1.0, 2.0])
    """

    names: tuple[str, ...]
    mean: Floats
    root: Floats

    @staticmethod
    def of(
        names: Sequence[str],
        *,
        mean: ArrayLike | None = None,
        sd: ArrayLike | None = None,
        cov: ArrayLike | None = None,
    ) -> Prior:
        """A prior from names and, where it is not N(0, I), a mean and an SD or a covariance."""
        p = len(names)
        if len(set(names)) != p:
            raise InputError("a parameter is named twice", key="names")
        centre = np.zeros(p) if mean is None else np.broadcast_to(np.asarray(mean, float), (p,))
        if cov is not None:
            try:
                root = np.linalg.cholesky(np.asarray(cov, float))
            except np.linalg.LinAlgError:
                raise InputError("the prior covariance is not positive", key="cov") from None
        else:
            spread = np.ones(p) if sd is None else np.broadcast_to(np.asarray(sd, float), (p,))
            if not (spread > 0).all():
                raise InputError("a prior SD is not positive", key="sd")
            root = np.diag(spread)
        return Prior(tuple(names), np.array(centre, float), root)

    @property
    def sd(self) -> Floats:
        """Prior standard deviation of each parameter (p,)."""
        return np.sqrt((self.root**2).sum(axis=1))

    def from_white(self, x: Floats) -> Floats:
        """Independent standard normal coordinates (N, p) to parameters."""
        return self.mean + x @ self.root.T

    def to_white(self, z: Floats) -> Floats:
        """Parameters (N, p) to independent standard normal coordinates."""
        return np.asarray(np.linalg.solve(self.root, (z - self.mean).T).T, float)


@dataclass(frozen=True, eq=False)
class Data:
    """Observations y (T,) on a scale where errors are about normal, each with its labels.

    `se` is the sampling error; `tau_scale` and `delta_scale` are the scales of the half-normal
    priors of each group's study effect and arm discrepancy (0: none). An arm without a label is
    an arm of its own.

    >>> data = Data.of(["t1", "t2"], [3.0, 3.1], [0.1, 0.1], study=["S", "S"],
    ...                group=["time", "time"], tau_scale={"time": 0.2}, delta_scale={"time": 0.1})
    >>> data.noise_cov(np.array([0.2]), np.array([0.1])).round(3).tolist()
    [[0.06, 0.04], [0.04, 0.06]]
    """

    ids: tuple[str, ...]
    y: Floats
    se: Floats
    study: tuple[str, ...]
    group: tuple[str, ...]
    arm: tuple[str, ...]
    groups: tuple[str, ...]
    tau_scale: Floats
    delta_scale: Floats

    @staticmethod
    def of(
        ids: Sequence[str],
        y: ArrayLike,
        se: ArrayLike,
        *,
        study: Sequence[str],
        group: Sequence[str],
        arm: Sequence[str] | None = None,
        tau_scale: Mapping[str, float] | None = None,
        delta_scale: Mapping[str, float] | None = None,
    ) -> Data:
        """Check the columns and put them together."""
        values, errors = np.asarray(y, float), np.asarray(se, float)
        arms = list(ids) if arm is None else list(arm)
        if not len(ids) == len(values) == len(errors) == len(study) == len(group) == len(arms):
            raise InputError("columns of the data differ in length", key="y", given=len(values))
        if len(set(ids)) != len(ids):
            raise InputError("a datum is named twice", key="ids")
        if not np.isfinite(values).all():
            bad = ids[int(np.flatnonzero(~np.isfinite(values))[0])]
            raise InputError("an observation is not a number", key="y", given=bad)
        if not (np.isfinite(errors) & (errors > 0)).all():
            bad = ids[int(np.flatnonzero(~(np.isfinite(errors) & (errors > 0)))[0])]
            raise InputError("a sampling error is not positive", key="se", given=bad)
        groups = tuple(sorted(set(group)))
        scales = []
        for key, given in (("tau_scale", tau_scale), ("delta_scale", delta_scale)):
            table = dict(given or {})
            scale = np.array([float(table.get(g, 0.0)) for g in groups])
            if not (np.isfinite(scale) & (scale >= 0)).all():
                raise InputError("a scale is negative or not a number", key=key)
            scales.append(scale)
        return Data(
            tuple(ids), values, errors, tuple(study), tuple(group), tuple(arms), groups, *scales
        )

    @property
    def group_index(self) -> NDArray[np.intp]:
        """Place of each datum's group in `groups` (T,)."""
        place = {g: i for i, g in enumerate(self.groups)}
        return np.array([place[g] for g in self.group], dtype=np.intp)

    @property
    def studies(self) -> tuple[str, ...]:
        """Studies in order of first appearance."""
        return tuple(dict.fromkeys(self.study))

    def shared(self) -> tuple[Bools, Bools]:
        """Which pairs share a study effect, and which an arm discrepancy: two (T, T)."""
        group, study = np.array(self.group), np.array(self.study)
        arm = np.array([f"{s}\x1f{a}" for s, a in zip(self.study, self.arm, strict=True)])
        same = group[:, None] == group
        return same & (study[:, None] == study), same & (arm[:, None] == arm)

    def noise_cov(self, tau: Floats, delta: Floats) -> Floats:
        """Covariance of y given g: (..., T, T) from tau and delta (..., groups)."""
        by_study, by_arm = self.shared()
        at = self.group_index
        return (
            np.diag(self.se**2)
            + (tau[..., at] ** 2)[..., None] * by_study
            + (delta[..., at] ** 2)[..., None] * by_arm
        )

    def of_studies(self, studies: Sequence[str]) -> Bools:
        """Mask (T,) of the data that belong to these studies."""
        for name in studies:
            if name not in self.study:
                raise InputError("no such study", key="studies", given=name, allowed=self.studies)
        return np.isin(np.array(self.study), list(studies))

    def with_y(self, y: Floats) -> Data:
        """The same design with other observations."""
        return replace(self, y=np.asarray(y, float))
