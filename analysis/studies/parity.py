"""Chapter 12: whether a computing satellite beats a data centre on the ground, and when.

Both sides run the same accelerators, at the same price of a watt before what orbit adds to it. Both learn: the ground
with the stock of data centres, orbit with what it launches. Money is in dollars of 2026, and the cost of capital that
spreads it over the years is real on both sides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import scipy

from analysis.engine.compile import Compiled
from analysis.engine.distributions import Distribution
from analysis.engine.sampling import Simulation, sampler, simulate
from analysis.evidence import Case, observation
from analysis.evidence.case import case_of, shipped_scenarios
from analysis.models import cost, finance
from analysis.peers import common, harmoniser
from analysis.results.registry import result, table
from analysis.results.uncertainty import (
    SEED,
    WORKING,
    compiled,
    correlations,
    distributions,
    traced_inputs,
    uncertain_inputs,
)  # fmt: skip
from analysis.results.verdicts import as_verdict
from analysis.studies import launch, rates, satellite
from analysis.units import BASE_YEAR, Quantity, pair

ONE, NOTHING = Quantity(1.0, ""), Quantity(0.0, "")
YEAR, MONTH = Quantity(1.0, "year"), Quantity(1.0, "month")
FIRST = Quantity(float(BASE_YEAR), "")
HOURS = Quantity(1.0, "operating_year").to("hour")
LAUNCH_YEARS = (2026, 2028, 2035, 2040)
SLICES, SHOWN = 10, 8  # of an input whose hold on an answer is measured, and rows of that table
NO_RUNNING = Quantity(0.0, "USD/year")


def _at(year: float) -> Quantity:
    return Quantity(float(year), "")


# ---- how much is made by a year -----------------------------------------------------------------------------------


def _deployed(case: Case, year: Quantity) -> Quantity:
    """Orbital computing put up by a year, in the base case's ramp."""
    factor = (case["cost.orbit_growth_factor"] * YEAR).to("")
    return cost.cumulative_deployment(case["cost.orbit_growth_base"], factor, (year - case["cost.first_year"]) * YEAR)


def _launched(case: Case, year: Quantity) -> Quantity:
    """Mass launched by SpaceX by a year: all that flies today goes on, and orbital computing comes on top."""
    other = case["launch.upmass_2025"] * (year - FIRST) * YEAR
    return (
        case["launch.cumulative_mass_falcon"] + other + _deployed(case, year) * satellite.specific_mass_rolled_up(case)
    )


class Prices:
    """What learning has made of each price by a year; the curves start in 2026.

    Each is computed when somebody asks for it, so that an hour on the ground rests on nothing of orbit.
    """

    def __init__(self, case: Case, year: Quantity, launch: Quantity | None = None) -> None:
        self.case, self.year, self.fixed_launch = case, year, launch

    def at_launch(self, price: Quantity) -> Prices:
        """Give the same prices with another price of a kilogram."""
        return Prices(self.case, self.year, price)

    def _learned(self, price: str, rate: str, first: Quantity, now: Quantity) -> Quantity:
        start = self.case.real(price)
        return cost.learned_cost(start, 0.0 * start, first, now, self.case[f"cost.learning_rate_{rate}"])

    @property
    def launch(self) -> Quantity:
        """Price of a kilogram to low orbit."""
        if self.fixed_launch is not None:
            return self.fixed_launch
        return cost.learned_cost(
            self.case.real("launch.base_launch_price"),
            self.case.real("launch.starship_propellant_cost_per_mass"),
            self.case["launch.cumulative_mass_falcon"],
            _launched(self.case, self.year),
            self.case["cost.learning_rate_launch"],
        )

    def _by_arrays(self, price: str, rate: str) -> Quantity:
        first, per_load = self.case["cost.array_start_output"], _array_power(self.case) / satellite.load(self.case)
        others = self.case["cost.array_other_output"] * (self.year - FIRST) * YEAR
        return self._learned(price, rate, first, first + others + _deployed(self.case, self.year) * per_load)

    @property
    def array(self) -> Quantity:
        """Cost of a watt of array."""
        return self._by_arrays("cost.array_cost", "array")

    @property
    def bus(self) -> Quantity:
        """Cost of the rest of a satellite."""
        return self._by_arrays("cost.bus_cost", "bus")

    @property
    def radiator(self) -> Quantity:
        """Cost of a square metre of radiator."""
        first = self.case["cost.radiator_start_output"]
        return self._learned("cost.radiator_cost", "radiator", first, first + _deployed(self.case, self.year))

    def _by_sites(self, price: str, rate: str) -> Quantity:
        first = self.case["cost.facility_start_output"]
        grown = first * finance.growth_factor(self.case["cost.facility_growth"], (self.year - FIRST) * YEAR)
        return self._learned(price, rate, first, grown)

    @property
    def facility(self) -> Quantity:
        """Cost of a watt of building, power and cooling on the ground."""
        return self._by_sites("cost.facility_cost", "facility")

    @property
    def energy(self) -> Quantity:
        """Price of electricity."""
        return self._by_sites("cost.energy_price", "energy")


# ---- the satellite's bill -----------------------------------------------------------------------------------------


def _array_power(case: Case) -> Quantity:
    return satellite.array_rating(case)


def _accelerators(case: Case) -> Quantity:
    return satellite.load(case) * case["cost.accelerators_per_kilowatt"]


def _amounts(case: Case) -> cost.SpacecraftAmounts:
    """Sizes and mass of the reference satellite of Chapter 11, one and the same."""
    mass = satellite.mass(case)
    return cost.SpacecraftAmounts(
        it_power=satellite.load(case),
        array_power=_array_power(case),
        battery_energy=satellite.battery(case),
        radiator_area=satellite.radiator_area(case),
        loop_mass=satellite.heat(case) * case["thermal.coolant_loop_specific_mass"],
        structure_mass=mass * case["satellite.structure_share"],
        launch_mass=mass,
    )


def _reach(case: Case) -> Quantity:
    """Give what a kilogram costs in the satellites' orbit, and in the room they take, for each dollar of the price.

    The price of the base case starts from Falcon's, so what the orbit adds to it is what it adds on a Falcon 9.
    """
    return launch.orbit_factor_falcon(case) * launch.room_factor(case)


