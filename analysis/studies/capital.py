"""Chapter 17: burn, debt and runway, month by month from the balance sheet of June 2026, with exits in the contracts.

The path starts with cash and securities of 30 June 2026. Money comes from operations, from three leases that can end,
from later leases and from capacity that is still to be built; it goes into capital, a chip plant, interest, spectrum.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.engine.sampling import sampler
from analysis.evidence import World
from analysis.models import capital as model
from analysis.models import finance
from analysis.models import revenue as leases
from analysis.studies import revenue
from analysis.studies.registry import result, table
from analysis.studies.uncertainty import SEED, distributions, interval, probability_above, program
from analysis.units import Quantity

MONTHS = 60
MONTH, QUARTER, HALF = Quantity(1.0, "month"), Quantity(0.25, "year"), Quantity(0.5, "year")
YEAR = Quantity(1.0, "year")
NINE_MONTHS = Quantity(9.0, "month")
LUCKY, UNLUCKY = Quantity(0.999, ""), Quantity(0.0, "")  # customers stay to the end, or give notice at once
NEVER, ALMOST_SURE = Quantity(1e-3, ""), Quantity(0.999, "")  # odds of nothing and of certainty have no rate
DRAWS = 2**13
FLOW = "gigaUSD/month"


def _pair(low: Quantity, high: Quantity) -> Quantity:
    return Quantity(np.array([low.magnitude, high.to(low.units).magnitude]), low.units)


# ---- burn, by what was known and by the accounts -----------------------------------------------------------------


@result(FLOW)
def xai_burn_published(world: World) -> Quantity:
    """Cash that xAI used a month: in nine months of 2025, and as planned for the year."""
    used = model.monthly_burn(world.booked("spacex.xai_cash_use_2025"), NINE_MONTHS)
    return _pair(used, world.booked("spacex.xai_cash_plan_2025").to("USD/month"))


@result(FLOW)
def xai_burn_today(world: World) -> Quantity:
    """Operating loss and capital expenditure of the AI segment a month: in 2025, and in the first quarter of 2026."""
    year = model.loss_and_capital_burn(
        -1 * world.booked("spacex.ai_operating_income_2025"), world.booked("spacex.ai_capex_2025")
    )
    quarter = model.loss_and_capital_burn(
        world.booked("spacex.ai_operating_loss_q1_2026") / QUARTER, world.booked("spacex.ai_capex_q1_2026") / QUARTER
    )
    return _pair(year, quarter)


@result(FLOW)
def ai_burn_q2(world: World) -> Quantity:
    """Operating loss and capital expenditure of the AI segment a month in the second quarter of 2026."""
    return model.loss_and_capital_burn(
        -1 * world.booked("spacex.ai_operating_income_q2_2026") / QUARTER,
        world.booked("spacex.ai_capex_q2_2026") / QUARTER,
    )


@result(FLOW)
def burn(world: World) -> Quantity:
    """Capital expenditure less cash from operations a month, first half of 2026, the whole company."""
    spent = world.booked("spacex.capex_h1_2026") - world.booked("spacex.operating_cash_flow_h1_2026")
    return model.monthly_burn(spent, HALF)


@result("gigaUSD")
def cash(world: World) -> Quantity:
    """Cash and securities at the end of June 2026."""
    return world.booked("spacex.cash_end_june_2026")


@result("gigaUSD")
def cash_before(world: World) -> Quantity:
    """Cash at the end of March 2026, before the offering."""
    return world.booked("spacex.cash_march_2026")


@result("month", digits=2)
def runway_before(world: World) -> Quantity:
    """Time for which the cash of March 2026 would have lasted at the burn of the first half."""
    return model.runway(cash_before(world), Quantity(0.0, "USD"), burn(world))


@result("month", digits=2)
def simple_runway(world: World) -> Quantity:
    """Time for which the cash of June 2026 lasts at the burn of the first half."""
    return model.runway(cash(world), world.booked("capital.reserve"), burn(world))


@result("year")
def proceeds_over_capex(world: World) -> Quantity:
    """Proceeds of the base offering over capital expenditure at the rate of the first quarter of 2026."""
    return world.booked("offering.proceeds") / (world.booked("spacex.capex_q1_2026") / QUARTER)


@result("percent", digits=2)
def offering_share_of_cash(world: World) -> Quantity:
    """Proceeds of the offering, option included, over the cash of June 2026."""
    return world.booked("offering.proceeds_with_option") / cash(world)


# ---- debt --------------------------------------------------------------------------------------------------------


@result("gigaUSD")
def debt(world: World) -> Quantity:
    """Debt at the end of June 2026."""
    return world.booked("spacex.debt_june_2026")


@result("gigaUSD", digits=2)
def bridge_loan(world: World) -> Quantity:
    """Bridge loan of March 2026."""
    return world.booked("spacex.bridge_loan")


@result("gigaUSD", digits=2)
def notes(world: World) -> Quantity:
    """Senior notes of June 2026."""
    return world.booked("offering.notes_total")


@result("gigaUSD")
def equipment_financing(world: World) -> Quantity:
    """Equipment financing with a related party, end of June 2026."""
    return world.booked("spacex.equipment_financing_june_2026")


@result("percent")
def notes_coupon(world: World) -> Quantity:
    """Mean coupon of the notes, weighted by their sums."""
    principal = world.booked("offering.notes_principal")
    return ((principal * world["offering.notes_coupon"]).sum() / principal.sum() * YEAR).to("")


@result("gigaUSD/year")
def interest(world: World) -> Quantity:
    """Interest on the debt of June 2026 for a year."""
    return debt(world) * world["capital.interest_rate"] / YEAR


@result(digits=2, words="{}×")
def interest_coverage(world: World) -> Quantity:
    """Adjusted earnings of the second quarter of 2026 over interest."""
    earned = world.booked("spacex.adjusted_ebitda_q2_2026") / QUARTER
    return model.interest_coverage(earned, debt(world), world["capital.interest_rate"])


@result("gigaUSD", digits=2)
def x_debt_inherited(world: World) -> Quantity:
    """Debt of X that xAI inherited in 2025."""
    return world.booked("spacex.x_debt_inherited")


@result("gigaUSD", digits=2)
def x_debt_on_the_day(world: World) -> Quantity:
    """Debt that X carried on the day of publication."""
    return world.booked("spacex.x_debt_april_2026")


@result("gigaUSD")
def obligations(world: World) -> Quantity:
    """Purchases that cannot be cancelled, end of June 2026."""
    return world.booked("spacex.purchase_obligations_june_2026").sum()


@result("gigaUSD")
def obligations_2027(world: World) -> Quantity:
    """Purchases that cannot be cancelled and fall due in 2027, as of the end of June 2026."""
    return world.booked("spacex.purchase_obligations_june_2026")[1]


# ---- the other weights -------------------------------------------------------------------------------------------


@result("percent")
def x_revenue_decline(world: World) -> Quantity:
    """Fall of X's revenue from 2022 to 2025."""
    return 1 - world.booked("comparators.x_revenue_2025") / world.booked("comparators.x_revenue_2022")


