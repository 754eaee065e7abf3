"""Chapter 8: forecast, supply curve, waits, as the page publishes them."""

import numpy as np
import pytest

from analysis.evidence import Case, claim_records, observation
from analysis.results.uncertainty import program
from analysis.studies import ground
from analysis.units import Quantity

WORLD = Case()
CLAIMS = [name for name, claim in claim_records().items() if claim.chapter == 8]


def close(quantity: Quantity, value, unit: str, rel: float = 1e-3) -> None:
    np.testing.assert_allclose(quantity.to(unit).magnitude, value, rtol=rel)


def test_the_forecast_of_the_agency():
    # published arithmetic: 2.28 times from 2024, 1.95 from 2025, 14.7 % a year, 107.9 and 114.2 GW on the mean
    close(ground.datacentre_growth_from_2024(WORLD), 2.28, "", 3e-3)
    close(ground.datacentre_growth_from_2025(WORLD), 1.95, "", 3e-3)
    close(ground.yearly_growth(WORLD), 14.7, "percent", 3e-3)
    close(ground.mean_power_2030(WORLD), 107.9, "GW")
    close(ground.stated_mean_power(WORLD), 114.2, "GW")


def test_the_blocks_that_come_soon_are_those_with_power_within_two_years():
    """As the page says, and the two colours of the figure: within two years, or after five."""
    for block in ground.BLOCKS:
        wait = WORLD[f"grid.block_{block}_wait"].m_as("year")
        assert wait <= 2 if block in ground.SOON else wait >= 5, block


def test_two_independent_demands_agree():
    # energy through the load share, and money through the cost of a watt; within a tenth of each other
    close(ground.demand_agency(WORLD) / ground.demand_spending(WORLD), 1.0, "", 0.1)


def test_spending_buys_what_the_groundwork_found():
    # 650 to 725 billion over 35 to 60 a watt is 11 to 21 GW a year
    assert Quantity(11, "GW/year") < ground.demand_spending(WORLD) < Quantity(21, "GW/year")


def test_the_curve_rises_and_ends_at_the_supply():
    frame = ground.blocks(WORLD)
    assert frame["cost_usd_per_watt"].is_monotonic_increasing
    close(ground.supply(WORLD), frame["end_gw_per_year"].iloc[-1], "GW/year", 1e-12)
    assert (frame["with_wait_usd_per_watt"] > frame["cost_usd_per_watt"]).all()


def test_the_price_on_a_path_is_that_of_the_block_it_ends_in():
    frame = ground.blocks(WORLD)
    for demand, price in (
        (ground.demand_agency(WORLD), ground.price_at_agency(WORLD)),
        (ground.demand_wood_mackenzie(WORLD), ground.price_at_wood_mackenzie(WORLD)),
    ):
        asked = demand.to("GW/year").magnitude
        block = frame[(frame["start_gw_per_year"] < asked) & (asked <= frame["end_gw_per_year"])].iloc[0]
        close(price, block["cost_usd_per_watt"], "USD/W", 1e-12)


def test_the_grid_is_cheap_to_build_and_dear_to_wait_for():
    frame = ground.blocks(WORLD).set_index("block")
    assert frame["cost_usd_per_watt"].rank()["Grid connection"] == 2
    assert frame["with_wait_usd_per_watt"].rank()["Grid connection"] == 4


def test_queue_and_water_recompute_what_is_published():
    close(ground.queue(WORLD), 2061, "GW", 1e-9)  # 1,312 + 749
    close(ground.water_per_energy_2028(WORLD), [0.4615, 0.4741], "liter/kWh")
    close(ground.turbine_book(WORLD), 116 + 69 + 35, "GW", 1e-12)


@pytest.mark.parametrize("key", ["path_over_supply", "spending_over_supply", "supply", "gas_cost_with_wait"])
def test_main_results_are_traceable(key):
    assert program(f"ground.{key}", WORLD).inputs


def test_the_american_share_is_that_of_the_same_region_as_the_path():
    """The path leaves China out, so the share does too: by the agency's own energies of 2024 and 2030."""
    case = Case()
    frame = observation("datacentre_demand").frame.set_index(["region", "year", "publisher"])["energy_twh"]
    added = {
        region: frame[region, 2030, "IEA 2025"] - frame[region, 2024, "IEA"]
        for region in ("world", "United States", "China")
    }
    share = added["United States"] / (added["world"] - added["China"])
    assert case["grid.american_share_of_growth"].m_as("") == pytest.approx(share, abs=0.01)
    asked = ground.demand_agency_in_america(case)
    mean = added["United States"] / 8.76 / case["grid.load_share"].m_as("")  # TWh a year to GW
    assert asked.m_as("GW/year") == pytest.approx(mean / 6.0)