def _costs(case: Case, prices: Prices) -> cost.SpacecraftCosts:
    plates = case.real("cost.cold_plate_cost") * _accelerators(case)
    return cost.SpacecraftCosts(
        compute=Quantity(0.0, "USD/W"),  # charged apart: it is neither assembled nor tested with the satellite's share
        array=prices.array,
        battery=case.real("cost.battery_cost"),
        radiator=prices.radiator,
        loop=case.real("cost.coolant_loop_cost"),
        structure=case.real("cost.structure_cost"),
        bus=prices.bus + plates,
        integration_share=case["cost.integration_share"],
        programme=case.real("cost.program_cost") + case.real("cost.ground_segment_cost"),
        launch_price=prices.launch * _reach(case),
        insurance_share=case["cost.insurance_share"],
    )


def _compute_in_orbit(case: Case) -> Quantity:
    """Accelerators fit for orbit, with those that die in burn-in."""
    bought = satellite.load(case) * case.real("cost.compute_cost") * case["cost.space_premium"]
    return cost.provisioned_capital(bought, NOTHING, case["cost.burn_in_mortality"])


def _orbit_lines(case: Case, prices: Prices) -> dict[str, Quantity]:
    """Capital of one satellite in orbit, line by line."""
    bill = cost.orbital_capital(_amounts(case), _costs(case, prices))
    compute = _compute_in_orbit(case)
    return {
        "Accelerators": compute,
        "Array and battery": bill.array + bill.battery,
        "Radiator and loop": bill.radiator + bill.loop,
        "Bus, structure, assembly": bill.bus + bill.structure + bill.integration + bill.programme,
        "Launch": bill.launch,
        "Insurance": bill.insurance + compute * case["cost.insurance_share"],
    }


def _sum(lines: dict[str, Quantity]) -> Quantity:
    return cost.total_capital(list(lines.values()))


# ---- a year of each side ------------------------------------------------------------------------------------------


def _orbit_year(case: Case, prices: Prices) -> dict[str, Quantity]:
    """Cost of one satellite in a year, line by line."""
    life, rate = case["cost.orbit_life"], rates.orbit(case).to("")
    lines = {
        name: cost.annual_cost([capital], [life], rate, MONTH, NO_RUNNING)
        for name, capital in _orbit_lines(case, prices).items()
    }
    return lines | {"Running": (satellite.load(case) * case.real("cost.operations_cost")).to("USD/year")}


def _ground_compute(case: Case) -> Quantity:
    return (satellite.load(case) * case.real("cost.compute_cost")).to("USD")


def _ground_running(case: Case, prices: Prices) -> dict[str, Quantity]:
    """What the accelerators cost on the ground in a year when they have been paid for."""
    power, repaired = satellite.load(case), _ground_compute(case) * case["cost.repair_cost_share"]
    repair = cost.replacement_cost(repaired, case["cost.ground_failure_rate"])
    return {
        "Electricity": cost.energy_cost(power, case["cluster.pue"], case["cluster.utilisation"], prices.energy, HOURS),
        "Running": repair + (power * case.real("cost.facility_operations_cost")).to("USD/year"),
    }


def _ground_year(case: Case, prices: Prices, resale: Quantity = NOTHING) -> dict[str, Quantity]:
    """Cost of the same accelerators on the ground in a year, line by line; what they resell for is never paid back."""
    power, rate = satellite.load(case), rates.ground(case).to("")
    compute = _ground_compute(case)
    hall = (power * prices.facility).to("USD")
    paid_back = cost.annual_cost([compute * (1.0 - resale)], [case["cost.compute_life"]], rate, MONTH, NO_RUNNING)
    return {
        "Accelerators": paid_back
        + (compute * resale * rate / YEAR).to("USD/year"),  # interest alone on what comes back
        "Building, power, cooling": cost.annual_cost([hall], [case["cost.facility_life"]], rate, MONTH, NO_RUNNING),
        **_ground_running(case, prices),
    }


@result("USD/W/year", digits=2)
def ground_running_cost(case: Case) -> Quantity:
    """Electricity, repair and operation of a watt of computing on the ground for a year, prices of 2026."""
    return _year_sum(_ground_running(case, Prices(case, FIRST))) / satellite.load(case)


def _year_sum(lines: dict[str, Quantity]) -> Quantity:
    return sum(lines.values(), NO_RUNNING)


@result("percent", digits=3)
def usable_share(case: Case) -> Quantity:
    """Share of a satellite's bought hours that work: failures, delay, radiation and darkness taken off."""
    bus = (case["cost.satellite_failure_rate"] * YEAR).to("")
    chips = (case["cost.accelerator_failure_rate"] * satellite.failure_factor(case) * YEAR).to("")
    life = case["cost.orbit_life"]
    delay = np.minimum(case["cost.deployment_delay"], 0.5 * life)  # nobody launches what is old on arrival
    service = cost.effective_life(NOTHING, bus, chips, life, delay)
    dark = satellite.annual_dark(case) * (1.0 - case["power.throttled_power_share"])
    return service / life * case["cost.radiation_availability"] * (1.0 - dark)


def _hour(case: Case, cost_of_year: Quantity, spare: Quantity, available: Quantity) -> Quantity:
    bare = cost.cost_per_accelerator_hour(cost_of_year, _accelerators(case), HOURS)
    return cost.levelised_cost_of_compute(bare, spare, available)


def _orbit_hour(case: Case, prices: Prices) -> Quantity:
    return _hour(case, _year_sum(_orbit_year(case, prices)), NOTHING, usable_share(case).to(""))


def _ground_hour(case: Case, prices: Prices) -> Quantity:
    return _hour(case, _year_sum(_ground_year(case, prices)), case["cost.ground_overprovision"], ONE)


def ground_hour_lines(case: Case) -> dict[str, Quantity]:
    """Give the cost of a usable accelerator-hour on the ground line by line, prices of 2026; the sum is the hour."""
    spare = 1.0 + case["cost.ground_overprovision"]
    lines = _ground_year(case, Prices(case, FIRST))
    return {
        name: cost.cost_per_accelerator_hour(line, _accelerators(case), HOURS) * spare for name, line in lines.items()
    }


def _ratio_at(case: Case, prices: Prices) -> Quantity:
    return (_orbit_hour(case, prices) / _ground_hour(case, prices)).to("")


def _ratio(case: Case, year: Quantity) -> Quantity:
    return _ratio_at(case, Prices(case, year))


# ---- the answer ---------------------------------------------------------------------------------------------------


@result(words="{}×", digits=2)
def cost_ratio(case: Case) -> Quantity:
    """Cost of an accelerator-hour in orbit over the same on the ground, with the prices of 2026."""
    return _ratio(case, FIRST)


