"""Cash month by month: published burn rates, sources that equal uses, and runs over samples."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.models import capital
from analysis.units import Quantity

BILLION = "gigaUSD"


def q(value: float, unit: str = "") -> Quantity:
    return Quantity(value, unit)


def path(values: list[float], unit: str = BILLION) -> list[Quantity]:
    return [q(v, unit) for v in values]


def test_published_burn_rates() -> None:
    """0.87, 1.08, 1.59 and 2.57 billion a month: four definitions of at least one billion."""
    found = [
        capital.monthly_burn(q(7.8, BILLION), q(9, "month")),
        capital.monthly_burn(q(13, BILLION), q(12, "month")),
        capital.loss_and_capital_burn(q(6.355, "gigaUSD/year"), q(12.727, "gigaUSD/year")),
        capital.monthly_burn(q(7.7, BILLION), q(3, "month")),
    ]
    assert [b.m_as("gigaUSD/month") for b in found] == pytest.approx([0.87, 1.08, 1.59, 2.57], abs=0.005)


def test_how_long_the_offering_pays() -> None:
    burn = q(10.1 * 4, "gigaUSD/year")
    assert capital.runway(q(75, BILLION), q(0, "USD"), burn).m_as("year") == pytest.approx(1.9, abs=0.05)
    assert np.isinf(capital.runway(q(75, BILLION), q(0, "USD"), q(0, "USD/year")).magnitude)
    assert capital.runway(q(1, BILLION), q(2, BILLION), burn).magnitude == 0


months = st.integers(1, 36)
flows = st.lists(st.floats(-50, 50), min_size=3, max_size=3)


@given(st.floats(0, 100), st.lists(st.tuples(*[st.floats(0, 50)] * 4), min_size=1, max_size=24))
def test_sources_equal_uses_every_month(opening: float, rows: list[tuple[float, float, float, float]]) -> None:
    columns = [path(list(column)) for column in zip(*rows, strict=True)]
    closing = capital.cash_path(q(opening, BILLION), columns[:2], columns[2:])
    before = opening
    for month, cash in enumerate(closing):
        sources = sum(column[month].m_as(BILLION) for column in columns[:2])
        uses = sum(column[month].m_as(BILLION) for column in columns[2:])
        assert before + sources == pytest.approx(uses + cash.m_as(BILLION), abs=1e-6)
        before = cash.m_as(BILLION)


@given(st.floats(0, 20), st.floats(0, 20), months)
def test_a_flow_pays_for_its_time(start: float, length: float, horizon: int) -> None:
    paid = capital.flow_between(q(1, "gigaUSD/month"), q(start, "month"), q(start + length, "month"), horizon)
    inside = max(min(start + length, horizon) - min(start, horizon), 0)
    assert len(paid) == horizon
    assert sum(p.m_as(BILLION) for p in paid) == pytest.approx(inside, abs=1e-9)
    assert all(-1e-9 <= p.m_as(BILLION) <= 1 + 1e-9 for p in paid)


@given(st.floats(0, 12), st.floats(0, 36), st.floats(0, 60), st.floats(0, 6))
def test_a_contract_pays_until_it_ends_or_is_left(start: float, term: float, notice: float, period: float) -> None:
    receipts = capital.contract_receipts(
        q(1, "gigaUSD/month"), q(start, "month"), q(term, "month"), q(notice, "month"), q(period, "month"), 120
    )
    end = min(start + term, max(notice + period, start))
    assert sum(r.m_as(BILLION) for r in receipts) == pytest.approx(end - start, abs=1e-9)


def test_a_bridge_that_bonds_repay() -> None:
    debt = capital.debt_schedule(q(20, BILLION), path([0, 25, 0]), path([0, 20, 0]), q(0.06))
    assert [b.m_as(BILLION) for b in debt.balances] == pytest.approx([20, 25, 25])
    assert [i.m_as(BILLION) for i in debt.interest] == pytest.approx([0.1, 0.1, 0.125])


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=24), st.floats(-5, 5))
def test_the_next_raise_is_the_first_shortfall(values: list[float], reserve: float) -> None:
    found = capital.time_to_next_raise(path(values), q(reserve, BILLION)).m_as("month")
    short = [k for k, value in enumerate(values) if value < reserve]
    assert found == pytest.approx(short[0] if short else len(values))


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=24), st.floats(-5, 5))
def test_the_funding_need_is_just_enough(values: list[float], reserve: float) -> None:
    need = capital.funding_need(path(values), q(reserve, BILLION)).m_as(BILLION)
    lowest = min(values) + need
    assert lowest >= reserve - 1e-9
    assert need == 0 or lowest == pytest.approx(reserve, abs=1e-9)


@given(
    st.floats(0, 50), st.lists(st.tuples(st.floats(0, 20), st.floats(0, 1)), min_size=1, max_size=24), st.floats(0, 0.2)
)
def test_debt_is_what_was_drawn_and_not_repaid(opening: float, rows: list[tuple[float, float]], rate: float) -> None:
    owed, draws, repayments = opening, [], []
    for drawn, share in rows:
        draws.append(drawn)
        repayments.append(share * (owed + drawn))
        owed += drawn - repayments[-1]
    debt = capital.debt_schedule(q(opening, BILLION), path(draws), path(repayments), q(rate))
    before = opening
    for drawn, repaid, balance, interest in zip(draws, repayments, debt.balances, debt.interest, strict=True):
        assert balance.m_as(BILLION) == pytest.approx(before + drawn - repaid, abs=1e-6)
        assert interest.m_as(BILLION) == pytest.approx(before * rate / 12, abs=1e-6)
        before = balance.m_as(BILLION)
    assert before == pytest.approx(owed, abs=1e-6)


def test_samples_run_together() -> None:
    """A thousand companies at once, each with its own burn: the answer of each is that of its own run."""
    rng = np.random.default_rng(7)
    burns = rng.uniform(1, 5, 1000)
    uses = [Quantity(burns, BILLION)] * 24
    closing = capital.cash_path(q(40, BILLION), [path([0.5] * 24)], [uses])
    together = capital.time_to_next_raise(closing, q(10, BILLION)).m_as("month")
    for sample in (0, 17, 999):
        alone = capital.cash_path(q(40, BILLION), [path([0.5] * 24)], [path([burns[sample]] * 24)])
        assert together[sample] == capital.time_to_next_raise(alone, q(10, BILLION)).m_as("month")


def test_a_purchase_in_shares() -> None:
    """$60 billion of shares: 2.8 % at the first close, 3.4 % at the offer price."""
    for price, published in ((160.95, 2.8), (135, 3.3)):
        found = capital.dilution(q(60, BILLION), q(price, "USD/share"), q(13.0909, "gigashare"))
        assert found.m_as("percent") == pytest.approx(published, abs=0.05)


@given(st.floats(0.1, 100), st.floats(0.01, 0.2))
def test_coverage_is_earnings_over_interest(earnings: float, rate: float) -> None:
    found = capital.interest_coverage(q(earnings, "gigaUSD/year"), q(54.1, BILLION), q(rate)).magnitude
    assert found * 54.1 * rate == pytest.approx(earnings)


@pytest.mark.parametrize(
    "call",
    [
        lambda: capital.monthly_burn(q(1, "USD/year"), q(1, "month")),
        lambda: capital.cash_path(q(1, "USD"), [[q(1, "USD/month")]], [[q(1, "USD")]]),
        lambda: capital.runway(q(1, "USD_2025"), q(1, "USD"), q(1, "USD/year")),
        lambda: capital.dilution(q(1, "USD"), q(1, "USD"), q(1, "share")),
    ],
)
def test_wrong_dimensions_are_refused(call: Callable[[], object]) -> None:
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: capital.monthly_burn(q(1, "USD"), q(0, "month")), "duration must be above"),
        (lambda: capital.cash_path(q(1, "USD"), [path([1])], [path([1, 2])]), "must all cover the same months"),
        (lambda: capital.debt_schedule(q(1, BILLION), path([0]), path([2]), q(0.1)), "debt after repayment"),
        (lambda: capital.interest_coverage(q(1, "USD/year"), q(0, "USD"), q(0.1)), "times interest_rate must be"),
    ],
)
def test_the_impossible_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()


def test_who_earns_never_runs_out() -> None:
    cash, reserve = Quantity(75.0, "gigaUSD"), Quantity(10.0, "gigaUSD")
    for burn in (0.0, -3.0):
        assert np.isinf(capital.runway(cash, reserve, Quantity(burn, "gigaUSD/month")).magnitude)


def test_a_small_burn_is_a_burn() -> None:
    cash, none = Quantity(6.0, "USD"), Quantity(0.0, "USD")
    assert capital.runway(cash, none, Quantity(0.5, "USD/month")).m_as("month") == 12.0
