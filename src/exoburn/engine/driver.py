"""The loop around the routines, in IR: step control, events, dense output and refilling of lanes.

Every lane keeps its own time, step and error. A lane that has reached the end hands over its
column and takes the next, so that no lane of a register idles; lanes of a register meet only in
masks, so the company a column keeps never shows in its bits. Times are float64 in every kernel.
"""

from __future__ import annotations

from dataclasses import dataclass

from exoburn.engine.registers import Code, Shape
from exoburn.engine.routines import Routines
from exoburn.engine.vecmath import exp, log

#: Slots of the argument table that a caller fills (8 bytes each).
ARGUMENTS = (
    "y0", "y0_row", "y0_lane", "p", "p_row", "p_lane", "first", "last",
    "event_start", "event_day", "event_code", "event_amount", "n_days", "days",
    "rtol", "max_steps", "out", "out_row", "out_day", "final", "final_row",
    "status", "steps", "rejected", "workspace",
)  # fmt: skip

#: Rows of 8-byte numbers, one a lane.
CLOCKS = (
    "T", "H", "STOP", "NEXT", "HE", "HIT", "ACC", "COL", "EVP", "EVE", "DAY", "STEPS", "REJ",
    "FRESH", "QUEUE", "LAST", "END", "SAFE",
)  # fmt: skip


@dataclass(frozen=True)
class Controller:
    """How a step follows another: factor = safety * error^(-1/exponent), within limits."""

    safety: float = 0.9
    smallest: float = 0.2
    largest: float = 6.0
    start: float = 0.5


def driver(routines: Routines, controller: Controller) -> str:
    """The entry point `integrate(ptr arguments)` and its helpers, as IR."""
    for name in CLOCKS:
        routines.layout.clock(name)
    fill = _names(routines, controller)
    parts = (
        _ENTER, _WRITE, _FINISH, _events(routines), _SETTLE, _first_steps(controller),
        *(_mix(routines, i) for i in range(1, routines.method.stages)),
        _step(routines, controller), _MAIN, _repeat(routines),
    )  # fmt: skip
    return "\n".join(_expand(text, fill) for text in parts)


def _names(routines: Routines, controller: Controller) -> dict[str, str]:
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
    names["SHIFT"] = str(layout.at("shift"))
    return names


def _expand(text: str, names: dict[str, str]) -> str:
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


# A slot takes the next column of the chunk, or rests on the last one when none is left.
_ENTER = """
define internal void @copy_in(ptr %ws, i64 %slot, i64 %offset, i64 %count, ptr %from, i64 %row,
                              i64 %step, i64 %column) #1 {
entry:
  %shift = mul i64 %column, %step
  %start = getelementptr double, ptr %from, i64 %shift
  %to = getelementptr i8, ptr %ws, i64 %offset
  %none = icmp eq i64 %count, 0
  br i1 %none, label %done, label %loop
loop:
  %i = phi i64 [0, %entry], [%i1, %loop]
  %at = mul i64 %i, %row
  %value = item double %start %at
  %number = @{SFROMD} %value to @{S}
  %line = mul i64 %i, @{W}
  %cell = add i64 %line, %slot
  set @{S} %number %to %cell
  %i1 = add i64 %i, 1
  %more = icmp slt i64 %i1, %count
  br i1 %more, label %loop, label %done
done:
  ret void
}

define internal void @enter(ptr %args, ptr %ws, i64 %slot) #1 {
entry:
  %next = lane i64 QUEUE 0
  %last = arg i64 last
  %here = icmp slt i64 %next, %last
  %end = sub i64 %last, 1
  %column = select i1 %here, i64 %next, i64 %end
  %y0 = arg ptr y0
  %y0_row = arg i64 y0_row
  %y0_lane = arg i64 y0_lane
  call void @copy_in(ptr %ws, i64 %slot, i64 @{Y}, i64 @{NS},
                       ptr %y0, i64 %y0_row, i64 %y0_lane, i64 %column)
  %p = arg ptr p
  %p_row = arg i64 p_row
  %p_lane = arg i64 p_lane
  call void @copy_in(ptr %ws, i64 %slot, i64 @{P}, i64 @{NP},
                       ptr %p, i64 %p_row, i64 %p_lane, i64 %column)
  %days = arg ptr days
  %day0 = item double %days 0
  %starts = arg ptr event_start
  %after = add i64 %column, 1
  %e0 = item i64 %starts %column
  %e1 = item i64 %starts %after
  %held = select i1 %here, i64 %column, i64 -1
  %stop = select i1 %here, double 0.0, double @{DINF}
  %next_day = select i1 %here, double %day0, double @{DINF}
  %queue = select i1 %here, i64 1, i64 0
  %next1 = add i64 %next, %queue
  poke i64 %next1 QUEUE 0
  poke i64 %held COL %slot
  poke double 0.0 T %slot
  poke double 1.0 H %slot
  poke double %stop STOP %slot
  poke double %next_day NEXT %slot
  poke i64 0 DAY %slot
  poke i64 %e0 EVP %slot
  poke i64 %e1 EVE %slot
  poke i64 0 STEPS %slot
  poke i64 0 REJ %slot
  poke double 1.0 SAFE %slot
  ret void
}
"""

