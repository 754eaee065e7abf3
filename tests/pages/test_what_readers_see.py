"""What a reader sees is what was computed: labels of sliders, verdicts, columns, bands, both days of a claim, ties."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.api import core
from analysis.evidence import Case, claim_records, records
from analysis.figures.theme import COLUMN_LABELS
from analysis.format import number
from analysis.pages import draws, tables, whatif
from analysis.results import uncertainty, verdicts
from analysis.results.registry import find
from analysis.units import ureg
from tests.each import each

BOOK = Path(__file__).parents[2] / "book"
CASE = Case()
CHART, WHATIF = "application/vnd.vegalite.v6+json", "application/vnd.wtd.whatif+json"


def stored(kind: str) -> dict[str, Any]:
    """Every chart, or every what-if, of the stored notebooks, by page and place."""
    found = {}
    for path in sorted(BOOK.rglob("*.ipynb")):
        for number_, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
            for output in cell.get("outputs", []):
                if kind in output.get("data", {}):
                    found[f"{path.stem}, cell {number_}"] = output["data"][kind]
    return found


# ---- sliders -----------------------------------------------------------------------------------------------------


def test_a_slider_bears_the_name_and_the_value_of_the_record_that_it_moves() -> None:
    keys = ("offering.price", "cost.energy_price", "satellite.ai1_mass")
    made = whatif.what_if(
        CASE, "trial", "Trial", {"multiple.offer_multiple": "Multiple"}, dict.fromkeys(keys, (0.01, 1e4))
    )
    assert [slider["key"] for slider in made["sliders"]] == list(keys)
    for slider in made["sliders"]:
        record, base = CASE.record(slider["key"]), whatif.shown(CASE, slider["key"])
        assert slider["name"] == slider["key"].replace(".", "_")
        assert slider["label"] == record.name
        assert tables.say_record(record) == CASE.say(slider["key"])
        assert slider["text"] == draws.in_widget(CASE.say(slider["key"]))
        assert slider["value"] == base.magnitude
        assert (slider["min"], slider["max"]) == (0.01, 1e4)


@each("content", stored(WHATIF))
def test_every_stored_slider_is_that_of_its_record(content: Any) -> None:
    known = {key.replace(".", "_"): key for key in CASE}
    for slider in content["sliders"]:
        record = CASE.record(known[slider["name"]])
        assert slider["label"] == record.name
        assert slider["min"] <= slider["value"] <= slider["max"]


# ---- verdicts ----------------------------------------------------------------------------------------------------


def test_a_value_beyond_a_threshold_meets_the_condition_on_its_side_only() -> None:
    """At least is met above, at most below: every test of every claim, a tenth of the threshold away."""
    seen = set()
    for claim in claim_records().values():
        for test in claim.tests:
            wanted = verdicts.threshold(claim, test, CASE) if test.today else None
            comparison = test.comparison or claim.comparison
            if wanted is None or comparison not in ("at least", "at most"):
                continue
            condition = verdicts.condition_of(claim, test, CASE, find(test.today)(CASE))
            edge = condition.least if comparison == "at least" else condition.most
            if not np.isfinite(edge):
                continue
            above, below = (np.array([edge + way * (0.1 * abs(edge) or 1.0)]) for way in (1, -1))
            met = condition.met(above).item(), condition.met(below).item()
            assert met == (comparison == "at least", comparison == "at most"), f"{claim.id}, {test.name or test.today}"
            seen.add(comparison)
    assert seen == {"at least", "at most"}


def test_the_row_of_a_claim_says_then_before_now() -> None:
    judged = next(
        j for j in verdicts.judgements(CASE).values() if "cannot" not in j.verdict_published != j.verdict_today
    )
    then, now = (tables.mark(v) for v in (judged.verdict_published, judged.verdict_today))
    assert then != now
    assert f"{then} then, {now} now" in " ".join(tables.claim_rows([judged], CASE).split())


# ---- columns, titles, units ----------------------------------------------------------------------------------------

# What a title must say when a column's name ends so, and what it must not.
UNITS = {
    "usd_per_kg": (r"kilogram|/kg|a kg|per kg", r"tonne|/t\b|watt"),
    "usd_per_kwh": (r"kilowatt-hour|kWh", r"MWh|/kg"),
    "usd_per_watt": (r"watt|/W\b", r"kilowatt-hour|kilogram"),
    "usd_per_gpu_hour": (r"accelerator|hour", r"kilogram|watt"),
    "kg_per_kw": (r"kilogram|kg|mass", r"tonnes? (?:a|per) kilowatt"),
    "percent": (r"%|per cent|share|percent|probab|chance", r"US\$"),
    "busd": (r"[Bb]illion", r"[Tt]rillion|[Mm]illion "),
    "gw": (r"[Gg]igawatt|GW", r"[Mm]egawatt|MW|TW"),
    "tonnes": (r"[Tt]onne|\bt\b", r"kilogram|kg"),
}


def titled(part: Any) -> list[tuple[str, str]]:
    """Every column with the title that an axis, a legend or a pointer gives it."""
    found = []
    if isinstance(part, dict):
        title = part.get("title")
        if isinstance(part.get("field"), str) and isinstance(title, str) and title:
            found.append((part["field"], title))
        parts = [value for key, value in part.items() if key not in ("data", "datasets", "config")]
        found += [pair for value in parts for pair in titled(value)]
    elif isinstance(part, list):
        found += [pair for value in part for pair in titled(value)]
    return found


def contradicts(column: str, title: str) -> bool:
    """Whether a title does not say the unit that the column's name says, or says another."""
    for ending, (must, must_not) in UNITS.items():
        if column == ending or column.endswith(f"_{ending}"):
            return not re.search(must, title) or re.search(must_not, title) is not None
    return False


