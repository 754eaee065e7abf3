"""Chapter 18: one thesis or several bets."""

from __future__ import annotations

import pytest

from analysis.engine import compile_program
from analysis.evidence import Case
from analysis.models import valuation
from analysis.results.uncertainty import program
from analysis.studies import conjunction, destination, parity
from analysis.units import Quantity


@pytest.fixture(scope="module")
def case() -> Case:
    return Case()


def value(quantity: Quantity, unit: str = "") -> float:
    return float(quantity.to(unit).magnitude)


def test_product_by_hand(case: Case) -> None:
    orbit = value(parity.probability_by_2035_together(case))
    assert value(conjunction.orbit_probability(case)) == pytest.approx(orbit)
    assert value(conjunction.joint_if_independent(case)) == pytest.approx(orbit * 0.45 * 0.50 * 0.25)


def test_tie_lies_between_its_bounds(case: Case) -> None:
    low, middle, high = (
        value(f(case))
        for f in (conjunction.joint_if_independent, conjunction.joint_probability, conjunction.joint_if_one_bet)
    )
    assert low < middle < high == pytest.approx(value(conjunction.orbit_probability(case)))
    assert value(conjunction.none_of_them(case)) > value(conjunction.none_if_independent(case))


def test_no_tie_is_the_product(case: Case) -> None:
    free = case.with_values({"thesis.correlation": Quantity(0.0, "")})
    assert value(conjunction.joint_probability(free)) == pytest.approx(
        value(conjunction.joint_if_independent(free)), rel=1e-6
    )


def test_price_asks_what_the_appraiser_published(case: Case) -> None:
    # 46.36 + 108 with, 46.36 + (0.5 x 23.5 - 0.43 x 6.2) / 0.93 without, at 135 dollars
    without = 46.36 + (0.5 * 23.5 - 0.43 * 6.2) / 0.93
    assert value(conjunction.value_if_orbit_pays(case), "USD/share") == pytest.approx(154.36)
    assert value(conjunction.value_if_not(case), "USD/share") == pytest.approx(without)
    assert value(conjunction.implied_probability(case)) == pytest.approx((135 - without) / (154.36 - without), rel=1e-6)
    assert value(conjunction.pillar_needed(case)) ** 4 == pytest.approx(value(conjunction.implied_probability(case)))


def test_tree_adds_up(case: Case) -> None:
    frame = conjunction.tree(case)
    assert frame["ends_percent"].sum() + frame["through_percent"].iloc[-1] == pytest.approx(100)
    assert frame["through_percent"].iloc[-1] == pytest.approx(100 * value(conjunction.joint_probability(case)))
    assert (frame["given_percent"] <= 100).all()
    assert (frame["through_percent"] >= frame["independent_percent"] - 1e-9).all()


def test_conjunction_costs_and_a_tie_widens(case: Case) -> None:
    assert 0 < value(conjunction.conjunction_cost(case), "USD") < value(conjunction.separate_value(case), "USD")
    assert conjunction.spread_tied(case) > conjunction.spread_apart(case)
    # events hang together less than what drives them
    assert 0 < value(conjunction.event_correlation(case)) < value(conjunction.correlation(case))
    expected = conjunction.bets(case)["expected_busd"].sum()
    assert expected == pytest.approx(value(conjunction.separate_value(case), "gigaUSD"))


def test_fees_stand_apart_from_company_values(case: Case) -> None:
    frame = conjunction.bets(case).set_index("bet")
    assert frame["value_busd"].notna().tolist() == frame["expected_busd"].notna().tolist() == [True, True, False]
    assert frame["fees_busd"].notna().tolist() == [False, False, True]
    higher = case.with_values({"contracts.anthropic_fee": 2 * case["contracts.anthropic_fee"]})
    assert conjunction.separate_value(higher) == conjunction.separate_value(case)
    assert conjunction.spread_tied(higher) == conjunction.spread_tied(case)


def test_range_holds_the_centre(case: Case) -> None:
    low, high = conjunction.joint_range(case).to("").magnitude
    assert low < value(conjunction.joint_probability(case)) < high < value(conjunction.implied_probability(case))


@pytest.mark.parametrize("name", ["joint_probability", "joint_if_independent", "none_of_them", "conjunction_cost"])
def test_traceable(case: Case, name: str) -> None:
    key = f"conjunction.{name}"
    traced = program(key, case)
    base = {name: float(case[name].to(unit).magnitude) for name, unit in traced.inputs.items()}
    found = compile_program(traced)(base)[key]
    assert float(found) == pytest.approx(float(getattr(conjunction, name)(case).magnitude), rel=1e-9)


def test_starlinks_published_value_is_the_mean_of_growing_and_not(case: Case) -> None:
    """The appraiser's value counts once: growing and not growing, each with its probability, give it back."""
    without = conjunction.starlink_value_without_growth(case)
    more, likely = (value(x, u) for x, u in zip(_starlink(case), ("gigaUSD", ""), strict=True))
    mean = valuation.failure_adjusted_value(without + Quantity(more, "gigaUSD"), Quantity(1 - likely, ""), without)
    assert value(mean, "gigaUSD") == pytest.approx(value(destination.connectivity_value(case), "gigaUSD"))


def _starlink(case: Case) -> tuple[Quantity, Quantity]:
    row = conjunction.bets(case).set_index("bet").loc["Starlink's growth"]
    return Quantity(float(row["value_busd"]), "gigaUSD"), Quantity(float(row["probability_percent"]), "percent")


def test_what_moves_parity_moves_the_thesis(case: Case) -> None:
    """A cheaper launch makes orbit likelier in Chapter 12, and so all pillars together here."""
    cheap = case.with_values({"launch.base_launch_price": Quantity(300.0, "USD/kg")})
    assert conjunction.orbit_probability(cheap) > conjunction.orbit_probability(case)
    assert conjunction.joint_probability(cheap) > conjunction.joint_probability(case)
