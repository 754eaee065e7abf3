"""Chapter 4: where the value lies, part by part, by several appraisers and by what the company earns and spends.

Shares of value, of forecast revenue, of revenue and of capital expenditure are four different measures of one question.
They are kept apart and then laid side by side.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.evidence import Case
from analysis.models import finance, valuation
from analysis.models.revenue import revenue_share, total_revenue
from analysis.peers import damodaran
from analysis.results.registry import result, table
from analysis.results.uncertainty import WORKING, interval
from analysis.studies import appraisal, chain, rates
from analysis.units import Quantity

YEAR = Quantity(1.0, "year")
BILLION = "gigaUSD"


def _pair(values: list[Quantity]) -> Quantity:
    numbers = [float(value.to("").magnitude) for value in values]
    return Quantity(np.array([min(numbers), max(numbers)]), "")


def _revenues(case: Case, period: str) -> list[Quantity]:
    return [case.nominal(f"spacex.{segment}_revenue_{period}") for segment in ("space", "connectivity", "ai")]


# ---- what it earns and spends --------------------------------------------------------------------------------------


@result("percent", digits=3)
def ai_share_of_revenue(case: Case) -> Quantity:
    """Share of the AI segment in the revenue of 2025."""
    return revenue_share(_revenues(case, "2025")[2], total_revenue(_revenues(case, "2025")))


@result("percent", digits=3)
def ai_share_of_latest_revenue(case: Case) -> Quantity:
    """Share of the AI segment in the revenue of the second quarter of 2026."""
    return valuation.shares_of_total(_revenues(case, "q2_2026"))[2]


@result("percent", digits=3)
def ai_share_of_capex(case: Case) -> Quantity:
    """Share of the AI segment in the capital expenditure of 2025."""
    return case.nominal("spacex.ai_capex_2025") / case.nominal("spacex.capex_2025")


@result("percent", digits=3)
def ai_share_of_latest_capex(case: Case) -> Quantity:
    """Share of the AI segment in the capital expenditure of the second quarter of 2026."""
    return case.nominal("spacex.ai_capex_q2_2026") / case.nominal("spacex.capex_q2_2026")


@result("percent", digits=3)
def space_and_connectivity_share(case: Case) -> Quantity:
    """Share of the launch and satellite segments in the revenue of 2025."""
    return 1.0 - ai_share_of_revenue(case)


# ---- what appraisers say -------------------------------------------------------------------------------------------


def _values(case: Case) -> list[Quantity]:
    rates = appraisal.rates(case)
    return [damodaran.operations([damodaran.segment(plan)], rates).total for plan in appraisal.plans(case)]


def _values_on_our_terms(case: Case) -> list[Quantity]:
    """Give the parts as Chapter 2 values them, on the day of the balance sheet with flows in mid-year."""
    return [appraisal.operations_with(case, [plan]) for plan in appraisal.plans(case)]


@result(BILLION, digits=3)
def space_value(case: Case) -> Quantity:
    """Value of the Space segment by the public appraiser's workbook of June 2026."""
    return _values(case)[damodaran.SPACE]


@result(BILLION, digits=3)
def connectivity_value(case: Case) -> Quantity:
    """Value of Starlink by the public appraiser's workbook of June 2026."""
    return _values(case)[damodaran.CONNECTIVITY]


@result(BILLION, digits=3)
def ai_value(case: Case) -> Quantity:
    """Value of AI by the public appraiser's workbook of June 2026."""
    return _values(case)[damodaran.AI]


@result(BILLION, digits=3)
def expansion_value(case: Case) -> Quantity:
    """Value of businesses that do not exist yet, by the public appraiser's workbook of June 2026."""
    return _values(case)[damodaran.EXPANSION]


@result("percent", digits=3)
def ai_share_damodaran(case: Case) -> Quantity:
    """Share of AI in the value of operations by the public appraiser."""
    return ai_value(case) / valuation.sum_of_parts(_values(case))


@result("percent", digits=3)
def infrastructure_share_damodaran(case: Case) -> Quantity:
    """Share of connection and AI together in the value of operations by the public appraiser."""
    return (connectivity_value(case) + ai_value(case)) / valuation.sum_of_parts(_values(case))


@result("percent", digits=3)
def ai_share_morningstar(case: Case) -> Quantity:
    """Share of AI in the value of the company by Morningstar."""
    return case.nominal("valuation.morningstar_value_ai") / case.nominal("valuation.morningstar_value")


def _goldman(case: Case) -> list[Quantity]:
    values = case.nominal("valuation.goldman_revenue_2030")
    return [values[i] for i in range(3)]


@result("percent", digits=3)
def ai_share_goldman(case: Case) -> Quantity:
    """Share of AI in the revenue of 2030 by Goldman Sachs."""
    return valuation.shares_of_total(_goldman(case))[2]


@result("percent", digits=3)
def ai_share_morgan_stanley(case: Case) -> Quantity:
    """Share of AI in the revenue of 2030 by Morgan Stanley."""
    return case.nominal("valuation.morganstanley_ai_revenue_2030") / case.nominal(
        "valuation.morganstanley_revenue_2030"
    )


