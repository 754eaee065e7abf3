"""Every number in a chapter's prose comes from a study: what is typed by hand is a date, a name, a count or a threshold.

A typed number is allowed when it is a year or a date, the number of a chapter, paragraph or part, a part of a name
(H100, AI1, Falcon 9), a count up to twelve, or when it stands on the list of words below, which says why.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXTS = sorted((ROOT / "book" / "text").glob("[0-9][0-9]-*.md")) + [ROOT / "book" / "text" / "index.md"]

FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
CELL = re.compile(r"```\{code-cell\}.*?```", re.DOTALL)
CAPTION = re.compile(r"caption: \"(.*?)\"\n", re.DOTALL)
ROLE = re.compile(r"\{[a-z:]+\}`[^`]*`")
LINK = re.compile(r"\]\([^)]*\)")
MATH = re.compile(r"\$[^$\n]*[A-Za-z\\][^$\n]*\$|`[^`]*`")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
ALLOWED = [
    re.compile(rf"\b\d{{1,2}} (?:{MONTHS})\b(?: \d{{4}})?"),
    re.compile(r"\b(?:19|20)\d\d(?:s|/\d\d)?\b"),
    re.compile(
        r"\b(?:[Cc]hapters?|[Pp]aragraphs?|[Pp]arts?|[Tt]ables?|[Ss]ections?|Flights?|Version|version|design|claim|amendment of) \d+(?:(?:, \d+)*(?: and| to|–|-) ?\d+)?"
    ),
    re.compile(r"\b[A-Za-z]+[-/]?\d[\w.]*|\b\d+[A-Z][A-Za-z]*\b|\b10-[QK]\b"),
    re.compile(
        r"\b(?:Falcon|Starship|Colossus|Grok|Starcloud|Opus|Starlink|Llama|Arizona|Stargate|COLOSSUS) \d+(?:\.\d+)?"
    ),
    re.compile(r"\b(?:2|two)[ -](?:nm|nanomet)"),
    re.compile(
        r"(?<![\d.,$])\b(?:[0-9]|1[0-2])\b(?![\d.,]*\d| ?(?:%|×|billion|trillion|million|GW|kW|MW|TWh|kg|t\b|€))"
    ),
    re.compile(r"\b24/7\b|\b24 hours\b"),
]


def typed_numbers(text: str) -> list[str]:
    """The numbers of a text that nothing but a hand put there, each with its sentence."""
    prose = CELL.sub(lambda m: "\n".join(CAPTION.findall(m[0])), FRONT.sub("", text))
    for pattern in (ROLE, LINK, MATH, *ALLOWED):
        prose = pattern.sub(" ", prose)
    lines = [line.strip() for line in prose.splitlines() if not line.startswith("# ")]  # the title is the claim's own
    return [line for line in lines if re.search(r"\d", line)]


@pytest.mark.parametrize("file", TEXTS, ids=lambda f: f.stem)
def test_no_number_that_matters_is_typed_by_hand(file):
    assert typed_numbers(file.read_text(encoding="utf-8")) == []


def test_the_scan_sees_a_typed_number():
    assert typed_numbers("The price is $135 a share.\n") == ["The price is $135 a share."]
    assert typed_numbers("It costs 94.8 times as much.\n") == ["It costs 94.8 times as much."]
    assert typed_numbers("On 6 April 2026, in Chapter 12, {n}`a.b` of H100 and Falcon 9 fly.\n") == []
