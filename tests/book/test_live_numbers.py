"""Every live what-if of the book: the expressions on the page compute what the library computes."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import vl_convert

from analysis.engine import Compiled, compile_program, field_name
from analysis.evidence import Case
from analysis.format import format_quantity, number, wording
from analysis.pages.tables import say_record
from analysis.pages.whatif import SHOWN, shown
from analysis.results.registry import find, results
from analysis.results.uncertainty import program
from analysis.units import Quantity

BOOK = Path(__file__).parents[2] / "book"
MIME = "application/vnd.wtd.whatif+json"
SETTINGS = 20
AGREE = 1e-9  # the promise of the page: JavaScript and Python agree to nine digits
WORLD = Case()


def stored() -> dict[str, dict[str, Any]]:
    """Every what-if of the executed notebooks, by the name of its page."""
    found = {}
    for path in sorted(BOOK.rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if MIME in output.get("data", {}):
                    found[path.stem] = output["data"][MIME]
    return found


LIVE = stored()
PLAIN = {field_name(key): key for key in [*results(), *WORLD]}


@cache
def library(page: str, *asked: str) -> Compiled:
    """The compiled results behind what the page shows, open in its sliders."""
    moved = [PLAIN[slider["name"]] for slider in LIVE[page]["sliders"]] + [a for a in asked if a not in results()]
    wanted = [a for a in asked if a in results()]
    return compile_program(program(wanted, WORLD, {key: shown(WORLD, key) for key in moved}))


def settings(page: str, count: int) -> list[dict[str, float]]:
    """Random positions of every slider, by record."""
    rng = np.random.default_rng(20261121)
    sliders = LIVE[page]["sliders"]
    return [{PLAIN[s["name"]]: float(rng.uniform(s["min"], s["max"])) for s in sliders} for _ in range(count)]


def texts(svg: str) -> list[str]:
    """Every text of a picture."""
    return [text.replace("−", "-") for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def in_v8(content: dict[str, Any], rows: list[dict[str, float]]) -> list[list[float]]:
    """The numbers of a what-if for each setting, as Vega computes them in V8."""
    names = [s["name"] for s in content["sliders"]] + [s["as"] for s in content["steps"]]
    own = re.compile(rf"(?<![\w.])({'|'.join(sorted(names, key=len, reverse=True))})\b")
    steps = [(s["as"], s["calculate"]) for s in content["steps"]]
    steps.append(("printed", "+' '+".join(f"(''+({n['expr']}))" for n in content["numbers"])))
    spec = {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "data": [
            {
                "name": "rows",
                "values": [{field_name(key): value for key, value in row.items()} for row in rows],
                "transform": [
                    {"type": "formula", "as": name, "expr": own.sub(r"datum.\1", text)} for name, text in steps
                ],
            }
        ],
        "marks": [
            {
                "type": "text",
                "from": {"data": "rows"},
                "encode": {"update": {"text": {"field": "printed"}, "limit": {"value": 0}}},
            }
        ],
    }
    return [[float(x) for x in text.split()] for text in texts(vl_convert.vega_to_svg(json.dumps(spec)))]


def test_the_book_has_what_ifs() -> None:
    assert {"index", "12-parity", "08-ground"} <= set(LIVE)


@pytest.mark.parametrize("page", LIVE)
def test_javascript_computes_what_python_computes(page: str) -> None:
    """At random positions of all sliders at once: against the compiled program, and against the functions in pint."""
    content, rows = LIVE[page], settings(page, SETTINGS)
    keys = [PLAIN[n["expr"]] for n in content["numbers"]]
    got = in_v8(content, rows)
    assert len(got) == SETTINGS
    run = library(page, *keys)
    columns = run({key: np.array([row[key] for row in rows]) for key in rows[0]})
    np.testing.assert_allclose(got, np.column_stack([columns[key] for key in keys]), rtol=AGREE)
    for row, line in zip(rows[:2], got, strict=False):
        units = run.program.inputs
        case = WORLD.with_values({key: Quantity(value, units[key]) for key, value in row.items()})
        np.testing.assert_allclose(line, [find(key)(case).magnitude for key in keys], rtol=AGREE)


IN_THE_PAGE = """async ([own, rows]) => {
  const content = JSON.parse(document.querySelector(`#${own} .whatif-data`).textContent);
  const vegaEmbed = await window.report.vega();
  const spec = {
    $schema: "https://vega.github.io/schema/vega/v6.json",
    signals: [
      ...content.sliders.map((s) => ({ name: s.name, value: s.value })),
      ...content.steps.map((step) => ({ name: step.as, update: step.calculate })),
      ...content.numbers.map((n, i) => ({ name: `_exact_${i}`, update: n.expr })),
    ],
  };
  const { view } = await vegaEmbed(document.createElement("div"), spec, { mode: "vega", ast: true, actions: false });
  const found = [];
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) view.signal(name, value);
    await view.runAsync();
    found.push(content.numbers.map((n, i) => view.signal(`_exact_${i}`)));
  }
  return found;
}"""


@pytest.mark.browser
@pytest.mark.parametrize("page", LIVE)
def test_chromium_computes_what_python_computes(page: str, browser: Any, server: str) -> None:
    """The page's own expressions, by the interpreter that the page uses, in the page."""
    content, rows = LIVE[page], settings(page, SETTINGS)
    keys = [PLAIN[n["expr"]] for n in content["numbers"]]
    opened = browser.new_page()
    opened.goto(f"{server}/{'' if page == 'index' else 'chapters/'}{page}.html", wait_until="load")
    moved = [{field_name(key): value for key, value in row.items()} for row in rows]
    got = opened.evaluate(IN_THE_PAGE, [content["id"], moved])
    opened.close()
    columns = library(page, *keys)({key: np.array([row[key] for row in rows]) for key in rows[0]})
    np.testing.assert_allclose(got, np.column_stack([columns[key] for key in keys]), rtol=AGREE)


