"""Time value of money against numpy-financial, published values and its own laws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy_financial as npf
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.models import finance
from analysis.units import Quantity

rates = st.floats(0.001, 0.6)
lives = st.integers(1, 40)
money = st.floats(1.0, 1e12)
EXACT = 1e-9  # floating point only: the same formula in another order


def q(value: float, unit: str = "") -> Quantity:
    return Quantity(value, unit)


@given(rates, lives)
def test_capital_recovery_is_the_payment_of_numpy_financial(rate: float, life: int) -> None:
    ours = finance.capital_recovery_factor(q(rate), q(life, "year")).m_as("1/year")
    assert ours == pytest.approx(-npf.pmt(rate, life, 1.0), rel=EXACT)


@given(rates, st.integers(1, 480))
def test_monthly_payment_is_the_payment_of_numpy_financial(rate: float, months: int) -> None:
    ours = finance.level_payment(q(1e6, "USD"), q(rate), q(months, "month"), finance.MONTH).m_as("USD/month")
    assert ours == pytest.approx(-npf.pmt(rate / 12, months, 1e6), rel=EXACT)


@given(rates, st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30))
def test_net_present_value_is_that_of_numpy_financial(rate: float, flows: list[float]) -> None:
    ours = finance.net_present_value(q(rate), [q(f, "USD") for f in flows], finance.START_OF_YEAR).m_as("USD")
    assert ours == pytest.approx(npf.npv(rate, flows), rel=1e-9, abs=1e-3)  # dollars cancel among billions


def test_capital_recovery_without_interest_is_one_over_the_life() -> None:
    assert finance.capital_recovery_factor(q(0.0), q(8.0, "year")).m_as("1/year") == pytest.approx(1 / 8, rel=1e-10)


def test_capital_recovery_of_a_published_workbook() -> None:
    # jeshap2026 prints five digits
    assert finance.capital_recovery_factor(q(0.12), q(10, "year")).m_as("1/year") == pytest.approx(0.17698, abs=5e-6)


def test_semianalysis_monthly_capital_charges() -> None:
    """SA-3: $4.08 to 4.10 million at 15 % over five years, and 0.99 + 0.382 at 10.3 % over five and fifteen."""
    space = [finance.level_payment(q(c, "USD"), q(0.15), q(5, "year"), finance.MONTH) for c in (4.08e6, 4.10e6)]
    assert [x.m_as("USD/month") for x in space] == pytest.approx([97063, 97539], abs=1)  # recomputed to the dollar
    ground = finance.level_payment(q(0.99e6, "USD"), q(0.103), q(5, "year"), finance.MONTH) + finance.level_payment(
        q(0.382e6, "USD"), q(0.103), q(15, "year"), finance.MONTH
    )
    assert ground.m_as("USD/month") == pytest.approx(25356, abs=5)  # capital is printed to three digits


@given(money, st.floats(0.01, 0.3), st.floats(0.31, 0.6), st.floats(0.1, 50))
def test_present_value_falls_with_the_discount_rate(amount: float, low: float, high: float, time: float) -> None:
    dear, cheap = (finance.present_value(q(amount, "USD"), q(r), q(time, "year")) for r in (low, high))
    assert cheap < dear < q(amount, "USD")


@given(st.lists(rates, min_size=1, max_size=12))
def test_discount_factors_fall_and_invert_the_price_index(yearly: list[float]) -> None:
    series = [q(r) for r in yearly]
    factors = [f.magnitude for f in finance.cumulative_discount_factors(series)]
    assert all(later < earlier for earlier, later in zip([1.0, *factors], factors, strict=False))
    index = [i.magnitude for i in finance.price_index(series)]
    assert [f * i for f, i in zip(factors, index[1:], strict=True)] == pytest.approx([1.0] * len(yearly))


def test_constant_rates_give_the_plain_discount_factor() -> None:
    factor = finance.cumulative_discount_factors([q(0.08)] * 10)[-1]
    assert factor.magnitude == pytest.approx(finance.discount_factor(q(0.08), q(10, "year")).magnitude, rel=EXACT)


@given(rates, st.lists(st.floats(1.0, 1e6), min_size=2, max_size=10))
def test_money_of_mid_year_is_worth_half_a_year_of_interest_more(rate: float, flows: list[float]) -> None:
    series = [q(f, "USD") for f in flows]
    end = finance.net_present_value(q(rate), series)
    middle = finance.net_present_value(q(rate), series, finance.MID_YEAR)
    assert (middle / end).magnitude == pytest.approx((1 + rate) ** 0.5, rel=EXACT)


@given(money, st.floats(-0.5, 2.0), st.floats(0.2, 30))
def test_growth_rate_inverts_growth(start: float, rate: float, duration: float) -> None:
    end = finance.grown(q(start, "USD"), q(rate), q(duration, "year"))
    found = finance.compound_growth_rate(q(start, "USD"), end, q(duration, "year"))
    assert found.magnitude == pytest.approx(rate, rel=1e-7, abs=1e-7)


def test_published_growth_rates() -> None:
    """ARK 38.8 % (six years, not five), New Constructs 50.3 %, Morgan Stanley 41.5 %, electricity demand 14.7 %."""
    cases = [(350, 2500, 6, 38.8), (18.674, 1100, 10, 50.3), (18.674, 3400, 15, 41.5), (415, 945, 6, 14.7)]
    for first, last, years, published in cases:
        found = finance.compound_growth_rate(q(first), q(last), q(years, "year")).m_as("percent")
        assert found == pytest.approx(published, abs=0.051)  # printed with one decimal


def test_what_ends_at_nothing_has_lost_everything() -> None:
    assert finance.compound_growth_rate(q(5, "USD"), q(0, "USD"), q(6, "year")).m_as("percent") == -100
    with pytest.raises(ValueError, match="last must be at least 0"):
        finance.compound_growth_rate(q(5, "USD"), q(-1, "USD"), q(6, "year"))


def test_doubling_time_doubles() -> None:
    time = finance.doubling_time(q(0.147))
    assert finance.growth_factor(q(0.147), time).magnitude == pytest.approx(2.0, rel=EXACT)


@given(st.floats(0.0, 0.5), st.floats(-0.1, 0.3))
def test_real_rate_and_inflation_compound_to_the_nominal_rate(nominal: float, inflation: float) -> None:
    real = finance.real_rate(q(nominal), q(inflation)).magnitude
    assert (1 + real) * (1 + inflation) == pytest.approx(1 + nominal, rel=EXACT)


def test_effective_rate_agrees_with_numpy_financial() -> None:
    effective = finance.effective_rate(q(0.12), finance.MONTH).magnitude
    assert effective == pytest.approx(npf.fv(0.01, 12, 0, -1) - 1, rel=EXACT)


@given(st.floats(0, 1), st.floats(0, 0.2), st.floats(0, 0.4))
def test_cost_of_capital_lies_between_its_parts(share: float, debt: float, equity: float) -> None:
    found = finance.weighted_average_cost_of_capital(q(share), q(debt), q(equity), q(0.0)).magnitude
    assert min(debt, equity) - 1e-12 <= found <= max(debt, equity) + 1e-12


def test_perpetuity_is_the_limit_of_a_long_annuity() -> None:
    forever = finance.perpetuity_value(q(1, "USD/year"), q(0.08), q(0.0)).m_as("USD")
    long = finance.annuity_factor(q(0.08), q(400, "year")).m_as("year")
    assert long == pytest.approx(forever, rel=1e-9)


def test_the_two_years_differ_by_what_they_should() -> None:
    short, long = (finance.annual_output(q(1, "GW"), q(1.0), q(h, "hour")) for h in (8760, 8766))
    assert (long / short).m_as("") == pytest.approx(8766 / 8760, rel=EXACT)


def test_depreciation_and_payback() -> None:
    depreciation = finance.straight_line_depreciation(q(38e9, "USD"), q(3e9, "USD"), q(5, "year"))
    assert depreciation.m_as("gigaUSD/year") == pytest.approx(7.0)
    assert finance.payback_time(q(35e9, "USD"), depreciation).m_as("year") == pytest.approx(5.0)


def test_price_levels_go_there_and_back() -> None:
    there = finance.at_prices_of(q(2.0, "USD/kg"), q(245.12), q(313.689))
    back = finance.at_prices_of(there, q(313.689), q(245.12))
    assert back.m_as("USD/kg") == pytest.approx(2.0, rel=EXACT)


def test_samples_pass_through() -> None:
    sample = Quantity(np.linspace(0.0, 0.3, 4), "")
    factor = finance.capital_recovery_factor(sample, q(10, "year")).m_as("1/year")
    assert factor == pytest.approx([-npf.pmt(r, 10, 1) for r in sample.magnitude], rel=1e-9)


@pytest.mark.parametrize(
    "call",
    [
        lambda: finance.capital_recovery_factor(q(0.1), q(10)),
        lambda: finance.compound_growth_rate(q(1, "USD"), q(1, "USD_2025"), q(1, "year")),
        lambda: finance.net_present_value(q(0.1), [q(1, "USD"), q(1, "kg")]),
        lambda: finance.level_payment(q(1, "USD_2024"), q(0.1), q(10, "year")),
    ],
)
def test_wrong_dimensions_are_refused(call: Callable[[], object]) -> None:
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: finance.capital_recovery_factor(q(-0.1), q(10, "year")), "discount_rate must be at least 0"),
        (lambda: finance.capital_recovery_factor(q(0.1), q(0, "year")), "life must be above"),
        (lambda: finance.perpetuity_value(q(1, "USD/year"), q(0.03), q(0.03)), "less growth_rate must be above 0"),
        (lambda: finance.growth_factor(q(-1.0), q(1, "year")), "growth_rate must be above -1"),
        (lambda: finance.annual_output(q(1, "GW"), q(1.1), q(8760, "hour")), "capacity_factor must be at most 1"),
        (lambda: finance.net_present_value(q(0.1), [q(1, "USD")], q(2, "year")), "timing must be at most"),
        (lambda: finance.net_present_value(q(0.1), []), "at least one year"),
        (lambda: finance.payback_time(q(1, "USD"), q(0, "USD/year")), "net_cash_flow must be above"),
        (lambda: finance.doubling_time(q(0.0)), "growth_rate must be above 0"),
    ],
)
def test_the_impossible_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()


def test_a_rate_may_take_all_of_a_year_but_not_of_a_period() -> None:
    quarter = Quantity(0.25, "year")
    assert finance.effective_rate(Quantity(-2.0, ""), quarter).magnitude == pytest.approx(0.5**4 - 1.0)
    with pytest.raises(ValueError, match="nominal_rate must be above -4"):
        finance.effective_rate(Quantity(-4.0, ""), quarter)
