"""Bad evidence ends in one line that names file and record."""

import datetime as dt
import hashlib
import json
import re
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
import pytest

from analysis.evidence import audits, conflicts
from analysis.evidence import case as case
from analysis.evidence.bibliography import bibliography
from analysis.evidence.case import Case, load_scenario, price_index, track_reads
from analysis.evidence.claims import ClaimRecord, claim_records
from analysis.evidence.errors import EvidenceError, did_you_mean
from analysis.evidence.files import FOLDER
from analysis.evidence.observations import Origin, observation
from analysis.evidence.origins import check_independence, how_read, named_originals, origin_of, originals
from analysis.evidence.schema import Record, parse_unit
from analysis.evidence.store import as_floats, read_topic, records
from analysis.pages.evidence import read_through
from analysis.units import Quantity


def provenance(table: str) -> str:
    """Write the part of an origin that says where its table was copied from, for a test's table."""
    digest = hashlib.sha256(table.encode()).hexdigest()
    return f"licence = 'none'\naccessed = 2026-01-01\nnot_archived = 'A table of a test.'\ndigest = '{digest}'\n"


GOOD = {
    "name": '"List price"',
    "value": "70e6",
    "unit": '"USD/launch"',
    "low": "67e6",
    "high": "74e6",
    "range": '"lowest and highest seen"',
    "kind": '"stated"',
    "sources": '["motyl2026"]',
    "as_of": "2026-03-01",
    "price_year": "2026",
}


def topic(tmp_path, drop=(), **changes):
    fields = {k: v for k, v in {**GOOD, **changes}.items() if k not in drop}
    file = tmp_path / "launch.toml"
    file.write_text("[list_price]\n" + "".join(f"{k} = {v}\n" for k, v in fields.items()), encoding="utf-8")
    return file


def test_a_sound_record_is_read_with_its_unit_and_year(tmp_path):
    record = read_topic(topic(tmp_path, price_year="2025"))["launch.list_price"]
    assert str(record.units) == "USD_2025 / launch"
    assert record.lowest.magnitude == 67e6
    assert record.is_uncertain


@pytest.mark.parametrize(
    ("changes", "drop", "message"),
    [
        ({"valeu": "3"}, (), r"launch.toml: \[launch.list_price\]: valeu: unknown key"),
        ({"unit": '"furlong_per_dollar"'}, ("price_year",), "unit 'furlong_per_dollar' is not known"),
        ({"unit": '"USD/launch; import os"'}, (), "not a plain unit expression"),
        ({"unit": '"' + "m*" * 60 + '"'}, ("price_year",), "at most 80 characters"),
        ({"value": "99e6"}, (), "value 9.9e[+]07 lies outside its range"),
        ({}, ("price_year",), "is money: price_year is needed"),
        ({"limits": "[0, inf]"}, (), "limits cut the tails of a '90 % belief'"),
        ({"range": '"90 % belief"', "limits": "[0, 70e6]"}, (), "range 6.7e[+]07 to 7.4e[+]07 passes its limits"),
        ({"unit": '"kg"'}, (), "holds no USD"),
        (
            {"sources": '["motyl2062"]'},
            (),
            "source 'motyl2062' is not in references.bib; add the entry first; did you mean motyl2026",
        ),
        ({"sources": "[]"}, (), "needs sources"),
        ({"value": "inf"}, (), "must be finite"),
        ({"value": "nan"}, (), "must be finite"),
        ({"value": "true"}, (), "not true or false"),
        ({"value": '"many"'}, (), "valid number"),
        ({}, ("low",), "low and high come together"),
        ({}, ("range",), "say in `range` what they mean"),
        ({"kind": '"guessed"'}, (), "kind: Input should be"),
        ({"kind": '"assumed"'}, ("low", "high"), "needs low, high"),
        ({"as_of": '"soon"'}, (), "as_of"),
        ({"low": "0", "distribution": '"lognormal"'}, (), "lognormal distribution needs a range above zero"),
    ],
)
def test_a_malformed_record_is_refused_in_one_line(tmp_path, changes, drop, message):
    with pytest.raises(EvidenceError, match=message) as caught:
        read_topic(topic(tmp_path, drop, **changes))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("launch.toml: [launch.list_price]: ")


