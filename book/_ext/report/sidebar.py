"""The mark of a chapter's verdict beside its title in the sidebar, read from the verdict box that the chapter shows."""

from __future__ import annotations

import functools
import posixpath
import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from sphinx.application import Sphinx

from .addresses import short

BOX = re.compile(r":class: verdict verdict-([a-z-]+)")
MARKS = {"holds": "✔", "holds-if": "◐", "fails": "✘", "stale": "⧗", "cannot-be-checked": "?"}


@functools.lru_cache(maxsize=100)
def _verdict(path: Path, changed: int) -> str:
    found = BOX.search(path.read_text(encoding="utf-8"))
    return found[1] if found else ""


def verdict(path: Path) -> str:
    """The verdict of the first box on a page, as its class says it; empty when there is none."""
    return _verdict(path, path.stat().st_mtime_ns) if path.suffix == ".ipynb" and path.exists() else ""


def verdicts(app: Sphinx) -> dict[str, str]:
    """The verdict of every numbered chapter by its address."""
    pages = [page for page in app.env.found_docs if page.startswith("book/chapters/")]
    found = {short(page): verdict(Path(app.env.doc2path(page))) for page in pages}
    return {page: word for page, word in found.items() if word in MARKS}


def mark(soup: BeautifulSoup, word: str) -> list[Any]:
    """A mark for the eye, and the same in words for the ear."""
    sign = soup.new_tag("span", attrs={"class": "mark", "aria-hidden": "true", "title": word.replace("-", " ")})
    sign.append(MARKS[word])
    said = soup.new_tag("span", attrs={"class": "visually-hidden"})
    said.append(f" (verdict: {word.replace('-', ' ')})")
    return [sign, said]


def add_marks(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Wrap the theme's function that writes the navigation."""
    found, write = verdicts(app), context.get("generate_toctree_html")
    if not found or write is None:
        return
    folder = posixpath.dirname(short(page))

    def marked(*arguments: Any, **options: Any) -> Any:
        navigation = write(*arguments, **options)
        soup = navigation if isinstance(navigation, BeautifulSoup) else BeautifulSoup(str(navigation), "html.parser")
        for link in soup.select("a[href]"):
            href = str(link["href"]).partition("#")[0]
            address = posixpath.normpath(posixpath.join(folder, href)).removesuffix(".html") if href else short(page)
            if address in found:
                link.extend(mark(soup, found[address]))
        return soup

    context["generate_toctree_html"] = marked


def setup(app: Sphinx) -> None:
    """After the theme has put its function into the page's context."""
    app.connect("html-page-context", add_marks, priority=900)
