"""Radiators against published balances, exact view factors, orbital-thermal and a fin solved in full."""

import numpy as np
import orbital_thermal
import pint
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from orbital_thermal import environment, mccalip_exact_vf, mccalip_replication, sink, spectral_radiation
from scipy.integrate import dblquad

from analysis.engine import compile_program, trace_mapping
from analysis.models import thermal
from analysis.units import Quantity

altitudes = st.floats(200.0, 36_000.0)
temperatures = st.floats(150.0, 500.0)
emissivities = st.floats(0.05, 1.0)
ALTITUDES = (400.0, 550.0, 600.0, 800.0, 1000.0, 1400.0, 2000.0)
ROUNDED_SIGMA = 5.67e-8 / 5.670374419e-8  # several sources round the constant


def pure(number):
    return Quantity(number, "")


def km(number):
    return Quantity(number, "km")


def kelvin(number):
    return Quantity(number, "K")


def degrees(number):
    return Quantity(number, "degree")


def flux(number):
    return Quantity(number, "W/m^2")


def value(quantity, unit=""):
    return quantity.to(unit).magnitude


# ---- view factors ----


def test_edge_on_view_factor_at_550_km():
    assert value(thermal.edge_on_view_factor(km(550.0))) == pytest.approx(0.257773, abs=1e-6)
    assert value(thermal.nadir_view_factor(km(550.0))) == pytest.approx(0.847, abs=5e-4)


def test_tilted_view_factor_against_orbital_thermal_on_a_grid():
    largest = 0.0
    for altitude in (*ALTITUDES, 10_000.0, 35_786.0):
        for tilt in np.linspace(0.0, 180.0, 73):
            ours = value(thermal.tilted_view_factor(km(altitude), degrees(tilt)))
            largest = max(largest, abs(ours - environment.sphere_view_factor(altitude, tilt)))
    assert largest < 2e-6  # their quadrature, at tilts where the horizon grazes the Earth


def test_tilted_view_factor_against_plain_quadrature():
    theta = np.arcsin(6371.0 / (6371.0 + 550.0))
    for tilt in (20.0, 60.0, 90.0, 120.0):
        g = np.radians(tilt)

        def seen(azimuth, polar, g=g):
            lean = np.cos(polar) * np.cos(g) + np.sin(polar) * np.sin(g) * np.cos(azimuth)
            return max(lean, 0.0) * np.sin(polar) / np.pi

        integral, _ = dblquad(seen, 0.0, theta, 0.0, 2 * np.pi, epsabs=1e-6)
        assert value(thermal.tilted_view_factor(km(550.0), degrees(tilt))) == pytest.approx(integral, abs=1e-5)


def test_perpendicular_view_factor_against_plain_quadrature():
    """A radiator behind a wing, one that hangs below it, and one that does neither: sums over small squares."""
    for depth, bottom, top, width, near, far in ((9.6, -11.4, 0.0, 8.6, 2.0, 35.0), (12.8, 0.0, 8.6, 8.6, 1.0, 35.0)):
        ends = ((0.0, depth), (bottom, top), (0.0, width), (near, far))
        x, y, eta, xi = np.meshgrid(*((a + (b - a) * (np.arange(36) + 0.5) / 36) for a, b in ends), indexing="ij")
        apart = x**2 + xi**2 + (y - eta) ** 2
        summed = float((x * xi / np.pi / apart**2).mean()) * width * (far - near)
        sizes = (Quantity(size, "m") for size in (depth, bottom, top, width, near, far))
        assert value(thermal.perpendicular_view_factor(*sizes)) == pytest.approx(summed, rel=5e-3)


@given(altitudes, st.floats(0.0, 180.0))
def test_view_factor_limits(altitude, tilt):
    there = value(thermal.tilted_view_factor(km(altitude), degrees(tilt)))
    down = value(thermal.nadir_view_factor(km(altitude)))
    assert 0.0 <= there <= down + 1e-12
    assert value(thermal.tilted_view_factor(km(altitude), degrees(0.0))) == pytest.approx(down, rel=1e-9)
    edge = value(thermal.edge_on_view_factor(km(altitude)))
    assert value(thermal.tilted_view_factor(km(altitude), degrees(90.0))) == pytest.approx(edge, rel=1e-7)
    assert value(thermal.tilted_view_factor(km(altitude), degrees(180.0))) == pytest.approx(0.0, abs=1e-12)


