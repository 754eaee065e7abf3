"""One satellite: what moves its mass moves launches, cost and verdicts, each with the sign that physics gives it."""

from __future__ import annotations

import pytest

from analysis.engine.compile import compile_program
from analysis.evidence import Case
from analysis.evidence.case import case_of, shipped_scenarios
from analysis.results.uncertainty import program
from analysis.studies import chain, launch, network, parity, satellite
from analysis.units import Quantity

CASE = Case()


def value(result, case=CASE):
    return float(result(case).magnitude)


def with_record(key, factor):
    return CASE.with_values({key: CASE[key] * factor})


# Heavier or larger parts: mass, cost, flights and the mass of Chapter 2 all rise.
HEAVIER = (
    ("thermal.radiator_areal_mass", 2.0),
    ("power.array_areal_mass", 1.5),
    ("satellite.compute_specific_mass", 2.0),
    ("satellite.shielded_area", 1.5),
    ("satellite.bus_mass", 2.0),
    ("satellite.mass_margin", 2.0),
    ("power.power_conversion_specific_mass", 2.0),
    ("thermal.coolant_loop_specific_mass", 3.0),
    ("power.array_degradation", 1.5),
    ("power.cell_efficiency", 0.9),
    ("thermal.chip_to_radiator_temperature_drop", 1.5),
    ("orbit.solar_activity_mean", 1.5),
    ("orbit.drag_coefficient", 1.5),
)


def test_every_part_moves_mass_cost_and_launches_alike():
    answers = satellite.specific_mass_rolled_up, parity.cost_ratio, launch.flights_gigawatt_ours, chain.required_mass
    base = [value(answer) for answer in answers]
    for key, factor in HEAVIER:
        there = with_record(key, factor)
        for answer, before in zip(answers, base, strict=True):
            assert value(answer, there) > before, f"{answer.key} does not rise with {key}"


def test_two_pages_that_weigh_the_satellite_print_one_mass():
    ours = satellite.specific_mass_rolled_up(CASE)
    assert parity.specific_mass(CASE) == ours
    assert float((chain.specific_power(CASE) * ours).to("").magnitude) == pytest.approx(1.0)
    assert float(satellite.budget(CASE)["mass_kg"].iloc[-1]) == pytest.approx(satellite.mass(CASE).m_as("kg"))
    capital = parity.capital(CASE).set_index("line")["orbit_usd_w"]
    price = parity.launch_price_2026(CASE) * launch.orbit_factor_falcon(CASE) * launch.room_factor(CASE)
    assert capital["Launch"] == pytest.approx((price * ours).m_as("USD/W"))


def test_storing_costs_more_than_throttling_here_and_in_mass():
    assert value(satellite.mass_stored) > value(satellite.mass_throttled)
    assert value(parity.ratio_stored) > value(parity.cost_ratio)


def test_a_stated_mass_is_an_input_of_the_same_satellite():
    for stated in (14.3, 30.0, 60.0):
        there = CASE.with_values({"satellite.stated_specific_mass": Quantity(stated, "kg/kW")})
        assert value(satellite.specific_mass_rolled_up, there) == pytest.approx(stated, rel=0.005)
        heavier = there.with_values({"thermal.radiator_areal_mass": 2.0 * CASE["thermal.radiator_areal_mass"]})
        assert value(satellite.specific_mass_rolled_up, heavier) > 1.05 * stated
        assert value(parity.cost_ratio, heavier) > value(parity.cost_ratio, there)


def test_a_scenario_weighs_the_same_whether_it_is_named_or_its_values_are_set():
    """The reader's browser holds a scenario's values one by one; the library reads them from the scenario."""
    for name in shipped_scenarios():
        named = case_of(name)
        held = CASE.with_values({key: named[key] for key in named.changed})
        for answer in (satellite.specific_mass_rolled_up, parity.cost_ratio, launch.flights_gigawatt_ours):
            assert value(answer, held) == pytest.approx(value(answer, named), rel=1e-9), f"{answer.key} {name}"


def test_a_stated_mass_holds_for_any_life():
    for name in ("base", "sceptic"):
        for years in (2.0, 8.0):
            there = case_of(name).with_values(
                {
                    "satellite.stated_specific_mass": Quantity(30.0, "kg/kW"),
                    "cost.orbit_life": Quantity(years, "year"),
                }
            )
            assert value(satellite.specific_mass_rolled_up, there) == pytest.approx(30.0, rel=0.005), f"{name} {years}"


def test_altitude_does_all_that_it_does():
    low, high = (CASE.with_values({"orbit.reference_altitude": Quantity(h, "km")}) for h in (550.0, 1000.0))
    for falls in (satellite.annual_dark, satellite.drag_make_up, satellite.view_factor, satellite.failure_factor):
        assert value(falls, high) < value(falls, low), falls.key
    for rises in (satellite.raising, satellite.disposal, satellite.shield, satellite.lifetime_after_death):
        assert value(rises, high) > value(rises, low), rises.key
    best = value(parity.best_altitude)
    assert 550.0 < best < 900.0
    for other in (best - 100.0, best + 100.0):
        there = CASE.with_values({"orbit.reference_altitude": Quantity(other, "km")})
        assert value(parity.ratio_2028, there) > value(parity.ratio_at_best_altitude)


