"""The valuation against two published workbooks, other published appraisals, and its own laws."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.models import finance, valuation
from analysis.models.valuation import Interval
from analysis.units import Quantity
from tests.each import few

BILLION = "gigaUSD/year"


def q(value: float, unit: str = "") -> Quantity:
    return Quantity(value, unit)


# The ways in which the two workbooks close the gap to a milestone within five years.
ACCELERATING = [q(s) for s in (0.2, 0.3, 0.4, 0.5, 1.0)]
CONSTANT = [q(s) for s in (0.2, 0.2, 0.2, 0.2, 1.0)]
STRAIGHT = [q(s) for s in (1 / 5, 1 / 4, 1 / 3, 1 / 2, 1.0)]


class Plan(NamedTuple):
    """One row of a workbook's inputs: money in billions of dollars a year."""

    base: float
    margin_now: float
    goal: float
    margin_goal: float
    turnover_early: float
    turnover_late: float
    milestone: float | None
    first: list[Quantity] = ACCELERATING
    second: list[Quantity] = ACCELERATING


JUNE = {
    "space": Plan(4.086, 0.08, 40, 0.45, 3, 4, 1 / 3),
    "connectivity": Plan(11.387, 0.10, 120, 0.60, 3, 5, 1 / 3),
    "ai": Plan(3.201, -0.05, 160, 0.25, 1.5, 2.5, 1 / 3),
    "expansion": Plan(0, 0, 100, 0.30, 5, 5, None),
}
JUNE_RATES = (0.0837450225998141, 0.0825, 0.0456)
APRIL = {
    "space": Plan(4.1, 0.08, 70, 0.40, 4, 2, 1 / 2, STRAIGHT, STRAIGHT),
    "connectivity": Plan(11.4, 0.10, 120, 0.60, 10, 5, 1 / 2, CONSTANT, STRAIGHT),
    "ai": Plan(0.1, -0.05, 80, 0.50, 2.5, 1.5, 1 / 3, CONSTANT, STRAIGHT),
    "expansion": Plan(0, 0, 50, 0.30, 3, 3, None),
}
APRIL_RATES = (0.08024591576065232, 0.08, 0.042)


def revenues(plan: Plan) -> list[Quantity]:
    base, goal = q(plan.base, BILLION), q(plan.goal, BILLION)
    if plan.milestone is None:
        return [base] * 5 + valuation.linear_path(base, goal, 5)
    middle = valuation.waypoint(base, goal, q(plan.milestone))
    return valuation.closing_path(base, middle, plan.first) + valuation.closing_path(middle, goal, plan.second)


def segment(plan: Plan) -> valuation.Segment:
    margins = valuation.linear_path(q(plan.margin_now), q(plan.margin_goal), 10)
    turnovers = [q(plan.turnover_early)] * 5 + [q(plan.turnover_late)] * 5
    return valuation.segment_of(q(plan.base, BILLION), revenues(plan), margins, turnovers)


def operations(company: valuation.Segment, rates: tuple[float, float, float]) -> valuation.OperatingValue:
    first, last, growth = rates
    return valuation.value_of_operations(
        company,
        valuation.held_then_linear_path(q(0.10), q(0.25), 5, 10),
        valuation.held_then_linear_path(q(first), q(last), 5, 10),
        q(growth),
        q(0.15),
        q(0, "USD"),
    )


def june(**changes: Plan) -> valuation.Issue:
    company = valuation.consolidated([segment(plan) for plan in {**JUNE, **changes}.values()])
    money = [q(x, "gigaUSD") for x in (24.747, 22.896, 75, 0)]
    value = operations(company, JUNE_RATES).total
    return valuation.price_of_an_issue(value, *money, q(12.5353, "gigashare"))


def price(issue: valuation.Issue) -> float:
    return float(issue.value_per_share.m_as("USD/share"))


# ---- the workbook of June 2026 -----------------------------------------------------------------------------------