@result(words="{}×", digits=2)
def cost_ratio_by_year(case: Case) -> Quantity:
    """Cost of an accelerator-hour in orbit over the ground in the year asked about, both sides having learnt."""
    return _ratio(case, case["cost.parity_year"])


@result(words="{}×", digits=2)
def ratio_2028(case: Case) -> Quantity:
    """Cost of an accelerator-hour in orbit over the ground in 2028.

    Every input is at its central value; ranked and drawn, it is the result whose inputs vary.
    """
    return _ratio(case, _at(2028))


@result(words="{}×", digits=2)
def ratio_2035(case: Case) -> Quantity:
    """Cost of an accelerator-hour in orbit over the ground in 2035, every input at its central value."""
    return _ratio(case, _at(2035))


@result(words="{}×", digits=2)
def ratio_2040(case: Case) -> Quantity:
    """Cost of an accelerator-hour in orbit over the ground in 2040, every input at its central value."""
    return _ratio(case, _at(2040))


@result("USD/GPU/hour", digits=3)
def orbit_hour(case: Case) -> Quantity:
    """Cost of a usable accelerator-hour in orbit, prices of 2026."""
    return _orbit_hour(case, Prices(case, FIRST))


@result("USD/GPU/hour", digits=3)
def ground_hour(case: Case) -> Quantity:
    """Cost of a usable accelerator-hour on the ground, prices of 2026."""
    return _ground_hour(case, Prices(case, FIRST))


@result("USD/GPU/hour", digits=3)
def orbit_hour_2028(case: Case) -> Quantity:
    """Cost of a usable accelerator-hour in orbit in 2028."""
    return _orbit_hour(case, Prices(case, _at(2028)))


@result("USD/W", digits=3)
def orbit_capital(case: Case) -> Quantity:
    """Capital of a watt of computing in orbit, launch included, prices of 2026."""
    return cost.cost_per_power(_sum(_orbit_lines(case, Prices(case, FIRST))), satellite.load(case))


@result("USD/W", digits=3)
def ground_capital(case: Case) -> Quantity:
    """Capital of a watt of computing on the ground, prices of 2026."""
    return case.real("cost.compute_cost") + case.real("cost.facility_cost")


def _per_energy(case: Case, cost_of_year: Quantity, share: Quantity) -> Quantity:
    return (cost_of_year * YEAR / (satellite.load(case) * HOURS * share)).to("USD/kWh")


@result("USD/kWh", digits=2)
def orbit_hosting(case: Case) -> Quantity:
    """Cost of powering, cooling and carrying a kilowatt-hour of computing in orbit, accelerators left out."""
    lines = {k: v for k, v in _orbit_year(case, Prices(case, FIRST)).items() if k != "Accelerators"}
    return _per_energy(case, _year_sum(lines), usable_share(case).to(""))


@result("USD/kWh", digits=2)
def ground_hosting(case: Case) -> Quantity:
    """Cost of powering, cooling and housing a kilowatt-hour of computing on the ground, accelerators left out."""
    lines = {k: v for k, v in _ground_year(case, Prices(case, FIRST)).items() if k != "Accelerators"}
    return _per_energy(case, _year_sum(lines), 1.0 / (1.0 + case["cost.ground_overprovision"]))


@result("USD/kWh", digits=2)
def hosting_advertised(case: Case) -> Quantity:
    """The one advertised price of hosting in orbit, per kilowatt-hour."""
    return case.nominal("cost.hosting_price_advertised") / case["cost.hours_per_month"]


@result("percent", digits=2)
def electricity_share(case: Case) -> Quantity:
    """Share of electricity in the cost of an accelerator-hour on the ground."""
    lines = _ground_year(case, Prices(case, FIRST))
    return lines["Electricity"] / _year_sum(lines)


@result("percent", digits=2)
def power_and_hall_share(case: Case) -> Quantity:
    """Share of the ground's cost that orbit can save at all: building, power, cooling and electricity."""
    lines = _ground_year(case, Prices(case, FIRST))
    return (lines["Electricity"] + lines["Building, power, cooling"]) / _year_sum(lines)


@result("percent", digits=2)
def launch_share(case: Case) -> Quantity:
    """Share of launch in the capital of a satellite, prices of 2026."""
    lines = _orbit_lines(case, Prices(case, FIRST))
    return lines["Launch"] / _sum(lines)


@result("USD/kg", digits=3)
def launch_price_2026(case: Case) -> Quantity:
    """Launch price from which our base case starts."""
    return Prices(case, FIRST).launch


@result("USD/kg", digits=3)
def launch_price_2028(case: Case) -> Quantity:
    """Launch price of our base case in 2028."""
    return Prices(case, _at(2028)).launch


@result("USD/kg", digits=3)
def launch_price_2035(case: Case) -> Quantity:
    """Launch price of our base case in 2035."""
    return Prices(case, _at(2035)).launch


@result("kg/kW", digits=3)
def specific_mass(case: Case) -> Quantity:
    """Mass per kilowatt of the satellite that is launched, that of Chapter 11."""
    return satellite.specific_mass_rolled_up(case)


# ---- the same in the form of the harmoniser --------------------------------------------------------------------------


def _per_load(case: Case, money: Quantity) -> Quantity:
    return (money / satellite.load(case)).to("USD/W")


