"""Shorthands of the IR templates: named rows of memory, named arguments, constants.

    x = arg KIND NAME            a slot of the argument table
    x = get KIND ROW             a whole row of memory;       put KIND value ROW          set it
    x = lane KIND ROW slot       one lane of a row;           poke KIND value ROW slot    set it
    x = item KIND pointer index  one element of an array;     set KIND value pointer index

`@{NAME}` stands for a constant of the kernel: a type, a byte offset, a number in every lane.
"""

from __future__ import annotations

from dataclasses import dataclass

from exoburn.engine.registers import Shape
from exoburn.engine.routines import Routines

#: Slots of the argument table that a caller fills (8 bytes each).
ARGUMENTS = (
    "y0", "y0_row", "y0_lane", "p", "p_row", "p_lane", "first", "last",
    "event_start", "event_day", "event_code", "event_amount", "n_days", "days",
    "rtol", "max_steps", "out", "out_row", "out_day", "out_lane", "final", "final_row",
    "status", "steps", "rejected", "workspace",
)  # fmt: skip

#: Rows of 8-byte numbers, one a lane.
CLOCKS = (
    "T", "H", "STOP", "NEXT", "HE", "HIT", "ACC", "COL", "EVP", "EVE", "DAY", "STEPS", "REJ",
    "FRESH", "QUEUE", "SAFE", "COUNT", "WHERE", "TO",
)  # fmt: skip


@dataclass(frozen=True)
class Controller:
    """How a step follows another: factor = safety * error^(-1/exponent), within limits.

    `start` scales the first step after a stop; a kink that bends the course by less than `kink`
    tolerances is stepped over; what removals act on counts as gone below `trifle` of its scale.
    """

    safety: float = 0.9
    smallest: float = 0.2
    largest: float = 6.0
    start: float = 2.0
    kink: float = 1000.0
    trifle: float = 1e-4


#: A lane's place where doubles are permuted as pairs of singles: the pair's two places.
_PAIRED = """  %low = shl i64 %slot, 1
  %odd = add i64 %low, 1
  %high = shl i64 %odd, 32
  %short = or i64 %low, %high"""


def vocabulary(routines: Routines, controller: Controller) -> dict[str, str]:
    """What `@{NAME}` stands for in the templates of one kernel."""
    layout, shape = routines.layout, routines.shape
    w, n = shape.width, len(routines.model.states)
    names = {
        "W": str(w), "NS": str(n), "NP": str(len(routines.model.parameters)),
        "NO": str(len(routines.model.outputs)), "S": shape.scalar, "SB": str(shape.row // w),
        "ROW": str(shape.row), "V": shape.vector, "D": f"<{w} x double>", "I": f"<{w} x i64>",
        "M": f"<{w} x i1>", "Y": str(layout.at("y")), "P": str(layout.at("p")),
        "OUT": str(layout.at("out")), "U": str(layout.at("u")), "THETA": str(layout.at("theta")),
        "CHOSEN": str(layout.at("chosen")), "AMOUNT": str(layout.at("amount")),
        "FASTEST": str(layout.at("fastest")), "ERROR": str(layout.at("error")),
        "DINF": "0x7FF0000000000000",
    }  # fmt: skip
    names |= {name: str(layout.start[name]) for name in CLOCKS}
    names |= {f"A_{name}": str(8 * i) for i, name in enumerate(ARGUMENTS)}
    double = shape.dtype == "float64"
    names["IX"] = "i64" if double else "i32"
    names["PLACE"] = _PAIRED if double and shape.permuted[0] != shape.vector else (
        f"  %short = {'bitcast' if double else 'trunc'} i64 %slot to {names['IX']}"
    )
    names["FROMD"] = "bitcast" if double else "fptrunc"
    names["TOD"] = "bitcast" if double else "fpext"
    names["SFROMD"] = "bitcast double" if double else "fptrunc double"
    names["STOD"] = "bitcast double" if double else "fpext float"
    clock = Shape("float64", w)
    numbers = {"ONE": 1.0, "HALF": 0.5, "TWO": 2.0, "RG": 1.0 / routines.method.gamma,
               "SMALLEST": controller.smallest, "LARGEST": controller.largest}  # fmt: skip
    names |= {f"D_{key}": clock.splat(value) for key, value in numbers.items()}
    names["TRUE"] = "<" + ", ".join(["i1 true"] * w) + ">"
    names["INVERSE"] = str(layout.at("inverse_step"))
    names["SMALL"] = str(layout.at("small"))
    names["LEFT"] = str(layout.at("left"))
    names["TRIFLE"] = shape.number(controller.trifle)
    names["REMOVALS"] = str(sum(1 << code for code in routines.model.removals))
    names["KINK"] = str(layout.at("kink"))
    names["PICK"] = str(layout.at("pick"))
    names["SHIFT"] = str(layout.at("shift"))
    return names


def expand(text: str, names: dict[str, str]) -> str:
    """Replace @{NAME} and expand the shorthands of the templates.

    `name = arg KIND SLOT`        read a slot of the argument table
    `name = get KIND ROW`         load a whole row;  `put KIND value ROW` store it
    `name = lane KIND ROW slot`   load one lane of a row; `poke KIND value ROW slot` store it
    """
    lines = []
    fresh = 0
    for raw in text.splitlines():
        words = raw.split()
        if len(words) >= 5 and words[1] == "=" and words[2] in ("arg", "get", "lane", "item"):
            name, _, what, kind, spot, *rest = words
            fresh += 1
            address = f"%q{fresh}"
            match what:
                case "arg":
                    offset = f"@{{A_{spot}}}"
                    lines.append(f"  {address} = getelementptr i8, ptr %args, i64 {offset}")
                    lines.append(f"  {name} = load {kind}, ptr {address}, align 8")
                case "get":
                    lines.append(f"  {address} = getelementptr i8, ptr %ws, i64 @{{{spot}}}")
                    lines.append(f"  {name} = load {kind}, ptr {address}, align 64")
                case "lane":
                    fresh += 1
                    lines.append(f"  {address} = getelementptr i8, ptr %ws, i64 @{{{spot}}}")
                    cell = f"%q{fresh} = getelementptr {kind}, ptr {address}, i64 {rest[0]}"
                    lines.append(f"  {cell}")
                    lines.append(f"  {name} = load {kind}, ptr %q{fresh}")
                case "item":
                    lines.append(f"  {address} = getelementptr {kind}, ptr {spot}, i64 {rest[0]}")
                    lines.append(f"  {name} = load {kind}, ptr {address}")
        elif words and words[0] in ("put", "poke", "set"):
            what, kind, value, spot, *rest = words
            fresh += 1
            address = f"%q{fresh}"
            if what == "put":
                lines.append(f"  {address} = getelementptr i8, ptr %ws, i64 @{{{spot}}}")
                lines.append(f"  store {kind} {value}, ptr {address}, align 64")
            elif what == "poke":
                fresh += 1
                lines.append(f"  {address} = getelementptr i8, ptr %ws, i64 @{{{spot}}}")
                lines.append(f"  %q{fresh} = getelementptr {kind}, ptr {address}, i64 {rest[0]}")
                lines.append(f"  store {kind} {value}, ptr %q{fresh}")
            else:
                lines.append(f"  {address} = getelementptr {kind}, ptr {spot}, i64 {rest[0]}")
                lines.append(f"  store {kind} {value}, ptr {address}")
        else:
            lines.append(raw)
    done = "\n".join(lines)
    for name, value in names.items():
        done = done.replace(f"@{{{name}}}", value)
    return done