@given(altitudes, st.floats(0.0, 170.0), st.floats(0.1, 10.0))
def test_turning_away_sees_less(altitude, tilt, step):
    near, far = (thermal.tilted_view_factor(km(altitude), degrees(angle)) for angle in (tilt, tilt + step))
    assert far <= near + pure(1e-12)


@given(altitudes, st.floats(0.0, 180.0))
def test_both_faces_see_the_whole_earth_between_them(altitude, tilt):
    """Front less back is the plate's share of a vector flux: cosine of the tilt over the distance squared."""
    front = value(thermal.tilted_view_factor(km(altitude), degrees(tilt)))
    back = value(thermal.tilted_view_factor(km(altitude), degrees(180.0 - tilt)))
    distance = (6371.0 + altitude) / 6371.0
    assert front - back == pytest.approx(np.cos(np.radians(tilt)) / distance**2, abs=1e-9)


def test_sun_facing_panel_against_orbital_thermal():
    for altitude in (400.0, 550.0, 1400.0):
        for beta in (0.0, 30.0, 58.8, 75.0, 90.0):
            front, back = mccalip_exact_vf.exact_per_face_view_factors(altitude, beta, n=120)
            ours = value(thermal.sun_facing_view_factor(km(altitude), degrees(beta), 120))
            assert ours == pytest.approx(front, abs=2e-5)  # samples start half a step apart
            assert ours == pytest.approx(back, abs=2e-5)


# ---- published balances ----


def starcloud(infrared_absorptivity):
    radiator, coating = kelvin(293.15), pure(0.92)
    sun = thermal.absorbed_sunlight(flux(1366.0), pure(0.09), degrees(0.0))
    reflected = thermal.absorbed_albedo(flux(1366.0), pure(0.30), pure(0.25), pure(0.09), pure(1.0))
    earth = thermal.emitted_flux(kelvin(253.15), pure(1.0))
    infrared = thermal.absorbed_infrared(earth, pure(0.25), pure(infrared_absorptivity))
    emitted = 2 * thermal.emitted_flux(radiator, coating)
    return [value(q, "W/m^2") for q in (emitted, sun, reflected + infrared, emitted - sun - reflected - infrared)]


def test_starcloud_as_published():
    # the paper rounds the constant, 6.6e-5, and prints two decimals
    assert starcloud(0.09) == pytest.approx([770.48, 122.94, 14.46, 633.08], rel=1e-4)


def test_starcloud_with_kirchhoffs_law():
    assert starcloud(0.92)[3] == pytest.approx(584.76, rel=1e-4)
    assert starcloud(0.92)[3] / starcloud(0.09)[3] == pytest.approx(0.924, abs=0.001)  # 8 % less than printed


def test_ai1_radiator():
    assert value(thermal.radiator_capacity(Quantity(110.0, "m^2"), flux(1400.0)), "kW") == 154.0


@pytest.mark.parametrize(("sink_temperature", "celsius"), [(0.0, 69.0), (230.0, 85.0), (255.0, 93.0)])
def test_temperature_behind_1400_watts_a_square_metre(sink_temperature, celsius):
    got = thermal.radiator_temperature(
        Quantity(154.0, "kW"), Quantity(110.0, "m^2"), kelvin(sink_temperature), pure(0.9), pure(1.0)
    )
    assert value(got, "K") - 273.15 == pytest.approx(celsius, abs=0.6)  # whole degrees in the source


def test_space_station_radiators_run_an_eighth_as_hard():
    assert 1400.0 / value(Quantity(70.0, "kW") / Quantity(422.0, "m^2"), "W/m^2") == pytest.approx(8.4, abs=0.05)


def test_semianalysis_flux_is_15_percent_under_its_own_temperatures():
    got = value(thermal.net_flux(kelvin(343.0), kelvin(255.0), pure(0.95), pure(1.0)), "W/m^2")
    assert got == pytest.approx(1036.0, abs=0.5)
    assert 880.0 / got == pytest.approx(0.85, abs=0.002)


