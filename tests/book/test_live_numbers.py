"""Every live what-if of the book: the program on the page draws and computes what the library computes."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import vl_convert

from analysis.engine import Compiled, compile_program, field_name
from analysis.engine.blocks import DRAWS, runtime
from analysis.evidence import claim_records
from analysis.evidence.case import case_of
from analysis.format import format_quantity, number, wording
from analysis.pages import draws
from analysis.pages.tables import say_record
from analysis.pages.whatif import SHOWN, shown
from analysis.results.registry import find, results
from analysis.results.uncertainty import distributions, program, simulation
from analysis.results.verdicts import judge
from analysis.units import Quantity
from tests.book.browsing import until
from tests.each import each
from tests.known import base

BOOK = Path(__file__).parents[2] / "book"
MIME = "application/vnd.wtd.whatif+json"
SETTINGS = 4
AGREE = 1e-9  # the promise of the page: JavaScript and Python agree to nine digits
TOLD = 0.016  # two standard errors of a share of 4,096 draws; of hundreds of shares a few lie near it
WORLD = base()
NODE = shutil.which("node")
BY_DAY = {"index", "08-ground", "12-parity"}  # in node, in every scenario; Chromium draws all pages by day
needs_node = pytest.mark.skipif(NODE is None, reason="node runs the scripts of this test and is not installed")


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
IN_NODE = [
    pytest.param(page, marks=[pytest.mark.night] * (page not in BY_DAY))
    for page, content in LIVE.items()
    if "program" in content
]
PLAIN = {field_name(key): key for key in [*results(), *WORLD]}


def keys_of(page: str) -> list[str]:
    """Every result that the page's program computes."""
    content = LIVE[page]
    return list(
        dict.fromkeys(
            [
                *(n["key"] for n in content["numbers"]),
                *(r["key"] for r in content.get("verdicts", [])),
                *(
                    e["level"]["against"]
                    for e in (*content["numbers"], *content.get("verdicts", []))
                    if "against" in e.get("level", {})
                ),
            ]
        )
    )


def settings(page: str, count: int) -> list[dict[str, float]]:
    """Random positions of some of the sliders, then of all of them, by record."""
    rng = np.random.default_rng(20261121)
    found = []
    for place in range(count):
        sliders = [s for s in LIVE[page]["sliders"] if place == count - 1 or rng.random() < 0.5]
        found.append({PLAIN[s["name"]]: float(rng.uniform(s["min"], s["max"])) for s in sliders})
    return found


@cache
def traced(page: str) -> tuple[Compiled, Any, dict[str, Any]]:
    """The page's results, open in everything that the page's program is open in; the sampler; its draws."""
    sliders = {PLAIN[s["name"]]: shown(WORLD, PLAIN[s["name"]]) for s in LIVE[page]["sliders"]}
    opened, points = draws.traced(keys_of(page), WORLD, sliders)
    return compile_program(opened), points, {**points.constants, **points.draw(DRAWS)}


def wanted(page: str, held: dict[str, Any]) -> dict[str, np.ndarray]:
    """What NumPy computes for every draw with some inputs held at values, or at a scenario's distributions."""
    run, _, drawn = traced(page)
    given = dict(drawn)
    for key, value in held.items():
        if key in run.program.inputs:
            given[key] = value if isinstance(value, float | int) else value["draws"]
    with np.errstate(all="ignore"):
        found = run(given)
    return {key: np.broadcast_to(np.asarray(found[key], dtype=float), DRAWS) for key in keys_of(page)}


def scenario(page: str, name: str) -> dict[str, Any]:
    """The values and distributions of a scenario, from the evidence rather than from the page."""
    run, points, _ = traced(page)
    other = case_of(name)
    rows = {key: place for place, key in enumerate(points.moving)}
    cube = next(iter(points.uniforms(0, DRAWS)))
    held: dict[str, Any] = {}
    for key in sorted(other.changed & set(run.program.inputs)):
        unit = run.program.inputs[key]
        held[key] = float(other[key].to(unit).magnitude)
        if other.record(key).is_uncertain and key in rows:
            spread = distributions([key], other)[key].in_unit(unit)
            held[key] = {"draws": spread.quantile(cube[rows[key]])}
    return held


def compare(page: str, got: dict[str, Any], held: dict[str, Any], agree: float = AGREE) -> None:
    for key, want in wanted(page, held).items():
        found = np.array([np.nan if x is None else x for x in got[key]], dtype=float)
        finite = np.isfinite(want)
        size = float(np.median(np.abs(want[finite]))) if finite.any() else 1.0
        np.testing.assert_allclose(found[finite], want[finite], rtol=agree, atol=agree * size, err_msg=f"{page} {key}")
        assert not np.isfinite(found[~finite]).any()


def test_a_threshold_that_is_a_result_is_drawn_with_what_it_is_compared_with() -> None:
    """Cash after two years against the reserve: both have ranges, and the share is that of the verdict."""
    claim = claim_records()["B24"]
    level = draws.level_of(claim, find("capital.cash_after_two_years"), WORLD)
    assert (level["against"], level["times"]) == ("capital.cash_reserve", [None, 1.0])
    (row,) = draws.verdict_rows({"capital.cash_after_two_years": claim}, WORLD, ["cost.compute_cost"])
    found = judge(claim, WORLD).probability
    assert found
    assert row["level"]["share"] == round(found.value, 6)


