"""Tables of many columns reach into the margin, where the screen has one; a date in a table stays on one line."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

COLUMNS = 6
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


def setup(app: Sphinx) -> None:
    """After everything else has changed the tables."""
    app.add_post_transform(WholeDates)
    app.add_post_transform(WideTables)