def test_june_revenue_cell_by_cell() -> None:
    published = [13.65426667, 26.19818667, 37.90584533, 46.68658933, 55.46733333]
    published += [76.37386667, 101.46170667, 124.877024, 142.438512, 160.0]
    assert [r.m_as(BILLION) for r in revenues(JUNE["ai"])] == pytest.approx(published, abs=5e-9)  # eight decimals


def test_june_value() -> None:
    company = valuation.consolidated([segment(plan) for plan in JUNE.values()])
    value = operations(company, JUNE_RATES)
    # cells are transcribed to seven decimals (six for the sum)
    assert value.explicit.m_as("gigaUSD") == pytest.approx(161.8819499, abs=1e-6)
    assert value.terminal.m_as("gigaUSD") == pytest.approx(1062.5660566, abs=1e-6)
    assert value.total.m_as("gigaUSD") == pytest.approx(1224.448006, abs=1e-6)


def test_june_share() -> None:
    issue = june()
    assert issue.equity_value.m_as("gigaUSD") == pytest.approx(1301.2990065, abs=1e-6)
    assert price(issue) == pytest.approx(97.8276552, abs=1e-6)
    assert issue.new_shares.m_as("gigashare") == pytest.approx(0.76665438, abs=1e-8)


def test_june_by_segment() -> None:
    values = [operations(segment(plan), JUNE_RATES).total for plan in JUNE.values()]
    assert [v.m_as("gigaUSD") for v in values] == pytest.approx([145.7, 589.3, 270.5, 219.0], abs=0.05)  # one decimal
    # AI loses money in the first year: alone it pays no tax, and uses the loss in the second, at the same rate
    assert valuation.sum_of_parts(values).m_as("gigaUSD") == pytest.approx(1224.448006, abs=0.01)
    assert valuation.shares_of_total(values)[2].m_as("percent") == pytest.approx(22.1, abs=0.05)


def test_an_issue_at_its_value_leaves_the_value_of_a_share() -> None:
    money = [q(x, "gigaUSD") for x in (1224.448006, 24.747, 22.896)]
    shares = q(12.5353, "gigashare")
    small, large = (
        valuation.price_of_an_issue(*money, q(p, "gigaUSD"), q(0, "USD"), shares).value_per_share for p in (0.0, 500.0)
    )
    assert small.m_as("USD/share") == pytest.approx(large.m_as("USD/share"), rel=1e-12)


# ---- the workbook of April 2026 ----------------------------------------------------------------------------------


def april(reported_error: bool) -> float:
    """Value of operations; the reported error charges the launch segment with the growth of the whole company."""
    segments = {name: segment(plan) for name, plan in APRIL.items()}
    if reported_error:
        total = valuation.consolidated(list(segments.values())).revenues
        turnovers = [q(4.0)] * 5 + [q(2.0)] * 5
        wrong = valuation.reinvestments(q(15.6, BILLION), total, turnovers, 0, q(0.0))
        space = segments["space"]
        segments["space"] = space._replace(reinvestments=[space.reinvestments[0], *wrong[1:]])
    return float(operations(valuation.consolidated(list(segments.values())), APRIL_RATES).total.m_as("gigaUSD"))


def test_april_value_needs_the_reported_error() -> None:
    """Published: 1216.061156. The path of each segment and block was found by trying all 2,187 combinations of three
    shapes; this one fits to the last digit and the next best misses by 5e-3.
    """
    assert april(reported_error=True) == pytest.approx(1216.061156, abs=1e-6)


def test_april_value_without_the_reported_error() -> None:
    """Third parties report about 1,270.8 corrected; June then lowers the value instead of raising it."""
    corrected = april(reported_error=False)
    assert corrected == pytest.approx(1270.8, abs=0.05)  # reported with one decimal
    company = valuation.consolidated([segment(plan) for plan in JUNE.values()])
    assert operations(company, JUNE_RATES).total.m_as("gigaUSD") < corrected


