"""What it takes to make a claim likely, a tornado, a weighted value: each against what it stands for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from analysis.api import core, goals
from analysis.evidence import Case, claim_records
from analysis.evidence.case import Change, Scenario
from analysis.evidence.errors import EvidenceError
from analysis.results import cache, uncertainty, verdicts


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


FILE = """title = "Together"
why = "To test it."
weight = 0.25

[[correlations]]
between = ["{first}", "{second}"]
rank_correlation = 0.8
reason = "One programme."
"""


def test_a_scenario_file_says_how_inputs_hang_together_and_what_it_weighs(tmp_path):
    key = "satellite.specific_mass_rolled_up"
    first, second = goals.tornado(key)["input"].head(2)
    file = tmp_path / "together.toml"
    file.write_text(FILE.format(first=first, second=second), encoding="utf-8")
    base, here = Case(), core.scenario(file)
    names = uncertainty.traced_inputs(key, base)
    assert uncertainty.correlations(names, here)[first, second] == 0.8
    wide, narrow = (
        [uncertainty.simulation(key, case, 2**12).quantile(key, share).value for share in (0.05, 0.95)]
        for case in (here, base)
    )
    assert wide[1] - wide[0] > 1.02 * (narrow[1] - narrow[0])  # both raise the mass, so together they spread it
    changed = core.scenario(file, {"offering.price": 100.0})
    assert changed.correlations == here.correlations
    assert cache._file(changed) != cache._file(core.scenario("base", {"offering.price": 100.0}))
    frame = goals.weighted("multiple.offer_multiple", {"base": 0.75, str(file): None})
    assert list(frame["weight"]) == [0.75, 0.25, 1.0]


def test_a_pair_that_cannot_be_is_refused_with_its_file(tmp_path):
    file = tmp_path / "wrong.toml"
    for first, second, words in (
        ("launch.price", "launch.prices", "no record 'launch.prices'"),
        ("launch.price", "launch.base_launch_price", "needs two records"),
    ):
        file.write_text(FILE.format(first=first, second=second), encoding="utf-8")
        with pytest.raises(EvidenceError, match=rf"wrong.toml.*{words}"):
            core.scenario(file)
    with pytest.raises(EvidenceError, match="has no weight of its own"):
        goals.weighted("multiple.offer_multiple", {"base": None})


def test_the_example_of_the_page_on_scenario_files_is_one(tmp_path):
    page = (Path(__file__).parents[2] / "book/text/reference/scenario-files.md").read_text(encoding="utf-8")
    file = tmp_path / "my.toml"
    file.write_text(page.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    case = core.scenario(file)
    record = case.record("launch.base_launch_price")
    assert (record.value, record.low, record.high, record.distribution) == (400.0, 200.0, 900.0, "lognormal")
    assert uncertainty.distribution(record).quantile(np.array([0.05, 0.95])) == pytest.approx([200, 900], rel=0.1)
    assert case.scenario.weight == 0.3
    assert list(case.correlations.values()) == [0.4]
    for fields, part in ((Scenario, "The file"), (Change, "A change")):
        listed = page.partition(f"## {part}\n")[2].partition("## ")[0]
        for name in set(fields.model_fields) - {"name"}:
            assert f"{name}" in listed, name
