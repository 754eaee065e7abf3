"""How a source is read: a preprint needs no journal, and an organisation may be the author."""

from __future__ import annotations

import functools
import importlib.metadata
from typing import Any

import pybtex.plugin
from docutils import nodes
from pybtex.database import Entry, Person
from pybtex.style.formatting.unsrt import Style
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex import bibfile

# What the usual style asks of each type; without it the entry is written as one of no special type.
NEEDS = {
    "article": "journal",
    "inproceedings": "booktitle",
    "incollection": "booktitle",
    "techreport": "institution",
    "phdthesis": "school",
    "mastersthesis": "school",
    "book": "publisher",
}


def settle(entry: Entry) -> None:
    """Make an entry one that the style can write."""
    known = hasattr(Style, f"get_{entry.type}_template")
    if not known or NEEDS.get(entry.type, "title") not in entry.fields:
        entry.type = "misc"
    who = entry.fields.get("organization") or entry.fields.get("institution") or entry.fields.get("publisher")
    if not entry.persons and who:
        entry.persons["author"] = [Person(last="{" + str(who) + "}")]


def track_reads(read: Any) -> Any:
    """Wrap the reader of bibliography files."""

    def read_and_settle(*arguments: Any, **options: Any) -> Any:
        parsed = read(*arguments, **options)
        for entry in parsed.data.entries.values():
            settle(entry)
        return parsed

    return read_and_settle


class ToldOnce(SphinxPostTransform):
    """A page tells a source once: the first citation has it as its title, and report.js lends it to the others."""

    default_priority = 960
    formats = ("html",)

    def run(self, **_: Any) -> None:
        """Every citation of the page."""
        told: set[str] = set()
        for citation in self.document.findall(cites):
            for link in citation.findall(nodes.reference):
                address = link.get("refuri") or link.get("refid", "")
                if address in told:
                    link.attributes.pop("reftitle", None)
                told.add(address)


def cites(node: nodes.Node) -> bool:
    """Whether a node is a citation in the text."""
    return isinstance(node, nodes.inline) and "bibtex-citation" in node["classes"]


def setup(app: Sphinx) -> None:
    """Before the first file is read; pybtex looks up its plug-ins for every citation, once is enough."""
    app.add_post_transform(ToldOnce)
    pybtex.plugin.entry_points = functools.cache(importlib.metadata.entry_points)
    bibfile.parse_bibdata = track_reads(bibfile.parse_bibdata)
