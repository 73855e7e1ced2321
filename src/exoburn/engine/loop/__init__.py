"""The loop around the routines, in IR: step control, events, dense output and refilling of lanes.

Every lane keeps its own time, step and error. A lane that has reached the end hands over its
column and takes the next, so that no lane of a register idles; lanes of a register meet only in
masks, so the company a column keeps never shows in its bits. Times are float64 in every kernel.
"""

from __future__ import annotations

from exoburn.engine.loop.columns import ENTER, FINISH
from exoburn.engine.loop.outputs import ASK, TELL
from exoburn.engine.loop.shorthand import ARGUMENTS, CLOCKS, Controller, expand, vocabulary
from exoburn.engine.loop.step import mix, step
from exoburn.engine.loop.stops import SETTLE, events, first_steps
from exoburn.engine.registers import Shape
from exoburn.engine.routines import Routines

__all__ = ["ARGUMENTS", "TIMED", "Controller", "driver"]

#: Routines that `repeat` can run alone, in the order of their numbers.
TIMED = (
    "fix", "rates", "prepare", "first", "stage", "gauge", "restart", "blend", "observe", "mixes",
    "step",
)  # fmt: skip


def driver(routines: Routines, controller: Controller) -> str:
    """The entry point `integrate(ptr arguments)` and its helpers, as IR."""
    for name in CLOCKS:
        routines.layout.clock(name)
    fill = vocabulary(routines, controller)
    parts = (
        ENTER, FINISH, ASK, TELL, events(routines), SETTLE, first_steps(controller),
        *(mix(routines, i) for i in range(1, routines.method.stages)),
        step(routines, controller), _main(routines, controller), _repeat(routines),
    )  # fmt: skip
    return "\n".join(expand(text, fill) for text in parts)


def _main(routines: Routines, controller: Controller) -> str:
    """Fill the lanes and step until none holds a column.

    Numbers too small to be normal count as 0 meanwhile (x86: flush to zero): they say nothing and
    cost the processor dear.
    """
    on = off = ""
    if routines.shape.flush:
        on = """  %old = alloca i32
  %new = alloca i32
  call void @llvm.x86.sse.stmxcsr(ptr %old)
  %status = load i32, ptr %old
  %flushed = or i32 %status, 32832
  store i32 %flushed, ptr %new
  call void @llvm.x86.sse.ldmxcsr(ptr %new)"""
        off = "  call void @llvm.x86.sse.ldmxcsr(ptr %old)"
    text = _MAIN.replace("@{TIMES}", Shape("float64", 1).number(controller.kink))
    return text.replace("@{ON}", on).replace("@{OFF}", off)


_MAIN = """
define internal i1 @any(@{M} %mask) #1 {
  %bits = bitcast @{M} %mask to i@{W}
  %some = icmp ne i@{W} %bits, 0
  ret i1 %some
}

define void @integrate(ptr %args) #1 {
entry:
@{ON}
  %ws = arg ptr workspace
  %first = arg i64 first
  poke i64 %first QUEUE 0
  poke i64 0 COUNT 0
  %rtol = arg double rtol
  %part = fmul double %rtol, @{TIMES}
  %small = @{SFROMD} %part to @{S}
  %one = insertelement @{V} poison, @{S} %small, i64 0
  %all = shufflevector @{V} %one, @{V} poison, <@{W} x i32> zeroinitializer
  put @{V} %all SMALL
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
@{OFF}
  ret void
}
"""


def _repeat(routines: Routines) -> str:
    """`repeat(ptr workspace, i64 routine, i64 times)`: one routine alone, for the benchmark."""
    stages = routines.method.stages
    bodies = {name: f"  call void @{name}(ptr %ws, ptr %k)" for name in TIMED[:-2]}
    bodies["mixes"] = "\n".join(f"  call void @mix_{i}(ptr %ws, ptr %k)" for i in range(1, stages))
    bodies["step"] = "\n".join(
        ["  call void @prepare(ptr %ws, ptr %k)", "  call void @first(ptr %ws, ptr %k)"]
        + ["  call void @stage(ptr %ws, ptr %k)"] * (stages - 1)
    )
    cases = " ".join(f"i64 {i}, label %do_{name}" for i, name in enumerate(TIMED))
    parts = "\n".join(f"do_{name}:\n{bodies[name]}\n  br label %next" for name in TIMED)
    k = routines.layout.at("k0")
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