def inputs_per_kilowatt(case: Case) -> harmoniser.Inputs:
    """Give this chapter's satellite, bill and ground in the form in which Chapter 19 runs every model.

    Nothing is set here: masses are the roll-up, prices those of this chapter, and the satellites flown over those that
    work are its spares. With every line and the orbit's darkness the harmoniser gives this chapter's ratio.
    """
    prices, amounts = Prices(case, FIRST), _amounts(case)
    costs, used = _costs(case, prices), common.battery_depth(case).to("") * satellite.battery_left(case).to("")
    overhead = 1.0 / satellite.path_efficiency(case)
    aged = 1.0 + case["thermal.radiator_area_margin"]
    bus = costs.bus + amounts.loop_mass * costs.loop + amounts.structure_mass * costs.structure
    parts = satellite.central_parts(case)
    fixed = parts.bus / satellite.load(case) + parts.conversion + parts.loop * overhead + parts.shielding
    bare = harmoniser.Inputs(
        launch_price=costs.launch_price,
        overhead=overhead,
        array_mass=(1.0 / parts.array).to("kg/kW"),
        bus_mass=fixed.to("kg/kW"),
        server_mass=parts.compute.to("kg/kW"),
        radiator_areal_mass=parts.radiator * aged,
        battery_specific_energy=parts.storage,
        structure_share=parts.structure,
        mass_margin=NOTHING,
        array_cost=costs.array,
        battery_cost=costs.battery,
        bus_cost=_per_load(case, bus),
        radiator_cost=costs.radiator * aged,
        server_cost=_per_load(case, _compute_in_orbit(case)),
        development_cost=costs.programme,
        integration_share=costs.integration_share,
        insurance_share=costs.insurance_share,
        operations_cost=case.real("cost.operations_cost"),
        life=case["cost.orbit_life"],
        orbit_wacc=rates.orbit(case).to(""),
        overprovision=(case["cost.radiation_availability"] / usable_share(case)).to("") - 1.0,
        failure_rate=Quantity(0.0, "1/year"),  # nothing is replaced: what fails is flown in advance
        relaunch=NOTHING,
        availability=case["cost.radiation_availability"],
        array_degradation=case["power.array_degradation"],
        array_efficiency=(satellite.sunlight_when_dark(case) / case["physics.solar_constant"]).to(""),
        depth_of_discharge=used * case["power.battery_round_trip_efficiency"] * overhead,  # for computers
        radiator_temperature=satellite.radiator_root(case).to("K"),
        emissivity=case["thermal.radiator_emissivity"],
        fin_efficiency=case["thermal.radiator_fin_efficiency"],
        facility_cost=prices.facility,
        facility_life=case["cost.facility_life"],
        ground_server_cost=case.real("cost.compute_cost"),
        ground_server_life=case["cost.compute_life"],
        ground_wacc=rates.ground(case).to(""),
        energy_price=prices.energy,
        power_usage_effectiveness=case["cluster.pue"],
        utilisation=case["cluster.utilisation"],
        ground_operations_cost=_per_load(case, _ground_running(case, prices)["Running"] * YEAR) / YEAR,
        ground_overprovision=case["cost.ground_overprovision"],
        ground_availability=ONE,
    )
    weighed = sum(harmoniser.masses(bare, common.throttled_physics(case)).values(), Quantity(0.0, "kg"))
    whole = specific_mass(case) * harmoniser.KILOWATT
    return replace(bare, mass_margin=(whole / weighed).to("") - 1.0)  # margin and propellant


# ---- what would have to be true -----------------------------------------------------------------------------------


def _without_launch(case: Case, year: Quantity) -> tuple[Quantity, Quantity, Quantity, Quantity]:
    """Ground's budget, satellite without launch, running cost and recovery factor, all per usable watt."""
    power, usable = satellite.load(case), usable_share(case).to("")
    insured = 1.0 + case["cost.insurance_share"]
    prices = Prices(case, year)
    lines = _orbit_lines(case, prices)
    hardware = (_sum(lines) - lines["Launch"] * insured) / power / insured
    spare = 1.0 + case["cost.ground_overprovision"]
    budget = (_year_sum(_ground_year(case, prices)) / power * spare * usable).to("USD/W/year")
    recovery = finance.capital_recovery_factor(rates.orbit(case).to(""), case["cost.orbit_life"], MONTH)
    return budget, hardware.to("USD/W"), case.real("cost.operations_cost"), recovery * insured


def _break_even(case: Case, year: Quantity) -> Quantity:
    return cost.break_even_launch_price(
        *_without_launch(case, year), 1.0 / (satellite.specific_mass_rolled_up(case) * _reach(case))
    )


@result("USD/kg", digits=2)
def break_even_launch(case: Case) -> Quantity:
    """Launch price at which orbit would cost as much as the ground, prices of 2026; below zero none is low enough."""
    return _break_even(case, FIRST)


@result("USD/kg", digits=2)
def break_even_launch_2035(case: Case) -> Quantity:
    """Launch price at which orbit would cost as much as the ground in 2035; below zero none is low enough."""
    return _break_even(case, _at(2035))


def _free_launch(case: Case) -> Case:
    free = Quantity(1e-6, case["launch.base_launch_price"].units)
    fuel = Quantity(0.0, case["launch.starship_propellant_cost_per_mass"].units)
    return case.with_values({"launch.base_launch_price": free, "launch.starship_propellant_cost_per_mass": fuel})


@result(words="{}×", digits=2)
def ratio_free_launch(case: Case) -> Quantity:
    """Cost ratio of 2026 if the launch were free."""
    return cost_ratio(_free_launch(case))


def _own_launch(case: Case) -> Quantity:
    """Give Starship's cost to the satellites' orbit, as the price to low orbit that comes to it there."""
    return launch.starship_cost_flown(case) / launch.orbit_factor_falcon(case)


def _ratio_at_launch(case: Case, year: float, price: Quantity) -> Quantity:
    return _ratio_at(case, Prices(case, _at(year)).at_launch(price))


@result(words="{}×", digits=2)
def ratio_free_launch_2028(case: Case) -> Quantity:
    """Cost ratio of 2028 if the launch were free."""
    return _ratio_at_launch(case, 2028, 0.0 * launch.starship_cost(case))


@result(words="{}×", digits=2)
def ratio_free_launch_2035(case: Case) -> Quantity:
    """Cost ratio of 2035 if the launch were free."""
    return _ratio_at_launch(case, 2035, 0.0 * launch.starship_cost(case))


@result(words="{}×", digits=2)
def ratio_at_launch_cost_2028(case: Case) -> Quantity:
    """Cost ratio of 2028 if the owner of the rocket pays what a reused Starship costs, and no price."""
    return _ratio_at_launch(case, 2028, _own_launch(case))


@result(words="{}×", digits=2)
def ratio_at_launch_cost_2035(case: Case) -> Quantity:
    """Cost ratio of 2035 if the owner of the rocket pays what a reused Starship costs, and no price."""
    return _ratio_at_launch(case, 2035, _own_launch(case))


@result(words="{}×", digits=3)
def ratio_nominal(case: Case) -> Quantity:
    """Cost ratio of 2026 if money of one year were charged with costs of capital in money of the day."""
    return cost_ratio(case.with_values({"valuation.inflation": Quantity(0.0, "1/year")}))


@result("percent", digits=3)
def effective_capital_cost(case: Case) -> Quantity:
    """What orbit's real cost of capital amounts to in a year, because it is charged in monthly payments."""
    return finance.effective_rate(rates.orbit(case).to(""), MONTH)


