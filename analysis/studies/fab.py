"""Chapter 15: what the budget of TeraFab buys, in wafers a month and in gigawatts of accelerators a year.

Budgets are compared with published costs of capacity at face value, as the accounts do. A wafer becomes dies, dies
become accelerators, and accelerators have a power; so a plant has a size in gigawatts a year.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import World
from analysis.models import fab as model
from analysis.models import finance
from analysis.studies import stack
from analysis.studies.registry import result, table
from analysis.studies.uncertainty import interval
from analysis.units import Quantity

WSPM = "wafer/month"
GIGAWATTS = "GW/year"
YEAR = Quantity(1.0, "year")
HORIZON = 10  # years shown after the filing


def _pair(low: Quantity, high: Quantity) -> Quantity:
    return Quantity(np.array([low.magnitude, high.to(low.units).magnitude]), low.units)


# ---- as announced and as filed -----------------------------------------------------------------------------------


@result("gigaUSD")
def announced_budget(world: World) -> Quantity:
    """Budget of TeraFab as announced in March 2026."""
    return _pair(world.booked("fab.terafab_budget_low"), world.booked("fab.terafab_budget_high"))


@result("gigaUSD")
def filed_budget(world: World) -> Quantity:
    """Budget of TeraFab as filed in May 2026: first phase and all phases."""
    return _pair(world.booked("fab.terafab_filed_initial"), world.booked("fab.terafab_filed_total"))


@result(digits=1)
def announced_stages(world: World) -> Quantity:
    """Stages of making a chip that the announcement puts under one roof."""
    return world["fab.terafab_stages"]


@result("nm", digits=2)
def node_announced(world: World) -> Quantity:
    """Process of TeraFab as announced."""
    return world["fab.terafab_node"]


@result("nm", digits=2)
def node_reported(world: World) -> Quantity:
    """Process of TeraFab as reported since May 2026."""
    return world["fab.terafab_node_reported"]


@result(WSPM)
def announced_capacity(world: World) -> Quantity:
    """Capacity at the start, as announced."""
    return world["fab.terafab_capacity_start"]


@result(WSPM)
def goal_capacity(world: World) -> Quantity:
    """Capacity in the end, as announced."""
    return world["fab.terafab_capacity_goal"]


# ---- what a budget buys ------------------------------------------------------------------------------------------


def _bought(world: World, budget: Quantity) -> Quantity:
    return model.affordable_capacity(budget, world.booked("fab.capital_per_capacity"))


@result(WSPM)
def wafers_of_announced_budget(world: World) -> Quantity:
    """Wafers a month that the announced budget buys at published cost."""
    return _bought(world, announced_budget(world))


@result(WSPM)
def wafers_of_filed_budget(world: World) -> Quantity:
    """Wafers a month that the filed budget buys at published cost, first phase and all phases."""
    return _bought(world, filed_budget(world))


@result("gigaUSD")
def published_plant(world: World) -> Quantity:
    """Published capital cost of a plant at two nanometres."""
    return world.booked("fab.capital_2nm")


@result(WSPM)
def published_plant_capacity(world: World) -> Quantity:
    """Wafers a month of the plant to which that published cost belongs."""
    return world["fab.capital_2nm_capacity"]


@result("gigaUSD", words="{} for 1,000 wafers a month")
def capital_intensity_highest(world: World) -> Quantity:
    """Capital for a thousand wafers a month by the dearest published plan, one for Arizona."""
    return world.span("fab.capital_per_capacity").max() * Quantity(1000.0, WSPM)


@result("year", digits=2)
def leader_years_to_volume(world: World) -> Quantity:
    """Time from announcement to volume of the leading maker's first plant in Arizona."""
    return world["fab.years_to_volume"]


@result(WSPM)
def memory_for_a_gigawatt(world: World) -> Quantity:
    """Memory wafers a month that a gigawatt of accelerators a year needs."""
    return world["fab.memory_wafers_per_gigawatt"]


@result("gigaUSD", words="{} for 1,000 wafers a month")
def capital_intensity(world: World) -> Quantity:
    """Capital for a thousand wafers a month at two nanometres, as published."""
    return world.booked("fab.capital_per_capacity") * Quantity(1000.0, WSPM)


@result("gigaUSD", words="{} for 1,000 wafers a month")
def capital_intensity_for_announcement(world: World) -> Quantity:
    """Capital for a thousand wafers a month at which the announced budget buys the announced capacity."""
    return announced_budget(world) / announced_capacity(world) * Quantity(1000.0, WSPM)