def mccalip(view_factor):
    front, back = pure(0.85), pure(0.90)
    heat = thermal.absorbed_sunlight(flux(1361.0), pure(0.92), degrees(0.0))
    for coating in (front, back):
        heat = heat + thermal.absorbed_infrared(flux(237.0), view_factor, coating)
    return value(thermal.panel_equilibrium_temperature(heat, front, back), "K") * ROUNDED_SIGMA**-0.25


def test_mccalip_temperature_with_his_view_factor_and_the_exact_one():
    # his sky is 3 K and his constant rounded; the constant is undone in `mccalip`, the sky is below the last digit
    sides = mccalip_replication.sun_tracking_view_factors(550.0, 90.0)
    his = pure((sides["vfSideA"] + sides["vfSideB"]) / 2)
    assert value(his) == pytest.approx(0.0212, abs=5e-5)
    assert mccalip(his) == pytest.approx(335.749538, abs=1e-3)
    exact = thermal.edge_on_view_factor(km(550.0))
    assert mccalip(exact) == pytest.approx(342.099222, rel=1e-5)
    assert mccalip(exact) - mccalip(his) == pytest.approx(6.349684, abs=2e-3)


# ---- against orbital-thermal on a grid ----


def test_flux_area_and_temperature_against_orbital_thermal():
    largest = 0.0
    for hot in (280.0, 310.0, 340.0, 400.0):
        for cold in (0.0, 180.0, 220.0, 255.0):
            for coating in (0.8, 0.91):
                ours = value(thermal.net_flux(kelvin(hot), kelvin(cold), pure(coating), pure(1.0), 1), "W/m^2")
                theirs = orbital_thermal.net_flux(hot, coating, cold)
                area = value(
                    thermal.radiator_area(
                        Quantity(1.0, "MW"), kelvin(hot), kelvin(cold), pure(coating), pure(1.0), faces=1
                    ),
                    "m^2",
                )
                temperature = value(
                    thermal.radiator_temperature(
                        Quantity(120.0, "kW"), Quantity(110.0, "m^2"), kelvin(cold), pure(coating), pure(1.0)
                    ),
                    "K",
                )
                largest = max(
                    largest,
                    abs(ours / theirs - 1),
                    abs(area / orbital_thermal.required_area(1e6, hot, coating, cold) - 1),
                    abs(temperature / orbital_thermal.equilibrium_temperature(120e3, 220.0, coating, cold) - 1),
                )
    assert largest < 1e-10  # they carry more digits of the constant


def test_ai1_design_point():
    got = thermal.radiator_temperature(
        Quantity(120.0, "kW"), Quantity(110.0, "m^2"), kelvin(220.0), pure(0.91), pure(1.0)
    )
    assert value(got, "K") == pytest.approx(337.10, abs=0.005)


def test_sink_against_orbital_thermal_on_a_grid():
    largest = 0.0
    for altitude in (550.0, 1400.0):
        for beta in (0.0, 30.0, 60.0, 90.0):
            for tilt in (0.0, 60.0, 90.0):
                view = thermal.tilted_view_factor(km(altitude), degrees(tilt))
                reflected = thermal.absorbed_albedo(
                    flux(1361.0), pure(0.3), view, pure(0.2), thermal.mean_phase_factor(degrees(beta))
                )
                heat = reflected + thermal.absorbed_infrared(flux(237.0), view, pure(0.91))
                ours = value(thermal.equivalent_sink_temperature(heat, pure(0.91), faces=1), "K")
                theirs = sink.analytic_orbit_averaged_sink(
                    altitude, beta, tilt, assume_sun_shielded=True, emissivity=0.91, solar_absorptivity=0.2,
                    earth_ir=237.0, albedo=0.3, solar_constant=1361.0, t_space=2.725,
                )  # fmt: skip
                largest = max(largest, abs(ours - theirs))
    assert largest < 1e-3  # kelvin; the view factors differ in the seventh digit


