"""Chapter 6: the gigawatt by boundary, time and capital, as the page publishes them."""

import numpy as np
import pytest

from analysis.evidence import Case, claim_records
from analysis.results.uncertainty import program
from analysis.studies import cluster
from analysis.units import Quantity

WORLD = Case()
CLAIMS = [name for name, claim in claim_records().items() if claim.chapter == 6]


def close(quantity: Quantity, value, unit: str, rel: float = 1e-3) -> None:
    np.testing.assert_allclose(quantity.to(unit).magnitude, value, rtol=rel)


def test_a_gigawatt_year_is_a_fiftieth_of_the_worlds_data_centres():
    close(cluster.energy_per_gigawatt_year(WORLD), 8.76, "TWh", 1e-9)
    close(cluster.share_of_world_energy(WORLD), 2.1, "percent", 0.01)  # published to two figures


def test_the_ladder_of_boundaries_only_falls():
    frame = cluster.boundaries(WORLD)
    assert (np.diff(frame["september_gw"][[0, 1]]) < 0).all()
    assert (np.diff(frame["september_gw"][[2, 3, 4]]) < 0).all()
    assert (frame["spring_gw"] < frame["september_gw"]).all()


def test_facility_power_of_the_larger_site_lies_in_the_published_range():
    # the record's note: with an overhead of 1.1 to 1.2 the facility draws 1.04 to 1.14 GW
    assert Quantity(1.04, "GW") < cluster.one_site_facility(WORLD) < Quantity(1.14, "GW")


def test_booked_capital_is_the_sum_of_the_quarters():
    close(cluster.booked_capital(WORLD), 0.463 + 5 + 12.727 + 7.7 + 15.828, "gigaUSD", 1e-9)
    # without 2024 the first four make the 20.9 dollars a watt of the groundwork
    without = WORLD.with_values({"spacex.ai_capex_2024": Quantity(0.0, "USD_2024/year")})
    close(cluster.booked_per_watt_march(without), 20.9, "USD/W", 2e-3)


def test_the_latest_watts_cost_what_the_tracker_publishes():
    close(cluster.marginal_capital_per_watt(WORLD), 38.0, "USD/W", 0.05)  # 39.6 against 38


def test_published_totals_imply_one_server_capital():
    first, second = cluster.server_capital_implied(WORLD).to("gigaUSD").magnitude
    assert first == pytest.approx(second, rel=1e-9)
    assert first == pytest.approx(26.25, rel=1e-6)


def test_faster_than_the_usual_two_years_even_with_the_delay_but_not_than_the_quickest_plan():
    close(cluster.time_over_usual(WORLD), 19 / 24, "", 1e-9)
    assert cluster.build_time_seen(WORLD) > cluster.build_time_rivals(WORLD).min()


@pytest.mark.parametrize("key", ["cost_ratio", "one_site_facility", "both_sites_facility", "booked_per_watt"])
def test_main_results_are_traceable(key):
    assert program(f"cluster.{key}", WORLD).inputs


def test_more_obligations_never_make_it_cheaper():
    low, high = (WORLD.with_values({"cluster.obligations_for_clusters": Quantity(s, "")}) for s in (0.0, 1.0))
    assert cluster.cost_ratio(low) < cluster.cost_ratio(high)
    close(cluster.cost_ratio(high) * cluster.rival_cost_per_watt_base(WORLD), 47.66 * 1.2, "USD/W", 1e-3)
    # a nameplate that counted servers alone would be compared as it stands
    alone = WORLD.with_values({"cluster.nameplate_overhead": Quantity(0.0, "")})
    assert cluster.cost_ratio(alone) * 1.2 == pytest.approx(cluster.cost_ratio(WORLD))