@result("percent", digits=2)
def x_revenue_decline_2024(world: World) -> Quantity:
    """Fall of X's revenue from 2022 to 2024."""
    return 1 - world.booked("comparators.x_revenue_2024") / world.booked("comparators.x_revenue_2022")


def _growth(world: World, later: str, earlier: str) -> Quantity:
    return world[f"comparators.tesla_deliveries_{later}"] / world[f"comparators.tesla_deliveries_{earlier}"] - 1


@result("gigaUSD/month")
def xai_burn_claimed(world: World) -> Quantity:
    """Cash that xAI uses a month at the least, by the first document."""
    return world.booked("documents.xai_burn")


@result("gigaUSD")
def x_debt_claimed(world: World) -> Quantity:
    """Debt of X by the first document."""
    return world.booked("documents.x_debt")


@result("percent")
def x_revenue_decline_claimed(world: World) -> Quantity:
    """Fall of X's revenue since 2022 by the first document."""
    return world["documents.x_revenue_decline"]


@result("percent")
def tesla_decline_claimed(world: World) -> Quantity:
    """Fall of Tesla's sales by the first document."""
    return world["documents.tesla_decline"]


@result("percent")
def tesla_decline_on_the_quarter(world: World) -> Quantity:
    """Fall of Tesla's deliveries from the last quarter of 2025 to the first of 2026."""
    return -1 * _growth(world, "q1_2026", "q4_2025")


@result("percent", digits=2)
def tesla_growth_on_the_year(world: World) -> Quantity:
    """Growth of Tesla's deliveries from the first quarter of 2025 to the first of 2026."""
    return _growth(world, "q1_2026", "q1_2025")


