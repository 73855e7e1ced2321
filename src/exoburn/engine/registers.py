"""Registers that hold one number per lane, and the lines of LLVM IR that work on them.

Nothing is reassociated and a multiply-add is fused only where written, so the bits of a lane depend
on neither its neighbours nor the width of the register.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shape:
    """What a register holds: `width` lanes of `dtype`.

    `fused`: the processor multiplies and adds in one instruction; `estimate`: it has AVX-512's
    14-bit reciprocals, from which Newton's iteration is twice as fast as a division; `emulated`: it
    has not, and code takes their place (see `estimate_in_code`); `flush`: numbers too small to be
    normal can be made to count as 0; `permutes`: it has AVX2's choice of lanes.

    >>> Shape("float64", 4).vector
    '<4 x double>'
    """

    dtype: str
    width: int
    fused: bool = True
    estimate: bool = False
    flush: bool = False
    emulated: bool = False
    permutes: bool = False

    @property
    def scalar(self) -> str:
        """LLVM's name of one lane's number."""
        return "double" if self.dtype == "float64" else "float"

    @property
    def vector(self) -> str:
        """LLVM's name of the register."""
        return f"<{self.width} x {self.scalar}>"

    @property
    def bits(self) -> str:
        """LLVM's name of the register seen as whole numbers."""
        return f"<{self.width} x i{64 if self.dtype == 'float64' else 32}>"

    @property
    def suffix(self) -> str:
        """How LLVM's intrinsics name the register."""
        return f"v{self.width}f{64 if self.dtype == 'float64' else 32}"

    @property
    def row(self) -> int:
        """Bytes of a register."""
        return self.width * (8 if self.dtype == "float64" else 4)

    @property
    def estimator(self) -> tuple[str, str] | None:
        """Name of the reciprocal estimate and the type of its mask; None: plain division."""
        bits = self.row * 8
        if not self.estimate or bits not in (128, 256, 512):
            return None
        if self.emulated:
            return "short_reciprocal", "i8"
        kind = "pd" if self.dtype == "float64" else "ps"
        return f"llvm.x86.avx512.rcp14.{kind}.{bits}", "i16" if self.width == 16 else "i8"

    @property
    def permutation(self) -> str | None:
        """LLVM's name of the instruction that picks lanes of a full register, if there is one."""
        if self.permutes and self.row == 32:
            return "llvm.x86.avx2.permps"
        if not self.estimate or self.emulated or self.row != 64:
            return None
        return f"llvm.x86.avx512.permvar.{'df' if self.dtype == 'float64' else 'sf'}.512"

    @property
    def permuted(self) -> tuple[str, str]:
        """LLVM's names of what that instruction permutes, and of its list of places.

        AVX2 permutes single precision; a double is a pair of singles that stay together.
        """
        if self.permutes and self.row == 32:
            return "<8 x float>", "<8 x i32>"
        return self.vector, self.bits

    def number(self, value: float) -> str:
        """A number as LLVM writes it exactly."""
        if self.dtype == "float32":
            value = struct.unpack("f", struct.pack("f", value))[0]
        return f"0x{struct.unpack('<Q', struct.pack('<d', value))[0]:016X}"

    def splat(self, value: float) -> str:
        """The same number in every lane."""
        return "<" + ", ".join([f"{self.scalar} {self.number(value)}"] * self.width) + ">"

    def splat_bits(self, value: int) -> str:
        """The same whole number in every lane."""
        kind = "i64" if self.dtype == "float64" else "i32"
        return "<" + ", ".join([f"{kind} {value}"] * self.width) + ">"


    def estimate_in_code(self) -> str:
        """The short reciprocal of AVX-512 as a function of IR, for processors without it.

        1/x cut off after 14 binary places: as far from 1/x as the instruction may be (2^-14), and
        exact for powers of two. At 0, -0, inf, -inf and NaN it gives inf, -inf, 0, -0 and NaN; for
        denormal x what the instruction gives (infinity where 1/x overflows, and wherever denormals
        count as 0). The last bits of other estimates may differ from the instruction's, which
        Newton's iteration evens out to a unit in the last place or so.
        """
        assert self.estimator
        name, mask = self.estimator
        places = 52 if self.dtype == "float64" else 23
        kept = self.splat_bits(-1 << (places - 14))
        v = self.vector
        return f"""
define internal {v} @{name}({v} %x, {v} %source, {mask} %mask) alwaysinline {{
  %whole = fdiv {v} {self.splat(1.0)}, %x
  %bits = bitcast {v} %whole to {self.bits}
  %short = and {self.bits} %bits, {kept}
  %r = bitcast {self.bits} %short to {v}
  ret {v} %r
}}
"""