def test_what_lies_between_1900_and_2100_without_a_unit_is_a_time():
    """So pages write it as one: no 2,028 for a year."""
    alone = {key: record for key, record in records().items() if np.ndim(record.value) == 0 and not record.unit}
    times = {key: record for key, record in alone.items() if 1900 <= record.value <= 2100}
    assert len(times) > 20
    for key, record in times.items():
        assert re.search("year|day|date|month", f"{record.name} {record.note} {key}".lower()), key
        assert "," not in Case().say(key)


def test_broken_toml_names_the_file_and_line(tmp_path):
    file = tmp_path / "launch.toml"
    file.write_text("[list_price\nvalue = 3\n")
    with pytest.raises(EvidenceError, match=r"launch.toml: not valid TOML: .*line 1"):
        read_topic(file)


def test_a_file_that_is_not_utf8_says_so(tmp_path):
    file = tmp_path / "launch.toml"
    file.write_bytes(b"[a]\nname = '\xff'\n")
    with pytest.raises(EvidenceError, match="not UTF-8 at byte"):
        read_topic(file)


def test_an_unknown_record_suggests_the_nearest():
    with pytest.raises(
        EvidenceError, match="no record 'orbit.reference_altitud'; did you mean orbit.reference_altitude"
    ):
        Case()["orbit.reference_altitud"]


def test_a_world_notes_what_is_read():
    case = Case()
    with track_reads() as outer:
        with track_reads() as inner:
            case["orbit.reference_altitude"]
        case["physics.solar_constant"]
    assert inner == {"orbit.reference_altitude"}
    assert outer == {"orbit.reference_altitude", "physics.solar_constant"}


def test_stale_is_older_than_the_shelf_life(tmp_path):
    record = read_topic(topic(tmp_path, shelf_life="30"))["launch.list_price"]
    assert not record.is_stale(dt.date(2026, 3, 31))
    assert record.is_stale(dt.date(2026, 4, 1))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            '[changes."orbit.reference_altitud"]\nvalue = 1\nreason = "why not"',
            "no record 'orbit.reference_altitud'; did you mean",
        ),
        (
            '[changes."orbit.reference_altitude"]\nvalue = 1\nunit = "kg"\nreason = "why not"',
            "wrong dimension; expected one like",
        ),
        ('[changes."orbit.reference_altitude"]\nvalue = 1', "reason: Field required"),
        ('[changes."orbit.reference_altitude"]\nvalue = nan\nreason = "why not"', "must be finite"),
        ("colour = 3", "unknown key"),
        (
            '[changes."offering.price"]\nvalue = 60\nprice_year = 2010\nreason = "why not"',
            r"mine.toml: \[offering.price\]: price_year needs its unit beside it: write unit = 'USD/share' too",
        ),
        (
            '[changes."offering.price"]\nvalue = 60\nunit = "USD/share"\nprice_year = 1999\nreason = "why not"',
            r"mine.toml: \[offering.price\]: dollars of 1999 cannot be carried to 2026: the price index has no value for",
        ),
        (
            '[changes."offering.price"]\nvalue = 60\nunit = "USD/kg"\nprice_year = 2010\nreason = "why not"',
            "unit 'USD/kg' has the wrong dimension; expected one like 'USD/share'",
        ),
        (
            '[changes."cost.array_cost"]\nvalue = 1\nlow = 0\nhigh = 5\nreason = "why not"',
            r"mine.toml: \[cost.array_cost\]: a lognormal distribution needs a range above zero; got low = 0",
        ),
    ],
)
def test_a_malformed_scenario_is_refused_in_one_line(tmp_path, body, message):
    file = tmp_path / "mine.toml"
    file.write_text(
        f'title = "Mine"\nwhy = "to try"\n{body}\n'
        if not body.startswith("colour")
        else f'{body}\ntitle = "Mine"\nwhy = "to try"\n'
    )
    with pytest.raises(EvidenceError, match=message) as caught:
        load_scenario(file)
    assert "\n" not in str(caught.value)


