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


@given(positive, share, positive, positive)
def test_energy_water_and_capital_scale(power, factor, water, money):
    site, load = Quantity(power, "MW"), Quantity(factor, "")
    energy = cluster.annual_energy(site, load)
    close(cluster.annual_energy(2 * site, load), 2 * energy.magnitude, "TWh", 1e-12)
    close(cluster.water_use(energy, Quantity(water, "L/kWh")), power * factor * 8760 * water, "m^3", 1e-9)
    cost = cluster.capital_cost(Quantity(0, "GPU"), Quantity(1, "USD/GPU"), site, Quantity(money, "USD/W"))
    close(cluster.capital_per_power(cost, site), money, "USD/W", 1e-12)


# ---- refusals and tracing ----


@pytest.mark.parametrize("call", [
    lambda: cluster.accelerator_count(Quantity(1, "MW"), Quantity(1, "kW")),
    lambda: cluster.annual_energy(Quantity(1, "MWh"), ONE),
    lambda: cluster.capital_per_power(Quantity(1, "USD_2024"), Quantity(1, "MW")),
])  # fmt: skip
def test_wrong_dimensions_are_refused(call):
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(("call", "message"), [
    (lambda: cluster.it_power(Quantity(1, "MW"), Quantity(0.9, "")), "power_usage_effectiveness must be at least 1"),
    (lambda: cluster.power_tree(Quantity(1, "MW"), Quantity(1.1, ""), ONE, ONE), "reserve_share must be at most 1"),
])  # fmt: skip
def test_impossible_values_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(("model", "inputs"), [
    (cluster.power_tree, {"nameplate": Quantity(1.0, "GW"), "reserve_share": Quantity(0.1, ""),
                          "power_usage_effectiveness": Quantity(1.2, ""), "accelerator_share": Quantity(0.7, "")}),
    (cluster.water_use, {"energy": Quantity(1.0, "TWh"), "water_usage_effectiveness": Quantity(0.5, "L/kWh")}),
])  # fmt: skip
def test_traced_and_plain_agree(model, inputs):
    program = trace(model, inputs).bind_all_but()
    plain = model(**inputs)
    parts = plain._asdict() if hasattr(plain, "_asdict") else {model.__name__: plain}
    for name, value in parts.items():
        assert program.outputs[name].value == pytest.approx(value.magnitude, rel=1e-12)
        assert Quantity(1, program.units[name]).units == value.units
