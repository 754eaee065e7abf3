"""Which notebook output becomes which node: the plug-in that MyST-NB asks for every output."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import myst_nb.core.render
from docutils import nodes
from sphinx.application import Sphinx

from . import charts, whatif

NUMBERS = "application/vnd.wtd.numbers+json"


class Outputs:
    """Our mime types, before any other form of the same output."""

    mime_priority_overrides: ClassVar[list[tuple[str, str, int | None]]] = [
        ("*", mime, 1) for mime in (charts.MIME, whatif.MIME, NUMBERS)
    ]

    @staticmethod
    def handle_mime(renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Turn one output into nodes; None leaves it to MyST-NB."""
        if inline or data.mime_type not in (charts.MIME, whatif.MIME, NUMBERS):
            return None
        content = data.content if isinstance(data.content, dict) else json.loads(data.content)
        if data.mime_type == charts.MIME:
            return [charts.node_of(content)]
        if data.mime_type == whatif.MIME:
            return [whatif.node_of(content)]
        return [nodes.raw(format="nothing")]  # the numbers are for the role `{n}`; no writer writes this


def setup(app: Sphinx) -> None:
    """Put the plug-in first; an entry point would need a package of its own."""
    myst_nb.core.render.load_mime_renders = lambda: [Outputs]  # type: ignore[assignment]
