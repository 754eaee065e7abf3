"""The harmoniser: a model in its own boundary gives its own answer, and the shares of the spread add up."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.evidence import Case
from analysis.peers import common, harmoniser, mccalip, roster, suncatcher
from analysis.peers.harmoniser import FACTORS, PeerCase
from analysis.peers.ledger import FULL, GROUND_LINES, ORBIT_LINES, Boundary
from analysis.studies import parity, peers, satellite
from analysis.units import Quantity
from tests.each import few

WORLD = Case()
SHARED = peers.base(WORLD)
CASES = roster.all_cases(WORLD, SHARED.inputs)


@pytest.mark.parametrize("entry", CASES, ids=[entry.name for entry in CASES])
def test_a_model_in_its_own_boundary_gives_its_own_answer(entry: PeerCase) -> None:
    ours = harmoniser.ratio(entry.boundary, entry.inputs, entry.physics)
    assert float(ours.magnitude) == pytest.approx(float(entry.published.magnitude), rel=entry.tolerance)


def test_no_tolerance_of_a_model_is_wider_than_its_printed_digits() -> None:
    assert max(entry.tolerance for entry in CASES) <= 0.03  # two digits of a number near 0.8 or 11


def test_every_model_with_costs_has_a_boundary_of_its_own_lines() -> None:
    for module in roster.WITH_COSTS:
        assert module.BOUNDARY.orbit <= set(ORBIT_LINES)
        assert module.BOUNDARY.ground <= set(GROUND_LINES)
        assert module.BOUNDARY.lines < FULL.lines  # none counts everything


def test_a_boundary_refuses_a_line_that_nobody_knows() -> None:
    with pytest.raises(ValueError, match="dark matter"):
        Boundary("strange", frozenset({"dark matter"}), frozenset({"energy"}))
    with pytest.raises(ValueError, match="no line"):
        Boundary("empty", frozenset(), frozenset({"energy"}))


@pytest.mark.parametrize("side", ["orbit", "ground"])
@pytest.mark.parametrize("entry", CASES[:4], ids=[entry.name for entry in CASES[:4]])
def test_a_line_more_never_makes_a_side_cheaper(side: str, entry: PeerCase) -> None:
    bill = harmoniser.bill(entry.inputs, entry.physics)
    cost = harmoniser.orbit_cost if side == "orbit" else harmoniser.ground_cost
    lines = ORBIT_LINES if side == "orbit" else GROUND_LINES
    for line in lines:
        without = replace(FULL, **{side: getattr(FULL, side) - {line}})
        assert cost(FULL, bill) >= cost(without, bill) * (1 - 1e-12)


def test_launch_alone_against_energy_is_the_launched_power_price() -> None:
    entry = next(c for c in CASES if c.name == "Suncatcher, $200/kg")
    bill = harmoniser.bill(entry.inputs, entry.physics)
    launched = suncatcher.launched_price(WORLD, "v2_mini", "future")
    assert harmoniser.orbit_cost(entry.boundary, bill).to("USD/year").magnitude == pytest.approx(
        launched.magnitude, rel=1e-9
    )


@few(20)
@given(low=st.floats(10, 2000), factor=st.floats(1.01, 5))
def test_orbit_gets_dearer_with_the_launch_price_in_every_boundary(low: float, factor: float) -> None:
    for boundary in (FULL, mccalip.BOUNDARY):
        inputs = [replace(SHARED.inputs, launch_price=Quantity(low * f, "USD/kg")) for f in (1.0, factor)]
        cheap, dear = (harmoniser.ratio(boundary, i, SHARED.physics) for i in inputs)
        assert dear > cheap


@few(20)
@given(dark=st.floats(0.0, 0.35))
def test_more_darkness_never_makes_orbit_cheaper(dark: float) -> None:
    lit = replace(SHARED.physics, dark_share=Quantity(0.0, ""))
    darker = replace(SHARED.physics, dark_share=Quantity(dark, ""))
    first, last = (harmoniser.ratio(FULL, SHARED.inputs, how) for how in (lit, darker))
    assert last >= first


@pytest.fixture(scope="module")
def left() -> dict[frozenset[str], float]:
    return harmoniser.spreads([harmoniser.logarithms(entry, SHARED) for entry in CASES])


def test_nothing_is_left_when_everything_is_common(left: dict[frozenset[str], float]) -> None:
    assert left[frozenset(FACTORS)] == pytest.approx(0.0, abs=1e-20)


def test_shares_add_up_to_the_whole(left: dict[frozenset[str], float]) -> None:
    assert sum(harmoniser.shapley_shares(left).values()) == pytest.approx(1.0, rel=1e-12)
    for steps in harmoniser.sequential_shares(left).values():
        assert sum(steps.values()) == pytest.approx(1.0, rel=1e-12)


def test_the_shapley_value_is_the_mean_over_the_six_orders(left: dict[frozenset[str], float]) -> None:
    orders = harmoniser.sequential_shares(left)
    assert set(orders) == set(permutations(FACTORS))
    for name, share in harmoniser.shapley_shares(left).items():
        assert sum(steps[name] for steps in orders.values()) / 6 == pytest.approx(share, rel=1e-12)


def test_a_thing_that_moves_nothing_has_no_share() -> None:
    cases = [frozenset(s) for s in ((), ("boundary",), ("inputs",), ("physics",))]
    cases += [frozenset(s) for s in (("boundary", "inputs"), ("boundary", "physics"), ("inputs", "physics"), FACTORS)]
    idle = {w: 2.0 - ("boundary" in w) - ("inputs" in w) for w in cases}
    shares = harmoniser.shapley_shares(idle)
    assert shares == pytest.approx({"boundary": 0.5, "inputs": 0.5, "physics": 0.0})


def test_factors_between_two_models_multiply_to_their_distance() -> None:
    first, last = CASES[0], CASES[-1]
    product = 1.0
    for factor in harmoniser.between(first, last).values():
        product *= factor
    ends = [harmoniser.ratio(c.boundary, c.inputs, c.physics).magnitude for c in (first, last)]
    assert product == pytest.approx(ends[1] / ends[0], rel=1e-9)


def test_every_input_belongs_to_one_group() -> None:
    grouped = [field for fields in harmoniser.GROUPS.values() for field in fields]
    assert sorted(grouped) == sorted(harmoniser.Inputs.__dataclass_fields__)


MOVED = {  # one of each kind that the bill rests on: mass, spares, darkness, thrust, price, rocket, ground, scale
    "power.array_areal_mass": ("4.0", "kg/m^2"),
    "cost.accelerator_failure_rate": ("0.2", "1/year"),
    "cost.radiation_availability": ("0.9", ""),
    "orbit.reference_altitude": ("900", "km"),
    "launch.base_launch_price": ("700", "USD/kg"),
    "launch.falcon9_upper_dry_mass": ("6", "t"),
    "cost.repair_cost_share": ("0.9", ""),
    "satellite.parts_scale": ("0.5", ""),
    "satellite.stated_specific_mass": ("12.5", "kg/kW"),
    "power.throttled_power_share": ("0.7", ""),
}


def test_our_base_is_the_satellite_and_the_bill_of_chapters_11_and_12() -> None:
    """Throttled or not, moved or not: the harmoniser's ratio and mass are the report's, and no numbers of its own."""
    cases = [WORLD, *(WORLD.with_values({key: Quantity(float(v), unit)}) for key, (v, unit) in MOVED.items())]
    ratios = []
    for case in cases:
        ours, how = parity.inputs_per_kilowatt(case), common.throttled_physics(case)
        ratios.append(float(harmoniser.ratio(FULL, ours, how).m_as("")))
        assert ratios[-1] == pytest.approx(float(parity.cost_ratio(case).m_as("")), rel=1e-9)
        weighed = sum(float(part.m_as("kg")) for part in harmoniser.masses(ours, how).values())
        assert weighed == pytest.approx(float(satellite.specific_mass_rolled_up(case).m_as("kg/kW")), rel=1e-9)
    assert min(abs(ratio / ratios[0] - 1.0) for ratio in ratios[1:]) > 0.003  # each of them moves it
    stored = float(harmoniser.ratio(FULL, SHARED.inputs, SHARED.physics).m_as(""))
    assert stored == pytest.approx(float(parity.ratio_stored(WORLD).m_as("")), rel=1e-9)
