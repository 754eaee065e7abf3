"""Arrays, storage and the choice to throttle: published sizes, a revolution simulated, and where the optimum sits."""

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.models import orbit, power
from analysis.units import Quantity

share = st.floats(0.0, 1.0)
efficiency = st.floats(0.3, 1.0)
dark_share = st.floats(0.0, 0.45)
size = st.floats(1.0, 1e4)


def pure(number):
    return Quantity(number, "")


def value(quantity, unit=""):
    return quantity.to(unit).magnitude


# ---- published sizes ----


def test_suncatcher_satellite_power():
    areal = power.array_areal_power(
        Quantity(1361.0, "W/m^2"), pure(0.22), pure(0.90), Quantity(0.0, "degree"), pure(1.0)
    )
    assert value(areal * Quantity(105.0, "m^2"), "kW") == pytest.approx(28.0, rel=0.015)  # published as about 28 kW
    assert value(areal * Quantity(105.0, "m^2"), "kW") == pytest.approx(28.3, abs=0.05)


def test_ai1_array():
    area = power.array_area(Quantity(150.0, "kW"), Quantity(250.0, "W/m^2"))
    assert value(area, "m^2") == 600.0
    assert value(Quantity(250.0, "W/m^2") / orbit.TOTAL_SOLAR_IRRADIANCE) == pytest.approx(0.184, abs=5e-4)


def test_roll_out_array_of_the_space_station():
    for mass, published in ((325.0, 86.0), (340.0, 82.0)):
        assert value(power.array_mass(Quantity(28.0, "kW"), Quantity(published, "W/kg")), "kg") == pytest.approx(
            mass, rel=0.01
        )


def test_iss_class_array_for_ai1_weighs_two_tonnes():
    assert value(power.array_mass(Quantity(150.0, "kW"), Quantity(82.0, "W/kg")), "t") == pytest.approx(1.83, abs=0.01)
    assert value(power.array_mass(Quantity(150.0, "kW"), Quantity(60.0, "W/kg")), "t") == pytest.approx(2.5)


# ---- degradation and temperature ----


@given(st.floats(0.05, 0.4), st.floats(250.0, 400.0))
def test_cells_at_the_reference_and_above(reference, temperature):
    coefficient, base = Quantity(-0.002, "1/kelvin"), Quantity(298.15, "K")
    there = power.cell_efficiency(pure(reference), coefficient, Quantity(temperature, "K"), base)
    assert (there <= pure(reference)) == (temperature >= 298.15) or temperature == pytest.approx(298.15)
    assert value(power.cell_efficiency(pure(reference), coefficient, base, base)) == reference
    celsius = power.cell_efficiency(pure(reference), coefficient, Quantity(temperature - 273.15, "degC"), base)
    assert value(celsius) == pytest.approx(value(there), rel=1e-9)


@given(st.floats(0.0, 180.0), st.floats(0.05, 0.5), share, share)
def test_areal_power_never_exceeds_what_the_cells_can_make(angle, eta, packing, life):
    sun = Quantity(1361.0, "W/m^2")
    areal = power.array_areal_power(sun, pure(eta), pure(packing), Quantity(angle, "degree"), pure(life))
    assert 0.0 <= value(areal, "W/m^2") <= 1361.0 * eta * (1 + 1e-12)


@given(size, st.floats(10.0, 500.0), st.floats(0.2, 10.0))
def test_mass_by_area_and_by_power_agree(load, areal_power, areal_mass):
    p, s = Quantity(areal_power, "W/m^2"), Quantity(areal_mass, "kg/m^2")
    by_area = power.array_area(Quantity(load, "kW"), p) * s
    by_power = power.array_mass(Quantity(load, "kW"), power.array_specific_power(p, s))
    assert value(by_area, "kg") == pytest.approx(value(by_power, "kg"), rel=1e-9)


# ---- storage ----


@given(size, st.floats(0.0, 72.0), st.floats(0.05, 1.0), efficiency)
def test_battery_gives_back_what_the_load_takes(load, minutes, depth, discharge):
    capacity = power.storage_capacity(Quantity(load, "kW"), Quantity(minutes, "minute"), pure(depth), pure(discharge))
    assert value(capacity * depth * discharge, "kWh") == pytest.approx(load * minutes / 60.0, rel=1e-9, abs=1e-9)
    assert value(power.storage_mass(capacity, Quantity(1.0, "kWh/kg")), "kg") == pytest.approx(value(capacity, "kWh"))


def test_space_cells_of_the_handbook_depth():
    """VES16: more than 60,000 cycles at 20 to 40 % depth. A dawn-dusk orbit at 600 km asks for far fewer."""
    season = orbit.eclipse_season_length(Quantity(600.0, "km"), Quantity(18.0, "hour"), 2028)
    cycles = power.discharge_cycles(season, orbit.orbits_per_day(Quantity(600.0, "km")), Quantity(10.0, "year"))
    assert 13_500 < value(cycles) < 14_200
    allowed = power.allowed_depth_of_discharge(cycles, pure(60_000.0), pure(0.3), pure(1.5))
    assert 0.3 < value(allowed) <= 1.0


@given(st.floats(10.0, 1e6), st.floats(1.01, 10.0), st.floats(0.5, 4.0))
def test_more_cycles_allow_less_depth(cycles, factor, exponent):
    law = pure(30_000.0), pure(0.3), pure(exponent)
    few, many = (power.allowed_depth_of_discharge(pure(n), *law) for n in (cycles, cycles * factor))
    assert many <= few
    assert value(few) <= 1.0