# Copy one slot's outputs to its place and move its next output day.
_WRITE = """
define internal void @write(ptr %args, ptr %ws, i64 %slot) #1 {
entry:
  %column = lane i64 COL %slot
  %day = lane i64 DAY %slot
  %first = arg i64 first
  %out = arg ptr out
  %row = arg i64 out_row
  %per_day = arg i64 out_day
  %lane = sub i64 %column, %first
  %down = mul i64 %day, %per_day
  %begin = add i64 %down, %lane
  %to = getelementptr @{S}, ptr %out, i64 %begin
  %from = getelementptr i8, ptr %ws, i64 @{OUT}
  br label %loop
loop:
  %i = phi i64 [0, %entry], [%i1, %loop]
  %line = mul i64 %i, @{W}
  %cell = add i64 %line, %slot
  %value = item @{S} %from %cell
  %at = mul i64 %i, %row
  set @{S} %value %to %at
  %i1 = add i64 %i, 1
  %more = icmp slt i64 %i1, @{NO}
  br i1 %more, label %loop, label %done
done:
  %day1 = add i64 %day, 1
  poke i64 %day1 DAY %slot
  %n_days = arg i64 n_days
  %days = arg ptr days
  %end = icmp sge i64 %day1, %n_days
  br i1 %end, label %never, label %later
never:
  poke double @{DINF} NEXT %slot
  ret void
later:
  %next = item double %days %day1
  poke double %next NEXT %slot
  ret void
}
"""

# A slot is done (status 0) or has failed (status 1): hand over its column.
_FINISH = """
define internal void @finish(ptr %args, ptr %ws, i64 %slot, i64 %verdict) #1 {
entry:
  %column = lane i64 COL %slot
  %final = arg ptr final
  %row = arg i64 final_row
  %to = getelementptr double, ptr %final, i64 %column
  %from = getelementptr i8, ptr %ws, i64 @{Y}
  br label %loop
loop:
  %i = phi i64 [0, %entry], [%i1, %loop]
  %line = mul i64 %i, @{W}
  %cell = add i64 %line, %slot
  %value = item @{S} %from %cell
  %number = @{STOD} %value to double
  %at = mul i64 %i, %row
  set double %number %to %at
  %i1 = add i64 %i, 1
  %more = icmp slt i64 %i1, @{NS}
  br i1 %more, label %loop, label %done
done:
  %status = arg ptr status
  set i64 %verdict %status %column
  %steps = arg ptr steps
  %taken = lane i64 STEPS %slot
  set i64 %taken %steps %column
  %rejected = arg ptr rejected
  %refused = lane i64 REJ %slot
  set i64 %refused %rejected %column
  call void @enter(ptr %args, ptr %ws, i64 %slot)
  ret void
}
"""


