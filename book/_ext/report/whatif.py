"""What-ifs: sliders that recompute a chapter's numbers, its chart and its verdict in the reader's browser.

A notebook stores one as ``application/vnd.wtd.whatif+json``::

    {
      "id": "whatif-multiple",                      # of the page, and of its state in the address
      "title": "Argue with the multiple",
      "sliders": [{"name": "revenue",               # an identifier; steps and chart refer to it
                   "label": "Revenue of the year",
                   "value": 18.7, "min": 10, "max": 40, "step": 0.1,
                   "template": "${} billion/yr", "text": "$18.7 billion/yr",
                   "divide": 1,                  # what a value is divided by before it is written; optional
                   "scale": "linear",               # or "log"; then min and max are above zero
                   "format": ",.1f"}],              # d3's notation; optional
      "steps": [{"as": "v1", "calculate": "1750 / revenue"}],      # Vega expressions, each may use those before it
      "numbers": [{"label": "Multiple", "expr": "v1", "format": ",.1f", "template": "{}×", "text": "93.6×"}],
      "verdict": {"expr": "v1 > 64 ? 'fails' : 'holds'",           # gives a key of texts; optional
                  "texts": {"holds": "✔ holds: …", "fails": "✘ fails: …"}, "base": "fails"},
      "spec": {…}                                   # Vega-Lite; optional
    }

``datum.x`` in an expression means ``x``. A parameter in the chart's ``params`` that bears the name of a slider or of a
step follows it. ``text`` and ``base`` are what the page shows before anything moves, without JavaScript, and in print.
Expressions are interpreted by Vega, never compiled from text, so that the pages' policy can forbid evaluation.
"""

from __future__ import annotations

import html
import json
import math
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from . import charts, stills

MIME = "application/vnd.wtd.whatif+json"
NEEDED = {
    "sliders": ("name", "label", "template", "text", "value", "min", "max", "step"),
    "steps": ("as", "calculate"),
    "numbers": ("label", "expr", "template", "text"),
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
    names = [
        entry.get("name", entry.get("as", "")) for group in ("sliders", "steps") for entry in content.get(group, [])
    ]
    found += [f"what-if {name}: {n!r} is no identifier" for n in names if n and not re.fullmatch(r"[A-Za-z_]\w*", n)]
    found += [f"what-if {name}: {n!r} is defined twice" for n in sorted({n for n in names if names.count(n) > 1})]
    return found


def node_of(content: dict[str, Any], where: Any = None) -> whatif:
    """The node that carries a what-if; a malformed one is a warning, which fails the build."""
    for complaint in complaints(content):
        log.warning("%s", complaint, location=where, type="report")
    spec = content.get("spec")
    node = whatif(
        content={key: value for key, value in content.items() if key != "spec"}, ids=[content.get("id", "whatif")]
    )
    if spec:
        chart = charts.node_of(stills.folded(spec))
        chart["driven"] = True
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


def visit_html(self: Any, node: whatif) -> None:
    """Sliders for those who can move them, a table of the base case for everybody else."""
    content, own = node["content"], node["ids"][0]
    sliders = content.get("sliders", [])
    rows = "".join(
        f"<tr><td>{words(s['label'])}</td><td class='text-right'>{words(s['text'])}</td></tr>" for s in sliders
    )
    numbers = "".join(
        f'<div class="whatif-number"><dt>{words(n["label"])}</dt>'
        f'<dd data-number="{place}">{words(n["text"])}</dd></div>'
        for place, n in enumerate(content.get("numbers", []))
    )
    title = words(content.get("title", "What if"))
    parts = [
        f'<section class="whatif" id="{own}" aria-labelledby="{own}-title">',
        f'<p class="whatif-title" id="{own}-title">{title}</p>',
        f'<form class="whatif-sliders screen-only">{"".join(slider_html(own, s) for s in sliders)}'
        '<p class="whatif-buttons"><button type="button" class="whatif-reset">Back to the report’s values</button> '
        '<button type="button" data-do="copy-link">Copy link</button></p></form>',
        '<table class="table whatif-base"><thead><tr><th>Input</th><th class="text-right">Value</th></tr></thead>',
        f"{rows}</table>",
        f'<dl class="whatif-numbers" aria-live="polite">{numbers}</dl>',
    ]
    verdict = content.get("verdict")
    if verdict:
        base = verdict.get("base", "")
        parts.append(
            f'<p class="whatif-verdict verdict-{base.replace(" ", "-")}" aria-live="polite">'
            f"{words(verdict['texts'].get(base, ''))}</p>"
        )
    carried = json.dumps(content, sort_keys=True, ensure_ascii=False).replace("</", "<\\/")
    parts.append(f'<script type="application/json" class="whatif-data">{carried}</script>')
    self.body.append("".join(parts))


def depart_html(self: Any, node: whatif) -> None:
    """Close the section, after its chart."""
    self.body.append("</section>")


def setup(app: Sphinx) -> None:
    """The node and its script."""
    nothing = (lambda self, node: None, lambda self, node: None)
    app.add_node(whatif, html=(visit_html, depart_html), text=nothing, latex=nothing, man=nothing, texinfo=nothing)
    app.add_js_file("whatif.js", loading_method="defer", priority=600)  # after report.js, which it uses
