"""Chapter 20: which numbers decide."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.engine import compile_program
from analysis.evidence import Case
from analysis.results.uncertainty import program
from analysis.studies import decides, parity
from analysis.units import Quantity
from tests.known import base


@pytest.fixture(scope="module")
def case() -> Case:
    return base()


def value(quantity: Quantity, unit: str = "") -> float:
    return float(quantity.to(unit).magnitude)


@pytest.mark.parametrize("key", decides.QUESTIONS)
def test_every_question_can_be_traced(case: Case, key: str) -> None:
    assert program(key, case).inputs


def test_whole_chain_by_hand(case: Case) -> None:
    # dollars a watt and year are billions a gigawatt and year; rents fall by 30 % a year after a delay of 0.33 years
    years = (np.arange(50_000) + 0.5) / 10_000
    real = 1.13 / 1.025  # rents are in dollars of one year
    level = (0.7**years / real**years).sum() / (real**-years).sum() * 0.7**0.33
    assert value(decides.orbital_revenue(case), "USD/W/year") == pytest.approx(22.5 * 0.9 * level, rel=1e-6)
    hour = value(parity.ground_hour(case), "USD/GPU/hour")
    yearly = hour * 0.525 / 1000 * 8760  # an accelerator-hour at 0.525 accelerators a kilowatt
    assert value(decides.ground_cost(case), "USD/W/year") == pytest.approx(
        yearly, rel=0.05
    )  # the ground learns by 2035
    ratio = value(decides.orbital_cost(case) / decides.ground_cost(case))
    assert ratio == pytest.approx(value(parity.ratio_2035(case)), rel=1e-9)


def test_break_even_revenue_breaks_even(case: Case) -> None:
    needed = decides.revenue_to_break_even(case)
    there = case.with_values({"market.revenue_per_gigawatt_year": needed})
    assert value(decides.earning_over_cost(there)) == pytest.approx(1.0)
    # with rents that fall neither contract is enough; held for a whole life Google's is
    assert decides.anthropic_revenue(case) < decides.google_revenue(case) < needed
    assert decides.revenue_to_break_even_if_held(case) < decides.google_revenue(case)


def test_shares_by_kind_are_a_whole(case: Case) -> None:
    frame = decides.shares(case)
    alone = frame["alone"].clip(lower=0.0)
    others = alone[~frame["kind"].isin(["assumed", "measured"])].sum() / alone.sum()
    printed = value(decides.assumed_share(case)) + value(decides.measured_share(case))
    assert printed + others == pytest.approx(1.0, abs=1e-9)


def test_ranking_is_the_sum_of_shares(case: Case) -> None:
    ranked = decides.ranking(case)
    assert ranked["sum_of_shares"].is_monotonic_decreasing
    assert ranked["sum_of_shares"].sum() == pytest.approx(decides.shares(case)["total"].clip(lower=0).sum())
    # an answer's total shares add up to its spread or, with interactions, to more
    totals = decides.shares(case).groupby("question")["total"].sum()
    assert (totals > 0.9).all()
    few = value(decides.few_inputs(case))
    assert 3 <= few < 0.2 * value(decides.uncertain_count(case))


def test_firmness_and_turning_points(case: Case) -> None:
    frame = decides.firmness(case)
    assert len(frame) == 7
    assert frame["chance"].str.endswith("%").all()
    turns = decides.turning_points(case).set_index("input")["turns_at"]
    launch_price = turns["Price of a kilogram to low orbit in our base case"]
    assert launch_price == "never" or float(launch_price.strip("$/kg")) < 50  # next to nothing, if at all


def test_traceable_value(case: Case) -> None:
    traced = program(decides.EARNING, case)
    base = {name: float(case[name].to(unit).magnitude) for name, unit in traced.inputs.items()}
    found = compile_program(traced)(base)[decides.EARNING]
    assert float(found) == pytest.approx(value(decides.earning_over_cost(case)), rel=1e-9)


def test_what_the_text_calls_harmless_is(case: Case) -> None:
    frame = decides.shares(case).set_index("input")["total"]
    harmless = ("cost.energy_price", "cost.facility_cost", "orbit.reference_altitude", "power.cell_efficiency")
    assert frame.loc[list(harmless)].max() < 0.05