@result("percent", digits=2)
def ai_share_mifnet(case: Case) -> Quantity:
    """Share of AI in the revenue of 2040 in a public list's model of May 2026."""
    return case["valuation.mifnet_ai_share_2040"]


@result("percent", digits=3)
def ai_share_appraised(case: Case) -> Quantity:
    """Share of AI in value by the two independent appraisers."""
    return _pair([ai_share_damodaran(case), ai_share_morningstar(case)])


@result("percent", digits=3)
def ai_share_forecast(case: Case) -> Quantity:
    """Share of AI in the revenue of 2030 by the two banks."""
    return _pair([ai_share_morgan_stanley(case), ai_share_goldman(case)])


@result("percent", digits=2)
def ai_share_by_measure(case: Case) -> Quantity:
    """Share of AI in the company, lowest and highest of four newest measures: sales, capital, value, forecast."""
    measures = (ai_share_of_latest_revenue, ai_share_of_latest_capex, ai_share_damodaran, ai_share_goldman)
    return _pair([measure(case) for measure in measures])


@result(words="{}×", digits=2)
def ai_over_starlink(case: Case) -> Quantity:
    """Value of AI over that of Starlink, by the public appraiser."""
    return ai_value(case) / connectivity_value(case)


@result(words="{}×", digits=3)
def goldman_ai_over_starlink(case: Case) -> Quantity:
    """Revenue of AI over that of Starlink in 2030, by Goldman Sachs."""
    return _goldman(case)[2] / _goldman(case)[1]


@result("percent", digits=2)
def starlink_margin(case: Case) -> Quantity:
    """Operating margin of Starlink in the tenth year, by the public appraiser."""
    return damodaran.june(case)[damodaran.CONNECTIVITY].margin


@result(BILLION, digits=3)
def appraisers_apart(case: Case) -> Quantity:
    """How far the two independent appraisals of the whole lie apart."""
    return valuation.sum_of_parts(_values(case)) - case.nominal("valuation.morningstar_value")


@result(BILLION, digits=3)
def operations_at_offer(case: Case) -> Quantity:
    """Value of operations at the offer price, on all shares and the balance sheet of June 2026."""
    return appraisal.operations_at(case, chain.offer_price(case))


@result(BILLION, digits=3)
def ai_value_at_offer(case: Case) -> Quantity:
    """Value of AI at the offer price, if the other parts are worth what the appraiser's model gives on our terms."""
    others = [part for k, part in enumerate(_values_on_our_terms(case)) if k != damodaran.AI]
    return operations_at_offer(case) - valuation.sum_of_parts(others)


@result("percent", digits=3)
def ai_share_at_offer(case: Case) -> Quantity:
    """Share of AI in the value of operations at the offer price."""
    return ai_value_at_offer(case) / operations_at_offer(case)


@result(words="{}×", digits=3)
def ai_over_starlink_at_offer(case: Case) -> Quantity:
    """Value of AI at the offer price over that of Starlink on the same terms."""
    return ai_value_at_offer(case) / _values_on_our_terms(case)[damodaran.CONNECTIVITY]


@result("gigaUSD/year", digits=3)
def revenue_for_ai_to_lead(case: Case) -> Quantity:
    """AI revenue in the tenth year at which AI is worth as much as Starlink, at the appraiser's margin."""
    rates, plan = appraisal.rates(case), appraisal.plans(case)[damodaran.AI]

    def forward(last: Quantity) -> Quantity:
        return damodaran.operations([damodaran.segment(plan._replace(revenue=last))], rates).total

    base = damodaran.june(case)[damodaran.AI].revenue
    return valuation.implied_linear_driver(forward, connectivity_value(case), base, 2 * base)


@result("percent", digits=3)
def margin_for_ai_to_lead(case: Case) -> Quantity:
    """Margin of AI at which AI is worth as much as Starlink, on the appraiser's revenue."""
    rates, plan = appraisal.rates(case), appraisal.plans(case)[damodaran.AI]

    def forward(margin: Quantity) -> Quantity:
        return damodaran.operations([damodaran.segment(plan._replace(margin=margin))], rates).total

    base = damodaran.june(case)[damodaran.AI].margin
    return valuation.implied_linear_driver(forward, connectivity_value(case), base, 2 * base)


# ---- Mars ----------------------------------------------------------------------------------------------------------


@result("percent", digits=3)
def expansion_share(case: Case) -> Quantity:
    """Share of businesses that do not exist yet in the public appraiser's value."""
    return expansion_value(case) / valuation.sum_of_parts(_values(case))


@result(words="{}×", digits=2)
def ai_over_expansion(case: Case) -> Quantity:
    """Value of AI over that of all businesses that do not exist yet, Mars among them, by the public appraiser."""
    return ai_value(case) / expansion_value(case)