def _events(routines: Routines) -> str:
    """Apply the first pending event of every slot that has one of the same kind; -> any left."""
    count = len(routines.model.events)
    cases = " ".join(f"i64 {c}, label %do{c}" for c in range(count))
    bodies = "\n".join(
        f"do{c}:\n  call void @event_{c}(ptr %ws, ptr null)\n  br label %done" for c in range(count)
    )
    return f"""
define internal i1 @pending(ptr %args, ptr %ws, i64 %slot) #1 {{
entry:
  %column = lane i64 COL %slot
  %held = icmp sge i64 %column, 0
  br i1 %held, label %timed, label %no
timed:
  %now = lane double T %slot
  %stop = lane double STOP %slot
  %there = fcmp oeq double %now, %stop
  br i1 %there, label %listed, label %no
listed:
  %p = lane i64 EVP %slot
  %e = lane i64 EVE %slot
  %left = icmp slt i64 %p, %e
  br i1 %left, label %dated, label %no
dated:
  %dates = arg ptr event_day
  %date = item double %dates %p
  %due = fcmp ole double %date, %now
  ret i1 %due
no:
  ret i1 false
}}

define internal i1 @happen(ptr %args, ptr %ws) #1 {{
entry:
  %codes = arg ptr event_code
  %amounts = arg ptr event_amount
  br label %loop
loop:
  %slot = phi i64 [0, %entry], [%slot1, %next]
  %code = phi i64 [-1, %entry], [%code1, %next]
  poke @{{S}} 0.0 CHOSEN %slot
  poke @{{S}} 0.0 AMOUNT %slot
  %due = call i1 @pending(ptr %args, ptr %ws, i64 %slot)
  br i1 %due, label %look, label %next
look:
  %p = lane i64 EVP %slot
  %mine = item i64 %codes %p
  %first = icmp eq i64 %code, -1
  %same = icmp eq i64 %code, %mine
  %take = or i1 %first, %same
  br i1 %take, label %mark, label %next
mark:
  %amount = item double %amounts %p
  %number = @{{SFROMD}} %amount to @{{S}}
  poke @{{S}} 1.0 CHOSEN %slot
  poke @{{S}} %number AMOUNT %slot
  %p1 = add i64 %p, 1
  poke i64 %p1 EVP %slot
  br label %next
next:
  %code1 = phi i64 [%code, %loop], [%code, %look], [%mine, %mark]
  %slot1 = add i64 %slot, 1
  %more = icmp slt i64 %slot1, @{{W}}
  br i1 %more, label %loop, label %apply
apply:
  switch i64 %code1, label %none [{cases}]
{bodies}
done:
  ret i1 true
none:
  ret i1 false
}}
"""