@pytest.mark.parametrize("page", [page for page, content in LIVE.items() if "spec" in content])
def test_a_chart_draws_what_python_computes(page: str) -> None:
    """Every point of the line, at random positions of the sliders that drive it."""
    spec = LIVE[page]["spec"]
    x, y = (spec["encoding"][channel]["field"] for channel in "xy")
    for row in settings(page, 3):
        moved = {field_name(key): value for key, value in row.items()}
        printing = {
            **{key: value for key, value in spec.items() if key not in ("config", "width", "height")},
            "params": [{**p, "value": moved[p["name"]]} if p["name"] in moved else p for p in spec["params"]],
            "transform": [
                *spec["transform"],
                {"calculate": f"(''+datum.{x})+' '+(''+datum.{y})", "as": "printed"},
            ],
            "mark": {"type": "text", "limit": 0},
            "encoding": {"text": {"field": "printed", "type": "nominal"}},
        }
        points = [list(map(float, t.split())) for t in texts(vl_convert.vegalite_to_svg(json.dumps(printing)))]
        along, got = np.array(points).T
        assert along.size > 50
        want = library(page, PLAIN[y], PLAIN[x])({**row, PLAIN[x]: along})[PLAIN[y]]
        np.testing.assert_allclose(got, np.broadcast_to(want, got.shape), rtol=AGREE)


@pytest.mark.parametrize("page", LIVE)
def test_the_report_s_own_values_give_the_printed_words(page: str) -> None:
    """At the base case the library, today, says what the page says before anything moves."""
    for shown_number in LIVE[page]["numbers"]:
        result = find(PLAIN[shown_number["expr"]])
        text = number(float(result(WORLD).magnitude), result.digits)
        assert shown_number["template"].replace("{}", text) == shown_number["text"]


@pytest.mark.parametrize(
    "key", sorted({PLAIN[slider["name"]] for content in LIVE.values() for slider in content["sliders"]})
)
def test_a_slider_says_its_value_as_the_table_of_inputs_does(key: str) -> None:
    """And what it says when it has moved, scaled once for all its values, is the same at the report's own."""
    base = shown(WORLD, key)
    template, divide = wording(base)
    said = format_quantity(base, digits=SHOWN)
    assert template.replace("{}", number(float(base.magnitude) / divide, SHOWN)) == said
    assert "e+" not in said
    if not base.is_compatible_with("USD/token"):
        assert said == say_record(WORLD.record(key), SHOWN)


def test_a_price_of_a_token_is_told_for_a_million() -> None:
    assert format_quantity(shown(WORLD, "market.token_price"), digits=SHOWN) == "$3/Mtoken"


def test_a_slider_s_words_scale_with_its_own_value_only() -> None:
    """Thirty times the price of a launch is told in millions too, as beside the slider's first value."""
    template, divide = wording(shown(WORLD, "beaming.launch_price"))
    assert template.replace("{}", number(2.55e9 / divide, SHOWN)) == "$2,550 million/launch"


def test_a_number_in_the_middle_is_rounded_alike() -> None:
    """Python would round 62.25 to the even digit, JavaScript rounds it up; the page must not change when nothing moves.

    The last four differ from a middle, or from each other, by what another order of the same sums leaves.
    """
    script = (BOOK / "_static" / "whatif.js").read_text(encoding="utf-8")
    settled = re.search(r"const settled = \(x\) => `(.*)`;", script)
    assert settled
    rng = np.random.default_rng(3)
    values = [62.25, -62.25, 0.125, 2.5, 3.5, 1.005, 2.675, 99.95, 0.9995, 1250.0, 12350000.0, 5e-7, 0.0, 1e14]
    values += (10 ** rng.uniform(-6, 14, 100) * rng.choice([-1, 1], 100)).tolist()
    values += [62.25 - 1e-14, 62.25 + 1e-14, 0.125 * (1 + 2e-16), 2.5 * (1 - 2e-16)]
    for digits in (2, 3, 4):
        expression = settled[1].replace("${x}", "datum.data").replace("\\u2212", "−")
        spec = {
            "$schema": "https://vega.github.io/schema/vega/v6.json",
            "data": [
                {
                    "name": "rows",
                    "values": values,
                    "transform": [{"type": "formula", "as": "said", "expr": f"format({expression}, ',.{digits}~r')"}],
                }
            ],
            "marks": [{"type": "text", "from": {"data": "rows"}, "encode": {"update": {"text": {"field": "said"}}}}],
        }
        want = [number(value, digits).replace("−", "-") for value in values]
        assert texts(vl_convert.vega_to_svg(json.dumps(spec))) == want
    assert number(62.25) == number(62.25 - 1e-14) == "62.3"