def test_april_reinvestment_of_the_launch_segment() -> None:
    own = valuation.sum_of_parts(segment(APRIL["space"]).reinvestments)
    assert own.m_as(BILLION) == pytest.approx(24.7125, abs=1e-9)  # transcribed to a hundred thousand dollars


# ---- backwards ---------------------------------------------------------------------------------------------------


def ai_revenue(x: Quantity) -> Quantity:
    return june(ai=JUNE["ai"]._replace(goal=x.m_as(BILLION))).value_per_share


def ai_margin(x: Quantity) -> Quantity:
    return june(ai=JUNE["ai"]._replace(margin_goal=x.m_as(""))).value_per_share


def all_revenue(x: Quantity) -> Quantity:
    return june(**{name: plan._replace(goal=plan.goal * x.m_as("")) for name, plan in JUNE.items()}).value_per_share


@pytest.mark.parametrize(
    ("forward", "low", "high", "expected", "tolerance"),
    [
        (ai_revenue, q(100, BILLION), q(2000, BILLION), 437, 0.5),
        (ai_margin, q(0.1), q(0.95), 0.606, 0.0005),
        (all_revenue, q(0.5), q(3.0), 1.386, 0.0005),
    ],
)
def test_what_the_offer_price_requires(
    forward: object, low: Quantity, high: Quantity, expected: float, tolerance: float
) -> None:
    offer = q(135, "USD/share")
    driver = valuation.implied_driver(forward, offer, low, high)
    assert driver.m_as(low.units) == pytest.approx(expected, abs=tolerance)  # the digits the research prints
    assert forward(driver).m_as("USD/share") == pytest.approx(135, rel=1e-9)


@pytest.mark.parametrize(
    ("forward", "low", "high"),
    [
        (ai_revenue, q(1, BILLION), q(3000, BILLION)),
        (ai_margin, q(0.0), q(1.5)),
        (all_revenue, q(0.1), q(6.0)),
    ],
)
@few(10)
@given(st.floats(85, 200))
def test_forward_of_backward_is_the_price(
    forward: Callable[[Quantity], Quantity], low: Quantity, high: Quantity, target: float
) -> None:
    driver = valuation.implied_driver(forward, q(target, "USD/share"), low, high)
    assert forward(driver).m_as("USD/share") == pytest.approx(target, rel=1e-9)


@pytest.mark.parametrize("forward", [ai_revenue, ai_margin, all_revenue])
def test_two_runs_invert_a_straight_line(forward: Callable[[Quantity], Quantity]) -> None:
    unit = BILLION if forward is ai_revenue else ""
    found = valuation.implied_linear_driver(forward, q(135, "USD/share"), q(0.4, unit), q(0.9, unit))
    assert forward(found).m_as("USD/share") == pytest.approx(135, rel=1e-9)  # two ends near each other cost digits


def test_an_unreachable_price_is_reported() -> None:
    with pytest.raises(
        valuation.InfeasibleError, match=r"no driver from 0\.1 to 0\.3 gives \$500/share: .*widen the bounds"
    ):
        valuation.implied_driver(ai_margin, q(500, "USD/share"), q(0.1), q(0.3))


@given(st.floats(0.0, 0.3), st.floats(1, 20), st.floats(1, 40))
def test_exit_revenue_and_return_are_inverse(rate: float, years: float, multiple: float) -> None:
    price_now, time = q(1.77, "teraUSD"), q(years, "year")
    revenue = valuation.implied_exit_revenue(price_now, q(rate), time, q(multiple))
    found = valuation.implied_return(price_now, revenue, q(multiple), time)
    assert found.magnitude == pytest.approx(rate, abs=1e-9)


def test_exit_view_of_the_offer() -> None:
    for multiple, revenue, growth in ((5, 918, 47.6), (10, 459, 37.7)):
        found = valuation.implied_exit_revenue(q(1.77, "teraUSD"), q(0.10), q(10, "year"), q(multiple))
        assert found.m_as(BILLION) == pytest.approx(revenue, abs=0.5)
        rate = finance.compound_growth_rate(q(18.674, BILLION), found, q(10, "year"))
        assert rate.m_as("percent") == pytest.approx(growth, abs=0.05)


