"""Chapter 19: what its sentences and captions say."""

from __future__ import annotations

import pytest

from analysis.evidence import Case
from analysis.results.uncertainty import program
from analysis.studies import peers

WORLD = Case()


def value(name: str, unit: str = "") -> float:
    return float(getattr(peers, name)(WORLD).to(unit).magnitude)


def test_the_spread_falls_when_every_line_is_counted() -> None:
    assert value("spread_published") == pytest.approx(25.79 / 0.0491, rel=0.01)  # two published ratios
    assert value("spread_one_boundary") < value("spread_published") / 30
    assert value("spread_boundary_and_inputs") < value("spread_same_inputs") < value("spread_one_boundary")


def test_the_captions_hold() -> None:
    low, high = peers.one_boundary_range(WORLD).magnitude
    assert (round(low, 1), round(high)) == (0.8, 11)
    assert 0.45 < value("inputs_share") < 0.6  # half
    assert 0.3 < value("boundary_share") < 0.4  # a third
    assert value("physics_share") < 0.1


def test_shares_make_the_whole() -> None:
    assert sum(value(f"{name}_share") for name in ("boundary", "inputs", "physics")) == pytest.approx(1.0)


def test_the_boundarys_share_lies_within_its_orders() -> None:
    low, high = peers.boundary_share_by_order(WORLD).to("").magnitude
    assert low <= value("boundary_share") <= high


def test_the_direction_in_which_models_move_is_as_told() -> None:
    assert value("starcloud_full") > 20 * value("lowest_published")
    assert value("suncatcher_today_full") < value("suncatcher_today")
    assert value("suncatcher_future_full") > value("suncatcher_future")
    assert value("mccalip_with_servers") < value("mccalip_full") < value("mccalip_published")
    assert value("semianalysis_without_servers") > value("semianalysis_published")


def test_the_eclipses_raise_odc_as_its_own_rerun_did() -> None:
    assert value("odc_today_true_darkness") == pytest.approx(5.96, rel=2e-3)
    assert value("true_darkness", "hour") == pytest.approx(5.13, rel=0.02)  # its Earth is a sphere, ours is flattened


def test_groups_of_inputs_multiply_to_the_distance() -> None:
    frame = peers.harmonised(WORLD).set_index("case")["one_boundary_and_physics"]
    assert value("sceptic_optimist_factor") == pytest.approx(frame["odc, SKEPTIC"] / frame["odc, OPTIMIST"], rel=1e-9)
    assert value("factor_of_launch_price") > value("factor_of_life_and_capital")


def test_counts_fit_together() -> None:
    assert value("reproduced") + value("failed") + value("unseen") == value("checked") == len(peers.validation(WORLD))
    assert len(peers.failures(WORLD)) == value("failed")
    assert peers.by_model(WORLD)[["reproduced", "fails", "cannot"]].to_numpy().sum() == value("checked")


def test_every_model_in_the_ledger_counts_something_else() -> None:
    columns = peers.ledger(WORLD).drop(columns="line")
    assert len({tuple(columns[name]) for name in columns}) == columns.shape[1]


def test_the_headlines_reach_from_a_banks_060_to_78() -> None:
    assert value("lowest_with_build") == 0.6
    assert value("highest_headline") == 78


@pytest.mark.parametrize("name", ["mccalip_own", "mccalip_full", "mccalip_with_servers"])
def test_the_sliders_can_be_traced(name: str) -> None:
    program(f"peers.{name}", WORLD)


def test_without_the_lowest_a_common_physics_widens_the_spread() -> None:
    assert 1.0 < value("inputs_share_without_lowest") + value("boundary_share_without_lowest") < 1.1
