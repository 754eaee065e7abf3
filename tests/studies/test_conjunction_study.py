"""Chapter 18: one thesis or several bets."""

from __future__ import annotations

import pytest

from analysis import claims
from analysis.engine import compile_program
from analysis.evidence import World, claim_records
from analysis.studies import conjunction
from analysis.studies.uncertainty import program
from analysis.units import Quantity


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def value(quantity: Quantity, unit: str = "") -> float:
    return float(quantity.to(unit).magnitude)


def test_product_by_hand(world: World) -> None:
    assert value(conjunction.orbit_odds(world)) == pytest.approx(0.55 * 0.20)
    assert value(conjunction.joint_if_independent(world)) == pytest.approx(0.55 * 0.20 * 0.45 * 0.50 * 0.25)


def test_tie_lies_between_its_bounds(world: World) -> None:
    low, middle, high = (
        value(f(world))
        for f in (conjunction.joint_if_independent, conjunction.joint_probability, conjunction.joint_if_one_bet)
    )
    assert low < middle < high == pytest.approx(0.11)
    assert value(conjunction.none_of_them(world)) > value(conjunction.none_if_independent(world))
    ends = conjunction.dependence(world).magnitude
    assert ends[0] == 1.0
    assert ends[1] == pytest.approx(high / low)


def test_no_tie_is_the_product(world: World) -> None:
    free = world.with_values({"thesis.correlation": Quantity(0.0, "")})
    # the traced form of the normal distribution is right to 0.0003
    assert value(conjunction.joint_probability(free)) == pytest.approx(
        value(conjunction.joint_if_independent(world)), rel=1e-3
    )


def test_price_asks_what_the_appraiser_published(world: World) -> None:
    # 46.36 + 108 with, 46.36 + (0.5 x 23.5 - 0.43 x 6.2) / 0.93 without, at 135 dollars
    without = 46.36 + (0.5 * 23.5 - 0.43 * 6.2) / 0.93
    assert value(conjunction.value_if_orbit_pays(world), "USD/share") == pytest.approx(154.36)
    assert value(conjunction.value_if_not(world), "USD/share") == pytest.approx(without)
    assert value(conjunction.implied_odds(world)) == pytest.approx((135 - without) / (154.36 - without), rel=1e-6)
    assert value(conjunction.pillar_needed(world)) ** 4 == pytest.approx(value(conjunction.implied_odds(world)))


def test_tree_adds_up(world: World) -> None:
    frame = conjunction.tree(world)
    assert frame["ends_percent"].sum() + frame["through_percent"].iloc[-1] == pytest.approx(100)
    assert frame["through_percent"].iloc[-1] == pytest.approx(100 * value(conjunction.joint_probability(world)))
    assert (frame["given_percent"] <= 100).all()
    assert (frame["through_percent"] >= frame["independent_percent"] - 1e-9).all()


def test_conjunction_costs_and_a_tie_widens(world: World) -> None:
    assert 0 < value(conjunction.conjunction_cost(world), "USD") < value(conjunction.separate_value(world), "USD")
    assert conjunction.spread_tied(world) > conjunction.spread_apart(world)
    expected = conjunction.bets(world)["expected_busd"].sum()
    assert expected == pytest.approx(value(conjunction.separate_value(world), "gigaUSD"))


def test_fees_stand_apart_from_company_values(world: World) -> None:
    frame = conjunction.bets(world).set_index("bet")
    assert frame["value_busd"].notna().tolist() == frame["expected_busd"].notna().tolist() == [True, True, False]
    assert frame["fees_busd"].notna().tolist() == [False, False, True]
    higher = world.with_values({"contracts.anthropic_fee": 2 * world["contracts.anthropic_fee"]})
    assert conjunction.separate_value(higher) == conjunction.separate_value(world)
    assert conjunction.spread_tied(higher) == conjunction.spread_tied(world)


def test_range_holds_the_centre(world: World) -> None:
    low, high = conjunction.joint_range(world).to("").magnitude
    assert low < value(conjunction.joint_median(world)) < high < value(conjunction.implied_odds(world))


@pytest.mark.parametrize("name", ["joint_probability", "joint_if_independent", "none_of_them", "conjunction_cost"])
def test_traceable(world: World, name: str) -> None:
    key = f"conjunction.{name}"
    traced = program(key, world)
    base = {name: float(world[name].to(unit).magnitude) for name, unit in traced.inputs.items()}
    found = compile_program(traced)(base)[key]
    assert float(found) == pytest.approx(float(getattr(conjunction, name)(world).magnitude), rel=1e-9)


def test_claim_is_judged_as_pinned(world: World) -> None:
    judged = claims.judge(claim_records()["B12"], world)
    assert judged.agrees, judged
