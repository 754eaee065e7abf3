"""Chapter 15: budgets in wafers a month, wafers in gigawatts a year, and when."""

import numpy as np
import pytest

from analysis.evidence import Case
from analysis.results.uncertainty import program
from analysis.studies import fab
from analysis.units import Quantity

WORLD = Case()


def magnitude(result, unit=""):
    return result(WORLD).to(unit).magnitude


def test_budgets_buy_what_the_ledger_says():
    # 36 to 45 thousand and 98 to 213 thousand wafers a month, published without decimals
    assert list(magnitude(fab.wafers_of_announced_budget, fab.WSPM)) == pytest.approx([36e3, 45e3], rel=0.01)
    assert list(magnitude(fab.wafers_of_filed_budget, fab.WSPM)) == pytest.approx([98e3, 213e3], rel=0.005)
    assert magnitude(fab.capital_for_start, "gigaUSD") == pytest.approx(56)
    assert magnitude(fab.capital_for_goal, "gigaUSD") == pytest.approx(560)
    assert list(magnitude(fab.capital_intensity_for_announcement, "gigaUSD")) == pytest.approx([0.2, 0.25])


def test_money_that_is_filed_makes_no_wafers():
    assert magnitude(fab.capacity_in_service_over_leader) == 0
    assert (magnitude(fab.capacity_over_leader_today) > magnitude(fab.capacity_over_leader_published)).all()
    assert magnitude(fab.earliest_volume_year) > 2026  # the leader's capacity is that of the end of 2026


def test_the_announcement_is_under_half_a_year_of_the_leader():
    # 25 billion over the 62 billion that the leader guided to in July
    share = magnitude(fab.budget_over_peer_capex, "percent")
    assert share[1] == pytest.approx(100 * 25 / 62, abs=0.5)


def test_a_wafer_carries_what_its_dies_draw():
    by_hand = 64.8 * 0.474 * 0.92 / 2 * 1.7
    assert magnitude(fab.power_per_wafer, "kW/wafer") == pytest.approx(by_hand, rel=2e-3)


def test_the_announced_goals_disagree_by_a_factor_of_four():
    assert magnitude(fab.goal_over_claim) == pytest.approx(0.245, abs=0.005)
    ratio = magnitude(fab.capacity_for_claim, fab.WSPM) / magnitude(fab.goal_capacity, fab.WSPM)
    assert ratio * magnitude(fab.goal_over_claim) == pytest.approx(1.0)


def test_an_own_die_matches_a_bought_one_at_the_yield_named():
    own = fab.own_wafer_cost(WORLD) / (fab.dies_on_a_wafer(WORLD) * fab.yield_to_match(WORLD))
    assert own.m_as("USD/die") == pytest.approx(magnitude(fab.bought_die_cost, "USD/die"))


def test_nothing_is_made_before_the_first_wafer_and_more_every_year_after():
    frame = fab.path(WORLD)
    for _, path in frame.groupby("budget"):
        assert path["gw_made"].iloc[:3].max() == 0  # three years of building
        assert (np.diff(path["gw_made"]) >= 0).all()


def test_the_last_year_of_the_path_nears_the_plants_full_rate():
    path = fab.path(WORLD).query("budget == 'first phase, $55 bn'")["gw_made"].to_numpy()
    assert path[-1] - path[-2] == pytest.approx(magnitude(fab.first_phase_power, fab.GIGAWATTS), rel=0.01)


def test_more_defects_make_fewer_gigawatts():
    worse = WORLD.with_values({"fab.defect_density": Quantity(0.3, "1/cm^2")})
    assert fab.first_phase_power(worse) < fab.first_phase_power(WORLD)


def test_the_main_results_of_the_plant_can_be_traced():
    keys = ["first_phase_power", "made_in_five_years", "own_die_cost", "goal_over_claim", "yield_to_match"]
    assert program([f"fab.{key}" for key in keys], WORLD).size > 0
