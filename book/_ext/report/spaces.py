"""No line break parts a number from its sign, its per cent, its unit or its million.

A browser breaks a line at any space: "67" at the end of one, "% to above 99.99 %" in the next. Those spaces become
no-break spaces where the page is made, so that neither the prose nor the functions that print numbers know of it. In
a cell of a table only signs, per cents and large numbers hold on to their number: a narrow column may still break
before a long unit (`tables`). A column of sentences is read as prose.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

SIGNED = r"(?<=[≥≤≈]) (?=[−$\d])|(?<=\d) (?=%|(?:thousand|million|billion|trillion)\b)"
UNIT = r"°C|K|k?m²?|km/s|[kMGT]?Wh?|k?g|k?t|ms|min|h|tonnes?|years?|months?|days?|hours?"
IN_CELL = re.compile(SIGNED)
IN_TEXT = re.compile(rf"{SIGNED}|(?<=\d) (?=(?:{UNIT})(?![\w/]))")
VERBATIM = (nodes.literal, nodes.literal_block, nodes.math, nodes.math_block, nodes.raw, nodes.comment)


class WholeNumbers(SphinxPostTransform):
    """Join each number to what stands beside it."""

    default_priority = 904  # after the tables, which measure their cells and look for ordinary spaces
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Every text that is not printed letter by letter."""
        for text in list(self.document.findall(nodes.Text)):
            cell = ancestor(text, (nodes.entry,))
            joined = join(str(text), in_cell=cell is not None and "words" not in cell["classes"])
            if joined != str(text) and ancestor(text, VERBATIM) is None:
                text.parent.replace(text, nodes.Text(joined))


def join(text: str, *, in_cell: bool = False) -> str:
    """A text with no-break spaces inside its numbers.

    Examples
    --------
    >>> join("67 % to 99 %; needs ≥ 1 GW, not $2 trillion in 5 steps").replace("\\xa0", "_")
    '67_% to 99_%; needs ≥_1_GW, not $2_trillion in 5 steps'
    >>> join("needs ≥ 1 GW", in_cell=True).replace("\\xa0", "_")
    'needs ≥_1 GW'
    """
    return (IN_CELL if in_cell else IN_TEXT).sub("\N{NO-BREAK SPACE}", text)


def ancestor(node: nodes.Node, kinds: tuple[type[nodes.Element], ...]) -> nodes.Element | None:
    """The nearest of these that a node stands in, if any."""
    while node.parent is not None:
        node = node.parent
        if isinstance(node, kinds):
            return node
    return None


def setup(app: Sphinx) -> None:
    """After the tables."""
    app.add_post_transform(WholeNumbers)
