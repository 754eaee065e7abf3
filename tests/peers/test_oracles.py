"""Every row of the validation page's table of oracles, computed again."""

from __future__ import annotations

import pytest

from analysis.evidence.observations import observation
from tools.evidence import oracles

STORED = observation("oracle_differences").frame.set_index("id")


@pytest.fixture(scope="module")
def computed() -> dict[str, oracles.Difference]:
    return {difference.id: difference for difference in oracles.all_differences()}


def test_the_table_holds_every_comparison(computed: dict[str, oracles.Difference]) -> None:
    assert list(STORED.index) == list(computed)


@pytest.mark.parametrize("name", STORED.index)
def test_a_difference_is_within_its_bound_and_as_stored(name: str, computed: dict[str, oracles.Difference]) -> None:
    found, stored = computed[name], STORED.loc[name]
    assert found.points == stored["points"] >= 40
    assert found.largest <= found.bound
    # two digits are stored; below a billionth the order of the operations on another machine may decide
    assert found.largest == pytest.approx(stored["largest"], rel=0.06, abs=1e-9)


def test_grids_reach_from_400_to_2000_km_over_node_times_and_seasons() -> None:
    assert (min(oracles.ALTITUDES), max(oracles.ALTITUDES)) == (400.0, 2000.0)
    assert {6.0, 12.0, 18.0} <= set(oracles.NODE_TIMES)
    assert max(later - day for day, later in zip(oracles.DAYS, oracles.DAYS[1:], strict=False)) < 50  # days