# Lanes that stand at a stop: events, then the end or the next stop and a first step.
_SETTLE = """
define internal void @settle(ptr %args, ptr %ws) #1 {
entry:
  %days = arg ptr days
  %n_days = arg i64 n_days
  %n1 = sub i64 %n_days, 1
  %end = item double %days %n1
  br label %again
again:
  %any = call i1 @happen(ptr %args, ptr %ws)
  br i1 %any, label %again, label %changed
changed:
  call void @fix(ptr %ws, ptr null)
  put @{V} zeroinitializer THETA
  call void @observe(ptr %ws, ptr null)
  br label %loop
loop:
  %slot = phi i64 [0, %changed], [%slot1, %next]
  %over = phi i1 [false, %changed], [%over1, %next]
  poke double 0.0 FRESH %slot
  %column = lane i64 COL %slot
  %held = icmp sge i64 %column, 0
  %now = lane double T %slot
  %stop = lane double STOP %slot
  %there = fcmp oeq double %now, %stop
  %stands = and i1 %held, %there
  br i1 %stands, label %judge, label %next
judge:
  %ended = fcmp oge double %now, %end
  br i1 %ended, label %close, label %plan
close:
  call void @write(ptr %args, ptr %ws, i64 %slot)
  call void @finish(ptr %args, ptr %ws, i64 %slot, i64 0)
  br label %next
plan:
  %p = lane i64 EVP %slot
  %e = lane i64 EVE %slot
  %left = icmp slt i64 %p, %e
  br i1 %left, label %dated, label %last
dated:
  %dates = arg ptr event_day
  %date = item double %dates %p
  br label %last
last:
  %when = phi double [@{DINF}, %plan], [%date, %dated]
  %sooner = fcmp olt double %when, %end
  %goal = select i1 %sooner, double %when, double %end
  poke double %goal STOP %slot
  poke double 1.0 FRESH %slot
  br label %next
next:
  %over1 = phi i1 [%over, %loop], [true, %close], [%over, %last]
  %slot1 = add i64 %slot, 1
  %more = icmp slt i64 %slot1, @{W}
  br i1 %more, label %loop, label %entered
entered:
  call void @first_steps(ptr %args, ptr %ws)
  br i1 %over1, label %again, label %done
done:
  ret void
}
"""


def _first_steps(controller: Controller) -> str:
    return f"""
define internal void @first_steps(ptr %args, ptr %ws) #1 {{
entry:
  call void @restart(ptr %ws, ptr null)
  %rtol = arg double rtol
  %root = call double @llvm.sqrt.f64(double %rtol)
  %fourth = call double @llvm.sqrt.f64(double %root)
  %reach = fmul double %fourth, {controller.start}
  %one = insertelement @{{D}} poison, double %reach, i64 0
  %all = shufflevector @{{D}} %one, @{{D}} poison, <@{{W}} x i32> zeroinitializer
  %rate = get @{{V}} FASTEST
  %rated = @{{TOD}} @{{V}} %rate to @{{D}}
  %h = fdiv @{{D}} %all, %rated
  %fresh = get @{{D}} FRESH
  %is = fcmp ogt @{{D}} %fresh, @{{D_HALF}}
  %old = get @{{D}} H
  %low = fcmp olt @{{D}} %h, @{{D_ONE}}
  %h1 = select @{{M}} %low, @{{D}} %h, @{{D}} @{{D_ONE}}
  %new = select @{{M}} %is, @{{D}} %h1, @{{D}} %old
  put @{{D}} %new H
  put @{{D}} zeroinitializer FRESH
  ret void
}}
"""


