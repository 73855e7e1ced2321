"""One attempted step of every lane: stages, error, outputs inside it, acceptance."""

from __future__ import annotations

from exoburn.engine.loop.shorthand import Controller
from exoburn.engine.registers import Code
from exoburn.engine.routines import Routines
from exoburn.engine.vecmath import exp, log


def step(routines: Routines, controller: Controller) -> str:
    """One attempted step of every lane."""
    shape, layout, method = routines.shape, routines.layout, routines.method
    lines: list[str] = []
    for i in range(method.stages):
        k = layout.at(f"k{i}")
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
  %good0 = and @{{M}} %fine, %held
  ; a step over a kink is taken again up to the kink, so that what lies inside it is smooth
  call void @bend(ptr %ws, ptr null)
  %kinkv = get @{{V}} KINK
  %kink = @{{TOD}} @{{V}} %kinkv to @{{D}}
  %smooth = fcmp oge @{{D}} %kink, @{{D_ONE}}
  %good = and @{{M}} %good0, %smooth
  %bent = xor @{{M}} %good, %good0
  %few = fcmp olt @{{D}} %facd, @{{D_SMALLEST}}
  %f1 = select @{{M}} %few, @{{D}} @{{D_SMALLEST}}, @{{D}} %facd
  %safe = get @{{D}} SAFE
  %many = fcmp ogt @{{D}} %f1, %safe
  %f2 = select @{{M}} %many, @{{D}} %safe, @{{D}} %f1
  %number = fcmp ord @{{D}} %errd, %errd
  %f3 = select @{{M}} %number, @{{D}} %f2, @{{D}} @{{D_SMALLEST}}
  %f4 = select @{{M}} %bent, @{{D}} %kink, @{{D}} %f3
  %grown = fmul @{{D}} %he, %f4
  %cutoff = fcmp olt @{{D}} %he, %h
  %keep = and @{{M}} %cutoff, %good
  %bigger = fcmp ogt @{{D}} %h, %grown
  %stay = and @{{M}} %keep, %bigger
  %h1 = select @{{M}} %stay, @{{D}} %h, @{{D}} %grown
  put @{{D}} %h1 H
  %safe1 = select @{{M}} %good0, @{{D}} @{{D_LARGEST}}, @{{D}} @{{D_ONE}}
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
  put @{{D}} %to TO
  %bits = zext @{{M}} %passes to @{{I}}
  put @{{I}} %bits HIT
  br label %slots
slots:
  %slot = phi i64 [0, %moment], [%slot1, %asked]
  %marked = lane i64 HIT %slot
  %mine = icmp ne i64 %marked, 0
  br i1 %mine, label %begin, label %asked
begin:
  %from = lane double T %slot
  %span = lane double HE %slot
  %until = lane double TO %slot
  br label %asking
asking:
  %day = lane double NEXT %slot
  %gone = fsub double %day, %from
  %part = fdiv double %gone, %span
  call void @ask(ptr %args, ptr %ws, i64 %slot, double %part)
  %day2 = lane double NEXT %slot
  %still = fcmp olt double %day2, %until
  br i1 %still, label %asking, label %asked
asked:
  %slot1 = add i64 %slot, 1
  %more = icmp slt i64 %slot1, @{{W}}
  br i1 %more, label %slots, label %telling
telling:
  call void @tell(ptr %args, ptr %ws)
  br label %moved
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
  ; a lane that has spent its steps, or whose step no longer moves its time, has failed
  %max = arg i64 max_steps
  %max1 = insertelement @{{I}} poison, i64 %max, i64 0
  %maxv = shufflevector @{{I}} %max1, @{{I}} poison, <@{{W}} x i32> zeroinitializer
  %spent = icmp sge @{{I}} %steps1, %maxv
  %ahead = fadd @{{D}} %t1, %h1
  %stuck = fcmp ule @{{D}} %ahead, %t1
  %over0 = or @{{M}} %spent, %stuck
  %over = and @{{M}} %over0, %held
  %failed = call i1 @any(@{{M}} %over)
  br i1 %failed, label %failures, label %done
failures:
  %marks = zext @{{M}} %over to @{{I}}
  put @{{I}} %marks HIT
  br label %check
check:
  %c = phi i64 [0, %failures], [%c1, %checked]
  %mark = lane i64 HIT %c
  %fail = icmp ne i64 %mark, 0
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


def mix(routines: Routines, i: int) -> str:
    """u and g of stage i from the stages before it."""
    layout, method, shape = routines.layout, routines.method, routines.shape
    code = Code(shape)
    a, c = method.a[i], method.c[i]
    before = method.a[i - 1]
    follows = i > 1 and a[: i - 1] == before and a[-1] == 1.0
    k = [code.load(layout.at(f"k{j}"), "%row") for j in range(i)]
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
