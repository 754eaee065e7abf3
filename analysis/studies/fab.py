"""Chapter 15: what the budget of TeraFab buys, in wafers a month and in gigawatts of accelerators a year.

Budgets are compared with published costs of capacity at face value, as the accounts do. A wafer becomes dies, dies
become accelerators, and accelerators have a power; so a plant has a size in gigawatts a year.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import Case
from analysis.models import fab as model
from analysis.models import finance
from analysis.results.registry import result, table
from analysis.results.uncertainty import interval
from analysis.studies import rates, stack
from analysis.units import Quantity, pair

WSPM = "wafer/month"
GIGAWATTS = "GW/year"
YEAR = Quantity(1.0, "year")
HORIZON = 10  # years shown after the filing


# ---- as announced and as filed -----------------------------------------------------------------------------------


@result("gigaUSD")
def announced_budget(case: Case) -> Quantity:
    """Budget of TeraFab as announced in March 2026."""
    return pair(case.nominal("fab.terafab_budget_low"), case.nominal("fab.terafab_budget_high"))


@result("gigaUSD")
def filed_budget(case: Case) -> Quantity:
    """Budget of TeraFab as filed in May 2026: first phase and all phases."""
    return pair(case.nominal("fab.terafab_filed_initial"), case.nominal("fab.terafab_filed_total"))


@result(digits=1)
def announced_stages(case: Case) -> Quantity:
    """Stages of making a chip that the announcement puts under one roof."""
    return case["fab.terafab_stages"]


@result("nm", digits=2)
def node_announced(case: Case) -> Quantity:
    """Process of TeraFab as announced."""
    return case["fab.terafab_node"]


@result("nm", digits=2)
def node_reported(case: Case) -> Quantity:
    """Process of TeraFab as reported since May 2026."""
    return case["fab.terafab_node_reported"]


@result(WSPM)
def announced_capacity(case: Case) -> Quantity:
    """Capacity at the start, as announced."""
    return case["fab.terafab_capacity_start"]


@result(WSPM)
def goal_capacity(case: Case) -> Quantity:
    """Capacity in the end, as announced."""
    return case["fab.terafab_capacity_goal"]


# ---- what a budget buys ------------------------------------------------------------------------------------------


def _bought(case: Case, budget: Quantity) -> Quantity:
    return model.affordable_capacity(budget, case.nominal("fab.capital_per_capacity"))


@result(WSPM)
def wafers_of_announced_budget(case: Case) -> Quantity:
    """Wafers a month that the announced budget buys at published cost."""
    return _bought(case, announced_budget(case))


@result(WSPM)
def wafers_of_filed_budget(case: Case) -> Quantity:
    """Wafers a month that the filed budget buys at published cost, first phase and all phases."""
    return _bought(case, filed_budget(case))


@result("gigaUSD", words="{} for 1,000 wafers a month")
def capital_intensity_highest(case: Case) -> Quantity:
    """Capital for a thousand wafers a month by the most expensive published plan, one for Arizona."""
    return case.bounds("fab.capital_per_capacity").max() * Quantity(1000.0, WSPM)


@result("gigaUSD", words="{} for 1,000 wafers a month")
def capital_intensity(case: Case) -> Quantity:
    """Capital for a thousand wafers a month at two nanometres, as published."""
    return case.nominal("fab.capital_per_capacity") * Quantity(1000.0, WSPM)


@result("gigaUSD", words="{} for 1,000 wafers a month")
def capital_intensity_for_announcement(case: Case) -> Quantity:
    """Capital for a thousand wafers a month at which the announced budget buys the announced capacity."""
    return announced_budget(case) / announced_capacity(case) * Quantity(1000.0, WSPM)


@result("gigaUSD")
def capital_for_start(case: Case) -> Quantity:
    """Capital that the announced starting capacity needs at published cost."""
    return model.capital_needed(announced_capacity(case), case.nominal("fab.capital_per_capacity"))


@result("gigaUSD")
def capital_for_goal(case: Case) -> Quantity:
    """Capital that the announced goal for capacity needs at published cost."""
    return model.capital_needed(goal_capacity(case), case.nominal("fab.capital_per_capacity"))


@result("percent", digits=2)
def budget_over_peer_capex(case: Case) -> Quantity:
    """Announced budget over a year's capital expenditure of the leading maker."""
    return announced_budget(case) / (case.nominal("fab.tsmc_capex_2026") * YEAR)


