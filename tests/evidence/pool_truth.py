"""Data sets with known answers, and how a package that stops early arrives at its numbers."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

TRUTH = Path(__file__).parents[3] / "shared" / "checks" / "borrowed_truth.json"

#: BCG vaccine trials (Colditz 1994): events and non-events, vaccinated and not, absolute latitude.
TPOS = [4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27]
TNEG = [119, 300, 228, 13536, 5036, 1361, 2537, 87886, 7470, 1699, 50448, 2493, 16886]
CPOS = [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29]
CNEG = [128, 274, 209, 12619, 5761, 1079, 619, 87892, 7232, 1600, 27197, 2338, 17825]
ABLAT = [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33]
BCG = (
    np.array(TPOS), np.add(TPOS, TNEG), np.array(CPOS), np.add(CPOS, CNEG),
)  # fmt: skip

SETS = ("bcg_logRR", "normand1999_SMD", "normand1999_MD_pooledSD", "hackshaw1998_logOR")


@cache
def _all() -> dict[str, Any]:
    return json.loads(TRUTH.read_text(encoding="utf-8"))["meta_analysis"]


def truth(name: str) -> dict[str, Any]:
    """One data set with every number that R found for it; absent only outside CI."""
    if not TRUTH.is_file():
        if os.environ.get("CI"):
            pytest.fail("no ../shared/checks beside this checkout")
        pytest.skip("no ../shared/checks beside this checkout")
    return _all()[name]


def brent(function: Callable[[float], float], low: float, high: float, tolerance: float) -> float:
    """Brent 1973, algorithm zero: secant or inverse quadratic steps, else halves.

    Stops as soon as half the bracket is below half the tolerance, so its path matters when the
    tolerance is loose: R's default, the fourth root of the machine's epsilon, is 1.2e-4.
    """
    last, best = low, high
    f_last, f_best = function(last), function(best)
    far, f_far = last, f_last
    while True:
        step = best - last
        if abs(f_far) < abs(f_best):
            last, best, far = best, far, best
            f_last, f_best, f_far = f_best, f_far, f_best
        near = 2 * np.finfo(float).eps * abs(best) + tolerance / 2
        new = half = (far - best) / 2
        if abs(half) <= near or f_best == 0:
            return best
        if abs(step) >= near and abs(f_last) > abs(f_best):
            s = f_best / f_last
            if last == far:
                top, bottom = 2 * half * s, 1 - s
            else:
                q, r = f_last / f_far, f_best / f_far
                top = s * (2 * half * q * (q - r) - (best - last) * (r - 1))
                bottom = (q - 1) * (r - 1) * (s - 1)
            bottom = -bottom if top > 0 else bottom
            top = abs(top)
            if top < min(1.5 * half * bottom - abs(near * bottom) / 2, abs(step * bottom / 2)):
                new = top / bottom
        if abs(new) < near:
            new = np.copysign(near, new)
        last, f_last = best, f_best
        best += new
        f_best = function(best)
        if (f_best > 0) == (f_far > 0):
            far, f_far = last, f_last


def scoring(y: np.ndarray, v: np.ndarray, x: np.ndarray, start: float, threshold: float) -> float:
    """REML by Fisher scoring that stops at the first step below a threshold."""
    tau2 = start
    for _ in range(200):
        w = np.diag(1 / (v + tau2))
        p = w - w @ x @ np.linalg.inv(x.T @ w @ x) @ x.T @ w
        step = (y @ p @ p @ y - np.trace(p)) / np.trace(p @ p)
        tau2 += step
        if abs(step) < threshold:
            return tau2
    raise AssertionError("scoring did not settle")
