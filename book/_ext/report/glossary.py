"""Words of the glossary that explain themselves: the first use of each on a page is a link that carries its meaning.

The meaning is the link's title, so that a mouse shows it even without JavaScript; `report.js` turns it into a card for
keyboard and touch, as it does for numbers and citations. Only running text is marked: paragraphs and lists of a page,
not headings, links, captions, tables, formulas, code or boxes.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

PAGE = "book/reference/glossary"
MARKED = ("book/index", "book/chapters/", "book/parts/")
RUNNING = (nodes.document, nodes.section, nodes.bullet_list, nodes.enumerated_list, nodes.list_item, nodes.block_quote)
GAP = r"(?:[\s\u00a0]+|[-\u2010\u2011])"

Meanings = dict[str, tuple[str, str]]  # a term: the id of its entry, the meaning


def pattern(term: str) -> str:
    """The forms of a term: its plural, a capital or none in front, a hyphen or a space between its words.

    Examples
    --------
    >>> bool(re.fullmatch(pattern("Run rate"), "run-rates")), bool(re.fullmatch(pattern("FIT"), "fit"))
    (True, False)
    """
    first, rest = term[0], re.escape(term[1:]).replace(r"\ ", "-").replace(r"\-", "-").replace("-", GAP)
    if term[1:2].isupper():
        return re.escape(first) + rest + "s?"
    if rest.endswith("y"):
        rest = rest[:-1] + "(?:y|ie)"
    return f"[{re.escape(first.upper() + first.lower())}]{rest}s?"


def finder(terms: Iterator[str] | list[str]) -> re.Pattern[str]:
    """Every term as one search, longer ones before shorter ones; each is a group of its own."""
    longest = sorted(terms, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(f"({pattern(term)})" for term in longest) + r")(?![\w-])")


def entries(glossary: nodes.document) -> Iterator[tuple[list[str], str, str]]:
    """The terms, the id and the meaning of every entry of the page."""
    for item in glossary.findall(nodes.definition_list_item):
        terms = [term for term in item.findall(nodes.term) if term["ids"]]
        meaning = " ".join(item[-1].astext().split())
        if terms:
            yield [term.astext() for term in terms], terms[0]["ids"][0], meaning


@functools.lru_cache(maxsize=2)
def known(app: Sphinx) -> tuple[Meanings, re.Pattern[str]] | None:
    """The terms of this book, with a search for them; nothing where it has no glossary."""
    if PAGE not in app.env.found_docs:
        return None
    listed = list(entries(app.env.get_doctree(PAGE)))
    meanings = {term: (anchor, meaning) for terms, anchor, meaning in listed for term in terms}
    return meanings, finder(list(meanings))


def running(text: nodes.Text) -> bool:
    """Whether a text stands in a paragraph of the page itself."""
    parent = text.parent.parent if isinstance(text.parent, nodes.emphasis) else text.parent
    if not isinstance(parent, nodes.paragraph):
        return False
    above = parent.parent
    while isinstance(above, RUNNING):
        above = above.parent
    return above is None


class Terms(SphinxPostTransform):
    """Mark the first use of every term on a page."""

    default_priority = 950

    def run(self, **_: Any) -> None:
        """Pages of the site only: in print a term is its text."""
        here, builder = self.env.docname, self.app.builder
        found = known(self.app) if builder.name == "html" and here.startswith(MARKED) else None
        if found is None:
            return
        meanings, search = found
        terms = sorted(meanings, key=len, reverse=True)
        address = builder.get_relative_uri(here, PAGE)
        done: set[str] = set()
        for text in [text for text in self.document.findall(nodes.Text) if running(text)]:
            pieces = list(split(str(text), search, terms, meanings, address, done))
            if len(pieces) > 1 or isinstance(pieces[0], nodes.reference):
                text.parent.replace(text, pieces)


def split(
    text: str, search: re.Pattern[str], terms: list[str], meanings: Meanings, address: str, done: set[str]
) -> Iterator[nodes.Node]:
    """A text with links in the place of the terms that were not marked before; an entry is marked once."""
    start = 0
    for match in search.finditer(text):
        anchor, meaning = meanings[terms[(match.lastindex or 1) - 1]]
        if anchor in done:
            continue
        done.add(anchor)
        if match.start() > start:
            yield nodes.Text(text[start : match.start()])
        start = match.end()
        link = nodes.reference("", match[0], refuri=f"{address}#{anchor}", reftitle=meaning, internal=True)
        link["classes"].append("term")
        yield link
    if start < len(text) or not text:
        yield nodes.Text(text[start:])


def depends(app: Sphinx, doctree: nodes.document) -> None:
    """A page that is marked is made again when a meaning changes."""
    if app.env.docname.startswith(MARKED) and PAGE in app.env.found_docs:
        app.env.note_dependency(app.env.doc2path(PAGE))


def forget(*_: Any) -> None:
    """Another build has another glossary."""
    known.cache_clear()


def setup(app: Sphinx) -> None:
    """After all references are known."""
    app.add_post_transform(Terms)
    app.connect("builder-inited", forget)
    app.connect("doctree-read", depends)