@dataclass
class Code:
    """Lines of one function's body, with fresh names."""

    shape: Shape
    lines: list[str] = field(default_factory=list)
    count: int = 0

    exact: bool = False  # plain division throughout
    picked: str | list[str] | None = None  # lanes that `load` takes, see `pick`

    def new(self, text: str) -> str:
        """Add `%n = text`; -> the name."""
        self.count += 1
        name = f"%v{self.count}"
        self.lines.append(f"  {name} = {text}")
        return name

    def do(self, text: str) -> None:
        """Add a line without a result."""
        self.lines.append(f"  {text}")

    def label(self, name: str) -> None:
        """Begin a block."""
        self.lines.append(f"{name}:")

    def at(self, base: str, offset: int | str) -> str:
        """The address `offset` bytes after `base`."""
        return self.new(f"getelementptr i8, ptr {base}, i64 {offset}")

    def pick(self, offset: int) -> None:
        """From here on, lane j of a loaded register is lane i_j in memory; the row holds i_j."""
        if self.shape.permutation:
            places = self.shape.permuted[1]
            self.picked = self.new(f"load {places}, ptr {self.at('%ws', offset)}")
            return
        row = self.new(f"load {self.shape.bits}, ptr {self.at('%ws', offset)}")
        self.picked = []
        for j in range(self.shape.width):
            lane = self.new(f"extractelement {self.shape.bits} {row}, i64 {j}")
            wide = lane if "i64" in self.shape.bits else self.new(f"sext i32 {lane} to i64")
            self.picked.append(wide)

    def load(self, offset: int, base: str = "%ws") -> str:
        """Load a register."""
        address, kind = self.at(base, offset), self.shape.vector
        if isinstance(self.picked, list):
            value = "poison"
            for j, lane in enumerate(self.picked):
                cell = self.new(f"getelementptr {self.shape.scalar}, ptr {address}, i64 {lane}")
                one = self.new(f"load {self.shape.scalar}, ptr {cell}")
                text = f"insertelement {kind} {value}, {self.shape.scalar} {one}, i64 {j}"
                value = self.new(text)
            return value
        if not self.picked:
            return self.new(f"load {kind}, ptr {address}, align {self.shape.row}")
        whole, places = self.shape.permuted
        value = self.new(f"load {whole}, ptr {address}, align {self.shape.row}")
        call = f"call {whole} @{self.shape.permutation}({whole} {value}, {places} {self.picked})"
        value = self.new(call)
        return value if whole == kind else self.new(f"bitcast {whole} {value} to {kind}")

    def store(self, value: str, offset: int, base: str = "%ws") -> None:
        """Store a register."""
        address = self.at(base, offset)
        self.do(f"store {self.shape.vector} {value}, ptr {address}, align {self.shape.row}")

    def op(self, name: str, *args: str) -> str:
        """A plain operation on registers: fadd, fsub, fmul, fdiv, fneg."""
        return self.new(f"{name} {self.shape.vector} {', '.join(args)}")

    def call(self, name: str, *args: str) -> str:
        """An LLVM intrinsic on registers."""
        typed = ", ".join(f"{self.shape.vector} {a}" for a in args)
        return self.new(f"call {self.shape.vector} @llvm.{name}.{self.shape.suffix}({typed})")

    def fma(self, a: str, b: str, c: str) -> str:
        """a*b + c, fused where the processor does that in one instruction."""
        if self.shape.fused:
            return self.call("fma", a, b, c)
        return self.op("fadd", self.op("fmul", a, b), c)

    def recip(self, x: str) -> str:
        """1/x to a unit in the last place, on every path.

        1/0 = inf, 1/-0 = -inf, 1/inf = 0, 1/-inf = -0, 1/NaN = NaN. Where numbers too small to be
        normal count as 0 (inside a run on x86), they do so as x and as 1/x too; elsewhere they give
        what IEEE 754 says, infinity where 1/x overflows. Newton's iteration would make NaN of an
        estimate that is 0 or infinite, so it leaves such lanes alone: their residue 1 - x r is
        no number or minus infinity, which costs one comparison to tell.
        """
        if self.exact or self.shape.estimator is None:
            return self.op("fdiv", self.splat(1.0), x)
        intrinsic, mask = self.shape.estimator
        kind = self.shape.vector
        r = self.new(f"call {kind} @{intrinsic}({kind} {x}, {kind} {x}, {mask} -1)")
        minus = self.op("fneg", x)
        residue = self.fma(minus, r, self.splat(1.0))
        plain = self.less(self.splat(-1.0), residue)
        r = self.select(plain, self.fma(r, residue, r), r)
        if self.shape.dtype == "float64":
            residue = self.fma(minus, r, self.splat(1.0))
            r = self.select(plain, self.fma(r, residue, r), r)
        return r

    def less(self, a: str, b: str, order: str = "olt") -> str:
        """A mask: a < b."""
        return self.new(f"fcmp {order} {self.shape.vector} {a}, {b}")

    def select(self, mask: str, a: str, b: str) -> str:
        """a where the mask is set, else b."""
        kind = self.shape.vector
        return self.new(f"select <{self.shape.width} x i1> {mask}, {kind} {a}, {kind} {b}")

    def splat(self, value: float) -> str:
        """The same number in every lane."""
        return self.shape.splat(value)
