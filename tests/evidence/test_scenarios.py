"""Every scenario loads, changes something, gives its reasons, and moves the parity ratio where it should."""

from __future__ import annotations

import pytest

from analysis.evidence import Case
from analysis.evidence.case import case_of, load_scenario, shipped_scenarios
from analysis.studies import parity

# kinder to orbit than the base; SemiAnalysis states a lighter satellite than ours
KINDER = {"company", "suncatcher", "mccalip", "starcloud", "odc_mature", "jeshap", "semianalysis"}
HARDER = {"sceptic", "ground_learns", "turyshev"}


@pytest.fixture(scope="module")
def base() -> float:
    return float(parity.cost_ratio(Case()).magnitude)


def test_every_scenario_has_a_direction() -> None:
    assert set(shipped_scenarios()) == KINDER | HARDER


@pytest.mark.parametrize("name", sorted(KINDER | HARDER))
def test_loads_and_changes(name: str) -> None:
    scenario = load_scenario(shipped_scenarios()[name])
    plain, there = Case(), case_of(name)
    assert scenario.changes
    assert there.changed == frozenset(scenario.changes)
    moved = [key for key in scenario.changes if there[key] != plain[key]]
    assert len(moved) >= len(scenario.changes) / 2, "a scenario is about what it changes"
    assert all(len(change.reason) > 10 for change in scenario.changes.values())


@pytest.mark.parametrize("name", sorted(KINDER))
def test_kinder_to_orbit(name: str, base: float) -> None:
    assert float(parity.cost_ratio(case_of(name)).magnitude) < base


@pytest.mark.parametrize("name", sorted(HARDER))
def test_harder_on_orbit(name: str, base: float) -> None:
    assert float(parity.cost_ratio(case_of(name)).magnitude) > base


def test_a_case_shows_in_a_notebook_what_it_changes_and_why():
    shown = case_of("sceptic")._repr_html_()
    assert "<td>launch.base_launch_price</td><td>$1,500/kg</td><td>$3,727/kg</td><td>A kilogram on" in shown
    assert Case()._repr_html_() == "<p>case base: no changed numbers</p>"