@result(words="{}×", digits=3)
def ratio_equal_capital_cost(case: Case) -> Quantity:
    """Cost ratio of 2026 if money for orbit costs what money for the ground costs."""
    return cost_ratio(case.with_values({"cost.wacc_orbit": case["cost.wacc_ground"]}))


@result("percent", digits=2)
def resale_shares(case: Case) -> Quantity:
    """Share of their price for which servers on the ground may be sold after their life: ours, and its high end."""
    return pair(case["cost.server_resale_share"], case.bounds("cost.server_resale_share")[1])


@result(words="{}×", digits=2)
def ratio_with_resale(case: Case) -> Quantity:
    """The ratio if servers on the ground are sold after their life, at our share of the price and at its high end."""
    prices = Prices(case, FIRST)
    orbit = _orbit_hour(case, prices)
    ratios = []
    for resale in resale_shares(case).to(""):
        year = _year_sum(_ground_year(case, prices, resale))
        ratios.append((orbit / _hour(case, year, case["cost.ground_overprovision"], ONE)).to(""))
    return pair(*ratios)


@table
def by_launch(case: Case) -> pd.DataFrame:
    """Launch price of the base case by year, and the cost ratio at it, at the rocket's own cost and at no cost."""
    own = _own_launch(case)
    rows = []
    for year in LAUNCH_YEARS:
        price = Prices(case, _at(year)).launch
        ratios = [float(_ratio_at_launch(case, year, p).magnitude) for p in (price, own, 0.0 * own)]
        rows.append((year, float(price.m_as("USD/kg")), float((price / own).m_as("")), *ratios))
    columns = ["year", "price_usd_per_kg", "price_over_cost", "at_price", "at_cost", "free"]
    return pd.DataFrame(rows, columns=columns)


@result(words="{}×", digits=2)
def ratio_accelerators_alone(case: Case) -> Quantity:
    """Orbit's accelerators alone, insured, over everything on the ground: with satellite and launch free."""
    lines = _orbit_year(case, Prices(case, FIRST))
    compute = lines["Accelerators"] * (1.0 + case["cost.insurance_share"])
    return _hour(case, compute, NOTHING, usable_share(case).to("")) / ground_hour(case)


def _weighing(case: Case, specific_mass: Quantity) -> Case:
    return case.with_values({"satellite.stated_specific_mass": specific_mass})


@result(words="{}×", digits=2)
def ratio_ai1(case: Case) -> Quantity:
    """Cost ratio of 2026 if every part were as light as AI1's stated mass on its average computing power asks."""
    return cost_ratio(_weighing(case, satellite.ai1_specific_mass_load(case)))


@result(words="{}×", digits=2)
def ratio_stored(case: Case) -> Quantity:
    """Cost ratio of 2026 if batteries and a larger array carried full computing through the dark."""
    return cost_ratio(case.with_values({"power.throttled_power_share": ONE}))


@result(words="{}×", digits=2)
def ratio_without_freezing(case: Case) -> Quantity:
    """Cost ratio of 2026 if so much of the load is kept in the dark that a loop of water does not freeze."""
    return cost_ratio(case.with_values({"power.throttled_power_share": satellite.share_against_freezing(case)}))


@result(words="{}×", digits=2)
def ratio_without_cycling(case: Case) -> Quantity:
    """Cost ratio of 2026 if cycles of heat and cold broke no accelerator."""
    return cost_ratio(case.with_values({"cost.cycling_failure_multiplier": ONE}))


@result(words="{}×", digits=2)
def ratio_without_premium(case: Case) -> Quantity:
    """The ratio with prices of 2026 if hardware fit for orbit costs no more than any other, burn-in left in."""
    return cost_ratio(case.with_values({"cost.space_premium": ONE}))


@result("USD/W", digits=3)
def satellite_and_launch(case: Case) -> Quantity:
    """Capital of satellite and launch, accelerators and insurance left out, of a watt in orbit, prices of 2026."""
    lines = _orbit_lines(case, Prices(case, FIRST))
    rest = _sum(lines) - lines["Accelerators"] - lines["Insurance"]
    return rest / satellite.load(case)


@result("year", digits=2)
def wait_worth(case: Case) -> Quantity:
    """Years of waiting for power on the ground whose lost revenue pays for orbit over one life of the hardware."""
    spare, usable = 1.0 + case["cost.ground_overprovision"], usable_share(case).to("")
    power = satellite.load(case)
    extra = (
        _year_sum(_orbit_year(case, Prices(case, FIRST))) / usable
        - _year_sum(_ground_year(case, Prices(case, FIRST))) * spare
    )
    return extra * case["cost.orbit_life"] / (case.real("cost.delay_cost") * power)


@result(words="{}×", digits=2)
def ratio_for_value(case: Case) -> Quantity:
    """Cost ratio of 2026 when an orbital hour is worth less for its links and its distance."""
    return cost_ratio(case) / case["cost.workload_share"]


def _mean_worth(decline: Quantity, life: Quantity) -> Quantity:
    """Mean worth of an hour over a life, when a new accelerator's hour gets cheaper every year."""
    return finance.annuity_factor((decline / (1.0 - decline)).to(""), life) / life


@result(words="{}×", digits=2)
def ratio_life_doubled(case: Case) -> Quantity:
    """Cost ratio of 2026 if satellites served twice as long and the age of the accelerators did not matter."""
    return cost_ratio(case.with_values({"cost.orbit_life": 2.0 * case["cost.orbit_life"]}))


@result(words="{}×", digits=2)
def ratio_life_doubled_aged(case: Case) -> Quantity:
    """Cost ratio of 2026 at twice the life, an old accelerator's hour worth what a new one charges for the work."""
    decline = (case["cost.learning_rate_compute"] * YEAR).to("")
    ground, orbit = case["cost.compute_life"], 2.0 * case["cost.orbit_life"]
    return ratio_life_doubled(case) * _mean_worth(decline, ground) / _mean_worth(decline, orbit)


@result("percent", digits=2)
def overprovision_equivalent(case: Case) -> Quantity:
    """Spares that would make up for failures and delay over a life; the industry reference flies 20 %."""
    lit = 1.0 - satellite.annual_dark(case) * (1.0 - case["power.throttled_power_share"])
    return (case["cost.radiation_availability"] * lit / usable_share(case)).to("") - 1.0


@result("percent", digits=2)
def overprovision_reference(case: Case) -> Quantity:
    """Spares that the industry reference flies."""
    return case["peers_semianalysis.overprovision_space"]


