"""Chapter 2: the reverse cash flow and the physical chain, against arithmetic by hand and a root finder."""

import numpy as np
import pytest

from analysis.evidence import Case, conflicts
from analysis.models import valuation
from analysis.peers import damodaran
from analysis.results.registry import find
from analysis.results.uncertainty import program
from analysis.studies import appraisal, chain, launch, parity
from analysis.units import Quantity

WORLD = Case()
BILLION = "gigaUSD/year"


def value(result, unit=""):
    return float(result(WORLD).to(unit).magnitude)


def share_with(**changes):
    plans = damodaran.june(WORLD)
    plans[damodaran.AI] = plans[damodaran.AI]._replace(**changes)
    return damodaran.june_issue(WORLD, plans).value_per_share


def test_the_base_case_is_the_published_share():
    assert value(appraisal.appraised_value_per_share, "USD/share") == pytest.approx(97.8276552, abs=1e-6)


@pytest.mark.parametrize(
    ("result", "unit", "published", "tolerance"),
    [
        (chain.required_ai_revenue_published, BILLION, 437, 0.5),  # the digits that the research prints
        (chain.required_ai_margin_published, "percent", 60.6, 0.05),
        (chain.required_scale_published, "", 1.386, 0.0005),
        (chain.appraised_terminal_share, "percent", 86.8, 0.05),
        # 1.767 trillion unrounded gives 916.8; the research starts from 1.77 and prints 918
        (chain.exit_revenue, BILLION, 918, 1.6),
        (chain.exit_growth, "percent", 47.6, 0.05),
    ],
)
def test_what_the_price_needs(result, unit, published, tolerance):
    assert value(result, unit) == pytest.approx(published, abs=tolerance)


def test_forward_of_reverse_is_the_offer_price():
    """On one balance sheet, with all shares: the needed revenue and the needed margin give the price back."""
    factor = (chain.required_ai_revenue(WORLD) / chain.appraised_ai_revenue(WORLD)).to("")
    moved = {"valuation.ai_revenue_factor": factor}
    assert appraisal.value_per_share_untied(WORLD.with_values(moved)).m_as("USD/share") == pytest.approx(135.0)
    moved = {"valuation.ai_margin_year_10": chain.required_ai_margin(WORLD).to("")}
    assert appraisal.value_per_share_untied(WORLD.with_values(moved)).m_as("USD/share") == pytest.approx(135.0)


def test_two_runs_give_what_a_root_finder_gives():
    found = valuation.implied_driver(
        lambda x: share_with(revenue=x), Quantity(135.0, "USD/share"), Quantity(1.0, BILLION), Quantity(5000.0, BILLION)
    )
    assert value(chain.required_ai_revenue_published, BILLION) == pytest.approx(found.m_as(BILLION), rel=1e-12)


def test_the_needed_revenue_by_hand():
    """13.77 billion shares, options worth 0.233 more at 135 dollars; net cash of 60.6 billion, leases 1.3, bitcoin 1.1."""
    shares = 13.181779945 + 0.389289254 + 0.2 + 0.3 * (1 - 30 / 135)
    operations = 135 * shares - (100 - 39.364) + 1.276 - 1.098
    worth = (operations - value(appraisal.operations_untied, "gigaUSD")) / appraisal.worth_of_revenue(
        WORLD, tied=False
    ).m_as("")
    assert value(chain.required_ai_revenue, BILLION) == pytest.approx(160 + worth, rel=1e-9)


def test_the_shift_of_the_cost_of_capital_counts_once():
    moved = WORLD.with_values({"valuation.discount_rate_shift": Quantity(0.005, "1/year")})
    assert list(chain.cost_of_capital(moved).m_as("percent")) == pytest.approx([8.75, 8.8745], abs=1e-4)
    assert damodaran.june_issue(moved).value_per_share == damodaran.june_issue(WORLD).value_per_share


@pytest.mark.parametrize(("price", "gigawatts"), [(50, 8.7), (14, 31)])
def test_the_published_revenue_in_gigawatts(price, gigawatts):
    """437 billion a year at rents that stay, as the research has it."""
    power = value(chain.required_ai_revenue_published, BILLION) / price
    assert power == pytest.approx(gigawatts, rel=0.01)  # printed with two digits


