"""Columns come and go: a lane takes the next one, writes its outputs, hands it back."""

from __future__ import annotations

# A slot takes the next column of the chunk, or rests on the last one when none is left.
ENTER = """
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

# A slot is done (status 0) or has failed (status 1): hand over its column.
FINISH = """
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
