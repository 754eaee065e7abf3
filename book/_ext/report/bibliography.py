"""How a source is read: a preprint needs no journal, and an organisation may be the author."""

from __future__ import annotations

import functools
import importlib.metadata
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import pybtex.plugin
from docutils import nodes
from pybtex.database import Entry, Person
from pybtex.style.formatting.unsrt import Style
from pybtex.style.template import field, sentence
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex import bibfile

from .vendor import ROOT

BOOK = ROOT / "book"
CITED = re.compile(r"\{cite(?::\w+)?\}`([\w.:, -]+)`")
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


def label_of(entry: Entry) -> tuple[str, ...]:
    """What a citation says of an entry: its authors as the text names them, and its year."""
    names = [" ".join(person.last_names) for person in entry.persons.get("author", [])]
    shown = names if len(names) < 3 else [names[0], "et al."]
    return (*shown, str(entry.fields.get("year", "")))


def tell_apart(entries: Mapping[str, Entry], cited: Collection[str]) -> None:
    """Give entries that the text would cite by the same words a letter after the year, in the order of their keys.

    Examples
    --------
    >>> known = {key: Entry("misc", {"year": "2026"}, {"author": [Person("Ann Lee")]}) for key in ("b", "a", "c")}
    >>> tell_apart(known, {"a", "b"})
    >>> [known[key].fields["year"] for key in ("a", "b", "c")]
    ['2026a', '2026b', '2026']
    """
    alike: dict[tuple[str, ...], list[str]] = {}
    for key in sorted(set(entries) & set(cited)):
        alike.setdefault(label_of(entries[key]), []).append(key)
    for keys in alike.values():
        for place, key in enumerate(keys if len(keys) > 1 else ()):
            entries[key].fields["year"] = f"{entries[key].fields.get('year', '')}{letters(place)}"


def letters(place: int) -> str:
    """Letters that count: a … z, aa, ab, …

    Examples
    --------
    >>> letters(0), letters(25), letters(26)
    ('a', 'z', 'aa')
    """
    before, own = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("a") + own)


def cited_in(folder: Path) -> frozenset[str]:
    """Every key that a page of a book cites."""
    found: set[str] = set()
    for path in folder.rglob("*"):
        if path.suffix in (".md", ".ipynb"):
            for keys in CITED.findall(path.read_text(encoding="utf-8")):
                found.update(key.strip() for key in keys.split(","))
    return frozenset(found)


class TitlesAsWritten(Style):  # type: ignore[misc]
    """The usual style, but a title keeps its capitals: it may name a form, a person or a company."""

    def format_title(self, e: Any, which_field: str, as_sentence: bool = True) -> Any:
        """A title as its authors wrote it."""
        title = field(which_field)
        return sentence[title] if as_sentence else title


def reading(read: Any) -> Any:
    """Wrap the reader of bibliography files."""

    def read_and_settle(*arguments: Any, **options: Any) -> Any:
        parsed = read(*arguments, **options)
        for entry in parsed.data.entries.values():
            settle(entry)
        tell_apart(parsed.data.entries, cited_in(BOOK))
        return parsed

    return read_and_settle


ADDRESS = re.compile(r"\s*URL: \S+$")  # nobody follows one in a card


class DeduplicateTitles(SphinxPostTransform):
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
                elif "reftitle" in link:
                    link["reftitle"] = ADDRESS.sub("", link["reftitle"])
                told.add(address)


def cites(node: nodes.Node) -> bool:
    """Whether a node is a citation in the text."""
    return isinstance(node, nodes.inline) and "bibtex-citation" in node["classes"]


def configure(app: Sphinx, config: Config) -> None:
    """Write sources in our style, where a book cites any."""
    pybtex.plugin.register_plugin("pybtex.style.formatting", "report", TitlesAsWritten)
    config.bibtex_default_style = "report"


def setup(app: Sphinx) -> None:
    """Before the first file is read; pybtex looks up its plug-ins for every citation, once is enough."""
    app.connect("config-inited", configure)
    app.add_post_transform(DeduplicateTitles)
    pybtex.plugin.entry_points = functools.cache(importlib.metadata.entry_points)
    bibfile.parse_bibdata = reading(bibfile.parse_bibdata)
