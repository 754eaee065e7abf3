"""Chapter 17: burn by definition, debt, the path of cash, and what moves it."""

import numpy as np
import pytest

from analysis.evidence import Case
from analysis.results.uncertainty import program
from analysis.studies import capital
from analysis.units import Quantity

WORLD = Case()
BILLION = "gigaUSD"


def magnitude(result, unit):
    return result(WORLD).to(unit).magnitude


def changed(**values):
    units = {"capex_later": "USD/year", "core_growth": "", "plant_share": "", "contract_luck": "", "capacity_let": ""}
    return WORLD.with_values({f"capital.{k}": Quantity(v, units[k]) for k, v in values.items()})


def test_burn_as_the_ledger_has_it():
    # 0.87, 1.08 and 1.59 billion a month, published to two decimals
    assert list(magnitude(capital.xai_burn_published, capital.FLOW)) == pytest.approx([0.87, 1.08], abs=0.005)
    assert magnitude(capital.xai_burn_today, capital.FLOW)[0] == pytest.approx(1.59, abs=0.005)
    assert magnitude(capital.burn, capital.FLOW) == pytest.approx((28.476 - 3.466) / 6)


def test_the_other_weights_as_the_ledger_has_them():
    assert magnitude(capital.x_revenue_decline, "percent") == pytest.approx(34.1, abs=0.05)
    assert magnitude(capital.tesla_decline_on_the_quarter, "percent") == pytest.approx(14.4, abs=0.05)
    assert magnitude(capital.tesla_growth_on_the_year, "percent") == pytest.approx(6.3, abs=0.05)
    assert magnitude(capital.proceeds_over_capex, "year") == pytest.approx(1.86, abs=0.005)  # 75 over 40.4 a year


def test_the_mean_coupon_lies_between_the_tranches():
    assert 5.35 < magnitude(capital.notes_coupon, "percent") < 6.65


def test_interest_agrees_with_the_notes_and_the_financing():
    by_parts = 25 * magnitude(capital.notes_coupon, "") + 4 * 0.327
    assert magnitude(capital.interest, "gigaUSD/year") == pytest.approx(by_parts, rel=0.05)  # the rate has one digit


def test_without_leases_plant_and_growth_cash_falls_by_the_plan():
    bare = changed(contract_luck=0.0, plant_share=0.0, capacity_let=0.0, core_growth=0.0)
    fall = capital._path(bare)[11] - capital._path(bare)[23]
    core = (3.466 - 1.6 * 0.88) * 2
    later = 6.7 / 24 * 12 * 0.88
    core += 2 * 1.0  # the interest in it is added back, and taken once, on what is still owed
    owed = 39.364 - 2.039 * 1.5
    earned = 0.04 * float(np.mean([cash.m_as(BILLION) for cash in capital._path(bare)[11:23]]))
    expected = 73.5 + 0.07 * owed + 2.039 - core - later - earned
    assert fall.m_as(BILLION) == pytest.approx(expected, abs=0.2 * 73.5 / 12)


def test_capacity_that_is_let_pays_after_the_lag():
    spent = capital._capex(WORLD)
    flows = capital._new_capacity_cash(WORLD, spent)
    assert all(f.m_as("USD") == 0 for f in flows[:6])
    assert np.all(np.diff([f.m_as("USD") for f in flows[7:30]]) > 0)
    level = WORLD.with_values({"cost.learning_rate_compute": Quantity(0.0, "1/year")})
    assert capital._new_capacity_cash(level, spent)[23] > flows[23]  # rents that fall bring less


def test_every_weight_pulls_the_way_it_should():
    base = magnitude(capital.cash_after_two_years, BILLION)
    for case in (changed(capex_later=100e9), changed(plant_share=1.0), changed(contract_luck=0.2)):
        assert capital.cash_after_two_years(case).m_as(BILLION) < base
    for case in (changed(core_growth=1.0), changed(capacity_let=0.9)):
        assert capital.cash_after_two_years(case).m_as(BILLION) > base


