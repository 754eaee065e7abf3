"""Pages live at index.html, chapters/… and reference/…: the folder `book` of the sources is not part of an address."""

from __future__ import annotations

from pathlib import Path

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


def shorten_search(app: Sphinx, error: Exception | None) -> None:
    """The search index names pages by their sources; let it lead to their addresses."""
    index = Path(app.outdir) / "searchindex.js"
    if error is None and app.builder.name == "html" and index.exists():
        text = index.read_text(encoding="utf-8")
        names, found, rest = text.partition('"docnames"')
        listed, closing, rest = rest.partition("]")
        index.write_text(names + found + listed.replace(f'"{FOLDER}', '"') + closing + rest, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Replace the builder called html."""
    app.add_builder(ReportHTMLBuilder, override=True)
    app.connect("build-finished", shorten_search)
