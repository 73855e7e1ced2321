"""A lot: what its facts, and the missing ones, do to the parameters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoburn.blocks.product import Lot, infection_odds, lot_parameters, potency, with_lot
from exoburn.blocks.product.consequences import consequences
from exoburn.blocks.product.markers import marker_classes
from exoburn.blocks.product.misev import completeness, fields
from exoburn.blocks.product.overrides import active_after_assay, potency_cv
from exoburn.blocks.product.purity import purity, purity_of_ratio
from exoburn.blocks.product.statement import KEYS, read_product
from exoburn.blocks.product.storage import activity_left
from exoburn.blocks.product.units import (
    particles_from_ug,
    per_ml_from_picomolar,
    picomolar_from_per_ml,
    ug_from_particles,
)
from exoburn.data import parameters, table
from exoburn.errors import InputError

FULL = Lot(
    source="uc_msc", particles_per_ml=4e11, protein_ug_per_ml=100.0, count_cv=0.1,
    markers=("CD63", "TSG101", "calnexin"), potency_assay="passed", storage="-80C",
    storage_days=30.0, buffer="PBS + trehalose", freeze_thaw_cycles=1, sterility="gmp",
    misev=tuple(fields()),
)  # fmt: skip


def test_a_bare_lot_keeps_the_literature_priors() -> None:
    """Truth: literature/ev_model_parameters.csv for ppm_ug, f_EV, p_act and f_store."""
    rows = {row["symbol"]: row for row in table("ev_model_parameters")}
    bands = lot_parameters(Lot(source="bm_msc"))
    for key in ("ppm_ug", "f_EV", "p_act", "f_store"):
        assert bands[key].value == float(rows[key]["central"])
        assert (bands[key].low, bands[key].high) == (
            float(rows[key]["low"]),
            float(rows[key]["high"]),
        )
    assert bands["P_lot"].low == pytest.approx(float(rows["P_lot"]["low"]), rel=0.05)
    assert bands["P_lot"].high == pytest.approx(float(rows["P_lot"]["high"]), rel=0.07)


def test_every_fact_narrows_its_band() -> None:
    """Truth: a measured fact cannot leave a band wider than the prior."""
    bare, full = lot_parameters(Lot(source="uc_msc")), lot_parameters(FULL)
    for key in ("ppm_ug", "P_lot"):
        assert np.log(full[key].high / full[key].low) < np.log(bare[key].high / bare[key].low)
    for key in ("f_EV", "f_store"):
        assert full[key].high - full[key].low < bare[key].high - bare[key].low


def test_to_know_less_does_not_promise_more() -> None:
    """Truth: the mean of a lognormal, median x sqrt(1 + CV^2), is the same however documented."""
    means = []
    for lot in (Lot(), Lot(source="plant"), Lot(source="bm_msc"), FULL):
        cv = potency_cv(lot)
        means.append(lot_parameters(lot)["P_lot"].value * np.sqrt(1 + cv**2))
    assert means == pytest.approx([means[0]] * 4)


def test_a_potency_assay_moves_p_act_both_ways() -> None:
    """Truth: Bayes by hand at the central values (0.6, 0.9, 0.8): 0.871 and 0.158."""
    passed, failed = active_after_assay(True), active_after_assay(False)
    assert passed[0] == pytest.approx(0.54 / 0.62, abs=0.03)
    assert failed[0] == pytest.approx(0.06 / 0.38, abs=0.05)
    assert failed[2] < passed[0]


def test_storage_falls_with_time_warmth_and_cycles() -> None:
    """Truth: 49 % left after 48 h at 4 C in PBS (10.1371/journal.pone.0243738), and order."""
    def left(**facts: object) -> float:
        found = activity_left(Lot(**facts))  # type: ignore[arg-type]
        assert found is not None
        assert 0 < found.low <= found.value <= found.high < 1
        return found.value

    assert left(storage="4C", storage_days=2.0) == pytest.approx(0.49)
    assert left(storage="4C", storage_days=2.0, buffer="0.1 % BSA") == pytest.approx(0.805)
    by_day = [left(storage="4C", storage_days=float(d)) for d in (0, 1, 2, 7, 30)]
    assert by_day == sorted(by_day, reverse=True)
    thawed = [left(storage="-80C", storage_days=90.0, freeze_thaw_cycles=n) for n in (0, 1, 3, 10)]
    assert thawed == sorted(thawed, reverse=True)
    assert thawed[1] / thawed[0] == pytest.approx(0.9)
    assert left(storage="-80C", buffer="trehalose", freeze_thaw_cycles=3) > thawed[2]


def test_potency_is_zero_inflated_and_relative() -> None:
    """Truth: pi = (f_EV/0.6) f_store a P_lot of model section 4."""
    u = (np.arange(1000) + 0.5) / 1000
    pi = potency(u, p_act=0.6, f_EV=0.3, f_store=0.5, P_lot=2.0)
    assert (pi == 0).mean() == pytest.approx(0.4)
    assert pi.max() == pytest.approx(0.5)
    more = potency(u, p_act=0.8, f_EV=0.3, f_store=0.5, P_lot=2.0)
    assert (more >= pi).all()  # raising p_act only wakes lots up


def test_parameter_sets_take_a_lot() -> None:
    """Truth: only the five lot rows differ; their quantiles lie in the stated band."""
    child = with_lot(parameters(), FULL)
    changed = {k for k in child if child[k] != parameters()[k]}
    assert changed <= {"ppm_ug", "f_EV", "p_act", "P_lot", "f_store"}
    for key, row in lot_parameters(FULL).items():
        low, high = child[key].quantile([0.05, 0.95])
        assert low < row.value < high
        assert np.isfinite([low, high]).all()


@pytest.mark.parametrize(
    ("ratio", "name"),
    [(5e10, "very_pure"), (2.5e10, "between_high"), (5e9, "low_purity"), (1.7e9, "between_low"),
     (1e9, "impure")],
)  # fmt: skip
def test_purity_classes(ratio: float, name: str) -> None:
    """Truth: the cut-offs of 10.3402/jev.v2i0.19861 as the notes recall them."""
    assert purity_of_ratio(ratio).name == name
    assert purity(particles_per_ml=ratio * 7, protein_ug_per_ml=7).name == name


@given(st.floats(1e-6, 1e6))
def test_units_invert(amount: float) -> None:
    """Truth: there and back is the same; 1 pM is 6.022e8 per mL."""
    assert ug_from_particles(particles_from_ug(amount).value).value == pytest.approx(amount)
    assert picomolar_from_per_ml(per_ml_from_picomolar(amount)) == pytest.approx(amount)
    assert per_ml_from_picomolar(1.0) == pytest.approx(6.022e8, rel=1e-3)


def test_completeness_runs_from_nothing_to_all() -> None:
    """Truth: a weighted share; every missing field says what it does."""
    assert completeness(Lot()).score == 0
    assert completeness(FULL).score == pytest.approx(1)
    assert {c.field for c in consequences(Lot())} == set(fields())
    assert all(c.now and c.if_known and c.source for c in consequences(Lot()))
    assert consequences(FULL) == ()


def test_sterility_and_markers() -> None:
    """Truth: odds x 2 (1.5-3) for an unsterile product (model section 6); MISEV categories."""
    assert infection_odds(Lot(sterility="untested"))[:3] == (2.0, 1.5, 3.0)
    assert infection_odds(Lot(sterility="gmp")).value == 1
    assert marker_classes(["cd-63", "Alix", "ApoB"]) == {"membrane", "luminal", "contaminant"}
    assert lot_parameters(Lot(markers=("CD63 80 %",)))["f_EV"].low >= 0.8


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"source": "bone_msc"}, "nearest: bm_msc"),
        ({"sorce": "bm_msc"}, "nearest: source"),
        ({"particles_per_ml": -1}, "above 0"),
        ({"particles_per_ml": float("nan")}, "finite"),
        ({"protein_ug_per_ml": "much"}, "finite"),
        ({"potency_assay": "pass"}, "nearest: passed"),
        ({"storage": "-20C"}, "no such word"),
        ({"markers": "CD63"}, "list"),
        ({"freeze_thaw_cycles": 1.5}, "whole"),
        ({"biogenesis_shown": "yes"}, "true or false"),
        ({"misev": ["donr"]}, "nearest: donor"),
        ({"file": "none.csv"}, "no such file"),
    ],
)
def test_wrong_statements_are_said_in_one_line(facts: dict[str, object], words: str) -> None:
    """Truth: each statement is wrong in the way that the message names."""
    with pytest.raises(InputError, match=words) as caught:
        read_product(facts)
    assert "\n" not in str(caught.value)


def test_every_key_of_a_case_product_is_understood(tmp_path: Path) -> None:
    """Truth: the case file's own model of a product, with every key stated."""
    from exoburn.case.product import Product

    assert set(Product.model_fields) <= set(KEYS)
    (tmp_path / "nta.csv").write_text("# dilution: 10\nsize_nm,conc_per_ml\n90,1e9\n100,3e9\n")
    stated = Product(
        source="uc_msc", file="nta.csv", protein_ug_per_ml=20, markers=("CD9",), storage="4C",
        storage_days=2, sterility="tested", donor_diabetic=True, misev=("donor",),
    )  # fmt: skip
    lot = read_product(stated, tmp_path)
    assert lot.particles_per_ml == pytest.approx(4e10)
    assert lot.ratio == pytest.approx(2e9)
    assert lot_parameters(lot)["P_lot"].value < lot_parameters(Lot(source="uc_msc"))["P_lot"].value


def test_the_name_follows_misev() -> None:
    """Truth: the naming rule of conventions.md."""
    assert Lot().label == "vesicle product (sold as exosomes)"
    assert Lot(biogenesis_shown=True).label == "exosome product"
