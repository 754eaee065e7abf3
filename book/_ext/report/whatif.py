"""What-ifs: sliders that recompute a chapter's numbers, its chart and its verdict in the reader's browser.

A notebook stores one as ``application/vnd.wtd.whatif+json``::

    {
      "id": "whatif-multiple",                      # of the page, and of its state in the address
      "title": "Argue with the multiple",
      "sliders": [{"name": "spacex_revenue",        # an identifier, for the address
                   "key": "spacex.revenue",         # the program's input
                   "label": "Revenue of the year",
                   "value": 18.7, "min": 10, "max": 40, "step": 0.1,
                   "template": "${} billion/yr", "text": "$18.7 billion/yr", "digits": 4,
                   "divide": 1,                  # what a value is divided by before it is written; optional
                   "scale": "linear"}],             # or "log"; then min and max are above zero
      "program": "{…}",                             # JavaScript printed by analysis.engine.blocks; optional
      "numbers": [{"label": "Multiple", "key": "multiple.offer", "digits": 3, "template": "{}×", "text": "93.6×",
                   "draws": {"quantiles": […], "low": "80", "high": "110"},          # where something is uncertain
                   "level": {"least": 64, "most": null, "words": "at least 64×", "paraphrase": "…", "share": 0.98}}],
      "words": [[0.9, "likely"], …, [0, "unlikely"]],                     # what a probability is called
      "scenarios": [{"name": "company", "title": "…", "why": "…", "button": true, "values": {"launch.price": 185}}],
      "verdicts": [{"key": "…", "level": {…}, "word": "open"}],           # rows of a table; optional
      "plotted": 0, "still": {…},                   # the number whose draws are shown first, and their picture
      "spec": {…}                                   # Vega-Lite; optional
    }

A parameter in the chart's ``params`` that bears the name of an input follows it. ``text`` and ``draws`` are what the
page shows before anything moves, without JavaScript, and in print. The program becomes a file beside the charts',
loaded when the what-if comes near: a static script, so that the pages' policy can forbid evaluation. Without a
program the base case stands.
"""

from __future__ import annotations

import hashlib
import html
import json
import math
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from analysis.engine.blocks import DRAWS, runtime
from analysis.format import between

from . import charts, static_charts

MIME = "application/vnd.wtd.whatif+json"
NEEDED = {
    "sliders": ("name", "label", "template", "text", "value", "min", "max", "step"),
    "numbers": ("label", "template", "text"),
}
log = logging.getLogger(__name__)


class whatif(nodes.General, nodes.Element):  # noqa: N801  (docutils names its nodes so)
    """A what-if; its chart is its child."""


def complaints(content: dict[str, Any]) -> list[str]:
    """What is wrong with a what-if, in one line each.

    Examples
    --------
    >>> complaints({"id": "a", "sliders": [{"name": "x"}]})
    ['slider 1 of what-if a needs label, template, text, value, min, max, step']
    """
    name = content.get("id", "without id")
    found = [] if "id" in content else ["a what-if needs an id"]
    for group, keys in NEEDED.items():
        for place, entry in enumerate(content.get(group, []), start=1):
            missing = [key for key in keys if key not in entry]
            if missing:
                found.append(f"{group[:-1]} {place} of what-if {name} needs {', '.join(missing)}")
    names = [entry.get("name", "") for entry in content.get("sliders", [])]
    found += [f"what-if {name}: {n!r} is no identifier" for n in names if n and not re.fullmatch(r"[A-Za-z_]\w*", n)]
    found += [f"what-if {name}: {n!r} is defined twice" for n in sorted({n for n in names if names.count(n) > 1})]
    return found


def node_of(content: dict[str, Any]) -> whatif:
    """The node that carries a what-if; a malformed one is a warning, which fails the build."""
    for complaint in complaints(content):
        log.warning("%s", complaint, type="report")
    node = whatif(
        content={key: value for key, value in content.items() if key not in ("spec", "still")},
        ids=[content.get("id", "whatif")],
    )
    for kind in ("still", "spec"):
        if content.get(kind):
            chart = charts.node_of(static_charts.folded(content[kind]) if kind == "spec" else content[kind])
            chart["driven"] = "chart-driven chart-draws" if kind == "still" else "chart-driven"
            node += chart
    return node


def words(text: Any) -> str:
    """Text as HTML."""
    return html.escape(str(text), quote=True)


