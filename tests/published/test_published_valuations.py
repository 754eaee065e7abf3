"""What appraisers printed of SpaceX, recomputed from the inputs that they printed with it.

Inputs and published outputs are records of `valuation.toml`; where a source prints fewer digits the tolerance says so.
"""

from collections.abc import Callable

import pytest

from analysis.evidence import Case
from analysis.models import finance, valuation
from analysis.peers import damodaran
from analysis.studies import chain
from analysis.units import Quantity, as_nominal

WORLD = Case()
BILLION, SHARE = "gigaUSD", "USD/share"


def money(name: str) -> Quantity:
    return WORLD.nominal(f"valuation.{name}")


def record(name: str) -> Quantity:
    return WORLD[f"valuation.{name}"]


def years(count: float) -> Quantity:
    return Quantity(count, "year")


def growth(first: Quantity, last: Quantity, count: float) -> Quantity:
    return finance.compound_growth_rate(first, last, years(count)).to("percent")


def sales(name: str = "revenue_2025") -> Quantity:
    return WORLD.nominal(f"spacex.{name}")


def morningstar() -> Quantity:
    values, odds = money("morningstar_scenario_values"), record("morningstar_scenario_odds")
    rest = valuation.probability_weighted_value([values[i] for i in range(3)], [odds[i] for i in range(3)])
    return money("morningstar_core_per_share") + rest


def goldman() -> list[Quantity]:
    parts = money("goldman_revenue_2030")
    return [parts[i] for i in range(3)]


def over_shares(price: str) -> Quantity:
    before, sold = WORLD["offering.shares_before"], WORLD["offering.shares_sold"]
    return valuation.market_capitalisation(WORLD.nominal(f"offering.{price}"), before + sold)


# ---- one appraiser's workbooks, to the digits that were transcribed --------------------------------------------------

JUNE: list[tuple[str, Callable[[], Quantity], str, float]] = [
    ("june_present_value_explicit", lambda: damodaran.june_operations(WORLD).explicit, BILLION, 1e-6),
    ("june_present_value_terminal", lambda: damodaran.june_operations(WORLD).terminal, BILLION, 1e-6),
    ("june_value_of_operations", lambda: damodaran.june_operations(WORLD).total, BILLION, 1e-6),
    ("june_value_of_equity", lambda: damodaran.june_issue(WORLD).equity_value, BILLION, 1e-6),
    ("june_value_per_share", lambda: damodaran.june_issue(WORLD).value_per_share, SHARE, 1e-6),
    ("june_new_shares", lambda: damodaran.june_issue(WORLD).new_shares, "gigashare", 1e-6),
]
# Third parties report an error in April's row 15. Our recomputation supports the report: with the error the printed
# value comes out, without it another. The workbook itself was not seen.
APRIL: list[tuple[str, Callable[[], Quantity], str, float]] = [
    ("april_value_of_operations", lambda: damodaran.april_operations(WORLD, True).total, BILLION, 1e-6),
    ("april_value_corrected", lambda: damodaran.april_operations(WORLD, False).total, BILLION, 0.05),  # one decimal
    (
        "april_launch_reinvestment_published",
        lambda: valuation.sum_of_parts(damodaran.april_launch_reinvestments(WORLD)) * years(1),
        BILLION,
        0.005,  # two decimals
    ),
    (
        "april_launch_reinvestment_corrected",
        lambda: valuation.sum_of_parts(damodaran.segment(damodaran.april(WORLD)[0]).reinvestments) * years(1),
        BILLION,
        0.005,
    ),
]


@pytest.mark.parametrize(("published", "ours", "unit", "tolerance"), JUNE + APRIL, ids=[r[0] for r in JUNE + APRIL])
def test_a_workbook_is_rebuilt(published, ours, unit, tolerance):
    key = f"valuation.{published}"
    wanted = WORLD.nominal(key) if "USD" in WORLD.record(key).unit else WORLD[key]
    assert ours().m_as(unit) == pytest.approx(wanted.m_as(unit), abs=tolerance)


def test_the_published_april_value_is_not_consistent_with_the_absence_of_the_error():
    published = money("april_value_of_operations").m_as(BILLION)
    without = damodaran.april_operations(WORLD, False).total.m_as(BILLION)
    assert without / published - 1 == pytest.approx(0.045, abs=0.001)


def test_the_change_from_april_to_june_has_two_signs():
    assert chain.june_over_april_published(WORLD).magnitude > 0 > chain.june_over_april(WORLD).magnitude


@pytest.mark.parametrize(
    ("segment", "published"),
    list(zip(damodaran.SEGMENTS, (145.7, 589.3, 270.5, 219.0), strict=True)),
)
def test_the_value_of_a_segment(segment, published):
    values = dict(zip(damodaran.SEGMENTS, damodaran.values_by_segment(WORLD), strict=True))
    assert values[segment].m_as(BILLION) == pytest.approx(published, abs=0.05)  # one decimal


