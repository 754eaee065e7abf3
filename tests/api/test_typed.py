"""What is printed can be typed back, what cannot be is refused, and a number keeps the range that it is given."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest

from analysis.api import typed
from analysis.api.core import assumptions, breakeven, dropped_ranges, plain_columns, read_value, scenario
from analysis.evidence import Case, records, shipped_scenarios
from analysis.evidence.case import case_of
from analysis.evidence.errors import EvidenceError
from analysis.format import format_quantity, in_prose
from analysis.results import uncertainty
from analysis.units import Quantity

BASE = Case()
PRICE = "launch.base_launch_price"


def test_what_is_printed_of_a_record_can_be_typed_back():
    broken = []
    for record in records().values():
        if not isinstance(record.value, float) or not _has_one_shape(record):
            continue
        table = format_quantity(record.quantity, digits=13)
        for shown in (table, in_prose(table)):
            try:
                read = float(read_value(BASE, record.key, shown).magnitude)
            except EvidenceError as error:
                broken.append(str(error))
                continue
            if not np.isclose(read, record.value, rtol=1e-9):
                broken.append(f"{record.key}: {shown} is read as {read}")
    assert not broken, broken


def _has_one_shape(record):
    """Whether the printed unit is one that a person would type: powers and squared money are left out."""
    return not set("²³·¹⁻⁴") & set(format_quantity(record.quantity))


def test_impossible_numbers_are_refused_and_every_number_of_the_evidence_is_possible():
    for record in records().values():
        for value in (record.quantity, record.lowest, record.highest):
            record.refuse_impossible(value)
    for key, given in {
        PRICE: "-200 USD/kg",
        "launch.price": "1e300 USD/kg",
        "cost.wacc_orbit": "13",
        "cost.first_year": "2028.5",
        "offering.price": "-5 USD/share",
        "orbit.reference_altitude": "0 km",
    }.items():
        with pytest.raises(EvidenceError, match="can only be|whole number"):
            scenario("base", {key: given})


def test_a_scenario_file_gives_a_number_the_shape_and_the_bounds_of_its_record(tmp_path):
    file = tmp_path / "mine.toml"
    head = 'title = "Mine"\nwhy = "To try it."\n[changes."launch.price"]\nreason = "a trial"\n'
    for line, fault in {
        "value = [1, 2]": "needs one number, got a list of 2 numbers",
        "value = -5": "can only be",
        "value = 5\nlow = 4": "come together",
    }.items():
        file.write_text(head + line, encoding="utf-8")
        with pytest.raises(EvidenceError, match=fault):
            case_of(str(file))
    for name in shipped_scenarios():
        assert case_of(name).changed


def test_dollars_of_another_year_are_carried_with_a_note(tmp_path):
    with pytest.warns(UserWarning, match="dollars of 2020 carried to 2026"):
        carried = scenario("base", {PRICE: "100 USD_2020/kg"})
    factor = float(carried[PRICE].magnitude) / 100
    assert 1.2 < factor < 1.4
    file = tmp_path / "mine.toml"
    change = 'value = 100\nunit = "USD/kg"\nprice_year = 2020\nreason = "a trial"'
    file.write_text(f'title = "Mine"\nwhy = "To try it."\n[changes."{PRICE}"]\n{change}', encoding="utf-8")
    assert float(case_of(str(file))[PRICE].magnitude) == pytest.approx(100 * factor)
    with pytest.raises(EvidenceError, match="no rate of exchange"):
        scenario("base", {PRICE: "200 EUR/kg"})


def test_a_range_can_be_given_and_a_dropped_one_is_told():
    given = scenario("base", {PRICE: "$200/kg [$100/kg, 400]"})
    record = given.record(PRICE)
    assert (record.low, record.value, record.high) == (100.0, 200.0, 400.0)
    assert record.is_uncertain
    assert record.range == BASE.record(PRICE).range
    assert dropped_ranges(given, [PRICE]) == []
    assert "without its range" in dropped_ranges(scenario("base", {PRICE: "200 USD/kg"}), [PRICE])[0]


def test_where_a_break_even_is_looked_for_does_not_follow_the_changed_value():
    found = {
        breakeven("parity.ratio_2035", PRICE, 2, scenario("base", {PRICE: f"{price} USD/kg"}))["break_even_number"][0]
        for price in (50.0, 600.0)
    }
    assert len(found) == 1
    low, high = uncertainty.window(PRICE)
    assert low == pytest.approx(20)
    assert high == pytest.approx(36_000)


def test_programs_get_numbers_and_people_what_is_printed():
    frame = plain_columns(assumptions("base_launch_price"))
    row = frame[frame["record"] == PRICE].iloc[0]
    assert (row["value"], row["unit"], row["price_year"]) == (1500.0, "USD/kg", 2026)
    assert row["value_shown"] == "$1,500/kg"


def test_make_gives_what_it_is_given_to_no_shell(tmp_path):
    proof = tmp_path / "proof"
    for text in (f'x"; touch {proof}; echo "', f"`touch {proof}`", f"$(touch {proof})", f"$(shell touch {proof})"):
        subprocess.run(["make", "-n", "book", f"SCENARIO={text}"], capture_output=True, timeout=60, check=False)
        told = subprocess.run(
            ["make", "-n", "-o", "setup", "book", f"SCENARIO={text}"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert not proof.exists()
        assert text not in told.stdout


def test_units_are_read_as_they_are_printed():
    assert typed.plain("$12/W-year") == "12 USD/(W*year)"
    assert read_value(BASE, "offering.price", "$0.1 thousand/share") == Quantity(100.0, "USD/share")