def test_money_of_another_year_is_carried_by_the_price_index(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        'title = "Mine"\nwhy = "to try"\n[changes."offering.price"]\n'
        'value = 60\nlow = 50\nhigh = 70\nunit = "USD/share"\nprice_year = 2018\nreason = "as of then"\n'
    )
    found, index = Case(load_scenario(file)).record("offering.price"), price_index()
    factor = index[2026] / index[2018]
    assert factor > 1.2
    assert found.price_year == 2026
    assert [found.low, found.value, found.high] == pytest.approx([factor * x for x in (50, 60, 70)])


def test_a_scenario_keeps_the_shape_of_a_range_unless_it_names_another(tmp_path):
    file, key = tmp_path / "mine.toml", "cost.array_cost"
    head = f'title = "Mine"\nwhy = "to try"\n[changes."{key}"]\nvalue = 2\nlow = 1\nhigh = 5\nreason = "why not"\n'
    for more, shape in (("", "lognormal"), ('distribution = "triangular"\n', "triangular")):
        file.write_text(head + more)
        assert Case(load_scenario(file)).record(key).distribution == shape
    fixed = next(k for k, r in Case()._records.items() if r.distribution == "fixed" and r.price_year and r.value > 10)
    file.write_text(head.replace(key, fixed))
    assert Case(load_scenario(file)).record(fixed).is_uncertain  # a new range is a range


def test_a_scenario_changes_only_what_it_names(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        'title = "Mine"\nwhy = "to try"\n[changes."orbit.reference_altitude"]\nvalue = 700\nreason = "higher"\n'
    )
    base, mine = Case(), Case(load_scenario(file))
    differing = {k for k in base if base.record(k) != mine.record(k)}
    assert differing == {"orbit.reference_altitude"} == set(mine.changed)
    assert mine["orbit.reference_altitude"].to("km").magnitude == 700