@result("percent", digits=2)
def tesla_growth_by_basis(world: World) -> Quantity:
    """Growth of Tesla's deliveries in the first quarter of 2026, on the quarter and on the year."""
    return _pair(_growth(world, "q1_2026", "q4_2025"), _growth(world, "q1_2026", "q1_2025"))


@result("percent", digits=2)
def tesla_growth_latest(world: World) -> Quantity:
    """Growth of Tesla's deliveries in the second quarter of 2026, on the year and on the quarter."""
    return _pair(_growth(world, "q2_2026", "q2_2025"), _growth(world, "q2_2026", "q1_2026"))


@result(digits=1)
def claimed_uses_named(world: World) -> Quantity:
    """Of the three uses that the document names, those that the prospectus names."""
    return world.span("stack.offering_uses_named")


# ---- the path of cash --------------------------------------------------------------------------------------------


def _after_start(world: World, key: str) -> Quantity:
    return ((world[key] - world["capital.path_start"]) * YEAR).to("month")


def _lease(world: World, customer: str) -> list[Quantity]:
    """Fees of one customer month by month, until the notice that this world's luck brings has run out."""
    start, term = _after_start(world, f"contracts.{customer}_start"), world[f"contracts.{customer}_term"]
    notice, first = world[f"contracts.{customer}_notice"], world[f"contracts.{customer}_first_notice"]
    odds = Quantity(np.minimum(np.maximum(world["thesis.contracts_last"], NEVER), ALMOST_SURE))
    rank = Quantity(np.minimum(world["capital.contract_luck"], LUCKY))
    stays = leases.exit_time(rank, leases.exit_rate(odds, term, (first + notice).to("month")))
    return model.contract_receipts(
        world.booked(f"contracts.{customer}_fee"), start, term, start + first + stays, notice, MONTHS
    )


def _lease_cash(world: World) -> list[Quantity]:
    """Cash from all leases signed by August 2026."""
    parts = [_lease(world, customer) for customer in revenue.CUSTOMERS]
    later = world.booked("contracts.signed_after_q2_2026") / world["capital.later_term"]
    start = _after_start(world, "contracts.google_start")
    parts.append(model.flow_between(later, start, start + world["capital.later_term"], MONTHS))
    return [sum(month[1:], month[0]) * world["capital.lease_cash_margin"] for month in zip(*parts, strict=True)]


def _capex(world: World) -> list[Quantity]:
    guided, ever = _after_start(world, "capital.guided_until"), Quantity(float(MONTHS), "month")
    first = model.flow_between(
        world.booked("spacex.capex_guided_per_quarter") / QUARTER, Quantity(0.0, "month"), guided, MONTHS
    )
    then = model.flow_between(world.booked("capital.capex_later"), guided, ever, MONTHS)
    return [a + b for a, b in zip(first, then, strict=True)]


def _power_price(world: World) -> Quantity:
    return world.booked("cost.compute_cost") + world.booked("cost.facility_cost")


def _new_capacity_cash(world: World, spent: list[Quantity]) -> list[Quantity]:
    """Cash from capacity built after June 2026, each month's spending let after a lag."""
    ai_share = world.booked("spacex.ai_capex_q2_2026") / world.booked("spacex.capex_q2_2026")
    earned = world["capital.capacity_let"] * world.booked("capital.lease_price_later") * ai_share
    rate = earned * world["capital.lease_cash_margin"] / _power_price(world)
    flows = []
    for k in range(MONTHS):
        ready = [
            np.minimum(np.maximum((k - j) * MONTH - world["capital.building_lag"], 0 * MONTH), MONTH) for j in range(k)
        ]
        parts = [spent[j] * rate * time for j, time in enumerate(ready)]
        flows.append(sum(parts, Quantity(0.0, "USD")).to("USD"))
    return flows


def _core_cash(world: World) -> list[Quantity]:
    """Cash from operations without the new leases, growing from the first half of 2026."""
    new = world.booked("contracts.cloud_revenue_q2_2026") * world["capital.lease_cash_margin"]
    now = (world.booked("spacex.operating_cash_flow_h1_2026") - new) / HALF * MONTH
    return [finance.grown(now.to("USD"), world["capital.core_growth"], (k + 1) * MONTH) for k in range(MONTHS)]


