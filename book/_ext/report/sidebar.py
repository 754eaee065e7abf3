"""The mark of a chapter's verdict beside its title in the sidebar."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from sphinx.application import Sphinx

MARKS = Path(__file__).resolve().parents[3] / "_build" / "verdicts.json"  # {"01-multiple": ["✘", "fails"], …}


def marks() -> dict[str, tuple[str, str]]:
    """Mark and word of each chapter's verdict, by the stem of its page; empty when nobody wrote them."""
    if not MARKS.exists():
        return {}
    return {stem: (mark, word) for stem, (mark, word) in json.loads(MARKS.read_text(encoding="utf-8")).items()}


def add_marks(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Wrap the theme's function that writes the navigation."""
    found, write = marks(), context.get("generate_toctree_html")
    if not found or write is None:
        return

    def marked(*args: Any, **kwargs: Any) -> Any:
        navigation = write(*args, **kwargs)
        soup = navigation if isinstance(navigation, BeautifulSoup) else BeautifulSoup(str(navigation), "html.parser")
        for link in soup.select("a[href]"):
            stem = Path(str(link["href"]).partition("#")[0]).stem if link["href"] != "#" else Path(page).stem
            if stem in found:
                mark, word = found[stem]
                label = soup.new_tag("span", attrs={"class": "mark", "title": word})
                label.append(mark)
                hidden = soup.new_tag("span", attrs={"class": "visually-hidden"})
                hidden.append(f" ({word})")
                link.extend([label, hidden])
        return soup

    context["generate_toctree_html"] = marked


def setup(app: Sphinx) -> None:
    """After the theme has put its function into the page's context."""
    app.connect("html-page-context", add_marks, priority=900)
