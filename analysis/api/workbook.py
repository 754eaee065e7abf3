"""The model as a spreadsheet whose cells are live formulas, printed by the engine from the functions of the report.

Some results of the report are traced once over every record that they read. The return of each model function on the
way is a row: its name, its formula, its unit, what it is and whose equation it follows. Blue cells hold the records;
whoever changes one sees results, verdicts and checks follow, in any spreadsheet and without macros.
"""

from __future__ import annotations

import datetime as dt
import inspect
import math
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import numpy as np
import pint
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

import analysis
from analysis.engine.compile import compile_program
from analysis.engine.graph import Expr, TraceError, live
from analysis.engine.spreadsheet import Cell, cells
from analysis.engine.tracing import Program, trace_mapping
from analysis.evidence import Case, bibliography, claim_records
from analysis.evidence.bibliography import title_of
from analysis.evidence.schema import KNOWN_UNTIL
from analysis.results import uncertainty
from analysis.results.registry import find, tables
from analysis.results.verdicts import condition_of
from analysis.units import Quantity

SHEETS: dict[str, tuple[str, ...]] = {
    "Appraisal": ("appraisal.appraised_value_per_share", "chain.price_over_appraisal"),
    "Valuation, tied": ("appraisal.value_per_share", "appraisal.equity_value"),
    "Price to watts": (
        "chain.required_ai_revenue",
        "chain.required_power",
        "chain.required_yearly_mass",
        "chain.required_launches_per_day",
    ),
    "Satellite": ("satellite.specific_mass_rolled_up",),
    "Ground and orbit": ("parity.ground_hour", "parity.orbit_hour", "parity.ratio_2028"),
    "Cash": ("capital.cash_after_two_years", "capital.runway_contracts_end"),
}
TOLERANCE = 1e-9
TORNADO = ("appraisal.appraised_value_per_share", 12)
FOOTBALL = "appraisal.football_field"
EPOCH = dt.datetime(2026, 1, 1)  # no clock in the file: the same model gives the same bytes


TITLE = "Watts, Tonnes, Dollars: the model as live formulas"
_LINK = re.compile(r"(?:`([^`]+?) <[^`]*>`__)? \[\w+\]")  # a docstring's citation: author and year are enough in a cell
FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 14},
    "name": {"font_name": "Consolas", "font_size": 9},
    "result": {"font_name": "Consolas", "font_size": 9, "bold": True},
    "text": {"text_wrap": True, "valign": "top"},
    "input": {"font_color": "#0000ff", "bg_color": "#f2f6ff", "num_format": "General"},
    "number": {"num_format": "#,##0.0###;-#,##0.0###;0"},
    "bold": {"bold": True, "num_format": "#,##0.0###;-#,##0.0###;0"},
}


class TwoWay(NamedTuple):
    """A table of one result over two inputs; each step is a sign and a number, or "=" and a value."""

    title: str
    target: str
    down: str
    down_by: tuple[tuple[str, float], ...]
    across: str
    across_by: tuple[tuple[str, float], ...]


@dataclass
class Row:
    """What stands in one row: a step with one value, or with one for each year."""

    name: str
    steps: list[Expr]
    unit: str
    what: str = ""
    function: str = ""
    source: str = ""


@dataclass
class Model:
    """The traced results: their program, the rows in the order of computing, and the cells of every step."""

    program: Program
    rows: dict[str, list[Row]] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)


FACTORS = tuple(("*", factor) for factor in (0.5, 0.75, 1.0, 1.25, 1.5))
VALUE, RATIO = "appraisal.appraised_value_per_share", "parity.ratio_2028"
TABLES = (
    TwoWay(
        "WACC by growth",
        VALUE,
        "valuation.discount_rate_shift",
        tuple(("+", shift) for shift in (-0.01, -0.005, 0.0, 0.005, 0.01)),
        "valuation.growth_for_ever",
        tuple(("+", shift) for shift in (-0.02, -0.015, -0.01, -0.005, 0.0)),
    ),
    TwoWay("Revenue by margin", VALUE, "valuation.ai_revenue_factor", FACTORS, "valuation.ai_margin_year_10", FACTORS),
    TwoWay("Launch price by life", RATIO, "launch.base_launch_price", FACTORS, "cost.orbit_life", FACTORS),
)


