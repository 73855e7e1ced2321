"""exp, log and Bernoulli's function in vector registers, from their series.

No library is called: the bits are the same for any register width, and no lane waits for another.
Errors stay below 2 units in the last place over the ranges that the equations use; exp saturates
(never infinite), log takes anything below the smallest normal number as that number and infinity
as the largest. What is no number stays so in every function.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from exoburn.engine.registers import Code

LN2 = 0.6931471805599453
#: ln2 as a sum whose first part has few digits, so that its product with a small whole number is
#: exact.
LN2_PARTS = {
    "float64": (6.93147180369123816490e-01, 1.90821492927058770002e-10),
    "float32": (6.93145751953125e-1, 1.42860682030941723212e-6),
}

#: q in e^r = 1 + r + r^2 q(r) on |r| <= ln2/2, and g in ln((1+s)/(1-s)) = 2s + s z g(z), z = s^2 <=
#: (3 - sqrt 8)^2: least largest relative error (Remez), 2^-58 and 2^-28, 2^-59 and 2^-30.
EXP = {
    "float64": (
        0.5000000000000011, 0.16666666666666413, 0.041666666666530155, 0.008333333333494461,
        0.0013888888943630134, 0.00019841269506578723, 2.480149309888739e-05,
        2.755758637378518e-06, 2.763024838532302e-07, 2.500006162553128e-08,
    ),
    "float32": (
        0.49999993447796487, 0.16666520631709497, 0.041668388045313996, 0.00836871687972814,
        0.0013814598646664034,
    ),
}  # fmt: skip
LOG = {
    "float64": (
        0.6666666666666734, 0.39999999999414376, 0.28571428742460575, 0.22222198565094708,
        0.18183564776276845, 0.15314038309786393, 0.1479607915211613,
    ),
    "float32": (0.6666677640954748, 0.3997753774667357, 0.29871839765601294),
}  # fmt: skip


def polynomial(code: Code, x: str, coefficients: Sequence[float]) -> str:
    """sum_n c_n x^n by Horner's rule, lowest first."""
    value = code.splat(coefficients[-1])
    for c in reversed(coefficients[:-1]):
        value = code.fma(value, x, code.splat(c))
    return value


def exp(code: Code, x: str) -> str:
    """e^x = 2^n (1 + p); saturates at the ends of the range."""
    scale, part = _exp_parts(code, x)
    return code.fma(scale, part, scale)


def _exp_parts(code: Code, x: str) -> tuple[str, str]:
    """2^n and p = e^r - 1 with x = n ln2 + r, |r| <= ln2/2."""
    dtype = code.shape.dtype
    double = dtype == "float64"
    limit = 708.0 if double else 87.0
    x = code.select(code.less(x, code.splat(-limit)), code.splat(-limit), x)
    x = code.select(code.less(code.splat(limit), x), code.splat(limit), x)
    magic = float(3 << 51) if double else float(3 << 22)
    bias, shift = (1023, 52) if double else (127, 23)
    # adding 1.5 * 2^52 rounds to a whole number that sits in the low bits
    shifted = code.fma(x, code.splat(1.0 / LN2), code.splat(magic))
    n = code.op("fsub", shifted, code.splat(magic))
    high, low = LN2_PARTS[dtype]
    r = code.fma(n, code.splat(-high), x)
    r = code.fma(n, code.splat(-low), r)
    part = code.fma(code.op("fmul", r, r), polynomial(code, r, EXP[dtype]), r)
    kind = code.shape.bits
    bits = code.new(f"bitcast {code.shape.vector} {shifted} to {kind}")
    bits = code.new(f"add {kind} {bits}, {code.shape.splat_bits(bias)}")
    bits = code.new(f"shl {kind} {bits}, {code.shape.splat_bits(shift)}")
    return code.new(f"bitcast {kind} {bits} to {code.shape.vector}"), part


