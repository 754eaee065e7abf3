"""4,096 draws of the home page's whole chain: the reader's browser, the same draws in NumPy, Vega's interpreter.

All three compute the same program on the same points. The browser is measured in the built page: once every step of
every draw, as on the first answer, and then moves of single sliders, where only what the slider reaches is computed,
sorted and counted. Vega interprets, as the pages' policy demands, on fewer draws, scaled to as many.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.rows import Row
from benchmarks.slider import FLAGS, HTML, _until, chromium_path

QUESTION = "draws of the home page's chain"
INDEX = Path(__file__).parents[1] / "book" / "index.ipynb"
MIME = "application/vnd.wtd.whatif+json"
INTERPRETED = 128  # draws that Vega's interpreter is given
READY = "() => document.querySelector('.whatif').dataset.computed"
WHOLE = """async (rounds) => {
  const content = JSON.parse(document.querySelector('.whatif .whatif-data').textContent);
  const begun = performance.now();
  const d = await window.reportDraws[content.script]();
  const first = performance.now() - begun, whole = [], moves = [];
  const outputs = (draws) => { for (const key of draws.outputs) draws.values(key).sort(); };
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    for (const _ of d.everything());
    outputs(d);
    whole.push(performance.now() - start);
  }
  for (let i = 0; i < 40 * rounds; i++) {
    const s = content.sliders[i % content.sliders.length];
    const start = performance.now();
    d.hold(new Map([[s.key, s.min + (s.max - s.min) * ((i * 0.618034) % 1)]]));
    outputs(d);
    moves.push(performance.now() - start);
  }
  return { first, whole: whole.slice(2), moves: moves.slice(20 * rounds) };
}"""
VEGA = """async ([steps, rows]) => {
  const embed = await window.report.vega();
  const spec = { $schema: 'https://vega.github.io/schema/vega/v6.json', signals: [{ name: 'go', value: 0 }],
    data: [{ name: 'rows', values: rows, transform: [
      { type: 'formula', as: '_go', expr: 'go' },
      ...steps.map(([as, expr]) => ({ type: 'formula', as, expr }))] }] };
  const { view } = await embed(document.createElement('div'), spec, { mode: 'vega', ast: true, actions: false });
  const times = [];
  for (let i = 1; i < 4; i++) {
    const start = performance.now();
    view.signal('go', i);
    await view.runAsync();
    times.push(performance.now() - start);
  }
  return times;
}"""


def chain() -> tuple[Any, Any]:
    """The program of the home page and its sampler, as the page has them."""
    from analysis.evidence import Case
    from analysis.pages import draws, whatif

    cells = json.loads(INDEX.read_text(encoding="utf-8"))["cells"]
    content = next(o["data"][MIME] for c in cells for o in c.get("outputs", []) if MIME in o.get("data", {}))
    shown = [*content["numbers"], *content.get("verdicts", [])]
    needed = [entry["level"]["against"] for entry in shown if "against" in entry.get("level", {})]
    keys = dict.fromkeys([*(entry["key"] for entry in shown), *needed])
    case = Case()
    return draws.traced(list(keys), case, {s["key"]: whatif.shown(case, s["key"]) for s in content["sliders"]})


def formulas(program: Any) -> list[tuple[str, str]]:
    """Every step as an expression over a row of Vega's data."""
    from analysis.engine.vega import VEGA as NATIVE
    from analysis.engine.vega import expression_of, lowered, number

    text: dict[Any, str] = {}
    steps = []
    plain = lowered(program.simplify(), NATIVE)
    place = {name: i for i, name in enumerate(program.inputs)}
    for i, node in enumerate(plain.nodes):
        if node.is_constant:
            text[node] = number(node.value)
        elif node.is_input:
            text[node] = f"datum.x{place[node.name]}"
        else:
            steps.append((f"v{i}", expression_of(node, [text[x] for x in node.arguments])))
            text[node] = f"datum.v{i}"
    return steps


def browser_draws(rounds: int = 7) -> Iterator[Row]:
    """The whole chain in the browser next to NumPy and to Vega's interpreter, and single moves."""
    from analysis.engine import compile_program
    from analysis.engine.blocks import DRAWS

    nan = float("nan")
    program, points = chain()
    run, drawn = compile_program(program), {**points.constants, **points.draw(DRAWS)}
    times = []
    for _ in range(rounds + 2):
        start = time.perf_counter()
        found = run(drawn)
        for values in found.values():
            np.sort(np.atleast_1d(values))
        times.append(time.perf_counter() - start)
    by_numpy = statistics.median(times[2:])
    size = f"{len(points.moving)} ranges, {program.simplify().size:,} operations"
    yield Row(QUESTION, "NumPy, ours", DRAWS, by_numpy, 1.0, nan, size)
    chromium = chromium_path()
    if not chromium or not (HTML / "index.html").exists():
        missing = "the site is not built (`make site`)" if chromium else "no Chromium is installed"
        yield Row(QUESTION, "Chromium", DRAWS, nan, nan, nan, f"not run: {missing}")
        return
    from playwright.sync_api import sync_playwright

    rows = [
        {f"x{i}": float(np.atleast_1d(drawn[name])[k % np.size(drawn[name])]) for i, name in enumerate(program.inputs)}
        for k in range(INTERPRETED)
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        page = browser.new_page()
        page.goto((HTML / "index.html").as_uri(), wait_until="load")
        start = time.perf_counter()
        page.locator(".whatif").first.scroll_into_view_if_needed()
        if not _until(page, READY):
            yield Row(QUESTION, "Chromium", DRAWS, nan, nan, nan, "not run: the what-if gave no answer in 30 s")
            browser.close()
            return
        seen = time.perf_counter() - start
        told = page.evaluate(WHOLE, rounds)
        whole = statistics.median(told["whole"]) / 1000
        note = f"every draw anew; first answer {seen:.2f} s after the what-if was in view"
        yield Row(QUESTION, "Chromium, blocks", DRAWS, whole, by_numpy / whole, nan, note)
        moves = sorted(move / 1000 for move in told["moves"])
        middle, late = statistics.median(moves), moves[int(0.95 * len(moves))]
        note = f"95 % within {1000 * late:.1f} ms; what one slider reaches, sorted"
        yield Row(QUESTION, "Chromium, blocks, a move", DRAWS, middle, by_numpy / middle, nan, note)
        interpreted = min(page.evaluate(VEGA, [formulas(program), rows])) / 1000 * DRAWS / INTERPRETED
        note = f"from {INTERPRETED} draws, scaled"
        yield Row(QUESTION, "Chromium, Vega's interpreter", DRAWS, interpreted, by_numpy / interpreted, nan, note)
        browser.close()
