"""A fast stand-in for a slow forward model: straight lines, squares and products, saturation.

A trial of the method needs thousands of times the predictions of one fit. The stand-in is read
from one ensemble of the real model: every prediction is a quadratic form of all parameters, then a
curve of that, as shares flatten near 0 and 1. With as many parameters as members can tell, a
quadratic term is believed in proportion to how much its two parameters matter by the straight line
(ridge regression with the kernel (1 + u'v)^2, u the parameters times their slopes). The ridge is
chosen by leaving members out one at a time (Allen 1974, doi 10.1080/00401706.1974.10489157). What
the stand-in leaves out is told by members that it was not made from (`explained`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.polynomial import polynomial

from exoburn.errors import InputError
from exoburn.infer.method.problem import Floats
from exoburn.infer.method.regression import regress

_PENALTIES = 10.0 ** np.arange(-4.0, 2.0, 0.5)
#: Degree of the curve from quadratic form to prediction.
_DEGREE = 3


@dataclass(frozen=True, eq=False)
class Emulator:
    """Predictions (N, T) of white coordinates (N, p).

    The form is `level` (T,) + x `slopes` (T, p) + x `bends` (T, p, p) x; `curve` (degree + 1, T)
    maps it, standardised by `centre` and `scale` (T,), to the prediction. It never leaves the
    range `low`, `high` (T,) that it had in the members it was made from.
    """

    level: Floats
    slopes: Floats
    bends: Floats
    centre: Floats
    scale: Floats
    low: Floats
    high: Floats
    curve: Floats

    @staticmethod
    def of(x: Floats, g: Floats) -> Emulator:
        """Fit to members x (N, p) with predictions g (N, T), nan where a member has none.

        Raises InputError for too few members.

        >>> from exoburn.infer.method.members import first_members
        >>> x = first_members(0, ("a", "b", "c"), 400)
        >>> g = np.stack([x[:, 0] + x[:, 1] + x[:, 0] * x[:, 1], np.tanh(x[:, 2])], axis=1)
        >>> made = Emulator.of(x[:300], g[:300])
        >>> bool((made.explained(x[300:], g[300:]) > 0.97).all())
        True
        """
        if len(x) < 2 * (x.shape[1] + 1):
            raise InputError("too few members for a stand-in", key="members", given=len(x))
        parts = [_quadratic(x, g[:, i]) for i in range(g.shape[1])]
        level = np.array([part[0] for part in parts])
        slopes = np.stack([part[1] for part in parts])
        bends = np.stack([part[2] for part in parts])
        form = _form(x, level, slopes, bends)
        centre, spread = form.mean(axis=0), form.std(axis=0)
        scale = np.where(spread > 1e-9, spread, 1.0)
        form = (form - centre) / scale
        curve = np.zeros((_DEGREE + 1, g.shape[1]))
        for i in range(g.shape[1]):
            here = np.isfinite(g[:, i])
            if spread[i] > 1e-9:
                curve[:, i] = polynomial.polyfit(form[here, i], g[here, i], _DEGREE)
            else:
                curve[0, i] = level[i]
        return Emulator(level, slopes, bends, centre, scale, form.min(axis=0), form.max(axis=0),
                        curve)  # fmt: skip

    def __call__(self, x: Floats) -> Floats:
        """Predictions (N, T)."""
        form = _form(np.asarray(x, float), self.level, self.slopes, self.bends)
        form = np.clip((form - self.centre) / self.scale, self.low, self.high)
        return np.asarray(polynomial.polyval(form, self.curve[:, None, :], tensor=False), float)

    def chosen(self, at: Floats) -> Emulator:
        """The stand-in for some of the predictions only: `at` (T,) is true for those."""
        here = np.flatnonzero(at)
        return Emulator(self.level[here], self.slopes[here], self.bends[here], self.centre[here],
                        self.scale[here], self.low[here], self.high[here],
                        self.curve[:, here])  # fmt: skip

    def explained(self, x: Floats, g: Floats) -> Floats:
        """Share (T,) of the variance of predictions g (N, T) that it explains; nan if they do not
        vary. A member's hole is left out, the member's other predictions are not."""
        rest = np.nanmean((g - self(x)) ** 2, axis=0)
        total = np.nanvar(g, axis=0)
        return np.where(total > 1e-12, 1 - rest / np.maximum(total, 1e-12), np.nan)


def _form(x: Floats, level: Floats, slopes: Floats, bends: Floats) -> Floats:
    products = (x[:, :, None] * x[:, None, :]).reshape(len(x), -1)
    return level + x @ slopes.T + products @ bends.reshape(len(bends), -1).T


def _quadratic(x: Floats, g: Floats) -> tuple[float, Floats, Floats]:
    """Level, slopes (p,) and bends (p, p) of one prediction g (N,)."""
    here = np.isfinite(g)
    p = x.shape[1]
    if here.sum() < 4 or g[here].std() < 1e-9:
        return float(np.nanmean(g)), np.zeros(p), np.zeros((p, p))
    x, middle = x[here], float(g[here].mean())
    weight = regress(x, g[here][:, None]).jac[0] ** 2
    if not weight.any():
        return middle, np.zeros(p), np.zeros((p, p))
    weight = weight / weight.sum()
    size, basis = np.linalg.eigh((1.0 + (x * weight) @ x.T) ** 2)
    parts = basis.T @ (g[here] - middle)
    best, chosen = np.inf, np.zeros(len(x))
    for penalty in _PENALTIES:
        inverse = basis / (np.maximum(size, 0) + penalty)
        dual = inverse @ parts
        # each member predicted by the others: residual over one minus leverage
        error = float(((dual / (inverse * basis).sum(axis=1)) ** 2).mean())
        if error < best:
            best, chosen = error, dual
    slopes = 2 * weight * (x.T @ chosen)
    bends = weight[:, None] * ((x.T * chosen) @ x) * weight
    return middle + float(chosen.sum()), slopes, bends