def log(code: Code, x: str) -> str:
    """ln x = e ln2 + ln m with m in [sqrt 1/2, sqrt 2); ln m from s = (m - 1)/(m + 1)."""
    dtype = code.shape.dtype
    double = dtype == "float64"
    least = 2.2250738585072014e-308 if double else 1.1754943508222875e-38
    given = x
    bias, shift = (1023, 52) if double else (127, 23)
    x = code.select(code.less(x, code.splat(least)), code.splat(least), x)
    kind, mask = code.shape.bits, (1 << shift) - 1
    bits = code.new(f"bitcast {code.shape.vector} {x} to {kind}")
    # move the cut from 1 to sqrt(1/2), so that m - 1 is small on both sides
    offset = 0x0009_5F61_9980_C433 if double else 0x004A_FB0D
    moved = code.new(f"add {kind} {bits}, {code.shape.splat_bits(offset)}")
    power = code.new(f"lshr {kind} {moved}, {code.shape.splat_bits(shift)}")
    rest = code.new(f"and {kind} {moved}, {code.shape.splat_bits(mask)}")
    low = (bias << shift) - offset
    rest = code.new(f"add {kind} {rest}, {code.shape.splat_bits(low)}")
    m = code.new(f"bitcast {kind} {rest} to {code.shape.vector}")
    f = code.op("fsub", m, code.splat(1.0))
    s = code.op("fmul", f, code.recip(code.op("fadd", f, code.splat(2.0))))
    z = code.op("fmul", s, s)
    # ln m = 2s + s z g(z); 2s = f - s f keeps the leading term exact
    inner = code.fma(z, polynomial(code, z, LOG[dtype]), code.op("fneg", f))
    e = _to_float(code, power, bias)
    high, part = LN2_PARTS[dtype]
    tail = code.fma(e, code.splat(part), code.op("fmul", s, inner))
    value = code.fma(e, code.splat(high), code.op("fadd", f, tail))
    return code.select(code.less(given, given, "ord"), value, given)


def _to_float(code: Code, whole: str, bias: int) -> str:
    """A small whole number less `bias` as a float, by the bits of 1.5 * 2^52."""
    double = code.shape.dtype == "float64"
    magic = float((3 << 51) + bias) if double else float((3 << 22) + bias)
    pattern = 0x4338_0000_0000_0000 if double else 0x4B40_0000
    kind = code.shape.bits
    bits = code.new(f"add {kind} {whole}, {code.shape.splat_bits(pattern)}")
    value = code.new(f"bitcast {kind} {bits} to {code.shape.vector}")
    return code.op("fsub", value, code.splat(magic))


def bern(code: Code, x: str) -> str:
    """x/(e^x - 1); e^x - 1 from the parts of e^x keeps its figures near 0."""
    scale, part = _exp_parts(code, x)
    less_one = code.fma(scale, part, code.op("fsub", scale, code.splat(1.0)))
    zero = code.less(code.call("fabs", less_one), code.splat(1e-30))
    less_one = code.select(zero, code.splat(1.0), less_one)
    value = code.op("fmul", x, code.recip(less_one))
    return code.select(zero, code.splat(1.0), value)


def bern_slope(code: Code, x: str, value: str) -> str:
    """Derivative of `bern`, given its value b: b (1 - b)/x - b; near 0 its tangent.

    A few figures are lost near 0, which a Jacobian does not feel.
    """
    small = 0.01 if code.shape.dtype == "float64" else 0.1
    near = code.less(code.call("fabs", x), code.splat(small))
    top = code.op("fmul", value, code.op("fsub", code.splat(1.0), value))
    safe = code.select(near, code.splat(1.0), x)
    far = code.op("fsub", code.op("fmul", top, code.recip(safe)), value)
    tangent = code.fma(x, code.splat(1.0 / 6.0), code.splat(-0.5))
    return code.select(near, tangent, far)


#: Node name -> how its value is written.
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": exp,
    "log": log,
    "bern": bern,
    "bern_slope": bern_slope,
}
