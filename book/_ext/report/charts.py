"""A stored Vega-Lite specification as a chart on the page.

The page carries two still pictures, one for each theme, that hold the place; when the chart comes into view, a script
fetches the specification and draws the live chart over them. The specification is a script too, since a browser lets a
page that was opened as a file read nothing else. Pictures and data can be downloaded, with or without JavaScript.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from .static_charts import FOLDER, NARROW, PHONE, RenderedChart, begin, end, rendered, site_root, stretches
from .static_charts import size as size_of

MIME = "application/vnd.vegalite.v6+json"
MIN_PAGES_FOR_PROCESSES = 5  # pages; for so few it is not worth it to start other processes
DOWNLOADS = ("-light.svg", ".png", ".csv", ".parquet")  # the chart twice, the data twice


_shown: set[str] = set()  # what the pages that are being written show


class TitlesAbove(SphinxPostTransform):
    """The finding of a figure stands above it, as its title; how it is drawn stands below, in a legend."""

    default_priority = 904
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Every figure with a chart whose caption begins with a finding and goes on."""
        for figure in self.document.findall(nodes.figure):
            caption = next((child for child in figure if isinstance(child, nodes.caption)), None)
            if caption is None or not list(figure.findall(chart)):
                continue
            parts = [part for part in caption.children if part.astext()]  # MyST puts an empty text in front
            finding, *rest = parts or [caption]
            if isinstance(finding, nodes.strong) and rest:
                caption.children = [finding]
                paragraph = nodes.paragraph("", "", *rest)
                figure += nodes.legend("", paragraph)


class chart(nodes.General, nodes.Element):  # noqa: N801  (docutils names its nodes so)
    """A chart."""


