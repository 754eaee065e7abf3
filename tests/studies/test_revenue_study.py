"""Chapter 16: leases on the market's scale, what is certain in them, what a user brings."""

import pandas as pd
import pytest

from analysis.evidence import Case
from analysis.results.uncertainty import program
from analysis.studies import parity, revenue
from analysis.units import Quantity

WORLD = Case()
HOURS = 8766 / 12  # hours of a calendar month


def magnitude(result, unit):
    return result(WORLD).to(unit).magnitude


@pytest.mark.parametrize(
    ("result", "by_hand"),
    [
        (revenue.anthropic_price, 1.25e9 / 325e3 / HOURS),
        (revenue.anthropic_price_first_count, 7.78),  # as published in May 2026, two decimals
        (revenue.google_price, 11.45),
        (revenue.long_contract_price, 9.7e9 / 5 / 200e3 / 8766 * 1.906),
    ],
)
def test_the_price_of_an_hour(result, by_hand):
    assert magnitude(result, "USD/GPU/hour") == pytest.approx(by_hand, abs=0.005)


def test_fifty_billion_for_a_gigawatt_divides_two_sites_by_one():
    low, high = magnitude(revenue.anthropic_power_price_range, "gigaUSD/GW/year")
    assert high == pytest.approx(50.0)
    assert low < 22.5 * 1.1  # the panel's 22 to 23, within a tenth
    assert low < magnitude(revenue.anthropic_power_price, "gigaUSD/GW/year") < high


def test_a_lease_is_drawn_from_the_start_of_its_term_to_its_end():
    """June 2026 to May 2029 and October 2026 to June 2029, certain for three months and a notice of 90 days."""
    frame = revenue.leases(WORLD).set_index("customer")
    for customer, start, certain, end in (
        ("Anthropic", "2026-06-01", "2026-11-30", "2029-06-01"),
        ("Google", "2026-10-01", "2027-04-01", "2029-07-01"),
    ):
        row = frame.loc[customer]
        assert row["start"] == pd.Timestamp(start)
        for found, expected in ((row["certain_until"], certain), (row["end"], end)):
            assert abs((found - pd.Timestamp(expected)).days) <= 1  # months of a mean length


def test_the_sums_of_the_contracts():
    frame = revenue.contracts(WORLD).set_index("customer")
    assert frame.loc["Anthropic", "sum_busd"] == pytest.approx(84.5)
    assert frame.loc["Google", "sum_busd"] == pytest.approx(30.36)  # 33 months of 0.92
    assert frame.loc["Reflection AI", "sum_busd"] == pytest.approx(6.3)
    assert (frame["certain_busd"] < frame["expected_busd"]).all()
    assert (frame["expected_busd"] < frame["sum_busd"]).all()


def test_the_certain_part_agrees_with_the_company():
    # reduced fees of the first weeks are left out, so three per cent is the tolerance
    assert magnitude(revenue.certain_value, "gigaUSD") == pytest.approx(14.1, rel=0.03)


def test_yearly_contracts_over_the_segment():
    assert magnitude(revenue.contracted_revenue, "gigaUSD/year") == pytest.approx(12 * (1.25 + 0.92 + 0.15))
    # the ledger's 26.04 over 3.201 is 8.1 without Reflection AI
    assert magnitude(revenue.contracts_over_segment, "") == pytest.approx(27.84 / 3.201)
    assert magnitude(revenue.rivals_pro_forma_share, "percent") == pytest.approx(58.2, abs=0.1)


def test_what_a_user_brings():
    assert magnitude(revenue.segment_revenue_per_user, "USD/user/year") == pytest.approx(5.82)
    assert magnitude(revenue.advertising_per_user, "USD/user/year") == pytest.approx(3.27, abs=0.005)
    frame = revenue.users(WORLD).set_index("user")["usd_per_year"]
    ratio = frame["Starlink subscriber"] / frame["X and Grok, advertising, monthly user"]
    assert ratio == pytest.approx(242, abs=0.5)  # the caption's number


def test_subscribers_explain_most_of_consumer_revenue():
    assert magnitude(revenue.starlink_explained, "percent") == pytest.approx(11.15 * 66 * 3 / 2485 * 100, rel=1e-3)


def test_sure_customers_pay_everything_and_flighty_ones_only_what_is_certain():
    sure = WORLD.with_values({"thesis.contracts_last": Quantity(1.0, "")})
    assert revenue.expected_value(sure).m_as("gigaUSD") == pytest.approx(magnitude(revenue.nominal_value, "gigaUSD"))
    flighty = WORLD.with_values({"thesis.contracts_last": Quantity(0.0, "")})
    assert revenue.expected_value(flighty) < 0.4 * revenue.nominal_value(WORLD)


def test_more_accelerators_make_an_hour_cheaper():
    more = WORLD.with_values({"contracts.anthropic_gpus": Quantity(450e3, "GPU")})
    assert revenue.anthropic_price(more) < revenue.anthropic_price(WORLD)


def test_the_main_results_can_be_traced():
    keys = ["anthropic_over_market", "google_over_market", "token_over_lease", "expected_value", "anthropic_payback"]
    assert program([f"revenue.{key}" for key in keys], WORLD).size > 0


def test_fees_of_later_years_are_worth_less_today():
    """60 billion of fees over three years lose about a tenth at 8.4 %; at no rate they lose nothing."""
    present = magnitude(revenue.expected_present_value, "gigaUSD") / magnitude(revenue.expected_value, "gigaUSD")
    assert 0.85 < present < 0.95
    free = WORLD.with_values({"valuation.june_cost_of_capital": Quantity(1e-9, "1/year")})
    assert revenue.expected_present_value(free).m_as("gigaUSD") == pytest.approx(
        magnitude(revenue.expected_value, "gigaUSD"), rel=1e-6
    )


def test_an_accelerator_runs_at_what_it_runs_at_in_chapter_12():
    per_watt = magnitude(revenue.running_cost_per_accelerator, "USD/GPU/year") * 0.525 / 1000
    assert per_watt == pytest.approx(parity.ground_running_cost(WORLD).m_as("USD/W/year"), rel=1e-6)


def test_falling_rents_bring_back_less_of_an_accelerator():
    assert revenue.market_recovery(WORLD) < revenue.market_recovery_if_held(WORLD)
    level = WORLD.with_values({"cost.learning_rate_compute": Quantity(0.0, "1/year")})
    assert revenue.market_recovery(level).m_as("") == pytest.approx(magnitude(revenue.market_recovery_if_held, ""))