@result("gigaUSD")
def capital_for_start(world: World) -> Quantity:
    """Capital that the announced starting capacity needs at published cost."""
    return model.capital_needed(announced_capacity(world), world.booked("fab.capital_per_capacity"))


@result("gigaUSD")
def capital_for_goal(world: World) -> Quantity:
    """Capital that the announced goal for capacity needs at published cost."""
    return model.capital_needed(goal_capacity(world), world.booked("fab.capital_per_capacity"))


@result("percent", digits=2)
def budget_over_peer_capex(world: World) -> Quantity:
    """Announced budget over a year's capital expenditure of the leading maker."""
    return announced_budget(world) / (world.booked("fab.tsmc_capex_2026") * YEAR)


@result("percent", digits=2)
def filed_over_peer_capex(world: World) -> Quantity:
    """Filed budget over a year's capital expenditure of the leading maker."""
    return filed_budget(world) / (world.booked("fab.tsmc_capex_2026") * YEAR)


def _over_leader(world: World, budget: Quantity) -> Quantity:
    cost, leader = world.span("fab.capital_per_capacity"), world.span("fab.tsmc_2nm_capacity")
    low = model.affordable_capacity(budget.min(), cost.max()) / leader.max()
    high = model.affordable_capacity(budget.max(), cost.min()) / leader.min()
    return _pair(low, high)


@result("percent", digits=2)
def capacity_over_leader_published(world: World) -> Quantity:
    """Capacity that the announced budget buys over the leader's at two nanometres, end of 2026."""
    return _over_leader(world, announced_budget(world))


@result("percent", digits=2)
def capacity_over_leader_today(world: World) -> Quantity:
    """Capacity that the filed budget buys over the leader's at two nanometres, end of 2026."""
    return _over_leader(world, filed_budget(world))


@result("percent", digits=2)
def capacity_in_service_over_leader(world: World) -> Quantity:
    """Capacity that the partners have in service over the leader's at two nanometres, end of 2026."""
    return world["fab.terafab_capacity_in_service"] / world["fab.tsmc_2nm_capacity"]


# ---- from wafers to gigawatts ------------------------------------------------------------------------------------


@result("die/wafer")
def dies_on_a_wafer(world: World) -> Quantity:
    """Whole dies of the largest size on a wafer."""
    return model.dies_per_wafer(world["fab.wafer_diameter"], world["fab.die_area"])


@result("percent", digits=2)
def mature_yield(world: World) -> Quantity:
    """Share of the largest dies that work when a process is mature."""
    return model.murphy_yield(world["fab.defect_density"], world["fab.die_area"])


@result("percent", digits=2)
def first_yield(world: World) -> Quantity:
    """Share of the largest dies that work on the first wafers of a newcomer."""
    return model.murphy_yield(world["fab.defect_density_entrant"], world["fab.die_area"])


def _power_per_wafer(world: World, die_yield: Quantity) -> Quantity:
    return model.power_per_wafer(
        dies_on_a_wafer(world),
        die_yield,
        world["fab.dies_per_accelerator"],
        world["fab.test_and_package_yield"],
        world["fab.accelerator_power"],
    )


@result("kW/wafer")
def power_per_wafer(world: World) -> Quantity:
    """Power of the accelerators that come from one wafer at mature yield."""
    return _power_per_wafer(world, mature_yield(world))


def _made(world: World, capacity: Quantity, die_yield: Quantity) -> Quantity:
    return model.power_made(capacity, world["fab.plant_utilisation"], _power_per_wafer(world, die_yield))


@result(GIGAWATTS)
def announced_power(world: World) -> Quantity:
    """Accelerators that the announced budget makes in a year at mature yield, by their power."""
    return _made(world, wafers_of_announced_budget(world), mature_yield(world))


@result(GIGAWATTS)
def first_phase_power(world: World) -> Quantity:
    """Accelerators that the first phase as filed makes in a year at mature yield, by their power."""
    return _made(world, _bought(world, world.booked("fab.terafab_filed_initial")), mature_yield(world))


@result(GIGAWATTS)
def first_phase_power_range(world: World) -> Quantity:
    """Nine-in-ten range of the power that the first phase makes in a year."""
    return interval(first_phase_power, world)


@result(GIGAWATTS)
def filed_power(world: World) -> Quantity:
    """Accelerators that the filed budget makes in a year at mature yield, first phase and all phases."""
    return _made(world, wafers_of_filed_budget(world), mature_yield(world))


@result(GIGAWATTS)
def first_phase_power_at_first(world: World) -> Quantity:
    """What the first phase would make in a year at a newcomer's first yield."""
    return _made(world, _bought(world, world.booked("fab.terafab_filed_initial")), first_yield(world))


