"""What it takes to make a claim likely, a tornado, a weighted value: each against what it stands for."""

from __future__ import annotations

import pytest

from analysis.api import core, goals
from analysis.evidence import Case, claim_records
from analysis.evidence.errors import EvidenceError
from analysis.results import uncertainty, verdicts


@pytest.mark.parametrize(("claim", "key"), [("A06", "cluster.colossus2_it_power"), ("B07", "offering.latest_price")])
def test_with_the_value_found_the_claim_is_as_likely_as_wanted(claim, key):
    found = goals.goal(claim, key, "likely").iloc[0]
    there = verdicts.judge(claim_records()[claim], core.scenario("base", {key: found["value_number"]}))
    assert there.verdict_today in ("likely", "true")
    assert there.main.probability.value == pytest.approx(found["probability_there_number"], abs=0.01)
    assert found["probability_there_number"] >= 0.895
    record = Case().record(key)
    beyond = [found["value_number"] + sign * 0.005 * record.value for sign in (-1, 1)]
    words = {
        verdicts.judge(claim_records()[claim], core.scenario("base", {key: value})).verdict_today for value in beyond
    }
    assert len(words) == 2  # a little to one side it is no longer likely


def test_a_goal_that_no_value_reaches_says_how_near_it_comes():
    found = goals.goal("T12", "launch.price", "likely").iloc[0]
    assert found["value"] == "none"
    assert "for all values from $20/kg" in found["why_none"]
    assert found["value_number"] is None


def test_goals_that_cannot_be_are_refused_with_what_would_do():
    for claim, key, wanted, words in (
        ("A06", "launch.price", "likely", "does not rest on launch.base_launch_price"),
        ("A06", "cluster.pue", "sure", "a word .likely, leans true, open, leans false. or a probability"),
        ("A06", "cluster.pue", "150%", "a probability between 0 and 1"),
        ("T99", "cluster.pue", "likely", "neither a claim nor a study"),
    ):
        with pytest.raises(EvidenceError, match=words):
            goals.goal(claim, key, wanted)


def test_a_tornado_holds_what_the_result_is_at_both_ends():
    key, base = "satellite.specific_mass_rolled_up", Case()
    frame = goals.tornado(key)
    assert set(frame["input"]) == set(uncertainty.uncertain_inputs(key, base))
    for row in frame.head(3).itertuples():
        record = base.record(row.input)
        for end, value in ((record.low, row.result_at_low), (record.high, row.result_at_high)):
            there = core.evaluate(key, core.scenario("base", {row.input: end}))["low"][0]
            assert value == pytest.approx(there, rel=1e-9)


def test_a_weighted_value_is_the_mean_of_the_scenarios():
    frame = goals.weighted("parity.cost_ratio", {"base": 3.0, "sceptic": 1.0})
    base, other = (core.evaluate("parity.cost_ratio", name)["low"][0] for name in ("base", "sceptic"))
    assert frame["low"].iloc[-1] == pytest.approx(0.75 * base + 0.25 * other, rel=1e-12)
    for weights in ({}, {"base": -1.0}, {"base": 0.0}):
        with pytest.raises(EvidenceError, match="weights are numbers"):
            goals.weighted("parity.cost_ratio", weights)


def test_the_charts_are_written(tmp_path):
    frame = goals.tornado("satellite.specific_mass_rolled_up")
    for suffix in ("svg", "html"):
        goals.tornado_chart(frame, "satellite.specific_mass_rolled_up").save(str(tmp_path / f"t.{suffix}"))
    assert (tmp_path / "t.svg").read_text(encoding="utf-8").count("<path") > 12
