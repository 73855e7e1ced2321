"""The desk that works out one arm: what its regimens share in a lane, then the events of each.

Approximations, each said in a warning where it is made: one vehicle and one injected depth a lane
(the largest dose sets them); an injected gel lets go at once. An arm that gives some on the surface
and injects the rest has a share `reach` of its area that gets both; the simulator runs it apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoburn.blocks.delivery import doses, routes, vehicles
from exoburn.blocks.delivery.doses import Given
from exoburn.blocks.delivery.lane import A_REF_AT_REST
from exoburn.blocks.delivery.plan import Happening, largest
from exoburn.blocks.delivery.units import engine_units
from exoburn.blocks.drawing import Amount, Draw
from exoburn.data import Parameter, parameters


class Desk:
    """Works out one arm: what all its regimens share, then the events of each."""

    def __init__(
        self, regimens: Sequence[Given], *, area_cm2: float, ppm_ug: Amount, draw: Draw
    ) -> None:
        self.regimens, self.area_cm2, self.draw, self.ppm_ug = regimens, area_cm2, draw, ppm_ug
        self.warnings: list[str] = []
        self.rows: dict[str, Parameter] = {}
        by_size = sorted(regimens, key=self._size, reverse=True)
        self.main = by_size[0]
        self.deep = next((r for r in by_size if self._is_deep(r)), None)
        self.reach: Amount | None = None
        self.cov = self._coverage()
        self._release()
        self.inserted = draw(parameters()["needle_inserted"])
        self.inject = self._shares()
        self.a_ref = self._reference(regimens)
        on_top = [r for r in regimens if r.route not in routes.INJECTED]
        self.surface_ref = None if self.reach is None else self._reference(on_top)

    def inputs(self) -> dict[str, Amount]:
        """Lane inputs of this arm in engine units."""
        a_ref = self.a_ref if np.ndim(self.a_ref) else float(self.a_ref)
        release = engine_units({key: self.draw(row) for key, row in self.rows.items()})
        return {"A_ref": a_ref, "cov": self.cov, **release, **self.inject}

    def events(self, regimen: Given) -> list[Happening]:
        """Events of one regimen; an amount of 0 leaves only what the route itself does."""
        found: list[Happening] = []
        for day in regimen.days:
            if regimen.route in routes.CHANNELS:
                found.append((day, "channels", 1.0))
            if regimen.route == "under_graft":
                found.append((day, "under_graft", 1.0))
            if regimen.amount > 0:
                found += [(day, name, amount) for name, amount in self._dose(regimen)]
        return found

    def given_on(self, day: float) -> Amount:
        """Vesicles given on a day per cm2 of wound."""
        today = [r for r in self.regimens if day in r.days and doses.product_of(r) == "vesicle"]
        return sum((self._per_cm2(r) for r in today), 0.0)

    def punctures_on(self, day: float) -> float:
        """Punctures of a session: each injection, one for a patch or a pass of needles."""
        count = 0.0
        for regimen in self.regimens:
            if day in regimen.days and regimen.route in routes.INJECTED:
                count += routes.injection_count(regimen, area_cm2=self.area_cm2)
            elif day in regimen.days and regimen.route in ("microneedle", "dissolving_needle"):
                count += 1
        return count

    def _dose(self, regimen: Given) -> list[tuple[str, Amount]]:
        product = doses.product_of(regimen)
        if product == "prp":
            if regimen.route == "under_graft":
                return []  # a blinded trial found nothing there (10.1111/wrr.12443)
            return [("platelet_gel", doses.platelet_dose(regimen))]
        if product == "msc":
            return [("cells", doses.cell_dose(regimen))]
        amount = self._local(regimen)
        if regimen.route in routes.INJECTED:
            return [("inject", amount)]
        if regimen.route == "dissolving_needle":
            return [
                ("needles", amount * self.inserted),
                ("topical_free", amount * (1 - self.inserted)),
            ]
        free = regimen.vehicle in vehicles.FREE
        return [("topical_free" if free else "topical", amount)]

    def _reference(self, regimens: Sequence[Given]) -> Amount:
        """The dose that amounts are counted in, so that states are near 1: the largest."""
        local = [self._local(r) for r in regimens if doses.product_of(r) == "vesicle"]
        cells = [doses.cell_dose(r) * A_REF_AT_REST for r in regimens if r.unit == "cells/cm2"]
        biggest = largest([*local, *cells])
        return np.where(np.asarray(biggest) > 0, biggest, A_REF_AT_REST)

    def _per_cm2(self, regimen: Given) -> Amount:
        return doses.particles_per_cm2(regimen, area_cm2=self.area_cm2, ppm_ug=self.ppm_ug)

    def _local(self, regimen: Given) -> Amount:
        """Dose per cm2 reached: injections give more to less."""
        reached = self.cov
        if self.reach is not None and regimen.route in routes.INJECTED:
            reached = self.reach
        return self._per_cm2(regimen) / reached

    def _size(self, regimen: Given) -> float:
        if doses.product_of(regimen) != "vesicle":
            return 0.0
        return float(np.mean(self._per_cm2(regimen))) * len(regimen.days)

    def _is_deep(self, regimen: Given) -> bool:
        return (
            regimen.route in (*routes.INJECTED, "dissolving_needle")
            or doses.product_of(regimen) == "msc"
        ) and doses.product_of(regimen) != "prp"

    def _coverage(self) -> Amount:
        carried = [r for r in self.regimens if doses.product_of(r) == "vesicle"]
        pricked = [r for r in carried if r.route in routes.INJECTED]
        if not pricked:
            return 1.0
        shares = [routes.coverage(r, area_cm2=self.area_cm2, draw=self.draw) for r in pricked]
        if len(pricked) < len(carried):
            self._say(
                f"injections reach {float(np.mean(shares[0])):.0%} of the wound, which is run apart"
                " from the rest; what is given on the surface reaches all of it"
            )
            self.reach = shares[0]
            return 1.0
        if float(np.mean(shares[0])) < 0.999:
            self._say(f"injections reach {float(np.mean(shares[0])):.0%} of the wound")
        return shares[0]

    def _release(self) -> None:
        slow = {r.vehicle for r in self.regimens if self._releases(r)}
        if slow:
            first = next(r.vehicle for r in [self.main, *self.regimens] if r.vehicle in slow)
            self.rows |= {k: v for k, v in vehicles.release(first).items() if k != "k_prp"}
            if len(slow) > 1:
                self._say(f"vehicles {', '.join(sorted(slow))}: all let go as {first} does")
        gels = [r.vehicle for r in self.regimens if doses.product_of(r) == "prp"]
        if gels:
            self.rows["k_prp"] = vehicles.release(gels[0])["k_prp"]
            if len(set(gels)) > 1:
                self._say(f"platelet gels {', '.join(sorted(set(gels)))}: all as {gels[0]}")
        if any(
            r.route in routes.INJECTED
            and r.vehicle not in vehicles.FREE
            and doses.product_of(r) == "vesicle"
            for r in self.regimens
        ):
            self._say("an injected gel lets go of its vesicles at once in this model")

    def _releases(self, regimen: Given) -> bool:
        on_top = regimen.route not in (*routes.INJECTED, "dissolving_needle")
        vesicles = doses.product_of(regimen) == "vesicle"
        return on_top and vesicles and regimen.vehicle not in vehicles.FREE

    def _shares(self) -> dict[str, Amount]:
        if self.deep is None:
            return {}
        depth = routes.depth_mm(self.deep, self.draw)
        deep = [routes.depth_mm(r, self.draw) for r in self.regimens if self._is_deep(r)]
        if any(not np.array_equal(other, depth) for other in deep):
            self._say(f"several depths: all vesicles go {float(np.mean(depth)):.2g} mm deep")
        return routes.injection_shares(depth)

    def _say(self, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)