@result(GIGAWATTS, digits=2)
def bought_power(world: World) -> Quantity:
    """Accelerators that SpaceX buys in a year at the spending of the second quarter of 2026, by their power."""
    return stack.own_need(world) * world["fab.accelerator_power"]


@result(digits=2, words="{}×")
def first_phase_over_bought(world: World) -> Quantity:
    """Accelerators of the first phase over those that SpaceX buys in a year."""
    return first_phase_power(world) / bought_power(world)


@result(GIGAWATTS)
def start_power(world: World) -> Quantity:
    """Accelerators from the announced starting capacity in a year, by their power."""
    return _made(world, announced_capacity(world), mature_yield(world))


@result(GIGAWATTS)
def goal_power(world: World) -> Quantity:
    """Accelerators from the announced final capacity in a year, by their power."""
    return _made(world, goal_capacity(world), mature_yield(world))


@result(GIGAWATTS)
def claimed_power(world: World) -> Quantity:
    """Chips a year that TeraFab aims at, by their power, as announced."""
    return world["fab.terafab_power_goal"]


@result("percent", digits=2)
def goal_over_claim(world: World) -> Quantity:
    """Power that the announced final capacity makes over the power that it is said to make."""
    return goal_power(world) / claimed_power(world)


@result(WSPM)
def capacity_for_claim(world: World) -> Quantity:
    """Capacity that a terawatt of accelerators a year needs."""
    return model.capacity_needed(claimed_power(world), world["fab.plant_utilisation"], power_per_wafer(world))


@result("teraUSD", digits=2)
def capital_for_claim(world: World) -> Quantity:
    """Capital for the logic wafers of a terawatt a year at published cost."""
    return model.capital_needed(capacity_for_claim(world), world.booked("fab.capital_per_capacity"))


@result("teraUSD", digits=2)
def analyst_price(world: World) -> Quantity:
    """Price of the full vision by one analyst."""
    return world.booked("fab.terafab_full_vision")


def _memory(world: World, power: Quantity) -> Quantity:
    per_power = world["fab.memory_wafers_per_gigawatt"] * YEAR / Quantity(1.0, "GW")
    return model.memory_wafers(power, per_power)


@result(WSPM)
def memory_for_first_phase(world: World) -> Quantity:
    """Memory wafers a month that the accelerators of the first phase need."""
    return _memory(world, first_phase_power(world))


@result(digits=2)
def memory_over_logic(world: World) -> Quantity:
    """Memory wafers for each logic wafer."""
    return memory_for_first_phase(world) / _bought(world, world.booked("fab.terafab_filed_initial"))


# ---- when --------------------------------------------------------------------------------------------------------


@result(digits=0)
def volume_year(world: World) -> Quantity:
    """Calendar year of volume, at the leader's own pace abroad, counted from the filing."""
    return np.floor(world["fab.filing_date"] + (world["fab.years_to_volume"] / YEAR).to(""))


@result(digits=0)
def earliest_volume_year(world: World) -> Quantity:
    """Calendar year of volume at the fastest pace seen."""
    return np.floor(world["fab.filing_date"] + (world.span("fab.years_to_volume").min() / YEAR).to(""))


def _starts(world: World, capacity: Quantity, time: Quantity) -> Quantity:
    used = capacity * world["fab.plant_utilisation"]
    return model.ramped_capacity(used, world["fab.build_time"], world["fab.ramp_time"], time)


def _yield(world: World, time: Quantity) -> Quantity:
    return model.learned_yield(
        first_yield(world), mature_yield(world), world["fab.years_to_volume"], world["fab.learning_time"], time
    )


def _made_by(world: World, budget: Quantity, years: int) -> list[Quantity]:
    """Add up the power made by the end of each year after the filing, taking each year at its middle."""
    times = [(k + 0.5) * YEAR for k in range(years)]
    capacity = _bought(world, budget)
    starts = [_starts(world, capacity, time) for time in times]
    yields = [_yield(world, time) * world["fab.test_and_package_yield"] for time in times]
    full = (dies_on_a_wafer(world) / world["fab.dies_per_accelerator"] * world["fab.accelerator_power"]).to("kW/wafer")
    return model.cumulative_power(starts, yields, full)


@result("GW", digits=2)
def made_in_five_years(world: World) -> Quantity:
    """Power of all accelerators that the first phase has made five years after the filing."""
    return _made_by(world, world.booked("fab.terafab_filed_initial"), 5)[-1]


@result("GW", digits=2)
def made_in_ten_years(world: World) -> Quantity:
    """Power of all accelerators that the first phase has made ten years after the filing."""
    return _made_by(world, world.booked("fab.terafab_filed_initial"), HORIZON)[-1]


