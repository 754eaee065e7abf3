"""The bench in Python: worlds by name, values in any unit, comparisons that say what did it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis.api import core as workbench
from analysis.api.core import (
    beyond_range,
    breakeven,
    compare,
    evaluate,
    montecarlo,
    read_value,
    scenario,
    sensitivity,
    verdicts,
)
from analysis.evidence import Case, Scenario, claim_records, records
from analysis.evidence.case import Change, price_index
from analysis.evidence.errors import EvidenceError
from analysis.results import registry
from analysis.results import snapshots as releases
from analysis.results import verdicts as claims
from analysis.results.registry import find
from analysis.results.verdicts import read_pins
from analysis.units import Quantity

MULTIPLE = "multiple.offer_multiple"
BASE = Case()


@pytest.mark.parametrize(
    "given",
    [
        "100",
        "100 USD/share",
        "1e2 USD/share",
        "0.1 kiloUSD/share",
        "+1_00",
        100,
        np.float64(100),
        Quantity(100, "USD/share"),
    ],
)
def test_a_value_is_read_in_every_form(given):
    assert read_value(BASE, "offering.price", given).to("USD/share").magnitude == pytest.approx(100, rel=1e-12)


def test_several_values_are_read_in_brackets_or_as_a_sequence():
    for given in ("[24e9, 30e9] USD/year", "[24; 30] gigaUSD/year", (24e9, 30e9), np.array([24e9, 30e9])):
        read = read_value(BASE, "documents.revenue_range", given).magnitude
        assert read == pytest.approx([24e9, 30e9], rel=1e-12)


def test_money_is_that_of_the_record_unless_another_year_is_named():
    key = next(k for k in BASE if BASE.record(k).unit == "USD/kg" and BASE.record(k).price_year == 2025)
    assert read_value(BASE, key, "200 USD/kg").units == BASE.record(key).units
    with pytest.warns(UserWarning, match="dollars of 2018 carried to 2025"):
        carried = read_value(BASE, key, "200 USD_2018/kg")
    assert carried.units == BASE.record(key).units
    assert carried.magnitude == pytest.approx(200 * price_index()[2025] / price_index()[2018])
    with pytest.raises(EvidenceError, match="the price index has no value for 1999"):
        read_value(BASE, key, "200 USD_1999/kg")


@pytest.mark.parametrize("given", ["nan", float("nan"), float("inf"), None, "", [], {}, "1 2 3", "yes"])
def test_what_is_no_number_is_refused(given):
    with pytest.raises(EvidenceError, match=r"offering\.price"):
        read_value(BASE, "offering.price", given)


def test_a_scenario_on_top_of_a_scenario_keeps_both():
    case = scenario("sceptic", {"offering.price": "100 USD/share"})
    assert case["offering.price"].magnitude == 100
    assert case.changed == scenario("sceptic").changed | {"offering.price"}
    assert scenario(case, {"offering.price": 90})["offering.price"].magnitude == 90


def test_what_a_world_holds_already_stays_when_another_number_changes():
    start = Case().with_values({"offering.price": Quantity(100.0, "USD/share")})
    case = scenario(start, {"launch.price": 200.0})
    assert case["offering.price"] == start["offering.price"]
    assert case["launch.base_launch_price"].magnitude == 200
    assert scenario(start, {"offering.price": 90})["offering.price"].magnitude == 90


def test_every_shipped_scenario_loads_and_changes_something():
    listed = workbench.scenarios().set_index("scenario")["changes"]
    assert listed["base"] == 0
    for name in listed.index.drop("base"):
        case = scenario(name)
        assert len(case.changed) == listed[name] > 0


def test_a_number_set_by_hand_is_exactly_that_in_a_simulation():
    key = "satellite.specific_mass_rolled_up"
    inputs = {k: BASE[k] for k in registry.find(key).evaluate(BASE).records if BASE.record(k).is_uncertain}
    held = scenario("base", dict(list(inputs.items())[1:]))
    free, less = (montecarlo(key, case, 2**10).iloc[0] for case in (BASE, held))
    assert less["p95"] - less["p5"] < free["p95"] - free["p5"]
    with pytest.raises(EvidenceError, match="nothing it reads has a range"):
        montecarlo(key, scenario("base", inputs))


def test_evaluate_gives_both_ends_of_a_range():
    row = evaluate("multiple.amazon_ratio_stated_range").iloc[0]
    assert row["low"] < row["high"]


def test_a_result_that_cannot_be_sampled_is_refused_by_name():
    with pytest.raises(EvidenceError, match=r"multiple\.amazon_ratio_stated_range is a range already"):
        montecarlo("multiple.amazon_ratio_stated_range")


def test_a_break_even_that_is_out_of_reach_says_why():
    row = breakeven(MULTIPLE, "offering.price", -5).iloc[0]
    assert row["break_even"] == "none"
    assert row["why_none"]


UNDEFINED = "ground.price_at_wood_mackenzie"  # no block is the dearest where the path needs more than all hold


def test_points_without_a_number_are_noted_and_not_ranked():
    with pytest.warns(UserWarning, match=rf"{UNDEFINED} is infinite at 1\.\d % of the points; they are counted"):
        row = montecarlo(UNDEFINED, count=2**12).iloc[0]
    assert row["p5"] < row["p50"] < row["p95"]
    with pytest.warns(UserWarning, match="not a finite number"):
        workbench.histogram(UNDEFINED, count=2**12)
    with pytest.raises(EvidenceError, match=f"{UNDEFINED} cannot be ranked: .*not a finite number"):
        sensitivity(UNDEFINED)


def test_what_the_engine_refuses_is_told_with_what_was_asked():
    key = "satellite.specific_mass_rolled_up"
    with pytest.raises(EvidenceError, match=f"{key} cannot be sampled: count must be at least 16"):
        montecarlo(key, count=3)
    with pytest.raises(EvidenceError, match=f"{key} cannot be ranked: count must be a power of two"):
        sensitivity(key, count=100)


def test_sensitivity_ranks_by_the_total():
    shares = sensitivity("satellite.specific_mass_rolled_up", count=2**9)
    assert shares["total"].is_monotonic_decreasing
    assert set(shares["input"]) <= set(records())


def test_sources_names_every_record_behind_a_result():
    rows = workbench.sources(MULTIPLE)
    assert set(rows["record"]) == set(registry.find(MULTIPLE).evaluate(BASE).records)
    assert (rows["title"] != "").all()


def test_the_package_offers_the_bench():
    assert set(analysis.__all__) <= set(dir(analysis))
    for name in analysis.__all__:
        assert callable(getattr(analysis, name))
        assert getattr(analysis, name).__doc__
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = analysis.nothing_of_the_kind


def test_charts_say_what_they_show():
    for chart in (
        workbench.histogram("satellite.specific_mass_rolled_up", count=2**8),
        workbench.ranking(MULTIPLE_WITH_RANGE),
    ):
        drawn = chart.to_dict()
        assert len(drawn["description"]) > 40


MULTIPLE_WITH_RANGE = "satellite.specific_mass_rolled_up"


# ---- comparisons -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def half():
    """The base against the world in which the share costs half."""
    return compare(BASE, scenario("base", {"offering.price": "67.5 USD/share"}))


@pytest.mark.night
def test_a_comparison_names_inputs_results_and_verdicts(half):
    assert list(half.inputs["input"]) == ["offering.price"]
    moved = half.results.set_index("result")["ratio"]
    assert moved[MULTIPLE] == pytest.approx(0.5, rel=1e-12)  # the value is the price times the shares
    reads = {k for k, r in registry.results().items() if "offering.price" in r.evaluate(BASE).records}
    assert set(moved.index) <= reads
    assert (half.verdicts["single_input_that_flips_it"] == "offering.price").all()


@pytest.mark.night
def test_what_moves_most_comes_first(half):
    size = np.log(half.results["ratio"].where(half.results["ratio"] > 0)).abs().fillna(np.inf)
    assert size.is_monotonic_decreasing


@pytest.mark.night
def test_a_comparison_shows_itself(half):
    assert "offering.price" in half._repr_html_()
    assert repr(half).startswith("<base against base, with offering.price set by hand: 1 input, ")
    assert set(half.tidy()["part"]) >= {"inputs", "results"}
    assert len(half.chart().to_dict()["description"]) > 40


def test_one_thing_that_differs_is_told_in_the_singular():
    frames = [pd.DataFrame({"name": list(range(count))}) for count in (1, 5, 1)]
    said = repr(workbench.Comparison("base", "other", *frames))
    assert said == "<base against other: 1 input, 5 results and 1 verdict differ>"


def test_where_a_model_refuses_the_others_still_answer(monkeypatch):
    def refuses(case):
        raise ValueError("no")

    monkeypatch.setattr(registry.find(MULTIPLE), "function", refuses)
    case = Case()
    assert evaluate("multiple", case).set_index("result").loc[MULTIPLE, "shown"] == workbench.NOT_COMPUTED
    with pytest.raises(EvidenceError, match=r"multiple\.offer_multiple cannot be computed in the case 'base': no"):
        evaluate(MULTIPLE, case)


def below(height=-100.0):
    """A case in which no model of an orbit answers; nobody can type it."""
    return BASE.with_values({"orbit.reference_altitude": Quantity(height, "km")})


def test_a_comparison_tells_what_a_model_refuses_in_either_world():
    bad = below()
    there, back = compare(BASE, bad, "satellite"), compare(bad, BASE, "satellite")
    refused = there.results.query("second == @workbench.NOT_COMPUTED")
    assert len(refused) > 10
    assert set(refused["result"]) == set(back.results.query("first == @workbench.NOT_COMPUTED")["result"])
    assert set(back.results["mostly_by"]) == {"orbit.reference_altitude"}
    assert set(there.verdicts["claim"]) == set(back.verdicts["claim"])


def test_what_is_refused_in_both_worlds_does_not_move():
    found = compare(below(), scenario(below(), {"offering.price": 140}), "satellite")
    assert [len(frame) for frame in found.frames().values()] == [1, 0, 0]
    found = compare(below(), below(-200.0), "satellite")
    assert len(found.results.query("first == @workbench.NOT_COMPUTED")) == 0


def test_a_trace_of_what_a_model_refuses_names_the_result():
    with pytest.raises(EvidenceError, match=r"satellite\.specific_mass_rolled_up cannot be computed in the case"):
        workbench.trace("satellite.specific_mass_rolled_up", below())
    assert workbench.trace(MULTIPLE).name == MULTIPLE


def test_a_snapshot_has_a_row_for_what_a_model_refuses(monkeypatch):
    two = {key: registry.find(key) for key in ("satellite.specific_mass_rolled_up", MULTIPLE)}
    judged = {name: claim_records()[name] for name in ("A13", "B05")}
    monkeypatch.setattr(releases, "registry", SimpleNamespace(results=lambda: two))
    monkeypatch.setattr(releases, "claim_records", lambda: judged)
    found, plain = (releases.of(case) for case in (below(), BASE))
    for kind, refused, other in (("result", *two), ("verdict", *judged)):
        assert found[kind][refused] == releases.REFUSED != plain[kind][refused]
        assert found[kind][other] == plain[kind][other]
        assert not found[kind][refused].agrees_with(plain[kind][refused])


@pytest.mark.night
def test_a_world_does_not_differ_from_itself():
    same = compare(BASE, "base")
    assert [len(frame) for frame in same.frames().values()] == [0, 0, 0]


@pytest.mark.night
def test_what_a_result_rests_on_does_not_depend_on_what_was_asked_before():
    forward, backward = Case(), Case()
    results, tables = list(registry.results().values()), list(registry.tables().values())
    for case, step in ((forward, 1), (backward, -1)):
        for result in results[::step]:
            result.evaluate(case)
        for table in tables[::step]:
            table.records(case)
    differ = [r.key for r in results if r.evaluate(forward).records != r.evaluate(backward).records]
    differ += [t.key for t in tables if t.records(forward) != t.records(backward)]
    assert differ == []


def test_a_comparison_can_be_of_one_study():
    found = compare("base", scenario("base", {"offering.price": "67.5 USD/share"}), "multiple")
    assert all(str(key).startswith("multiple.") for key in found.results["result"])
    assert MULTIPLE in set(found.results["result"])


def test_claims_are_chosen_by_name_or_by_study():
    assert list(verdicts(only="B05")["claim"]) == ["B05"]
    assert {"B05", "B06"} <= set(verdicts(only="multiple")["claim"])
    with pytest.raises(EvidenceError, match="neither a claim nor a study is called 'multple'; did you mean multiple"):
        verdicts(only=["multple"])


# ---- releases --------------------------------------------------------------------------------------------------------


def test_this_version_has_a_snapshot_with_the_verdicts_of_the_registry():
    stored = releases.read(analysis.__version__)["verdict"]
    pinned = {row["claim"]: releases.say_verdicts(row["as_published"], row["today"]) for row in read_pins()}
    assert {n: e.shown for n, e in stored.items()} == pinned, "run `make snapshot` before a release"


def test_releases_stand_in_their_order(tmp_path):
    for name in ("0.10.0", "0.9.0", "1.0.0"):
        (tmp_path / f"{name}.csv").write_text("kind,key,values,unit,shown\n", encoding="utf-8")
    assert releases.known(tmp_path) == ("0.9.0", "0.10.0", "1.0.0")


@pytest.mark.parametrize("line", ["result,a.b,x,kg,1 kg", "wish,a.b,1,kg,1 kg", "result,a.b"])
def test_a_malformed_snapshot_names_its_line(tmp_path, line):
    (tmp_path / "1.0.0.csv").write_text(f"kind,key,values,unit,shown\n{line}\n", encoding="utf-8")
    with pytest.raises(EvidenceError, match=r"1\.0\.0\.csv: \[line 2\]"):
        releases.read("1.0.0", tmp_path)


def test_a_snapshot_that_says_something_else_is_not_overwritten(tmp_path, monkeypatch):
    said = {"verdict": {"B05": releases.Entry((), "", "false")}}
    monkeypatch.setattr(releases, "of", lambda _: said)
    file = releases.write(BASE, tmp_path, "1.0.0")
    before = file.read_bytes()
    assert releases.write(BASE, tmp_path, "1.0.0") == file
    said["verdict"]["B05"] = releases.Entry((), "", "true")
    with pytest.raises(EvidenceError, match=r"1\.0\.0\.csv: .*; set a new __version__"):
        releases.write(BASE, tmp_path, "1.0.0")
    assert [f.name for f in tmp_path.iterdir()] == ["1.0.0.csv"]
    assert file.read_bytes() == before
    assert releases.write(BASE, tmp_path, "1.0.1").name == "1.0.1.csv"


@pytest.mark.night
def test_a_release_is_compared_with_a_world(tmp_path, monkeypatch):
    old = scenario("base", {"offering.price": "67.5 USD/share"})
    file = releases.write(old, tmp_path, "0.0.1")
    again = file.read_bytes()
    assert releases.write(old, tmp_path, "0.0.1").read_bytes() == again
    monkeypatch.setattr(releases, "SNAPSHOTS", tmp_path)
    monkeypatch.setattr(releases.read, "__defaults__", (tmp_path,))
    found = workbench.compare_release("0.0.1", BASE)
    assert list(found.inputs["input"]) == ["offering.price"]
    ratio = found.results.set_index("result")["ratio"]
    assert ratio[MULTIPLE] == pytest.approx(2, rel=1e-9)
    assert (found.verdicts["single_input_that_flips_it"] == "offering.price").all()


@pytest.mark.night
def test_verdicts_are_those_of_the_registry():
    frame = verdicts().set_index("claim")
    firm = {name: claims.format_firmness(record, Case()) for name, record in claim_records().items()}
    assert frame["firmness"].to_dict() == firm
    assert frame["firmness"]["A06"].startswith("not firm: ")
    assert frame["firmness"]["T12"] == ""
    assert isinstance(frame, pd.DataFrame)
    assert {n: frame.loc[n, "today"] for n in frame.index} == {row["claim"]: row["today"] for row in read_pins()}


def test_why_names_the_input_that_alone_moves_a_result_most():
    changes = {"launch.price": "200 USD/kg", "satellite.parts_scale": 0.99}
    found = compare("base", scenario("base", changes), only="parity", why=True).results.set_index("result")
    assert found.loc["parity.cost_ratio", "mostly_by"] == "launch.base_launch_price"  # a seventh against 0.4 %
    assert found.loc["parity.specific_mass", "mostly_by"] == "satellite.parts_scale"  # it reads nothing else
    for drawn in ("parity.cost_ratio_2028", "parity.median_ratio_2028", "parity.probability_by_2040"):
        assert found.loc[drawn, "mostly_by"] == "launch.base_launch_price"
    alone = {key: scenario("base", {key: value}) for key, value in changes.items()}
    ratios = {key: evaluate("parity.cost_ratio", case)["low"][0] for key, case in alone.items()}
    assert min(ratios, key=lambda key: ratios[key]) == "launch.price"


def changing(name="mine", **changes):
    """A case that changes these numbers, `topic__name` for `topic.name`, each a value with its ends."""
    made = {
        key.replace("__", "."): Change(value=value, low=low, high=high, reason="To see.")
        for key, (value, low, high) in changes.items()
    }
    return Case(Scenario(name=name, title=name, why="To see.", changes=made))


def test_a_change_of_a_range_alone_is_a_difference():
    narrow = changing(cluster__usual_build_time=(24.0, 24.0, 24.0))
    there, back = compare(BASE, narrow, "cluster"), compare(narrow, BASE, "cluster")
    told = ("cluster.usual_build_time", "24 months (18 months to 36 months, 90 % belief)", "24 months (no range)")
    shown = ["input", "first", "second"]
    assert tuple(there.inputs[shown].iloc[0]) == told
    assert tuple(back.inputs[shown].iloc[0]) == (told[0], *told[:0:-1])
    for found in (there, back):
        assert set(found.results["mostly_by"]) == {"cluster.usual_build_time"}
    wider = changing(cluster__accelerator_efficiency_growth=(1.4, 1.25, 1.6))  # the same ends, but all that can be
    row = compare(BASE, wider, "multiple").inputs.iloc[0]
    assert ("90 % belief" in row["first"], "scenario" in row["second"]) == (True, True)


def test_what_one_change_does_is_told_of_values_in_hand_too():
    price, layers = "offering.price", "stack.platform_layers_joined"
    first = changing(stack__platform_layers_joined=(4.0, 4.0, 4.0)).with_values({price: Quantity(100.0, "USD/share")})
    alone = workbench._with_one(first, BASE, layers)
    assert alone.bounds(layers).magnitude.tolist() == [4.0, 5.0]
    assert alone[price] == first[price]
    assert workbench._with_one(first, BASE, price)[price] == BASE[price]
    assert workbench._with_one(BASE, first, price)[price] == first[price]


def test_without_why_only_what_reads_one_change_has_its_name():
    changes = {"launch.price": "200 USD/kg", "satellite.parts_scale": 0.99}
    found = compare("base", scenario("base", changes), only="parity").results.set_index("result")
    assert found.loc["parity.specific_mass", "mostly_by"] == "satellite.parts_scale"
    assert found.loc["parity.cost_ratio", "mostly_by"] == ""


@pytest.mark.parametrize("price", [1.0, 60.0, 200.0, 1000.0])
def test_an_unusual_price_leaves_no_result_of_the_thesis_without_a_number(price):
    found = evaluate(["conjunction", "multiple", "destination"], scenario("base", {"offering.price": price}))
    assert list(found.loc[found["shown"] == workbench.NOT_COMPUTED, "result"]) == []


def test_a_short_name_that_is_taken_is_refused(monkeypatch):
    from analysis.evidence import store

    taken = store.records()["offering.price"].model_copy(update={"alias": "offering.latest_price"})
    monkeypatch.setattr(store, "records", lambda: {**records(), "offering.price": taken})
    store.aliases.cache_clear()
    with pytest.raises(EvidenceError, match="is taken"):
        store.aliases()
    store.aliases.cache_clear()


def test_every_short_name_is_of_a_record_and_a_scenario_may_use_it(tmp_path):
    from analysis.evidence.store import aliases

    assert aliases()["launch.price"] == "launch.base_launch_price"
    file = tmp_path / "mine.toml"
    file.write_text(
        'title = "Mine"\nwhy = "To see."\n[changes."launch.price"]\nvalue = 200\nreason = "why"\n', encoding="utf-8"
    )
    assert scenario(file).changed == {"launch.base_launch_price"}


@pytest.mark.parametrize("text", ["1,5 USD/share", "1__5 USD/share", "1,50 USD/share", "12,3456 USD/share", "1,"])
def test_a_comma_that_parts_no_thousands_is_refused(text):
    with pytest.raises(EvidenceError, match="is not a number with a unit|is not known"):
        analysis.scenario("base", {"offering.price": text})


@pytest.mark.parametrize(("text", "value"), [("1,500", 1500.0), ("1,234,567.5", 1234567.5), ("1_500", 1500.0)])
def test_thousands_may_be_parted(text, value):
    assert analysis.scenario("base", {"offering.price": f"{text} USD/share"})["offering.price"].magnitude == value


def test_a_break_even_that_cannot_be_says_why():
    found = analysis.breakeven("beaming.beam_efficiency", "beaming.antenna_efficiency", "60 percent").iloc[0]
    assert found["break_even"] == "none"
    assert found["why_none"].startswith("the output stays below the level between 0.08 and 1,")  # an efficiency
    far = analysis.breakeven("multiple.offer_multiple", "offering.price", 2000).iloc[0]
    near = analysis.breakeven("multiple.offer_multiple", "offering.price", 64).iloc[0]
    assert far["why_none"] == ""  # a price has no upper end in the evidence, and the multiple is linear in it
    assert far["break_even_number"] == pytest.approx(near["break_even_number"] * 2000 / 64)


def test_a_break_even_behind_a_pole_holds_when_it_is_put_in():
    key, unknown = "chain.required_ai_revenue", "valuation.ai_margin_year_10"
    found = analysis.breakeven(key, unknown, f"218 {find(key).unit}").iloc[0]
    there = analysis.scenario("base", {unknown: found["break_even"]})
    assert find(key)(there).magnitude == pytest.approx(218.0, rel=2e-3)  # the answer is printed in four digits


def test_a_value_that_cannot_be_is_refused_and_one_beyond_its_range_is_told():
    with pytest.raises(EvidenceError, match=r"launch.base_launch_price can only be 0 to 3.6e\+09 USD/kg; got -5; try"):
        read_value(BASE, "launch.base_launch_price", "-5 USD/kg")
    case = scenario("base", {"offering.price": "1000 USD/share"})
    assert beyond_range(case, ["launch.base_launch_price"]) == []
    record = next(r for r in records().values() if r.is_uncertain and r.limits and np.isinf(r.limits[1]))
    with pytest.raises(EvidenceError, match="can only be at least"):
        read_value(BASE, record.key, -5.0 if not record.price_year else f"-5 {record.unit}")
    far = scenario("base", {record.key: Quantity(1e3 * float(record.highest.magnitude), record.units)})
    (note,) = beyond_range(far, [record.key])
    assert "lies outside its range" in note
