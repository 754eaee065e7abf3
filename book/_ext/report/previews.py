"""The picture that is shown where somebody shares a page: the title of the page and the number that it turns on.

Networks want such pictures at a full address, so they are made only where the site has one (`html_baseurl`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from .addresses import short
from .numbers import number
from .static_charts import print_fonts

FOLDER = "_previews"
HEADLINES = "book/_data/headlines.json"
SHOWN = ("book/",)  # pages of the report; lists made by Sphinx have the picture of the whole
LENGTH = 130  # letters of what the number is
_previews: dict[str, dict[str, str]] = {}


def headline(srcdir: Path, name: str) -> dict[str, str]:
    """The number that a chapter turns on, as analysis.pages.cards wrote it."""
    path = srcdir / HEADLINES
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return dict(found.get(name, {}))


def own_number(doctree: nodes.document | None) -> dict[str, str]:
    """The first number of a page, and what it is."""
    for found in doctree.findall(number) if doctree is not None else ():
        return {"number": found.astext(), "words": " ".join(str(found.get("title", "")).split())}
    return {}


def note(page: str, title: str, app: Sphinx, doctree: nodes.document | None) -> str:
    """Remember what the picture of a page says; give the address of the picture inside the site."""
    if not page.startswith(SHOWN) or "/api/" in page:
        return "_static/card.png"
    name = short(page)
    said = headline(Path(app.srcdir), Path(page).name) or own_number(doctree)
    words = said.get("words", "")
    _previews[name] = {
        "site": str(app.config.html_title),
        "title": title,
        "verdict": said.get("verdict", ""),
        "number": said.get("number", ""),
        "words": words if len(words) <= LENGTH else words[:LENGTH].rsplit(" ", 1)[0] + " …",
    }
    return f"{FOLDER}/{name.replace('/', '-')}.png"


def draw(previews: list[dict[str, str]]) -> list[bytes]:
    """Every picture as PNG."""
    import typst

    made: Any = typst.compile(
        Path(__file__).with_name("preview.typ"),
        format="png",
        ppi=72,
        font_paths=[print_fonts()],
        ignore_system_fonts=True,
        sys_inputs={"previews": json.dumps(previews)},
    )
    return made if isinstance(made, list) else [made]


def write(app: Sphinx, error: Exception | None) -> None:
    """Draw what the pages that were written refer to."""
    if error is not None or app.builder.name != "html" or not _previews:
        return
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    for name, picture in zip(_previews, draw([*_previews.values()]), strict=True):
        (folder / f"{name.replace('/', '-')}.png").write_bytes(picture)
    _previews.clear()


def setup(app: Sphinx) -> None:
    """When all pages are written."""
    app.connect("build-finished", write)
