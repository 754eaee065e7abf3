"""No number that matters is typed in code: what is contested or observed is a record of the evidence.

A literal may stand in a study where it is a count, a conversion, a date, a place on a chart's axis or a guard against
dividing by nothing; the rules below say which, and what fits no rule stands on a list with its reason. Models hold
formulas, whose coefficients are part of them, but no money, no default for a physical argument and no constant
without its origin. A page's code passes names, the ends of its sliders and the level of a claim, nothing else.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.book.test_provenance import told_numbers, typed_numbers
from tests.each import each

ROOT = Path(__file__).resolve().parents[1]
STUDIES = sorted((ROOT / "analysis" / "studies").glob("*.py"))
MODELS = sorted((ROOT / "analysis" / "models").glob("*.py"))
FIGURES = sorted((ROOT / "analysis" / "figures").glob("*.py"))
TEXTS = [
    *sorted((ROOT / "book" / "text").glob("[0-9][0-9]-*.md")),
    ROOT / "book" / "text" / "index.md",
    *sorted((ROOT / "book" / "text" / "parts").glob("*.md")),
]

PLAIN = {0, 1, 2}  # nothing, one, two: signs, counts, both ends of a range
SHARES = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95}  # quantiles, the middle, a quarter of a year
POWERS = {100, 1000}  # per cent and kilo
GUARD = 1e-5  # what is smaller stands for nothing, where a formula would divide by it
YEARS = range(1990, 2101)  # of a table's row, of a forecast: a date, which the sentence of the result says too
FORM = {"digits", "most", "count", "scan", "tail", "periods"}  # how a number is printed or searched, not what it is
AXES = {"linspace", "geomspace", "arange", "range", "head", "histogram", "simulation"}  # where a curve is drawn
FINENESS = {"samples", "faces", "steps", "rounds"}  # of an integral or a fixed point; a plate has two faces
TIMES = {"year", "month", "day", "hour"}  # the span between two dates that the sentence names, the hours of a day

# Everything else, by file: the numbers, and why they are no records.
EXPLAINED: dict[str, dict[tuple[float, ...], str]] = {
    "appraisal.py": {
        (6, 5): "digits and points of a two-way table",
        (0.2, 20.0): "ends between which a break-even is looked for",
    },
    "capital.py": {
        (60, 12): "months of the table, and of a year",
        (18,): "months from January 2027 to June 2028",
        (0.001, 0.999): "a belief given as a 90 % range spills a little over 0 and 1",
    },
    "conjunction.py": {
        (0.98,): "a correlation of one has no inverse",
    },
    "decides.py": {(0.001,): "below it a share is printed as a bound"},
    "destination.py": {(5,): "switches of a model with five parts"},
    "fab.py": {(10, 5): "years shown after the filing, and the year that its target names"},
    "ground.py": {(5, 4): "years between the two dates of each forecast"},
    "launch.py": {(4.0,): "of the area of a circle"},
    "listings.py": {
        (10, 5, 3): "years between the two dates that each line names",
        (20,): "a row of the base-rate table",
    },
    "market.py": {(2026.0,): "the year from which the doublings count"},
    "parity.py": {
        (2.5, 3.0, 4.0, 6.0, 10.0): "lines of equal ratio on a chart",
        (
            500.0,
            550.0,
            600.0,
            650.0,
            700.0,
            800.0,
            1200.0,
            1350.0,
            1500.0,
            2000.0,
        ): "heights of a table and a search, up to what is filed",
        (10, 8): "slices of an input whose hold on an answer is measured, and rows of that table",
    },
    "registry.py": {(3,): "digits, unless a result says otherwise"},
    "revenue.py": {
        (0.001,): "a belief given as a 90 % range spills a little over 0 and 1",
        (12,): "months of a year",
    },
    "satellite.py": {
        (0.1,): "kilometres to which a height is searched",
        (500.0, 600.0, 800.0, 1200.0, 1400.0): "rows of a table, in kilometres",
        (20.0, 2000.0, 40.0, 0.9): "ends between which a break-even is looked for",
        (4,): "so many more draws",
    },
    "satellite_published.py": {
        (0.015, 0.03, 0.025, 0.02, 0.001, 1e-4, 2e-4, 0.005, 1e-5): "how close a published value has to be met",
    },
    "uncertainty.py": {
        (20261121,): "the seed",
        (10.0,): "how far beyond its range a flip of a verdict is looked for",
        (0.03, 4): "how narrow an interval is asked for, and how many more points are taken until it is",
    },
    "validation.py": {(10.0,): "the place of a digit"},
}


def parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    """Every node's parent."""
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def name_of(call: ast.AST) -> str:
    """The last part of the name of what is called."""
    if not isinstance(call, ast.Call):
        return ""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def numbers(tree: ast.AST) -> Iterator[tuple[ast.Constant, list[ast.AST]]]:
    """Every number that is typed, with the nodes around it, the nearest first."""
    above = parents(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            line: list[ast.AST] = []
            at: ast.AST = node
            while at in above:
                at = above[at]
                line.append(at)
            yield node, line


def allowed(node: ast.Constant, around: list[ast.AST]) -> bool:
    """Whether a number is one of those that no record could hold."""
    value = node.value
    if value in PLAIN | SHARES | POWERS or abs(value) < GUARD or (isinstance(value, int) and value in YEARS):
        return True
    near = around[0]
    if isinstance(near, ast.UnaryOp):
        near = around[1]
    if isinstance(near, ast.Subscript | ast.Slice) or (isinstance(near, ast.keyword) and near.arg in FORM):
        return True
    if isinstance(near, ast.BinOp) and isinstance(near.op, ast.Pow) and near.right is node:
        return True
    if name_of(near) in AXES:
        return True
    last = near.args[-1] if name_of(near) == "Quantity" and len(near.args) == 2 else None
    return isinstance(last, ast.Constant) and last.value in TIMES


def typed(source: str) -> list[tuple[int, float]]:
    """Line and value of every number that fits no rule."""
    return [(node.lineno, node.value) for node, around in numbers(ast.parse(source)) if not allowed(node, around)]


@pytest.mark.parametrize("file", STUDIES, ids=lambda f: f.stem)
def test_a_study_types_no_number_that_a_record_could_hold(file):
    known = {value for group in EXPLAINED.get(file.name, {}) for value in group}
    found = typed(file.read_text(encoding="utf-8"))
    assert [f"line {line}: {value}" for line, value in found if value not in known] == []
    assert known - {value for _, value in found} == set(), "explained and no longer there"


def test_the_scan_sees_a_typed_number():
    assert typed("price = Quantity(67e6, 'USD')") == [(1, 67e6)]
    assert typed("def f(rate=0.08): return 1.1 * rate") == [(1, 0.08), (1, 1.1)]
    assert typed("x = 100 * y[3] + z**4; np.linspace(7, 9, 11); Quantity(6, 'year'); f(digits=4)") == []


@pytest.mark.parametrize("file", [*STUDIES, *MODELS], ids=lambda f: f"{f.parent.name}-{f.stem}")
def test_no_money_is_typed(file):
    """Not even a plain sum: a price belongs to somebody who states it."""
    found = []
    for node, around in numbers(ast.parse(file.read_text(encoding="utf-8"))):
        call = next((a for a in around[:2] if name_of(a) == "Quantity"), None)
        unit = call.args[-1] if isinstance(call, ast.Call) and call.args else None
        if isinstance(unit, ast.Constant) and "USD" in str(unit.value) and node.value not in (0, 1):
            found.append((node.lineno, node.value, unit.value))
    assert found == []


@pytest.mark.parametrize("file", MODELS, ids=lambda f: f.stem)
def test_a_model_has_no_default_for_anything_but_its_own_fineness(file):
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            both = node.args.posonlyargs + node.args.args
            pairs = [*zip(both[::-1], node.args.defaults[::-1], strict=False)]
            pairs += [pair for pair in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if pair[1]]
            found += [
                f"{node.name}({argument.arg}={ast.unparse(default)})"
                for argument, default in pairs
                if argument.arg not in FINENESS and any(True for _ in numbers(ast.Expression(default)))
            ]
    assert found == []


@pytest.mark.parametrize("file", MODELS, ids=lambda f: f.stem)
def test_a_constant_of_a_model_says_where_it_comes_from(file):
    lines = file.read_text(encoding="utf-8").splitlines()
    tree = ast.parse("\n".join(lines))
    silent = []
    for node, after in zip(tree.body, [*tree.body[1:], None], strict=True):
        if isinstance(node, ast.Assign) and any(v.value not in (0, 1) for v, _ in numbers(node)):
            beside = "#" in lines[node.end_lineno - 1] or lines[node.lineno - 2].lstrip().startswith("#")
            below = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            if not beside and not below:
                silent.append(lines[node.lineno - 1])
    assert silent == []


NUMBER_WORDS = re.compile(
    r"\b(?:(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten) of (?:the |these |its |all )?(?:two|three|four|five|six|seven|eight|nine|ten)"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:(?!years)\w+ )?(?:reach|end|lie|fall|remain|are|were) )",
    re.IGNORECASE,
)


