"""What-ifs: sliders that recompute a chapter's numbers, its chart and its verdict in the reader's browser."""

from __future__ import annotations

import json
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

MIME = "application/vnd.wtd.whatif+json"


class whatif(nodes.General, nodes.Element):  # noqa: N801
    """A what-if."""


def node_of(content: dict[str, Any]) -> whatif:
    """The node that carries a what-if."""
    return whatif(content=json.dumps(content, sort_keys=True))


def visit_html(self: Any, node: whatif) -> None:
    """For now nothing."""
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    """The node."""
    app.add_node(whatif, html=(visit_html, None))