def test_the_traced_satellite_is_the_plain_one():
    keys = ("satellite.specific_mass_rolled_up", "parity.cost_ratio", "launch.payload_flown")
    run = compile_program(program(keys, CASE, ["orbit.reference_altitude", "thermal.radiator_areal_mass"]))
    given = {"orbit.reference_altitude": 730.0, "thermal.radiator_areal_mass": 9.0}
    there = CASE.with_values(
        {k: Quantity(v, CASE[k].units) for k, v in given.items()},
    )
    found = run(given)
    for key, answer in zip(
        keys, (satellite.specific_mass_rolled_up, parity.cost_ratio, launch.payload_flown), strict=True
    ):
        assert float(found[key]) == pytest.approx(value(answer, there), rel=1e-9)


def test_everybody_keeps_one_chip_limit():
    root = satellite.radiator_root(CASE).to("K").magnitude
    assert root + CASE["thermal.chip_to_radiator_temperature_drop"].magnitude == pytest.approx(
        satellite.chip_limit(CASE).to("K").magnitude
    )
    assert value(satellite.radiator_surface) < value(satellite.radiator_root)
    cooler = with_record("thermal.chip_temperature_limit", 0.97)
    assert value(satellite.radiator_area, cooler) > value(satellite.radiator_area)
    assert value(satellite.ai1_heat_at_limit, cooler) < value(satellite.ai1_heat_at_limit)
    assert value(satellite.ai1_heat_at_limit) < CASE["satellite.ai1_average_power"].m_as("kW")


def test_the_rocket_carries_less_over_the_poles_and_room_binds():
    assert value(launch.payload_carried_up) < value(launch.payload_flown) < CASE["launch.starship_payload"].magnitude
    guide = CASE.with_values({"launch.payload_inclination": Quantity(98.9, "degree")})
    assert value(launch.payload_flown, guide) > 0.99 * CASE["launch.starship_payload"].magnitude
    assert value(launch.starship_cost_flown) > value(launch.starship_cost)
    smaller = with_record("launch.payload_bay_height", 0.5)
    assert value(launch.payload_used, smaller) < value(launch.payload_used)
    assert value(launch.flights_gigawatt_ours, smaller) > value(launch.flights_gigawatt_ours)
    assert value(parity.cost_ratio, smaller) > value(parity.cost_ratio)


def test_darkness_costs_heat_failures_and_a_warm_loop():
    assert value(satellite.array_after_eclipse) < value(satellite.array_temperature) - 50.0
    assert value(satellite.radiator_alone_after_eclipse) < value(satellite.radiator_after_eclipse)
    thicker = with_record("thermal.radiator_areal_mass", 2.0)
    assert value(satellite.radiator_after_eclipse, thicker) > value(satellite.radiator_after_eclipse)
    assert value(satellite.failure_factor) > 1.0
    assert value(parity.ratio_without_cycling) < value(parity.cost_ratio)
    bright = CASE.with_values({"orbit.reference_altitude": Quantity(1400.0, "km")})
    assert value(satellite.failure_factor, bright) == pytest.approx(1.0)
    share = satellite.share_against_freezing(CASE)
    warm = CASE.with_values({"power.throttled_power_share": share})
    assert value(satellite.radiator_after_eclipse, warm) == pytest.approx(value(satellite.freezing_point), abs=0.01)


def test_cycles_wear_the_battery_and_a_worn_battery_is_larger():
    assert value(satellite.battery_left) < 100.0
    for key, factor in (("power.battery_fade", 2.0), ("power.battery_reference_cycles", 0.5), ("cost.orbit_life", 1.5)):
        there = with_record(key, factor)
        assert value(satellite.battery_left, there) < value(satellite.battery_left), key
        assert value(satellite.battery, there) > value(satellite.battery), key
    faded = with_record("power.battery_fade", 2.0)
    for answer in (satellite.specific_mass_rolled_up, parity.cost_ratio):
        assert value(answer, faded) > value(answer), answer.key
    never = with_record("orbit.reference_altitude", 1400.0 / 600.0)
    assert value(satellite.battery_left, never) == pytest.approx(100.0)


def test_node_at_dawn_has_its_dark_season_in_stronger_sunlight():
    dawn = CASE.with_values({"orbit.local_time_of_node": Quantity(6.0, "hour")})
    assert value(satellite.array_rating, dawn) < 0.95 * value(satellite.array_rating)


def test_errors_follow_the_dose_behind_the_shield():
    tougher = with_record("orbit.radiation_tolerance", 2.0)
    assert value(network.silent_errors, tougher) == pytest.approx(2.0 * value(network.silent_errors))
    assert value(satellite.shield, tougher) < value(satellite.shield)
