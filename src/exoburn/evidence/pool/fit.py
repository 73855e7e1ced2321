"""One fit: rows and conventions in, a `Pooled` out."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.distributions import chi2_tail, critical, f_tail, two_sided_p
from exoburn.evidence.pool.heterogeneity import METHODS, tau2_interval, tau2_of, typical_variance
from exoburn.evidence.pool.result import Coefficient, Explained, Interval, Pooled
from exoburn.evidence.pool.rows import Array, Rows
from exoburn.evidence.pool.solve import Solved, solve

TESTS = ("z", "knha", "knha-guarded", "t")
PREDICTIONS = ("hts", "t", "normal")


@dataclass(frozen=True, slots=True)
class Conventions:
    """How tau2 is estimated, how the mean is tested, how wide intervals are.

    `tau2` given fixes it. Prediction: `hts` t with k - p - 1 degrees of freedom (Higgins, Thompson
    and Spiegelhalter 2009, doi 10.1111/j.1467-985X.2008.00552.x), `t` with k - p, or `normal`.

    >>> Conventions(method="reml", test="HK")
    Conventions(method='REML', test='knha', level=0.95, prediction='hts', tau2=None)
    """

    method: str = "REML"
    test: str = "z"
    level: float = 0.95
    prediction: str = "hts"
    tau2: float | None = None

    def __post_init__(self) -> None:
        aliases = {"CE": "FE", "EE": "FE", "FIXED": "FE", "COMMON": "FE"}
        method = str(self.method).upper()
        object.__setattr__(self, "method", _one_of("method", aliases.get(method, method), METHODS))
        # the usual name of the guarded form holds a word that no output of ours may hold
        other = {
            "hk": "knha", "hksj": "knha", "hartung-knapp": "knha", "norm": "z",
            "knha-safe": "knha-guarded",
        }  # fmt: skip
        test = str(self.test).lower()
        object.__setattr__(self, "test", _one_of("test", other.get(test, test), TESTS))
        kind = _one_of("prediction", str(self.prediction).lower(), PREDICTIONS)
        object.__setattr__(self, "prediction", kind)
        if not 0 < self.level < 1:
            raise InputError("a level lies between 0 and 1", key="level", given=self.level)
        if self.tau2 is not None and not 0 <= self.tau2 < math.inf:
            raise InputError("tau2 is zero or more", key="tau2", given=self.tau2)


def _one_of(key: str, word: str, allowed: tuple[str, ...]) -> str:
    if word not in allowed:
        raise InputError(f"unknown {key}", key=key, given=word, allowed=allowed)
    return word


def fit(rows: Rows, how: Conventions) -> Pooled:
    """Pool the rows.

    >>> rows = Rows(np.array([0.0, 2.0]), np.ones(2), ("a", "b"), np.ones((2, 1)))
    >>> done = fit(rows, Conventions())
    >>> done.estimate, round(done.tau2, 9), done.prediction
    (1.0, 1.0, None)
    """
    _enough(rows, how)
    turned, notes = rows.turned, _dependence(rows)
    tau2 = tau2_of(rows, how.method) if how.tau2 is None else how.tau2
    done, at_zero = solve(turned, tau2), solve(turned, 0.0)
    factor, df_test = _adjustment(done, turned.df, how, notes)
    cov = done.cov * factor
    lines = _coefficients(rows, done.b, cov, how.level, df_test)
    first = lines[0]
    i2, h2, i2_q = _shares(rows, at_zero.q, tau2, how)
    tau2_ci = None if how.method == "FE" or turned.df == 0 else tau2_interval(rows, how.level)
    if tau2_ci == (0.0, 0.0):
        notes.append(
            "studies agree better than chance: the interval of tau2 is empty, told as zero"
        )
    if rows.k == 1:
        notes.append("one study: heterogeneity cannot be estimated, the result is that study's")
    return Pooled(
        estimate=first.estimate, se=first.se, statistic=first.statistic, p=first.p, ci=first.ci,
        prediction=_prediction(rows, first, tau2, how, notes), tau2=tau2,
        tau2_ci=tau2_ci,
        Q=at_zero.q, df=turned.df, Q_p=chi2_tail(at_zero.q, turned.df), I2=i2, I2_Q=i2_q, H2=h2,
        k=rows.k, method=how.method, test=how.test, level=how.level, weights=_weights(rows, done),
        names=rows.names, coefficients=lines, notes=tuple(notes),
        explained=_explained(rows, done.b, cov, tau2, how, df_test),
        prediction_by=how.prediction, fixed_tau2=how.tau2, rows=rows,
    )  # fmt: skip


def _dependence(rows: Rows) -> list[str]:
    """What a reader must know of effects that depend on each other."""
    if rows.covariance is None:
        return []
    if rows.study is None:
        apart = np.count_nonzero(rows.covariance) <= rows.k
        return [] if apart else [
            "effects covary but no study is named: their heterogeneity is taken as independent"
        ]  # fmt: skip
    studies = len(set(rows.study))
    if studies == rows.k:
        return []
    told = f"{rows.k} effects of {studies} {'study' if studies == 1 else 'studies'}"
    return [f"{told}: degrees of freedom count effects, so that t intervals may be too narrow"]


def conventions_of(result: Pooled) -> Conventions:
    """The conventions by which a result was made."""
    return Conventions(
        result.method, result.test, result.level, result.prediction_by, result.fixed_tau2
    )


def _enough(rows: Rows, how: Conventions) -> None:
    if np.linalg.matrix_rank(rows.design) < rows.p:
        raise InputError(
            "the moderators do not vary independently among these studies", key="moderators",
            given=", ".join(rows.terms[1:]),
        )  # fmt: skip
    if rows.k <= rows.p and rows.p > 1:
        raise InputError(
            f"{rows.p} coefficients need at least {rows.p + 1} studies", key="moderators",
            given=rows.k,
        )  # fmt: skip
    if rows.k == 1 and how.test != "z":
        raise InputError("one study has no spread to test by", key="test", given=how.test,
                         allowed=["z"])  # fmt: skip


def _adjustment(
    done: Solved, df: int, how: Conventions, notes: list[str]
) -> tuple[float, float | None]:
    """Factor on the covariance and degrees of freedom (Hartung and Knapp 2001, Sidik 2002).

    The safeguarded form never makes the interval narrower than the plain one does (Rover 2015,
    doi 10.1186/s12874-015-0091-1).
    """
    if how.test in ("z", "t"):
        return 1.0, None if how.test == "z" else float(df)
    factor = done.q / df
    if factor < 1e-12 and how.test == "knha":
        notes.append("the effects are equal: Hartung-Knapp narrows the interval to no width and p "
                     "to 0, which do not tell how sure the mean is; the guarded form does")
        return factor, float(df)
    if factor < 1 - 1e-9:
        if how.test == "knha-guarded":
            notes.append("Hartung-Knapp would narrow the standard error; the safeguard kept it")
            factor = 1.0
        else:
            notes.append(
                "Hartung-Knapp narrows the standard error here; the guarded form would not"
            )
    return factor, float(df)


def _coefficients(
    rows: Rows, b: Array, cov: Array, level: float, df: float | None
) -> tuple[Coefficient, ...]:
    half = critical(level, df)
    lines = []
    for name, value, variance in zip(rows.terms, b.tolist(), np.diag(cov).tolist(), strict=True):
        se = math.sqrt(max(variance, 0.0))
        # equal effects leave Hartung-Knapp without any spread: zero over zero says nothing
        far = value / se if se > 0 else math.copysign(math.inf, value) if value else math.nan
        ci = (value - half * se, value + half * se)
        lines.append(Coefficient(name, value, se, far, two_sided_p(far, df), ci))
    return tuple(lines)


def _shares(rows: Rows, q: float, tau2: float, how: Conventions) -> tuple[float, float, float]:
    """I2 in percent, H2, and I2 from Q; all nan with one study."""
    df = rows.turned.df
    if df == 0:
        return math.nan, math.nan, math.nan
    from_q = max(0.0, 100 * (q - df) / q) if q > 0 else 0.0
    if how.method == "FE":
        return from_q, q / df, from_q
    typical = typical_variance(rows)
    return 100 * tau2 / (tau2 + typical), tau2 / typical + 1, from_q


def _prediction(
    rows: Rows, mean: Coefficient, tau2: float, how: Conventions, notes: list[str]
) -> Interval | None:
    df = {"hts": rows.turned.df - 1, "t": rows.turned.df, "normal": None}[how.prediction]
    if how.method == "FE" and how.tau2 is None:
        return None
    if rows.k == 1 or (df is not None and df < 1):
        notes.append("too few studies for a prediction interval")
        return None
    half = critical(how.level, df) * math.sqrt(tau2 + mean.se**2)
    return mean.estimate - half, mean.estimate + half


def _weights(rows: Rows, done: Solved) -> tuple[float, ...]:
    """How much each effect counts, summing to 1: for one mean, its coefficients."""
    turned = rows.turned
    if turned.turn is None:
        shares = done.weight
    elif rows.p > 1:
        shares = np.diag(turned.turn.T @ (done.weight[:, None] * turned.turn))
    else:
        shares = (turned.x[:, 0] * done.weight) @ turned.turn
    return tuple((shares / shares.sum()).tolist())


def _explained(
    rows: Rows, b: Array, cov: Array, tau2: float, how: Conventions, df: float | None
) -> Explained | None:
    if rows.p == 1:
        return None
    m = rows.p - 1
    qm = float(b[1:] @ np.linalg.solve(cov[1:, 1:], b[1:]))
    p = chi2_tail(qm, m) if df is None else f_tail(qm / m, m, df)
    alone = tau2_of(rows.explained_by(rows.design[:, :1], rows.terms[:1]), how.method)
    r2 = 100 * max(0.0, 1 - tau2 / alone) if alone > 0 else None
    return Explained(qm if df is None else qm / m, m, p, r2)
