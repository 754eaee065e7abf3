"""Cluster: conservation of power, published loads and runs, and a simulated checkpoint."""

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.engine.tracing import trace
from analysis.models import cluster
from analysis.units import Quantity

positive = st.floats(1e-2, 1e5)
share = st.floats(0.0, 1.0)
pue = st.floats(1.0, 2.5)
ONE = Quantity(1.0, "")


def close(quantity: Quantity, value: float | list[float], unit: str, rel: float) -> None:
    np.testing.assert_allclose(quantity.to(unit).magnitude, value, rtol=rel)


# ---- published values ----


def test_energy_of_the_iea_projections():
    close(cluster.annual_energy(Quantity(107.9, "GW"), ONE), 945, "TWh", 1e-3)  # 107.9 has four figures
    close(cluster.annual_energy(Quantity(114.2, "GW"), ONE), 1000, "TWh", 1e-3)


def test_water_of_the_projection_for_2028():
    got = cluster.water_use(Quantity([325, 580], "TWh"), Quantity([0.46, 0.47], "L/kWh"))
    close(got, [150, 275], "GL", 0.02)  # both sides are rounded to two or three figures


def test_capital_of_a_gigawatt():
    close(cluster.capital_per_power(Quantity(38e9, "USD"), Quantity(1, "GW")), 38, "USD/W", 1e-12)


def test_epoch_totals_by_life_imply_one_value_of_the_servers():
    # TCO of 12, 8.5 and 7 G$/yr at lives of 3, 5 and 7 years: the differences give the same capital twice
    first, second = (12 - 8.5) / (1 / 3 - 1 / 5), (8.5 - 7) / (1 / 5 - 1 / 7)
    assert first == pytest.approx(second, rel=0.01)  # published to two figures; they agree far better
    left = cluster.capital_per_power(Quantity((38 - first) * 1e9, "USD"), Quantity(1, "GW"))
    close(left, 11.75, "USD/W", 0.01)  # what remains is the shell


def test_reference_cluster_has_sixteen_accelerators():
    close(cluster.accelerator_count(Quantity(30.5, "kW"), Quantity(1.906, "kW/GPU")), 16, "GPU", 1e-3)


def test_a_large_published_training_run():
    compute = cluster.training_compute(Quantity(405e9, ""), Quantity(15.6e12, "token"))
    close(compute, 3.8e25, "FLOP", 0.01)  # published to two figures
    rate = cluster.training_throughput(Quantity(16_384, "GPU"), Quantity(989, "TFLOP/s/GPU"), Quantity(0.41, ""), ONE)
    close(rate / Quantity(16_384, "GPU"), 400, "TFLOP/s/GPU", 0.02)  # published to one or two figures
    hours = cluster.training_time(compute, rate) * Quantity(16_384, "GPU")
    close(hours, 30.84e6, "GPU*hour", 0.2)  # the card counts all hours; utilisation of 41 % is the best phase


def test_tokens_behind_published_prices():
    # 10.91 $/GPU-h and 590 $ per billion tokens
    implied = Quantity(10.91, "USD/GPU/hour") / Quantity(590e-9, "USD/token")
    got = cluster.serving_throughput(Quantity(16, "GPU"), implied, ONE)
    close(got, 16 * 5137, "token/s", 1e-3)  # four figures


# ---- properties ----


@given(positive, share, pue, share)
def test_power_is_conserved(power, reserve, effectiveness, accelerators):
    tree = cluster.power_tree(
        Quantity(power, "MW"), Quantity(reserve, ""), Quantity(effectiveness, ""), Quantity(accelerators, "")
    )
    assert sum(part.magnitude for part in tree[1:]) == pytest.approx(tree.nameplate.magnitude, rel=1e-12)
    assert min(part.magnitude for part in tree) >= -1e-9 * power


@given(positive, pue)
def test_facility_and_it_power_invert(power, effectiveness):
    load, factor = Quantity(power, "MW"), Quantity(effectiveness, "")
    close(cluster.it_power(cluster.facility_power(load, factor), factor), power, "MW", 1e-12)
    assert cluster.facility_power(load, factor) >= load