def _step(routines: Routines, controller: Controller) -> str:
    """One attempted step of every lane."""
    shape, layout, method = routines.shape, routines.layout, routines.method
    n = len(routines.model.states)
    lines: list[str] = []
    for i in range(method.stages):
        k = layout.at("k", i * n)
        lines.append(f"  %k{i} = getelementptr i8, ptr %ws, i64 {k}")
        if i:
            lines.append(f"  call void @mix_{i}(ptr %ws, ptr null)")
        name = "stage" if i else "first"
        lines.append(f"  call void @{name}(ptr %ws, ptr %k{i})")
    stages = "\n".join(lines)
    code = Code(shape)
    error = code.load(layout.at("error"))
    least = code.splat(1e-8)
    rtol = "%rtolv"
    scaled = code.op("fmul", error, rtol)
    positive = code.select(code.less(scaled, least), least, scaled)
    power = code.op("fmul", log(code, positive), code.splat(-1.0 / method.order))
    factor = code.op("fmul", exp(code, power), code.splat(controller.safety))
    control = "\n".join(code.lines)
    return f"""
define internal void @step(ptr %args, ptr %ws) #1 {{
entry:
  %now = get @{{D}} T
  %h = get @{{D}} H
  %stop = get @{{D}} STOP
  %rest = fsub @{{D}} %stop, %now
  %reaches = fcmp oge @{{D}} %h, %rest
  %double = fmul @{{D}} %h, @{{D_TWO}}
  %near = fcmp ogt @{{D}} %double, %rest
  %halfway = fmul @{{D}} %rest, @{{D_HALF}}
  %short = select @{{M}} %near, @{{D}} %halfway, @{{D}} %h
  %he = select @{{M}} %reaches, @{{D}} %rest, @{{D}} %short
  put @{{D}} %he HE
  %inverse = fdiv @{{D}} @{{D_ONE}}, %he
  %shifted = fmul @{{D}} %inverse, @{{D_RG}}
  %inv = @{{FROMD}} @{{D}} %inverse to @{{V}}
  %shi = @{{FROMD}} @{{D}} %shifted to @{{V}}
  put @{{V}} %inv INVERSE
  put @{{V}} %shi SHIFT
  call void @prepare(ptr %ws, ptr null)
{stages}
  call void @gauge(ptr %ws, ptr null)
  %rtol = arg double rtol
  %reach = fdiv double 1.0, %rtol
  %cut = @{{SFROMD}} %reach to @{{S}}
  %onev = insertelement @{{V}} poison, @{{S}} %cut, i64 0
  %rtolv = shufflevector @{{V}} %onev, @{{V}} poison, <@{{W}} x i32> zeroinitializer
{control}
  %errd = @{{TOD}} @{{V}} {scaled} to @{{D}}
  %facd = @{{TOD}} @{{V}} {factor} to @{{D}}
  %column = get @{{I}} COL
  %held = icmp sge @{{I}} %column, zeroinitializer
  %fine = fcmp ole @{{D}} %errd, @{{D_ONE}}
  %good = and @{{M}} %fine, %held
  %few = fcmp olt @{{D}} %facd, @{{D_SMALLEST}}
  %f1 = select @{{M}} %few, @{{D}} @{{D_SMALLEST}}, @{{D}} %facd
  %safe = get @{{D}} SAFE
  %many = fcmp ogt @{{D}} %f1, %safe
  %f2 = select @{{M}} %many, @{{D}} %safe, @{{D}} %f1
  %number = fcmp ord @{{D}} %errd, %errd
  %f3 = select @{{M}} %number, @{{D}} %f2, @{{D}} @{{D_SMALLEST}}
  %grown = fmul @{{D}} %he, %f3
  %cutoff = fcmp olt @{{D}} %he, %h
  %keep = and @{{M}} %cutoff, %good
  %bigger = fcmp ogt @{{D}} %h, %grown
  %stay = and @{{M}} %keep, %bigger
  %h1 = select @{{M}} %stay, @{{D}} %h, @{{D}} %grown
  put @{{D}} %h1 H
  %safe1 = select @{{M}} %good, @{{D}} @{{D_LARGEST}}, @{{D}} @{{D_ONE}}
  put @{{D}} %safe1 SAFE
  %sum = fadd @{{D}} %now, %he
  %to = select @{{M}} %reaches, @{{D}} %stop, @{{D}} %sum
  %steps = get @{{I}} STEPS
  %one = zext @{{M}} %held to @{{I}}
  %steps1 = add @{{I}} %steps, %one
  put @{{I}} %steps1 STEPS
  %flipped = xor @{{M}} %good, @{{TRUE}}
  %bad = and @{{M}} %flipped, %held
  %refused = get @{{I}} REJ
  %bads = zext @{{M}} %bad to @{{I}}
  %refused1 = add @{{I}} %refused, %bads
  put @{{I}} %refused1 REJ
  %next = get @{{D}} NEXT
  %passes0 = fcmp olt @{{D}} %next, %to
  %passes = and @{{M}} %passes0, %good
  %passing = call i1 @any(@{{M}} %passes)
  br i1 %passing, label %blending, label %moved
blending:
  call void @blend(ptr %ws, ptr null)
  br label %moment
moment:
  %day = get @{{D}} NEXT
  %inside0 = fcmp olt @{{D}} %day, %to
  %inside = and @{{M}} %inside0, %good
  %from = fsub @{{D}} %day, %now
  %part = fdiv @{{D}} %from, %he
  %part1 = select @{{M}} %inside, @{{D}} %part, @{{D}} zeroinitializer
  %theta = @{{FROMD}} @{{D}} %part1 to @{{V}}
  put @{{V}} %theta THETA
  call void @observe(ptr %ws, ptr null)
  %bits = zext @{{M}} %inside to @{{I}}
  put @{{I}} %bits HIT
  br label %slots
slots:
  %slot = phi i64 [0, %moment], [%slot1, %slotted]
  %marked = lane i64 HIT %slot
  %mine = icmp ne i64 %marked, 0
  br i1 %mine, label %writing, label %slotted
writing:
  call void @write(ptr %args, ptr %ws, i64 %slot)
  br label %slotted
slotted:
  %slot1 = add i64 %slot, 1
  %more = icmp slt i64 %slot1, @{{W}}
  br i1 %more, label %slots, label %written
written:
  %day2 = get @{{D}} NEXT
  %still0 = fcmp olt @{{D}} %day2, %to
  %still = and @{{M}} %still0, %good
  %yet = call i1 @any(@{{M}} %still)
  br i1 %yet, label %moment, label %moved
moved:
  %t1 = select @{{M}} %good, @{{D}} %to, @{{D}} %now
  put @{{D}} %t1 T
  br label %states
states:
  %i = phi i64 [0, %moved], [%i1, %states]
  %off = mul i64 %i, @{{ROW}}
  %yo = add i64 %off, @{{Y}}
  %uo = add i64 %off, @{{U}}
  %ya = getelementptr i8, ptr %ws, i64 %yo
  %ua = getelementptr i8, ptr %ws, i64 %uo
  %y = load @{{V}}, ptr %ya, align @{{ROW}}
  %u = load @{{V}}, ptr %ua, align @{{ROW}}
  %s = select @{{M}} %good, @{{V}} %u, @{{V}} %y
  store @{{V}} %s, ptr %ya, align @{{ROW}}
  %i1 = add i64 %i, 1
  %left = icmp slt i64 %i1, @{{NS}}
  br i1 %left, label %states, label %checks
checks:
  %max = arg i64 max_steps
  br label %check
check:
  %c = phi i64 [0, %checks], [%c1, %checked]
  %cs = lane i64 STEPS %c
  %much = icmp sge i64 %cs, %max
  %ch = lane double H %c
  %tiny = fcmp olt double %ch, 1.0e-12
  %ended = or i1 %much, %tiny
  %cc = lane i64 COL %c
  %cheld = icmp sge i64 %cc, 0
  %fail = and i1 %ended, %cheld
  br i1 %fail, label %failing, label %checked
failing:
  call void @finish(ptr %args, ptr %ws, i64 %c, i64 1)
  br label %checked
checked:
  %c1 = add i64 %c, 1
  %cmore = icmp slt i64 %c1, @{{W}}
  br i1 %cmore, label %check, label %done
done:
  %stop2 = get @{{D}} STOP
  %t2 = get @{{D}} T
  %at = fcmp oge @{{D}} %t2, %stop2
  %due = call i1 @any(@{{M}} %at)
  br i1 %due, label %settling, label %out
settling:
  call void @settle(ptr %args, ptr %ws)
  br label %out
out:
  ret void
}}
"""


