"""Network: published link budgets and gates, brute-force topologies, and what no link can do."""

import itertools

import numpy as np
import pint
import pytest
import scipy
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.engine.tracing import trace
from analysis.models import network
from analysis.units import Quantity

positive = st.floats(1e-2, 1e5)
share = st.floats(0.0, 1.0)
LAMBDA = Quantity(1.55, "um")
ONE = Quantity(1.0, "")


def close(quantity: Quantity, value: float | list[float], unit: str, rel: float) -> None:
    np.testing.assert_allclose(quantity.to(unit).magnitude, value, rtol=rel)


def telescope() -> Quantity:
    return network.aperture_gain(Quantity(10, "cm"), LAMBDA, Quantity(0.8, ""))


# ---- published values ----


def test_telescope_gain():
    close(network.in_decibels(telescope()), 105.17, "", 1e-4)  # recomputed from the inputs; published as 105.1


def test_received_power_at_5000_km():
    got = network.received_power(Quantity(2.5, "W"), telescope(), telescope(), Quantity(5000, "km"), LAMBDA, ONE)
    close(got, 1.64, "uW", 5e-3)  # three figures; published as 1.6


def test_confocal_range():
    close(network.confocal_range(Quantity(10, "cm"), LAMBDA), 5.07, "km", 2e-3)  # three figures; published as about 5


def test_gate_ceilings():
    got = network.gate(Quantity(32.9, "Gbit/s"), ONE, Quantity([0.1, 1.0, 10.0], "MW"))
    close(got, [148, 14.8, 1.48], "GB/kWh", 2e-3)  # three figures; the rate is inferred from the middle one


def test_gate_rate_behind_the_published_ceiling_is_near_33_gbit_per_second():
    close(Quantity(14.8, "GB/kWh") * Quantity(1, "MW"), 32.9, "Gbit/s", 1e-3)  # the rate to three figures


def test_bisections_of_a_gigawatt():
    clos = network.clos_bisection(Quantity(8000 * 72, ""), Quantity(800, "Gbit/s"), ONE)
    flat = network.torus_bisection(Quantity(8100, ""), Quantity(100, "Gbit/s"), Quantity(2, ""))
    cube = network.torus_bisection(Quantity(8000, ""), Quantity(100, "Gbit/s"), Quantity(3, ""))
    close(clos, 28_800, "TB/s", 1e-9)
    close(flat, 2.25, "TB/s", 1e-9)
    close(cube, 10, "TB/s", 1e-9)
    square = network.torus_bisection(Quantity(8000, ""), Quantity(100, "Gbit/s"), Quantity(2, ""))
    close(network.bandwidth_ratio(clos, square), 12_880, "", 5e-5)  # four figures, for its own 8,000 satellites


def test_rack_against_laser():
    close(network.bandwidth_ratio(Quantity(130, "TB/s"), Quantity(1, "Tbit/s")), 1040, "", 1e-12)  # exact


def test_dose_errors_and_inferences():
    rate = Quantity(150, "rads/year")
    per_event = network.inferences_per_event(Quantity(1, "1/s"), rate, Quantity([14.4, 20], "rads"))
    close(per_event, [3.03e6, 4.21e6], "", 2e-3)  # three figures; published as about 3 million
    errors = network.upset_count(Quantity(4096, "GPU"), rate, Quantity(0.25, "year"), Quantity(17, "rads"))
    close(errors, 9000, "", 0.01)  # one figure and a half


def test_vertical_round_trip():
    close(2 * network.light_time(Quantity(600, "km")), 4.0, "ms", 2e-3)  # published to two figures


# ---- oracles ----


