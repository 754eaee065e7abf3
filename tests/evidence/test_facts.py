"""Every kind of fact that the money side rests on is a table with an origin, and its sums close."""

from __future__ import annotations

import pytest

from analysis.evidence import Case
from analysis.evidence.observations import observation

WORLD = Case()

FACTS = {
    "segment revenue, income and capital spending": ("spacex_segments", "spacex_quarters", "spacex_revenue"),
    "subscribers": ("starlink_subscribers",),
    "revenue of a subscriber": ("starlink_arpu",),
    "launches": ("falcon_launches", "upmass_by_year", "starship_flights"),
    "contracts": ("compute_contracts",),
    "debt": ("spacex_debt",),
    "terms of the offering": ("offering_terms",),
    "multiples of peers": ("ipo_multiples", "nvidia_price_to_sales"),
    "Nvidia's quarters": ("nvidia_quarterly",),
    "spending of the large clouds": ("hyperscaler_capex",),
    "price of an accelerator-hour": ("gpu_hour_prices",),
    "price of tokens": ("token_prices",),
    "cost of chip plants": ("fab_costs",),
}
TABLES = sorted({table for tables in FACTS.values() for table in tables})


@pytest.mark.parametrize("table", TABLES)
def test_a_fact_has_two_sources_or_a_check(table: str) -> None:
    origin = observation(table).origin
    assert len(origin.sources) >= 2 or origin.check
    assert set(origin.columns) == set(observation(table).frame.columns)
    assert origin.as_of.year >= 2025


# ---- the same number in a table and in a record ----------------------------------------------------------------------


@pytest.mark.parametrize("customer", ["Anthropic", "Google", "Reflection AI"])
def test_a_contract_is_that_of_its_records(customer: str) -> None:
    row = observation("compute_contracts").frame.set_index("customer").loc[customer]
    name = customer.split()[0].lower()
    assert row["fee_million_usd_per_month"] == WORLD.nominal(f"contracts.{name}_fee").m_as("megaUSD/month")
    assert row["term_months"] == WORLD[f"contracts.{name}_term"].magnitude
    assert row["notice_days"] == WORLD[f"contracts.{name}_notice"].magnitude
    assert row["first_notice_month"] == WORLD[f"contracts.{name}_first_notice"].magnitude
    first, last = (int(row[c][:4]) * 12 + int(row[c][5:]) for c in ("start", "end"))
    assert last - first + 1 == row["term_months"]
    start = WORLD[f"contracts.{name}_start"].magnitude
    assert start == pytest.approx((first - 1) / 12, abs=0.001)  # the record is rounded to a thousandth of a year


def test_contracts_add_up_to_what_their_accounts_report() -> None:
    frame = observation("compute_contracts").frame
    sums = (frame["fee_million_usd_per_month"] * frame["term_months"] / 1e3).tolist()
    assert sums == pytest.approx([45.0, 30.4, 6.3], abs=0.05)  # one decimal in the accounts


def test_the_notes_are_those_of_the_records_and_add_up() -> None:
    frame = observation("spacex_debt").frame
    notes = frame[frame["kind"] == "issued"]
    principal = WORLD.nominal("offering.notes_principal").m_as("gigaUSD").tolist()
    assert notes["amount_billion_usd"].tolist() == principal
    assert notes["coupon_percent"].tolist() == pytest.approx(
        WORLD["offering.notes_coupon"].m_as("percent/year").tolist()
    )
    assert notes["amount_billion_usd"].sum() == WORLD.nominal("offering.notes_total").m_as("gigaUSD")


def test_debt_is_that_of_the_records() -> None:
    frame = observation("spacex_debt").frame.set_index(["date", "item"])["amount_billion_usd"]
    for day, item, key in (
        ("2025-12-31", "debt by the balance sheet", "debt_end_2025"),
        ("2026-03-31", "bridge loan", "bridge_loan"),
        ("2026-03-31", "long-term debt by the balance sheet", "long_term_debt_march_2026"),
        ("2026-06-30", "debt by the balance sheet", "debt_june_2026"),
    ):
        assert frame[day, item] == pytest.approx(WORLD.nominal(f"spacex.{key}").m_as("gigaUSD"))