# ---- what others print: sums, growth, multiples ----------------------------------------------------------------------

Row = tuple[str, Callable[[], Quantity], str, float, float]
ARITHMETIC: list[Row] = [
    ("Morningstar: a share from its scenarios", morningstar, SHARE, 63.0, 0.02),
    (
        "Morningstar: core and AI make the whole",
        lambda: money("morningstar_value_core") + money("morningstar_value_ai"),
        BILLION,
        780.0,
        1.5,  # each part is rounded to a billion
    ),
    (
        "Morningstar: share of AI",
        lambda: (money("morningstar_value_ai") / money("morningstar_value")).to("percent"),
        "percent",
        21.8,
        0.05,
    ),
    (
        "New Constructs: multiple of the revenue of 2025",
        lambda: money("newconstructs_revenue_2035") / sales(),
        "",
        58.9,
        0.05,
    ),
    ("New Constructs: growth", lambda: growth(sales(), money("newconstructs_revenue_2035"), 10), "percent", 50.3, 0.05),
    ("Goldman Sachs: the lines make the total", lambda: valuation.sum_of_parts(goldman()), "gigaUSD/year", 474.0, 0.5),
    (
        "Goldman Sachs: margin",
        lambda: (money("goldman_ebitda_2030") / valuation.sum_of_parts(goldman())).to("percent"),
        "percent",
        74.0,
        0.5,
    ),
    ("Goldman Sachs: share of AI", lambda: valuation.shares_of_total(goldman())[2].to("percent"), "percent", 68.0, 0.5),
    (
        "Goldman Sachs: AI of 2026 over 2025",
        lambda: money("goldman_ai_revenue_2026") / sales("ai_revenue_2025"),
        "",
        4.9,
        0.05,
    ),
    (
        "Morgan Stanley: growth to 2040",
        lambda: growth(sales(), money("morganstanley_revenue_2040"), 15),
        "percent",
        41.5,
        0.05,
    ),
    (
        "Morgan Stanley: margin",
        lambda: (money("morganstanley_ebitda_2040") / money("morganstanley_revenue_2040")).to("percent"),
        "percent",
        79.0,
        0.5,
    ),
    (
        "Morgan Stanley: share of AI",
        lambda: (money("morganstanley_ai_revenue_2030") / money("morganstanley_revenue_2030")).to("percent"),
        "percent",
        58.0,
        0.5,
    ),
    # six years from December 2024; an account that counts five would print 48.2
    ("ARK: growth", lambda: growth(money("ark_value_2024"), money("ark_value_2030"), 6), "percent", 38.8, 0.05),
    (
        "ARK: growth if five years are counted",
        lambda: growth(money("ark_value_2024"), money("ark_value_2030"), 5),
        "percent",
        48.2,
        0.05,
    ),
    ("The offer", lambda: over_shares("price"), "teraUSD", 1.767, 0.0005),
    ("The first close", lambda: over_shares("first_close"), "teraUSD", 2.107, 0.0005),
    (
        "The last price",
        lambda: valuation.market_capitalisation(Quantity(143.69, "USD/share"), WORLD["offering.shares_july_2026"]),
        "teraUSD",
        1.894,
        0.0005,
    ),
]


@pytest.mark.parametrize(
    ("ours", "unit", "published", "tolerance"), [row[1:] for row in ARITHMETIC], ids=[row[0] for row in ARITHMETIC]
)
def test_a_published_number_follows_from_its_inputs(ours, unit, published, tolerance):
    assert ours().m_as(unit) == pytest.approx(published, abs=tolerance)


def test_arks_cases_are_the_ends_of_its_record():
    low, high = (as_nominal(end).m_as("teraUSD") for end in WORLD.bounds("valuation.ark_value_2030"))
    assert (low, high) == (1.7, 3.1)


# ---- backwards -------------------------------------------------------------------------------------------------------

BACKWARDS = [
    (chain.required_ai_revenue_published, "gigaUSD/year", 437.0, 0.5, "revenue"),
    (chain.required_ai_margin_published, "", 0.606, 0.0005, "margin"),
    (chain.required_scale_published, "", 1.386, 0.0005, None),
]


@pytest.mark.parametrize(("driver", "unit", "printed", "tolerance", "field"), BACKWARDS)
def test_the_price_run_backwards_and_forwards_again(driver, unit, printed, tolerance, field):
    found = driver(WORLD).to(unit)
    assert found.magnitude == pytest.approx(printed, abs=tolerance)
    plans = damodaran.june(WORLD)
    if field is None:
        plans = [plan._replace(revenue=plan.revenue * found) for plan in plans]
    else:
        plans[damodaran.AI] = plans[damodaran.AI]._replace(**{field: found})
    again = damodaran.june_issue(WORLD, plans).value_per_share
    assert again.m_as(SHARE) == pytest.approx(135.0, rel=1e-9)