def test_the_needed_power_by_hand():
    """478 billion of 2035 are 383 of 2026 at 2.5 % over nine years; the fleet earns half of a new gigawatt's rent."""
    ages = (np.arange(50_000) + 0.5) / 10_000
    mean = (0.7**ages * 1.1**-ages).sum() / (1.1**-ages).sum()
    real = value(chain.required_ai_revenue, BILLION) / 1.025**9
    assert value(chain.required_real_revenue, BILLION) == pytest.approx(real)
    assert value(chain.required_power, "GW") == pytest.approx(real / (22.5 * mean), rel=1e-6)


NEIGHBOURS = [  # what moves in one chapter, what has to answer in the valuation, and which way
    ("market.revenue_per_gigawatt_year", 30e9, "USD/GW/year", "appraisal.margin", 1),
    ("market.revenue_per_gigawatt_year", 30e9, "USD/GW/year", "appraisal.operations_built", 1),
    ("cost.learning_rate_compute", 0.2, "1/year", "appraisal.margin", 1),
    ("cost.learning_rate_compute", 0.2, "1/year", "chain.required_power", -1),
    ("cost.learning_rate_compute", 0.2, "1/year", "decides.earning_over_cost", 1),
    ("cost.learning_rate_compute", 0.2, "1/year", "bottleneck.shadow_price", 1),
    ("cost.compute_cost", 40.0, "USD/W", "appraisal.sales_to_capital", -1),
    ("cost.compute_cost", 40.0, "USD/W", "appraisal.margin", -1),
    ("cost.compute_life", 6.0, "year", "appraisal.margin", 1),
    ("cost.facility_cost", 20.0, "USD/W", "appraisal.operations_built", -1),
    ("cost.energy_price", 0.15, "USD/kWh", "appraisal.margin", -1),
    ("valuation.inflation", 0.03, "1/year", "chain.required_power", -1),
    ("valuation.return_on_new_capital", 0.1, "1/year", "chain.required_ai_revenue", 1),
    ("valuation.growth_for_ever", 0.03, "1/year", "chain.required_ai_revenue", 1),
    ("valuation.discount_rate_shift", 0.005, "1/year", "chain.required_ai_revenue", 1),
    ("valuation.ai_turnover_factor", 0.5, "", "chain.required_ai_revenue", 1),
    ("valuation.ai_revenue_factor", 2.0, "", "appraisal.appraised_value_per_share", 1),
    ("offering.shares_latest", 14.0e9, "share", "appraisal.value_per_share_untied", -1),
    ("offering.options", 0.6e9, "share", "chain.required_ai_revenue", 1),
    ("offering.stock_units", 0.5e9, "share", "appraisal.value_per_share", -1),
    ("spacex.debt_june_2026", 60e9, "USD", "chain.required_ai_revenue", 1),
]


@pytest.mark.parametrize(("moved", "to", "unit", "answer", "sign"), NEIGHBOURS)
def test_a_neighbour_that_moves_is_answered(moved, to, unit, answer, sign):
    before, after = (find(answer)(case) for case in (WORLD, WORLD.with_values({moved: Quantity(to, unit)})))
    assert float((after - before).magnitude) * sign > 0


def test_with_rents_that_fall_no_revenue_carries_the_price_and_with_rents_that_hold_less_does():
    """The sentence of the page; at the rent that is named the tied model carries the price on the untied revenue."""
    assert appraisal.worth_of_revenue(WORLD, tied=True) < 0
    assert np.isinf(appraisal.ai_revenue_for(WORLD, WORLD.nominal("offering.price"), tied=True))
    assert value(appraisal.required_ai_revenue_rents_hold, BILLION) < value(chain.required_ai_revenue, BILLION)
    there = {
        "market.revenue_per_gigawatt_year": appraisal.required_rent(WORLD),
        "valuation.ai_revenue_factor": (chain.required_ai_revenue(WORLD) / chain.appraised_ai_revenue(WORLD)).to(""),
    }
    assert appraisal.value_per_share(WORLD.with_values(there)).m_as("USD/share") == pytest.approx(135.0, rel=1e-9)


def test_the_years_make_the_value():
    frame = appraisal.years_published(WORLD)
    assert frame["present_value"].sum() == pytest.approx(161.88195, abs=1e-5)  # as printed by the appraiser
    assert frame["year"].tolist() == list(range(2026, 2036))
    bridge = appraisal.bridge(WORLD).set_index("line")
    assert bridge.loc["Value of a share ($)", "appraiser"] == pytest.approx(97.8276552)
    assert appraisal.years(WORLD)["present_value"].sum() == pytest.approx(bridge.loc["Ten years", "tied"])
    equity, shares = bridge.loc["Equity", "tied"], bridge.loc["Shares (billion)", "tied"]
    assert equity / shares == pytest.approx(bridge.loc["Value of a share ($)", "tied"])