# ---- energy over a revolution ----


@given(size, share, dark_share, efficiency, efficiency)
def test_energy_of_a_revolution_closes(load, held, dark, direct, stored):
    array = value(power.array_power_for_load(Quantity(load, "kW"), *map(pure, (held, dark, direct, stored))), "kW")
    made = array * (1 - dark)
    in_light = load * (1 - dark) / direct
    into_battery = made - in_light
    assert into_battery * stored == pytest.approx(load * held * dark, rel=1e-9, abs=1e-9 * load)


def test_a_simulated_orbit_ends_where_it_began():
    """Minute by minute at 600 km on the solstice: the battery returns to full and never leaves its allowed depth."""
    h, beta = Quantity(600.0, "km"), Quantity(58.774, "degree")
    period = orbit.orbital_period(h)
    dark = orbit.eclipse_fraction(h, beta) * period
    load, depth, discharge, charge = Quantity(120.0, "kW"), pure(0.3), pure(0.96), pure(0.95)
    array = power.array_power_for_load(load, pure(1.0), (dark / period).to(""), pure(0.98), charge * discharge)
    capacity = power.storage_capacity(load, dark, depth, discharge)
    steps = 100_000
    step = period / steps
    out, back = value(load * step / discharge, "kWh"), value((array - load / pure(0.98)) * step * charge, "kWh")
    in_the_dark = (np.arange(steps) + 0.5) / steps < value(dark / period)
    level = np.cumsum(np.where(in_the_dark, -out, back))
    held, lowest = level[-1], level.min()
    assert held == pytest.approx(0.0, abs=0.01)  # one step of the simulation is 0.002 kWh
    assert -lowest == pytest.approx(value(capacity * depth, "kWh"), rel=1e-3)


@given(size, dark_share, efficiency, efficiency, share)
def test_holding_more_needs_more(load, dark, direct, stored, held):
    sizes = [
        power.array_power_for_load(Quantity(load, "kW"), pure(k), pure(dark), pure(direct), pure(stored))
        for k in (0.0, held, 1.0)
    ]
    assert sizes[0] <= sizes[1] <= sizes[2]
    assert value(sizes[0], "kW") == pytest.approx(load / direct, rel=1e-9)
    delivered = [power.delivered_power(Quantity(load, "kW"), pure(k), pure(dark)) for k in (0.0, held, 1.0)]
    assert delivered[0] <= delivered[1] <= delivered[2]
    assert value(delivered[2], "kW") == pytest.approx(load)
    assert value(delivered[1], "kW") == pytest.approx(load * (1 - dark * (1 - held)))


# ---- to store or to throttle ----

LIFE = Quantity(5.0, "year")


@given(st.floats(0.1, 1e3), st.floats(1.0, 5.0))
def test_break_even_is_a_share(throttled, factor):
    even = power.break_even_dark_fraction(Quantity(throttled, "USD/W"), Quantity(throttled * factor, "USD/W"))
    assert 0.0 <= value(even) < 1.0


# ---- refusals ----


@pytest.mark.parametrize("call", [
    lambda: power.array_area(Quantity(1.0, "kWh"), Quantity(1.0, "W/m^2")),
    lambda: power.array_mass(Quantity(1.0, "kW"), Quantity(1.0, "kg/kW")),
    lambda: power.storage_capacity(Quantity(1.0, "kW"), pure(1.0), pure(0.5), pure(0.9)),
    lambda: power.end_of_life_factor(pure(0.02), Quantity(5.0, "year")),
    lambda: power.break_even_dark_fraction(Quantity(1.0, "kg/kW"), Quantity(1.0, "USD/W")),
])  # fmt: skip
def test_wrong_dimensions_are_refused(call):
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: power.array_area(Quantity(1.0, "kW"), Quantity(0.0, "W/m^2")), "areal_power must be above 0"),
    (lambda: power.array_mass(Quantity(1.0, "kW"), Quantity(0.0, "W/kg")), "specific_power must be above 0"),
    (lambda: power.cell_efficiency(pure(1.2), Quantity(0.0, "1/K"), Quantity(300.0, "K"), Quantity(300.0, "K")),
     "reference_efficiency must be at most 1"),
    (lambda: power.end_of_life_factor(Quantity(1.5, "1/year"), LIFE), "annual_degradation must be at most 1"),
    (lambda: power.storage_capacity(Quantity(1.0, "kW"), LIFE, pure(0.0), pure(0.9)), "depth_of_discharge must be"),
    (lambda: power.storage_capacity(Quantity(1.0, "kW"), LIFE, pure(0.3), pure(1.1)), "discharge_efficiency must be"),
    (lambda: power.array_power_for_load(Quantity(1.0, "kW"), pure(1.1), *map(pure, (0.3, 1.0, 1.0))), "held"),
    (lambda: power.array_power_for_load(Quantity(1.0, "kW"), pure(1.0), *map(pure, (1.0, 1.0, 1.0))), "sunlit"),
    (lambda: power.delivered_power(Quantity(1.0, "kW"), pure(0.0), pure(1.2)), "annual_dark_fraction must"),
    (lambda: power.break_even_dark_fraction(Quantity(2.0, "USD/W"), Quantity(1.0, "USD/W")), "held must be at least 2"),
    (lambda: power.allowed_depth_of_discharge(pure(0.0), *map(pure, (1e4, 0.3, 1.5))), "cycles must be above 0"),
])  # fmt: skip
def test_impossible_values_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