# ---- multiples ---------------------------------------------------------------------------------------------------


def test_the_hidden_denominator() -> None:
    """64 times and 23 times both stand on about $31 billion, outside the stated 24 to 30."""
    two = Interval(q(2, "teraUSD"), q(2, "teraUSD"))
    stated = Interval(q(24, BILLION), q(30, BILLION))
    multiples = valuation.interval_multiple(two, stated)
    assert (multiples.low.magnitude, multiples.high.magnitude) == pytest.approx((66.67, 83.33), abs=0.005)
    amazon = valuation.denominator_window(q(717, BILLION), Interval(q(22.5), q(23.5)))
    sales = valuation.denominator_window(q(2000, BILLION), Interval(q(64), q(65)))
    both = valuation.overlap(amazon, sales)
    assert (both.low.m_as(BILLION), both.high.m_as(BILLION)) == pytest.approx((30.77, 31.25), abs=0.005)
    nothing = valuation.overlap(both, stated)
    assert nothing.low > nothing.high


def test_published_multiples() -> None:
    cases = [(1767, 18.674, 94.6), (1500, 24, 62.5), (104, 3.711, 28.0), (24, 0.4045, 59.3), (1100, 18.674, 58.9)]
    for value, revenue, published in cases:
        found = valuation.price_to_sales(q(value, "gigaUSD"), q(revenue, BILLION)).magnitude
        assert found == pytest.approx(published, abs=0.06)  # one decimal, inputs to three digits


@given(st.floats(1e9, 1e13), st.floats(0.1, 300))
def test_revenue_and_value_at_a_multiple_are_inverse(value: float, multiple: float) -> None:
    revenue = valuation.implied_revenue(q(value, "USD"), q(multiple))
    assert valuation.value_at_multiple(revenue, q(multiple)).m_as("USD") == pytest.approx(value)
    assert valuation.price_to_sales(q(value, "USD"), revenue).magnitude == pytest.approx(multiple)


@given(st.floats(1, 10), st.floats(1, 10), st.floats(1, 10), st.floats(1, 10), st.floats(0, 1), st.floats(0, 1))
def test_an_interval_holds_every_multiple(a: float, b: float, c: float, d: float, u: float, v: float) -> None:
    value = Interval(q(min(a, b), "USD"), q(max(a, b), "USD"))
    sales = Interval(q(min(c, d), "USD/year"), q(max(c, d), "USD/year"))
    multiples = valuation.interval_multiple(value, sales)
    inside = valuation.price_to_sales(
        valuation.waypoint(value.low, value.high, q(u)), valuation.waypoint(sales.low, sales.high, q(v))
    )
    assert multiples.low.magnitude - 1e-9 <= inside.magnitude <= multiples.high.magnitude + 1e-9


# ---- laws of the discounted cash flow ----------------------------------------------------------------------------

shares_of_gap = st.lists(st.floats(0, 1), min_size=0, max_size=9)
levels = st.floats(0.0, 500.0)


@given(levels, levels, shares_of_gap)
def test_a_closing_path_ends_at_its_goal_and_never_overshoots(start: float, goal: float, shares: list[float]) -> None:
    path = valuation.closing_path(q(start, BILLION), q(goal, BILLION), [*(q(s) for s in shares), q(1.0)])
    values = [start, *(x.m_as(BILLION) for x in path)]
    assert values[-1] == pytest.approx(goal, abs=1e-9)
    distance = [abs(goal - v) for v in values]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(distance))