def positions(slider: dict[str, Any]) -> tuple[int, int]:
    """The first and the last position of a slider; position 0, the report's own value, is always among them.

    whatif.js says what value a position means.

    Examples
    --------
    >>> positions({"value": 135, "min": 60, "max": 250, "step": 2})
    (-38, 58)
    >>> positions({"value": 10, "min": 1, "max": 1000, "step": 1, "scale": "log"})
    (-334, 667)
    """
    value, low, high = slider["value"], slider["min"], slider["max"]
    if slider.get("scale") == "log":
        steps = math.log(high / low) / 1000
        below, above = math.log(value / low) / steps, math.log(high / value) / steps
    else:
        below, above = (value - low) / slider["step"], (high - value) / slider["step"]
    return -math.ceil(below - 1e-9), math.ceil(above - 1e-9)


def slider_html(own: str, slider: dict[str, Any]) -> str:
    """One slider with its name and its value, in the words of the table of inputs."""
    name = f"{own}-{slider['name']}"
    first, last = positions(slider)
    return (
        f'<div class="whatif-slider"><label for="{name}">{words(slider["label"])}</label>'
        f'<output for="{name}">{words(slider["text"])}</output>'
        f'<input type="range" id="{name}" data-name="{slider["name"]}" min="{first}" max="{last}" step="1" value="0" '
        f'aria-valuetext="{words(slider["text"])}"></div>'
    )


def number_html(own: str, place: int, number: dict[str, Any], plotted: int | None) -> str:
    """One number with its range; where several have draws, a button that shows them."""
    name = words(number["label"])
    if "draws" in number and plotted is not None:
        checked = " checked" if place == plotted else ""
        name = (
            f'<label><input type="radio" name="{own}-plotted" value="{place}"{checked} '
            f'aria-label="Show the draws of: {name}"> {name}</label>'
        )
    spread = number.get("draws")
    told = f"90 % range {between(spread['low'], spread['high'], number['template'])}" if spread else ""
    span = f'<small class="whatif-range" data-range="{place}">{words(told)}</small>' if spread else ""
    return (
        f'<div class="whatif-number"><dt>{name}</dt>'
        f'<dd><span data-number="{place}">{words(number["text"])}</span>{span}</dd></div>'
    )


def of_hundred(share: float) -> str:
    """A share as draws of a hundred, as whatif.js writes it.

    Examples
    --------
    >>> of_hundred(0.344), of_hundred(0.001), of_hundred(1.0)
    ('34 of 100', 'fewer than 1 of 100', '100 of 100')
    """
    if 0 < share < 0.005:
        return "fewer than 1 of 100"
    return "more than 99 of 100" if 0.995 < share < 1 else f"{math.floor(100 * share + 0.5)} of 100"


def word_of(content: dict[str, Any], level: dict[str, Any]) -> str:
    """What a probability is called; what is certain, and no quantity, is true or false."""
    share = level["share"]
    if "certain" in level and share in (0, 1):
        return str(level["certain"][int(share)])
    printed = math.floor(100 * share + 0.5) / 100
    return str(next((word for least, word in content.get("words", []) if printed >= least), ""))


def verdict_html(content: dict[str, Any]) -> str:
    """What becomes of the thresholds that numbers are held against."""
    parts = []
    for place, number in enumerate(content.get("numbers", [])):
        if level := number.get("level"):
            said = (
                f"{word_of(content, level).capitalize()}: {level['paraphrase'].rstrip('.')}. "
                f"It needs {level['words']}, which holds in {of_hundred(level['share'])} draws."
            )
            parts.append(
                f'<p class="whatif-verdict probable-{word_of(content, level).replace(" ", "-")}" '
                f'data-level="{place}">{words(said)}</p>'
            )
    return "".join(parts)


def table_html(content: dict[str, Any]) -> str:
    """The claims that the sliders reach, each with its probability in the report and now."""
    rows = content.get("verdicts", [])
    if not rows:
        return ""
    cells = "".join(
        f'<tr data-verdict="{place}"><td>{words(row["level"]["paraphrase"])}</td>'
        f'<td class="text-right">{words(row["level"]["words"])}</td>'
        f"<td>{words(row['word'])}, {of_hundred(row['level']['share'])}</td>"
        f'<td class="whatif-now">{words(row["word"])}, {of_hundred(row["level"]["share"])}</td></tr>'
        for place, row in enumerate(rows)
    )
    return (
        '<div class="pst-scrollable-table-container" tabindex="0"><table class="table whatif-verdicts">'
        "<caption>Claims that these inputs decide</caption><thead><tr><th>Claim</th><th>Needs</th>"
        f'<th>Report: holds in</th><th class="whatif-now">Now</th></tr></thead><tbody>{cells}</tbody></table></div>'
        '<p class="whatif-turned"></p>'
    )