def _mix(routines: Routines, i: int) -> str:
    """u and g of stage i from the stages before it."""
    layout, method, shape = routines.layout, routines.method, routines.shape
    n = len(routines.model.states)
    code = Code(shape)
    a, c = method.a[i], method.c[i]
    before = method.a[i - 1]
    follows = i > 1 and a[: i - 1] == before and a[-1] == 1.0
    k = [code.load(layout.at("k", j * n), "%row") for j in range(i)]
    if follows:
        u = code.op("fadd", code.load(layout.at("u"), "%row"), k[-1])
    else:
        u = code.load(layout.at("y"), "%row")
        for weight, value in zip(a, k, strict=True):
            if weight:
                u = code.fma(code.splat(weight), value, u)
    g = None
    for weight, value in zip(c, k, strict=True):
        if weight:
            w = code.splat(weight)
            g = code.op("fmul", w, value) if g is None else code.fma(w, value, g)
    code.store(u, layout.at("u"), "%row")
    code.store(g or code.splat(0.0), layout.at("g"), "%row")
    body = "\n".join(code.lines)
    return f"""
define internal void @mix_{i}(ptr %ws, ptr %k) #0 {{
entry:
  br label %loop
loop:
  %i = phi i64 [0, %entry], [%i1, %loop]
  %off = mul i64 %i, @{{ROW}}
  %row = getelementptr i8, ptr %ws, i64 %off
{body}
  %i1 = add i64 %i, 1
  %more = icmp slt i64 %i1, @{{NS}}
  br i1 %more, label %loop, label %done
done:
  ret void
}}
"""