@result("percent", digits=2)
def filed_over_peer_capex(case: Case) -> Quantity:
    """Filed budget over a year's capital expenditure of the leading maker."""
    return filed_budget(case) / (case.nominal("fab.tsmc_capex_2026") * YEAR)


def _over_leader(case: Case, budget: Quantity) -> Quantity:
    cost, leader = case.bounds("fab.capital_per_capacity"), case.bounds("fab.tsmc_2nm_capacity")
    low = model.affordable_capacity(budget.min(), cost.max()) / leader.max()
    high = model.affordable_capacity(budget.max(), cost.min()) / leader.min()
    return pair(low, high)


@result("percent", digits=2)
def capacity_over_leader_published(case: Case) -> Quantity:
    """Capacity that the announced budget buys over the leader's at two nanometres, end of 2026."""
    return _over_leader(case, announced_budget(case))


@result("percent", digits=2)
def capacity_over_leader_today(case: Case) -> Quantity:
    """Capacity that the filed budget buys over the leader's at two nanometres, end of 2026."""
    return _over_leader(case, filed_budget(case))


@result("percent", digits=2)
def capacity_in_service_over_leader(case: Case) -> Quantity:
    """Capacity that the partners have in service over the leader's at two nanometres, end of 2026."""
    return case["fab.terafab_capacity_in_service"] / case["fab.tsmc_2nm_capacity"]


# ---- from wafers to gigawatts ------------------------------------------------------------------------------------


@result("die/wafer")
def dies_on_a_wafer(case: Case) -> Quantity:
    """Whole dies of the largest size on a wafer."""
    return model.dies_per_wafer(case["fab.wafer_diameter"], case["fab.die_area"])


@result("percent", digits=2)
def mature_yield(case: Case) -> Quantity:
    """Share of the largest dies that work when a process is mature."""
    return model.murphy_yield(case["fab.defect_density"], case["fab.die_area"])


@result("percent", digits=2)
def first_yield(case: Case) -> Quantity:
    """Share of the largest dies that work on the first wafers of a newcomer."""
    return model.murphy_yield(case["fab.defect_density_entrant"], case["fab.die_area"])


def _power_per_wafer(case: Case, die_yield: Quantity) -> Quantity:
    return model.power_per_wafer(
        dies_on_a_wafer(case),
        die_yield,
        case["fab.dies_per_accelerator"],
        case["fab.test_and_package_yield"],
        case["fab.accelerator_power"],
    )


@result("kW/wafer")
def power_per_wafer(case: Case) -> Quantity:
    """Power of the accelerators that come from one wafer at mature yield."""
    return _power_per_wafer(case, mature_yield(case))


def _made(case: Case, capacity: Quantity, die_yield: Quantity) -> Quantity:
    return model.power_made(capacity, case["fab.plant_utilisation"], _power_per_wafer(case, die_yield))


@result(GIGAWATTS)
def announced_power(case: Case) -> Quantity:
    """Accelerators that the announced budget makes in a year at mature yield, by their power."""
    return _made(case, wafers_of_announced_budget(case), mature_yield(case))


@result(GIGAWATTS)
def first_phase_power(case: Case) -> Quantity:
    """Accelerators that the first phase as filed makes in a year at mature yield, by their power."""
    return _made(case, _bought(case, case.nominal("fab.terafab_filed_initial")), mature_yield(case))


@result(GIGAWATTS)
def first_phase_power_range(case: Case) -> Quantity:
    """Nine-in-ten range of the power that the first phase makes in a year."""
    return interval(first_phase_power, case)


@result(GIGAWATTS)
def filed_power(case: Case) -> Quantity:
    """Accelerators that the filed budget makes in a year at mature yield, first phase and all phases."""
    return _made(case, wafers_of_filed_budget(case), mature_yield(case))


@result(GIGAWATTS)
def first_phase_power_at_first(case: Case) -> Quantity:
    """What the first phase would make in a year at a newcomer's first yield."""
    return _made(case, _bought(case, case.nominal("fab.terafab_filed_initial")), first_yield(case))


@result(GIGAWATTS, digits=2)
def bought_power(case: Case) -> Quantity:
    """Accelerators that SpaceX buys in a year at the spending of the second quarter of 2026, by their power."""
    return stack.own_need(case) * case["fab.accelerator_power"]