@each("spec", stored(CHART))
def test_the_title_of_a_column_says_its_unit(spec: Any) -> None:
    assert [pair for pair in titled(spec) if contradicts(*pair)] == []


def titled_in_source(file: Path) -> list[tuple[str, str]]:
    """Every column that a figure's code gives a title, with the title: typed there or a constant of the module."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    named = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    found = []
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
            title = next((k.value for k in call.keywords if k.arg == "title"), None)
            text = named.get(title.id) if isinstance(title, ast.Name) else getattr(title, "value", None)
            if isinstance(text, str) and isinstance(call.args[0].value, str):
                found.append((call.args[0].value.partition(":")[0], text))
    return found


@each("file", sorted((BOOK.parent / "analysis" / "figures").glob("*.py")))
def test_the_code_of_a_figure_titles_a_column_in_its_unit(file: Path) -> None:
    assert [pair for pair in titled_in_source(file) if contradicts(*pair)] == []


def test_what_a_pointer_shows_beside_a_column_says_its_unit() -> None:
    assert [column for column, words in COLUMN_LABELS.items() if contradicts(column, words)] == []


def test_the_scan_sees_a_wrong_unit() -> None:
    assert contradicts("usd_per_kg", "Launch price (US$ per tonne)")
    assert contradicts("share_percent", "US$ a watt")
    assert not contradicts("usd_per_kg", "Launch price (US$ per kilogram)")


# ---- bands -------------------------------------------------------------------------------------------------------


def test_a_band_runs_from_the_fifth_to_the_ninety_fifth_percentile() -> None:
    result = find("satellite.specific_mass_rolled_up")
    low, high = uncertainty.interval(result, CASE, count=2**13).magnitude
    drawn = uncertainty.samples(result, CASE, count=2**13)
    assert low == pytest.approx(np.quantile(drawn, 0.05), rel=0.02)
    assert high == pytest.approx(np.quantile(drawn, 0.95), rel=0.02)
    assert uncertainty.median(result, CASE, count=2**13).magnitude == pytest.approx(np.quantile(drawn, 0.5), rel=0.02)


@each("spec", stored(CHART))
def test_a_band_is_drawn_from_its_low_to_its_high_end(spec: Any) -> None:
    """Where a chart's data have a low and a high end, no value between them lies outside, and both are used."""
    pairs = (("low", "high"), ("p05", "p95"), ("lower", "upper"), ("low_percent", "high_percent"))
    text = json.dumps({key: value for key, value in spec.items() if key != "datasets"})
    for rows in spec.get("datasets", {}).values():
        for low, high in pairs:
            if rows and {low, high} <= rows[0].keys():
                ends = [(row[low], row[high]) for row in rows if None not in (row[low], row[high])]
                if all(isinstance(end, int | float) for pair in ends for end in pair):
                    assert all(a <= b for a, b in ends), f"{low} above {high}"
                    used = [f'"field": "{name}"' in text for name in (low, high)]
                    assert used[0] == used[1], f"only one of {low} and {high} is drawn"


# ---- the data that others take -------------------------------------------------------------------------------------


def test_low_is_the_low_end_and_high_the_high_end_of_a_range() -> None:
    frame = core.evaluate(["satellite.specific_mass_range", "multiple.stated_range_multiple"], case=CASE)
    assert (frame["low"] < frame["high"]).all()
    for row in frame.to_dict("records"):
        unit = ureg.Unit(row["unit"])
        assert row["low"] == find(row["result"])(CASE).to(unit).min().magnitude


def test_a_range_is_written_from_its_low_to_its_high_end() -> None:
    looked = 0
    for key, record in records().items():
        text = tables.format_range(record)
        ends = [
            float(end.replace(",", "").replace("−", "-")) for end in re.findall(r"−?\d[\d,]*\.?\d*(?:e-?\d+)?", text)
        ]
        if record.is_uncertain and text != "each" and len(ends) == 2:
            assert ends[0] < ends[1], f"{key}: {text}"
            looked += 1
    assert looked > 200


# ---- digits ------------------------------------------------------------------------------------------------------


def test_a_number_in_the_middle_goes_to_the_larger_one() -> None:
    """Every tie of three digits: 1.005 is 1.01 to a reader, whatever its nearest float is."""
    wrong = [
        text
        for whole in range(100, 1000)
        for text in (f"{whole // 100}.{whole % 100:02d}5",)
        if number(float(text), 3, zeros=True) != f"{(whole + 1) / 100:.2f}" and whole < 999
    ]
    assert wrong == []
    assert number(62.25) == "62.3"
    assert number(-2.675) == "−2.68"


def test_a_reading_that_is_certain_is_true_or_false_in_a_what_if_as_on_the_claims_page() -> None:
    seen = set()
    for key, claim in draws.computed_claims(CASE).items():
        if claim.id not in ("B03", "B05", "A06", "B14"):
            continue
        judged = verdicts.judge(claim, CASE)
        assert draws.word_of(draws.level_of(claim, find(key), CASE)) == judged.verdict_today, claim.id
        seen.add(judged.verdict_today)
    assert {"false", "true", "unlikely"} <= seen