def _uses(world: World, capex: list[Quantity]) -> list[list[Quantity]]:
    nothing, ever = Quantity(0.0, "month"), Quantity(float(MONTHS), "month")
    plant = world.booked("fab.terafab_filed_initial") * world["capital.plant_share"] / world["capital.plant_time"]
    start = _after_start(world, "capital.guided_until")
    return [
        capex,
        model.flow_between(plant, start, start + world["capital.plant_time"], MONTHS),
        model.flow_between(interest(world), nothing, ever, MONTHS),
        model.flow_between(world.booked("capital.spectrum_cash") / YEAR, nothing, YEAR, MONTHS),
    ]


def _path(world: World) -> list[Quantity]:
    """Cash at the end of each month if nothing is raised."""
    capex = _capex(world)
    sources = [_core_cash(world), _lease_cash(world), _new_capacity_cash(world, capex)]
    return model.cash_path(world.booked("spacex.cash_end_june_2026"), sources, _uses(world, capex))


def _runway(world: World) -> Quantity:
    return model.time_to_next_raise(_path(world), world.booked("capital.reserve"))


def _with(world: World, luck: Quantity, plant: float) -> World:
    return world.with_values({"capital.contract_luck": luck, "capital.plant_share": Quantity(plant, "")})


@result("month", digits=2)
def runway(world: World) -> Quantity:
    """Months that cash lasts: contracts end and the chip plant is paid for; contracts run and it is not."""
    return _pair(_runway(_with(world, UNLUCKY, 1.0)), _runway(_with(world, LUCKY, 0.0)))


@result("month", digits=2)
def runway_middle(world: World) -> Quantity:
    """Months that cash lasts with every input in its own middle, where no customer leaves within two years."""
    return _runway(world)


def _median_path(world: World) -> list[Quantity]:
    """Cash at the end of each month that half of the worlds exceed."""
    return [Quantity(float(money), "gigaUSD") for money in fan(world)["p50"].iloc[1:]]


@result("month", digits=2)
def runway_median(world: World) -> Quantity:
    """Months until cash lies below the reserve in half of the worlds."""
    return model.time_to_next_raise(_median_path(world), world.booked("capital.reserve"))


@result("month", digits=2)
def runway_contracts_end(world: World) -> Quantity:
    """Months that cash lasts if every customer gives notice at the first date, all else in the middle."""
    return _runway(world.with_values({"capital.contract_luck": UNLUCKY}))


@result("month", digits=2)
def runway_contracts_run(world: World) -> Quantity:
    """Months that cash lasts if every contract runs to its end, all else in the middle."""
    return _runway(world.with_values({"capital.contract_luck": LUCKY}))


@result("gigaUSD/month", digits=2)
def operations_in_2027(world: World) -> Quantity:
    """Mean monthly cash from operations in the first half of 2027 with every input in its own middle."""
    months = range(6, 12)
    parts = _core_cash(world), _lease_cash(world), _new_capacity_cash(world, _capex(world))
    total = sum((part[k] for part in parts for k in months), Quantity(0.0, "USD"))
    return total / (len(months) * MONTH)


@result("gigaUSD/month", digits=2)
def operations_needed_in_2027(world: World) -> Quantity:
    """That mean if more came in from January 2027 on, month by month, so that June 2028 ends at the reserve."""
    missing = world.booked("capital.reserve") - cash_after_two_years(world)
    return operations_in_2027(world) + missing / (18 * MONTH)


@result("gigaUSD", digits=2)
def cash_after_two_years(world: World) -> Quantity:
    """Cash at the end of June 2028 if nothing is raised, with every input in its own middle."""
    return _path(world)[23]


@result("gigaUSD", digits=2)
def cash_after_two_years_median(world: World) -> Quantity:
    """Cash at the end of June 2028 that half of the worlds exceed, if nothing is raised."""
    return _median_path(world)[23]


@result("gigaUSD", digits=2)
def cash_after_two_years_range(world: World) -> Quantity:
    """Nine-in-ten range of the cash at the end of June 2028 if nothing is raised."""
    return interval(cash_after_two_years, world, count=DRAWS)


@result("percent", digits=2)
def odds_of_raising(world: World) -> Quantity:
    """Odds that cash without a raise lies below the reserve at the end of June 2028, over the ranges of the inputs."""
    return 1 - probability_above(cash_after_two_years, world.booked("capital.reserve"), world, count=DRAWS)