@result(GIGAWATTS)
def goal_power(case: Case) -> Quantity:
    """Accelerators from the announced final capacity in a year, by their power."""
    return _made(case, goal_capacity(case), mature_yield(case))


@result(GIGAWATTS)
def claimed_power(case: Case) -> Quantity:
    """Chips a year that TeraFab aims at, by their power, as announced."""
    return case["fab.terafab_power_goal"]


@result("percent", digits=2)
def goal_over_claim(case: Case) -> Quantity:
    """Power that the announced final capacity makes over the power that it is said to make."""
    return goal_power(case) / claimed_power(case)


@result(WSPM)
def capacity_for_claim(case: Case) -> Quantity:
    """Capacity that a terawatt of accelerators a year needs."""
    return model.capacity_needed(claimed_power(case), case["fab.plant_utilisation"], power_per_wafer(case))


@result("teraUSD", digits=2)
def capital_for_claim(case: Case) -> Quantity:
    """Capital for the logic wafers of a terawatt a year at published cost."""
    return model.capital_needed(capacity_for_claim(case), case.nominal("fab.capital_per_capacity"))


def _memory(case: Case, power: Quantity) -> Quantity:
    per_power = case["fab.memory_wafers_per_gigawatt"] * YEAR / Quantity(1.0, "GW")
    return model.memory_wafers(power, per_power)


@result(WSPM)
def memory_for_first_phase(case: Case) -> Quantity:
    """Memory wafers a month that the accelerators of the first phase need."""
    return _memory(case, first_phase_power(case))


@result(digits=2)
def memory_over_logic(case: Case) -> Quantity:
    """Memory wafers per logic wafer."""
    return memory_for_first_phase(case) / _bought(case, case.nominal("fab.terafab_filed_initial"))


# ---- when --------------------------------------------------------------------------------------------------------


@result(digits=0)
def volume_year(case: Case) -> Quantity:
    """Calendar year of volume, at the leader's own pace abroad, counted from the filing."""
    return np.floor(case["fab.filing_date"] + (case["fab.years_to_volume"] / YEAR).to(""))


@result(digits=0)
def earliest_volume_year(case: Case) -> Quantity:
    """Calendar year of volume at the fastest pace seen."""
    return np.floor(case["fab.filing_date"] + (case.bounds("fab.years_to_volume").min() / YEAR).to(""))


def _starts(case: Case, capacity: Quantity, time: Quantity) -> Quantity:
    used = capacity * case["fab.plant_utilisation"]
    return model.ramped_capacity(used, case["fab.build_time"], case["fab.ramp_time"], time)


def _yield(case: Case, time: Quantity) -> Quantity:
    return model.learned_yield(
        first_yield(case), mature_yield(case), case["fab.years_to_volume"], case["fab.learning_time"], time
    )


def _made_by(case: Case, budget: Quantity, years: int) -> list[Quantity]:
    """Add up the power made by the end of each year after the filing, taking each year at its middle."""
    times = [(k + 0.5) * YEAR for k in range(years)]
    capacity = _bought(case, budget)
    starts = [_starts(case, capacity, time) for time in times]
    yields = [_yield(case, time) * case["fab.test_and_package_yield"] for time in times]
    full = (dies_on_a_wafer(case) / case["fab.dies_per_accelerator"] * case["fab.accelerator_power"]).to("kW/wafer")
    return model.cumulative_power(starts, yields, full)


@result("GW", digits=2)
def made_in_five_years(case: Case) -> Quantity:
    """Power of all accelerators that the first phase has made five years after the filing."""
    return _made_by(case, case.nominal("fab.terafab_filed_initial"), 5)[-1]


@result("GW", digits=2)
def made_in_ten_years(case: Case) -> Quantity:
    """Power of all accelerators that the first phase has made ten years after the filing."""
    return _made_by(case, case.nominal("fab.terafab_filed_initial"), HORIZON)[-1]


@result("GW", digits=2)
def made_in_five_years_range(case: Case) -> Quantity:
    """Nine-in-ten range of the power made five years after the filing."""
    return interval(made_in_five_years, case)


# ---- what a die costs --------------------------------------------------------------------------------------------


