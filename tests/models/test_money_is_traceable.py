"""Every model of money that says nothing to the contrary can be recorded, and the record gives the same number."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import pytest

from analysis.engine.tracing import trace
from analysis.models import capital, chain, cost, fab, finance, revenue, thesis, valuation
from analysis.units import Quantity

MODULES: tuple[ModuleType, ...] = (finance, valuation, revenue, cost, chain, fab, capital, thesis)
YEARLY = "USD/year"


def q(value: float, unit: str = "") -> Quantity:
    return Quantity(value, unit)


def series(values: Sequence[float], unit: str = "") -> list[Quantity]:
    return [q(v, unit) for v in values]


RATE, GROWTH, TIME, HALF = q(0.08), q(0.03), q(10.0, "year"), q(0.5)
SEGMENT = valuation.Segment(series([3, 4], YEARLY), series([1, 2], YEARLY), series([0.2, 0.3], YEARLY))
AMOUNTS = cost.SpacecraftAmounts(
    *series([120, 150], "kW"), q(20.0, "kWh"), q(220.0, "m^2"), *series([90, 300, 2143], "kg")
)
COSTS = cost.SpacecraftCosts(
    *series([31, 5], "USD/W"),
    q(600.0, "USD/kWh"),
    q(3200.0, "USD/m^2"),
    *series([1000, 300], "USD/kg"),
    q(9e5, "USD"),
    q(0.15),
    q(1.2, "USD/W"),
    q(1750.0, "USD/kg"),
    q(0.03),
)
BREAK_EVEN = (q(10.0, "USD/W/year"), q(30.0, "USD/W"), q(0.5, "USD/W/year"))
TECHNOLOGY = chain.Technology(
    q(7.8, "USD/GPU/hour"),
    q(0.9),
    q(8760.0, "hour"),
    q(1.7, "kW/GPU"),
    q(1.2),
    q(0.8),
    q(70.0, "kW/t"),
    q(0.1),
    q(100.0, "t/launch"),
    q(5.0, "year"),
    q(2.0, "die/GPU"),
    q(64.8, "die/wafer"),
    q(0.46),
)

CASES: dict[Callable[..., Any], tuple[Any, ...]] = {
    finance.growth_factor: (GROWTH, TIME),
    finance.discount_factor: (RATE, TIME),
    finance.cumulative_discount_factors: (series([0.08, 0.07]),),
    finance.present_value: (q(5.0, "USD"), RATE, TIME),
    finance.net_present_value: (RATE, series([1, 2, 3], "USD"), finance.MID_YEAR),
    finance.capital_recovery_factor: (RATE, TIME, q(1.0, "month")),
    finance.annuity_factor: (RATE, TIME),
    finance.level_payment: (q(5.0, "USD"), RATE, TIME),
    finance.perpetuity_value: (q(5.0, YEARLY), RATE, GROWTH),
    finance.effective_rate: (RATE, q(1.0, "month")),
    finance.weighted_average_cost_of_capital: (HALF, GROWTH, RATE, q(0.2)),
    finance.annual_output: (q(1.0, "GW"), HALF, q(8760.0, "hour")),
    finance.levelised_cost: (q(5.0, "USD"), q(0.1, YEARLY), q(2.0, "kW*hour/year"), RATE, TIME),
    finance.levelised_cost_of_series: (series([5, 1], "USD"), series([1, 2], "kW*hour"), RATE),
    finance.straight_line_depreciation: (q(5.0, "USD"), q(1.0, "USD"), TIME),
    finance.payback_time: (q(5.0, "USD"), q(1.0, YEARLY)),
    finance.recovery_time: (RATE, q(0.2)),
    finance.compound_growth_rate: (q(5.0, "kg"), q(7.0, "kg"), TIME),
    finance.grown: (q(5.0, "kg"), GROWTH, TIME),
    finance.doubling_time: (GROWTH,),
    finance.real_rate: (RATE, GROWTH),
    finance.at_prices_of: (q(5.0, "USD"), q(2.0), q(3.0)),
    finance.price_index: (series([0.02, 0.03]),),
    valuation.market_capitalisation: (q(135.0, "USD/share"), q(13.0, "share")),
    valuation.enterprise_value: (q(5.0, "USD"), q(1.0, "USD"), q(2.0, "USD")),
    valuation.price_to_sales: (q(5.0, "USD"), q(1.0, YEARLY)),
    valuation.enterprise_multiple: (q(5.0, "USD"), q(1.0, YEARLY)),
    valuation.implied_revenue: (q(5.0, "USD"), q(64.0)),
    valuation.value_at_multiple: (q(5.0, YEARLY), q(64.0)),
    valuation.interval_multiple: (
        valuation.Interval(q(5.0, "USD"), q(6.0, "USD")),
        valuation.Interval(q(1.0, YEARLY), q(2.0, YEARLY)),
    ),
    valuation.denominator_window: (q(5.0, "USD"), valuation.Interval(q(2.0), q(3.0))),
    valuation.overlap: (valuation.Interval(q(1.0), q(3.0)), valuation.Interval(q(2.0), q(4.0))),
    valuation.waypoint: (q(1.0, "USD"), q(2.0, "USD"), HALF),
    valuation.closing_path: (q(1.0, "USD"), q(2.0, "USD"), series([0.2, 1.0])),
    valuation.linear_path: (q(1.0, "USD"), q(2.0, "USD"), 3),
    valuation.converging_path: (q(1.0, "USD"), q(2.0, "USD"), 2, 3),
    valuation.held_then_linear_path: (q(1.0, "USD"), q(2.0, "USD"), 2, 4),
    valuation.compound_path: (q(1.0, "USD"), series([0.2, 1.0])),
    valuation.operating_incomes: (series([1, 2], YEARLY), series([0.1, 0.2])),
    valuation.reinvestments: (q(1.0, YEARLY), series([2, 3], YEARLY), series([1, 2]), 1, GROWTH),
    valuation.segment_of: (q(1.0, YEARLY), series([2, 3], YEARLY), series([0.1, 0.2]), series([1, 2])),
    valuation.consolidated: ([SEGMENT, SEGMENT],),
    valuation.taxes: (series([-2, 3], YEARLY), series([0.1, 0.2]), q(1.0, "USD")),
    valuation.free_cash_flows: (SEGMENT, series([0.1, 0.2], YEARLY)),
    valuation.explicit_value: (series([1, 2], YEARLY), series([0.1, 0.2])),
    valuation.terminal_value: (q(1.0, YEARLY), q(0.25), GROWTH, q(0.15), RATE),
    valuation.value_of_operations: (SEGMENT, series([0.1, 0.2]), series([0.1, 0.1]), GROWTH, q(0.15), q(1.0, "USD")),
    valuation.failure_adjusted_value: (q(1.0, "USD"), HALF, q(0.1, "USD")),
    valuation.price_of_an_issue: (*series([9, 2, 1, 3, 0.5], "USD"), q(2.0, "share")),
    valuation.treasury_stock_dilution: (q(1.0, "share"), q(1.0, "USD/share"), q(2.0, "USD/share")),
    valuation.implied_exit_revenue: (q(1.0, "USD"), RATE, TIME, q(5.0)),
    valuation.implied_return: (q(1.0, "USD"), q(1.0, YEARLY), q(5.0), TIME),
    valuation.probability_weighted_value: (series([1, 2], "USD"), series([0.3, 0.7])),
    valuation.base_rate_of_growth: (q(1.5, YEARLY), series([1, 2], YEARLY), series([0.3, 0.2, 0.1])),
    valuation.sum_of_parts: (series([1, 2], "USD"),),
    valuation.shares_of_total: (series([1, 2], "USD"),),
    valuation.attribution: (lambda x, y: x * y, series([1, 2], "USD"), series([3, 5], "USD")),
    revenue.total_revenue: (series([1, 2], YEARLY),),
    revenue.revenue_share: (q(1.0, YEARLY), q(3.0, YEARLY)),
    revenue.operating_margin: (q(1.0, YEARLY), q(3.0, YEARLY)),
    revenue.pro_forma_share: (q(1.0, YEARLY), q(3.0, YEARLY)),
    revenue.market_share: (q(1.0, YEARLY), q(3.0, YEARLY)),
    revenue.mean_subscribers: (q(1.0, "user"), q(3.0, "user")),
    revenue.subscription_revenue: (q(1.0, "user"), q(3.0, "USD/user/month")),
    revenue.unexplained_share: (q(3.0, YEARLY), q(1.0, YEARLY)),
    revenue.revenue_per_user: (q(3.0, YEARLY), q(1.0, "user")),
    revenue.users_needed: (q(3.0, YEARLY), q(1.0, "USD/user/month")),
    revenue.revenue_growth: (HALF, GROWTH),
    revenue.price_elasticity: (q(1.0, "user"), q(3.0, "user"), q(2.0, "USD/user/month"), q(1.0, "USD/user/month")),
    revenue.saturating_users: (q(5.0, "user"), q(1.0, "user"), HALF, TIME),
    revenue.lifetime_value: (q(1.0, "USD/user/month"), HALF, q(0.2, "1/year"), RATE),
    revenue.lease_price_per_accelerator: (q(1.0, "USD/month"), q(2.0, "GPU")),
    revenue.lease_price_per_power: (q(1.0, "USD/month"), q(2.0, "MW")),
    revenue.lease_revenue: (q(1.0, "USD/GPU/hour"), q(2.0, "GPU"), HALF),
    revenue.blended_token_price: (q(1.0, "USD/token"), q(2.0, "USD/token"), HALF),
    revenue.token_revenue: (q(1.0, "token/GPU/second"), q(2.0, "GPU"), HALF, q(3.0, "USD/token")),
    revenue.token_price_equal_to_lease: (q(1.0, "USD/GPU/hour"), q(2.0, "token/GPU/second"), HALF),
    revenue.herfindahl_index: (series([1, 2], YEARLY),),
    revenue.nominal_contract_value: (q(1.0, "USD/month"), TIME),
    revenue.committed_contract_value: (q(1.0, "USD/month"), TIME, q(90.0, "day"), q(2.0, "month")),
    revenue.expected_contract_value: (q(1.0, "USD/month"), TIME, q(90.0, "day"), q(0.2, "1/year"), RATE),
    cost.ground_capital: (q(1.0, "GW"), q(1.2), *series([30, 2, 5, 3, 2, 1], "USD/W")),
    cost.orbital_capital: (AMOUNTS, COSTS),
    cost.total_capital: (series([1, 2], "USD"),),
    cost.provisioned_capital: (q(1.0, "USD"), HALF, q(0.1)),
    cost.energy_cost: (q(1.0, "kW"), q(1.2), HALF, q(0.1, "USD/kW/hour"), q(8760.0, "hour")),
    cost.replacement_cost: (q(1.0, "USD"), q(0.1, "1/year")),
    cost.annual_cost: (series([1, 2], "USD"), series([5, 15], "year"), RATE, q(1.0, "month"), q(1.0, YEARLY)),
    cost.cost_per_power: (q(1.0, "USD"), q(2.0, "W")),
    cost.cost_per_accelerator_hour: (q(1.0, YEARLY), q(2.0, "GPU"), q(8760.0, "hour")),
    cost.levelised_cost_of_compute: (q(1.0, "USD/GPU/hour"), q(0.2), q(0.95)),
    cost.cost_per_computation: (q(1.0, "USD/GPU/hour"), q(2.0, "petaFLOP/s/GPU"), HALF, HALF),
    cost.cost_per_token: (q(1.0, "USD/GPU/hour"), q(2.0, "token/s/GPU"), HALF),
    cost.surviving_share: (q(0.1, "1/year"), TIME),
    cost.effective_life: (q(0.01), q(0.02), q(0.03), TIME, q(0.5, "year")),
    cost.in_service_share: (TIME, q(9.5, "year")),
    cost.fleet_in_service: (series([1, 2, 3], "GW"), q(0.1, "1/year"), q(1.5, "year")),
    cost.installations_needed: (series([1, 2, 3], "GW"), q(0.1, "1/year"), q(1.5, "year")),
    cost.fleet_cash_costs: (series([1, 2], "GW"), series([3, 2], "USD/W"), series([1, 3], "GW"), q(1.0, "USD/W/year")),
    cost.fleet_performance: (series([1, 2, 3], "GW"), q(0.4), q(0.1, "1/year"), q(1.5, "year")),
    cost.obsolescence_age: (q(0.2), q(0.3)),
    cost.falling_cost: (q(9.0, "USD"), q(1.0, "USD"), q(0.2), TIME),
    cost.break_even_launch_price_of_capital: (q(9.0, "USD"), q(1.0, "USD"), q(2.0, "kg")),
    cost.break_even_launch_price: (*BREAK_EVEN, q(0.2, "1/year"), q(70.0, "W/kg")),
    cost.break_even_specific_power: (*BREAK_EVEN, q(0.2, "1/year"), q(200.0, "USD/kg")),
    cost.break_even_life: (*BREAK_EVEN, RATE),
    cost.break_even_energy_price: (q(9.0, "USD/W/year"), q(4.0, "USD/W/year"), q(1.2), HALF, q(8760.0, "hour")),
    cost.break_even_time: (q(4.0), q(0.2), q(0.1)),
    chain.accelerator_hours: (q(1.0, YEARLY), q(2.0, "USD/GPU/hour")),
    chain.accelerators_installed: (q(1.0, "GPU*hour/year"), HALF, q(8760.0, "hour")),
    chain.power_for_revenue: (q(1.0, YEARLY), q(2.0, "USD/kW/year")),
    chain.mass_in_orbit: (q(1.0, "GW"), q(70.0, "kW/t"), q(0.1)),
    chain.launch_rate: (q(1.0, "t"), TIME, q(100.0, "t/launch")),
    chain.wafer_rate: (q(1.0, "GPU"), TIME, q(2.0, "die/GPU"), q(65.0, "die/wafer"), HALF),
    chain.physical_requirements: (q(1.0, YEARLY), TECHNOLOGY),
    chain.supported_revenue: ("launch_rate", q(1.0, "launch/day"), TECHNOLOGY),
    fab.capital_per_capacity: (q(1.0, "USD"), q(2.0, "wspm")),
    fab.affordable_capacity: (q(1.0, "USD"), q(2.0, "USD/wspm")),
    fab.capital_needed: (q(1.0, "wspm"), q(2.0, "USD/wspm")),
    fab.dies_per_wafer: (q(300.0, "mm"), q(800.0, "mm^2/die")),
    fab.poisson_yield: (q(0.1, "1/cm^2"), q(800.0, "mm^2/die")),
    fab.murphy_yield: (q(0.1, "1/cm^2"), q(800.0, "mm^2/die")),
    fab.negative_binomial_yield: (q(0.1, "1/cm^2"), q(800.0, "mm^2/die"), q(3.0)),
    fab.learned_yield: (q(0.2), q(0.8), q(5.0, "year"), q(3.0, "year"), q(6.0, "year")),
    fab.ramped_capacity: (q(1.0, "wspm"), q(3.0, "year"), q(2.0, "year"), q(4.0, "year")),
    fab.good_dies: (q(1.0, "wspm"), q(65.0, "die/wafer"), HALF),
    fab.accelerators_made: (q(1.0, "die/year"), q(2.0, "die/GPU"), HALF),
    fab.power_per_wafer: (q(65.0, "die/wafer"), HALF, q(2.0, "die/GPU"), HALF, q(1.7, "kW/GPU")),
    fab.power_made: (q(1.0, "wspm"), HALF, q(25.0, "kW/wafer")),
    fab.capacity_needed: (q(1.0, "GW/year"), HALF, q(25.0, "kW/wafer")),
    fab.memory_wafers: (q(1.0, "GW/year"), q(216e3, "wafer/GW")),
    fab.wafer_cost: (q(5.0, "USD/wspm"), q(0.2, "1/year"), HALF, q(8.0, "USD/wafer")),
    fab.good_die_cost: (q(5.0, "USD/wafer"), q(65.0, "die/wafer"), HALF),
    fab.cumulative_power: (series([1, 2], "wspm"), series([0.2, 0.5]), q(50.0, "kW/wafer")),
    capital.monthly_burn: (q(1.0, "USD"), TIME),
    capital.loss_and_capital_burn: (q(1.0, YEARLY), q(2.0, YEARLY)),
    capital.balance_sheet_burn: (*series([5, 3, 1], "USD"), TIME),
    capital.runway: (q(5.0, "USD"), q(1.0, "USD"), q(2.0, YEARLY)),
    capital.flow_between: (q(2.0, "USD/month"), q(0.5, "month"), q(2.2, "month"), 4),
    capital.contract_receipts: (q(2.0, "USD/month"), *series([0.5, 9, 1, 1], "month"), 4),
    capital.debt_schedule: (q(5.0, "USD"), series([1, 0], "USD"), series([0, 2], "USD"), RATE),
    capital.cash_path: (q(5.0, "USD"), [series([1, 2], "USD")], [series([3, 1], "USD")]),
    capital.time_to_next_raise: (series([3, 1, 4], "USD"), q(2.0, "USD")),
    capital.funding_need: (series([3, 1, 4], "USD"), q(2.0, "USD")),
    capital.funded_path: (q(5.0, "USD"), series([-4, -4], "USD"), q(2.0, "USD"), q(7.0, "USD")),
    capital.dilution: (q(1.0, "USD"), q(2.0, "USD/share"), q(3.0, "share")),
    capital.net_debt_to_earnings: (q(3.0, "USD"), q(1.0, "USD"), q(2.0, YEARLY)),
    capital.interest_coverage: (q(3.0, YEARLY), q(1.0, "USD"), RATE),
    thesis.joint_probability: (series([0.5, 0.4]),),
    thesis.joint_probability_bounds: (series([0.9, 0.7]),),
    thesis.pillar_probability_needed: (q(0.07), 3),
    thesis.conjunction_cost: (series([1, 2], "USD"), series([0.5, 0.4]), q(0.2)),
    thesis.spread_of_bets: (series([1, 2], "USD"), series([0.5, 0.4]), [series([1, 0.3]), series([0.3, 1])]),
    thesis.stage_probabilities: (series([0.5, 0.4]),),
    thesis.implied_probability: (*series([2, 5, 1], "USD/share"),),
    thesis.updated_probability: (*series([0.2, 0.9, 0.3]),),
    thesis.hazard_rate: (q(0.25), TIME),
    thesis.probability_by: (q(0.04, "1/year"), TIME),
}


class Place(str):
    """The name of a quantity, standing where the quantity was."""

    __slots__ = ()


def flatten(value: Any, into: dict[str, Quantity], name: str) -> Any:
    """Replace every quantity of an argument by its name, and note it."""
    if isinstance(value, Quantity):
        into[name] = value
        return Place(name)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(flatten(v, into, f"{name}_{i}") for i, v in enumerate(value)))
    if isinstance(value, list):
        return [flatten(v, into, f"{name}_{i}") for i, v in enumerate(value)]
    return value


def restore(value: Any, given: dict[str, Quantity]) -> Any:
    """Put quantities back in the places of their names."""
    if isinstance(value, Place):
        return given[value]
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(restore(v, given) for v in value))
    if isinstance(value, list):
        return [restore(v, given) for v in value]
    return value


def outputs(value: Any, name: str = "out") -> dict[str, Quantity]:
    """Name every quantity of a result."""
    if isinstance(value, list | tuple):
        return {k: v for i, part in enumerate(value) for k, v in outputs(part, f"{name}_{i}").items()}
    return {name: value}


@pytest.mark.parametrize("model", CASES, ids=lambda f: f"{f.__module__.rpartition('.')[2]}.{f.__name__}")
def test_model_is_traceable(model: Callable[..., Any]) -> None:
    base: dict[str, Quantity] = {}
    places = [flatten(value, base, f"x{i}") for i, value in enumerate(CASES[model])]
    plain = outputs(model(*CASES[model]))
    program = trace(lambda **given: outputs(model(*(restore(p, given) for p in places))), base)
    folded = program.bind_all_but()  # every input at its base value: the outputs become constants
    for name, expected in plain.items():
        assert folded.units[name] == str(expected.units)
        assert folded.outputs[name].value == pytest.approx(float(expected.magnitude), rel=1e-12)


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)
def test_every_model_is_traced_or_says_why_not(module: ModuleType) -> None:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if name.startswith("_") or function.__module__ != module.__name__ or function in CASES:
            continue
        assert "Not traceable:" in (function.__doc__ or ""), f"{module.__name__}.{name} is neither traced nor excused"
