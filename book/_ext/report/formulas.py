"""Formulas as pictures that are made with the pages: no script sets them, and they are there without one.

Pandoc turns TeX into Typst's notation and into MathML; Typst draws. So a formula looks as in the printed book, holds
its place from the first moment, and is read aloud from the MathML that stands unseen beside it.
All formulas of a build are drawn in one go and kept in `_build/formulas`.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.ext import mathjax
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from .vendor import ROOT

FOLDER = ROOT / "_build" / "formulas"
DRAWING_VERSION = 3  # raised when formulas are drawn in another way, so that old ones are not taken for new
SMALLEST, NARROW = 0.6, 18.0  # how far a wide formula shrinks before its place is scrolled; ems of a text on a phone
LEAST = "--least-width"  # where a style sheet holds to it
SIZE = 10  # points of a letter in the drawing
SCALE = 1.13  # of a letter beside the letters of the text
STRUT = 100  # points; taller than any formula in a line is above it
PROGRAM = """
#set page(width: auto, height: auto, margin: (x: 0.4pt, y: 0.6pt), fill: none)
#set text(size: {size}pt, top-edge: "bounds", bottom-edge: "bounds")
#let formula(body) = {{
  context [#metadata(measure([#box(height: {strut}pt)#body]).height / 1pt)<below>]
  body
}}
"""
PANDOC_CORRECTIONS = {
    "dot.circle": "⊙",
    "#h(-1em)": "#h(-0.17em)",
    "#h(0em)": "#h(0.28em)",  # TeX's thick space
}  # what pandoc writes otherwise than typst and TeX mean it
log = logging.getLogger(__name__)

Formula = tuple[str, bool]  # TeX, and whether it stands in a line
_wanted: dict[Formula, None] = {}
_shown: set[str] = set()


def key_of(formula: Formula) -> str:
    """The name of a formula's files."""
    return hashlib.sha256(f"{DRAWING_VERSION} {formula[1]} {formula[0]}".encode()).hexdigest()[:16]


def whole(tex: str) -> str:
    """Lines of a formula need something that holds them.

    Examples
    --------
    >>> print(whole(r"a &= b"))
    \\begin{aligned}a &= b\\end{aligned}
    """
    tex = " ".join(tex.split())
    several = (r"\\" in tex or "&" in tex) and r"\begin" not in tex
    return rf"\begin{{aligned}}{tex}\end{{aligned}}" if several else tex


def translated(formulas: Sequence[Formula], form: str, *options: str) -> list[str]:
    """Every formula in another notation."""
    import pypandoc

    blocks = []
    for tex, inline in formulas:
        kind = {"t": "InlineMath" if inline else "DisplayMath"}
        blocks += [{"t": "Para", "c": [{"t": "Math", "c": [kind, whole(tex)]}]}, {"t": "HorizontalRule"}]
    document = json.dumps({"pandoc-api-version": [1, 23], "meta": {}, "blocks": blocks})
    command = [pypandoc.get_pandoc_path(), "-f", "json", "-t", form, "--wrap=none", *options]
    done = subprocess.run(command, input=document, capture_output=True, text=True, check=True)
    rule = "#horizontalrule" if form == "typst" else "<hr />"
    return [part.strip() for part in done.stdout.split(rule)][: len(formulas)]


def drawn(formulas: Sequence[Formula]) -> tuple[list[str], list[float]]:
    """Every formula as SVG, and how far each reaches below its line, in letters."""
    import typst

    pages = "\n#pagebreak()\n".join(f"#formula[{part}]" for part in translated(formulas, "typst"))
    for name, meant in PANDOC_CORRECTIONS.items():
        pages = pages.replace(name, meant)
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "formulas.typ"
        program.write_text(PROGRAM.format(size=SIZE, strut=STRUT) + pages, encoding="utf-8")
        pictures = typst.compile(str(program), format="svg")
        below = json.loads(typst.query(str(program), "<below>", field="value"))
    listed = pictures if isinstance(pictures, list) else [pictures]
    return [picture.decode() for picture in listed], [(height - STRUT) / SIZE for height in below]


