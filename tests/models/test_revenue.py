"""Revenue against reported figures, published lease prices and its own laws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from analysis.models import revenue
from analysis.units import Quantity

BILLION = "gigaUSD/year"
positive = st.floats(0.01, 1e4)


def q(value: float, unit: str = "") -> Quantity:
    return Quantity(value, unit)


def test_segments_of_2025_add_up() -> None:
    segments = [q(x, BILLION) for x in (4.086, 11.387, 3.201)]
    total = revenue.total_revenue(segments)
    assert total.m_as(BILLION) == pytest.approx(18.674)
    assert revenue.revenue_share(segments[2], total).m_as("percent") == pytest.approx(17.1, abs=0.05)


@given(st.lists(st.floats(0.0, 1.0), min_size=4, max_size=4))
def test_a_market_from_labour_never_exceeds_labour(shares: list[float]) -> None:
    output = q(117.17, "teraUSD/year")
    found = revenue.market_from_labour(output, *(q(share) for share in shares))
    assert 0.0 <= found.m_as("teraUSD/year") <= 117.17 * shares[0] * (1 + 1e-12)


def test_a_market_from_labour_refuses_more_than_all() -> None:
    with pytest.raises(ValueError, match="saved_share must be at most 1"):
        revenue.market_from_labour(q(1, "USD/year"), q(0.5), q(0.5), q(1.5), q(0.5))


def test_subscribers_leave_revenue_unexplained() -> None:
    """Half of connectivity is not the subscriptions of the mean subscriber: 43 % in 2025, 42 % in the first quarter."""
    year = revenue.subscription_revenue(
        revenue.mean_subscribers(q(4.5, "megauser"), q(8.9, "megauser")), q(81, "USD/user/month")
    )
    assert year.m_as(BILLION) == pytest.approx(6.5, abs=0.05)
    assert 1 - year.m_as(BILLION) / 11.387 == pytest.approx(0.43, abs=0.005)
    quarter = revenue.subscription_revenue(q(9.6, "megauser"), q(66, "USD/user/month")) * q(3, "month")
    assert quarter.m_as("gigaUSD") == pytest.approx(1.9, abs=0.05)
    assert 1 - quarter.m_as("gigaUSD") / 3.26 == pytest.approx(0.42, abs=0.005)


def test_lease_prices() -> None:
    leases = [(1.25, 220e3, 7.78), (0.92, 110e3, 11.45)]
    for rent, accelerators, published in leases:
        price = revenue.lease_price_per_accelerator(q(rent, "gigaUSD/month"), q(accelerators, "GPU"))
        assert price.m_as("USD/GPU/hour") == pytest.approx(published, abs=0.005)
    per_power = revenue.lease_price_per_power(q(1.25, "gigaUSD/month"), q(300, "MW"))
    assert per_power.m_as("gigaUSD/GW/year") == pytest.approx(50.0)


def test_revenue_per_user() -> None:
    users = q(550, "megauser")
    assert revenue.revenue_per_user(q(3.201, BILLION), users).m_as("USD/user/year") == pytest.approx(5.82, abs=0.005)
    assert revenue.revenue_per_user(q(1.8, BILLION), users).m_as("USD/user/year") == pytest.approx(3.27, abs=0.005)
    quarterly = revenue.revenue_per_user(q(58.9 * 4, BILLION), q(3.5, "gigauser")).m_as("USD/user/year") / 4
    assert quarterly == pytest.approx(16.8, abs=0.05)


def test_contracts_beside_revenue() -> None:
    anthropic, google = q(15, BILLION), q(11.04, BILLION)
    both = revenue.total_revenue([anthropic, google])
    assert revenue.pro_forma_share(both, q(18.674, BILLION)).m_as("percent") == pytest.approx(58, abs=0.5)
    assert (both / q(3.201, BILLION)).m_as("") == pytest.approx(8.1, abs=0.05)
    assert revenue.nominal_contract_value(q(0.92, "gigaUSD/month"), q(33, "month")).m_as("gigaUSD") == pytest.approx(
        30.4, abs=0.05
    )


@given(st.lists(positive, min_size=1, max_size=12))
def test_concentration_lies_between_equal_shares_and_one(revenues: list[float]) -> None:
    index = revenue.herfindahl_index([q(r, BILLION) for r in revenues]).magnitude
    assert 1 / len(revenues) - 1e-9 <= index <= 1 + 1e-9


@given(positive, positive)
def test_users_and_revenue_are_inverse(users: float, price: float) -> None:
    sales = revenue.subscription_revenue(q(users, "user"), q(price, "USD/user/month"))
    assert revenue.users_needed(sales, q(price, "USD/user/month")).m_as("user") == pytest.approx(users)
    assert revenue.revenue_per_user(sales, q(users, "user")).m_as("USD/user/month") == pytest.approx(price)


def test_selling_tokens_at_the_equal_price_earns_the_lease() -> None:
    lease, rate, share = q(2.49, "USD/GPU/hour"), q(5123, "token/GPU/second"), q(0.7)
    price = revenue.token_price_equal_to_lease(lease, rate, share)
    tokens = revenue.token_revenue(rate, q(1000, "GPU"), share, price)
    assert tokens.m_as(BILLION) == pytest.approx((lease * q(1000, "GPU")).m_as(BILLION), rel=1e-3)


def test_published_token_costs_imply_the_same_throughput() -> None:
    """$590 and $135 for a billion tokens belong to 5,137 and 5,123 tokens a second."""
    for lease, published, rate in ((10.91, 590, 5137), (2.49, 135, 5123)):
        price = revenue.token_price_equal_to_lease(q(lease, "USD/GPU/hour"), q(rate, "token/GPU/second"), q(1))
        assert price.m_as("USD/gigatoken") == pytest.approx(published, rel=1e-3)  # three digits published


# ---- contracts that may end early ---------------------------------------------------------------------------------

durations = st.floats(0.05, 10)


@given(durations, st.floats(0, 2), st.floats(0, 5), st.floats(0, 0.3))
def test_expected_value_is_the_integral_of_survival(term: float, notice: float, exits: float, rate: float) -> None:
    ours = revenue.expected_contract_value(
        q(1, "USD/year"), q(term, "year"), q(notice, "year"), q(exits, "1/year"), q(rate)
    )

    def paid(t: float) -> float:
        return float(np.exp(-exits * max(t - notice, 0.0)) * (1 + rate) ** -t)

    expected = quad(paid, 0, term, points=[min(notice, term)])[0]
    assert ours.m_as("USD") == pytest.approx(expected, rel=1e-6)  # the accuracy asked of the quadrature


@given(durations, st.floats(0, 1), st.floats(0, 5))
def test_a_contract_is_worth_between_its_notice_and_its_sum(term: float, notice: float, exits: float) -> None:
    rent, length, gap = q(1, "USD/year"), q(term, "year"), q(notice, "year")
    certain = revenue.committed_contract_value(rent, length, gap, q(0, "year")).m_as("USD")
    expected = revenue.expected_contract_value(rent, length, gap, q(exits, "1/year"), q(0)).m_as("USD")
    nominal = revenue.nominal_contract_value(rent, length).m_as("USD")
    assert certain - 1e-9 <= expected <= nominal + 1e-9


@given(st.floats(0, 2), st.floats(0.01, 2))
def test_a_contract_is_worth_less_the_more_customers_leave(exits: float, more: float) -> None:
    values = [
        revenue.expected_contract_value(q(1, "USD/year"), q(3, "year"), q(90, "day"), q(x, "1/year"), q(0.1))
        for x in (exits, exits + more)
    ]
    assert values[1] < values[0]


@given(st.floats(0.01, 1), st.floats(0.5, 10), st.floats(0, 0.4))
def test_the_exit_rate_gives_the_odds_of_staying(odds: float, term: float, notice: float) -> None:
    rate = revenue.exit_rate(q(odds), q(term, "year"), q(notice, "year")).m_as("1/year")
    assert np.exp(-rate * (term - notice)) == pytest.approx(odds)


def test_market_share_of_the_required_revenue() -> None:
    assert revenue.market_share(q(437, BILLION), q(26500, BILLION)).m_as("percent") == pytest.approx(1.65, abs=0.005)


@pytest.mark.parametrize(
    "call",
    [
        lambda: revenue.lease_price_per_accelerator(q(1, "USD"), q(1, "GPU")),
        lambda: revenue.subscription_revenue(q(1), q(1, "USD/user/month")),
        lambda: revenue.token_revenue(q(1, "token/second"), q(1, "GPU"), q(1), q(1, "USD/token")),
        lambda: revenue.total_revenue([q(1, "USD/year"), q(1, "USD_2025/year")]),
        lambda: revenue.expected_contract_value(q(1, "USD/year"), q(1, "year"), q(1, "day"), q(1), q(0)),
    ],
)
def test_wrong_dimensions_are_refused(call: Callable[[], object]) -> None:
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: revenue.lease_price_per_accelerator(q(1, "USD/year"), q(0, "GPU")), "accelerators must be above"),
        (lambda: revenue.lease_price_per_power(q(1, "USD/year"), q(0, "MW")), "power must be above"),
        (lambda: revenue.revenue_per_user(q(1, "USD/year"), q(0, "user")), "users must be above"),
        (lambda: revenue.nominal_contract_value(q(1, "USD/year"), q(-1, "year")), "term must be at least"),
    ],
)
def test_the_impossible_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()


@given(odds=st.floats(0.01, 1.0), term=st.floats(6.0, 60.0))
def test_the_rate_of_exit_gives_the_odds_back(odds: float, term: float) -> None:
    notice = q(90, "day")
    rate = revenue.exit_rate(q(odds), q(term, "month"), notice)
    survived = np.exp(-(rate * (q(term, "month") - notice)).m_as(""))
    assert survived == pytest.approx(odds)


def test_nobody_stays_with_odds_of_nothing() -> None:
    with pytest.raises(ValueError, match="odds_of_staying"):
        revenue.exit_rate(q(0.0), q(36, "month"), q(90, "day"))


@given(odds=st.floats(0.01, 0.99), term=st.floats(6.0, 60.0))
def test_the_world_at_the_rank_of_leaving_loses_the_customer_at_the_end(odds: float, term: float) -> None:
    notice = q(90, "day")
    rate = revenue.exit_rate(q(odds), q(term, "month"), notice)
    last = revenue.exit_time(q(1 - odds), rate)
    assert last.m_as("month") == pytest.approx((q(term, "month") - notice).m_as("month"))


def test_a_notice_longer_than_the_term_is_refused() -> None:
    with pytest.raises(ValueError, match="term less notice_period must be above 0"):
        revenue.exit_rate(Quantity(0.5, ""), Quantity(12.0, "month"), Quantity(13.0, "month"))