@result("USD/wafer")
def own_wafer_cost(case: Case) -> Quantity:
    """Cost of a wafer from an own plant in use as leading plants are, with the return that a buyer asks."""
    asked = rates.required(case).to("")
    recovery = finance.capital_recovery_factor(asked, case["fab.equipment_life"])
    return model.wafer_cost(
        case.nominal("fab.capital_per_capacity"),
        recovery,
        case["fab.plant_utilisation"],
        case.nominal("fab.wafer_running_cost"),
    )


@result("USD/wafer")
def wafer_price(case: Case) -> Quantity:
    """Price of a two-nanometre wafer from the leading maker."""
    return case.nominal("fab.wafer_cost_2nm")


@result("USD/die")
def own_die_cost(case: Case) -> Quantity:
    """Cost of a working die from an own plant at mature yield."""
    return model.good_die_cost(own_wafer_cost(case), dies_on_a_wafer(case), mature_yield(case))


@result("USD/die")
def own_die_cost_at_first(case: Case) -> Quantity:
    """Cost of a working die from an own plant at a newcomer's first yield."""
    return model.good_die_cost(own_wafer_cost(case), dies_on_a_wafer(case), first_yield(case))


@result("USD/die")
def bought_die_cost(case: Case) -> Quantity:
    """Cost of a working die from bought wafers at mature yield."""
    return model.good_die_cost(wafer_price(case), dies_on_a_wafer(case), mature_yield(case))


@result("percent", digits=2)
def yield_to_match(case: Case) -> Quantity:
    """Yield at which an own die costs as much as a bought one."""
    return own_wafer_cost(case) / wafer_price(case) * mature_yield(case)


# ---- frames ------------------------------------------------------------------------------------------------------


@table
def sizes(case: Case) -> pd.DataFrame:
    """Capacities, and the gigawatts a year that they make at mature yield with the range of yield and power."""
    leader = case["fab.tsmc_2nm_capacity"]
    points = [
        ("Budget announced, $20 bn", wafers_of_announced_budget(case).min(), "money"),
        ("Budget announced, $25 bn", wafers_of_announced_budget(case).max(), "money"),
        ("Start as announced", announced_capacity(case), "demand"),
        ("First phase filed, $55 bn", wafers_of_filed_budget(case).min(), "money"),
        ("All phases filed, $119 bn", wafers_of_filed_budget(case).max(), "money"),
        ("Leader at 2 nm, end of 2026", leader, "others"),
        ("Goal as announced", goal_capacity(case), "demand"),
    ]
    rows = [
        (name, float(c.m_as(WSPM)) / 1000, float(_made(case, c, mature_yield(case)).m_as(GIGAWATTS)), kind)
        for name, c, kind in points
    ]
    return pd.DataFrame(rows, columns=["point", "kilowafers_per_month", "gw_per_year", "kind"])


@table
def band(case: Case) -> pd.DataFrame:
    """Gigawatts a year across capacities: middle, best and worst of yield and power."""
    density, power = case.bounds("fab.defect_density"), case.bounds("fab.accelerator_power")
    worse = case.with_values({"fab.defect_density": density.max(), "fab.accelerator_power": power.min()})
    better = case.with_values({"fab.defect_density": density.min(), "fab.accelerator_power": power.max()})
    rows = []
    for kilo in np.geomspace(20, 6000, 40):
        capacity = Quantity(float(kilo) * 1000, WSPM)
        made = [float(_made(w, capacity, mature_yield(w)).m_as(GIGAWATTS)) for w in (case, worse, better)]
        rows.append((float(kilo), *made))
    return pd.DataFrame(rows, columns=["kilowafers_per_month", "gw_per_year", "low", "high"])


@table
def path(case: Case) -> pd.DataFrame:
    """Power made so far by year, for the three budgets."""
    budgets = {
        "announced, $25 bn": case.nominal("fab.terafab_budget_high"),
        "first phase, $55 bn": case.nominal("fab.terafab_filed_initial"),
        "all phases, $119 bn": case.nominal("fab.terafab_filed_total"),
    }
    start = float(case["fab.filing_date"].m_as(""))
    rows = [
        (name, start + k + 1, float(power.m_as("GW")))
        for name, budget in budgets.items()
        for k, power in enumerate(_made_by(case, budget, HORIZON))
    ]
    return pd.DataFrame(rows, columns=["budget", "year", "gw_made"])