@result("teraUSD", digits=2)
def mars_value_needed(case: Case) -> Quantity:
    """What Mars would have to be worth when it is a business, to equal Starlink today, in today's money."""
    rate = rates.required(case).to("")
    value = finance.grown(connectivity_value(case), rate, case["valuation.mars_wait"])
    return value / case["valuation.mars_odds"]


@result("teraUSD", digits=1)
def mars_value_range(case: Case) -> Quantity:
    """What Mars would have to be worth to match Starlink today, 90 % range over wait, probability and return."""
    return interval(mars_value_needed, case, count=WORKING)


@result(words="{}×", digits=2)
def mars_over_world_output(case: Case) -> Quantity:
    """What Mars would have to be worth to match Starlink today, over one year of the world's output of 2025."""
    return mars_value_needed(case) / (case.nominal("comparators.world_output_2025") * YEAR)


@result("percent", digits=2)
def mars_probability(case: Case) -> Quantity:
    """Probability that Mars is taken to become a business."""
    return case["valuation.mars_odds"]


# ---- from April to June --------------------------------------------------------------------------------------------


def _bridge(case: Case) -> list[Quantity]:
    plans = (damodaran.april(case), damodaran.june(case))
    rates = (damodaran.april_rates(case), damodaran.june_rates(case))

    def forward(*switches: Quantity) -> Quantity:
        chosen = [int(switch.magnitude) for switch in switches]
        segments = [damodaran.segment(plans[chosen[i]][i]) for i in range(4)]
        return damodaran.operations(segments, rates[chosen[4]]).total

    off, on = [Quantity(0, "")] * 5, [Quantity(1, "")] * 5
    return valuation.attribution(forward, off, on)


@result(BILLION, digits=3)
def ai_part_of_change(case: Case) -> Quantity:
    """What AI adds to the change of the appraised value from April, without the reported error, to June."""
    return _bridge(case)[damodaran.AI]


@table
def bridge(case: Case) -> pd.DataFrame:
    """The appraised value of April, without the reported error, and what carried it to June."""
    start = chain.april_without_error(case).m_as(BILLION)
    parts = [float(part.m_as(BILLION)) for part in _bridge(case)]
    rows, level = [("April, corrected", 0.0, start, start, "total")], start
    for name, part in zip((*damodaran.SEGMENTS, "Rates"), parts, strict=True):
        rows.append((name, level, level + part, part, "up" if part > 0 else "down"))
        level += part
    rows.append(("June", 0.0, level, level, "total"))
    return pd.DataFrame(rows, columns=["step", "from_busd", "to_busd", "change_busd", "kind"])


# ---- side by side --------------------------------------------------------------------------------------------------

PARTS = ("Space", "Starlink", "Not split", "Not yet existing", "AI")


def _capex_q2(case: Case) -> list[Quantity]:
    whole, ai = (case.nominal(f"spacex.{name}") for name in ("capex_q2_2026", "ai_capex_q2_2026"))
    return [whole - ai, ai]


@table
def shares(case: Case) -> pd.DataFrame:
    """Share of each part of the company, by appraiser and by measure."""
    june = [space_value(case), connectivity_value(case), ai_value(case), expansion_value(case)]
    april = [
        damodaran.operations([damodaran.segment(plan)], damodaran.april_rates(case)).total
        for plan in damodaran.april(case)
    ]
    offer = [*june[:2], ai_value_at_offer(case), june[3]]
    whole = case.nominal("valuation.morganstanley_revenue_2030")
    part = case.nominal("valuation.morganstanley_ai_revenue_2030")
    core, ai = (case.nominal(f"valuation.morningstar_value_{name}") for name in ("core", "ai"))
    four = ("Space", "Starlink", "AI", "Not yet existing")
    capex = [case.nominal(f"spacex.{name}_capex_2025") for name in ("space", "connectivity", "ai")]
    rows: list[tuple[str, str, tuple[str, ...], list[Quantity]]] = [
        ("Value today", "Damodaran, April, corrected", four, [april[0], april[1], april[2], april[3]]),
        ("Value today", "Damodaran, June", four, june),
        ("Value today", "Morningstar, June", ("Not split", "AI"), [core, ai]),
        ("Value today", "Offer price, rest as Damodaran", four, offer),
        ("Revenue of 2030", "Morgan Stanley", ("Not split", "AI"), [whole - part, part]),
        ("Revenue of 2030", "Goldman Sachs", four[:3], _goldman(case)),
        ("As reported", "Revenue, 2025", four[:3], _revenues(case, "2025")),
        ("As reported", "Revenue, second quarter 2026", four[:3], _revenues(case, "q2_2026")),
        ("As reported", "Capital expenditure, 2025", four[:3], capex),
        ("As reported", "Capital expenditure, second quarter 2026", ("Not split", "AI"), _capex_q2(case)),
    ]
    return pd.DataFrame(
        [
            (measure, who, name, PARTS.index(name), 100 * float(share.magnitude))
            for measure, who, names, values in rows
            for name, share in zip(names, valuation.shares_of_total(values), strict=True)
        ],
        columns=["measure", "who", "part", "order", "share_percent"],
    )
