"""Joint probabilities against known integrals and bounds, and trees whose odds are coherent."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pint
import pytest
import scipy
from hypothesis import given
from hypothesis import strategies as st

from analysis.models import thesis, valuation
from analysis.units import Quantity
from tests.each import few

odds = st.floats(0.02, 0.98)
pillars = st.lists(odds, min_size=1, max_size=4)
INTEGRATED = 2e-4  # scipy integrates three dimensions and more by quasi-random points


def q(value: float, unit: str = "") -> Quantity:
    return Quantity(value, unit)


def all_of(values: list[float]) -> list[Quantity]:
    return [q(v) for v in values]


@given(pillars)
def test_every_joint_probability_lies_within_its_bounds(values: list[float]) -> None:
    bounds = thesis.joint_probability_bounds(all_of(values))
    product = thesis.joint_probability(all_of(values)).magnitude
    assert 0 <= bounds.lowest.magnitude <= product + 1e-12
    assert product <= bounds.highest.magnitude + 1e-12


def test_correlated_even_chances() -> None:
    """Two even chances: 1/4 + arcsin(rho)/(2 pi); three: 1/8 + 3 arcsin(rho)/(4 pi). Sheppard's formulas."""
    for rho in (0.0, 0.3, 0.8):
        two = thesis.one_cause_joint_probability([q(0.5)] * 2, q(rho)).magnitude
        three = thesis.one_cause_joint_probability([q(0.5)] * 3, q(rho)).magnitude
        assert two == pytest.approx(0.25 + np.arcsin(rho) / (2 * np.pi), abs=INTEGRATED)
        assert three == pytest.approx(0.125 + 3 * np.arcsin(rho) / (4 * np.pi), abs=INTEGRATED)


def test_seven_per_cent_of_three_pillars() -> None:
    each = thesis.pillar_probability_needed(q(0.07), 3)
    assert each.m_as("percent") == pytest.approx(41.2, abs=0.05)
    assert thesis.joint_probability([each] * 3).magnitude == pytest.approx(0.07)


@given(st.lists(st.tuples(st.floats(0, 100), odds), min_size=1, max_size=5))
def test_conjunction_never_pays(bets: list[tuple[float, float]]) -> None:
    values, chances = [q(v, "USD") for v, _ in bets], all_of([p for _, p in bets])
    for joint in thesis.joint_probability_bounds(chances):
        assert thesis.conjunction_cost(values, chances, joint).magnitude >= -1e-9


@given(st.lists(st.tuples(st.floats(1, 100), odds), min_size=2, max_size=4), st.floats(0, 0.9), st.floats(0.01, 0.1))
def test_correlation_widens_the_spread(bets: list[tuple[float, float]], rho: float, more: float) -> None:
    values, chances = [q(v, "USD") for v, _ in bets], all_of([p for _, p in bets])

    def spread(r: float) -> float:
        size = range(len(bets))
        matrix = [[q(1.0) if i == j else q(r) for j in size] for i in size]
        return float(thesis.spread_of_bets(values, chances, matrix).magnitude)

    assert spread(rho + more) > spread(rho)


@given(pillars)
def test_the_ends_of_a_tree_are_all_there_is(values: list[float]) -> None:
    ends = thesis.stage_probabilities(all_of(values))
    assert len(ends) == len(values) + 1
    assert sum(e.magnitude for e in ends) == pytest.approx(1)
    assert all(0 <= e.magnitude <= 1 for e in ends)
    assert ends[-1].magnitude == pytest.approx(thesis.joint_probability(all_of(values)).magnitude)
    worth = valuation.probability_weighted_value([q(1.0, "USD")] * len(ends), ends)
    assert worth.magnitude == pytest.approx(1)


@given(st.floats(0.01, 0.99), st.floats(1, 100), st.floats(1, 100))
def test_the_implied_probability_makes_the_price_fair(chance: float, low: float, more: float) -> None:
    price = low + chance * more
    found = thesis.implied_probability(q(price, "USD"), q(low + more, "USD"), q(low, "USD")).magnitude
    assert found == pytest.approx(chance, abs=1e-9)


@pytest.mark.parametrize(
    "call",
    [
        lambda: thesis.conjunction_cost([q(1, "USD"), q(1, "kg")], all_of([0.5, 0.5]), q(0.2)),
    ],
)
def test_wrong_dimensions_are_refused(call: Callable[[], object]) -> None:
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: thesis.joint_probability([q(1.2)]), "probabilities must be at most 1"),
        (lambda: thesis.joint_probability([]), "at least one"),
        (lambda: thesis.implied_probability(q(1, "USD"), q(1, "USD"), q(1, "USD")), "less value_if_false"),
    ],
)
def test_the_impossible_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()


@given(
    st.lists(st.floats(0.02, 0.98), min_size=1, max_size=5),
    st.floats(0.0, 0.9),
)
@few(25)
def test_one_cause_agrees_with_the_integrated_copula(shares: list[float], rho: float) -> None:
    pillars = [Quantity(p, "") for p in shares]
    found = thesis.one_cause_joint_probability(pillars, Quantity(rho, ""))
    tied = np.full((len(shares), len(shares)), rho) + (1.0 - rho) * np.eye(len(shares))
    oracle = scipy.stats.multivariate_normal(cov=tied, allow_singular=True).cdf(scipy.special.ndtri(shares))
    # 48 points for the cause, and scipy's own integration error
    assert float(found.magnitude) == pytest.approx(float(oracle), abs=2e-4)
    assert float(found.magnitude) <= min(shares)


def test_a_joint_probability_is_never_above_the_least_likely_pillar() -> None:
    unlikely, even = Quantity(0.005, ""), Quantity(0.5, "")
    found = thesis.one_cause_joint_probability([unlikely, even], Quantity(0.8, ""))
    assert 0.00499 < float(found.magnitude) <= 0.005  # a tanh in place of the normal distribution gave 0.00517


def test_one_cause_refuses_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="correlation must be at most"):
        thesis.one_cause_joint_probability([Quantity(0.5, "")], Quantity(1.0, ""))
    with pytest.raises(ValueError, match="probabilities"):
        thesis.one_cause_joint_probability([Quantity(1.5, "")], Quantity(0.1, ""))


def test_impossible_chances_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="1.2"):
        thesis.stage_probabilities([Quantity(0.5, ""), Quantity(1.2, "")])