def test_loads_against_orbital_thermal():
    ours = thermal.absorbed_albedo(flux(1361.0), pure(0.3), pure(0.4), pure(0.2), pure(1.0))
    assert value(ours, "W/m^2") == pytest.approx(spectral_radiation.earth_albedo_absorbed_flux(0.2, 0.4, 0.3, 1361.0))
    ours = thermal.absorbed_sunlight(flux(1361.0), pure(0.2), degrees(0.0))
    assert value(ours, "W/m^2") == pytest.approx(spectral_radiation.solar_absorbed_flux(0.2, 1361.0))


# ---- heat in is heat out ----


@given(st.floats(0.0, 1e4), st.floats(1.0, 1e4), st.floats(0.0, 350.0), emissivities, st.floats(0.1, 1.0))
def test_heat_in_is_heat_out(heat, area, cold, coating, fin):
    q, panel, surface = Quantity(heat, "kW"), Quantity(area, "m^2"), (pure(coating), pure(fin))
    temperature = thermal.radiator_temperature(q, panel, kelvin(cold), *surface)
    out = thermal.radiator_capacity(panel, thermal.net_flux(temperature, kelvin(cold), *surface))
    assert value(out, "kW") == pytest.approx(heat, rel=1e-6, abs=1e-6 * area)
    assert value(temperature, "K") >= cold * (1 - 1e-12)


@given(st.floats(1.0, 1e4), st.floats(260.0, 500.0), st.floats(0.0, 250.0), emissivities, st.floats(0.1, 1.0))
def test_area_and_temperature_undo_each_other(heat, hot, cold, coating, fin):
    surface = kelvin(cold), pure(coating), pure(fin)
    area = thermal.radiator_area(Quantity(heat, "kW"), kelvin(hot), *surface)
    back = thermal.radiator_temperature(Quantity(heat, "kW"), area, *surface)
    assert value(back, "K") == pytest.approx(hot, rel=1e-9)


@given(st.floats(0.0, 2000.0), emissivities)
def test_a_radiator_at_its_sink_sheds_what_it_absorbs(absorbed, coating):
    cold = thermal.equivalent_sink_temperature(flux(absorbed), pure(coating))
    emitted = 2 * thermal.emitted_flux(cold, pure(coating))
    sky = 2 * thermal.emitted_flux(thermal.SPACE_TEMPERATURE, pure(coating))
    assert value(emitted - sky, "W/m^2") == pytest.approx(absorbed, rel=1e-9, abs=1e-9)
    assert value(thermal.net_flux(cold, cold, pure(coating), pure(1.0)), "W/m^2") == 0.0


@given(st.floats(0.0, 2000.0), emissivities, emissivities)
def test_a_panel_sheds_what_it_absorbs(absorbed, front, back):
    temperature = thermal.panel_equilibrium_temperature(flux(absorbed), pure(front), pure(back))
    out = thermal.emitted_flux(temperature, pure(front)) + thermal.emitted_flux(temperature, pure(back))
    sky = thermal.emitted_flux(thermal.SPACE_TEMPERATURE, pure(1.0)) * (front + back)
    assert value(out - sky, "W/m^2") == pytest.approx(absorbed, rel=1e-9, abs=1e-9)


@given(temperatures, st.floats(1.0, 100.0), st.floats(0.0, 200.0), emissivities)
def test_hotter_sheds_more_and_dirtier_sheds_less(hot, step, cold, coating):
    args = kelvin(cold), pure(coating), pure(0.9)
    assert thermal.net_flux(kelvin(hot + step), *args) > thermal.net_flux(kelvin(hot), *args)
    worn = thermal.net_flux(kelvin(hot), kelvin(cold), pure(coating * 0.9), pure(0.9))
    assert abs(worn) <= abs(thermal.net_flux(kelvin(hot), *args))


def test_celsius_and_kelvin_mean_the_same():
    warm = Quantity(69.0, "degC"), kelvin(0.0), pure(0.9), pure(1.0)
    assert value(thermal.net_flux(*warm), "W/m^2") == pytest.approx(1400.0, abs=3.0)


# ---- fins, loops ----


