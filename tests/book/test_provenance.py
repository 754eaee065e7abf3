"""Every number in the text of a page comes from a study: what is typed by hand is a date, a name, a count or a threshold.

A typed number is allowed when it is a year or a date, the number of a chapter, paragraph or part, a part of a name
(H100, AI1, Falcon 9), a count up to twelve, or when it stands on the list of words below, which says why.
"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OPENERS = [*(ROOT / "book" / "text" / "parts").glob("*.md"), *(ROOT / "book" / "parts").glob("*.md")]
TEXTS = [
    *sorted((ROOT / "book" / "text").glob("[0-9][0-9]-*.md")),
    ROOT / "book" / "text" / "index.md",
    *sorted(OPENERS, key=lambda file: file.name),
]

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
    re.compile(r"\b24/7\b|\b24 hours\b|\b90 % ranges?\b"),
    re.compile(r"\*(?:likely|leans true|open|leans false)\* (?:from|above) \d\d %"),  # the words of the verdicts
]

# Numbers told as words. What the text computes is a result and has a role; the words below are none of ours to compute.
PART = "half|third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|twentieth|hundredth|thousandth"
COUNT = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|hundred|thousand"
TOLD = re.compile(
    rf"\b(?:half|halves|halv(?:ed|ing)|(?:an?|one) (?:{PART})|(?:{COUNT}) (?:{PART})s|(?:thirds|quarters|fifths|tenths) of"
    rf"|twice|thrice|doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing)|(?:{COUNT})fold|(?:{COUNT}) times|factor of \w+"
    rf"|(?:one|{COUNT}) (?:time |case )?(?:in|out of|of every) (?:{COUNT})"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|dozens?))\b",
    re.IGNORECASE,
)
IDIOMS = [
    re.compile(words, re.IGNORECASE)
    for words in (
        # how the report names a range and a table says what it did
        r"nine (?:times|cases) (?:in|of) ten|nine tenths|half and nine tenths of the worlds|from a tenth to ten times its range",
        r"carry half of the total influence|left of a hundred",
        r"half-angle",  # a term of geometry
        # time and its parts
        r"(?:a|one) quarter (?:later|to the next)|four quarters|half(?: a |-)year|year and a half|(?:first|second) half of (?:20\d\d|the sentence)",
        r"twice a day|twenty minutes|twenty chapters",
        # a learning curve is stated by the doubling
        r" a doubling|with each doubling|doubles its sales every year for three years|down to an eighth",
        # what a document or a source says in its own words
        r"more than twice (?:the highest|Nvidia's peak)|is twice Nvidia's peak|the dashed line is twice|about double \(paragraph",
        r"more than thirty turbines under an exemption|for more than twenty years|expect a third to a half of it",
        r"filing for a million satellites|by the thousand|a few (?:hundred metres|thousand dollars)|give or take a half",
        # a threshold that a reader can watch, or a question that a reader may ask
        r"(?:larger, but not )?ten times (?:the other markets together|larger|over)|more than half of (?:it, by|the announced)",
        r"below a half by the end|more than a tenth of cloud sales|a hundred kilowatts|flies twice before|flown twice",
        r"twice the (?:life|power that is stated)|served twice as long|capital expenditure is halved after|counts some capital twice",
        r"each explain less than a twentieth",  # tests/studies/test_decides_study.py holds the chapter to it
    )
]


def told_numbers(text: str) -> list[str]:
    """The quantities of a text that words state and nothing computes, each with its sentence."""
    prose = CELL.sub(lambda m: "\n".join(CAPTION.findall(m[0])), FRONT.sub("", text))
    for pattern in (ROLE, LINK, MATH, *IDIOMS):
        prose = pattern.sub(" ", prose)
    lines = [line.strip() for line in prose.splitlines() if not line.startswith("# ")]
    return [f"{found[0]}: {line}" for line in lines for found in TOLD.finditer(line)]


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


@pytest.mark.parametrize("file", TEXTS, ids=lambda f: f.stem)
def test_no_quantity_is_told_as_a_word(file):
    assert told_numbers(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "AI is a fifth of the value.",
        "It asks for twice what has flown.",
        "Two thirds of the watts are lost.",
        "An upper stage is lost one time in five.",
        "It saves thirty times as much.",
        "He halved the margin.",
        "A plant is four fifths a memory plant.",
        "The range is a factor of six.",
        "It takes a million wafers.",
    ],
)
def test_the_scan_sees_a_told_number(sentence):
    assert told_numbers(sentence + "\n") != []


def test_every_idiom_is_still_used():
    texts = " ".join(ROLE.sub(" ", file.read_text(encoding="utf-8")) for file in TEXTS)
    assert [idiom.pattern for idiom in IDIOMS if not idiom.search(texts)] == []
    assert (
        told_numbers("It holds nine times in ten, in the four quarters to June, and the third condition fails.\n") == []
    )