def descriptions(source: str) -> list[tuple[int, str]]:
    """Line and words of every description of a chart, without what results fill in."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if name_of(node) == "finish" and len(node.args) > 1:
            parts = [
                c.value for c in ast.walk(node.args[1]) if isinstance(c, ast.Constant) and isinstance(c.value, str)
            ]
            found.append((node.lineno, re.sub(r"\{[a-z_0-9]+\.[a-z_0-9]+\}", "…", " ".join(parts))))
    return found


def stated(description: str) -> list[str]:
    """The quantities that the words of a description state, and nothing computes."""
    words = [found[0] for found in NUMBER_WORDS.finditer(description)]
    return [*typed_numbers(description), *told_numbers(description), *words]


@each("file", FIGURES)
def test_a_description_of_a_chart_types_no_quantity(file):
    found = {line: stated(text) for line, text in descriptions(file.read_text(encoding="utf-8"))}
    assert {line: words for line, words in found.items() if words} == {}


def test_the_scan_sees_a_quantity_in_a_description():
    code = "finish(chart, 'Of {a.b} thirteen reach the grid, ' 'two of the four pay $3 a share, twice as much.', case)"
    ((_, text),) = descriptions(code)
    assert len(stated(text)) == 4
    assert stated("Four bars split the cost; {a.b} lie in 2026 below {c.d}.".replace("{a.b}", "…")) == []


CELL = re.compile(r"^(`{3,})\{code-cell\}[^\n]*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"\A---\n.*?\n---\n|^:[^\n]*\n", re.MULTILINE | re.DOTALL)
PASSED = {"digits", "most", "level"}  # how much is shown; the level of a claim, at which an input flips it


def passed(text: str) -> list[tuple[str, float]]:
    """What the code of a page types that is neither a form, nor the end of a slider, nor the number of a chapter."""
    found = []
    for _, body in CELL.findall(text):
        for node, around in numbers(ast.parse(OPTION.sub("", body))):
            ends = any(isinstance(a, ast.Dict) for a in around) and any(name_of(a) == "whatif" for a in around)
            form = any(isinstance(a, ast.keyword) and a.arg in PASSED for a in around)
            if not ends and not form and name_of(around[0]) not in ("chapter_claims", "part"):
                found.append((ast.unparse(around[0]), node.value))
    return found


@pytest.mark.parametrize("file", TEXTS, ids=lambda f: f.stem)
def test_the_code_of_a_page_passes_names_only(file):
    assert passed(file.read_text(encoding="utf-8")) == []


def test_the_scan_sees_a_number_in_the_code_of_a_page():
    cell = "```{code-cell} python\n:tags: [a]\npage.formula(model, 3.5); page.chapter_claims(7)\n```\n"
    assert passed(cell) == [("page.formula(model, 3.5)", 3.5)]