def test_what_a_scenario_changes_rests_on_the_scenario_alone(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(
        'title = "Mine"\nwhy = "to try"\n'
        '[changes."offering.price"]\nvalue = 60\nreason = "I say so."\n'
        '[changes."comparators.listed_offerings"]\nvalue = 2\nreason = "I say so."\n'
        '[changes."orbit.reference_year"]\nvalue = 2030\nreason = "I say so."\n'
        '[changes."market.h100_hour"]\nvalue = 2\nreason = "A page."\nsources = ["motyl2026"]\nas_of = 2026-11-01\n'
    )
    base, mine = Case(), Case(load_scenario(file))
    was, now = (w.record("offering.price") for w in (base, mine))
    assert all((was.sources, was.locator, was.as_of, was.check))
    assert (now.sources, now.locator, now.as_of, now.check, now.shelf_life) == ((), "", None, "", None)
    assert (now.kind, now.note, mine.reason("offering.price")) == ("assumed", "I say so.", "I say so.")
    assert (base.reason("offering.price"), mine.reason("launch.base_launch_price")) == ("", "")
    assert base.record("comparators.listed_offerings").is_stale(dt.date(2027, 11, 1))
    assert not mine.record("comparators.listed_offerings").is_stale(dt.date(2027, 11, 1))
    sourced = mine.record("market.h100_hour")
    assert (sourced.sources, sourced.as_of) == (("motyl2026",), dt.date(2026, 11, 1))


def test_a_change_without_a_day_tells_of_the_day_of_the_base():
    change = case.Change(value=2.0, reason="To see.")
    plain, key = Case(), "comparators.listed_offerings"
    undated, dated = (
        Case(case.Scenario(name="mine", title="Mine", why="To see.", changes={key: c}))
        for c in (change, change.model_copy(update={"as_of": dt.date(2026, 11, 1)}))
    )
    assert plain.day(key) == plain.record(key).as_of == undated.day(key)
    assert dated.day(key) == dt.date(2026, 11, 1)
    with pytest.raises(EvidenceError, match=r"orbit\.reference_year has no as_of date"):
        plain.day("orbit.reference_year")


def test_a_missing_table_or_origin_says_what_to_write(tmp_path):
    with pytest.raises(EvidenceError, match="no such table"):
        observation("nothing", tmp_path)
    (tmp_path / "things.csv").write_text("a,b\n1,2\n")
    with pytest.raises(EvidenceError, match=r"has no origin: write things.toml"):
        observation("things", tmp_path)


def test_a_table_must_fit_its_origin(tmp_path):
    (tmp_path / "parts.csv").write_text("a,b\n1,2\n")
    (tmp_path / "parts.toml").write_text(
        'title = "Parts"\nsources = ["motyl2026"]\nas_of = 2026-01-01\n'
        + provenance("a,b\n1,2\n")
        + 'columns = {a = "1"}\n'
    )
    with pytest.raises(EvidenceError, match=r"parts.csv: does not fit its origin"):
        observation("parts", tmp_path)


def test_a_row_longer_than_the_head_of_its_table_is_refused(tmp_path):
    """Pandas would take the first field for a name of the row and move the others into columns that are not theirs."""
    (tmp_path / "parts.toml").write_text(
        'title = "Parts"\nsources = ["motyl2026"]\nas_of = 2026-01-01\n'
        + provenance("a,b\n1,2,3\n4,5,6\n")
        + 'columns = {a = "1", b = "1"}\n'
    )
    (tmp_path / "parts.csv").write_text("a,b\n1,2,3\n4,5,6\n")
    with pytest.raises(EvidenceError, match=r"parts.csv: not a readable CSV table"):
        observation("parts", tmp_path)


def test_a_malformed_claim_is_refused(tmp_path):
    file = tmp_path / "claims.toml"
    file.write_text(
        '[B05]\ndocument = "motyl2026"\nparagraph = 1\nchapter = 1\nkind = "derived"\n'
        'short = "A claim"\nparaphrase = "A sentence of our own"\n'
    )
    with pytest.raises(EvidenceError, match=r"claims.toml: \[B05\]: kind: Input should be"):
        claim_records(file)


CLAIM = {
    "document": "motyl2026",
    "paragraph": 1,
    "chapter": 1,
    "kind": "fact",
    "short": "A claim",
    "paraphrase": "Ten signs!",
    "id": "B05",
}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"paraphrase": "Nine sign"}, "String should have at least 10"),
        ({"stated": 1.0}, "say in `comparison` how"),
        ({"stated": 1.0, "needs": 2.0, "comparison": "at least"}, "both `stated` and `needs`"),
        ({"needs": 2.0, "comparison": "at least"}, "say why in `reason`"),
    ],
)
def test_a_claim_that_contradicts_itself_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        ClaimRecord.model_validate(CLAIM | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"stated": 1.0, "comparison": "at least"},
        {"needs": 1.0, "reason": "ours", "comparison": "at least"},
    ],
)
def test_a_sound_claim_is_taken(changes):
    assert ClaimRecord.model_validate(CLAIM | changes).id == "B05"


def test_a_table_needs_a_title_and_a_source_and_nobody_edits_it():
    kept = {"licence": "none", "accessed": "2026-01-01", "not_archived": "A test.", "digest": "0" * 64}
    good = {"title": "CPI", "sources": ("motyl2026",), "as_of": "2026-01-01", "columns": {}} | kept
    for left_out in kept:
        with pytest.raises(ValueError, match=rf"{left_out}"):
            Origin.model_validate({name: value for name, value in good.items() if name != left_out})
    assert Origin.model_validate(good).title == "CPI"
    for wrong in ({"title": "No"}, {"sources": ()}):
        with pytest.raises(ValueError, match="at least"):
            Origin.model_validate(good | wrong)
    table = observation("us_cpi")
    with pytest.raises(AttributeError):
        table.name = "another"
    mine = table.frame
    mine["cpi_index"] = 0.0
    assert (observation("us_cpi").frame["cpi_index"] > 0).all()


def test_a_name_that_shares_two_words_is_meant_and_one_word_is_chance():
    known = ["launch.price", "orbit.altitude", "a.very.different.price.of.launch"]
    assert did_you_mean("price_at_first_launch_of_all", known) == "; did you mean launch.price?"
    assert did_you_mean("completely_other_altitude", ["orbit.altitude"]) == ""