OFFERING = {
    "offer price": "price",
    "shares sold": "shares_sold",
    "shares before": "shares_before",
    "proceeds": "proceeds",
    "proceeds with the over-allotment option": "proceeds_with_option",
    "close of the first day": "first_close",
    "shares in July": "shares_july_2026",
}


def test_the_offering_is_that_of_its_records_and_multiplies_out() -> None:
    frame = observation("offering_terms").frame.set_index("item")
    assert set(frame.index) == set(OFFERING)
    for item, key in OFFERING.items():
        assert frame.loc[item, "value"] == WORLD.record(f"offering.{key}").value
    value = frame["value"]
    assert value["offer price"] * value["shares sold"] == pytest.approx(value["proceeds"], rel=1e-3)  # 555.6 is rounded
    whole = value["offer price"] * (value["shares before"] + value["shares sold"])
    assert whole == pytest.approx(1.767e12, rel=3e-4)  # four digits
    assert 1.0 < value["proceeds with the over-allotment option"] / value["proceeds"] <= 1.15


def test_plants_cost_what_capital_over_capacity_says() -> None:
    frame = observation("fab_costs").frame.dropna(subset=["wafers_per_month"])
    each = frame["capital_billion_usd"] * 1e9 / frame["wafers_per_month"]
    assert frame["capital_usd_per_wafer_a_month"].tolist() == pytest.approx(each.tolist())
    plant = observation("fab_costs").frame.set_index("plant")["capital_billion_usd"]
    for name, key in (
        ("two-nanometre plant (IBS)", "capital_2nm"),
        ("TeraFab: lower budget", "terafab_budget_low"),
        ("TeraFab: higher budget", "terafab_budget_high"),
        ("TeraFab: first filing", "terafab_filed_initial"),
        ("TeraFab: all filings", "terafab_filed_total"),
    ):
        assert plant[name] == pytest.approx(WORLD.nominal(f"fab.{key}").m_as("gigaUSD"))


# ---- the large clouds ------------------------------------------------------------------------------------------------


def spending() -> dict[tuple[str, str, str], float]:
    frame = observation("hyperscaler_capex").frame
    return dict(
        zip(zip(frame["who"], frame["period"], frame["basis"], strict=True), frame["capex_billion_usd"], strict=True)
    )


def test_the_three_companies_of_a_quarter_make_their_sum() -> None:
    value = spending()
    parts = sum(value[who, "2026Q1", "purchases"] for who in ("Amazon", "Alphabet", "Microsoft"))
    assert parts == pytest.approx(value["Amazon, Alphabet, Microsoft", "2026Q1", "purchases"], abs=0.05)  # one decimal


@pytest.mark.parametrize("year", ["2023", "2024"])
def test_metas_quarters_make_its_year_without_leases(year: str) -> None:
    value = spending()
    quarters = sum(value["Meta", f"{year}Q{q}", "purchases"] for q in (1, 2, 3, 4))
    assert 0.94 < quarters / value["Meta", year, "with finance leases"] < 1.0


def test_the_four_grew_as_their_source_says() -> None:
    value, four = spending(), "Amazon, Alphabet, Meta, Microsoft"
    growth = value[four, "2025", "with finance leases"] / value[four, "2024", "with finance leases"] - 1
    assert growth == pytest.approx(0.66, abs=0.005)  # two digits
    record = WORLD.nominal("comparators.hyperscaler_capex_2025").m_as("gigaUSD/year")
    assert value[four, "2025", "with finance leases"] == pytest.approx(record, rel=0.03)  # the record says about 410
    parts = sum(value[who, "2024", "purchases"] for who in ("Amazon", "Alphabet"))
    assert parts < value[four, "2024", "with finance leases"]


def test_every_row_names_a_source_of_its_table() -> None:
    table = observation("hyperscaler_capex")
    assert set(table.frame["source"]) <= set(table.origin.sources)