@given(levels, levels, st.integers(1, 15))
def test_straight_paths_end_at_their_goal(start: float, goal: float, years: int) -> None:
    path = valuation.linear_path(q(start, BILLION), q(goal, BILLION), years)
    assert len(path) == years
    assert path[-1].m_as(BILLION) == pytest.approx(goal, abs=1e-9)
    early = valuation.converging_path(q(start, BILLION), q(goal, BILLION), 1, years)
    assert [x.m_as(BILLION) for x in early] == pytest.approx([goal] * years, abs=1e-9)


@given(st.floats(1, 100), st.floats(-0.3, 1.0), st.integers(1, 12))
def test_a_compound_path_ends_where_growth_leads(start: float, rate: float, years: int) -> None:
    path = valuation.compound_path(q(start, BILLION), [q(rate)] * years)
    assert path[-1].m_as(BILLION) == pytest.approx(start * (1 + rate) ** years)


@few(20)
@given(st.floats(0.06, 0.15), st.floats(0.001, 0.05))
def test_value_falls_with_the_cost_of_capital(rate: float, more: float) -> None:
    company = segment(JUNE["connectivity"])
    dear, cheap = (operations(company, (r, r, 0.0456)).total for r in (rate, rate + more))
    assert cheap < dear


@few(20)
@given(st.floats(0.0, 0.6), st.floats(0.001, 0.2))
def test_value_rises_with_the_margin(margin: float, more: float) -> None:
    values = [ai_margin(q(m)) for m in (margin, margin + more)]
    assert values[0] < values[1]


@given(st.floats(0.05, 0.2), st.floats(0.0, 0.03))
def test_growth_at_the_cost_of_capital_adds_nothing(rate: float, growth: float) -> None:
    income = q(100, "USD/year")
    # with a return equal to the cost of capital value is income after tax over the rate, whatever the growth
    value = valuation.terminal_value(income / (1 + growth), q(0.25), q(growth), q(rate), q(rate))
    assert value.m_as("USD") == pytest.approx(75 / rate, rel=1e-9)


def test_a_lag_moves_capital_ahead_of_sales() -> None:
    path = valuation.compound_path(q(100, BILLION), [q(0.2)] * 6)
    turnover = [q(2.0)] * 6
    now, ahead = (valuation.reinvestments(q(100, BILLION), path, turnover, lag, q(0.03)) for lag in (0, 1))
    assert [x.m_as(BILLION) for x in ahead[:-1]] == pytest.approx([x.m_as(BILLION) for x in now[1:]])
    assert ahead[-1].m_as(BILLION) == pytest.approx(path[-1].m_as(BILLION) * 0.03 / 2)


@given(st.lists(st.floats(-50, 100), min_size=1, max_size=10), st.floats(0, 100))
def test_tax_is_never_negative_and_losses_never_raise_it(incomes: list[float], losses: float) -> None:
    series, rates = [q(x, BILLION) for x in incomes], [q(0.25)] * len(incomes)
    without = [t.m_as(BILLION) for t in valuation.taxes(series, rates, q(0, "USD"))]
    with_losses = [t.m_as(BILLION) for t in valuation.taxes(series, rates, q(losses, "gigaUSD"))]
    assert all(t >= -1e-9 for t in without + with_losses)  # a dollar, from converting billions
    assert sum(with_losses) <= sum(without) + 1e-9
    saved = sum(without) - sum(with_losses)
    assert saved <= 0.25 * losses + 1e-9


def test_values_of_segments_without_losses_add_up() -> None:
    parts = [segment(plan) for name, plan in JUNE.items() if name != "ai"]
    whole = operations(valuation.consolidated(parts), JUNE_RATES).total.m_as("gigaUSD")
    assert sum(operations(p, JUNE_RATES).total.m_as("gigaUSD") for p in parts) == pytest.approx(whole, rel=1e-12)


def test_samples_of_a_driver_give_samples_of_value() -> None:
    goals = Quantity(np.array([160.0, 437.0]), BILLION)
    margins = valuation.linear_path(q(-0.05), q(0.25), 10)
    path = valuation.linear_path(q(3.201, BILLION), goals, 10)
    company = valuation.segment_of(q(3.201, BILLION), path, margins, [q(2.0)] * 10)
    value = operations(company, JUNE_RATES).total.m_as("gigaUSD")
    assert value.shape == (2,)
    assert value[1] > 2 * value[0]