@result("percent", digits=2)
def market_odds_2028(case: Case) -> Quantity:
    """Probability that a prediction market gives to a megawatt of computing in orbit before 2028."""
    return case["thesis.market_odds"][0]


@result(digits=0)
def announced_first_deployment(case: Case) -> Quantity:
    """Year for which the registration statement announces the first orbital computing."""
    return satellite.announced_first_deployment(case)


@result("GW", digits=2)
def deployed_2035(case: Case) -> Quantity:
    """Orbital computing deployed by 2035 in the base case's ramp."""
    return _deployed(case, _at(2035))


def _per_watt(case: Case, cost_of_year: Quantity, factor: Quantity) -> Quantity:
    return cost_of_year / satellite.load(case) * factor


@result("USD/W/year", digits=3)
def orbit_cost_per_watt_2035(case: Case) -> Quantity:
    """Yearly cost of a watt of computing that works in orbit in 2035."""
    lines = _orbit_year(case, Prices(case, _at(2035)))
    return _per_watt(case, _year_sum(lines), 1.0 / usable_share(case).to(""))


@result("USD/W/year", digits=3)
def ground_cost_per_watt_2035(case: Case) -> Quantity:
    """Yearly cost of a watt of computing that works on the ground in 2035."""
    lines = _ground_year(case, Prices(case, _at(2035)))
    return _per_watt(case, _year_sum(lines), 1.0 + case["cost.ground_overprovision"])


# ---- uncertainty --------------------------------------------------------------------------------------------------

KEY = "parity.cost_ratio_by_year"
ASKED = "cost.parity_year"


def _store(case: Case) -> dict[object, Any]:
    kept: dict[object, Any] = case.__dict__.setdefault("_parity", {})
    return kept


def _compiled(case: Case) -> Compiled:
    """Trace the ratio once over everything uncertain and the year."""
    kept = _store(case)
    if "program" not in kept:
        kept["program"] = compiled(KEY, case, (*traced_inputs(KEY, case), ASKED))
    found: Compiled = kept["program"]
    return found


def _pairs(case: Case) -> dict[tuple[str, str], float]:
    """Give the rank correlations that the evidence puts between inputs of the ratio."""
    return correlations(uncertain_inputs(KEY, case), case)


def _simulation(case: Case, year: float, together: bool = True) -> Simulation:
    kept, name = _store(case), (year, together)
    pairs = _pairs(case) if together else None  # each time: the answer rests on the correlation it reads
    if name not in kept:
        drawn: dict[str, Distribution | Quantity] = dict(distributions(uncertain_inputs(KEY, case), case))
        kept[name] = simulate(_compiled(case), {**drawn, ASKED: _at(year)}, 2 * WORKING, correlations=pairs, seed=SEED)
    cost_ratio_by_year(case)  # the records behind the distribution are those behind the value
    found: Simulation = kept[name]
    return found


def _quantile(case: Case, year: float, share: float) -> Quantity:
    return _simulation(case, year).quantile(KEY, share).value


def _range(case: Case, year: float) -> Quantity:
    return pair(_quantile(case, year, 0.05), _quantile(case, year, 0.95))


def _chance(case: Case, year: float, together: bool = True) -> Quantity:
    """Probability that orbit costs no more than the ground, and never below what so many points can tell."""
    chance = 1.0 - _simulation(case, year, together).exceedance(KEY, ONE).value
    return np.maximum(chance, Quantity(0.01, "percent").to(""))


@result(words="{}×", digits=2)
def cost_ratio_2028(case: Case) -> Quantity:
    """Cost ratio of 2028: the 90 % range over all inputs with a range."""
    return _range(case, 2028)


@result(words="{}×", digits=2)
def cost_ratio_2040(case: Case) -> Quantity:
    """Cost ratio of 2040: the 90 % range over all inputs with a range."""
    return _range(case, 2040)


@result(words="{}×", digits=2)
def median_ratio_2028(case: Case) -> Quantity:
    """Cost ratio of 2028 that is exceeded as often as not."""
    return _quantile(case, 2028, 0.5)


@result("percent", digits=1)
def probability_by_2028(case: Case) -> Quantity:
    """Probability of parity in 2028 if every input were drawn independently."""
    return _chance(case, 2028, together=False)


@result("percent", digits=1)
def probability_by_2040(case: Case) -> Quantity:
    """Probability of parity in 2040 if every input were drawn independently."""
    return _chance(case, 2040, together=False)


@result("percent", digits=1)
def probability_by_2040_together(case: Case) -> Quantity:
    """Probability of parity in 2040 when what is good or bad for orbit comes together, as it would in one programme."""
    return _chance(case, 2040)


@result("percent", digits=1, written=as_verdict("T12"))
def probability_by_2028_together(case: Case) -> Quantity:
    """Probability of parity in 2028 when what is good or bad for orbit comes together."""
    return _chance(case, 2028)


@result("percent", digits=1)
def probability_by_2035_together(case: Case) -> Quantity:
    """Probability of parity in 2035 when what is good or bad for orbit comes together."""
    return _chance(case, 2035)


# ---- altitude -----------------------------------------------------------------------------------------------------

ALTITUDE = "orbit.reference_altitude"
SEARCHED = np.arange(500.0, 2000.1, 5.0)  # km: what the company has filed for


def _by_altitude(case: Case) -> tuple[np.ndarray, np.ndarray]:
    """Give mass per kilowatt and cost ratio of 2028 at every altitude searched."""
    kept = _store(case)
    if "altitude" not in kept:
        keys = ("satellite.specific_mass_rolled_up", "parity.ratio_2028")
        free = {ALTITUDE, *(name for key in keys for name in traced_inputs(key, case))}  # one program for every case
        found = compiled(keys, case, free)({ALTITUDE: SEARCHED})
        kept["altitude"] = tuple(np.asarray(found[key]) for key in keys)
    ratio_2028(case)  # what the search rests on
    masses, ratios = kept["altitude"]
    return masses, ratios


@result("km", digits=3)
def best_altitude(case: Case) -> Quantity:
    """Altitude of a dawn-dusk orbit at which an hour in orbit is cheapest in 2028, found by search."""
    return Quantity(float(SEARCHED[np.argmin(_by_altitude(case)[1])]), "km")


@result(words="{}×", digits=3)
def ratio_at_best_altitude(case: Case) -> Quantity:
    """Cost ratio of 2028 at the best altitude."""
    return ratio_2028(case.with_values({ALTITUDE: best_altitude(case)}))