def test_two_way_tables_hold_the_published_value_and_its_ends():
    rates = appraisal.by_rates(WORLD)
    rates = rates.pivot(index="cost_of_capital_percent", columns="growth_percent", values="usd_per_share")
    assert rates.loc[8.25, 4.56] == pytest.approx(97.8276552, abs=1e-6)
    ai = appraisal.by_ai(WORLD).pivot(
        index="ai_revenue_busd_per_year", columns="margin_percent", values="usd_per_share"
    )
    assert ai.loc[160.0, 25.0] == pytest.approx(97.8276552, abs=1e-6)
    for shift, growth, worth in ((0.01, 0.025, 61.7), (-0.01, 0.0456, 141.7)):  # computed by hand in another program
        moved = {"valuation.discount_rate_shift": shift, "valuation.growth_for_ever": growth}
        case = WORLD.with_values({key: Quantity(rate, "1/year") for key, rate in moved.items()})
        assert appraisal.appraised_value_per_share(case).m_as("USD/share") == pytest.approx(worth, abs=0.05)


def test_needed_and_installed_power_stand_on_one_basis():
    """A site that may draw 1.4 GW at an overhead of 1.2 gives its servers 1.167 GW."""
    assert value(chain.demonstrated_it_power, "GW") == pytest.approx(1.4 / 1.2)
    assert value(chain.power_over_demonstrated) == pytest.approx(value(chain.required_power, "GW") * 1.2 / 1.4)
    assert value(chain.power_over_target) == pytest.approx(value(chain.required_power, "GW") * 1.2 / 10)
    row = chain.links(WORLD).set_index("link").loc["IT power of computing"]
    assert row["ratio"] == pytest.approx(value(chain.power_over_demonstrated))


def test_accelerators_at_memphis_are_the_sum_of_the_sites_that_the_conflict_takes():
    assert value(chain.demonstrated_accelerators, "GPU") == pytest.approx(670_000)
    taken = next(c.taken for c in conflicts() if c.topic == "Accelerators at Memphis")
    assert taken.startswith(f"{value(chain.demonstrated_accelerators, 'GPU'):,.0f}")
    row = chain.links(WORLD).set_index("link").loc["Accelerators"]
    assert row["ratio"] == pytest.approx(value(chain.accelerators_over_demonstrated))


def test_the_chain_agrees_with_itself_and_with_division_by_hand():
    power = value(chain.required_power, "GW")
    per_accelerator = WORLD["cluster.it_power_per_accelerator"].m_as("kW/GPU")
    assert value(chain.required_accelerators, "GPU") == pytest.approx(power * 1e6 / per_accelerator)
    assert value(chain.required_energy, "TWh/year") == pytest.approx(
        # power, PUE, load, and 8,760 h in a calendar year of 8,766 h or a year counted as 8,760 h
        power * 1.2 * 0.8 * 8.76,
        rel=1e-3,
    )
    mass = (
        power * 1000 / value(chain.specific_power, "MW/t")
    )  # of Chapter 11's satellites, by hours that work in Chapter 12
    mass = mass / value(parity.usable_share, "")
    assert value(chain.required_mass, "t") == pytest.approx(mass)
    payload = launch.payload_used(WORLD).m_as("t/launch")  # to the orbit that is flown
    assert value(chain.required_launches_per_day, "launch/day") == pytest.approx(mass / 5 / payload / 365.25)


def test_the_revenue_that_last_years_mass_supports_needs_that_mass():
    share = value(chain.revenue_from_upmass_2025, BILLION) / value(chain.required_real_revenue, BILLION)
    assert share * value(chain.required_yearly_mass, "t/year") == pytest.approx(2200.0)


def test_the_launch_bill_takes_the_margin_at_the_affordable_price():
    case = WORLD.with_values({"launch.base_launch_price": chain.affordable_launch_price(WORLD)})
    assert chain.launch_share_of_revenue(case).m_as("") == pytest.approx(0.25)


def test_the_base_case_lies_in_its_range():
    frame = chain.links(WORLD)
    assert ((frame["low"] < frame["needed"]) & (frame["needed"] < frame["high"])).all()
    assert (
        frame.set_index("link").loc["Mass launched each year", "ratio"] == frame["ratio"].max()
    )  # the caption says so


