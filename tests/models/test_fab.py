"""Chip plants against published budgets, exact die counts and the limits of the yield models."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.models import fab
from analysis.units import Quantity

defects = st.floats(0, 3)
areas = st.floats(10, 900)


def q(value: float, unit: str = "") -> Quantity:
    return Quantity(value, unit)


def placed(diameter: float, side: float, steps: int = 25) -> int:
    """Count square dies on a round wafer, trying many offsets of the grid."""
    best = 0
    grid = np.arange(-diameter, diameter, side)
    for dx in np.linspace(0, side, steps, endpoint=False):
        for dy in np.linspace(0, side, steps, endpoint=False):
            x, y = np.meshgrid(grid + dx, grid + dy)
            far = np.maximum(abs(x), abs(x + side)) ** 2 + np.maximum(abs(y), abs(y + side)) ** 2
            best = max(best, int((far <= (diameter / 2) ** 2).sum()))
    return best


@pytest.mark.parametrize(("area", "low"), [(50, 0.02), (200, 0.04), (800, 0.11)])
def test_dies_against_placing_them_one_by_one(area: float, low: float) -> None:
    exact = placed(300, area**0.5)
    found = fab.dies_per_wafer(q(300, "mm"), q(area, "mm^2/die")).m_as("die/wafer")
    assert exact * (1 - low) < found <= exact  # cautious, the more so the larger the die


@given(areas, st.floats(1.01, 3))
def test_smaller_dies_are_more(area: float, factor: float) -> None:
    large, small = (fab.dies_per_wafer(q(300, "mm"), q(a, "mm^2/die")) for a in (area, area / factor))
    assert small > factor * large  # more than in proportion: the edge cuts less


# ---- budgets and what they buy ------------------------------------------------------------------------------------


def test_terafab_budgets() -> None:
    """$20 to 25 billion buy 36,000 to 45,000 wafers a month; $55 and 119 billion 98,000 and 213,000."""
    per_wafer = fab.capital_per_capacity(q(28e9, "USD"), q(50e3, "wafer/month"))
    assert per_wafer.m_as("gigaUSD/kilowspm") == pytest.approx(0.56)
    bought = [fab.affordable_capacity(q(b, "gigaUSD"), per_wafer).m_as("kilowspm") for b in (20, 25, 55, 119)]
    assert bought == pytest.approx([36, 45, 98, 213], abs=0.6)  # thousands, as published
    needed = [fab.capital_needed(q(w, "kilowspm"), per_wafer).m_as("gigaUSD") for w in (100, 1000)]
    assert needed == pytest.approx([56, 560])


def test_arizona_plan() -> None:
    per_wafer = fab.capital_per_capacity(q(40e9, "USD"), q(600e3, "wafer/year"))
    assert per_wafer.m_as("gigaUSD/kilowspm") == pytest.approx(0.8)


@given(st.floats(1, 1e4), st.floats(0.1, 5))
def test_budget_and_capacity_are_inverse(budget: float, intensity: float) -> None:
    capacity = fab.affordable_capacity(q(budget, "gigaUSD"), q(intensity, "gigaUSD/kilowspm"))
    assert fab.capital_needed(capacity, q(intensity, "gigaUSD/kilowspm")).m_as("gigaUSD") == pytest.approx(budget)


# ---- yield --------------------------------------------------------------------------------------------------------


@given(defects, areas)
def test_yield_is_a_share_above_that_of_independent_defects(density: float, area: float) -> None:
    murphy = fab.murphy_yield(q(density, "1/cm^2"), q(area, "mm^2/die")).magnitude
    independent = np.exp(-density * area / 100.0)  # Poisson: no defect on a die, with 100 mm^2 to the cm^2
    assert independent <= murphy + 1e-11  # without defects the square of a difference quotient
    assert 0 <= murphy <= 1


@given(defects, areas, st.floats(1.01, 3))
def test_yield_falls_with_the_density_of_defects(density: float, area: float, more: float) -> None:
    a = q(area, "mm^2/die")
    better, worse = (fab.murphy_yield(q(d, "1/cm^2"), a).magnitude for d in (density, density * more))
    assert worse <= better


@given(st.floats(0, 0.5), st.floats(0.5, 1), st.floats(0, 20), st.floats(0, 10))
def test_yield_is_learnt(first: float, mature: float, time: float, more: float) -> None:
    now, later = (
        fab.learned_yield(q(first), q(mature), q(5, "year"), q(3, "year"), q(t, "year")).magnitude
        for t in (time, time + more)
    )
    assert first - 1e-12 <= now <= later + 1e-12 <= mature + 2e-12


def test_the_note_on_the_learning_time_is_right() -> None:
    ends = [fab.learned_yield(q(0), q(1), q(5, "year"), q(1, "year"), q(5 + t, "year")).magnitude for t in (-0.8, 0.8)]
    assert ends[1] - ends[0] == pytest.approx(0.92, abs=0.005)
    slope = (fab.learned_yield(q(0), q(1), q(5, "year"), q(2, "year"), q(5 + 1e-6, "year")).magnitude - 0.5) / 1e-6
    assert slope == pytest.approx(1 / 2, rel=1e-4)  # a derivative by difference


@given(st.floats(0, 20))
def test_a_ramp_stays_between_nothing_and_the_plant(time: float) -> None:
    starts = fab.ramped_capacity(q(100, "kilowspm"), q(3, "year"), q(2, "year"), q(time, "year")).m_as("kilowspm")
    assert 0 <= starts <= 100
    assert starts == pytest.approx(100 * min(max((time - 3) / 2, 0), 1))


# ---- wafers to gigawatts ------------------------------------------------------------------------------------------


def test_wafers_to_gigawatts_link_by_link() -> None:
    per_wafer = fab.dies_per_wafer(q(300, "mm"), q(800, "mm^2/die"))
    dies = q(85, "kilowspm") * per_wafer * 0.5
    by_links = (dies / q(2, "die/GPU") * 0.92 * q(1.7, "kW/GPU")).m_as("GW/year")
    watts = fab.power_per_wafer(per_wafer, q(0.5), q(2, "die/GPU"), q(0.92), q(1.7, "kW/GPU"))
    assert fab.power_made(q(100, "kilowspm"), q(0.85), watts).m_as("GW/year") == pytest.approx(by_links)


@given(st.floats(0.01, 2000), st.floats(0.1, 1), st.floats(1, 100))
def test_power_and_capacity_are_inverse(power: float, use: float, watts: float) -> None:
    capacity = fab.capacity_needed(q(power, "GW/year"), q(use), q(watts, "kW/wafer"))
    assert fab.power_made(capacity, q(use), q(watts, "kW/wafer")).m_as("GW/year") == pytest.approx(power)


def test_a_gigawatt_of_macquarie() -> None:
    """400,000 accelerators of 1.7 kW are 0.68 GW; a gigawatt of facility leaves 1.47 for all the rest."""
    assert (q(400e3, "GPU") * q(1.7, "kW/GPU")).m_as("GW") == pytest.approx(0.68)
    assert fab.memory_wafers(q(1, "GW/year"), q(216e3, "wafer/GW")).m_as("wafer/month") == pytest.approx(18e3)


def test_cumulative_power_adds_up() -> None:
    starts = [q(50, "kilowspm"), q(100, "kilowspm")]
    made = fab.cumulative_power(starts, [q(0.2), q(0.6)], q(55, "kW/wafer"))
    by_hand = np.cumsum([50e3 * 12 * 0.2 * 55e-6, 100e3 * 12 * 0.6 * 55e-6])
    assert [m.m_as("GW") for m in made] == pytest.approx(list(by_hand))


@given(st.floats(0.05, 1), st.floats(0.05, 0.95))
def test_a_good_die_costs_more_when_fewer_are_good(share: float, worse: float) -> None:
    wafer = fab.wafer_cost(q(560e3, "USD*month/wafer"), q(0.2, "1/year"), q(0.85), q(8e3, "USD/wafer"))
    good, bad = (fab.good_die_cost(wafer, q(64.8, "die/wafer"), q(y)) for y in (share, share * worse))
    assert bad > good


@pytest.mark.parametrize(
    "call",
    [
        lambda: fab.capital_per_capacity(q(1, "USD"), q(1, "wafer")),
        lambda: fab.dies_per_wafer(q(300, "mm"), q(800, "mm^2")),
        lambda: fab.power_made(q(1, "wspm"), q(1), q(1, "kW")),
    ],
)
def test_wrong_dimensions_are_refused(call: Callable[[], object]) -> None:
    with pytest.raises(pint.DimensionalityError):
        call()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fab.capital_per_capacity(q(1, "USD"), q(0, "wspm")), "capacity must be above"),
        (lambda: fab.dies_per_wafer(q(30, "mm"), q(800, "mm^2/die")), "dies on the wafer must be above 0"),
        (lambda: fab.capacity_needed(q(1, "GW/year"), q(0), q(1, "kW/wafer")), "plant_utilisation must be above 0"),
    ],
)
def test_the_impossible_is_refused(call: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()
