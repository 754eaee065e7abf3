"""The yardstick: the same model by hand in NumPy, as a careful person writes it.

No units, no checks. Shared terms are kept, unit factors are folded by hand, each plant has one loop over the years, and
powers of the year are running products.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.model import YEARS

HOURS = 8766.0


def masses(x: Mapping[str, Any], np: ModuleType = np) -> tuple[Any, Any, Any]:
    """Servers, dry mass and launch mass in kg."""
    power = x["computing_power"]
    bus = power * (1.0 + x["overhead"])
    radius = 6378.137 + x["altitude"]
    share = np.arcsin(6378.137 / radius) / np.pi
    shadow_hours = 2.0 * np.pi / 3600.0 * np.sqrt(radius * radius * radius / 398600.4418) * share
    servers = power * x["server_mass"]
    last = (1.0 - 0.01 * x["cell_decay"]) ** x["life"]
    needed = bus * (1.0 + share / ((1.0 - share) * x["battery_efficiency"]))
    area = 1e5 * needed / (x["sunlight"] * x["cell_efficiency"] * x["packing"] * last)
    battery = 1e3 * bus * shadow_hours / (x["discharge_depth"] * x["battery_efficiency"] * x["battery_density"])
    hot, cold = x["radiator_temperature"] ** 2, x["sink_temperature"] ** 2
    flux = 2.0 * 5.670374419e-8 * x["emissivity"] * (hot * hot - cold * cold)
    radiator = 1e3 * bus / flux * x["radiator_density"]
    shield = 16.2 * (servers / x["server_density"]) ** (2 / 3) * x["shield_thickness"]
    dry = (area * x["array_density"] + battery + radiator + servers + shield) * (1.0 + x["structure"])
    return servers, dry, dry * np.exp(x["velocity_change"] / (9.80665 * x["specific_impulse"]))


def orbital_years(x: Mapping[str, Any], growth: Any, np: ModuleType = np) -> tuple[Any, Any, Any]:
    """Sums over the years of what is sold, of what it is worth, and of the weights."""
    kept = 1.0 - 0.01 * x["cell_decay"]
    falling = 1.0 - 0.01 * x["price_decline"]
    weight, age, price = np.sqrt(growth), 1.05, 1.0
    sold, worth, weights = 0.0, 0.0, 0.0
    for year in range(YEARS):
        alive = np.minimum(np.maximum(x["life"] - year, 0.0), 1.0) * weight
        good = alive * np.minimum(age, 1.0)
        weights = weights + alive
        sold = sold + good
        worth = worth + good * price
        weight, age, price = weight * growth, age * kept, price * falling
    return sold, worth, weights


def ground_years(x: Mapping[str, Any], growth: Any, np: ModuleType = np) -> tuple[Any, Any]:
    """Sums over the years of the weights, and of the weights times the tariff."""
    rising = 1.0 + 0.01 * x["electricity_growth"]
    weight, tariff, weights, paid = np.sqrt(growth), x["electricity_price"], 0.0, 0.0
    for year in range(YEARS):
        alive = np.minimum(np.maximum(x["ground_life"] - year, 0.0), 1.0) * weight
        weights = weights + alive
        paid = paid + alive * tariff
        weight, tariff = weight * growth, tariff * rising
    return weights, paid


def model(x: Mapping[str, Any], np: ModuleType = np) -> dict[str, Any]:
    """The whole chain, in the units of `benchmarks.model`; `np` may be any module with these functions."""
    servers, dry, mass = masses(x, np)
    each = np.maximum(np.floor(1e3 * x["payload"] / mass), 1.0)
    launches = np.ceil(x["fleet"] / each)
    price = x["launch_price"] * np.maximum(0.01 * launches, 1.0) ** np.log2(1.0 - x["launch_learning"])
    installed = x["computing_power"] * x["fleet"]
    capital = launches * 1e3 * x["payload"] * price + 1e3 * installed * x["server_price"]
    capital = capital + (dry - servers) * x["bus_price"] * x["fleet"] ** (1.0 + np.log2(1.0 - x["bus_learning"]))
    growth = 1.0 / (1.0 + 0.01 * x["discount_rate"])
    sold, worth, weights = orbital_years(x, growth, np)
    hours = HOURS * installed * x["availability"]
    total = capital * (1.0 + x["upkeep"] * weights)
    ground_capital = x["building_cost"] + x["server_price"]
    ground_weights, paid = ground_years(x, growth, np)
    energy_cost = 1e-6 * HOURS * x["utilisation"] * x["power_usage"] * paid
    ground = ground_capital * (1.0 + x["upkeep"] * ground_weights) + energy_cost
    return {
        "net_present_value": 1e-6 * (hours * worth * x["computing_price"] - total),
        "orbital_cost": total / (hours * sold),
        "ground_cost": 1e3 * ground / (HOURS * x["utilisation"] * ground_weights),
        "mass": 1e-3 * mass,
        "launches": launches,
    }


def in_blocks(
    function: Callable[[dict[str, Any]], dict[str, Any]], block: int = 8192
) -> Callable[[Any], dict[str, Any]]:
    """The same function over blocks that fit the cache."""

    def run(x: Mapping[str, Any]) -> dict[str, Any]:
        count = next(iter(x.values())).size
        out: dict[str, Any] = {}
        for start in range(0, count, block):
            part = slice(start, start + block)
            for name, values in function({key: column[part] for key, column in x.items()}).items():
                if name not in out:
                    out[name] = np.empty(count)
                out[name][part] = getattr(values, "magnitude", values)
        return out

    return run
