"""Outputs inside a step: asked for by lane and day, computed a register full at a time.

Lanes pass different numbers of output days in a step. Requests are gathered whoever makes them, so
that the outputs are worked out once per register full of requests and not once per day of the lane
that passes most.
"""

# A lane asks for its next output day, at the share theta of the step; the day after becomes next.
ASK = """
define internal void @ask(ptr %args, ptr %ws, i64 %slot, double %theta) #1 {
entry:
  %n = lane i64 COUNT 0
  %share = @{SFROMD} %theta to @{S}
  poke @{S} %share THETA %n
@{PLACE}
  poke @{IX} %short PICK %n
  %column = lane i64 COL %slot
  %day = lane i64 DAY %slot
  %first = arg i64 first
  %per_day = arg i64 out_day
  %lane = sub i64 %column, %first
  %down = mul i64 %day, %per_day
  %per_lane = arg i64 out_lane
  %along = mul i64 %lane, %per_lane
  %place = add i64 %down, %along
  poke i64 %place WHERE %n
  %day1 = add i64 %day, 1
  poke i64 %day1 DAY %slot
  %n_days = arg i64 n_days
  %days = arg ptr days
  %end = icmp sge i64 %day1, %n_days
  br i1 %end, label %never, label %later
never:
  poke double @{DINF} NEXT %slot
  br label %counted
later:
  %next = item double %days %day1
  poke double %next NEXT %slot
  br label %counted
counted:
  %n1 = add i64 %n, 1
  poke i64 %n1 COUNT 0
  %full = icmp eq i64 %n1, @{W}
  br i1 %full, label %flush, label %done
flush:
  call void @tell(ptr %args, ptr %ws)
  ret void
done:
  ret void
}
"""

# Work out what has been asked for and put it where it belongs.
TELL = """
define internal void @tell(ptr %args, ptr %ws) #1 {
entry:
  %count = lane i64 COUNT 0
  %none = icmp eq i64 %count, 0
  br i1 %none, label %done, label %work
work:
  call void @observe(ptr %ws, ptr null)
  %out = arg ptr out
  %row = arg i64 out_row
  %from = getelementptr i8, ptr %ws, i64 @{OUT}
  br label %request
request:
  %j = phi i64 [0, %work], [%j1, %next]
  %place = lane i64 WHERE %j
  %to = getelementptr @{S}, ptr %out, i64 %place
  br label %loop
loop:
  %i = phi i64 [0, %request], [%i1, %loop]
  %line = mul i64 %i, @{W}
  %cell = add i64 %line, %j
  %value = item @{S} %from %cell
  %at = mul i64 %i, %row
  set @{S} %value %to %at
  %i1 = add i64 %i, 1
  %more = icmp slt i64 %i1, @{NO}
  br i1 %more, label %loop, label %next
next:
  %j1 = add i64 %j, 1
  %left = icmp slt i64 %j1, %count
  br i1 %left, label %request, label %told
told:
  poke i64 0 COUNT 0
  br label %done
done:
  ret void
}
"""
