"""Stops: the instants at which something happens to a lane, and how it starts again."""

from __future__ import annotations

from exoburn.engine.loop.shorthand import Controller
from exoburn.engine.routines import Routines


def events(routines: Routines) -> str:
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
#
# An event that only removes what is hardly there any more is no stop: a dressing that comes off a
# wound on which nothing lies leaves the equations alone. `LEFT` is looked at where the lane stands;
# without an event that adds, what it measures can only fall.
SETTLE = """
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
  call void @leftover(ptr %ws, ptr null)
  %codes = arg ptr event_code
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
  call void @ask(ptr %args, ptr %ws, i64 %slot, double 0.0)
  call void @tell(ptr %args, ptr %ws)
  call void @finish(ptr %args, ptr %ws, i64 %slot, i64 0)
  br label %next
plan:
  %e = lane i64 EVE %slot
  %rest = lane @{S} LEFT %slot
  %little = fcmp ole @{S} %rest, @{TRIFLE}
  br label %next_event
next_event:
  %p = lane i64 EVP %slot
  %left = icmp slt i64 %p, %e
  br i1 %left, label %listed, label %last
listed:
  %code = item i64 %codes %p
  %bits = lshr i64 @{REMOVALS}, %code
  %bit = trunc i64 %bits to i1
  %idle = and i1 %bit, %little
  br i1 %idle, label %skip, label %dated
skip:
  %p1 = add i64 %p, 1
  poke i64 %p1 EVP %slot
  br label %next_event
dated:
  %dates = arg ptr event_day
  %date = item double %dates %p
  br label %last
last:
  %when = phi double [@{DINF}, %next_event], [%date, %dated]
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


def first_steps(controller: Controller) -> str:
    """The first step after a stop: a share of the time in which the fastest state doubles."""
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