# ---- tracing with names -------------------------------------------------------------------------------------------


def _is_model(frame: FrameType) -> bool:
    return f"analysis{_SEP}models{_SEP}" in frame.f_code.co_filename and not frame.f_code.co_name.startswith(("_", "<"))


_SEP = "\\" if sys.platform == "win32" else "/"


@contextmanager
def _noting_returns(noted: list[tuple[str, str, object]]) -> Iterator[None]:
    """Note what each model function gives back while a model is traced."""

    def note(frame: FrameType, event: str, value: object) -> None:
        if event == "return" and value is not None and _is_model(frame):
            noted.append((frame.f_globals["__name__"], frame.f_code.co_name, value))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(before)


def _quantities(value: object, name: str) -> Iterator[tuple[str, list[Quantity]]]:
    """Give the rows of what a model returned: one value, a value a year, or one of these for each field."""
    if isinstance(value, pint.Quantity):
        yield name, [value]
    elif hasattr(value, "_asdict"):
        for key, part in value._asdict().items():
            yield from _quantities(part, f"{name}.{key}")
    elif isinstance(value, list | tuple) and value and all(isinstance(x, pint.Quantity) for x in value):
        yield name, list(value)


def traced(sheets: Mapping[str, Sequence[str]], case: Case) -> Model:
    """Trace the results of the sheets over every record that they read, and name the steps on the way."""
    wanted = list(dict.fromkeys(key for keys in sheets.values() for key in keys))
    inputs = _inputs(wanted, case)
    while True:
        try:
            return _traced(sheets, wanted, inputs, case)
        except TraceError as error:
            inputs = _without_culprit(wanted, inputs, case, error)


def _inputs(wanted: Sequence[str], case: Case) -> dict[str, Quantity]:
    """Give every record behind the results as an input; a list of numbers is as many inputs."""
    read = sorted(set().union(*(find(key).evaluate(case).records for key in wanted)))
    given: dict[str, Quantity] = {}
    for key in read:
        value = case[key]
        if np.ndim(value.magnitude) == 0:
            given[key] = Quantity(float(value.magnitude), value.units)
        else:
            given |= {f"{key}.{i}": Quantity(float(m), value.units) for i, m in enumerate(value.magnitude, start=1)}
    return given