_MAIN = """
define internal i1 @any(@{M} %mask) #1 {
  %bits = bitcast @{M} %mask to i@{W}
  %some = icmp ne i@{W} %bits, 0
  ret i1 %some
}

define void @integrate(ptr %args) #1 {
entry:
  %ws = arg ptr workspace
  %first = arg i64 first
  poke i64 %first QUEUE 0
  br label %fill
fill:
  %slot = phi i64 [0, %entry], [%slot1, %fill]
  call void @enter(ptr %args, ptr %ws, i64 %slot)
  %slot1 = add i64 %slot, 1
  %more = icmp slt i64 %slot1, @{W}
  br i1 %more, label %fill, label %begin
begin:
  call void @settle(ptr %args, ptr %ws)
  br label %loop
loop:
  %column = get @{I} COL
  %held = icmp sge @{I} %column, zeroinitializer
  %any = call i1 @any(@{M} %held)
  br i1 %any, label %go, label %done
go:
  call void @step(ptr %args, ptr %ws)
  br label %loop
done:
  ret void
}
"""


#: Routines that `repeat` can run alone, in the order of their numbers.
TIMED = (
    "prepare", "first", "stage", "gauge", "blend", "observe", "restart", "fix", "mixes", "step",
)  # fmt: skip


def _repeat(routines: Routines) -> str:
    """`repeat(ptr workspace, i64 routine, i64 times)`: one routine alone, for the benchmark."""
    stages = routines.method.stages
    bodies = {name: f"  call void @{name}(ptr %ws, ptr %k)" for name in TIMED[:8]}
    bodies["mixes"] = "\n".join(f"  call void @mix_{i}(ptr %ws, ptr %k)" for i in range(1, stages))
    bodies["step"] = "\n".join(
        ["  call void @prepare(ptr %ws, ptr %k)", "  call void @first(ptr %ws, ptr %k)"]
        + ["  call void @stage(ptr %ws, ptr %k)"] * (stages - 1)
    )
    cases = " ".join(f"i64 {i}, label %do_{name}" for i, name in enumerate(TIMED))
    parts = "\n".join(f"do_{name}:\n{bodies[name]}\n  br label %next" for name in TIMED)
    k = routines.layout.at("k")
    return f"""
define void @repeat(ptr %ws, i64 %what, i64 %times) #1 {{
entry:
  %k = getelementptr i8, ptr %ws, i64 {k}
  br label %loop
loop:
  %i = phi i64 [0, %entry], [%i1, %next]
  switch i64 %what, label %next [{cases}]
{parts}
next:
  %i1 = add i64 %i, 1
  %more = icmp slt i64 %i1, %times
  br i1 %more, label %loop, label %done
done:
  ret void
}}
"""
