"""One cost model with the full boundary, in which any published model can be run, and the split of their spread.

A published ratio is a function of three things: the boundary (which lines are counted), the inputs (what the numbers
are) and the physics (how long it is dark, how much heat a radiator sheds, how the array ages). The harmoniser takes
the three apart and puts any model's inputs into any other's boundary.

Every cost is for a kilowatt of installed computers and one year. Without a cost of capital, the bill is what capital
costs at face value and running for the satellite's life; divided by that life on both sides, the ratio is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, permutations

import numpy as np

from analysis.models import cost, finance, power, satellite, thermal, valuation
from analysis.peers.ledger import Boundary
from analysis.units import Quantity

ONE = Quantity(1.0, "")
NOTHING = Quantity(0.0, "")
KILOWATT = Quantity(1.0, "kW")
MONTH = Quantity(1.0, "month")
FACTORS = ("boundary", "inputs", "physics")


@dataclass(frozen=True)
class Inputs:
    """Every number that the full boundary asks for, per installed power of computers unless said otherwise."""

    launch_price: Quantity  # [USD/kg]
    overhead: Quantity  # power of the satellite over power of the computers [-]
    array_mass: Quantity  # per array power at the start of life; bus and structure within it when not apart [kg/kW]
    bus_mass: Quantity  # whatever does not grow with the array [kg/kW]
    server_mass: Quantity  # [kg/kW]
    radiator_areal_mass: Quantity  # [kg/m^2]
    battery_specific_energy: Quantity  # [Wh/kg]
    structure_share: Quantity  # structure over dry mass [-]
    mass_margin: Quantity  # margin over subsystems [-]
    array_cost: Quantity  # per array power at the start of life [USD/W]
    battery_cost: Quantity  # [USD/kWh]
    bus_cost: Quantity  # [USD/W]
    radiator_cost: Quantity  # [USD/m^2]
    server_cost: Quantity  # [USD/W]
    development_cost: Quantity  # [USD/W]
    integration_share: Quantity  # integration over array, battery, radiator and bus [-]
    insurance_share: Quantity  # premium over what is insured [-]
    operations_cost: Quantity  # [USD/W/year]
    life: Quantity  # [year]
    orbit_wacc: Quantity  # [-]
    overprovision: Quantity  # spares over what is sold [-]
    failure_rate: Quantity  # hardware that is replaced each year [1/year]
    relaunch: Quantity  # share of replacements that pay for a launch [-]
    availability: Quantity  # hours sold over hours there are [-]
    array_degradation: Quantity  # [1/year]
    array_efficiency: Quantity  # pointing, heat, wiring [-]
    depth_of_discharge: Quantity  # [-]
    radiator_temperature: Quantity  # [K]
    emissivity: Quantity  # [-]
    fin_efficiency: Quantity  # [-]
    facility_cost: Quantity  # [USD/W]
    facility_life: Quantity  # [year]
    ground_server_cost: Quantity  # [USD/W]
    ground_server_life: Quantity  # [year]
    ground_wacc: Quantity  # [-]
    energy_price: Quantity  # [USD/kWh]
    power_usage_effectiveness: Quantity  # [-]
    utilisation: Quantity  # [-]
    ground_operations_cost: Quantity  # [USD/W/year]
    ground_overprovision: Quantity  # [-]
    ground_availability: Quantity  # [-]


@dataclass(frozen=True)
class Physics:
    """How a model counts darkness, heat and age."""

    dark_share: Quantity  # share of a revolution for which the array has to store [-]
    dark_time: Quantity  # longest time the battery carries the load [min]
    storage_efficiency: Quantity  # [-]
    sink_temperature: Quantity  # surroundings of the radiator [K]
    flux_factor: Quantity  # heat a square metre is said to shed over what its temperature gives [-]
    age: Quantity  # age at which the array has to suffice over the satellite's life [-]


@dataclass(frozen=True)
class Bill:
    """What a kilowatt of computers costs on either side, line by line."""

    capital: dict[str, Quantity]
    running: dict[str, Quantity]
    ground_capital: dict[str, Quantity]
    ground_running: dict[str, Quantity]
    inputs: Inputs


@dataclass(frozen=True)
class PeerCase:
    """One published ratio with the three things it is made of."""

    name: str
    model: str
    published: Quantity
    boundary: Boundary
    inputs: Inputs
    physics: Physics
    tolerance: float = 0.01


def array_power(inputs: Inputs, physics: Physics) -> Quantity:
    """Array power at the start of life that keeps a kilowatt of computers running around the clock."""
    load = inputs.overhead * KILOWATT
    needed = power.array_power_for_load(load, ONE, physics.dark_share, ONE, physics.storage_efficiency)
    life_factor = power.end_of_life_factor(inputs.array_degradation, physics.age * inputs.life)
    return (needed / (life_factor * inputs.array_efficiency)).to("kW")


def radiator_area(inputs: Inputs, physics: Physics) -> Quantity:
    """Radiator for the heat of a kilowatt of computers and of the satellite around them."""
    flux = thermal.net_flux(
        inputs.radiator_temperature, physics.sink_temperature, inputs.emissivity, inputs.fin_efficiency
    )
    return (inputs.overhead * KILOWATT / (flux * physics.flux_factor)).to("m^2")


def masses(inputs: Inputs, physics: Physics) -> dict[str, Quantity]:
    """Mass at launch for a kilowatt of computers: array and bus, radiator, servers, structure shared among them."""
    battery = power.storage_capacity(inputs.overhead * KILOWATT, physics.dark_time, inputs.depth_of_discharge, ONE)
    bus = (
        array_power(inputs, physics) * inputs.array_mass
        + power.storage_mass(battery, inputs.battery_specific_energy)
        + KILOWATT * inputs.bus_mass
    )
    radiator = thermal.radiator_mass(radiator_area(inputs, physics), inputs.radiator_areal_mass)
    parts = {"launch": bus, "radiator mass": radiator, "server mass": KILOWATT * inputs.server_mass}
    return {
        line: satellite.dry_mass(mass.to("kg"), inputs.structure_share, inputs.mass_margin)
        for line, mass in parts.items()
    }


def bill(inputs: Inputs, physics: Physics) -> Bill:
    """Cost of a kilowatt of computers in orbit and on the ground, line by line."""
    i, free = inputs, Quantity(0.0, "USD/kg")
    battery = power.storage_capacity(i.overhead * KILOWATT, physics.dark_time, i.depth_of_discharge, ONE)
    none = Quantity(0.0, "kg")

    def built(array: Quantity, stored: Quantity, area: Quantity, bus: Quantity) -> Quantity:
        amounts = cost.SpacecraftAmounts(KILOWATT, array, stored, area, none, none, none)
        prices = cost.SpacecraftCosts(
            Quantity(0.0, "USD/W"), i.array_cost, i.battery_cost, i.radiator_cost, free, free,
            (bus * KILOWATT).to("USD"), i.integration_share, Quantity(0.0, "USD/W"), free, NOTHING,
        )  # fmt: skip
        return cost.total_capital(cost.orbital_capital(amounts, prices))

    nothing, no_bus = Quantity(0.0, "kWh"), Quantity(0.0, "USD/W")
    launches = {line: (mass * i.launch_price).to("USD") for line, mass in masses(i, physics).items()}
    ground = cost.ground_capital(
        KILOWATT, i.power_usage_effectiveness, i.ground_server_cost, no_bus, no_bus, no_bus, i.facility_cost, no_bus
    )
    return Bill(
        capital=launches
        | {
            "array and bus": built(array_power(i, physics), battery, Quantity(0.0, "m^2"), i.bus_cost),
            "radiator": built(0.0 * KILOWATT, nothing, radiator_area(i, physics), no_bus),
            "servers": (i.server_cost * KILOWATT).to("USD"),
            "development": (i.development_cost * KILOWATT).to("USD"),
        },
        running={"operations": (i.operations_cost * KILOWATT).to("USD/year")},
        ground_capital={"facility": ground.building, "servers": ground.compute},
        ground_running={
            "energy": cost.energy_cost(
                KILOWATT, i.power_usage_effectiveness, i.utilisation, i.energy_price, Quantity(8760.0, "hour")
            ),
            "operations": (i.ground_operations_cost * KILOWATT).to("USD/year"),
        },
        inputs=inputs,
    )


_BUILT = ("array and bus", "radiator", "servers")
_LAUNCHED = ("launch", "radiator mass", "server mass")


def _sum(lines: dict[str, Quantity], counted: frozenset[str], names: tuple[str, ...], unit: str) -> Quantity:
    return sum((lines[n] for n in names if n in counted and n in lines), Quantity(0.0, unit))


def _recovery(charged: bool, wacc: Quantity, life: Quantity, orbit_life: Quantity) -> Quantity:
    """Share of the capital that a year bears: with interest over its own life, or at face value over the orbit's."""
    return finance.capital_recovery_factor(wacc, life, MONTH) if charged else 1.0 / orbit_life