def test_research_as_capital_is_that_of_a_published_workbook() -> None:
    past = [q(x, "megaUSD/year") for x in (1491, 1390, 1460, 1378, 834)]
    research = valuation.capitalised_research(q(2375, "megaUSD/year"), past)
    assert research.asset.m_as("megaUSD") == pytest.approx(5261.4, abs=1e-9)  # exact in tenths of a million
    assert research.income_adjustment.m_as("megaUSD/year") == pytest.approx(1064.4, abs=1e-9)


@given(st.floats(0, 100), st.integers(1, 12))
def test_level_research_changes_no_income_and_is_half_written_off(expense: float, life: int) -> None:
    research = valuation.capitalised_research(q(expense, BILLION), [q(expense, BILLION)] * life)
    assert research.income_adjustment.m_as(BILLION) == pytest.approx(0.0, abs=1e-9)
    assert research.asset.m_as("gigaUSD") == pytest.approx(expense * (life + 1) / 2, abs=1e-9)


@few(25)
@given(
    st.lists(st.floats(0, 100), min_size=1, max_size=10), st.floats(0, 500), st.floats(0.02, 0.3), st.floats(0.001, 0.2)
)
def test_the_value_of_flows_falls_with_the_discount_rate(
    flows: list[float], later: float, rate: float, more: float
) -> None:
    series = [q(f, BILLION) for f in flows]
    cheap, dear = (
        valuation.value_of_flows(series, [q(r)] * len(flows), q(later, "gigaUSD")) for r in (rate + more, rate)
    )
    assert cheap.total.magnitude <= dear.total.magnitude
    assert dear.total.m_as("gigaUSD") == pytest.approx(dear.explicit.m_as("gigaUSD") + dear.terminal.m_as("gigaUSD"))


@given(st.floats(1, 1e3), st.floats(0, 0.3), st.floats(0.1, 300), st.floats(0.1, 10), st.floats(0.05, 0.9))
def test_options_take_value_from_shares_but_not_more_than_there_is(
    equity: float, options: float, strike: float, maturity: float, volatility: float
) -> None:
    terms = q(strike, "USD/share"), q(maturity, "year"), q(0.03), q(volatility)
    shares, options_held = q(1.0, "gigashare"), q(options, "gigashare")
    found = valuation.value_per_share_after_options(q(equity, "gigaUSD"), shares, options_held, *terms)
    # an option is worth no more than a share, so that a holder of shares keeps at least N/(N+W) of the equity
    assert equity / (1 + options) * (1 - 1e-9) <= found.m_as("USD/share") <= equity * (1 + 1e-9)


# ---- appraisals of others ----------------------------------------------------------------------------------------


def test_published_sums_and_ratios() -> None:
    """Goldman Sachs 2030 and Morgan Stanley 2030 and 2040: sums and margins as printed."""
    goldman = valuation.sum_of_parts([q(x, BILLION) for x in (322, 144, 8.3)])
    assert goldman.m_as(BILLION) == pytest.approx(474.3)
    assert (q(352, BILLION) / goldman).m_as("percent") == pytest.approx(74, abs=0.5)
    assert valuation.shares_of_total([q(322, BILLION), q(152.3, BILLION)])[0].m_as("percent") == pytest.approx(
        68, abs=0.5
    )
    assert pytest.approx(0.79, abs=0.005) == 2.7 / 3.4


def test_morningstar() -> None:
    futures = [q(x, "USD/share") for x in (108, 23.5, -6.20)]
    rest = valuation.probability_weighted_value(futures, [q(p) for p in (0.07, 0.50, 0.43)])
    assert rest.m_as("USD/share") == pytest.approx(16.64, abs=0.01)
    assert rest.m_as("USD/share") + 46.36 == pytest.approx(63, abs=0.01)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=6), st.data())
