"""Pages live at index.html, chapters/… and reference/…: the folder `book` of the sources is not part of an address."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

FOLDER = "book/"


def short(docname: str) -> str:
    """A page's name as readers see it.

    Examples
    --------
    >>> short("book/chapters/01-multiple"), short("search")
    ('chapters/01-multiple', 'search')
    """
    return docname.removeprefix(FOLDER)


class ReportHTMLBuilder(StandaloneHTMLBuilder):
    """Sphinx's own builder with shorter addresses."""

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Where links lead."""
        return super().get_target_uri(short(docname), typ)

    def get_outfilename(self, pagename: str) -> str:
        """Where the page is written."""
        return super().get_outfilename(short(pagename))

    def load_indexer(self, docnames: Any) -> None:
        """Give Sphinx its own names back, or it takes every page of the last build for one that was deleted."""
        sources = {short(name): name for name in self.env.all_docs}
        rename_pages(Path(self.outdir) / self.searchindex_filename, lambda name: sources.get(name, name))
        super().load_indexer(docnames)


def rename_pages(index: Path, new: Callable[[str], str]) -> None:
    """Rename the pages that a search index leads to."""
    if not index.exists():
        return
    before, found, rest = index.read_text(encoding="utf-8").partition('"docnames":')
    listed, closing, after = rest.partition("]")
    if found:
        names = json.dumps([new(name) for name in json.loads(listed + closing)], separators=(",", ":"))
        index.write_text(before + found + names + after, encoding="utf-8")


def shorten_search(app: Sphinx, error: Exception | None) -> None:
    """The search index names pages by their sources; let it lead to their addresses."""
    if error is None and app.builder.name == "html":
        rename_pages(Path(app.outdir) / "searchindex.js", short)


def setup(app: Sphinx) -> None:
    """Replace the builder called html."""
    app.add_builder(ReportHTMLBuilder, override=True)
    app.connect("build-finished", shorten_search)