@given(positive, st.floats(0.1, 5), pue)
def test_density_and_count_agree(power, each, effectiveness):
    per, factor, site = Quantity(each, "kW/GPU"), Quantity(effectiveness, ""), Quantity(power, "MW")
    count = cluster.accelerator_count(cluster.it_power(site, factor), per)
    close(cluster.accelerator_density(per, factor) * site, count.magnitude, "GPU", 1e-12)


@given(positive, share, positive, positive)
def test_energy_water_and_capital_scale(power, factor, water, money):
    site, load = Quantity(power, "MW"), Quantity(factor, "")
    energy = cluster.annual_energy(site, load)
    close(cluster.annual_energy(2 * site, load), 2 * energy.magnitude, "TWh", 1e-12)
    close(cluster.water_use(energy, Quantity(water, "L/kWh")), power * factor * 8760 * water, "m^3", 1e-9)
    cost = cluster.capital_cost(Quantity(0, "GPU"), Quantity(1, "USD/GPU"), site, Quantity(money, "USD/W"))
    close(cluster.capital_per_power(cost, site), money, "USD/W", 1e-12)


@given(st.floats(0, 60), positive, positive)
def test_build_time_starts_with_preparation(preparation, power, speed):
    start = Quantity(preparation, "month")
    none = cluster.build_time(start, Quantity(0, "MW"), Quantity(speed, "MW/month"))
    close(none, preparation, "month", 1e-9)
    assert cluster.build_time(start, Quantity(power, "MW"), Quantity(speed, "MW/month")) > none


@given(positive, positive, share, share)
def test_utilisation_never_passes_the_peak(count, peak, utilisation, availability):
    args = Quantity(count, "GPU"), Quantity(peak, "TFLOP/s/GPU")
    got = cluster.training_throughput(*args, Quantity(utilisation, ""), Quantity(availability, ""))
    assert got <= (args[0] * args[1]).to("FLOP/s") * (1 + 1e-12)
    assert got >= Quantity(0, "FLOP/s")


@given(st.floats(0, 10), st.floats(0, 60), st.floats(0.5, 1e4))
def test_availability_rises_with_the_time_between_failures(save, restart, interval):
    args = Quantity(save, "minute"), Quantity(restart, "minute")
    got = cluster.checkpointed_availability(*args, Quantity(interval, "hour")).magnitude
    better = cluster.checkpointed_availability(*args, Quantity(2 * interval, "hour")).magnitude
    assert 0 < got <= better <= 1


def test_availability_against_a_simulated_job():
    # a job that saves every sqrt(2 C M), fails at random, loses what it had not saved and restarts
    rng = np.random.default_rng(3)
    save, restart, mean = 1.0, 10.0, 600.0  # minutes
    interval, useful, elapsed = np.sqrt(2 * save * mean), 0.0, 0.0
    for life in rng.exponential(mean, 20_000):
        useful += np.floor(life / (interval + save)) * interval
        elapsed += life + restart
    got = cluster.checkpointed_availability(Quantity(save, "min"), Quantity(restart, "min"), Quantity(mean, "min"))
    assert got.magnitude == pytest.approx(useful / elapsed, abs=0.01)  # first order in C/M, and sampling


@given(positive, positive)
def test_interruptions_come_as_often_as_there_are_accelerators(between, count):
    got = cluster.interruption_interval(Quantity(between, "GPU*hour"), Quantity(count, "GPU"))
    close(got * count, between, "hour", 1e-12)


@given(st.floats(0.1, 50), st.floats(0.1, 1), st.floats(1, 1000), st.floats(0.01, 5), st.floats(1, 500))
def test_batching_helps_until_the_context_is_what_is_read(bandwidth, utilisation, weights, cache, batch):
    args = Quantity(bandwidth, "TB/s/GPU"), Quantity(utilisation, ""), Quantity(weights, "GB"), Quantity(cache, "GB")
    got = cluster.memory_bound_token_rate(*args, Quantity(batch, ""))
    more = cluster.memory_bound_token_rate(*args, Quantity(2 * batch, ""))
    ceiling = utilisation * bandwidth * 1e3 / cache
    assert got <= more
    assert more.magnitude <= ceiling * (1 + 1e-12)


