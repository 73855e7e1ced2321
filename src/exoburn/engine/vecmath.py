"""exp, log and Bernoulli's function in vector registers, from their series.

No library is called: the bits are the same for any register width, and no lane waits for another.
Errors stay below 2 units in the last place over the ranges that the equations use; exp saturates
(never infinite), log takes anything below the smallest normal number as that number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from exoburn.engine.registers import Code

LN2 = 0.6931471805599453


def polynomial(code: Code, x: str, coefficients: Sequence[float]) -> str:
    """sum_n c_n x^n by Horner's rule, lowest first."""
    value = code.splat(coefficients[-1])
    for c in reversed(coefficients[:-1]):
        value = code.fma(value, x, code.splat(c))
    return value


def exp(code: Code, x: str) -> str:
    """e^x = 2^n e^r with |r| <= ln2/2; saturates at the ends of the range."""
    double = code.shape.dtype == "float64"
    limit = 708.0 if double else 87.0
    x = _clamp(code, x, -limit, limit)
    magic = float(3 << 51) if double else float(3 << 22)
    bias, shift = (1023, 52) if double else (127, 23)
    # adding 1.5 * 2^52 rounds to a whole number that sits in the low bits
    shifted = code.fma(x, code.splat(1.0 / LN2), code.splat(magic))
    n = code.op("fsub", shifted, code.splat(magic))
    high, low = (6.93145751953125e-1, 1.42860682030941723212e-6)
    if double:
        high, low = (6.93147180369123816490e-01, 1.90821492927058770002e-10)
    r = code.fma(n, code.splat(-high), x)
    r = code.fma(n, code.splat(-low), r)
    terms = 14 if double else 8
    e = polynomial(code, r, [1.0 / math.factorial(k) for k in range(terms)])
    kind = code.shape.bits
    bits = code.new(f"bitcast {code.shape.vector} {shifted} to {kind}")
    bits = code.new(f"add {kind} {bits}, {code.shape.splat_bits(bias)}")
    bits = code.new(f"shl {kind} {bits}, {code.shape.splat_bits(shift)}")
    return code.op("fmul", e, code.new(f"bitcast {kind} {bits} to {code.shape.vector}"))


def log(code: Code, x: str) -> str:
    """ln x = e ln2 + ln m with m in [sqrt 1/2, sqrt 2); ln m from atanh((m-1)/(m+1))."""
    double = code.shape.dtype == "float64"
    least = 2.2250738585072014e-308 if double else 1.1754943508222875e-38
    bias, shift = (1023, 52) if double else (127, 23)
    below = code.less(x, code.splat(least))
    x = code.select(below, code.splat(least), x)
    kind, mask = code.shape.bits, (1 << shift) - 1
    bits = code.new(f"bitcast {code.shape.vector} {x} to {kind}")
    # move the cut from 1 to sqrt(1/2), so that m - 1 is small on both sides
    offset = 0x0009_5F61_9980_C433 if double else 0x004A_FB0D
    moved = code.new(f"add {kind} {bits}, {code.shape.splat_bits(offset)}")
    power = code.new(f"lshr {kind} {moved}, {code.shape.splat_bits(shift)}")
    power = code.new(f"sub {kind} {power}, {code.shape.splat_bits(bias)}")
    rest = code.new(f"and {kind} {moved}, {code.shape.splat_bits(mask)}")
    low = (bias << shift) - offset
    rest = code.new(f"add {kind} {rest}, {code.shape.splat_bits(low)}")
    m = code.new(f"bitcast {kind} {rest} to {code.shape.vector}")
    f = code.op("fsub", m, code.splat(1.0))
    s = code.op("fdiv", f, code.op("fadd", f, code.splat(2.0)))
    z = code.op("fmul", s, s)
    terms = 11 if double else 5
    series = polynomial(code, z, [2.0 / (2 * k + 3) for k in range(terms)])
    # ln m = 2s + s z series; 2s = f - s f keeps the leading term exact
    tail = code.op("fmul", s, code.op("fsub", code.op("fmul", z, series), f))
    e = _to_float(code, power)
    high, low_part = (6.93145751953125e-1, 1.42860682030941723212e-6)
    if double:
        high, low_part = (6.93147180369123816490e-01, 1.90821492927058770002e-10)
    tail = code.fma(e, code.splat(low_part), tail)
    return code.fma(e, code.splat(high), code.op("fadd", f, tail))


def _to_float(code: Code, whole: str) -> str:
    """A small whole number as a float, by the bits of 1.5 * 2^52."""
    double = code.shape.dtype == "float64"
    magic = float(3 << 51) if double else float(3 << 22)
    pattern = 0x4338_0000_0000_0000 if double else 0x4B40_0000
    kind = code.shape.bits
    bits = code.new(f"add {kind} {whole}, {code.shape.splat_bits(pattern)}")
    value = code.new(f"bitcast {kind} {bits} to {code.shape.vector}")
    return code.op("fsub", value, code.splat(magic))


def _clamp(code: Code, x: str, low: float, high: float) -> str:
    x = code.select(code.less(x, code.splat(low)), code.splat(low), x)
    return code.select(code.less(code.splat(high), x), code.splat(high), x)


def _bernoulli(count: int) -> list[Fraction]:
    """B_0 .. B_count."""
    numbers = [Fraction(1)]
    for n in range(1, count + 1):
        total = sum(math.comb(n + 1, k) * numbers[k] for k in range(n))
        numbers.append(-total / (n + 1))
    return numbers


#: x/(e^x - 1) = 1 - x/2 + sum_k even[k] x^(2k+2)
_EVEN = [float(_bernoulli(20)[2 * k] / math.factorial(2 * k)) for k in range(1, 11)]


def bern(code: Code, x: str) -> str:
    """x/(e^x - 1): by its series near 0, where the quotient loses figures."""
    far = code.op("fsub", exp(code, x), code.splat(1.0))
    near = _near(code, x)
    far = code.op("fdiv", x, code.select(near, code.splat(1.0), far))
    z = code.op("fmul", x, x)
    terms = 9 if code.shape.dtype == "float64" else 4
    series = code.fma(z, polynomial(code, z, _EVEN[:terms]), code.splat(1.0))
    series = code.fma(x, code.splat(-0.5), series)
    return code.select(near, series, far)


def bern_slope(code: Code, x: str, value: str) -> str:
    """Derivative of `bern`, given its value b: (b - b^2)/x - b."""
    near = _near(code, x)
    top = code.op("fsub", value, code.op("fmul", value, value))
    safe = code.select(near, code.splat(1.0), x)
    far = code.op("fsub", code.op("fdiv", top, safe), value)
    z = code.op("fmul", x, x)
    terms = 9 if code.shape.dtype == "float64" else 4
    slopes = [(2 * k + 2) * c for k, c in enumerate(_EVEN[:terms])]
    series = code.fma(x, polynomial(code, z, slopes), code.splat(-0.5))
    return code.select(near, series, far)


def _near(code: Code, x: str) -> str:
    return code.less(code.call("fabs", x), code.splat(1.0))


#: Node name -> how its value is written.
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": exp,
    "log": log,
    "bern": bern,
    "bern_slope": bern_slope,
}
