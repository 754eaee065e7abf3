"""The workbook: every formula, recalculated by engines that know nothing of the report, agrees with Python."""

from __future__ import annotations

import math
import random
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import formualizer
import openpyxl
import pytest

from analysis.api import workbook
from analysis.cli import main
from analysis.engine import compile_program
from analysis.evidence import Case
from analysis.results import registry
from analysis.units import Quantity
from tests.known import base

TARGETS = list(dict.fromkeys(key for keys in workbook.SHEETS.values() for key in keys))
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, workbook.Model]:
    file = tmp_path_factory.mktemp("workbook") / "model.xlsx"
    return file, workbook.write(file, base())


def close(a: Any, b: float) -> bool:
    return isinstance(a, int | float) and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-300)


def drawn(model: workbook.Model, seed: int) -> dict[str, float]:
    """Draw every input within its range, or a tenth around its value."""
    rng, case = random.Random(seed), Case()
    values = {}
    for key, own in model.program.base.items():
        record = case.record(workbook._record_of(key))
        low, high = own * 0.95, own * 1.05
        if record.is_uncertain and workbook._place_of(key) is None:
            low, high = (float(end.to(model.program.inputs[key]).magnitude) for end in (record.lowest, record.highest))
        values[key] = rng.uniform(low, high)
    return values


def recalculated(file: Path, model: workbook.Model, values: dict[str, float]) -> dict[str, Any]:
    """Set inputs and compute the targets with an engine that reads nothing but the file."""
    book = formualizer.load_workbook(str(file))
    for row, key in enumerate(model.program.inputs, start=2):
        book.set_value(workbook.INPUTS, row, 2, values[key])
    book.evaluate_all()
    return {key: book.evaluate_cell(workbook.CHECKS, row, 2) for row, key in enumerate(TARGETS, start=2)}


def differing(file: Path, model: workbook.Model, values: dict[str, float]) -> dict[str, tuple[Any, float]]:
    wanted = compile_program(model.program)(values)
    there = recalculated(file, model, values)
    return {
        key: (there[key], float(wanted[key]))
        for key in TARGETS
        if math.isfinite(wanted[key]) and not close(there[key], float(wanted[key]))
    }


def test_it_gives_the_numbers_of_the_report(made):
    file, model = made
    case = Case()
    there = recalculated(file, model, model.program.base)
    for key in TARGETS:
        result = workbook.find(key)(case).to(model.program.units[key])
        assert close(there[key], float(result.magnitude)), (key, there[key], result)


def test_it_follows_changed_inputs_as_python_does(made):
    file, model = made
    for seed in range(1):  # and at fifty at night
        assert differing(file, model, drawn(model, seed)) == {}, seed


@pytest.mark.night
def test_it_follows_at_fifty_points(made):
    file, model = made
    for seed in range(100, 150):
        assert differing(file, model, drawn(model, seed)) == {}, seed


@pytest.mark.parametrize("divides", [False, pytest.param(True, marks=pytest.mark.night)])
def test_a_changed_formula_or_unit_is_noticed(made, tmp_path, divides):
    file, model = made
    old = model.cells["chain.required_power"].formula
    new = old.replace("/", "*") if divides else f"{old}*1000"
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(broken, "w") as target:
        for item in source.namelist():
            text = source.read(item)
            target.writestr(item, text.replace(f"<f>{old[1:]}</f>".encode(), f"<f>{new[1:]}</f>".encode()))
    assert set(differing(broken, model, drawn(model, 1))) >= {"chain.required_power"}


def test_every_input_and_result_has_a_name_a_unit_and_a_source(made):
    file, model = made
    book = openpyxl.load_workbook(file)
    assert set(model.program.inputs) | set(TARGETS) <= set(book.defined_names)
    cited = {row[0] for row in book[workbook.SOURCES].iter_rows(min_row=2, values_only=True)}
    for name, *_, kind, _, source in book[workbook.INPUTS].iter_rows(min_row=2, max_col=9, values_only=True):
        record = Case().record(workbook._record_of(name))
        assert kind == record.kind
        assert (source or "") == "" or set(record.sources) <= cited
    values = {row[0] for row in book["Appraisal"].iter_rows(min_row=2, values_only=True)}
    assert "appraisal.appraised_value_per_share.free_cash_flows" in values


