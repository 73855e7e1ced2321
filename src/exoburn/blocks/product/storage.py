"""Activity left after storage: temperature, time, buffer and freeze-thaw cycles."""

from __future__ import annotations

import math
from dataclasses import dataclass

from exoburn.blocks.product.lot import Lot
from exoburn.data import parameters, table


@dataclass(frozen=True, slots=True)
class Left:
    """Share of activity left with its 5-95 % band, and why."""

    value: float
    low: float
    high: float
    why: str


def activity_left(lot: Lot) -> Left | None:
    """Activity left of a lot; None if neither storage nor freeze-thaw is stated.

    First order in time from the table's reference, towards the table's floor (most of the loss at
    4 C is adsorption to the wall, which ends); each cycle then takes its share. Widths add in
    squares on the log scale.

    >>> fresh, old = Lot(storage="4C", storage_days=1), Lot(storage="4C", storage_days=7)
    >>> a, b = activity_left(fresh), activity_left(old)
    >>> a is not None and b is not None and a.value > b.value
    True
    """
    if lot.storage is None and lot.freeze_thaw_cycles is None:
        return None
    value, widths, reasons = 1.0, [(0.0, 0.0)], []
    if lot.storage is not None:
        value, low, high, times, why = _stored(lot)
        widths.append((math.log(value / low), math.log(high / value)))
        # particles stand for activity, and further from the reference time they stand worse
        spread = 1.6448536269514722 * parameters()["storage_transfer_log_sd"].value
        spread *= 1 + abs(math.log(times))
        widths.append((spread, spread))
        reasons.append(why)
    else:
        row = parameters()["f_store"]
        value = row.value
        widths.append((math.log(value / (row.low or value)), math.log((row.high or value) / value)))
        reasons.append("storage not stated: prior")
    if lot.freeze_thaw_cycles:
        id_ = "loss_freeze_thaw_protected" if lot.protected else "loss_freeze_thaw"
        loss = parameters()[id_]
        n = lot.freeze_thaw_cycles
        middle, least, most = (n * math.log1p(-(x or 0)) for x in (loss.value, loss.low, loss.high))
        value *= math.exp(middle)
        widths.append((middle - most, least - middle))
        reasons.append(f"{n} freeze-thaw cycle{'s' * (n > 1)} at {loss.value:.0%} each")
    down = math.sqrt(sum(w[0] ** 2 for w in widths))
    up = math.sqrt(sum(w[1] ** 2 for w in widths))
    value = min(max(value, 0.01), 0.99)
    low = max(value * math.exp(-down), 0.001)
    high = min(value * math.exp(up), 0.999)
    return Left(value, low, max(high, value + 1e-3), "; ".join(reasons))


def _stored(lot: Lot) -> tuple[float, float, float, float, str]:
    protected = "yes" if lot.protected else "no"
    row = next(
        r for r in table("storage") if r["storage"] == lot.storage and r["protected"] == protected
    )
    reference = float(row["reference_days"])
    days = None if lot.storage_days is None else max(lot.storage_days, 0.05 * reference)
    shortest, longest = (days, days) if days is not None else (reference / 3, reference * 3)
    middle = days if days is not None else reference
    floor = float(row["floor"])
    value = _decay(float(row["left"]), floor, middle / reference)
    low = _decay(float(row["low"]), floor, longest / reference)
    high = _decay(float(row["high"]), floor, shortest / reference)
    time = f"time not stated, {reference:g} days taken"
    if lot.storage_days is not None:
        time = f"{lot.storage_days:g} days"
    buffer = "protective buffer" if lot.protected else "plain buffer"
    why = f"{lot.storage}, {time}, {buffer} ({row['source']})"
    return value, low, high, middle / reference, why


def _decay(left: float, floor: float, times: float) -> float:
    """Share left after `times` reference times, if `left` is left after one."""
    if left <= floor:
        return left
    return floor + (1 - floor) * ((left - floor) / (1 - floor)) ** times