@result(words="{}×", digits=3)
def ratio_at_top_altitude(case: Case) -> Quantity:
    """Cost ratio of 2028 at the highest altitude that the company has filed for."""
    return ratio_2028(case.with_values({ALTITUDE: Quantity(2000.0, "km")}))


@table
def altitude_trade(case: Case) -> pd.DataFrame:
    """What altitude does to the reference satellite: darkness, air, thrust, dose, shield, mass and cost of 2028."""
    rows = []
    for height in (500.0, 550.0, 600.0, 650.0, 700.0, 800.0, 1000.0, 1200.0, 1350.0, 1500.0, 2000.0):
        there = case.with_values({ALTITUDE: Quantity(height, "km")})
        values = (
            satellite.annual_dark(there).m_as("percent"),
            satellite.drag_make_up(there).m_as("m/s/year"),
            (satellite.raising(there) + satellite.disposal(there)).m_as("m/s"),
            satellite.lifetime_after_death(there).m_as("year"),
            satellite.shield(there).m_as("mm"),
            satellite.specific_mass_rolled_up(there).m_as("kg/kW"),
            ratio_2028(there).m_as(""),
        )
        rows.append((f"{height:,.0f}", *(float(value) for value in values)))
    return pd.DataFrame(
        rows,
        columns=[
            "altitude_km", "dark_percent", "drag_m_s_year", "transfer_m_s", "dead_years", "shield_mm", "kg_per_kw",
            "ratio_2028",
        ],
    )  # fmt: skip


@table
def altitude_curve(case: Case) -> pd.DataFrame:
    """Mass per kilowatt and cost ratio of 2028 by altitude."""
    masses, ratios = _by_altitude(case)
    return pd.DataFrame({"altitude_km": SEARCHED, "kg_per_kw": masses, "ratio_2028": ratios})


# ---- other worlds -------------------------------------------------------------------------------------------------


def _case_of(name: str, case: Case) -> Case:
    kept = _store(case)
    if name not in kept:
        kept[name] = case_of(name)
    found: Case = kept[name]
    return found


@result(words="{}×", digits=3)
def company_ratio_2028(case: Case) -> Quantity:
    """Cost ratio of 2028 in the company's case."""
    return ratio_2028(_case_of("company", case))


@result("percent", digits=2)
def company_probability_2028(case: Case) -> Quantity:
    """Chance of parity in 2028 if all that the company's case grants is granted, the rest drawn from its ranges."""
    return _chance(_case_of("company", case), 2028)


@result("USD/GPU/hour", digits=3)
def company_hour_2028(case: Case) -> Quantity:
    """Cost of a usable accelerator-hour in orbit in 2028 in the company's case."""
    return orbit_hour_2028(_case_of("company", case))


@result(words="{}×", digits=3)
def semianalysis_ratio(case: Case) -> Quantity:
    """Cost ratio that our chain gives with the industry reference's inputs of 2026."""
    return cost_ratio(_case_of("semianalysis", case))


@result(words="{}×", digits=3)
def semianalysis_published(case: Case) -> Quantity:
    """Cost ratio that the industry reference publishes for 2026."""
    return case["peers_semianalysis.published_ratio"]


@result(words="{}×", digits=3)
def mature_ratio(case: Case) -> Quantity:
    """Cost ratio that our chain gives with the open model's mature preset."""
    return cost_ratio(_case_of("odc_mature", case))


@result(words="{}×", digits=3)
def mature_published(case: Case) -> Quantity:
    """Cost ratio that the open model publishes for its mature preset."""
    return case["peers_odc.published_ratio_mature"]


@result(words="{}×", digits=3)
def mature_ratio_equal_life(case: Case) -> Quantity:
    """The mature preset with five years in orbit, as the ground's accelerators serve."""
    mature = _case_of("odc_mature", case)
    return cost_ratio(mature.with_values({"cost.orbit_life": mature["cost.compute_life"]}))


@table
def scenarios(case: Case) -> pd.DataFrame:
    """Cost ratio in every scenario that comes with the report."""
    rows = []
    for name in ("base", *shipped_scenarios()):
        there = _case_of(name, case)
        title = "Our base case" if there.scenario is None else there.scenario.title
        ratios = [float(f(there).magnitude) for f in (cost_ratio, ratio_2028, ratio_2035)]
        rows.append((title, *ratios, float(ratio_free_launch(there).magnitude)))
    return pd.DataFrame(
        rows, columns=["case", "ratio_2026", "ratio_2028", "ratio_2035", "ratio_free_launch"]
    ).sort_values("ratio_2026", ignore_index=True)


# ---- frames -------------------------------------------------------------------------------------------------------

YEARS = (2026, 2028, 2030, 2032, 2035, 2040, 2045)


@table
def by_year(case: Case) -> pd.DataFrame:
    """Cost ratio and probability of parity by year."""
    rows = []
    for year in YEARS:
        low, middle, high = (float(_quantile(case, year, q).magnitude) for q in (0.05, 0.5, 0.95))
        apart, together = (100 * float(_chance(case, year, t).magnitude) for t in (False, True))
        least = float(_quantile(case, year, 0.01).magnitude)
        central = float(_ratio(case, _at(year)).magnitude)
        rows.append((year, central, middle, low, high, least, apart, together))
    return pd.DataFrame(
        rows,
        columns=["year", "central", "median", "low", "high", "lowest_percent", "chance_percent", "together_percent"],
    )


def _pawn(values: np.ndarray, answers: np.ndarray) -> float:
    """Median distance between the answer's distribution and that within each tenth of an input: no variance, no order.

    A Sobol share needs independent inputs; this needs none, so it can rank inputs that hang together.
    """
    edges = np.quantile(values, np.linspace(0.0, 1.0, SLICES + 1))
    slices = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, SLICES - 1)
    return float(np.median([scipy.stats.ks_2samp(answers[slices == k], answers).statistic for k in range(SLICES)]))


@table
def decides_together(case: Case) -> pd.DataFrame:
    """Inputs of the ratio of 2028 by how far they move its distribution, drawn apart and hanging together."""
    names = uncertain_inputs(KEY, case)
    drawn: dict[str, Distribution | Quantity] = dict(distributions(names, case))
    columns = {}
    for name, pairs in (("apart", None), ("together", _pairs(case))):
        points = sampler(_compiled(case).program, {**drawn, ASKED: _at(2028)}, correlations=pairs, seed=SEED)
        inputs = points.draw(WORKING)
        answers = np.asarray(_compiled(case)({**points.constants, **inputs})[KEY])
        columns[name] = {key: _pawn(np.asarray(inputs[key]), answers) for key in names}
    cost_ratio_by_year(case)
    rows = [(case.record(key).name, columns["apart"][key], columns["together"][key]) for key in names]
    frame = pd.DataFrame(rows, columns=["input", "apart", "together"])
    return frame.sort_values("together", ascending=False, ignore_index=True).head(SHOWN)