@given(positive, positive, share, pue)
def test_serving_is_the_lower_roof_and_energy_is_power_over_tokens(first, second, load, effectiveness):
    one, two = Quantity(first, "token/s/GPU"), Quantity(second, "token/s/GPU")
    roof = cluster.roofline_token_rate(one, two)
    assert roof == min(one, two)
    served = cluster.serving_throughput(Quantity(10, "GPU"), roof, Quantity(load, ""))
    close(served, 10 * roof.magnitude * load, "token/s", 1e-9)
    energy = cluster.energy_per_token(Quantity(1, "kW/GPU"), Quantity(effectiveness, ""), roof)
    close(energy * roof, 1e3 * effectiveness, "W/GPU", 1e-9)


@given(st.floats(1, 100), share, st.floats(1e8, 1e13))
def test_a_bigger_model_serves_fewer_tokens(peak, utilisation, parameters):
    args = Quantity(peak, "PFLOP/s/GPU"), Quantity(utilisation, "")
    got = cluster.compute_bound_token_rate(*args, Quantity(parameters, ""))
    close(cluster.compute_bound_token_rate(*args, Quantity(2 * parameters, "")), got.magnitude / 2, "token/s/GPU", 1e-9)


# ---- refusals and tracing ----


@pytest.mark.parametrize("call", [
    lambda: cluster.accelerator_count(Quantity(1, "MW"), Quantity(1, "kW")),
    lambda: cluster.training_time(Quantity(1, "FLOP"), Quantity(1, "token/s")),
    lambda: cluster.training_compute(Quantity(1, ""), Quantity(1, "")),
    lambda: cluster.annual_energy(Quantity(1, "MWh"), ONE),
    lambda: cluster.capital_per_power(Quantity(1, "USD_2024"), Quantity(1, "MW")),
])  # fmt: skip
def test_wrong_dimensions_are_refused(call):
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: cluster.it_power(Quantity(1, "MW"), Quantity(0.9, "")), "power_usage_effectiveness must be at least 1"),
    (lambda: cluster.power_tree(Quantity(1, "MW"), Quantity(1.1, ""), ONE, ONE), "reserve_share must be at most 1"),
    (lambda: cluster.training_throughput(Quantity(1, "GPU"), Quantity(1, "FLOP/s/GPU"), 2 * ONE, ONE),
     "model_flops_utilisation"),
    (lambda: cluster.build_time(Quantity(1, "month"), Quantity(1, "MW"), Quantity(0, "MW/month")), "build_rate"),
    (lambda: cluster.checkpointed_availability(Quantity(1, "s"), Quantity(1, "s"), Quantity(0, "s")),
     "interruption_interval must be above 0"),
])  # fmt: skip
def test_impossible_values_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(("model", "inputs"), [
    (cluster.power_tree, {"nameplate": Quantity(1.0, "GW"), "reserve_share": Quantity(0.1, ""),
                          "power_usage_effectiveness": Quantity(1.2, ""), "accelerator_share": Quantity(0.7, "")}),
    (cluster.checkpointed_availability, {"checkpoint_time": Quantity(1.0, "min"), "restart_time": Quantity(5.0, "min"),
                                         "interruption_interval": Quantity(3.0, "hour")}),
    (cluster.memory_bound_token_rate, {"memory_bandwidth": Quantity(8.0, "TB/s/GPU"), "utilisation": Quantity(0.7, ""),
                                       "weights": Quantity(70.0, "GB"), "cache": Quantity(1.0, "GB"),
                                       "batch": Quantity(64.0, "")}),
    (cluster.roofline_token_rate, {"compute_bound": Quantity(8e4, "token/s/GPU"),
                                   "memory_bound": Quantity(9.0, "Mtoken/hour/GPU")}),
    (cluster.water_use, {"energy": Quantity(1.0, "TWh"), "water_usage_effectiveness": Quantity(0.5, "L/kWh")}),
])  # fmt: skip
def test_traced_and_plain_agree(model, inputs):
    program = trace(model, inputs).bind_all_but()
    plain = model(**inputs)
    parts = plain._asdict() if hasattr(plain, "_asdict") else {model.__name__: plain}
    for name, value in parts.items():
        assert program.outputs[name].value == pytest.approx(value.magnitude, rel=1e-12)
        assert Quantity(1, program.units[name]).units == value.units