@result("gigaUSD", digits=2)
def contracts_in_two_years(world: World) -> Quantity:
    """What the contracts decide: cash after two years if they run less cash if they end at once."""
    run = _path(world.with_values({"capital.contract_luck": LUCKY}))[23]
    return run - _path(world.with_values({"capital.contract_luck": UNLUCKY}))[23]


@result("gigaUSD", digits=2)
def plant_cost_in_two_years(world: World) -> Quantity:
    """What the chip plant decides: cash after two years without it less cash with all of its first phase."""
    none = _path(world.with_values({"capital.plant_share": Quantity(0.0, "")}))[23]
    return none - _path(world.with_values({"capital.plant_share": Quantity(1.0, "")}))[23]


@result("day", digits=2)
def notice(world: World) -> Quantity:
    """Notice with which either side can end the largest contract."""
    return world["contracts.anthropic_notice"]


@result("gigaUSD", digits=2)
def target_capital(world: World) -> Quantity:
    """Capital of the computing that the company aims at for the end of 2027, beyond what stands in June 2026."""
    added = world["spacex.nameplate_compute_2027_target"] - world["spacex.nameplate_compute"]
    return added * _power_price(world)


@result(digits=2, words="{}×")
def target_over_cash(world: World) -> Quantity:
    """Capital of the company's aim for the end of 2027 over its cash of June 2026."""
    return target_capital(world) / cash(world)


@result("percent", digits=2)
def dilution_of_a_second_offering(world: World) -> Quantity:
    """Share of the company that a second offering of the same size would take at the last price found."""
    return model.dilution(
        world.booked("offering.proceeds_with_option"),
        world.booked("offering.latest_price"),
        world["offering.shares_july_2026"],
    )


# ---- frames ------------------------------------------------------------------------------------------------------


def _dates(world: World) -> list[float]:
    start = float(world["capital.path_start"].m_as(""))
    return [start + (k + 1) / 12 for k in range(MONTHS)]


@table
def fan(world: World) -> pd.DataFrame:
    """Quantiles of cash at the end of each month, over the ranges of all inputs, if nothing is raised."""
    traced = program("capital.cash_after_two_years", world)
    points = sampler(traced, distributions(traced.inputs, world), seed=SEED)
    drawn = {**points.constants, **points.draw(DRAWS)}
    many = world.with_values({key: Quantity(drawn[key], unit) for key, unit in traced.inputs.items()})
    levels = (0.05, 0.25, 0.5, 0.75, 0.95)
    rows = [
        (date, *np.quantile(np.broadcast_to(money.m_as("gigaUSD"), (DRAWS,)), levels))
        for date, money in zip(_dates(world), _path(many), strict=True)
    ]
    first = float(world["capital.path_start"].m_as(""))
    now = float(cash(world).m_as("gigaUSD"))
    return pd.DataFrame([(first, now, now, now, now, now), *rows], columns=["year", "p05", "p25", "p50", "p75", "p95"])


@table
def scenarios(world: World) -> pd.DataFrame:
    """Cash at the end of each month in named cases, if nothing is raised."""
    cases = {
        "contracts run, no chip plant": _with(world, LUCKY, 0.0),
        "contracts end, plant paid for": _with(world, UNLUCKY, 1.0),
    }
    start = float(world["capital.path_start"].m_as(""))
    now = float(cash(world).m_as("gigaUSD"))
    rows = []
    for name, case in cases.items():
        rows.append((name, start, now))
        rows += [(name, d, float(c.m_as("gigaUSD"))) for d, c in zip(_dates(world), _path(case), strict=True)]
    return pd.DataFrame(rows, columns=["case", "year", "cash_busd"])


@table
def burns(world: World) -> pd.DataFrame:
    """Burn a month by definition and period."""
    low, high = xai_burn_published(world)
    year, quarter = xai_burn_today(world)
    rows = [
        ("xAI, cash used, first nine months of 2025", low),
        ("xAI, cash as planned for 2025", high),
        ("AI segment, loss and capital, 2025", year),
        ("AI segment, loss and capital, first quarter of 2026", quarter),
        ("AI segment, loss and capital, second quarter of 2026", ai_burn_q2(world)),
        ("Whole company, capital less operating cash, first half of 2026", burn(world)),
    ]
    return pd.DataFrame([(n, float(b.m_as(FLOW))) for n, b in rows], columns=["burn", "busd_per_month"])