def test_the_runway_is_ordered():
    low, high = magnitude(capital.runway, "month")
    assert low <= magnitude(capital.runway_contracts_end, "month") < magnitude(capital.runway_contracts_run, "month")
    assert low < magnitude(capital.runway_median, "month") < high
    assert magnitude(capital.runway_before, "month") < low


def test_the_slider_of_the_customers_moves_all_the_way():
    """Cash that is expected rises with the probability that customers stay, from one end of the slider to the other."""
    last = [WORLD.with_values({"thesis.contracts_last": Quantity(p, "")}) for p in (0.02, 0.25, 0.5, 0.75, 0.98)]
    cash = [capital.cash_expected(case).m_as(BILLION) for case in last]
    assert np.all(np.diff(cash) > 0.5)
    ends = [capital._path(WORLD, luck)[23].m_as(BILLION) for luck in (capital.UNLUCKY, capital.LUCKY)]
    assert ends[0] < magnitude(capital.cash_expected, BILLION) < ends[1]


def test_interest_counts_once_and_what_is_owed_is_paid_back():
    nothing = WORLD.with_values({"capital.interest_rate": Quantity(0.0, ""), "capital.cash_yield": Quantity(0.0, "")})
    paid = sum(month.m_as(BILLION) for month in capital._debt(WORLD)[0][:24])
    earned = magnitude(capital.interest_income, BILLION)
    change = (capital.cash_expected(WORLD) - capital.cash_expected(nothing)).m_as(BILLION)
    assert change == pytest.approx(earned - paid, abs=0.3)  # interest on interest
    assert paid == pytest.approx(0.07 * (39.364 * 2 - 2.039 * 2), rel=0.02)
    assert magnitude(capital.repayments, BILLION) == pytest.approx(2 * 2.039)


def test_the_need_of_new_money_fills_the_gap_to_the_reserve():
    """Cash ends lowest in June 2028, so the need is what is missing to ten billion there."""
    assert magnitude(capital.funding_need, BILLION) == pytest.approx(10 - magnitude(capital.cash_expected, BILLION))
    assert capital.funding_need_contracts_end(WORLD) > capital.funding_need(WORLD)


def test_the_median_of_the_page_is_the_line_of_the_figure():
    fan = capital.fan(WORLD).set_index("year")
    frame, middle = fan["p50"], fan.loc[2028.5]
    median = magnitude(capital.cash_after_two_years_median, BILLION)
    # as many points, drawn for another program: two medians of n points lie apart by their own error, which is that of
    # a normal distribution, 1.25 sigma / sqrt(n), and no more than twice the error of their difference
    error = 1.2533 * (middle["p75"] - middle["p25"]) / 1.349 / capital.DRAWS**0.5
    assert median == pytest.approx(middle["p50"], abs=2.0 * 2.0**0.5 * error)
    months = int(magnitude(capital.runway_median, "month"))
    assert frame.iloc[months] >= 10 > frame.iloc[months + 1]  # the reserve of ten billion
    assert magnitude(capital.probability_of_raising, "percent") > 50


def test_halved_capital_carries_the_company_past_two_years_even_without_customers():
    spare = changed(capex_later=36.75e9, contract_luck=0.0)
    assert capital._runway(spare).m_as("month") > 24


def test_the_fan_opens_and_keeps_its_order():
    frame = capital.fan(WORLD)
    columns = ["p05", "p25", "p50", "p75", "p95"]
    assert (np.diff(frame[columns].to_numpy(), axis=1) >= 0).all()
    width = frame["p95"] - frame["p05"]
    assert width.iloc[0] == 0
    assert width.is_monotonic_increasing


def test_the_main_results_of_the_weight_can_be_traced():
    assert program(["capital.cash_after_two_years", "capital.cash_expected", "capital.interest"], WORLD).size > 0