def _grouped(quantities: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """Put the elements of lists together again, as a quantity that can be read one by one."""
    together: dict[str, Quantity] = {}
    lists: dict[str, list[Quantity]] = {}
    for key, quantity in quantities.items():
        topic_name, _, place = key.rpartition(".")
        if place.isdigit():
            lists.setdefault(topic_name, []).append(quantity)
        else:
            together[key] = quantity
    for key, parts in lists.items():
        magnitudes = np.empty(len(parts), dtype=object)
        for position, part in enumerate(parts):
            magnitudes[position] = part.magnitude
        together[key] = Quantity(magnitudes, parts[0].units)
    return together


def _without_culprit(
    wanted: Sequence[str], inputs: dict[str, Quantity], case: Case, error: TraceError
) -> dict[str, Quantity]:
    """Leave out the records that a result reads in a way that cannot be recorded; they stay as numbers in formulas."""
    keys = sorted({_record_of(key) for key in inputs})
    culprits = set(_culprits(wanted, keys, inputs, case))
    if not culprits:
        raise error
    return {key: value for key, value in inputs.items() if _record_of(key) not in culprits}


def _culprits(wanted: Sequence[str], keys: list[str], inputs: Mapping[str, Quantity], case: Case) -> list[str]:
    """Find them by halves: a half that can be traced holds none."""
    if _traceable(wanted, _only(inputs, set(keys)), case):
        return []
    if len(keys) == 1:
        return keys
    middle = len(keys) // 2
    return [
        *_culprits(wanted, keys[:middle], inputs, case),
        *_culprits(wanted, keys[middle:], inputs, case),
    ]


def _record_of(key: str) -> str:
    head, _, place = key.rpartition(".")
    return head if place.isdigit() else key


def _only(inputs: Mapping[str, Quantity], records: set[str]) -> dict[str, Quantity]:
    return {key: value for key, value in inputs.items() if _record_of(key) in records}


def _traceable(wanted: Sequence[str], inputs: Mapping[str, Quantity], case: Case) -> bool:
    try:
        trace_mapping(lambda given: _evaluated(wanted, case.with_values(_grouped(given))), inputs)
    except (TraceError, TypeError, ValueError):
        return False
    return True


def _evaluated(wanted: Sequence[str], case: Case) -> dict[str, Quantity]:
    return {key: find(key)(case) for key in wanted}


def _traced(
    sheets: Mapping[str, Sequence[str]], wanted: Sequence[str], inputs: Mapping[str, Quantity], case: Case
) -> Model:
    noted: dict[str, list[tuple[str, str, object]]] = {}
    results: dict[str, Quantity] = {}
    fresh: dict[str, list[str]] = {}

    def model(given: Mapping[str, Quantity]) -> dict[str, Quantity]:
        symbolic = case.with_values(_grouped(given))
        for key in wanted:
            noted[key] = []
            with _noting_returns(noted[key]):
                find(key)(symbolic)
            known = symbolic.__dict__["_answers"]
            fresh[key] = [k for k in known if k not in results]
            results.update({k: known[k].value for k in fresh[key]})
        return {key: results[key] for key in wanted}

    program = trace_mapping(model, inputs)
    made = Model(program)
    names = {step: key for key, step in program.outputs.items() if step.arguments}  # theirs before any step's
    alive = set(program.nodes)
    for sheet, keys in sheets.items():
        made.rows[sheet] = []
        for key in keys:
            own = {k: results[k] for k in [*fresh.pop(key, []), key]}
            made.rows[sheet] += _rows(key, noted.pop(key, []), own, names, alive)
    written = cells([program.outputs[key] for key in wanted], names)
    made.cells = {cell.name: cell for cell in written}
    return made


def _rows(
    key: str,
    noted: Sequence[tuple[str, str, object]],
    results: Mapping[str, Quantity],
    names: dict[Expr, str],
    alive: set[Expr],
) -> list[Row]:
    """Name the steps of one result, and give their rows in the order of computing; each step is named once."""
    rows: list[Row] = []
    taken = set(names.values())
    own = results[key].magnitude
    returned = [
        (module, function, label, quantities)
        for module, function, value in noted
        for label, quantities in _quantities(value, f"{key}.{function}")
        if all(_is_step(q) for q in quantities) and len({q.magnitude for q in quantities}) == len(quantities)
    ]
    # a list of years is a row, whatever made its single years; the longest first
    for module, function, label, quantities in sorted(returned, key=lambda r: -len(r[3])):
        steps = [q.magnitude for q in quantities]
        if any(step is own or step in names for step in steps) or not any(step in alive for step in steps):
            continue
        called = getattr(sys.modules[module], function, None)
        name = _unused(label, taken)
        names.update(
            {step: name if len(steps) == 1 else f"{name}.{place}" for place, step in enumerate(steps, start=1)}
        )
        taken.add(name)
        place = f"{module.removeprefix('analysis.')}.{function}"
        rows.append(Row(name, steps, f"{quantities[0].units:~P}", _sentence(called), place, _reference(called)))
    for name, value in results.items():
        if _is_step(value) and value.magnitude in alive and names.get(value.magnitude, name) == name:
            names[value.magnitude] = name
            rows.append(Row(name, [value.magnitude], f"{value.units:~P}", find(name).sentence, f"results: {name}"))
    return sorted(rows, key=lambda row: max(step.index for step in row.steps))


def _is_step(quantity: Quantity) -> bool:
    magnitude = quantity.magnitude
    return isinstance(magnitude, Expr) and bool(magnitude.arguments)


def _unused(label: str, taken: set[str]) -> str:
    if label not in taken:
        return label
    number = 2
    while f"{label}_{number}" in taken:
        number += 1
    return f"{label}_{number}"


def _sentence(function: Callable[..., object] | None) -> str:
    return (inspect.getdoc(function) or "").partition("\n")[0] if function else ""


def _reference(function: Callable[..., object] | None) -> str:
    text = (inspect.getdoc(function) or "") if function else ""
    _, _, below = text.partition("References\n----------\n")
    return _LINK.sub(lambda found: found[1] or "", " ".join(below.split()))


# ---- writing ------------------------------------------------------------------------------------------------------

INPUTS, STEPS, VERDICTS, CHECKS, SOURCES = "Inputs", "Small steps", "Verdicts", "Checks", "Sources"
FIRST_YEAR_COLUMN = 6
COLUMNS = ("Step", "Value", "Unit", "What it is", "Function", "Equation from")


class _Writer:
    """Puts cells into sheets and remembers the address of each name."""

    def __init__(self, file: Path, case: Case, model: Model) -> None:
        self.book = xlsxwriter.Workbook(str(file), {"in_memory": True})
        self.book.set_properties({"title": TITLE, "created": EPOCH})
        self.book.set_calc_mode("auto")
        self.case, self.model = case, model
        self.values = _values(model)
        self.formats = {name: self.book.add_format(given) for name, given in FORMATS.items()}

    def sheet(self, name: str, widths: Sequence[float], head: Sequence[str], row: int = 0) -> Any:
        made = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            made.set_column(column, column, width)
        made.write_row(row, 0, head, self.formats["head"])
        made.freeze_panes(row + 1, 1)
        made.set_landscape()
        made.fit_to_pages(1, 0)
        made.repeat_rows(row)
        return made

    def name(self, name: str, sheet: str, row: int, column: int) -> None:
        self.book.define_name(name, f"='{sheet}'!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}")

    def formula(self, sheet: Any, row: int, column: int, name: str, form: str = "number") -> None:
        cell = self.model.cells[name]
        sheet.write_formula(row, column, cell.formula, self.formats[form], self.values[name])
        self.name(name, sheet.get_name(), row, column)


def write(file: Path, case: Case, sheets: Mapping[str, Sequence[str]] = SHEETS) -> Model:
    """Write the workbook of a case.

    Parameters
    ----------
    file : Path
        Where to; an existing file is replaced in one step.
    case : Case
        The inputs.
    sheets : mapping of str to sequence of str
        The results that each sheet leads to.
    """
    judged = judged_results(case)
    model = traced({**sheets, VERDICTS: tuple(dict.fromkeys(judged.values()))}, case)
    partial = file.with_name(f"{file.name}.{os.getpid()}.partial")
    writer = _Writer(partial, case, model)
    _write_cover(writer, sheets)
    _write_inputs(writer)
    for title in sheets:
        _write_rows(writer, title, model.rows[title])
    for table in TABLES:
        _write_two_way(writer, table)
    _write_tornado(writer, *TORNADO)
    _write_football_field(writer)
    _write_small_steps(writer)
    _write_verdicts(writer, judged)
    _write_checks(writer, sheets)
    _write_sources(writer)
    writer.book.close()
    partial.replace(file)
    return model


def _values(model: Model) -> dict[str, float]:
    program = model.program
    everything = Program(
        program.inputs,
        {name: cell.step for name, cell in model.cells.items()},
        dict.fromkeys(model.cells, ""),
        program.base,
    )
    return {name: float(value) for name, value in compile_program(everything)().items()}


def _write_cover(writer: _Writer, sheets: Mapping[str, Sequence[str]]) -> None:
    sheet = writer.book.add_worksheet("Read me")
    sheet.set_column(0, 0, 110, writer.formats["text"])
    for row, line in enumerate(cover(writer.case, sheets)):
        sheet.write_string(row, 0, line, writer.formats["title" if row == 0 else "text"])


def cover(case: Case, sheets: Mapping[str, Sequence[str]]) -> list[str]:
    """Give the lines of the first sheet."""
    return [
        TITLE,
        f"Version {analysis.__version__}; the case {case.name!r}; known on {KNOWN_UNTIL:%d %B %Y}.",
        "",
        "Change a blue cell on the sheet Inputs; every formula follows.",
        "The formulas were printed from the functions of the report, one row each; nothing was typed a second time.",
        f"Sheets: Inputs; {'; '.join(sheets)}; two-way tables; Tornado; Football field (of the case of this file: its "
        "ranges are drawn); Small steps (parts of long formulas); Verdicts; Checks; Sources.",
        "A formula names what it uses: valuation.growth_for_ever is a record of the report, "
        "chain.required_power a result, a longer name a step on the way to that result.",
        "The sheet Checks compares each result with the number that the report computed.",
        "This is research, not investment advice. Text and data: CC BY 4.0; code: MIT.",
    ]


def _write_inputs(writer: _Writer) -> None:
    head = ("Input", "Value", "Unit", "Low", "High", "What it is", "Kind", "As of", "Source")
    sheet = writer.sheet(INPUTS, (44, 14, 18, 14, 14, 52, 11, 12, 52), head)
    for row, (key, unit) in enumerate(writer.model.program.inputs.items(), start=1):
        record, place = writer.case.record(_record_of(key)), _place_of(key)
        sheet.write_string(row, 0, key, writer.formats["name"])
        sheet.write_number(row, 1, writer.model.program.base[key], writer.formats["input"])
        sheet.write_string(row, 2, _unit_text(unit), writer.formats["text"])
        for column, end in ((3, record.lowest), (4, record.highest)):
            if record.is_uncertain:
                value = end.to(unit).magnitude
                sheet.write_number(
                    row, column, float(value if place is None else value[place]), writer.formats["number"]
                )
        sheet.write_string(row, 5, record.name, writer.formats["text"])
        sheet.write_string(row, 6, record.kind, writer.formats["text"])
        sheet.write_string(row, 7, record.as_of.isoformat() if record.as_of else "", writer.formats["text"])
        sheet.write_string(row, 8, "; ".join(title_of(source) for source in record.sources), writer.formats["text"])
        writer.name(key, INPUTS, row, 1)


def _place_of(key: str) -> int | None:
    place = key.rpartition(".")[2]
    return int(place) - 1 if place.isdigit() else None


def _unit_text(unit: str) -> str:
    return f"{Quantity(1.0, unit).units:~P}"


def _write_rows(writer: _Writer, title: str, rows: Sequence[Row]) -> None:
    years = max((len(row.steps) for row in rows if len(row.steps) > 1), default=0)
    head = [*COLUMNS, *(f"{number}" for number in range(1, years + 1))]
    sheet = writer.sheet(title, (58, 15, 14, 60, 34, 40, *[13] * years), head)
    for number, row in enumerate(rows, start=1):
        is_result = row.function.startswith("results: ")
        sheet.write_string(number, 0, row.name, writer.formats["result" if is_result else "name"])
        for column, text in ((2, row.unit), (3, row.what), (4, row.function), (5, row.source)):
            sheet.write_string(number, column, text, writer.formats["text"])
        if len(row.steps) == 1:
            writer.formula(sheet, number, 1, row.name, "bold" if is_result else "number")
            continue
        for place in range(1, len(row.steps) + 1):
            if f"{row.name}.{place}" in writer.model.cells:
                writer.formula(sheet, number, FIRST_YEAR_COLUMN + place - 1, f"{row.name}.{place}")


def _write_small_steps(writer: _Writer) -> None:
    sheet = writer.sheet(STEPS, (70, 16), ("Step", "Value"))
    named = {
        name
        for title, rows in writer.model.rows.items()
        if title != VERDICTS  # it lists answers; the steps to them stand here
        for row in rows
        for name in _cell_names(row)
    }
    rest = [name for name in writer.model.cells if name not in named]
    for row, name in enumerate(rest, start=1):
        sheet.write_string(row, 0, name, writer.formats["name"])
        writer.formula(sheet, row, 1, name)


def _cell_names(row: Row) -> list[str]:
    return [row.name] if len(row.steps) == 1 else [f"{row.name}.{i}" for i in range(1, len(row.steps) + 1)]


# ---- the same steps with other inputs: two-way tables and the tornado ---------------------------------------------


def _write_replicas(writer: _Writer, title: str, target: str, columns: Sequence[Mapping[str, str]]) -> str:
    """Write the steps that some inputs reach once more for each column; give the name of the sheet.

    A column gives formulas for some inputs; the others keep the value of the sheet Inputs.
    """
    moved = list(dict.fromkeys(key for column in columns for key in column))
    names = {cell.step: name for name, cell in writer.model.cells.items()}
    step = writer.model.cells[target].step
    reached = _reached(writer.model.program, step, set(moved))
    kept = [name for name, cell in writer.model.cells.items() if cell.step in reached]
    sheet = writer.sheet(title, (70, *[14] * len(columns)), ("Step", *(str(i + 1) for i in range(len(columns)))))
    place = {key: row for row, key in enumerate([*moved, *kept], start=1)}
    for key, row in place.items():
        sheet.write_string(row, 0, key, writer.formats["name"])
    for number, column in enumerate(columns, start=1):

        def written(name: str, number: int = number) -> str:
            return xl_rowcol_to_cell(place[name], number) if name in place else name

        for key in moved:
            sheet.write_formula(place[key], number, f"={column.get(key, key)}", writer.formats["number"])
        formulas = {cell.name: cell.formula for cell in cells([step], names, written, longest=None)}
        for name in kept:
            sheet.write_formula(place[name], number, formulas[name], writer.formats["number"])
    return f"'{title}'!{{}}{place[target] + 1}"


def _depends(model: Model, target: str, key: str) -> bool:
    return any(step.is_input and step.name == key for step in live([model.cells[target].step]))


def _reached(program: Program, target: Expr, moved: set[str]) -> set[Expr]:
    reached: set[Expr] = set()
    for step in live([target]):
        if (step.is_input and step.name in moved) or any(part in reached for part in step.arguments):
            reached.add(step)
    return {step for step in reached if not step.is_input}


def _write_two_way(writer: _Writer, table: TwoWay) -> None:
    for key in (table.down, table.across):
        if not _depends(writer.model, table.target, key):
            raise ValueError(f"the table {table.title!r} varies {key}, which {table.target} does not depend on")
    grid = [(down, across) for down in table.down_by for across in table.across_by]
    columns = [
        {table.down: _moved(table.down, down), table.across: _moved(table.across, across)} for down, across in grid
    ]
    target = _write_replicas(writer, f"{table.title}, steps", table.target, columns)
    sheet = writer.sheet(table.title, (30, *[16] * len(table.across_by)), (f"{table.target}: {table.down} down",))
    sheet.write_string(1, 0, f"{table.across} across", writer.formats["text"])
    for place, across in enumerate(table.across_by, start=1):
        sheet.write_formula(1, place, f"={_moved(table.across, across)}", writer.formats["bold"])
    for row, down in enumerate(table.down_by):
        sheet.write_formula(row + 2, 0, f"={_moved(table.down, down)}", writer.formats["bold"])
        for place in range(len(table.across_by)):
            column = xl_col_to_name(1 + row * len(table.across_by) + place)
            sheet.write_formula(row + 2, place + 1, f"={target.format(column)}", writer.formats["number"])


def _moved(key: str, step: tuple[str, float]) -> str:
    sign, by = step
    return f"{key}{sign}{by!r}" if sign != "=" else repr(by)


def _write_tornado(writer: _Writer, target: str, most: int) -> None:
    """Write the result at both ends of each input's range, widest first by the values of today, with a chart."""
    keys = _widest(writer, target, most)
    ends = [{key: f"INDEX({INPUTS}!${column}:${column},ROW({key}))"} for key in keys for column in ("D", "E")]
    place = _write_replicas(writer, "Tornado, steps", target, ends)
    head = ("Input", "At its low end", "At its high end", "Low end less base", "High end less base")
    sheet = writer.sheet("Tornado", (52, 16, 16, 18, 18), head)
    for row, key in enumerate(keys, start=1):
        sheet.write_string(row, 0, key, writer.formats["name"])
        for side in (0, 1):
            column = xl_col_to_name(1 + 2 * (row - 1) + side)
            sheet.write_formula(row, 1 + side, f"={place.format(column)}", writer.formats["number"])
            own = xl_rowcol_to_cell(row, 1 + side)
            sheet.write_formula(row, 3 + side, f"={own}-{target}", writer.formats["number"])
    chart = writer.book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, colour in ((3, "#0067a5"), (4, "#b4540a")):
        chart.add_series(
            {
                "name": ["Tornado", 0, column],
                "categories": ["Tornado", 1, 0, len(keys), 0],
                "values": ["Tornado", 1, column, len(keys), column],
                "fill": {"color": colour},
                "gap": 40,
            }
        )
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_title({"name": f"{target}: change when one input goes to an end of its range", "overlay": False})
    chart.set_size({"width": 900, "height": 80 + 28 * len(keys)})
    sheet.insert_chart(len(keys) + 2, 0, chart)


def _write_football_field(writer: _Writer) -> None:
    """Write the range of each appraisal of a share and what was paid, side by side, with a chart.

    Ranges that are drawn cannot follow a cell: the sheet says that it shows the case that the file was written for.
    """
    found = tables("appraisal")[FOOTBALL](writer.case)
    head = ("Value of a share, USD", "Low", "Middle", "High", "Low to middle", "Middle to high", "Kind")
    title = "Football field"
    sheet = writer.sheet(title, (44, 12, 12, 12, 14, 14, 14), head)
    for row, line in enumerate(found.to_dict("records"), start=1):
        sheet.write_string(row, 0, str(line["who"]), writer.formats["text"])
        low, middle, high = (float(line[name]) for name in ("low", "middle", "high"))
        for column, value in enumerate((low, middle, high), start=1):
            sheet.write_number(row, column, value, writer.formats["number"])
        sheet.write_formula(row, 4, f"=C{row + 1}-B{row + 1}", writer.formats["number"], middle - low)
        sheet.write_formula(row, 5, f"=D{row + 1}-C{row + 1}", writer.formats["number"], high - middle)
        sheet.write_string(row, 6, str(line["kind"]), writer.formats["text"])
    note = "Of the case this file was written for: ranges that are drawn do not follow the sheet Inputs."
    sheet.write_string(len(found) + 2, 0, note, writer.formats["text"])
    chart = writer.book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, colour in ((1, None), (4, "#9ecae9"), (5, "#0067a5")):
        look: dict[str, dict[str, Any]] = {"fill": {"none": True}, "border": {"none": True}}
        if colour is not None:  # what is one number and no range still has the width of its border
            look = {"fill": {"color": colour}, "border": {"color": "#0067a5", "width": 1.5}}
        chart.add_series(
            {
                "name": [title, 0, column],
                "categories": [title, 1, 0, len(found), 0],
                "values": [title, 1, column, len(found), column],
                "gap": 40,
                **look,
            }
        )
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_x_axis({"name": "USD a share"})
    chart.set_legend({"none": True})
    chart.set_title({"name": "Value of a share: low, middle, high", "overlay": False})
    chart.set_size({"width": 900, "height": 80 + 34 * len(found)})
    sheet.insert_chart(len(found) + 4, 0, chart)


def _widest(writer: _Writer, target: str, most: int) -> list[str]:
    """Give the single inputs whose range moves the target most."""
    program = Program(
        writer.model.program.inputs,
        {target: writer.model.cells[target].step},
        {target: ""},
        writer.model.program.base,
    )
    run = compile_program(program)
    widths: dict[str, float] = {}
    for key in sorted(program.used):
        record = writer.case.record(_record_of(key))
        if record.is_uncertain and _place_of(key) is None:
            unit = program.inputs[key]
            ends = [
                float(run(**{key: float(end.to(unit).magnitude)})[target]) for end in (record.lowest, record.highest)
            ]
            widths[key] = abs(ends[1] - ends[0])
    return sorted(widths, key=lambda key: (-widths[key], key))[:most]


# ---- verdicts, checks, sources ------------------------------------------------------------------------------------


def judged_results(case: Case) -> dict[str, str]:
    """Give the result that answers each headline claim with a probability, where a spreadsheet can follow it."""
    found: dict[str, str] = {}
    for name, claim in claim_records().items():
        test = next((test for test in claim.tests if test.role == "meant" and test.today), None)
        uncertain = claim.kind == "quantity" or (claim.kind == "reading" and bool(claim.stands_in))
        if uncertain and claim.headline and test is not None and not test.needs_result:
            with suppress(TraceError):
                program = uncertainty.program(test.today, case)
                step = program.outputs[test.today]
                cells([step], {step: test.today})  # what a spreadsheet cannot compute is left out
                found[name] = test.today
    return found


def _write_verdicts(writer: _Writer, judged: Mapping[str, str]) -> None:
    head = ("Claim", "In our words", "Computed", "Unit", "Needs", "From", "To", "Is it met?")
    sheet = writer.sheet(VERDICTS, (9, 70, 16, 14, 12, 14, 14, 12), head)
    for row, (name, key) in enumerate(judged.items(), start=1):
        claim = claim_records()[name]
        unit = writer.model.program.units[key]
        computed = Quantity(writer.values[key], unit) if key in writer.values else find(key)(writer.case)
        condition = condition_of(claim, next(t for t in claim.tests if t.today == key), writer.case, computed)
        sheet.write_string(row, 0, name, writer.formats["name"])
        sheet.write_string(row, 1, claim.paraphrase, writer.formats["text"])
        sheet.write_formula(row, 2, f"={key}", writer.formats["number"], float(computed.to(unit).magnitude))
        sheet.write_string(row, 3, _unit_text(unit), writer.formats["text"])
        sheet.write_string(row, 4, condition.comparison, writer.formats["text"])
        tests = []
        for column, end, sign in ((5, condition.least, ">="), (6, condition.most, "<=")):
            if math.isfinite(end):
                sheet.write_number(row, column, end, writer.formats["number"])
                tests.append(f"C{row + 1}{sign}{xl_rowcol_to_cell(row, column)}")
        sheet.write_formula(row, 7, f'=IF(AND({",".join(tests)}),"met","not met")', writer.formats["bold"])


def _write_checks(writer: _Writer, sheets: Mapping[str, Sequence[str]]) -> None:
    head = ("Result", "Here", "In the report", "Unit", "Agrees")
    sheet = writer.sheet(CHECKS, (52, 20, 20, 16, 10), head)
    for row, key in enumerate(dict.fromkeys(key for keys in sheets.values() for key in keys), start=1):
        computed = find(key)(writer.case).to(writer.model.program.units[key])
        sheet.write_string(row, 0, key, writer.formats["name"])
        sheet.write_formula(row, 1, f"={key}", writer.formats["number"], writer.values[key])
        sheet.write_number(row, 2, float(computed.magnitude), writer.formats["number"])
        sheet.write_string(row, 3, f"{computed.units:~P}", writer.formats["text"])
        same = f"ABS(B{row + 1}-C{row + 1})<={TOLERANCE}*MAX(ABS(C{row + 1}),1E-300)"
        sheet.write_formula(row, 4, f'=IF({same},"yes","changed")', writer.formats["bold"], "yes")


def _write_sources(writer: _Writer) -> None:
    sheet = writer.sheet(SOURCES, (26, 70, 70), ("Key", "Title", "Address"))
    cited = {s for key in writer.model.program.inputs for s in writer.case.record(_record_of(key)).sources}
    entries = bibliography()
    for row, key in enumerate(sorted(cited), start=1):
        address = entries[key].fields.get("url", "")
        sheet.write_string(row, 0, key, writer.formats["name"])
        sheet.write_string(row, 1, title_of(key), writer.formats["text"])
        if address:
            sheet.write_url(row, 2, address)