def keep(formulas: Sequence[Formula]) -> None:
    """Draw what is not kept yet."""
    new = [formula for formula in formulas if not (FOLDER / f"{key_of(formula)}.json").exists()]
    if not new:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    spoken = [re.sub(r"</?p>|<annotation.*?</annotation>", "", part) for part in translated(new, "html", "--mathml")]
    for formula, svg, below, words in zip(new, *drawn(new), spoken, strict=True):
        if "<math" not in words:
            log.warning("a formula is not understood: %s", formula[0], type="report")
            continue  # so that the next build says so too
        size = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', svg)
        assert size, "typst says how large a picture is"
        width, height = (float(points) / SIZE * SCALE for points in size.groups())
        said = {"width": width, "height": height, "below": below * SCALE, "mathml": words}
        (FOLDER / f"{key_of(formula)}.svg").write_text(svg, encoding="utf-8")
        (FOLDER / f"{key_of(formula)}.json").write_text(json.dumps(said), encoding="utf-8")


def picture(visitor: Any, formula: Formula) -> str:
    """A formula on a page."""
    keep([formula])
    key = key_of(formula)
    note = FOLDER / f"{key}.json"
    if not note.exists():
        return f"<code>{html.escape(formula[0])}</code>"
    said = json.loads(note.read_text(encoding="utf-8"))
    _shown.add(key)
    up = "../" * str(visitor.builder.get_target_uri(visitor.builder.current_docname)).count("/")
    style = f"width:{said['width']:.3f}em;aspect-ratio:{said['width']:.3f}/{said['height']:.3f}"
    if said["width"] * SMALLEST > NARROW:
        style += f";{LEAST}:{said['width'] * SMALLEST:.0f}em"
    if formula[1]:
        style += f";vertical-align:{-said['below']:.3f}em"
    return (
        f'<img class="formula dark-light" src="{up}_formulas/{key}.svg" alt="" loading="lazy" style="{style}" '
        f'data-tex="{html.escape(formula[0])}">'
        f'<span class="visually-hidden">{said["mathml"]}</span>'
    )


def visit_inline(self: Any, node: nodes.math) -> None:
    """A formula in a line."""
    if self.builder.name != "html":
        mathjax.html_visit_math(self, node)
    self.body.append(self.starttag(node, "span", "", CLASS="math notranslate nohighlight"))
    self.body.append(picture(self, (node.astext(), True)) + "</span>")
    raise nodes.SkipNode


def visit_block(self: Any, node: nodes.math_block) -> None:
    """A formula on lines of its own, with its number."""
    if self.builder.name != "html":
        mathjax.html_visit_displaymath(self, node)
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    drawn = picture(self, (node.astext(), False))
    scrolls = ' tabindex="0"' if LEAST in drawn else ""  # what scrolls can be reached by the keyboard
    self.body.append(f'<div class="formula-view"{scrolls}>{drawn}</div>')
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """The formulas of a page that was read."""
    for node in doctree.findall(lambda n: isinstance(n, nodes.math | nodes.math_block)):
        _wanted[node.astext(), isinstance(node, nodes.math)] = None


def draw_all(app: Sphinx, env: Any) -> None:
    """All at once, before the first page is written."""
    if app.builder.name == "html":
        keep(list(_wanted))
    _wanted.clear()


def copy(app: Sphinx, error: Exception | None) -> None:
    """Put the pictures beside the pages."""
    if error is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir) / "_formulas"
    folder.mkdir(parents=True, exist_ok=True)
    while _shown:
        name = f"{_shown.pop()}.svg"
        shutil.copyfile(FOLDER / name, folder / name)


def configure(app: Sphinx, config: Config) -> None:
    """Formulas are ours to set."""
    config.html_math_renderer = "report"


def setup(app: Sphinx) -> None:
    """In place of MathJax."""
    app.setup_extension("sphinx.ext.mathjax")
    app.add_html_math_renderer("report", (visit_inline, None), (visit_block, None))
    app.connect("config-inited", configure)
    app.connect("doctree-read", collect)
    app.connect("env-updated", draw_all)
    app.connect("build-finished", copy)
