"""Tables: columns get the room that their words need, numbers stay whole, and on a phone a long list is stacked.

A browser shares out the width by itself and leaves a column of sentences one word wide beside six columns of numbers.
So each column is judged by the longest text in it. A date, a short number and a verdict stay on one line; a long
number may break before its unit, and nowhere else. A table of many columns reaches into the margin, where the screen
has one. A list whose first column names things, or that has a column of remarks, shows each row as a small card on a
phone; there a cell repeats the head of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

COLUMNS = 5  # from which a table may be wider than the text, so that the widest fallback font does not cut it
SENTENCE, PHRASE = 45, 14  # characters from which a column holds sentences, or phrases
MAX_UNBROKEN_CHARACTERS = 12  # characters of a number that never breaks
STACKED = range(4, 7)  # columns of a list that a phone shows as cards
NAMES = 26  # characters from which a first column names things
REMARK = 60  # characters from which a column of remarks would be one word wide beside the others
VERDICTS = "true|likely|leans true|open|leans false|unlikely|false|overtaken|stated|cannot be checked|stale"
MARKED = re.compile(rf"[✔◕◐◔✘⧗“?] (?:{VERDICTS})")
MARK = re.compile(rf"([✔◕◐◔✘⧗“?])(?=[ \N{{NO-BREAK SPACE}}]({VERDICTS})\b)")
DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
NUMBER = r"[−+-]?\$?[−+-]?\d[\d.,]*(?: ?%|×)?"
WITH_UNIT = re.compile(rf"({NUMBER}(?: ?– ?{NUMBER})?) (\D.*)")


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


class NonBreakingDates(SphinxPostTransform):
    """A date in a cell of a table is not broken at its hyphens."""

    default_priority = 901

    def run(self, **_: Any) -> None:
        """Every cell that is only a date."""
        for entry in self.document.findall(nodes.entry):
            if DATE.fullmatch(entry.astext()):
                for text in list(entry.findall(nodes.Text)):
                    text.parent.replace(text, nodes.Text(str(text).replace("-", "\N{NON-BREAKING HYPHEN}")))


class ColumnClasses(SphinxPostTransform):
    """The cells of a column say what kind of column it is."""

    default_priority = 902
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Every table of the page."""
        for group in self.document.findall(nodes.tgroup):
            columns = list(zip(*rows_of(group, nodes.tbody), strict=False))
            for cells in columns:
                texts = [cell.astext() for cell in cells]
                longest = max(map(len, texts))
                for cell, text in zip(cells, texts, strict=True):
                    cell["classes"] += kind_of(cell, text, longest)
                    if "text-right" in cell["classes"] and len(text) > MAX_UNBROKEN_CHARACTERS:
                        break_before_unit(cell)
            if self.app.builder.name == "html" and is_list(columns):
                stack(group)


class Marks(SphinxPostTransform):
    """The sign before a verdict is drawn in the verdict's shape and colour; the word beside it says the same."""

    default_priority = 903
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Every text that is no code."""
        for text in list(self.document.findall(nodes.Text)):
            if MARK.search(str(text)) and not isinstance(text.parent, nodes.literal | nodes.literal_block):
                text.parent.replace(text, list(with_signs(str(text))))


def with_signs(text: str) -> Iterator[nodes.Node]:
    """A text with its signs as elements of their own, which no line break parts from their words.

    Sign and word share one element: beside a drawn sign a browser breaks the line even at a no-break space.

    Examples
    --------
    >>> [node.astext() for node in with_signs("Now ◐ open.")]
    ['Now ', '◐\\xa0open', '.']
    """
    end = 0
    for found in MARK.finditer(text):
        if found.start() > end:
            yield nodes.Text(text[end : found.start()])
        sign = nodes.inline("", found[1], classes=["mark", "verdict-" + found[2].replace(" ", "-")])
        yield nodes.inline("", "", sign, nodes.Text(f"\N{NO-BREAK SPACE}{found[2]}"), classes=["whole"])
        end = found.end() + 1 + len(found[2])
    yield nodes.Text(text[end:])


def rows_of(group: nodes.Element, part: type[nodes.Element]) -> list[list[nodes.Element]]:
    """The cells of the head, or of the body, row by row."""
    found = (row for whole in group.findall(part) for row in whole.findall(nodes.row))
    return [[cell for cell in row if isinstance(cell, nodes.entry)] for row in found]


def kind_of(cell: nodes.Element, text: str, longest: int) -> list[str]:
    """The class of a cell in a column whose longest text is so long."""
    if MARKED.fullmatch(text.strip()):
        return ["whole"]
    if "text-right" in cell["classes"]:
        return ["whole"] * (len(text) <= MAX_UNBROKEN_CHARACTERS)
    return ["words"] * (longest >= SENTENCE) or ["some-words"] * (longest >= PHRASE)


def break_before_unit(cell: nodes.Element) -> None:
    """Let a long number break before its unit, and nowhere else."""
    texts = list(cell.findall(nodes.Text))
    found = WITH_UNIT.fullmatch(str(texts[0])) if len(texts) == 1 else None
    if found:
        number = nodes.inline("", found[1], classes=["whole"])
        texts[0].parent.replace(texts[0], [number, nodes.Text(f" {found[2]}")])


def is_list(columns: list[tuple[nodes.Element, ...]]) -> bool:
    """Whether a table is a list of named or explained things, rather than a field of numbers."""
    if len(columns) not in STACKED or "text-right" in columns[0][0]["classes"]:
        return False
    longest = [max(len(cell.astext()) for cell in column) for column in columns]
    return longest[0] >= NAMES or max(longest) >= REMARK


def stack(group: nodes.Element) -> None:
    """Mark the table; on a phone its style sheet says the head of each column again (`strip_markup.name_columns`)."""
    group.parent["classes"].append("stacked")


def setup(app: Sphinx) -> None:
    """After everything else has changed the tables."""
    for transform in (NonBreakingDates, ColumnClasses, WideTables, Marks):
        app.add_post_transform(transform)
