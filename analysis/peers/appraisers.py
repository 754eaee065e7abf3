"""What appraisers of SpaceX print, recomputed from the inputs that they print with it.

Only what a source prints is a row; shares and margins that merely follow from printed numbers are in the tests.
"""

from __future__ import annotations

from analysis.evidence import Case
from analysis.models import finance, valuation
from analysis.peers import damodaran
from analysis.peers.valuations import Row, one, several
from analysis.units import Quantity

COMPANY = "SpaceX"


def june(case: Case) -> list[Row]:
    """Give the workbook of June 2026; cells are transcribed to six, seven or eight decimals."""
    operating, issue = damodaran.june_operations(case), damodaran.june_issue(case)
    found = [
        ("present_value_explicit", operating.explicit, "gigaUSD", 5e-8),
        ("present_value_terminal", operating.terminal, "gigaUSD", 5e-8),
        ("value_of_operations", operating.total, "gigaUSD", 5e-7),
        ("value_of_equity", issue.equity_value, "gigaUSD", 5e-8),
        ("value_per_share", issue.value_per_share, "USD/share", 5e-8),
        ("new_shares", issue.new_shares, "gigashare", 5e-9),
    ]
    return [_row(case, "Damodaran, June 2026", "june", *row) for row in found]


def april(case: Case) -> list[Row]:
    """Give the workbook of April 2026 with the error that third parties report in its row 15, and without it."""
    reinvested = valuation.sum_of_parts(damodaran.april_launch_reinvestments(case)) * finance.YEAR
    without = valuation.sum_of_parts(damodaran.segment(damodaran.april(case)[0]).reinvestments) * finance.YEAR
    found = [
        ("value_of_operations", damodaran.april_operations(case, True).total, "gigaUSD", 5e-7),
        ("value_corrected", damodaran.april_operations(case, False).total, "gigaUSD", 0.05),
        ("launch_reinvestment_published", reinvested, "gigaUSD", 0.005),
        ("launch_reinvestment_corrected", without, "gigaUSD", 0.005),
    ]
    return [_row(case, "Damodaran, April 2026", "april", *row) for row in found]


def others(case: Case) -> list[Row]:
    """Give Morningstar, New Constructs, Goldman Sachs and ARK."""

    def read(name: str) -> Quantity:
        key = f"valuation.{name}"
        return case.nominal(key) if "USD" in case.record(key).unit else case[key]

    sales = case.nominal("spacex.revenue_2025")
    worth, odds = read("morningstar_scenario_values"), read("morningstar_scenario_odds")
    printed = several(case, "printed_morningstar_parts")
    rows = [
        _plain("Morningstar", f"What scenario {k + 1} adds", "USD/share", printed[k], worth[k] * odds[k], 0.005)
        for k in range(len(printed))
    ]
    core, ai, whole = (read(f"morningstar_value{part}") for part in ("_core", "_ai", ""))
    goal, lines = read("newconstructs_revenue_2035"), read("goldman_revenue_2030")
    ten, six = Quantity(10.0, "year"), Quantity(6.0, "year")
    growth = finance.compound_growth_rate(sales, goal, ten)
    value = finance.compound_growth_rate(read("ark_value_2024"), read("ark_value_2030"), six)
    ai_growth = read("goldman_ai_revenue_2026") / case.nominal("spacex.ai_revenue_2025")
    total = valuation.sum_of_parts([lines[k] for k in range(len(lines.magnitude))])
    new, goldman = "New Constructs", "Goldman Sachs"
    return [
        *rows,
        _plain("Morningstar", "Core and AI together", "gigaUSD", whole, core + ai, 1.5),
        _plain(new, "Revenue of 2035 over 2025", "", one(case, "printed_newconstructs_multiple"), goal / sales, 1.5),
        _plain(new, "Growth a year", "percent", one(case, "printed_newconstructs_growth"), growth, 0.5),
        _plain(goldman, "Revenue of 2030", "gigaUSD/year", one(case, "printed_goldman_total"), total, 0.5),
        _plain(goldman, "AI revenue of 2026 over 2025", "", one(case, "printed_goldman_ai_multiple"), ai_growth, 0.05),
        _plain("ARK", "Growth of value a year, six years", "percent", one(case, "printed_ark_growth"), value, 1.0),
    ]


def _plain(author: str, output: str, unit: str, published: Quantity, ours: Quantity, rounding: float) -> Row:
    return Row(COMPANY, author, output, unit, published.m_as(unit), ours.m_as(unit), rounding)


def _row(case: Case, author: str, prefix: str, name: str, ours: Quantity, unit: str, rounding: float) -> Row:
    key = f"valuation.{prefix}_{name}"
    published = case.nominal(key) if "USD" in case.record(key).unit else case[key]
    return _plain(author, name.replace("_", " ").capitalize(), unit, published, ours, rounding)


def all_rows(case: Case) -> list[Row]:
    """Give every printed output of the appraisers of SpaceX with ours."""
    return [*june(case), *april(case), *others(case)]
