"""The role `{n}`: a number in the text, computed or of a record, with a link to where it comes from.

A notebook's hidden cell stores a bundle ``{key: {"text", "title", "function"}}``. In the text of that page
``{n}`multiple.offer_multiple` `` prints the entry's text and links to its row on the page of numbers. Where the key is
that of a record, ``{n}`offering.price` ``, its value is printed and leads to its row on the page of assumptions; no
result bears the name of a record. An unknown key is a warning, so that the build fails, and names the keys that look
like it.
"""

from __future__ import annotations

import difflib
import functools
import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from analysis import myst
from analysis.evidence import active_case, records
from analysis.evidence.bibliography import short_source
from analysis.evidence.origins import account_of
from analysis.format import in_prose

from .mime import NUMBERS

Numbers = dict[str, dict[str, Any]]
log = logging.getLogger(__name__)
PAGES = {"number": "book/reference/numbers", "record": "book/reference/assumptions"}
CARDS = "book/_data/cards.json"


class number(nodes.Inline, nodes.TextElement):  # noqa: N801  (docutils names its nodes so)
    """A computed number."""


def anchor(key: str, kind: str = "number") -> str:
    """The id of a number on the page of numbers, or of a record on that of assumptions.

    Examples
    --------
    >>> anchor("multiple.offer_multiple"), anchor("offering.price", "record")
    ('number-multiple-offer-multiple', 'record-offering-price')
    """
    return f"{kind}-{myst.anchor(key)}"


@functools.lru_cache(maxsize=200)
def _read(path: Path, changed: int) -> Numbers:
    cells = json.loads(path.read_text(encoding="utf-8")).get("cells", [])
    outputs = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    return {key: entry for data in outputs for key, entry in data.get(NUMBERS, {}).items()}


@functools.lru_cache(maxsize=2)
def _cards(path: Path, changed: int) -> dict[str, str]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def card(srcdir: Path, key: str, title: str) -> str:
    """What a number says of itself, as analysis.pages.cards wrote it; its title where nothing was written."""
    path = srcdir / CARDS
    return _cards(path, path.stat().st_mtime_ns).get(key, title) if path.exists() else title


def numbers_in(path: Path) -> Numbers:
    """Every number that a notebook stores; none for a page without calculations."""
    return _read(path, path.stat().st_mtime_ns) if path.suffix == ".ipynb" and path.exists() else {}


def reading(read: str, sources: Sequence[str]) -> str:
    """Say on the card of a number through whose account it was read; nothing where it was read at its origin.

    Examples
    --------
    >>> reading("through ccstartup2026ipo", ["spacex2026pricing"]), reading("", [])
    ('read through TNW, through ccstartup.com 2026', '')
    """
    via = account_of(tuple(sources), read)
    return f"read through {'other accounts' if via == 'others' else short_source(via)}" if via else ""


class NumberRole(SphinxRole):
    """Print a number of this page's notebook."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Look the key up; an unknown one is a warning and shows itself."""
        key = self.text.strip()
        known = numbers_in(Path(self.env.doc2path(self.env.docname)))
        if key not in known and key in records():
            record = active_case().record(key)
            title = f"{record.name}, {read}" if (read := reading(record.read, record.sources)) else record.name
            return [number(key, in_prose(active_case().say(key)), key=key, kind="record", title=title)], []
        if key not in known:
            near = difflib.get_close_matches(key, known, n=3, cutoff=0.5)
            hint = f"; near it: {', '.join(near)}" if near else f"; {len(known)} numbers are stored on this page"
            log.warning("no number %r on this page%s", key, hint, location=self.get_location(), type="report")
            return [nodes.literal(text=key)], []
        entry = known[key]
        return [number(key, in_prose(entry["text"]), key=key, kind="number", title=entry.get("title", ""))], []


def visit_number_html(self: Any, node: number) -> None:
    """A link with the number's meaning as its title, where a page prints it first; report.js lends it to the others."""
    builder = self.builder
    words, page = card(Path(builder.srcdir), node["key"], node["title"]), PAGES[node["kind"]]
    title = html.escape(words, quote=True).replace("\n", "&#10;")
    if page not in builder.env.found_docs:
        self.body.append(f'<span class="number" title="{title}">')
        node["tag"] = "span"
        return
    where = "" if builder.name == "singlehtml" else builder.get_relative_uri(builder.current_docname, page)
    address = f"{where}#{anchor(node['key'], node['kind'])}"
    explained = self.__dict__.setdefault("explained_numbers", set())  # of this page: a writer is made for each
    says = "" if address in explained else f' title="{title}"'
    explained.add(address)
    self.body.append(f'<a class="number" href="{address}"{says}>')
    node["tag"] = "a"


def depart_number_html(self: Any, node: number) -> None:
    """Close the link."""
    self.body.append(f"</{node['tag']}>")


def pass_by(self: Any, node: nodes.Node) -> None:
    """Anywhere else a number is its text."""


def setup(app: Sphinx) -> None:
    """Role and node."""
    app.add_role("n", NumberRole())
    others = dict.fromkeys(("latex", "text", "man", "texinfo"), (pass_by, pass_by))
    app.add_node(number, html=(visit_number_html, depart_number_html), **others)
