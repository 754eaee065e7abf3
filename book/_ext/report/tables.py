"""Tables of many columns reach into the margin, where the screen has one; columns of words get room for them.

A browser shares out the width by itself and leaves a column of sentences one word wide beside six columns of numbers.
So each column is told apart by the longest text in it; a date and a verdict stay on one line.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

COLUMNS = 6
SENTENCE, PHRASE = 45, 14  # characters from which a column holds sentences, or phrases
MARKED = re.compile(r"[✔◐✘⧗?] [a-z ]{4,20}")
DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")


class WideTables(SphinxPostTransform):
    """Put a table of many columns into a container that the theme lets grow."""

    default_priority = 900
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Every table of the page that does not stand in a box."""
        for table in list(self.document.findall(nodes.table)):
            group = next(table.findall(nodes.tgroup), None)
            parent, boxed = table.parent, False
            while parent is not None:
                boxed = boxed or isinstance(parent, nodes.Admonition | nodes.table)
                parent = parent.parent
            if group is not None and group.get("cols", 0) >= COLUMNS and not boxed:
                holder = nodes.container(classes=["full-width"])
                table.replace_self(holder)
                holder += table


class WholeDates(SphinxPostTransform):
    """A date in a cell of a table is not broken at its hyphens."""

    default_priority = 901

    def run(self, **_: Any) -> None:
        """Every cell that is only a date."""
        for entry in self.document.findall(nodes.entry):
            if DATE.fullmatch(entry.astext()):
                for text in list(entry.findall(nodes.Text)):
                    text.parent.replace(text, nodes.Text(str(text).replace("-", "\N{NON-BREAKING HYPHEN}")))


class RoomForWords(SphinxPostTransform):
    """The cells of a column say what kind of column it is."""

    default_priority = 902
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Every table of the page."""
        for group in self.document.findall(nodes.tgroup):
            body = [row.findall(nodes.entry) for part in group.findall(nodes.tbody) for row in part.findall(nodes.row)]
            for cells in zip(*body, strict=False):
                texts = [cell.astext() for cell in cells]
                longest = max(map(len, texts))
                for cell, text in zip(cells, texts, strict=True):
                    cell["classes"] += kind_of(cell, text, longest)


def kind_of(cell: nodes.Element, text: str, longest: int) -> list[str]:
    """The class of a cell in a column whose longest text is so long."""
    if MARKED.fullmatch(text.strip()):
        return ["whole"]
    if "text-right" in cell["classes"]:
        return []
    return ["words"] * (longest >= SENTENCE) or ["some-words"] * (longest >= PHRASE)


def setup(app: Sphinx) -> None:
    """After everything else has changed the tables."""
    app.add_post_transform(WholeDates)
    app.add_post_transform(RoomForWords)
    app.add_post_transform(WideTables)