def orbit_cost(boundary: Boundary, of: Bill) -> Quantity:
    """Cost of a year of a kilowatt of computers in orbit, of the lines inside a boundary."""
    i, counted = of.inputs, boundary.orbit
    built = _sum(of.capital, counted, _BUILT, "USD")
    launched = _sum(of.capital, counted, _LAUNCHED, "USD")
    premium = (i.insurance_share if "insurance" in counted else NOTHING) * (built + launched)
    capital = built + launched + premium + _sum(of.capital, counted, ("development",), "USD")
    recovery = _recovery("cost of capital" in counted, i.orbit_wacc, i.life, i.life)
    running = _sum(of.running, counted, ("operations",), "USD/year")
    spares = ONE
    if "spares" in counted:
        running = running + cost.replacement_cost(built + i.relaunch * launched, i.failure_rate)
        spares = ONE + i.overprovision
    uptime = i.availability if "downtime" in counted else ONE
    return ((capital * recovery + running) * spares / uptime).to("USD/year")


def ground_cost(boundary: Boundary, of: Bill) -> Quantity:
    """Cost of a year of a kilowatt of computers on the ground, of the lines inside a boundary."""
    i, counted = of.inputs, boundary.ground
    charged = "cost of capital" in counted
    running = _sum(of.ground_running, counted, ("energy", "operations"), "USD/year")
    for line, life in (("facility", i.facility_life), ("servers", i.ground_server_life)):
        capital = _sum(of.ground_capital, counted, (line,), "USD")
        running = running + capital * _recovery(charged, i.ground_wacc, life, i.life)
    spares = (ONE + i.ground_overprovision) / i.ground_availability if "spares" in counted else ONE
    return (running * spares).to("USD/year")