def scenarios_html(content: dict[str, Any]) -> str:
    """Named cases from which to start: the report's and two more as buttons, those of published models in a list."""
    named = content.get("scenarios", [])
    base = '<button type="button" data-case="" aria-pressed="true">The report’s case</button>'
    buttons = base + "".join(
        f'<button type="button" data-case="{words(s["name"])}" aria-pressed="false" title="{words(s["why"])}">'
        f"{words(s['title'])}</button>"
        for s in named
        if s["button"]
    )
    others = "".join(
        f'<option value="{words(s["name"])}">{words(s["title"])}</option>' for s in named if not s["button"]
    )
    choice = (
        f'<select aria-label="Numbers of others"><option value="">Numbers of others …</option>{others}</select>'
        if others
        else ""
    )
    return f'{buttons}{choice}<span class="whatif-why" aria-live="polite"></span>' if named else ""


def visit_html(self: Any, node: whatif) -> None:
    """Sliders for those who can move them, a table of the base case for everybody else."""
    content, own = node["content"], node["ids"][0]
    sliders = content.get("sliders", [])
    rows = "".join(
        f"<tr><td>{words(s['label'])}</td><td class='text-right'>{words(s['text'])}</td></tr>" for s in sliders
    )
    numbers = "".join(
        number_html(own, place, n, content.get("plotted")) for place, n in enumerate(content.get("numbers", []))
    )
    title = words(content.get("title", "What if"))
    parts = [
        f'<section class="whatif" id="{own}" aria-labelledby="{own}-title">',
        f'<p class="whatif-title" id="{own}-title">{title}</p>',
        f'<form class="whatif-sliders screen-only">{"".join(slider_html(own, s) for s in sliders)}'
        f'<p class="whatif-buttons">{scenarios_html(content)}'
        '<button type="button" class="whatif-reset">Back to the report’s values</button> '
        '<button type="button" data-do="copy-link">Copy link</button></p></form>',
        '<table class="table whatif-base"><thead><tr><th>Input</th><th class="text-right">Value</th></tr></thead>',
        f"{rows}</table>",
        f'<dl class="whatif-numbers">{numbers}</dl>',
        verdict_html(content),
        '<p class="whatif-said visually-hidden" aria-live="polite"></p>',
    ]
    self.body.append("".join(parts))


def depart_html(self: Any, node: whatif) -> None:
    """Close the section, after its charts, with what follows from the draws."""
    content = dict(node["content"])
    program = content.pop("program", None)
    if program is not None:
        content["script"] = script_of(program)
    explained = (
        '<p class="whatif-note screen-only">What you set is held there; every other input keeps its range. '
        f"{DRAWS:,} draws, so a share is good to one in a hundred; grey is the report’s own.</p>"
        if any("draws" in number for number in content.get("numbers", []))
        else ""
    )
    carried = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    data = f'<script type="application/json" class="whatif-data">{carried}</script>'
    self.body.append(f"{table_html(content)}{explained}{data}</section>")


# ---- the programs: scripts beside those of the charts ----------------------------------------------------------------

_programs: dict[str, str] = {}


def script_of(program: str) -> str:
    """The name of a program's script, which follows from all that is in it."""
    whole = f"{runtime()}{program}"
    name = f"draws-{hashlib.sha256(whole.encode()).hexdigest()[:16]}"
    _programs[name] = program
    return name


def write_programs(app: Sphinx, error: Exception | None) -> None:
    """Put the programs beside the pages; each carries what it needs to run."""
    if error is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir) / "_charts"
    folder.mkdir(parents=True, exist_ok=True)
    while _programs:
        name, program = _programs.popitem()
        text = f'{runtime()}\n(window.reportDraws ??= {{}})["{name}"] = () => B.begin({program});\n'
        (folder / f"{name}.js").write_text(f"(function () {{\n{text}}})();\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    """The node and its script."""
    nothing = (lambda self, node: None, lambda self, node: None)
    app.add_node(whatif, html=(visit_html, depart_html), text=nothing, latex=nothing, man=nothing, texinfo=nothing)
    app.connect("build-finished", write_programs)
    app.add_js_file("whatif.js", loading_method="defer", priority=600)  # after report.js, which it uses
