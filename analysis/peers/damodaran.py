"""A public appraiser's two workbooks on SpaceX, rebuilt: June 2026 and, before the prospectus, April 2026.

Each workbook is a discounted cash flow of four segments over ten years. Every input is a record; what the workbooks
do differently (the shapes of their paths, and one row in April) is written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.evidence import Case
from analysis.models import valuation
from analysis.models.finance import END_OF_YEAR, YEAR
from analysis.units import Quantity

SEGMENTS = ("Space", "Connectivity", "AI", "Expansion")
SPACE, CONNECTIVITY, AI, EXPANSION = range(4)
BLOCK = 5  # years from the base year to the waypoint, and from there to the last year
ZERO, NO_LOSSES = Quantity(0.0, ""), Quantity(0.0, "USD")


class Plan(NamedTuple):
    """What a workbook says of one segment; a segment without shapes starts after the waypoint, in equal steps."""

    base_revenue: Quantity
    revenue: Quantity
    base_margin: Quantity
    margin: Quantity
    sales_to_capital: tuple[Quantity, Quantity]
    waypoint: Quantity
    shapes: tuple[list[Quantity], list[Quantity]] | None


class Rates(NamedTuple):
    """Cost of capital early and late, growth and return on capital after the last year, tax early and late."""

    early: Quantity
    late: Quantity
    growth: Quantity
    return_on_capital: Quantity
    tax_early: Quantity
    tax_late: Quantity


# ---- the workbooks' inputs -----------------------------------------------------------------------------------------


def june(case: Case) -> list[Plan]:
    """Give the segments of the workbook of June 2026."""
    shape = _list(case, "june_gap_closed")
    shapes = [(shape, shape)] * 3 + [None]
    return _plans(case, "june", [_one(case, "june_waypoint")] * 4, shapes)


def june_rates(case: Case) -> Rates:
    """Give the rates of the workbook of June 2026, as published."""
    return _rates(case, "june", ZERO)


def april(case: Case) -> list[Plan]:
    """Give the segments of the workbook of April 2026; the shapes of its paths are inferred from its one result."""
    even, straight = _list(case, "april_gap_closed_constant"), _list(case, "april_gap_closed_straight")
    shapes = [(straight, straight), (even, straight), (even, straight), None]
    return _plans(case, "april", _list(case, "april_waypoint"), shapes)


def april_rates(case: Case) -> Rates:
    """Give the rates of the workbook of April 2026; tax and return on capital are those of June."""
    return _rates(case, "april", ZERO)


def _plans(
    case: Case,
    month: str,
    waypoints: Sequence[Quantity],
    shapes: Sequence[tuple[list[Quantity], list[Quantity]] | None],
) -> list[Plan]:
    base, revenue = (_list(case, f"{month}_{name}") for name in ("base_revenue", "revenue_year_10"))
    base_margin, margin = (_list(case, f"{month}_{name}") for name in ("base_margin", "margin_year_10"))
    early, late = (_list(case, f"{month}_sales_to_capital_{when}") for when in ("early", "late"))
    turnover = list(zip(early, late, strict=True))
    return [Plan(*row) for row in zip(base, revenue, base_margin, margin, turnover, waypoints, shapes, strict=True)]


def _rates(case: Case, month: str, shift: Quantity) -> Rates:
    early, late, growth = (
        _one(case, f"{month}_{name}") for name in ("cost_of_capital", "cost_of_capital_terminal", "riskfree_rate")
    )
    rest = (_one(case, f"june_{name}") for name in ("terminal_return_on_capital", "tax_start", "tax_terminal"))
    return Rates(early + shift, late + shift, growth, *rest)


def _one(case: Case, name: str) -> Quantity:
    """Read a rate, a ratio or money at face value; a rate of one year becomes a pure number."""
    key = f"valuation.{name}"
    value = case.nominal(key) if "USD" in case.record(key).unit else case[key]
    return (value * YEAR).to("") if value.check("1/[time]") else value


def _list(case: Case, name: str) -> list[Quantity]:
    values = _one(case, name)
    return [values[i] for i in range(len(values.magnitude))]


# ---- from inputs to a value ----------------------------------------------------------------------------------------


def revenues(plan: Plan) -> list[Quantity]:
    """Give the revenue of each of the ten years."""
    if plan.shapes is None:
        return [plan.base_revenue] * BLOCK + valuation.linear_path(plan.base_revenue, plan.revenue, BLOCK)
    middle = valuation.waypoint(plan.base_revenue, plan.revenue, plan.waypoint)
    first, second = plan.shapes
    return valuation.closing_path(plan.base_revenue, middle, first) + valuation.closing_path(
        middle, plan.revenue, second
    )


def segment(plan: Plan) -> valuation.Segment:
    """Give the flows of one segment."""
    early, late = plan.sales_to_capital
    margins = valuation.linear_path(plan.base_margin, plan.margin, 2 * BLOCK)
    return valuation.segment_of(plan.base_revenue, revenues(plan), margins, [early] * BLOCK + [late] * BLOCK)


def tax_path(rates: Rates) -> list[Quantity]:
    """Give the tax rate of each of the ten years."""
    return valuation.held_then_linear_path(rates.tax_early, rates.tax_late, BLOCK, 2 * BLOCK)


def discount_path(rates: Rates) -> list[Quantity]:
    """Give the cost of capital of each of the ten years."""
    return valuation.held_then_linear_path(rates.early, rates.late, BLOCK, 2 * BLOCK)


def operations(
    segments: Sequence[valuation.Segment], rates: Rates, timing: Quantity = END_OF_YEAR
) -> valuation.OperatingValue:
    """Give the value of operations of these segments together; the workbooks take flows at the ends of years."""
    return valuation.value_of_operations(
        valuation.consolidated(segments),
        tax_path(rates),
        discount_path(rates),
        rates.growth,
        rates.return_on_capital,
        NO_LOSSES,
        timing,
    )


def june_operations(case: Case, plans: Sequence[Plan] | None = None) -> valuation.OperatingValue:
    """Give the value of operations of June, as published or with other plans."""
    return operations([segment(p) for p in plans or june(case)], june_rates(case))


def june_issue(case: Case, plans: Sequence[Plan] | None = None, operating: Quantity | None = None) -> valuation.Issue:
    """Give equity, value of a share and new shares of June, as published, with other plans or operations."""
    cash, debt, proceeds = (_one(case, f"june_{name}") for name in ("cash", "debt", "proceeds"))
    operating = june_operations(case, plans).total if operating is None else operating
    return valuation.price_of_an_issue(operating, cash, debt, proceeds, NO_LOSSES, case["valuation.june_shares"])


def april_operations(case: Case, reported_error: bool) -> valuation.OperatingValue:
    """Give the value of operations of April, with or without the error that third parties report in its row 15.

    With it the launch segment is charged, from the second year on, with the growth of the whole company's revenue.
    """
    plans = april(case)
    segments = [segment(plan) for plan in plans]
    if reported_error:
        segments[SPACE] = segments[SPACE]._replace(reinvestments=april_launch_reinvestments(case))
    return operations(segments, april_rates(case))


def april_launch_reinvestments(case: Case) -> list[Quantity]:
    """Give row 15 of April as third parties report it: the company's growth over the launch segment's turnover."""
    plans = april(case)
    company = valuation.consolidated([segment(plan) for plan in plans])
    base = valuation.sum_of_parts([plan.base_revenue for plan in plans])
    early, late = plans[SPACE].sales_to_capital
    charged = valuation.reinvestments(base, company.revenues, [early] * BLOCK + [late] * BLOCK, 0, ZERO)
    return [segment(plans[SPACE]).reinvestments[0], *charged[1:]]


def values_by_segment(case: Case) -> list[Quantity]:
    """Give the value of each segment in June as if it stood alone."""
    return [operations([segment(plan)], june_rates(case)).total for plan in june(case)]
