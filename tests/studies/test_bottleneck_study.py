"""Chapter 7: growth account, rents and the value of a watt, as the page publishes them."""

import numpy as np
import pytest

from analysis.evidence import Case, claim_records
from analysis.results.uncertainty import program
from analysis.studies import bottleneck
from analysis.units import Quantity

WORLD = Case()
CLAIMS = [name for name, claim in claim_records().items() if claim.chapter == 7]


def close(quantity: Quantity, value, unit: str, rel: float = 1e-3) -> None:
    np.testing.assert_allclose(quantity.to(unit).magnitude, value, rtol=rel)


def test_the_growth_account_closes():
    frame = bottleneck.growth(WORLD)
    assert frame["share_percent"].iloc[:-1].sum() == pytest.approx(100.0, abs=1e-9)
    assert frame["factor_a_year"].iloc[:-1].prod() == pytest.approx(4.6 * 3.0, rel=1e-12)
    assert bottleneck.compute_share(WORLD) + bottleneck.algorithm_share(WORLD) == pytest.approx(1.0, abs=1e-12)


def test_computing_ahead_is_slower_than_algorithms_on_every_path():
    assert (bottleneck.fleet_compute_growth(WORLD) < bottleneck.algorithm_growth(WORLD)).all()
    close(bottleneck.compute_growth_ahead(WORLD), bottleneck.fleet_compute_growth(WORLD).max().magnitude, "", 1e-12)


def test_rents_fell_over_three_years_and_rose_over_half_a_year():
    # 8 to 2.77 dollars in 3.25 years, prices up 9.5 %: (2.77 / 8.76) ** (1 / 3.25) - 1
    close(bottleneck.h100_rent_change(WORLD), -0.298, "1/year", 0.02)
    assert bottleneck.h100_contract_change(WORLD) > Quantity(0.5, "1/year")


def test_at_the_first_rent_needed_a_watt_is_worth_what_it_costs():
    rent = bottleneck.break_even_first_rent(WORLD)
    other = WORLD.with_values({"market.b200_hour": rent})
    close(bottleneck.shadow_over_cost(other), 1.0, "", 1e-9)
    close(bottleneck.scarcity_line(WORLD), bottleneck.shadow_price_now(other).to("USD/W/year").magnitude, "USD/W/year")


def test_scarcity_came_went_and_came_back():
    frame = bottleneck.shadow_prices(WORLD)
    line = bottleneck.scarcity_line(WORLD).to("USD/W/year").magnitude
    old = frame[frame["chip"] == "H100"].set_index("date")["usd_per_watt_year"]
    assert old["2023-06-30"] > 2 * line
    assert old["2025-10-31"] < line
    assert frame[frame["chip"] == "B200"]["usd_per_watt_year"].iloc[-1] > line


def test_what_a_watt_costs_lies_in_its_range():
    low, high = bottleneck.supply_cost_range(WORLD)
    assert low < bottleneck.supply_cost(WORLD) < high


@pytest.mark.parametrize(
    "key", ["shadow_price", "shadow_over_cost", "break_even_first_rent", "compute_share_2030", "algorithm_share"]
)
def test_main_results_are_traceable(key):
    assert program(f"bottleneck.{key}", WORLD).inputs