def test_no_number_that_a_record_holds_is_written_into_a_formula(made):
    _, model = made
    program = model.program
    step = model.cells["chain.price_over_appraisal"]
    assert "offering.price" in step.formula
    assert "valuation.growth_for_ever" in program.used


def test_a_two_way_table_is_the_model_at_other_inputs(made):
    file, model = made
    book = formualizer.load_workbook(str(file))
    book.evaluate_all()
    table = workbook.TABLES[0]
    run = compile_program(model.program)
    for row, (_, down) in enumerate(table.down_by, start=3):
        for column, (_, across) in enumerate(table.across_by, start=2):
            moved = {
                table.down: model.program.base[table.down] + down,
                table.across: model.program.base[table.across] + across,
            }
            assert close(book.evaluate_cell(table.title, row, column), float(run(moved)[table.target]))


def test_the_football_field_and_the_tornado_are_charts_of_their_sheets(made):
    file, _ = made
    sheet = openpyxl.load_workbook(file)["Football field"]
    wanted = registry.tables("appraisal")[workbook.FOOTBALL](Case())
    rows = list(sheet.iter_rows(min_row=2, max_row=len(wanted) + 1, max_col=4, values_only=True))
    assert [row[0] for row in rows] == list(wanted["who"])
    for row, line in zip(rows, wanted.to_dict("records"), strict=True):
        assert all(map(close, row[1:], (line["low"], line["middle"], line["high"])))
    with zipfile.ZipFile(file) as packed:
        charts = [packed.read(name).decode() for name in packed.namelist() if name.startswith("xl/charts/chart")]
    for title in ("Football field", "Tornado"):
        assert any(f"{title}'!$" in chart or f"{title}!$" in chart for chart in charts)


@pytest.mark.night
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice Calc")
def test_libreoffice_recalculates_every_cell_alike(made, tmp_path):
    file, _ = made
    profile = tmp_path / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to"]
    subprocess.run([*command, "xlsx", "--outdir", tmp_path / "out", file], check=True, capture_output=True, timeout=300)
    ours, theirs = (openpyxl.load_workbook(f, data_only=True) for f in (file, tmp_path / "out" / file.name))
    compared = 0
    for sheet in ours:
        if sheet.title.endswith(", steps") or sheet.title in {t.title for t in workbook.TABLES} | {"Tornado"}:
            continue  # no values are stored there; the test of a table compares them
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    compared += 1
                    assert close(theirs[sheet.title][cell.coordinate].value, cell.value), (sheet.title, cell.coordinate)
    assert compared > 3000
    errors = [c.value for s in theirs for r in s.iter_rows() for c in r if str(c.value).startswith("#")]
    assert errors == []


@pytest.mark.night
def test_the_same_case_gives_the_same_bytes(made, tmp_path):
    file, _ = made
    again = tmp_path / "again.xlsx"
    workbook.write(again, Case())
    assert again.read_bytes() == file.read_bytes()


@pytest.mark.night
def test_a_changed_case_is_in_the_file(tmp_path):
    file = tmp_path / "other.xlsx"
    model = workbook.write(file, Case().with_values({"offering.price": Quantity(100.0, "USD/share")}))
    assert model.program.base["offering.price"] == 100.0


@pytest.mark.parametrize("name", ["model.xls", "model", "absent/model.xlsx"])
def test_a_file_that_cannot_be_written_is_refused(name, tmp_path, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["workbook", str(tmp_path / name)])
    assert stop.value.code == 2
    message = capsys.readouterr().err
    assert "ends in .xlsx" in message or "make it first" in message
    assert list(tmp_path.iterdir()) == []