@table
def published_ratios(case: Case) -> pd.DataFrame:
    """Published cost ratios that count the satellite, for the years they stand for."""
    frame = observation("orbital_cost_ratios").frame
    frame = frame[(frame["counts_build"] == 1) & (frame["year"] >= BASE_YEAR)]
    return frame[["model", "case", "year", "ratio", "counts_compute"]].reset_index(drop=True)


@table
def bill(case: Case) -> pd.DataFrame:
    """Cost of a usable accelerator-hour line by line: both sides, now and in 2035."""
    accelerators, rows = _accelerators(case), []
    for year in (2026, 2035):
        prices = Prices(case, _at(year))
        spare = 1.0 + case["cost.ground_overprovision"]
        sides = {
            "Ground": (_ground_year(case, prices), spare),
            "Orbit": (_orbit_year(case, prices), 1.0 / usable_share(case).to("")),
        }
        for side, (lines, factor) in sides.items():
            for line, money in lines.items():
                hour = cost.cost_per_accelerator_hour(money, accelerators, HOURS) * factor
                rows.append((f"{side}, {year}", side, year, line, float(hour.magnitude)))
    return pd.DataFrame(rows, columns=["bar", "side", "year", "line", "usd_per_gpu_hour"])


@table
def capital(case: Case) -> pd.DataFrame:
    """Capital of a watt of computing, both sides, prices of 2026."""
    load = satellite.load(case)
    orbit = {k: float((v / load).to("USD/W").magnitude) for k, v in _orbit_lines(case, Prices(case, FIRST)).items()}
    ground = {
        "Accelerators": float(case.real("cost.compute_cost").magnitude),
        "Building, power, cooling": float(case.real("cost.facility_cost").magnitude),
    }
    names = [*orbit, "Building, power, cooling"]
    rows = [(name, ground.get(name, 0.0), orbit.get(name, 0.0)) for name in names]
    return pd.DataFrame(
        [*rows, ("Sum", sum(ground.values()), sum(orbit.values()))], columns=["line", "ground_usd_w", "orbit_usd_w"]
    )


@table
def points(case: Case) -> pd.DataFrame:
    """Launch price and mass per kilowatt that everybody takes or aims at, money in dollars of 2026."""
    other = {
        "Suncatcher, 2035": ("peers_suncatcher.launch_price_future", "suncatcher"),
        "Suncatcher, today": ("peers_suncatcher.launch_price_today", "suncatcher"),
        "McCalip": ("peers_mccalip.launch_price", "mccalip"),
        "SemiAnalysis, 2026": ("peers_semianalysis.launch_price", "semianalysis"),
        "jeshap2891": ("peers_jeshap.launch_price", "jeshap"),
        "Turyshev": ("launch.falcon9_price", "turyshev"),
        "odc, mature": ("peers_odc.launch_price_mature", "odc_mature"),
        "Starcloud-3": ("satellite.starcloud3_break_even_launch_price", "starcloud"),
    }
    rows = []
    for name, (price, scenario) in other.items():
        there = _case_of(scenario, case)
        paid = there.real("launch.base_launch_price") if price == "launch.falcon9_price" else case.real(price)
        rows.append((name, paid, specific_mass(there), "others"))
    rows.append(
        (
            "odc, today",
            case.real("peers_odc.launch_price_today"),
            case["peers_odc.published_dry_mass_today"],
            "others",
        )
    )
    company = case.real("launch.target_price")
    rows.append(("AI1", company, satellite.ai1_specific_mass(case), "spacex"))
    rows.append(("Filing", company, satellite.filed_specific_mass(case), "spacex"))
    for year in (2026, 2028, 2035):
        rows.append((f"Ours, {year}", Prices(case, _at(year)).launch, specific_mass(case), "orbit"))
    rows.append(
        (
            "Our parts on Starship at cost",
            launch.starship_cost(case),
            satellite.specific_mass_rolled_up(case),
            "orbit",
        )
    )
    return pd.DataFrame(
        [(n, float(p.to("USD/kg").magnitude), float(m.to("kg/kW").magnitude), w) for n, p, m, w in rows],
        columns=["point", "usd_per_kg", "kg_per_kw", "colour"],
    )


def _frontier(case: Case, year: float, ratio: float, prices: np.ndarray) -> np.ndarray:
    """Mass per kilowatt at which the ratio is reached, for each launch price; the ratio is linear in mass."""
    light, heavy = (case.with_values({"satellite.parts_scale": Quantity(scale, "")}) for scale in (1.0, 2.0))
    ends = [float(specific_mass(there).magnitude) for there in (light, heavy)]
    at, tried = Prices(case, _at(year)), (100.0, 1000.0)  # the ratio is a straight line in the price as well
    low, high = (
        np.polynomial.Polynomial.fit(
            tried,
            [float(_ratio_at(there, at.at_launch(Quantity(price, "USD/kg"))).magnitude) for price in tried],
            1,
        )(prices)
        for there in (light, heavy)
    )
    return ends[0] + (ends[1] - ends[0]) * (ratio - low) / (high - low)


@table
def frontiers(case: Case) -> pd.DataFrame:
    """Lines of equal cost ratio over launch price and mass, where they exist."""
    grid, rows = np.geomspace(50.0, 5000.0, 41), []
    lines = [(f"{r:g}×", case, 2026, r, "ours") for r in (2.5, 3.0, 4.0, 6.0, 10.0)]
    company, mature = _case_of("company", case), _case_of("odc_mature", case)
    longer = company.with_values({"cost.orbit_life": mature["cost.orbit_life"]})
    lines.append(("parity, company's hardware for eight years", longer, 2028, 1.0, "company"))
    lines.append(("parity, open model's mature hardware for eight years", mature, 2026, 1.0, "mature"))
    for name, there, year, ratio, kind in lines:
        masses = _frontier(there, year, ratio, grid)
        rows += [(name, kind, ratio, p, m) for p, m in zip(grid, masses, strict=True) if m > 0]
    return pd.DataFrame(rows, columns=["line", "kind", "ratio", "usd_per_kg", "kg_per_kw"])