def node_of(spec: dict[str, Any]) -> chart:
    """The node that carries a specification."""
    return chart(spec=json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def name_of(node: chart) -> str:
    """The name under which a chart is downloaded: that of its figure."""
    figure = node.parent
    while figure is not None and not figure.get("ids"):
        figure = figure.parent
    return str(figure["ids"][0]) if figure is not None else "chart"


def root_of(builder: Any) -> str:
    """The way up from the page that is being written to the root of the site."""
    return "../" * str(builder.get_target_uri(builder.current_docname)).count("/")


def downloads(made: RenderedChart, place: str, name: str) -> str:
    """Links to the pictures and the data."""
    links = []
    for ending in DOWNLOADS:
        if ending in made.endings:
            kind = ending.rpartition(".")[2]
            links.append(f'<a href="{place}{ending}" download="{name}.{kind}">{kind.upper()}</a>')
    return f'<p class="chart-links" role="group" aria-label="Download">{"".join(links)}</p>'


def still(place: str, theme: str, size: str, made: RenderedChart) -> str:
    """The picture that holds the place of a chart, in the layout that fits the screen."""
    on_phone = f'width="{PHONE}" height="{made.phone}" srcset="{place}-phone-{theme}.svg"'
    picture = f'<img class="chart-still only-{theme}" src="{place}-{theme}.svg" {size}>'
    return f'<picture><source media="(max-width: {NARROW + 40}px)" {on_phone}>{picture}</picture>'


_ROW = re.compile(r'<a xlink:href="([^"]+)"><path aria-label="([^"]*)"[^>]* d="M0,([\d.]+)h[\d.]+v([\d.]+)h-')
_ORIGIN = re.compile(r'transform="translate\(([\d.]+),([\d.]+)\)"')


def rows(svg: str) -> list[tuple[str, str, float, float]]:
    """The bands of a picture that lead somewhere: where to, its words, its top and its height in shares of the whole.

    Bands with room between them share it.

    Examples
    --------
    >>> rows('<svg width="10" height="100"><g transform="translate(5,20)"><a xlink:href="../a.html"><path '
    ...      'aria-label="claim: One; Answer: true" d="M0,30h9v10h-9Z"/></a></g></svg>')
    [('../a.html', 'One', 0.5, 0.1)]
    """
    height, origin = size_of(svg)[1], _ORIGIN.search(svg)
    above = float(origin[2]) if origin else 0.0
    bands = [(to, words, float(top), float(high)) for to, words, top, high in _ROW.findall(svg)]
    step = (bands[-1][2] - bands[0][2]) / (len(bands) - 1) if len(bands) > 1 else 0.0
    return [
        (
            to,
            words.partition(";")[0].partition(": ")[2],
            (above + top - max(step - high, 0) / 2) / height,
            max(step, high) / height,
        )
        for to, words, top, high in bands
    ]


def links_without_script(made: RenderedChart, root: str) -> str:
    """Links over the rows of a still picture: without JavaScript no live chart takes its place, and a picture has none.

    Each row has a place in the wide picture and another in that for phones, whose rows are not as high.
    """
    pictures = [(FOLDER / f"{made.key}{form}-light.svg").read_text(encoding="utf-8") for form in ("", "-phone")]
    wide, narrow = (rows(svg) for svg in pictures)
    if not wide or [row[:2] for row in wide] != [row[:2] for row in narrow]:
        return ""
    links = []
    for (to, words, top, high), (*_, top_phone, high_phone) in zip(wide, narrow, strict=True):
        places = (("top", top), ("high", high), ("phone-top", top_phone), ("phone-high", high_phone))
        style = ";".join(f"--{name}:{100 * share:.3f}%" for name, share in places)
        to = root + to.removeprefix(site_root()) if to.startswith(site_root()) else to
        links.append(f'<a href="{to}" style="{style}"><span>{words}</span></a>')
    frame = f"--shape:{made.width}/{made.height};--phone-shape:{PHONE}/{made.phone}"
    limits = f"--wide:{made.width}px;--narrow:{PHONE}px"
    return f'<noscript><div class="chart-rows" style="{frame};{limits}">{"".join(links)}</div></noscript>'


def visit_html(self: Any, node: chart) -> None:
    """The chart on a page."""
    spec = json.loads(node["spec"])
    made = rendered(node["spec"])
    _shown.add(node["spec"])
    words = html.escape(" ".join(str(spec.get("description") or "Chart").split()), quote=True)
    place = f"{root_of(self.builder)}_charts/{made.key}"
    size = f'width="{made.width}" height="{made.height}" alt="" loading="lazy"'
    kinds = ["chart", *["chart-stretches"] * stretches(spec), *filter(None, [node.get("driven")])]
    self.body.append(
        f'<div class="{" ".join(kinds)}" data-chart="{made.key}" data-overhang="{made.overhang}" '
        f'style="--height:{made.height}px;--share:{made.share if stretches(spec) else made.height / made.width:.3f};'
        f'--phone:{made.phone}px">'
        f'<div class="chart-view" role="img" aria-label="{words}">'
        f"{still(place, 'light', size, made)}{still(place, 'dark', size, made)}"
        f"</div>{links_without_script(made, root_of(self.builder))}{downloads(made, place, name_of(node))}</div>"
    )
    raise nodes.SkipNode


def visit_text(self: Any, node: chart) -> None:
    """Anywhere else a chart is its words."""
    self.visit_Text(nodes.Text(str(json.loads(node["spec"]).get("description", ""))))
    raise nodes.SkipNode


def draw_ahead(app: Sphinx, doctree: nodes.document) -> None:
    """Begin with the pictures of a page as soon as it is read, when there are many to make."""
    if app.builder.name == "html" and len(app.env.found_docs) > MIN_PAGES_FOR_PROCESSES:
        for node in doctree.findall(chart):
            begin(node["spec"])


def copy_static_charts(app: Sphinx, error: Exception | None) -> None:
    """Put what the pages show and offer beside the pages."""
    end()
    if error is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir) / "_charts"
    folder.mkdir(parents=True, exist_ok=True)
    while _shown:
        spec = _shown.pop()
        made = rendered(spec)
        script = f'(window.reportCharts ??= {{}})["{made.key}"] = {spec};\n'
        (folder / f"{made.key}.js").write_text(script, encoding="utf-8")
        held = (FOLDER / f"{made.key}-phone.json").read_text(encoding="utf-8")
        script = f'(window.reportCharts ??= {{}})["{made.key}-phone"] = {held};\n'
        (folder / f"{made.key}-phone.js").write_text(script, encoding="utf-8")
        for ending in made.endings:
            if ending not in ("-print.svg", "-phone.json"):
                shutil.copyfile(FOLDER / f"{made.key}{ending}", folder / f"{made.key}{ending}")


def setup(app: Sphinx) -> None:
    """The node, and its pictures when all is written."""
    nothing = (lambda self, node: None, None)
    app.add_node(chart, html=(visit_html, None), text=(visit_text, None), latex=nothing, man=nothing, texinfo=nothing)
    app.add_post_transform(TitlesAbove)
    app.connect("doctree-read", draw_ahead)
    app.connect("build-finished", copy_static_charts)