@pytest.mark.parametrize(
    ("key", "value", "unit", "factor"),
    [
        ("market.revenue_per_gigawatt_year", 45e9, "USD/GW/year", 0.5),
        ("satellite.parts_scale", 2.0, "", 2.0),
        ("launch.starship_payload", 80.0, "t/launch", 1.25),
        (
            "cost.orbit_life",
            10.0,
            "year",
            0.644,
        ),  # half the renewals, of a heavier satellite, and more that have failed
    ],
)
def test_launches_follow_each_link_in_proportion(key, value, unit, factor):
    moved = chain.required_launches_per_day(WORLD.with_values({key: Quantity(value, unit)}))
    assert (moved / chain.required_launches_per_day(WORLD)).m_as("") == pytest.approx(factor, rel=0.01)


@pytest.mark.parametrize("share_price", [90.0, 135.0, 250.0])
def test_a_dearer_share_needs_more(share_price):
    case = WORLD.with_values({"offering.price": Quantity(share_price, "USD/share")})
    more = WORLD.with_values({"offering.price": Quantity(share_price + 10, "USD/share")})
    assert chain.required_ai_revenue(more) > chain.required_ai_revenue(case)


def test_a_price_that_the_other_segments_carry_needs_no_ai():
    case = WORLD.with_values({"offering.price": Quantity(20.0, "USD/share")})
    assert chain.required_ai_revenue(case).magnitude == 0.0


@pytest.mark.parametrize(
    "name",
    [
        "required_ai_revenue",
        "required_ai_margin",
        "required_scale",
        "required_power",
        "required_launches_per_day",
        "required_energy",
        "required_wafers",
        "launch_share_of_revenue",
        "affordable_launch_price",
        "exit_revenue",
    ],
)
def test_a_main_result_can_be_traced(name):
    traced = program(f"chain.{name}", WORLD)
    assert traced.size > 0


def test_the_note_on_other_owners_says_what_a_billion_is_worth():
    def share(owned: float) -> float:
        case = WORLD.with_values({"valuation.minority_interests": Quantity(owned, "USD")})
        return float(appraisal.value_per_share(case).m_as("USD/share"))

    cents = 100 * (share(0.0) - share(1e9))
    assert (
        f"A billion dollars is worth {cents:.0f} cents of a share." in WORLD.record("valuation.minority_interests").note
    )


def test_each_convention_of_the_valuation_is_priced_as_by_hand():
    """A dollar beside operations is a dollar of equity; a sale at the implied multiple is growth for ever."""
    frame = appraisal.conventions(WORLD).set_index("instead")
    shares = float(appraisal.diluted_shares(WORLD, appraisal.value_per_share_untied(WORLD)).m_as("gigashare"))
    for row, billions in (
        ("the most there is room for", 3.653 - 1.276),
        ("the most in the ranges", 100 * 0.2 * 0.15),
        ("the most in the range", 5.0),
    ):
        assert frame.loc[row, "untied_change"] == pytest.approx(-billions / shares, rel=0.02)
        assert frame.loc[row, "tied_change"] < 0.0
    early, rate = frame.loc["on 1 January"], float(appraisal.rates(WORLD).early.m_as(""))
    cash = value(appraisal.net_cash, "gigaUSD") / shares
    grown = (early["untied"] - cash) * (1.0 + rate) ** 0.5 + cash
    first = appraisal.years_published(WORLD)["free_cash_flow"].iloc[0] / 2 / shares  # it is on the balance sheet
    assert frame.loc["", "untied"] == pytest.approx(grown - first, rel=0.01)
    implied = {
        "valuation.exit_multiple_weight": Quantity(1.0, ""),
        "valuation.exit_multiple": appraisal.exit_multiple_implied(WORLD),
    }
    there = appraisal.value_per_share_untied(WORLD.with_values(implied))
    assert there.m_as("USD/share") == pytest.approx(frame.loc["", "untied"], abs=1e-5)
    assert frame.loc["sold at 2.5 times sales", "untied"] < frame.loc["", "untied"]
    assert frame.loc["", "untied"] < frame.loc["sold at 10 times sales", "untied"]


def test_the_workbook_is_valued_on_its_own_terms_whatever_ours_are():
    moved = WORLD.with_values({"valuation.first_year_elapsed": Quantity(0.0, "year")})
    assert appraisal.appraised_value_per_share(moved) == appraisal.appraised_value_per_share(WORLD)
    assert appraisal.value_per_share_untied(moved) < appraisal.value_per_share_untied(WORLD)
