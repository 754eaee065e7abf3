"""The sidebar: parts, chapters and the mark of each chapter's verdict, read from the verdict box that it shows.

The theme would resolve the whole table of contents again for every page; here it is read once, and each page only
gets its own relative addresses.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx import addnodes
from sphinx.application import Sphinx

from .launch_and_cite import take_away

BOX = re.compile(r":class: verdict verdict-([a-z-]+)")
MARKS = {
    "true": "✔",
    "likely": "✔",
    "leans-true": "◕",
    "open": "◐",
    "leans-false": "◔",
    "unlikely": "✘",
    "false": "✘",
    "overtaken": "⧗",
    "stated": "“",
    "cannot-be-checked": "?",
}


@dataclass(frozen=True)
class Group:
    """A part of the book: its title, the page that opens it (empty when there is none), its pages with their words."""

    title: str
    opening: str
    pages: tuple[tuple[str, str], ...]


@functools.lru_cache(maxsize=100)
def _verdict(path: Path, changed: int) -> str:
    found = BOX.search(path.read_text(encoding="utf-8"))
    return found[1] if found else ""


def verdict(path: Path) -> str:
    """The verdict of the first box on a page, as its class says it; empty when there is none."""
    return _verdict(path, path.stat().st_mtime_ns) if path.suffix == ".ipynb" and path.exists() else ""


def mark(word: str) -> str:
    """A mark for the eye, and the same in words for the ear; nothing for a page without a verdict."""
    if word not in MARKS:
        return ""
    words = word.replace("-", " ")
    return (
        f'<span class="mark verdict-{word}" aria-hidden="true" title="{words}">{MARKS[word]}</span>'
        f'<span class="visually-hidden"> (verdict: {words})</span>'
    )


def words_of(app: Sphinx, page: str) -> str:
    """A page's number, title and mark."""
    number = ".".join(map(str, app.env.toc_secnumbers.get(page, {}).get("", ())))
    shown = verdict(Path(app.env.doc2path(page))) if page.startswith("book/chapters/") else ""
    title = html.escape(app.env.titles[page].astext(), quote=False)
    first, _, last = title.rpartition(" ")
    if shown:  # the mark stays with the last word
        title = f'{first} <span class="whole">{last}{mark(shown)}</span>'
    return (f"{number}. " if number else "") + title


def lists(app: Sphinx) -> Iterator[tuple[str, list[str]]]:
    """Every list of pages in the table of contents, with its caption."""
    for toctree in app.env.tocs[app.config.root_doc].findall(addnodes.toctree):
        yield toctree.get("caption") or "", [page for _, page in toctree["entries"] if page in app.env.titles]


@functools.lru_cache(maxsize=1)
def groups(app: Sphinx) -> tuple[Group, ...]:
    """The parts; a list without a caption belongs to the part whose opening page stands just before it."""
    found: list[Group] = []
    for caption, pages in lists(app):
        entries = tuple((page, words_of(app, page)) for page in pages)
        if not caption and found and len(found[-1].pages) == 1:
            before = found.pop()
            found.append(Group(before.title, before.pages[0][0], entries))
        else:
            found.append(Group(caption, "", entries))
    return tuple(found)


def ancestors(app: Sphinx, page: str) -> set[str]:
    """A page and the pages above it."""
    above = {child: parent for parent, children in app.env.toctree_includes.items() for child in children}
    line = {page}
    while (page := above.get(page, "")) and page not in line:
        line.add(page)
    return line - {app.config.root_doc}


def link(href: str, words: str, *, current: bool) -> str:
    """A link; that of the open page says so."""
    state = 'class="current reference internal" aria-current="page"' if current else 'class="reference internal"'
    return f'<a {state} href="{href}">{words}</a>'


def navigation(app: Sphinx, page: str, to: Callable[..., str]) -> str:
    """The sidebar of one page."""
    here, parts = ancestors(app, page), []
    for group in groups(app):
        title = html.escape(group.title, quote=False)
        if group.opening:
            title = link(to(group.opening), title, current=group.opening in here)
        if group.title:
            heading = '<p class="caption" role="heading" aria-level="2"><span class="caption-text">'
            parts.append(f"{heading}{title}</span></p>")
        parts.append('<ul class="nav bd-sidenav">')
        for name, words in group.pages:
            current = name in here
            kind = "toctree-l1 current active" if current else "toctree-l1"
            parts.append(f'<li class="{kind}">{link(to(name), words, current=current)}</li>')
        parts.append("</ul>")
    return "".join([*parts, take_away(to)])


def ahead(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """The theme writes the navigation once only to see whether it is empty; ours answers that too."""
    context["toctree"] = lambda **_: navigation(app, page, context["pathto"])


def replace(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Put our navigation where the theme asks for its own."""
    if "generate_toctree_html" in context:
        context["generate_toctree_html"] = lambda *_, **__: navigation(app, page, context["pathto"])
        context["suppress_sidebar_toctree"] = lambda *_, **__: False


def setup(app: Sphinx) -> None:
    """Before the theme looks, and after it has put its function into the page's context."""
    app.connect("html-page-context", ahead, priority=100)
    app.connect("html-page-context", replace, priority=900)
