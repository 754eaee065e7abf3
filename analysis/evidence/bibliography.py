"""The bibliography, read by pybtex: the keys that a record may cite."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

from pybtex.database import BibliographyDataError, parse_string
from pybtex.exceptions import PybtexError

from analysis.evidence.errors import did_you_mean, evidence_error
from analysis.evidence.files import read_once, read_text
from analysis.evidence.links import check_addresses
from analysis.state import REFERENCES


@functools.cache
def bibliography(file: Path = REFERENCES) -> dict[str, Any]:
    """Read every entry of the bibliography, by key; that of the report is checked once for each of its states."""
    return read_once("bibliography", lambda: _read(file)) if file == REFERENCES else _read(file)


def _read(file: Path) -> dict[str, Any]:
    try:
        entries = dict(parse_string(read_text(file), "bibtex").entries)
    except (PybtexError, BibliographyDataError) as error:
        raise evidence_error(file, None, f"not valid BibTeX: {error}") from None
    check_addresses({key: dict(entry.fields) for key, entry in entries.items()}, file)
    return entries


def check_citations(keys: tuple[str, ...], file: Path, record: str) -> None:
    """Refuse a citation key that the bibliography does not hold."""
    known = bibliography()
    for key in keys:
        if key not in known:
            raise evidence_error(
                file, record, f"source {key!r} is not in references.bib; add the entry first{did_you_mean(key, known)}"
            )


def title_of(source: str) -> str:
    """Give the title of a source as plain text.

    Examples
    --------
    >>> title_of("suncatcher2025")
    'Towards a future space-based, highly scalable AI infrastructure system design'
    """
    return re.sub(r"[{}]|\\(?=[$%&#_])", "", str(bibliography()[source].fields.get("title", "")))


def _who(source: str) -> str:
    """Name whose a source is: its authors, or the body behind it."""
    entry = bibliography()[source]
    people = [" ".join(person.last_names) for person in entry.persons.get("author", [])]
    bodies = [str(entry.fields[name]) for name in ("organization", "institution", "publisher") if name in entry.fields]
    names = [re.sub(r"[{}\\]", "", name) for name in people or bodies[:1] or [source]]
    several = len(names) > 2 or names[-1] == "others"
    return f"{names[0]} et al." if several else " and ".join(names)


def short_source(source: str) -> str:
    """Name a source in a few letters.

    Examples
    --------
    >>> short_source("suncatcher2025")
    'Agüera y Arcas et al. 2025'
    """
    return f"{_who(source)} {bibliography()[source].fields.get('year', '')}".strip()


def cited_as(source: str) -> str:
    """Give authors and year of a source as a docstring cites them, with a link where the source has an address.

    Examples
    --------
    >>> cited_as("suncatcher2025")
    '`Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__'
    >>> cited_as("wright1936")
    'Wright (1936)'
    """
    entry = bibliography()[source]
    said = f"{_who(source)} ({entry.fields['year']})"
    doi = entry.fields.get("doi")
    address = entry.fields.get("url") or (f"https://doi.org/{doi}" if doi else "")
    return f"`{said} <{address}>`__" if address else said