def ratio_of(boundary: Boundary, of: Bill) -> Quantity:
    """Cost in orbit over cost on the ground, of the lines inside a boundary."""
    return (orbit_cost(boundary, of) / ground_cost(boundary, of)).to("")


def ratio(boundary: Boundary, inputs: Inputs, physics: Physics) -> Quantity:
    r"""Cost in orbit over cost on the ground: any boundary, any inputs, any physics.

    .. math:: R(B, x, \varphi) = \frac{\sum_{i \in B_o} \left[k_i\,C_i(x, \varphi) + c_i(x)\right]}
        {\sum_{j \in B_g} \left[k_j\,C_j(x) + c_j(x)\right]}

    Parameters
    ----------
    boundary : Boundary
        Lines counted in orbit and on the ground, B. [-]
    inputs : Inputs
        Prices, masses, lives, shares, x; they make capital C and running cost c of each line. [various]
    physics : Physics
        How darkness, heat and age are counted. [various]

    Returns
    -------
    Quantity
        Orbit over ground, R. [-]

    Notes
    -----
    The share of capital that a year bears, k, is the capital recovery factor when the cost of capital is inside the
    boundary, and one over the satellite's life on both sides when it is not.
    """
    return ratio_of(boundary, bill(inputs, physics))


# ---- the split ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Common:
    """What every model is given when a thing is made common: one boundary, one set of inputs, one physics."""

    boundary: Boundary
    inputs: Inputs
    physics: Physics


Bills = dict[tuple[int, int], tuple[Inputs, Physics, Bill]]  # with both, so that no other has their identity


def logarithms(entry: PeerCase, common: Common, known: Bills | None = None) -> dict[frozenset[str], float]:
    """Natural logarithm of a case's ratio for every choice of what is made common; `known` keeps the bills."""
    known = {} if known is None else known

    def once(inputs: Inputs, physics: Physics) -> Bill:
        name = id(inputs), id(physics)
        if name not in known:
            known[name] = inputs, physics, bill(inputs, physics)
        return known[name][2]

    bills = {
        chosen: once(
            common.inputs if "inputs" in chosen else entry.inputs,
            common.physics if "physics" in chosen else entry.physics,
        )
        for chosen in _subsets(FACTORS[1:])
    }
    found = {}
    for chosen, of in bills.items():
        found[chosen] = float(np.log(ratio_of(entry.boundary, of).magnitude))
        found[chosen | {"boundary"}] = float(np.log(ratio_of(common.boundary, of).magnitude))
    return found


