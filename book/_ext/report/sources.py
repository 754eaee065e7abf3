"""The role `{line}`: where a result is written, with a link to that line of its study's source on the site.

``{line}`analysis/studies/chain.py:132` `` leads to ``_modules/analysis/studies/chain.html#line-132``. Sphinx makes such
pages of the modules that the programming interface documents; the studies, whose results stand on the page of numbers,
get theirs here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxRole

ROOT = Path(__file__).resolve().parents[3]
STUDIES = "analysis/studies"


class line_of_source(nodes.Inline, nodes.TextElement):  # noqa: N801  (docutils names its nodes so)
    """A file and a line."""


class LineRole(SphinxRole):
    """Print a file and a line."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The text stays as it is; the builder knows whether there is a page to lead to."""
        return [line_of_source(self.text, self.text, place=self.text)], []


def page_of(file: str) -> str:
    """The name of the page that shows a file.

    Examples
    --------
    >>> page_of("analysis/studies/chain.py")
    '_modules/analysis/studies/chain'
    """
    return f"_modules/{file.removesuffix('.py')}"


def visit_html(self: Any, node: line_of_source) -> None:
    """A link where the site has the file."""
    file, _, line = node["place"].partition(":")
    if self.builder.name == "html" and file.startswith(STUDIES):
        where = self.builder.get_relative_uri(self.builder.current_docname, page_of(file))
        self.body.append(f'<a class="reference internal" href="{where}#line-{line}"><code>')
    else:
        self.body.append("<code>")


def depart_html(self: Any, node: line_of_source) -> None:
    """Close what was opened."""
    file = node["place"].partition(":")[0]
    self.body.append("</code></a>" if self.builder.name == "html" and file.startswith(STUDIES) else "</code>")


def pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The source of each study, with an anchor on every line."""
    if app.builder.name != "html":
        return
    for file in sorted((ROOT / STUDIES).glob("*.py")):
        coloured = app.builder.highlighter.highlight_block(file.read_text(encoding="utf-8"), "python")  # type: ignore[attr-defined]
        before, start, rest = coloured.partition("<pre>")
        code, end, after = rest.rpartition("</pre>")
        lines = [f'<span id="line-{number}"></span>{text}' for number, text in enumerate(code.splitlines(), start=1)]
        title = f"analysis.studies.{file.stem}"
        body = f"<h1>Source code for {title}</h1>{before}{start}" + "\n".join(lines) + end + after
        yield page_of(f"{STUDIES}/{file.name}"), {"parents": [], "title": title, "body": body}, "page.html"


def pass_by(self: Any, node: nodes.Node) -> None:
    """Anywhere else it is its text."""


def setup(app: Sphinx) -> None:
    """Role, node, pages."""
    app.add_role("line", LineRole())
    others = dict.fromkeys(("latex", "text", "man", "texinfo"), (pass_by, pass_by))
    app.add_node(line_of_source, html=(visit_html, depart_html), **others)
    app.connect("html-collect-pages", pages)
