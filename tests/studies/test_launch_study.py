"""Chapter 10: price, cost, learning, and mass to orbit shown and asked for."""

from __future__ import annotations

import pytest

from analysis.engine import compile_program
from analysis.evidence import Case
from analysis.results.uncertainty import program
from analysis.studies import launch
from analysis.units import Quantity


@pytest.fixture(scope="module")
def case() -> Case:
    return Case()


def value(quantity: Quantity, unit: str) -> float:
    return float(quantity.to(unit).magnitude)


def test_arithmetic_of_the_claims_table(case: Case) -> None:
    assert value(launch.gigawatt_launch_today(case), "gigaUSD") == pytest.approx(27.0, rel=1e-9)
    assert value(launch.gigawatt_launch_break_even(case), "gigaUSD") == pytest.approx(2.0, rel=1e-9)
    assert value(launch.filed_gap(case), "") == pytest.approx(455, abs=0.5)
    low_orbit = value(launch.hundred_filed(case), "tonne/day") / 100  # the claims table counts 100 t to low orbit
    assert low_orbit == pytest.approx(27.4, abs=0.05)
    assert value(launch.flights_filed(case), "launch/day") == pytest.approx(
        low_orbit * value(launch.orbit_factor(case), "")
    )
    assert value(launch.internal_share(case), "percent") == pytest.approx(73.9, abs=0.05)
    assert value(launch.gigawatt_ai1(case), "tonne/year") == pytest.approx(1e6 / 70, rel=1e-9)
    assert value(launch.starship_gap(case), "") == pytest.approx(325, abs=1)


def test_learning_spreads_the_mass_eightfold(case: Case) -> None:
    low, high = launch.cumulative_mass_to_break_even(case).to("tonne").magnitude
    assert (low, high) == pytest.approx((103e3, 861e3), rel=0.005)  # rounded to three digits in the groundwork
    assert value(launch.mass_to_break_even(case), "tonne") == pytest.approx(368_305, rel=1e-5)


def test_fitted_rate_agrees_with_the_published_range(case: Case) -> None:
    rate, error = value(launch.fitted_learning(case), ""), value(launch.fitted_learning_error(case), "")
    assert rate - error < 0.18 < 0.24 < rate + error + 0.005
    assert abs(value(launch.learning_of_list_price(case), "")) < 0.05  # the list price has hardly learned


def test_prices_of_falcon_9_by_what_they_divide_by(case: Case) -> None:
    frame = launch.falcon9_prices(case)
    own, now = frame["own_usd_per_kg"], frame["usd_2026_per_kg"]
    assert own[0] == pytest.approx(74e6 / 22_000)  # each list price over the payload of its own list
    assert own[0] == pytest.approx(3360, rel=0.002)  # turyshev2026, p. 27
    assert own[1] == pytest.approx(74e6 / 17_400)
    assert own[3] == pytest.approx(62e6 / 22_800, rel=0.01)  # the registration statement rounds to 2,700
    assert (now >= own - 1e-9).all()  # money has lost value since
    assert now[0] < now[2] < now[1]  # between the two forms of the list price, as the chapter says


def test_curve_meets_its_own_ends(case: Case) -> None:
    frame = launch.learning_curves(case)
    assert frame["middle_usd_per_kg"].iloc[0] == pytest.approx(
        value(case.real("launch.learning_start_price"), "USD/kg")
    )
    assert (frame["fast_usd_per_kg"].iloc[1:] < frame["slow_usd_per_kg"].iloc[1:]).all()


def test_reuse_lies_between_thrown_away_and_propellant(case: Case) -> None:
    cost = launch.starship_cost(case)
    assert (
        launch.starship_cost_expended(case) > cost > launch.starship_propellant_cost(case) / Quantity(100, "t/launch")
    )
    low, high = launch.starship_cost_range(case)
    assert low < launch.starship_cost_median(case) < high


@pytest.mark.parametrize(
    ("key", "better"),
    [
        ("launch.recovery_probability_ship", Quantity(0.95, "")),
        ("launch.reuse_flights_booster", Quantity(60.0, "launch")),
        ("launch.starship_payload", Quantity(150.0, "tonne/launch")),
    ],
)
def test_better_vehicles_cost_less(case: Case, key: str, better: Quantity) -> None:
    assert launch.starship_cost(case.with_values({key: better})) < launch.starship_cost(case)


def test_mass_asked_for_exceeds_mass_shown(case: Case) -> None:
    frame = launch.upmass(case).set_index("what")
    assert frame.loc[frame["kind"] == "asked", "t_per_year"].min() > 4 * frame.loc["The world, 2025", "t_per_year"]
    assert (frame["low_t_per_year"] <= frame["t_per_year"]).all()
    assert (frame["high_t_per_year"] >= frame["t_per_year"]).all()


@pytest.mark.parametrize("name", ["starship_cost", "ship_flights", "flights_gigawatt_ours", "mass_to_break_even"])
def test_traceable(case: Case, name: str) -> None:
    key = f"launch.{name}"
    traced = program(key, case)
    base = {n: float(case[n].to(unit).magnitude) for n, unit in traced.inputs.items()}
    expected = float(getattr(launch, name)(case).magnitude)
    assert float(compile_program(traced)(base)[key]) == pytest.approx(expected, rel=1e-9)


def test_at_the_recovery_for_break_even_a_kilogram_costs_the_break_even_price(case: Case) -> None:
    share = launch.recovery_for_break_even(case)
    there = case.with_values({"launch.recovery_probability_ship": share.to("")})
    price = value(launch.break_even_price(case), "USD/kg")
    assert value(launch.starship_cost(there), "USD/kg") == pytest.approx(price, rel=1e-4)  # of the root finding
    assert value(launch.starship_cost(case), "USD/kg") > price