def _subsets(names: tuple[str, ...]) -> list[frozenset[str]]:
    return [frozenset(chosen) for size in range(len(names) + 1) for chosen in combinations(names, size)]


def spread(values: list[float]) -> float:
    """Variance of logarithms of ratios: the spread that is split."""
    return float(np.var(np.array(values)))


def spreads(table: list[dict[frozenset[str], float]]) -> dict[frozenset[str], float]:
    """Spread of all cases for every choice of what is made common."""
    return {chosen: spread([row[chosen] for row in table]) for chosen in _subsets(FACTORS)}


def shapley_shares(left: dict[frozenset[str], float]) -> dict[str, float]:
    """Share of the spread that goes when a thing is made common, over all orders; the shares add up to one."""

    def forward(*made_common: Quantity) -> Quantity:
        chosen = frozenset(name for name, flag in zip(FACTORS, made_common, strict=True) if flag.magnitude > 0.5)
        return Quantity(left[chosen], "")

    parts = valuation.attribution(forward, [NOTHING] * 3, [ONE] * 3)
    whole = left[frozenset()] - left[frozenset(FACTORS)]
    return {name: -float(part.magnitude) / whole for name, part in zip(FACTORS, parts, strict=True)}


def sequential_shares(left: dict[frozenset[str], float]) -> dict[tuple[str, ...], dict[str, float]]:
    """Share of the spread that goes with each thing in each of the six orders."""
    whole = left[frozenset()] - left[frozenset(FACTORS)]
    shares: dict[tuple[str, ...], dict[str, float]] = {}
    for order in permutations(FACTORS):
        done: frozenset[str] = frozenset()
        shares[order] = {}
        for name in order:
            shares[order][name] = (left[done] - left[done | {name}]) / whole
            done = done | {name}
    return shares


def between(first: PeerCase, last: PeerCase) -> dict[str, float]:
    """Split the distance between two published ratios into factors that multiply to it, over all orders."""
    ends = {
        "boundary": (first.boundary, last.boundary),
        "inputs": (first.inputs, last.inputs),
        "physics": (first.physics, last.physics),
    }

    def forward(*flags: Quantity) -> Quantity:
        chosen = {name: ends[name][int(flag.magnitude)] for name, flag in zip(FACTORS, flags, strict=True)}
        found = ratio(chosen["boundary"], chosen["inputs"], chosen["physics"])  # type: ignore[arg-type]
        return Quantity(np.log(found.magnitude), "")

    parts = valuation.attribution(forward, [NOTHING] * 3, [ONE] * 3)
    return {name: float(np.exp(part.magnitude)) for name, part in zip(FACTORS, parts, strict=True)}


GROUPS: dict[str, tuple[str, ...]] = {
    "launch price": ("launch_price",),
    "mass": (
        "overhead", "array_mass", "bus_mass", "server_mass", "radiator_areal_mass", "battery_specific_energy",
        "structure_share", "mass_margin", "array_degradation", "array_efficiency", "depth_of_discharge",
        "radiator_temperature", "emissivity", "fin_efficiency",
    ),
    "building the satellite": (
        "array_cost", "battery_cost", "bus_cost", "radiator_cost", "development_cost", "integration_share",
        "insurance_share",
    ),
    "servers": ("server_cost", "ground_server_cost"),
    "life and cost of capital": ("life", "orbit_wacc", "facility_life", "ground_server_life", "ground_wacc"),
    "upkeep and the ground": (
        "operations_cost", "overprovision", "failure_rate", "relaunch", "availability", "facility_cost",
        "energy_price", "power_usage_effectiveness", "utilisation", "ground_operations_cost", "ground_overprovision",
        "ground_availability",
    ),
}  # fmt: skip


def between_inputs(first: PeerCase, last: PeerCase, common: Common) -> dict[str, float]:
    """Split the distance between two models inside one boundary into factors, one for each group of inputs."""

    def forward(*flags: Quantity) -> Quantity:
        changed = {
            field: getattr(last.inputs, field)
            for fields, flag in zip(GROUPS.values(), flags, strict=True)
            if flag.magnitude > 0.5
            for field in fields
        }
        found = ratio(common.boundary, replace(first.inputs, **changed), common.physics)
        return Quantity(np.log(found.magnitude), "")

    parts = valuation.attribution(forward, [NOTHING] * len(GROUPS), [ONE] * len(GROUPS))
    return {name: float(np.exp(part.magnitude)) for name, part in zip(GROUPS, parts, strict=True)}
