"""What a page shows as a table: ranges, flips that can be, text that is text."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.evidence import Case, claim_records
from analysis.evidence.forecasts import forecast
from analysis.figures import verdicts as figures
from analysis.format import number
from analysis.pages import reference, tables
from analysis.results import uncertainty, verdicts
from analysis.results.registry import find
from analysis.results.verdicts import MARKS
from analysis.units import Quantity

WORLD = Case()


@pytest.mark.parametrize(
    ("key", "value", "possible"),
    [
        ("cluster.utilisation", 0.5, True),
        ("cluster.utilisation", 6.4, False),
        ("cluster.utilisation", -0.1, False),
        ("launch.base_launch_price", -1400.0, False),
        ("launch.base_launch_price", 90000.0, True),
        ("cost.learning_rate_facility", -0.02, True),
    ],
)
def test_a_flip_lies_where_the_input_can_be(key, value, possible):
    assert uncertainty.possible(WORLD.record(key), value) is possible


def test_text_in_a_table_is_text():
    shown = tables.frame(pd.DataFrame({"a": ["x | y $5"], "b": [1234.5]}), ["A", "B"])
    assert r"x \| y \$5" in shown
    assert "1,230" in shown


def test_zeros_at_the_end_stand_where_the_last_digit_decides():
    data = pd.DataFrame({"ratio": [1.0064, 2.1960, 17.4187]})
    cells = [line.split("|")[1].strip() for line in tables.frame(data, ["R"], zeros=True).splitlines() if "." in line]
    assert cells == ["1.01", "2.20", "17.4"]
    assert "2.20" not in tables.frame(data, ["R"])


def test_heads_are_as_many_as_columns():
    with pytest.raises(ValueError, match="heads needs 2 entries"):
        tables.frame(pd.DataFrame({"a": [1], "b": [2]}), ["A"])


def test_every_verdict_has_a_sign_and_a_class():
    style = (Path(__file__).parents[2] / "book" / "_static" / "report.css").read_text(encoding="utf-8")
    for answer in MARKS:
        assert f".{tables.css_class(answer).split()[1]}" in style
        assert tables.mark(answer).endswith(answer)


def test_markup_in_a_record_is_escaped():
    record = WORLD.record("offering.price").model_copy(update={"name": "<script>alert(1)</script> | *bold*"})
    case = Case()
    case._records["offering.price"] = record
    shown = tables.inputs(case, ["offering.price"])
    assert "<script>" not in shown
    assert r"\| \*bold\*" in shown


def test_a_strip_draws_each_range_over_its_own_value() -> None:
    names = ["cluster.pue", "offering.price", "comparators.capital_per_watt"]
    records = [WORLD.record(name) for name in names]
    strip = tables.range_strip(records)
    assert strip.count("M") == sum(record.is_uncertain for record in records) == 2  # a price that was paid has none
    # 29 to 80 dollars about 38: from 0.76 to 2.11 times, where the strip shows a quarter to four times in 24 pixels
    assert "M15 14V6" in strip
    style = (Path(__file__).parents[2] / "book" / "_static" / "report.css").read_text(encoding="utf-8")
    assert f"÷{tables._TIMES} to ×{tables._TIMES} of each value" in style, "what the page says beside it"
    assert tables.inputs(WORLD, names).startswith(f'<details class="inputs"><summary>3 inputs and their ranges{strip}')


def test_shares_within_each_others_intervals_are_not_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["offering.price", "spacex.revenue_2025", "spacex.ai_capex_2024"]
    shares = pd.DataFrame({"input": names, "alone": 0.3, "alone_error": 0.02, "total": [0.5, 0.3, 0.29], "error": 0.02})
    monkeypatch.setattr(uncertainty, "decides", lambda key, case: shares)
    text = tables.decides("multiple.offer_multiple", WORLD)
    assert text.count("is undecided") == 1
    assert f"{WORLD.record(names[1]).name}** and **{WORLD.record(names[2]).name}** explains more is undecided" in text
    assert "| 30 ± 2 % | 29 ± 2 % |" in text


def test_the_inputs_that_decide_are_told_with_what_they_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = pd.DataFrame({"input": ["offering.price", "spacex.revenue_2025"], "alone": 0.3, "alone_error": 0.02})
    monkeypatch.setattr(uncertainty, "decides", lambda key, case: shares.assign(total=[0.5, 0.3], error=0.02))
    text, table = tables.decides("parity.ratio_2028", WORLD).split("```{table}")
    named = find("parity.ratio_2028").sentence.rstrip(".")
    assert "2028" in named  # of several years, the one that is ranked
    assert named in text
    assert named in table.splitlines()[0]


def test_points_are_added_until_the_intervals_are_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    key = "cluster.cost_ratio"
    found = uncertainty.decides(key, WORLD, 2**7)
    assert 0.0 < found["error"].max() <= uncertainty.WIDEST
    monkeypatch.setattr(uncertainty, "MOST", 2**7)
    assert uncertainty.decides(key, WORLD, 2**7)["error"].max() > uncertainty.WIDEST


def test_a_box_gives_need_distance_turning_threshold_and_the_beliefs_behind_a_forecast(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(verdicts, "nearest_flip", lambda claim, case: None)
    monkeypatch.setattr(verdicts, "stability", lambda claim, case: {})
    judged = {name: verdicts.judge(claim_records()[name], WORLD) for name in ("A11", "B28", "A10")}
    boxes = {name: tables.verdict_box(judgement, WORLD) for name, judgement in judged.items()}
    found = judged["A11"].main
    assert found is not None
    assert verdicts.format_interval(found) in boxes["A11"]
    assert f"Computed over needed: {number(found.ratio[1], 2)}." in boxes["A11"]
    factor = found.turns_at / float(Quantity(1.0, found.needed.units).m_as(found.computed.units))
    assert f"With a threshold {number(factor, 3)} times as high it would be “{found.turns_to}”" in boxes["A11"]
    assert f"**Under named priors:** 40 % to 70 %, {forecast(judged['B28'].claim.forecast).priors}." in boxes["B28"]
    assert judged["A10"].claim.no_number in boxes["A10"]


def test_the_home_page_says_why_a_need_of_ours_is_what_it_is_and_where_it_turns(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = [verdicts.judge(claim_records()[name], WORLD) for name in ("T03", "B05", "A11")]
    monkeypatch.setattr(tables, "_headline_judgements", lambda case: few)
    text = tables.own_thresholds(WORLD)
    for judged in (few[0], few[2]):
        reason = judged.claim.reason
        assert f"| {judged.claim.chapter} | {reason[0].upper()}{reason[1:]} | With a threshold " in text
        assert f"it would be “{judged.main.turns_to}”. |" in text
    assert "| 1 |" not in text  # the document states 64 itself


def test_a_claim_is_known_when_a_forecast_settles_it_and_before_that_there_are_signs() -> None:
    known = {}
    for name, claim in claim_records().items():
        settling, sign = verdicts.deciding_forecast(claim), verdicts.next_sign(claim)
        if settling is not None:
            known[name] = settling.id
            both = (verdicts.outcome_for(claim, text) for text in (settling.if_true, settling.if_false))
            assert all(name in text for text in both)
            assert verdicts.answers_known_by(claim) == f"{settling.day:%-d %B %Y}"
        elif sign is not None:
            assert verdicts.answers_known_by(claim) == f"next sign {sign.day:%-d %B %Y}"
    assert known["T12"] == "parity-2028"
    assert "T03" not in known  # its outcomes are likely and unlikely
    judged = verdicts.judge(claim_records()["T12"], WORLD)
    for line in tables._decided(judged):
        assert "If so: A11" not in line


def test_a_box_says_where_the_probability_of_a_quantity_comes_from() -> None:
    for name, said in (("B28", "a judgement"), ("T02", "the plain mean over the sources"), ("A11", "the ranges of")):
        assert said in tables._kind(verdicts.judge(claim_records()[name], WORLD)), name


def test_a_claim_by_sources_prints_the_lowest_and_the_highest_against_what_it_needs() -> None:
    judged = verdicts.judge(claim_records()["T02"], WORLD)
    computed, needed = verdicts.format_computed_of(judged, WORLD), verdicts.format_needed_of(judged)
    assert computed.count("–") == 1
    assert needed.startswith("≥ 1")
    assert f"{computed}. Needed: {needed}" in " ".join(tables._comparison(judged, WORLD))
    assert computed in tables.claim_rows([judged], WORLD)


def test_what_would_change_an_answer_is_searched_and_only_else_a_condition(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = verdicts.judge(claim_records()["A12"], WORLD)
    assert judged.claim.condition
    flip = verdicts.Flip(("cluster.pue",), (WORLD["cluster.pue"],), 0.5)
    for found, words in ((flip, "effectiveness"), (None, "nothing within ten times the range of any input")):
        monkeypatch.setattr(verdicts, "nearest_flip", lambda claim, case, found=found: found)
        assert words in tables.hangs_on(judged, WORLD)
        assert "(a condition of ours" not in tables.hangs_on(judged, WORLD)


def test_what_is_not_searched_says_why() -> None:
    """Every headline claim has a searched flip, or the reason why none can be; a quantity is always searched."""
    whys = {
        "A10": "not searched: a plan is repeated",
        "A21": "not searched: nothing is computed",
        "A17": "not searched: nothing that it reads has a range",
        "B34": "no input turns it within ten times its range",
        "T03": "nothing within ten times the range of any input, or of any two together",
        "B28": "our probability of it were 67 % instead of 55 %",
        "T02": "operating margin of AI in year 10",
    }
    for name, why in whys.items():
        assert why in tables.hangs_on(verdicts.judge(claim_records()[name], WORLD), WORLD), name
    for claim in claim_records().values():
        said = tables.hangs_on(verdicts.judge(claim, WORLD), WORLD)
        assert said or not claim.headline, claim.id
        assert claim.kind != "quantity" or "not searched" not in said, claim.id


def test_a_box_gives_answer_number_firmness_flip_and_day_before_its_reasons() -> None:
    """In that order, with what is only a stand-in named; and a probability that is not firm says so in the title."""
    box = tables.verdict_box(verdicts.judge(claim_records()["A11"], WORLD), WORLD)
    heads = ("Answer: ", "Computed (", "**How firm:**", "**Nearest flip:**", "**Next sign on", "**Stands in:**")
    places = [box.index(head) for head in heads]
    assert places == sorted(places)
    assert "not firm: " in box.splitlines()[0]
    assert ", a threshold of ours: " in box
    assert "median $" in box


def test_the_page_of_claims_gives_flip_and_firmness_of_every_claim_that_is_drawn() -> None:
    seen = set()
    for claim in claim_records().values():
        judged = verdicts.judge(claim, WORLD)
        entry = reference._claim(judged, WORLD)
        pair = judged.main is not None and judged.main.computed is not None and np.ndim(judged.main.computed.magnitude)
        if claim.kind == "quantity" or (judged.is_drawn and not pair):
            assert "*Nearest flip:*" in entry, claim.id
            seen.add(claim.id)
        if judged.is_drawn:
            assert verdicts.format_stability(claim, WORLD).split(":")[0] in entry, claim.id
        assert ("*Stands in:*" in entry) == bool(claim.stands_in), claim.id
    assert {"B13", "B21", "T02", "T03", "T12", "T20", "A22"} <= seen


def test_the_forest_marks_what_is_our_reading() -> None:
    frame = figures.forest_frame(WORLD).set_index("chapter")
    for claim in claim_records().values():
        if claim.headline and claim.chapter in frame.index:
            assert ("(T: our reading)" in frame.loc[claim.chapter, "answer"]) == claim.is_ours, claim.id