@given(st.floats(1.0, 1e4))
def test_loop_mass_follows_the_heat(heat):
    assert value(thermal.coolant_loop_mass(Quantity(heat, "kW"), Quantity(1.0, "kg/kW")), "kg") == pytest.approx(heat)


@given(st.floats(0.1, 1e4), st.floats(0.1, 20.0))
def test_mass_follows_area(area, per_area):
    panel = Quantity(area, "m^2")
    assert value(thermal.radiator_mass(panel, Quantity(per_area, "kg/m^2")), "kg") == pytest.approx(area * per_area)


def test_semianalysis_radiator_in_kilograms():
    panel = Quantity(42.0, "m^2")
    loop = thermal.coolant_loop_mass(Quantity(30.5, "kW"), Quantity(0.75, "kg/kW"))
    mass = thermal.radiator_mass(panel, Quantity(8.0, "kg/m^2")) + loop
    assert value(mass, "kg") == pytest.approx(390.0, rel=0.1)  # about 390 kg with what the area leaves out


# ---- refusals and tracing ----

SURFACE = pure(0.9), pure(0.9)


@pytest.mark.parametrize("call", [
    lambda: thermal.nadir_view_factor(Quantity(550.0, "s")),
    lambda: thermal.emitted_flux(Quantity(300.0, "W"), pure(0.9)),
    lambda: thermal.absorbed_infrared(Quantity(237.0, "W"), pure(0.3), pure(0.9)),
    lambda: thermal.radiator_area(Quantity(1.0, "kWh"), kelvin(300.0), kelvin(200.0), *SURFACE),
    lambda: thermal.radiator_mass(Quantity(1.0, "m^2"), Quantity(1.0, "USD/m^2")),
])  # fmt: skip
def test_wrong_dimensions_are_refused(call):
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: thermal.edge_on_view_factor(km(-1.0)), "altitude must be at least 0"),
    (lambda: thermal.tilted_view_factor(km(0.0), degrees(10.0)), "altitude must be above 0"),
    (lambda: thermal.tilted_view_factor(km(500.0), degrees(190.0)), "tilt must be at most 180"),
    (lambda: thermal.emitted_flux(kelvin(-1.0), pure(0.9)), "temperature must be at least 0"),
    (lambda: thermal.emitted_flux(kelvin(300.0), pure(1.1)), "emissivity must be at most 1"),
    (lambda: thermal.radiator_area(Quantity(1.0, "kW"), kelvin(250.0), kelvin(255.0), *SURFACE),
     "radiator_temperature must be above 255"),
    (lambda: thermal.radiator_temperature(Quantity(1.0, "kW"), Quantity(0.0, "m^2"), kelvin(200.0), *SURFACE),
     "area must be above 0"),
    (lambda: thermal.equivalent_sink_temperature(flux(-1.0), pure(0.9)), "absorbed_flux must be at least 0"),
    (lambda: thermal.absorbed_albedo(flux(1361.0), pure(1.3), pure(0.3), pure(0.1), pure(1.0)), "albedo must be"),
])  # fmt: skip
def test_impossible_values_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@given(st.floats(200.0, 2000.0), st.floats(0.0, 180.0))
def test_one_formula_traces_all_tilts(altitude, tilt):
    assume(abs(tilt - 90.0) > 1e-6)
    got = TRACED({"altitude": altitude, "tilt": tilt})
    (answer,) = got.values()
    assert float(answer) == pytest.approx(
        value(thermal.tilted_view_factor(km(altitude), degrees(tilt))), rel=1e-9, abs=1e-12
    )


TRACED = compile_program(
    trace_mapping(lambda q: thermal.tilted_view_factor(q["altitude"], q["tilt"]), {"altitude": "km", "tilt": "degree"})
)


def test_slanting_sunlight_warms_by_the_cosine() -> None:
    full = Quantity(1361.0, "W/m^2"), Quantity(0.5, "")
    for angle, share in ((0.0, 1.0), (60.0, 0.5), (120.0, 0.0)):
        got = thermal.absorbed_sunlight(*full, Quantity(angle, "degree"))
        assert got.m_as("W/m^2") == pytest.approx(share * 680.5, abs=1e-9)