def test_the_book_has_what_ifs() -> None:
    assert {"index", "12-parity", "08-ground"} <= set(LIVE)
    assert [page for page, content in LIVE.items() if "program" not in content] == [], "execute these pages again"


HEAVIEST = {"index": 80_000}  # bytes of a packed program with all that it needs to run; 40,000 on any other page


def test_a_program_is_quick_to_fetch() -> None:
    sizes = {page: len(gzip.compress(f"{runtime()}{content['program']}".encode())) for page, content in LIVE.items()}
    assert {page: size for page, size in sizes.items() if size > HEAVIEST.get(page, 40_000)} == {}


EVERY_DRAW = """
const d = B.start(program);
const all = () => Object.fromEntries(d.outputs.map((key) => [key, Array.from(d.values(key))]));
const points = () => Object.fromEntries(d.outputs.map((key) => [key, d.point(key)]));
const found = [];
for (const values of held) { d.hold(new Map(Object.entries(values))); found.push([all(), points()]); }
"""


def in_node(page: str, held: list[dict[str, Any]], folder: Path) -> list[Any]:
    file = folder / "page.js"
    file.write_text(
        f"{runtime()}\nconst program = {LIVE[page]['program']};\n"
        f"const held = {json.dumps(held)};\n{EVERY_DRAW}\nconsole.log(JSON.stringify(found));",
        encoding="utf-8",
    )
    done = subprocess.run([str(NODE), str(file)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


@needs_node
@pytest.mark.parametrize("page", IN_NODE)
def test_the_page_draws_what_python_draws(page: str, tmp_path: Path) -> None:
    """Draw by draw, at random positions of the sliders and in every scenario; the point estimate is that of pint."""
    rows = [{}, *settings(page, SETTINGS)]
    cases = LIVE[page]["scenarios"]
    found = in_node(page, [*rows, *(case["values"] for case in cases), {}], tmp_path)
    for row, (got, _) in zip(rows, found, strict=False):
        compare(page, got, row)
    for case, (got, _) in zip(cases, found[len(rows) :], strict=False):
        stored = any(isinstance(value, dict) for value in case["values"].values())  # a range, rounded to nine digits
        compare(page, got, scenario(page, case["name"]), 10 * AGREE if stored else AGREE)
    compare(page, found[-1][0], {})
    units = traced(page)[0].program.inputs
    for row, (_, points) in zip(rows[:3], found, strict=False):
        world = WORLD.with_values({key: Quantity(value, units[key]) for key, value in row.items()})
        for key, value in points.items():
            np.testing.assert_allclose(
                value, float(find(key)(world).magnitude), rtol=AGREE, err_msg=f"{page} {key} {row}"
            )
    for case, (_, points) in zip(cases, found[len(rows) :], strict=False):
        other = case_of(case["name"])
        for key in points:
            np.testing.assert_allclose(
                points[key],
                float(find(key)(other).magnitude),
                rtol=AGREE,
                err_msg=f"{page} {key} {case['name']}",
            )


@needs_node
@pytest.mark.parametrize("page", IN_NODE)
def test_the_page_s_draws_say_what_the_report_says(page: str, tmp_path: Path) -> None:
    """Ranges and shares of 4,096 draws lie within what the page promises of the report's 262,144."""
    (got, _), *_ = in_node(page, [{}], tmp_path)
    for entry in [*LIVE[page]["numbers"], *LIVE[page].get("verdicts", [])]:
        values = np.array(got[entry["key"]], dtype=float)
        if "draws" in entry:
            whole = simulation(entry["key"], WORLD)
            for p in (0.05, 0.5, 0.95):
                end = float(np.quantile(values, p))
                below = 1 - float(whole.exceedance(entry["key"], end).value.magnitude)
                assert abs(below - p) <= TOLD, f"{page} {entry['key']} {p}"
        if "level" in entry:
            level = entry["level"]
            if "against" in level:
                least, most = (
                    end if end is not None else sign * np.inf for end, sign in zip(level["times"], (-1, 1), strict=True)
                )
                needed = np.array(got[level["against"]], dtype=float)
                share = np.mean((values >= least * needed) & (values <= most * needed))
            else:
                share = np.mean([draws.meets(x, level) for x in values])
            assert abs(share - entry["level"]["share"]) <= TOLD, f"{page} {entry['key']}"


@pytest.mark.browser
@pytest.mark.parametrize("page", [page for page, content in LIVE.items() if "program" in content])
def test_chromium_draws_what_python_draws(page: str, browser: Any, server: str) -> None:
    """The page's own script, in the page, at a random position of all sliders."""
    row = settings(page, 1)[-1]
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(f"{server}/{'' if page == 'index' else 'chapters/'}{page}.html", wait_until="load")
    own = LIVE[page]["id"]
    opened.evaluate("own => document.getElementById(own).scrollIntoView()", own)
    until(opened, "own => document.getElementById(own).dataset.computed", own, what="the first answer of a what-if")
    got = opened.evaluate(
        """async ([own, row]) => {
             const content = JSON.parse(document.querySelector(`#${own} .whatif-data`).textContent);
             const d = await window.reportDraws[content.script]();
             d.hold(new Map(Object.entries(row)));
             return Object.fromEntries(d.outputs.map((key) => [key, Array.from(d.values(key))]));
           }""",
        [own, row],
    )
    context.close()
    compare(page, got, row)


def texts(svg: str) -> list[str]:
    """Every text of a picture."""
    return [text.replace("−", "-") for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def everywhere(page: str, place: int) -> dict[str, float]:
    """A random position of every slider."""
    rng = np.random.default_rng(place)
    return {PLAIN[s["name"]]: float(rng.uniform(s["min"], s["max"])) for s in LIVE[page]["sliders"]}


@cache
def along_axis(page: str, result: str, along: str) -> Compiled:
    """A result, open in the page's sliders and in the record of an axis."""
    moved = dict.fromkeys([*(PLAIN[slider["name"]] for slider in LIVE[page]["sliders"]), along])
    return compile_program(program(result, WORLD, {key: shown(WORLD, key) for key in moved}))


@pytest.mark.parametrize("page", [page for page, content in LIVE.items() if "spec" in content])
def test_a_chart_draws_what_python_computes(page: str) -> None:
    """Every point of the line, at random positions of the sliders that drive it."""
    spec = LIVE[page]["spec"]
    x, y = (spec["encoding"][channel]["field"] for channel in "xy")
    for row in [everywhere(page, place) for place in range(3)]:
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
        want = along_axis(page, PLAIN[y], PLAIN[x])({**row, PLAIN[x]: along})[PLAIN[y]]
        np.testing.assert_allclose(got, np.broadcast_to(want, got.shape), rtol=AGREE)


@pytest.mark.parametrize("page", LIVE)
def test_the_report_s_own_values_give_the_printed_words(page: str) -> None:
    """At the base case the library, today, says what the page says before anything moves."""
    for shown_number in LIVE[page]["numbers"]:
        result = find(shown_number["key"])
        text = number(float(result(WORLD).magnitude), result.digits)
        assert shown_number["template"].replace("{}", text) == shown_number["text"]


@each("key", sorted({PLAIN[slider["name"]] for content in LIVE.values() for slider in content["sliders"]}))
def test_a_slider_says_its_value_as_the_table_of_inputs_does(key: str) -> None:
    """And what it says when it has moved, scaled once for all its values, is the same at the report's own."""
    own = shown(WORLD, key)
    template, divide = wording(own)
    said = format_quantity(own, digits=SHOWN)
    assert template.replace("{}", number(float(own.magnitude) / divide, SHOWN)) == said
    assert "e+" not in said
    if not own.is_compatible_with("USD/token"):
        assert said == say_record(WORLD.record(key), SHOWN)


def test_a_price_of_a_token_is_told_for_a_million() -> None:
    assert format_quantity(shown(WORLD, "market.token_price"), digits=SHOWN) == "$3/Mtoken"


def test_a_slider_s_words_scale_with_its_own_value_only() -> None:
    """Thirty times the price of a launch is told in millions too, as beside the slider's first value."""
    template, divide = wording(shown(WORLD, "beaming.launch_price"))
    assert template.replace("{}", number(2.55e9 / divide, SHOWN)) == "$2,550 million/launch"


@needs_node
def test_a_number_in_the_middle_is_rounded_alike(tmp_path: Path) -> None:
    """Python would round 62.25 to the even digit, JavaScript rounds it up; the page must not change when nothing moves.

    The last four differ from a middle, or from each other, by what another order of the same sums leaves.
    """
    script = (BOOK / "_static" / "whatif.js").read_text(encoding="utf-8")
    written = re.search(r"  function number\(value, digits\) \{.*?\n  \}\n", script, re.DOTALL)
    assert written
    rng = np.random.default_rng(3)
    values = [62.25, -62.25, 0.125, 2.5, 3.5, 1.005, 2.675, 99.95, 0.9995, 1250.0, 12350000.0, 5e-7, 0.0, 1e14, 999.96]
    values += (10 ** rng.uniform(-6, 14, 300) * rng.choice([-1, 1], 300)).tolist()
    values += [62.25 - 1e-14, 62.25 + 1e-14, 0.125 * (1 + 2e-16), 2.5 * (1 - 2e-16)]
    file = tmp_path / "number.js"
    file.write_text(
        f"{written[0]}console.log(JSON.stringify([2, 3, 4].map((d) => {json.dumps(values)}.map((x) => number(x, d)))))",
        encoding="utf-8",
    )
    done = subprocess.run([str(NODE), str(file)], capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout) == [[number(value, digits) for value in values] for digits in (2, 3, 4)]
    assert number(62.25) == number(62.25 - 1e-14) == "62.3"