@pytest.mark.parametrize(("side", "dimensions"), [(4, 1), (6, 2), (4, 3)])
def test_torus_bisection_against_counting_every_link(side, dimensions):
    nodes = list(itertools.product(range(side), repeat=dimensions))

    def neighbours(node):
        for axis in range(dimensions):
            yield tuple((x + 1) % side if i == axis else x for i, x in enumerate(node))

    cut = sum((a[0] < side // 2) != (b[0] < side // 2) for a in nodes for b in neighbours(a))
    count, k = Quantity(float(len(nodes)), ""), Quantity(float(dimensions), "")
    close(network.torus_bisection(count, Quantity(8, "TB/s"), k), 8.0 * cut, "TB/s", 1e-9)


# ---- properties ----


@given(positive, positive)
def test_light_time_adds_up(first, second):
    a, b = Quantity(first, "km"), Quantity(second, "km")
    close(network.light_time(a + b), (network.light_time(a) + network.light_time(b)).to("ms").magnitude, "ms", 1e-12)
    relayed = network.path_delay(a, Quantity(3, ""), Quantity(second, "ms"))
    close(relayed - network.light_time(a), 3 * second, "ms", 1e-6)  # cancellation


@given(st.floats(200, 2000), st.floats(1.0, 1.1), st.floats(1.4, 1.5), st.floats(1.0, 2.0))
def test_at_the_crossover_orbit_and_fibre_take_the_same_time(altitude, zigzag, index, detour):
    height, k, n, kf = Quantity(altitude, "km"), Quantity(zigzag, ""), Quantity(index, ""), Quantity(detour, "")
    distance = network.latency_crossover_distance(height, k, n, kf)
    assume(0 < distance.magnitude < 1e6)
    orbit = network.light_time(2 * height + network.shell_distance(distance, height, k))
    close(network.fibre_reach(orbit, n, kf), distance.m_as("km"), "km", 1e-6)


@given(positive, positive)
def test_relays_reach_the_end_with_no_link_to_spare(length, reach):
    hops = network.hops_needed(Quantity(length, "km"), Quantity(reach, "km")).magnitude
    assert (hops - 1) * reach >= length * (1 - 1e-12)
    assert (hops - 2) * reach < length * (1 + 1e-12)


@given(st.floats(1e-3, 1e3), st.floats(0.01, 1), st.floats(1e-3, 1e7), share)
def test_no_link_delivers_more_than_was_sent_and_none_gains_with_distance(power, dish, distance, efficiency):
    gain = network.aperture_gain(Quantity(dish, "m"), LAMBDA, Quantity(0.8, ""))
    eta, sent = Quantity(efficiency, ""), Quantity(power, "W")
    near, far = (network.received_power(sent, gain, gain, Quantity(f * distance, "km"), LAMBDA, eta) for f in (1, 2))
    assert far <= near <= sent
    if near < 0.9 * efficiency * sent:
        close(far, near.magnitude / 4, "W", 1e-9)  # inverse square


@given(st.floats(0.01, 1), st.floats(1, 300), st.floats(1, 1e4), st.floats(0.1, 1))
def test_power_rate_photons_and_range_invert(dish, photons, rate, efficiency):
    gain = network.aperture_gain(Quantity(dish, "m"), LAMBDA, Quantity(0.8, ""))
    sent, eta = Quantity(1, "W"), Quantity(efficiency, "")
    need, speed = Quantity(photons, "1/bit"), Quantity(rate, "Gbit/s")
    reach = network.link_range(sent, gain, gain, LAMBDA, eta, need, speed)
    assume(reach > 10 * network.confocal_range(Quantity(dish, "m"), LAMBDA))  # far field
    power = network.received_power(sent, gain, gain, reach, LAMBDA, eta)
    close(network.photon_limited_rate(power, need, LAMBDA), rate, "Gbit/s", 1e-9)


@given(st.floats(0.01, 1.0), st.floats(0, 30))
def test_pointing_only_loses(dish, error):
    got = network.pointing_efficiency(Quantity(dish, "m"), LAMBDA, Quantity(error, "urad")).magnitude
    worse = network.pointing_efficiency(Quantity(dish, "m"), LAMBDA, Quantity(error + 1, "urad")).magnitude
    assert 0 <= worse <= got + 1e-12 <= 1 + 1e-9


def test_pointing_is_the_airy_pattern():
    for error in np.linspace(0.01, 18.0, 50):
        x = float(np.pi * 0.1 * error * 1e-6 / LAMBDA.to("m").magnitude)
        got = network.pointing_efficiency(Quantity(0.1, "m"), LAMBDA, Quantity(error, "urad")).magnitude
        assert got == pytest.approx((2 * scipy.special.j1(x) / x) ** 2, abs=1e-12)
    for error, published in ((1.0, 0.9898), (3.0, 0.911), (5.0, 0.769)):  # 10 cm at 1.55 um
        got = network.pointing_efficiency(Quantity(10, "cm"), Quantity(1.55, "um"), Quantity(error, "urad"))
        assert got.magnitude == pytest.approx(published, abs=6e-4)


def test_training_sends_less_on_fewer_machines_and_with_rarer_exchanges():
    setting = Quantity(2.0, "byte"), Quantity(16e6, "token")
    few, many = (network.data_parallel_intensity(*setting, Quantity(n, ""), ONE) for n in (10.0, 1000.0))
    assert many > few
    rare = network.data_parallel_intensity(*setting, Quantity(1000.0, ""), Quantity(500.0, ""))
    close(many / rare, 500.0, "", 1e-12)
    assert network.data_parallel_intensity(*setting, ONE, ONE).magnitude == 0.0  # one machine has nobody to tell


@given(st.floats(3, 10), st.floats(0.01, 100))
def test_the_signal_needed_gives_shannon_s_capacity_back(bandwidth, rate):
    need = network.signal_to_noise_needed(Quantity(rate, "Gbit/s"), Quantity(bandwidth, "GHz"))
    assert bandwidth * np.log2(1.0 + need.magnitude) == pytest.approx(rate, rel=1e-9)
    close(network.signal_to_noise_needed(Quantity(bandwidth, "Gbit/s"), Quantity(bandwidth, "GHz")), 1.0, "", 1e-12)


@given(positive, share, positive, positive)
def test_gate_margin_and_power_agree(rate, contact, power, intensity):
    link, up, load = Quantity(rate, "Gbit/s"), Quantity(contact, ""), Quantity(power, "MW")
    work = Quantity(intensity, "GB/kWh")
    margin = network.gate_margin(network.gate(link, up, load), work)
    close(network.power_behind_gate(link, up, work), margin.magnitude * power, "MW", 1e-9)
    close(network.gate(link, up, 2 * load), network.gate(link, up, load).magnitude / 2, "GB/kW/hour", 1e-12)


@given(positive, positive)
def test_workload_intensity_is_a_ratio(data, energy):
    got = network.workload_intensity(Quantity(data, "byte/token"), Quantity(energy, "J/token"))
    close(got, data / energy * 3.6e-3, "GB/kWh", 1e-9)  # 1 B/J = 3.6 MB/kWh


@given(st.integers(2, 10**6), st.floats(1, 20), st.floats(1, 5))
def test_a_torus_never_beats_a_clos_of_the_same_links_in_low_dimensions(nodes, oversubscription, dimensions):
    count, link = Quantity(float(nodes), ""), Quantity(100, "Gbit/s")
    clos = network.clos_bisection(count, link, ONE)
    assert network.clos_bisection(count, link, Quantity(oversubscription, "")) <= clos
    torus = network.torus_bisection(count, link, Quantity(dimensions, ""))
    assert torus <= network.torus_bisection(count, link, Quantity(dimensions + 1, ""))
    if nodes ** (1 / dimensions) >= 4:  # sides of four or more
        assert torus <= clos * (1 + 1e-9)


@given(st.floats(1, 1e6), st.floats(1, 1e4), st.floats(0.1, 120), st.floats(1, 100))
def test_upsets_and_inferences_agree(chips, dose, months, per_event):
    rate, each = Quantity(dose, "rads/year"), Quantity(per_event, "rads")
    duration = Quantity(months, "month")
    events = network.upset_count(Quantity(chips, "GPU"), rate, duration, each)
    between = network.inferences_per_event(Quantity(1, "1/s"), rate, each)
    close(events * between, chips * duration.to("s").magnitude, "", 1e-9)  # all inferences made


# ---- refusals and tracing ----


@pytest.mark.parametrize("call", [
    lambda: network.light_time(Quantity(1, "s")),
    lambda: network.gate(Quantity(1, "Gbit"), ONE, Quantity(1, "MW")),
    lambda: network.upset_count(Quantity(1, ""), Quantity(1, "rads/year"), Quantity(1, "year"), Quantity(1, "rads")),
    lambda: network.workload_intensity(Quantity(1, "byte"), Quantity(1, "J/token")),
])  # fmt: skip
def test_wrong_dimensions_are_refused(call):
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: network.aperture_gain(Quantity(0, "cm"), LAMBDA, ONE), "diameter must be above 0"),
    (lambda: network.received_power(Quantity(1, "W"), ONE, ONE, Quantity(1, "km"), LAMBDA, 2 * ONE), "efficiency"),
    (lambda: network.torus_bisection(Quantity(1, ""), Quantity(1, "Gbit/s"), 2 * ONE), "nodes must be at least 2"),
    (lambda: network.in_decibels(Quantity(0.0, "")), "ratio must be above 0"),
    (lambda: network.gate(Quantity(1, "Gbit/s"), ONE, Quantity(0, "MW")), "power must be above 0"),
])  # fmt: skip
def test_impossible_values_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(("model", "inputs"), [
    (network.link_range, {"transmit_power": Quantity(2.5, "W"), "transmit_gain": Quantity(3e10, ""),
                          "receive_gain": Quantity(3e10, ""), "wavelength": LAMBDA, "efficiency": Quantity(0.5, ""),
                          "photons": Quantity(71.0, "1/bit"), "data_rate": Quantity(100.0, "Gbit/s")}),
    (network.received_power, {"transmit_power": Quantity(2.5, "W"), "transmit_gain": Quantity(3e10, ""),
                              "receive_gain": Quantity(3e10, ""), "distance": Quantity(900.0, "km"),
                              "wavelength": LAMBDA, "efficiency": Quantity(0.5, "")}),
    (network.torus_bisection, {"nodes": Quantity(8000.0, ""), "link_bandwidth": Quantity(100.0, "Gbit/s"),
                               "dimensions": Quantity(3.0, "")}),
    (network.hops_needed, {"path_length": Quantity(9000.0, "km"), "link_range": Quantity(2.0, "Mm")}),
    (network.pointing_efficiency, {"diameter": Quantity(10.0, "cm"), "wavelength": Quantity(1.55, "um"),
                                   "pointing_error": Quantity(1.0, "urad")}),
    (network.upset_count, {"chips": Quantity(4096.0, "GPU"), "dose_rate": Quantity(150.0, "rads/year"),
                           "duration": Quantity(3.0, "month"), "dose_per_event": Quantity(17.0, "rads")}),
])  # fmt: skip
def test_traced_and_plain_agree(model, inputs):
    program = trace(model, inputs).bind_all_but()
    (node,) = program.outputs.values()
    plain = model(**inputs)
    assert node.value == pytest.approx(plain.magnitude, rel=1e-12)
    assert Quantity(1, program.units[model.__name__]).units == plain.units


def test_fibre_reach_is_light_slowed_and_led_astray() -> None:
    glass = Quantity(1.47, ""), Quantity(1.4, "")
    delay = 1.47 * 1.4 * Quantity(1500.0, "km") / Quantity(299792.458, "km/s")
    assert float(network.fibre_reach(delay, *glass).to("km").magnitude) == pytest.approx(1500.0, rel=1e-12)
    with pytest.raises(ValueError, match="detour"):
        network.fibre_reach(delay, glass[0], Quantity(0.9, ""))