def test_an_expected_value_lies_among_the_values(values: list[float], data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.floats(0.01, 1), min_size=len(values), max_size=len(values)))
    chances = [q(w / sum(weights)) for w in weights]
    mean = valuation.probability_weighted_value([q(v, "USD") for v in values], chances).m_as("USD")
    assert min(values) - 1e-9 <= mean <= max(values) + 1e-9


def test_an_option_is_worth_more_than_its_exercise_and_less_than_its_share() -> None:
    value = valuation.option_value(q(135, "USD/share"), q(27, "USD/share"), q(5, "year"), q(0.045), q(0.6))
    assert 135 - 27 < value.m_as("USD/share") < 135
    assert valuation.treasury_stock_dilution(q(100, "share"), q(150, "USD/share"), q(135, "USD/share")).magnitude == 0


@given(st.floats(0, 1), st.floats(0, 1e9))
def test_failure_takes_value_away(probability: float, distress: float) -> None:
    value = valuation.failure_adjusted_value(q(1e9, "USD"), q(probability), q(distress, "USD"))
    assert distress - 1e-3 <= value.m_as("USD") <= 1e9 + 1e-3


@given(st.lists(st.floats(0.5, 5), min_size=3, max_size=3), st.lists(st.floats(0.5, 5), min_size=3, max_size=3))
def test_an_attribution_adds_up_to_the_change(before: list[float], after: list[float]) -> None:
    def product(x: Quantity, y: Quantity, z: Quantity) -> Quantity:
        return x * y / z

    old, new = [q(b) for b in before], [q(a) for a in after]
    parts = valuation.attribution(product, old, new)
    assert sum(p.magnitude for p in parts) == pytest.approx((product(*new) - product(*old)).magnitude, abs=1e-9)


def test_a_market_value_and_its_operations() -> None:
    value = valuation.market_capitalisation(q(160.95, "USD/share"), q(13.0909, "gigashare"))
    assert value.m_as("teraUSD") == pytest.approx(2.107, abs=0.0005)  # the first close, printed to four digits
    ev = valuation.enterprise_value(value, q(29.1, "gigaUSD"), q(15.852, "gigaUSD"))
    assert (ev - value).m_as("gigaUSD") == pytest.approx(13.248)


# ---- refusals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        lambda: valuation.price_to_sales(q(1, "USD"), q(1, "USD")),
        lambda: valuation.price_to_sales(q(1, "USD"), q(1, "USD_2025/year")),
        lambda: valuation.market_capitalisation(q(1, "USD"), q(1, "share")),
        lambda: valuation.operating_incomes([q(1, "USD")], [q(0.1)]),
        lambda: valuation.closing_path(q(1, "USD"), q(1, "kg"), [q(1.0)]),
        lambda: valuation.capitalised_research(q(1, "USD"), [q(1, BILLION)]),
        lambda: valuation.value_of_flows([q(1, BILLION)], [q(0.1)], q(1, BILLION)),
    ],
)
def test_wrong_dimensions_are_refused(call: Callable[[], object]) -> None:
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: valuation.price_to_sales(q(1, "USD"), q(0, "USD/year")), "revenue must be above"),
        (lambda: valuation.probability_weighted_value([q(1.0)], [q(0.9)]), "sum of probabilities must be at least 1"),
        (lambda: valuation.terminal_value(q(1, BILLION), q(0.2), q(0.1), q(0.1), q(0.1)), "must be above 0"),
        (lambda: valuation.reinvestments(q(1, BILLION), [q(1, BILLION)], [q(0.0)], 0, q(0)), "sales_to_capital must"),
        (lambda: valuation.reinvestments(q(1, BILLION), [q(1, BILLION)], [q(1.0)], -1, q(0)), "lag must be 0"),
        (lambda: valuation.capitalised_research(q(1, BILLION), []), "past must hold at least one year"),
    ],
)
def test_the_impossible_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()
