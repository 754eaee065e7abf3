"""The palette of `analysis.figures.theme`, as style-sheet variables and as data for the scripts: one source for all."""

from __future__ import annotations

import json
import re

from sphinx.application import Sphinx

from analysis.figures.theme import PALETTE

from .vendor import made

_HEX = re.compile("|".join(sorted((light for light, _ in PALETTE.values()), key=len, reverse=True)), re.IGNORECASE)
_DARK = {light.lower(): dark for light, dark in PALETTE.values()}


def dark(specification: str) -> str:
    """Swap every light colour in the text of a specification for its dark twin.

    Examples
    --------
    >>> light, other = PALETTE["orbit"]
    >>> dark(f'"{light}"') == f'"{other}"'
    True
    """
    return _HEX.sub(lambda match: _DARK[match[0].lower()], specification)


def variables(which: int) -> str:
    """The palette as style-sheet variables of one theme."""
    return "".join(f"--{name}: {pair[which]};" for name, pair in PALETTE.items())


def write(app: Sphinx) -> None:
    """Write what the browser needs to know of the palette."""
    if app.builder.format != "html":
        return
    css = f":root, html[data-theme=light] {{{variables(0)}}}\nhtml[data-theme=dark] {{{variables(1)}}}\n"
    css += f"@media print {{ html[data-theme] {{{variables(0)}}} }}\n"
    made("palette.css", css)
    made("palette.js", f"window.reportPalette = {json.dumps(list(PALETTE.values()))};\n")


def setup(app: Sphinx) -> None:
    """Write before the first page, and let every page load it."""
    app.connect("builder-inited", write)
    app.add_css_file("palette.css", priority=300)
    app.add_css_file("report.css", priority=900)
    for script in ("palette.js", "report.js"):
        app.add_js_file(script, loading_method="defer")
