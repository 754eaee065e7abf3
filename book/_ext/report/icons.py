"""The few icons of the theme as masks in one small style sheet, instead of a megabyte of fonts and script.

The outlines are Font Awesome Free's (CC BY 4.0), read from the copy that the theme carries.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from urllib.parse import quote

from sphinx.application import Sphinx

from .vendor import made

ICONS = (
    *("angle-left", "angle-right", "arrow-up", "bars", "chevron-down", "circle-half-stroke", "code", "compress"),
    *("download", "expand", "file", "file-pdf", "lightbulb", "list", "magnifying-glass", "moon", "pencil", "print"),
    *("rocket", "share", "sun", "xmark"),
)
BASE = """\
/* Icons: Font Awesome Free, CC BY 4.0, fontawesome.com */
i[class*="fa-"], span[class*="fa-"] { display: inline-block; width: 1em; height: 1em; vertical-align: -0.125em;
  background: currentColor; -webkit-mask: var(--icon) center / contain no-repeat;
  mask: var(--icon) center / contain no-repeat; }
i.fa-lg { font-size: 1.25em; }
"""


def outlines() -> dict[str, tuple[int, int, str]]:
    """Width, height and path of every icon that the pages use."""
    package = importlib.util.find_spec("pydata_sphinx_theme")
    assert package is not None
    assert package.origin is not None
    script = next(Path(package.origin).parent.rglob("fontawesome/*/js/all.min.js")).read_text(encoding="utf-8")
    solid = script[script.rindex("var", 0, script.index('"f0c9"')) :]  # the solid style is where `bars` is
    found = {}
    for name in ICONS:
        match = re.search(rf'[,{{]"?{name}"?:\[(\d+),(\d+),\[[^\]]*\],"\w+","([^"]+)"\]', solid)
        if match is None:
            raise RuntimeError(f"the theme's Font Awesome has no icon {name!r}")
        found[name] = (int(match[1]), int(match[2]), match[3])
    return found


def write(app: Sphinx) -> None:
    """Write the style sheet."""
    if app.builder.format != "html":
        return
    rules = [BASE]
    for name, (width, height, path) in outlines().items():
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><path d="{path}"/></svg>'
        rules.append(f'.fa-{name} {{ --icon: url("data:image/svg+xml,{quote(svg)}"); }}\n')
        if name == "chevron-down":  # where the theme writes a letter of an icon font
            rules.append(f':root {{ --chevron: url("data:image/svg+xml,{quote(svg)}"); }}\n')
    made("icons.css", "".join(rules))


def setup(app: Sphinx) -> None:
    """Before the first page."""
    app.connect("builder-inited", write)
    app.add_css_file("icons.css", priority=310)
