"""A stored Vega-Lite specification as a chart.

On the site the page carries the specification and two still pictures, one for each theme, that hold the place; a
script draws the live chart over them when it comes into view. The PDF takes a
third still, made for its column. Picture, data and specification can be downloaded, with or without JavaScript.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import html
import importlib.util
import io
import json
import re
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from .themes import dark
from .vendor import ROOT, VEGA_LITE

MIME = "application/vnd.vegalite.v6+json"
STILLS = ROOT / "_build" / "stills"
WIDTH = 680  # of a still, in pixels: the column of a chapter
PRINTED = 480  # of a printed chart, so that its 12 px text is set at about the size of a caption

Spec = dict[str, Any]


class chart(nodes.General, nodes.Element):  # noqa: N801  (docutils names its nodes so)
    """A chart."""


def node_of(spec: Spec) -> chart:
    """The node that carries a specification."""
    return chart(spec=json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def stretches(spec: Spec) -> bool:
    """Whether the chart can take any width: single views and layers can, rows of charts cannot."""
    return not any(key in spec for key in ("hconcat", "vconcat", "concat", "facet", "repeat")) and not (
        {"row", "column", "facet"} & set(spec.get("encoding", {}))
    )


def fit(spec: Spec, width: int) -> Spec:
    """The same chart, so many pixels wide over all."""
    if not stretches(spec):
        return spec
    return {**spec, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}


@functools.cache
def stills(text: str) -> dict[str, Any]:
    """Make every still of a chart, once, named by what the chart says."""
    import vl_convert

    key = hashlib.sha256(f"{VEGA_LITE} {WIDTH} {PRINTED} {text}".encode()).hexdigest()[:16]
    sizes = STILLS / f"{key}.json"
    if not sizes.exists():
        STILLS.mkdir(parents=True, exist_ok=True)
        spec = json.loads(text)
        wide = json.dumps(fit(spec, WIDTH))
        light = vl_convert.vegalite_to_svg(wide, vl_version=VEGA_LITE)
        vl_convert.register_font_directory(str(font_folder()))
        printed = vl_convert.vegalite_to_svg(json.dumps(in_print(fit(spec, PRINTED))), vl_version=VEGA_LITE)
        (STILLS / f"{key}-light.svg").write_text(light, encoding="utf-8")
        (STILLS / f"{key}-dark.svg").write_text(
            vl_convert.vegalite_to_svg(dark(wide), vl_version=VEGA_LITE), encoding="utf-8"
        )
        (STILLS / f"{key}-print.svg").write_text(printed, encoding="utf-8")
        (STILLS / f"{key}.png").write_bytes(vl_convert.svg_to_png(on_white(light), scale=2))
        (STILLS / f"{key}.csv").write_text(data(spec), encoding="utf-8")
        found = re.search(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"', light)
        width, height = (float(found[1]), float(found[2])) if found else (WIDTH, 400)
        sizes.write_text(json.dumps({"key": key, "width": round(width), "height": round(height)}), encoding="utf-8")
    return dict(json.loads(sizes.read_text(encoding="utf-8")))


def font_folder() -> Path:
    """The typeface of print, which comes as a package."""
    package = importlib.util.find_spec("font_source_sans_pro")
    if package is None or package.origin is None:
        raise RuntimeError("the package font-source-sans-pro is not installed; run make setup")
    return Path(package.origin).parent / "files"


def in_print(spec: Spec) -> Spec:
    """The same chart in the typeface of the printed book."""
    return {**spec, "config": {**spec.get("config", {}), "font": "Source Sans Pro"}}


def on_white(svg: str) -> str:
    """A picture that is pasted elsewhere needs a ground."""
    return re.sub(r"(<svg[^>]*>)", r'\1<rect width="100%" height="100%" fill="#ffffff"/>', svg, count=1)


def data(spec: Spec) -> str:
    """Everything that the chart shows, as CSV; several data sets follow one another, each after its name."""
    sets = dict(spec.get("datasets", {}))
    if isinstance(spec.get("data"), dict) and "values" in spec["data"]:
        sets["data"] = spec["data"]["values"]
    out = io.StringIO()
    for rows in (rows for rows in sets.values() if rows and isinstance(rows[0], dict)):
        if out.tell():
            out.write("\n")
        columns = list(dict.fromkeys(column for row in rows for column in row))
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return out.getvalue()


def name_of(node: chart) -> str:
    """The name under which a chart is downloaded: that of its figure."""
    figure = node.parent
    while figure is not None and not figure.get("ids"):
        figure = figure.parent
    return figure["ids"][0] if figure is not None else "chart"


def visit_html(self: Any, node: chart) -> None:
    """The chart on a page."""
    spec = json.loads(node["spec"])
    still = stills(node["spec"])
    words = html.escape(" ".join(str(spec.get("description") or "Chart").split()), quote=True)
    folder = depth(self) + "_charts/" + still["key"]
    size = f'width="{still["width"]}" height="{still["height"]}"'
    links = "".join(
        f'<a href="{folder}{end}" download="{name_of(node)}.{kind}" aria-label="Download {what}">{kind.upper()}</a>'
        for end, kind, what in (
            ("-light.svg", "svg", "the chart as SVG"),
            (".png", "png", "the chart as PNG"),
            (".csv", "csv", "the data as CSV"),
        )
    )
    carried = node["spec"].replace("</", "<\\/").replace("<!--", "<\\!--")
    self.body.append(
        f'<div class="chart{" chart-stretches" if stretches(spec) else ""}{" chart-driven" if node.get("driven") else ""}" style="--height:{still["height"]}px">'
        f'<div class="chart-view" role="img" aria-label="{words}">'
        f'<img class="chart-still only-light" src="{folder}-light.svg" {size} alt="" loading="lazy">'
        f'<img class="chart-still only-dark" src="{folder}-dark.svg" {size} alt="" loading="lazy">'
        f'</div><p class="chart-links">{links}</p>'
        f'<script type="application/json">{carried}</script></div>'
    )
    raise nodes.SkipNode


def depth(self: Any) -> str:
    """The way up from a page to the root of the site."""
    here = self.builder.get_target_uri(self.builder.current_docname)
    return "../" * here.count("/")


def visit_text(self: Any, node: chart) -> None:
    """Anywhere else a chart is its words."""
    self.visit_Text(nodes.Text(str(json.loads(node["spec"]).get("description", ""))))
    raise nodes.SkipNode


def copy_stills(app: Sphinx, error: Exception | None) -> None:
    """Put the stills that the pages show beside the pages."""
    if error is not None or app.builder.name != "html":
        return
    shown = set()
    for page in app.env.found_docs:
        for node in app.env.get_doctree(page).findall(chart):
            shown.add(stills(node["spec"])["key"])
    folder = Path(app.outdir) / "_charts"
    folder.mkdir(parents=True, exist_ok=True)
    for key in shown:
        for end in ("-light.svg", "-dark.svg", ".png", ".csv"):
            target = folder / f"{key}{end}"
            if not target.exists():
                target.write_bytes((STILLS / f"{key}{end}").read_bytes())


def setup(app: Sphinx) -> None:
    """The node, and its pictures when all is written."""
    nothing = (lambda self, node: None, None)
    app.add_node(chart, html=(visit_html, None), text=(visit_text, None), latex=nothing, man=nothing, texinfo=nothing)
    app.connect("build-finished", copy_stills)
