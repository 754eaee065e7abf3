"""What money costs: the stated costs of capital, inflation, and what is left of the one without the other.

Records hold costs of capital in money of the day, as lenders and owners state them; the report's prices, rents and
running costs are in dollars of one year. Every chapter that spreads or discounts such money takes its rate here.
"""

from __future__ import annotations

from analysis.evidence import Case
from analysis.peers import common
from analysis.results.registry import result
from analysis.units import Quantity


@result("percent", digits=3)
def orbit_stated(case: Case) -> Quantity:
    """Cost of capital in orbit as stated, in money of the day."""
    return case["cost.wacc_orbit"]


@result("percent", digits=3)
def ground_stated(case: Case) -> Quantity:
    """Cost of capital on the ground as stated, in money of the day."""
    return case["cost.wacc_ground"]


@result("percent", digits=2)
def inflation(case: Case) -> Quantity:
    """Inflation expected in a year."""
    return common.inflation(case)


@result("percent", digits=3)
def orbit(case: Case) -> Quantity:
    """Cost of capital in orbit after inflation, which prices of one year ask for."""
    return common.real_rate(case, "cost.wacc_orbit")


@result("percent", digits=3)
def ground(case: Case) -> Quantity:
    """Cost of capital on the ground after inflation, which prices of one year ask for."""
    return common.real_rate(case, "cost.wacc_ground")


@result("percent", digits=3)
def required(case: Case) -> Quantity:
    """Return that a buyer asks, after inflation."""
    return common.real_rate(case, "valuation.required_return")
