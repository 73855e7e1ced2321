"""The laws on the whole system: healing with delivery and care composed, nothing given."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.engine import System
from exoburn.wound import AS_SPECIFIED, system
from tests.laws.laws import WoundLaws


class TestWholeSystem(WoundLaws):
    """Standard care through the composed system."""

    @classmethod
    def system(cls) -> System:
        """Everything that may reach a column."""
        return system()

    def test_nothing_given_is_the_network_alone(self):
        """Law: without a product the composed system is the healing network."""
        f = np.linspace(0.0, 1.2, 9)
        alone = WoundLaws().run(f, names=("E", "D", "V"))
        whole = self.run(f, names=("E", "D", "V"))
        for name, values in alone.items():
            np.testing.assert_allclose(whole[name], values, rtol=1e-4, atol=1e-7)

    def test_first_aid_never_heals_later(self):
        """Law: more of the stasis zone kept alive never closes a wound later."""
        for f in (0.1, 0.3, 0.55, 0.8, 1.0):
            days = self.t95(f, aid_rescue=np.linspace(0.0, 0.9, 10))
            assert (np.diff(days) <= 0.02).all(), f


class Treated(TestWholeSystem):
    """An infection found two days after its onset and treated for ten days (model section 6)."""

    __test__ = False

    def closure(self, f: float, k_anti: float, **tissue: float) -> tuple[float, float]:
        """Closure of the clean and of the infected, treated wound."""
        self.events = ()  # type: ignore[misc]
        clean = self.t95(f, k_anti=k_anti, **tissue)
        ill = self.run(f, inoculum=0.01, k_anti=k_anti, **tissue)["B"][2:, 0]
        found = 4.0 + float(np.flatnonzero(ill > 1e-4)[0])
        self.events = (  # type: ignore[misc]
            (found, "set_k_anti", k_anti + 8),
            (found + 10, "set_k_anti", k_anti),
        )
        return float(clean[0]), float(self.t95(f, inoculum=0.01, k_anti=k_anti, **tissue)[0])


@pytest.mark.parametrize("k_anti", [0.0, 2.0])
@pytest.mark.parametrize("f", [0.1, 0.3, 0.55, 0.8])
def test_a_treated_infection_costs_days(f, k_anti):
    """Law: an infection that is found and treated still delays closure by days."""
    clean, treated = Treated().closure(f, k_anti)
    assert clean + 1 < treated < np.inf


def test_why_infection_kills_tissue():
    """Model section 3: without k_Bna and k_BD an infected, treated deep burn closes sooner."""
    clean, treated = Treated().closure(0.8, 2.0, k_Bna=0.0, k_BD=0.0, **AS_SPECIFIED)
    assert treated < clean