@result("GW", digits=2)
def made_in_five_years_range(world: World) -> Quantity:
    """Nine-in-ten range of the power made five years after the filing."""
    return interval(made_in_five_years, world)


# ---- what a die costs --------------------------------------------------------------------------------------------


@result("USD/wafer")
def own_wafer_cost(world: World) -> Quantity:
    """Cost of a wafer from an own plant in use as leading plants are, with the return that a buyer asks."""
    recovery = finance.capital_recovery_factor(
        (world["valuation.required_return"] * YEAR).to(""), world["fab.equipment_life"]
    )
    return model.wafer_cost(
        world.booked("fab.capital_per_capacity"),
        recovery,
        world["fab.plant_utilisation"],
        world.booked("fab.wafer_running_cost"),
    )


@result("USD/wafer")
def wafer_price(world: World) -> Quantity:
    """Price of a two-nanometre wafer from the leading maker."""
    return world.booked("fab.wafer_cost_2nm")


@result("USD/die")
def own_die_cost(world: World) -> Quantity:
    """Cost of a working die from an own plant at mature yield."""
    return model.good_die_cost(own_wafer_cost(world), dies_on_a_wafer(world), mature_yield(world))


@result("USD/die")
def own_die_cost_at_first(world: World) -> Quantity:
    """Cost of a working die from an own plant at a newcomer's first yield."""
    return model.good_die_cost(own_wafer_cost(world), dies_on_a_wafer(world), first_yield(world))


@result("USD/die")
def bought_die_cost(world: World) -> Quantity:
    """Cost of a working die from bought wafers at mature yield."""
    return model.good_die_cost(wafer_price(world), dies_on_a_wafer(world), mature_yield(world))


@result("percent", digits=2)
def yield_to_match(world: World) -> Quantity:
    """Yield at which an own die costs as much as a bought one."""
    return own_wafer_cost(world) / wafer_price(world) * mature_yield(world)


# ---- frames ------------------------------------------------------------------------------------------------------


@table
def sizes(world: World) -> pd.DataFrame:
    """Capacities, and the gigawatts a year that they make at mature yield with the range of yield and power."""
    leader = world["fab.tsmc_2nm_capacity"]
    points = [
        ("Budget announced, $20 bn", wafers_of_announced_budget(world).min(), "money"),
        ("Budget announced, $25 bn", wafers_of_announced_budget(world).max(), "money"),
        ("Start as announced", announced_capacity(world), "demand"),
        ("First phase filed, $55 bn", wafers_of_filed_budget(world).min(), "money"),
        ("All phases filed, $119 bn", wafers_of_filed_budget(world).max(), "money"),
        ("Leader at 2 nm, end of 2026", leader, "others"),
        ("Goal as announced", goal_capacity(world), "demand"),
    ]
    rows = [
        (name, float(c.m_as(WSPM)) / 1000, float(_made(world, c, mature_yield(world)).m_as(GIGAWATTS)), kind)
        for name, c, kind in points
    ]
    return pd.DataFrame(rows, columns=["point", "kilowafers_per_month", "gw_per_year", "kind"])


@table
def band(world: World) -> pd.DataFrame:
    """Gigawatts a year across capacities: middle, best and worst of yield and power."""
    density, power = world.span("fab.defect_density"), world.span("fab.accelerator_power")
    worse = world.with_values({"fab.defect_density": density.max(), "fab.accelerator_power": power.min()})
    better = world.with_values({"fab.defect_density": density.min(), "fab.accelerator_power": power.max()})
    rows = []
    for kilo in np.geomspace(20, 6000, 40):
        capacity = Quantity(float(kilo) * 1000, WSPM)
        made = [float(_made(w, capacity, mature_yield(w)).m_as(GIGAWATTS)) for w in (world, worse, better)]
        rows.append((float(kilo), *made))
    return pd.DataFrame(rows, columns=["kilowafers_per_month", "gw_per_year", "low", "high"])


@table
def path(world: World) -> pd.DataFrame:
    """Power made so far by year, for the three budgets."""
    budgets = {
        "announced, $25 bn": world.booked("fab.terafab_budget_high"),
        "first phase, $55 bn": world.booked("fab.terafab_filed_initial"),
        "all phases, $119 bn": world.booked("fab.terafab_filed_total"),
    }
    start = float(world["fab.filing_date"].m_as(""))
    rows = [
        (name, start + k + 1, float(power.m_as("GW")))
        for name, budget in budgets.items()
        for k, power in enumerate(_made_by(world, budget, HORIZON))
    ]
    return pd.DataFrame(rows, columns=["budget", "year", "gw_made"])
