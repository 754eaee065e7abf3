"""Leased gigawatts, falling rents and the value they leave: against sums over machines and arithmetic by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.models import bottleneck, chain, finance, valuation
from analysis.units import Quantity


def q(value: float, unit: str = "") -> Quantity:
    return Quantity(value, unit)


def by_machines(decline: float, growth: float, life: float, weight: str) -> float:
    """The mean over a fleet, machine by machine: ages from new to the end of life, the younger the more."""
    ages = (np.arange(200_000) + 0.5) / 200_000 * life
    count = (1 + growth) ** -ages
    each = (1 - decline) ** ages if weight == "rent" else 1 - ages / life
    return float((count * each).sum() / count.sum())


@pytest.mark.parametrize(("decline", "growth", "life"), [(0.3, 0.0, 5), (0.3, 0.1, 5), (0.15, 0.35, 7), (0.0, 0.2, 3)])
def test_the_mean_rent_of_a_fleet_is_that_of_its_machines(decline: float, growth: float, life: float) -> None:
    found = bottleneck.fleet_rent_factor(q(decline), q(growth), q(life, "year"))
    assert found.m_as("") == pytest.approx(by_machines(decline, growth, life, "rent"), rel=1e-6)


@pytest.mark.parametrize(("growth", "life"), [(0.0, 5), (0.1, 5), (0.35, 15), (1e-6, 5)])
def test_the_book_value_of_a_fleet_is_that_of_its_machines(growth: float, life: float) -> None:
    found = finance.net_book_share(q(life, "year"), q(growth))
    assert found.m_as("") == pytest.approx(by_machines(0.0, growth, life, "book"), rel=1e-4)


def test_what_a_machine_loses_is_what_its_rents_no_longer_bring() -> None:
    """Rents of 100, 70 and 49 at the middle of three years, money at 10 %: the value left after one year."""
    steps = (np.arange(30_000) + 0.5) / 10_000
    worth = 0.7**steps / 1.1**steps
    left = (0.7 ** steps[10_000:] / 1.1 ** (steps[10_000:] - 1)).sum() / worth.sum()
    found = bottleneck.remaining_value_share(q(0.3), q(0.1), q(3, "year"), q(1, "year"))
    assert found.m_as("") == pytest.approx(left, rel=1e-6)


def accounts(rent: float = 22.5, growth: float = 0.0) -> chain.LeaseAccounts:
    watt = "USD/W/year"
    return chain.lease_accounts(
        q(rent, watt), q(1.4, watt), q(31, "USD/W"), q(5, "year"), q(13, "USD/W"), q(15, "year"), q(0.05), q(growth)
    )


def test_the_accounts_of_a_gigawatt_by_hand() -> None:
    """Servers of 31 with 5 % spares over 5 years and a building of 13 over 15 write off 7.377 dollars a watt."""
    found = accounts()
    assert found.depreciation.m_as("USD/W/year") == pytest.approx(31 * 1.05 / 5 + 13 / 15)
    assert found.margin.m_as("") == pytest.approx(1 - (1.4 + 7.37667) / 22.5, rel=1e-5)
    assert found.capital.m_as("USD/W") == pytest.approx((31 * 1.05 + 13) / 2, rel=1e-4)
    assert found.sales_to_capital.m_as("") == pytest.approx(22.5 / 22.775, rel=1e-4)


def test_a_younger_fleet_has_more_capital_left_and_a_dearer_rent_more_margin() -> None:
    assert accounts(growth=0.35).sales_to_capital < accounts().sales_to_capital
    assert accounts(rent=30).margin > accounts().margin


def test_growth_on_its_own_turnover_is_growth_at_the_return_that_follows_from_it() -> None:
    margin, turnover, tax, growth, rate = 0.3, 0.9, 0.25, 0.04, 0.09
    own = valuation.terminal_value_at_turnover(
        q(100, "gigaUSD/year"), q(margin), q(tax), q(growth), q(turnover), q(rate)
    )
    same = valuation.terminal_value(
        q(100 * margin, "gigaUSD/year"), q(tax), q(growth), q(margin * (1 - tax) * turnover), q(rate)
    )
    assert own.m_as("gigaUSD") == pytest.approx(same.m_as("gigaUSD"))


def test_a_business_that_takes_more_than_it_gives_is_closed() -> None:
    value = valuation.terminal_value_at_turnover(q(100, "gigaUSD/year"), q(-0.1), q(0.25), q(0.04), q(0.5), q(0.09))
    assert value.magnitude == 0.0


def test_cash_in_mid_year_is_worth_half_a_year_more() -> None:
    """100 at the ends of two years at 8 % and 10 %: 92.593 and 84.175; half a year earlier each has its own rate."""
    flows, rates = [q(100, "USD/year")] * 2, [q(0.08), q(0.10)]
    assert valuation.explicit_value(flows, rates).m_as("USD") == pytest.approx(92.5926 + 84.1751, rel=1e-6)
    middle = valuation.explicit_value(flows, rates, finance.MID_YEAR)
    assert middle.m_as("USD") == pytest.approx(92.5926 * 1.08**0.5 + 84.1751 * 1.10**0.5, rel=1e-6)
    later = valuation.value_of_flows(flows, rates, q(1000, "USD"), finance.MID_YEAR)
    assert later.terminal.m_as("USD") == pytest.approx(1000 / 1.08 / 1.10 * 1.10**0.5)


@pytest.mark.parametrize("equity", [1.0e6, 3.0e6, 3.5e6, 5.9e6, 50e6])
def test_the_treasury_stock_method_agrees_with_itself(equity: float) -> None:
    """The value of a share times the shares that the method counts at that value is the equity."""
    shares, terms = q(100e3, "share"), (q(30e3, "share"), q(35, "USD/share"))
    value = valuation.value_per_share_after_awards(q(equity, "USD"), shares, *terms)
    count = shares + valuation.treasury_stock_dilution(*terms, value)
    assert (value * count).m_as("USD") == pytest.approx(equity)


def test_a_valuation_within_the_first_year_counts_what_is_left_of_it() -> None:
    """On 30 June half of 100 is left, a quarter of a year away; 100 and 1,000 of the next year end are 1.5 years away.

    At 8 % and 10 %, flows at the ends of years: 50 / 1.08^0.5 = 48.1125, 100 / 1.08^0.5 / 1.10 = 87.4773.
    """
    flows, rates, half = [q(100, "USD/year")] * 2, [q(0.08), q(0.10)], q(0.5, "year")
    late = valuation.explicit_value(flows, rates, finance.END_OF_YEAR, half)
    assert late.m_as("USD") == pytest.approx(48.1125 + 87.4773, rel=1e-6)
    middle = valuation.value_of_flows(flows, rates, q(1000, "USD"), finance.MID_YEAR, half)
    assert middle.explicit.m_as("USD") == pytest.approx(50 / 1.08**0.25 + 100 / 1.08**0.5 / 1.10**0.5, rel=1e-9)
    assert middle.terminal.m_as("USD") == pytest.approx(1000 / 1.08**0.5 / 1.10**0.5, rel=1e-9)
    whole = valuation.value_of_flows(flows, rates, q(1000, "USD"), finance.MID_YEAR)
    assert valuation.value_of_flows(flows, rates, q(1000, "USD"), finance.MID_YEAR, q(0, "year")).total.m_as(
        "USD"
    ) == pytest.approx(whole.total.m_as("USD"), rel=1e-12)
    with pytest.raises(ValueError, match="elapsed"):
        valuation.explicit_value(flows, rates, finance.MID_YEAR, q(1.5, "year"))


def test_a_price_of_the_last_day_does_not_gain_from_mid_year() -> None:
    """1,000 received at the end of the second year at 8 % and 10 % is 841.75 today, whenever flows fall."""
    flows, rates = [q(0, "USD/year")] * 2, [q(0.08), q(0.10)]
    for timing in (finance.MID_YEAR, finance.END_OF_YEAR):
        last = valuation.at_last_day(q(1000, "USD"), rates[-1], timing)
        assert valuation.value_of_flows(flows, rates, last, timing).total.m_as("USD") == pytest.approx(
            841.7508, rel=1e-6
        )