def test_a_long_unit_is_quoted_in_part():
    with pytest.raises(ValueError, match=f"unit '{'m' * 40}' is not a plain unit"):
        parse_unit("m" * 200, None)


def test_whole_numbers_become_floats_up_to_the_largest():
    assert as_floats({"value": 5})["value"] == 5.0
    assert as_floats({"value": [1, 2]})["value"] == (1.0, 2.0)
    assert as_floats({"value": -(10**299)})["value"] == -1e299
    assert as_floats({"value": 10**310})["value"] == float("inf")


def test_a_world_is_itself_and_no_other():
    one, other = Case(), Case()
    assert one == one
    assert one != other
    assert len({one, other, one}) == 2


def test_a_case_never_comes_from_itself():
    """A comparison there and back once made two cases the origin of each other, and looking back had no end."""
    base = Case()
    moved = base.with_values({"orbit.reference_year": Quantity(2030.0, "")})
    again = base.derived_from(moved, ["orbit.reference_year"]).derived_from(base, [])
    assert again is base
    assert list(base.lineage()) == []
    other = Case()
    assert list(moved.derived_from(other, []).lineage()) == [(base, frozenset({"orbit.reference_year"}))]
    further = moved.with_values({"offering.price": Quantity(100.0, "USD")})
    assert [case for case, _ in further.lineage()] == [moved, base]
    assert list(further.lineage())[-1][1] == {"offering.price", "orbit.reference_year"}


def test_a_year_is_written_as_a_year_from_1900_to_2100():
    def said(year):
        return Case().with_values({"orbit.reference_year": Quantity(year, "")}).say("orbit.reference_year")

    assert [said(float(year)) for year in (1900, 2028, 2100)] == ["1900", "2028", "2100"]
    assert [said(year) for year in (1899.0, 2101.0, 2028.5)] == ["1,899", "2,101", "July 2028"]


def test_a_price_index_has_a_value_for_every_year(monkeypatch):
    frame = pd.DataFrame({"year": [2024, 2025], "cpi_index": [313.7, 322.0]})
    monkeypatch.setattr(case, "observation", lambda _: SimpleNamespace(frame=frame))
    assert case.price_index.__wrapped__() == {2024: 313.7, 2025: 322.0}


def test_conflicts_are_all_read_and_a_wrong_one_is_found_by_its_place(tmp_path):
    assert len(conflicts()) == sum(
        file.read_text(encoding="utf-8").count("[[conflict]]") for file in FOLDER.glob("conflicts*.toml")
    )
    fields = conflicts()[0].model_dump()
    good = "".join(f"{key} = {json.dumps(value)}\n" for key, value in fields.items())
    (tmp_path / "conflicts.toml").write_text(f"[[conflict]]\n{good}[[conflict]]\nwhy = 1\n", encoding="utf-8")
    with pytest.raises(EvidenceError, match="conflict 2"):
        conflicts(tmp_path)


@pytest.mark.parametrize(("chapter", "sound"), [(0, False), (1, True), (99, True), (100, False)])
def test_a_chapter_has_a_number_from_one_to_ninety_nine(chapter, sound):
    if sound:
        assert ClaimRecord.model_validate(CLAIM | {"chapter": chapter}).chapter == chapter
        return
    with pytest.raises(ValueError, match="chapter"):
        ClaimRecord.model_validate(CLAIM | {"chapter": chapter})


def test_names_have_three_letters_at_least(tmp_path):
    assert read_topic(topic(tmp_path, name='"Ion"'))
    with pytest.raises(EvidenceError, match="name: String should have at least 3"):
        read_topic(topic(tmp_path, name='"Io"'))


def test_the_origin_of_a_table_is_not_edited():
    with pytest.raises(ValueError, match="frozen"):
        observation("us_cpi").origin.title = "another"


@pytest.mark.parametrize("row", ["5,4,6", "5,5.5,6", "5,4,4.5"], ids=["sound", "value below low", "value above high"])
def test_a_table_keeps_low_value_and_high_in_order(tmp_path, row):
    (tmp_path / "parts.csv").write_text(f"kwh,low,high\n{row}\n", encoding="utf-8")
    (tmp_path / "parts.toml").write_text(
        'title = "Parts"\nsources = ["motyl2026"]\nas_of = 2026-01-01\n'
        + provenance(f"kwh,low,high\n{row}\n")
        + 'columns = { kwh = "Energy", low = "Low end", high = "High end" }\n',
        encoding="utf-8",
    )
    if row == "5,4,6":
        assert len(observation("parts", tmp_path).frame) == 1
    else:
        with pytest.raises(EvidenceError, match=r"row 1.*needs low ≤ kwh ≤ high; got"):
            observation("parts", tmp_path)


def test_a_table_that_changed_since_it_was_copied_is_refused(tmp_path):
    (tmp_path / "parts.csv").write_text("a\n2\n")
    (tmp_path / "parts.toml").write_text(
        'title = "Parts"\nsources = ["motyl2026"]\nas_of = 2026-01-01\n'
        + provenance("a\n1\n")
        + 'columns = {a = "1"}\n'
    )
    with pytest.raises(EvidenceError, match=r"parts.csv: is not the table that its origin describes"):
        observation("parts", tmp_path)


# ---- history, and who says it ----------------------------------------------------------------------------------------

PAST = {"value": 1.0, "as_of": dt.date(2026, 6, 1), "sources": ("suncatcher2025",)}
PRESENT = {
    "key": "a.price",
    "name": "A price",
    "value": 3.0,
    "kind": "measured",
    "sources": ("suncatcher2025",),
    "as_of": dt.date(2026, 10, 1),
}


def test_a_record_answers_for_an_earlier_day():
    record = Record.model_validate(PRESENT | {"history": (PAST,)})
    assert record.as_known_on(dt.date(2026, 10, 1)).value == 3.0
    assert record.as_known_on(dt.date(2026, 9, 30)).value == 1.0
    assert record.is_known_on(dt.date(2026, 6, 1))
    assert not record.is_known_on(dt.date(2026, 5, 31))
    assert record.as_known_on(dt.date(2026, 5, 31)).value == 3.0  # nobody could know: the case lists it as known later
    assert record.course() == ((dt.date(2026, 6, 1), 1.0), (dt.date(2026, 10, 1), 3.0))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"history": (PAST | {"as_of": dt.date(2026, 12, 1)},)}, "oldest to the newest"),
        ({"history": (PAST, PAST)}, "each once"),
        ({"history": (PAST | {"sources": ()},)}, "at least 1"),
        ({"history": (PAST | {"low": 2.0, "high": 3.0},), "range": "scenario", "low": 3.0, "high": 3.0}, "outside"),
        ({"known": dt.date(2026, 9, 1)}, "known after its day"),
    ],
)
def test_a_history_out_of_order_or_without_a_source_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        Record.model_validate(PRESENT | wrong)


def test_a_case_of_an_earlier_day_knows_what_was_known():
    spring, now = Case(as_of=dt.date(2026, 4, 6)), Case()
    assert spring["comparators.anthropic_valuation"] < now["comparators.anthropic_valuation"]
    assert "spacex.revenue_q2_2026" in spring.known_later
    assert now.known_later == frozenset()
    assert spring.with_values({}).as_of == spring.as_of


def test_copies_of_one_original_are_one_voice():
    assert originals(("abhs2026goldman", "sotwe2026goldman", "suncatcher2025")) == ("ft_20260604", "suncatcher2025")
    for check in ("Two accounts agree.", "Three accounts quote it; and so on."):
        with pytest.raises(EvidenceError, match="repeat one original"):
            check_independence(("abhs2026goldman", "sotwe2026goldman"), "stated", check, Path("a.toml"), "a.b")
    check_independence(("abhs2026goldman", "suncatcher2025"), "stated", "Two accounts agree.", Path("a.toml"), "a.b")
    with pytest.raises(EvidenceError, match="kind is 'reported'"):
        check_independence(("spacexdaily20261010",), "measured", "", Path("a.toml"), "a.b")
    for kind in ("measured", "stated"):  # the filing is cited first, but a program's digest is what was read
        with pytest.raises(EvidenceError, match="kind is 'reported'"):
            check_independence(("spacex2026s1",), kind, "", Path("a.toml"), "a.b", "through superada2026s1")
    check_independence(("spacex2026s1",), "reported", "", Path("a.toml"), "a.b", "through superada2026s1")


def test_every_source_says_where_it_has_its_facts_from_and_how_it_was_read():
    for key in bibliography():
        assert origin_of(key) in bibliography() or origin_of(key) in named_originals()
        assert how_read(key) in ("itself", "cited", "through others") or how_read(key).removeprefix("through ") in (
            bibliography()
        )
    assert {origin_of(key) for key in bibliography()} >= set(named_originals())  # no original that nothing repeats


def test_what_is_measured_or_stated_has_a_place_and_a_badge_where_it_was_read_in_an_account():
    for record in records().values():
        if record.kind not in ("measured", "stated") or not record.sources:
            continue
        assert record.locator, record.key
        at_its_origin = record.read == "itself" or (
            not record.read
            and how_read(record.sources[0]) in ("itself", "cited")
            and origin_of(record.sources[0]) == record.sources[0]
        )
        assert bool(read_through(record)) != at_its_origin, record.key


ROOTS = {"giacomoiotti2026tam", "silicondata2026index"}  # sites of one page, which stands at their root


def test_at_most_five_sources_have_no_address():
    placed = ("doi", "journal", "publisher", "booktitle", "isbn", "institution", "edition")
    without = [
        key
        for key, entry in bibliography().items()
        if "not kept" in entry.fields.get("note", "")
        or not (_leads_to_a_page(entry.fields.get("url", "")) or key in ROOTS or any(f in entry.fields for f in placed))
    ]
    assert len(without) <= 5, without


def _leads_to_a_page(url: str) -> bool:
    """Whether an address is that of a page; a site's front page leads nobody to what was read."""
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def test_an_address_belongs_to_one_source():
    held: dict[str, list[str]] = {}
    for key, entry in bibliography().items():
        if url := entry.fields.get("url"):
            held.setdefault(url, []).append(key)
    directory = "https://epoch.ai/data/ai-data-centers"  # one page, read as of two days
    assert [keys for url, keys in held.items() if len(keys) > 1 and url != directory] == []


# ---- audits ----------------------------------------------------------------------------------------------------------


def test_a_sample_is_the_same_for_the_same_seed_and_has_no_number_twice():
    first, again, other = audits.draw(50, 7), audits.draw(50, 7), audits.draw(50, 8)
    assert [item.key for item in first] == [item.key for item in again]
    assert len({item.key for item in first}) == 50
    assert {item.key for item in first} != {item.key for item in other}
    for wrong in (0, 10**9):
        with pytest.raises(EvidenceError, match="a sample needs from 1"):
            audits.draw(wrong, 1)


def test_a_sheet_names_value_source_place_check_and_originals():
    sheet = audits.sheet([audits.item("offering.price"), audits.item("us_cpi:1")], 7)
    for said in ("135.0 USD/share", "ccstartup2026ipo", "first paragraphs", "originals (1)", "cpi_index = "):
        assert said in sheet


def test_how_audits_came_out_is_kept_whole():
    for audit in audits.audits():
        assert audit.size == 50
        assert sum(audit.count(outcome) for outcome in ("confirmed", "uncheckable", "wrong", "ours")) == 50
        assert len({found.key for found in audit.found}) == len(audit.found)


def test_what_was_checked_in_this_state_is_the_same_when_it_is_taken_from_the_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("WTD_CACHE", raising=False)
    for read in (records, claim_records, bibliography):
        first, again = read.__wrapped__(), read.__wrapped__()
        assert list(first) == list(again)
        assert list(map(repr, first.values())) == list(map(repr, again.values()))
    assert len(list(tmp_path.rglob("programs-*/*"))) == 3
    for file in tmp_path.rglob("programs-*/*"):
        file.write_bytes(b"damaged")
    assert list(claim_records.__wrapped__()) == list(claim_records())
