"""The glossary: what it says, which words of a page it marks, and which it leaves alone."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from tests.each import each
from tools.pdf import clean

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from report import glossary  # noqa: E402

SOURCE = (ROOT / "book" / "text" / "reference" / "glossary.md").read_text(encoding="utf-8")
ENTRIES = [block.splitlines() for block in SOURCE.split("```{glossary}\n")[1].split("```")[0].strip().split("\n\n")]
TERMS = [[line for line in block if not line.startswith(" ")] for block in ENTRIES]
MEANINGS = [" ".join(line.strip() for line in block if line.startswith(" ")) for block in ENTRIES]
NAMED = [
    *("Price-to-sales multiple", "PUE", "Beta angle", "Beginning of life", "End of life", "FIT", "WACC", "MFU", "ARPU"),
    *("Capital recovery factor", "TAM", "Learning rate", "Sobol index", "Levelised cost", "Terminal value"),
    *("Sun-synchronous orbit", "Dawn-dusk orbit", "Shadow price", "90 % range", "Upmass"),
]

TRIAL = """# Glossary

```{glossary}
Beta angle
  The angle to the Sun.

Power usage effectiveness
PUE
  Site over computers.

Orbit
  A way round the Earth.

Dawn-dusk orbit
  An orbit between day and night.

Battery
  It stores.
```
"""


def build(folder: Path, text: str, builder: str = "html") -> str:
    """Build a book of one page and a glossary; give the page."""
    (folder / "source" / "book" / "reference").mkdir(parents=True)
    (folder / "source" / "book" / "index.md").write_text(f"# The orbit of a page\n\n{text}\n", encoding="utf-8")
    (folder / "source" / "book" / "reference" / "glossary.md").write_text(f"---\norphan: true\n---\n{TRIAL}")
    (folder / "source" / "conf.py").write_text("")
    settings = {
        "extensions": ["myst_nb", "sphinxcontrib.bibtex", "report"],
        "root_doc": "book/index",
        "html_theme": "basic",
        "nb_execution_mode": "off",
        "myst_enable_extensions": ["dollarmath"],
        "bibtex_bibfiles": [],
        "html_title": "Trial",
    }
    out, source, trees = (str(folder / name) for name in ("out", "source", "trees"))
    with docutils_namespace():
        app = Sphinx(source, source, out, trees, builder, settings, status=None, warning=io.StringIO())
        app.build()
    return next((folder / "out").glob("**/index.html")).read_text(encoding="utf-8")


def marked(page: str) -> list[str]:
    """The words that carry a meaning, in the order of the page."""
    return re.findall(r'<a class="term"[^>]*>([^<]*)</a>', page)


def test_the_first_use_of_a_term_is_a_link_with_its_meaning(tmp_path: Path) -> None:
    page = build(tmp_path, "At a beta angle of zero, and at other beta angles, the PUE is one.")
    assert marked(page) == ["beta angle", "PUE"]
    link = '<a class="term" href="reference/glossary.html#term-Beta-angle" title="The angle to the Sun.">'
    assert link in page
    listed = (tmp_path / "out" / "reference" / "glossary.html").read_text(encoding="utf-8")
    assert 'id="term-Beta-angle"' in listed
    assert marked(listed) == [], "the glossary does not explain itself"


def test_plurals_capitals_hyphens_and_synonyms_are_the_same_entry(tmp_path: Path) -> None:
    page = build(tmp_path, "Batteries ride a dawn–dusk way, a *dawn dusk orbit*; power usage effectiveness is PUE.")
    assert marked(page) == ["Batteries", "dawn dusk orbit", "power usage effectiveness"]


def test_a_longer_term_goes_before_a_shorter_one_inside_it(tmp_path: Path) -> None:
    page = build(tmp_path, "A dawn-dusk orbit is an orbit.")
    assert marked(page) == ["dawn-dusk orbit", "orbit"]


def test_a_word_that_only_looks_like_a_term_is_left(tmp_path: Path) -> None:
    assert marked(build(tmp_path, "Orbital, pre-orbit, orbiting and pue are others.")) == []


def test_headings_links_code_formulas_boxes_tables_and_captions_are_left(tmp_path: Path) -> None:
    text = """## A battery

[a battery](https://example.org), `battery`, $battery$ and **battery**.

```{admonition} Battery
A battery in a box.
```

| battery |
| :-- |
| a battery |

> - An orbit in a list.

```
battery
```
"""
    assert marked(build(tmp_path, text)) == ["orbit"]


def test_print_and_other_builders_have_plain_words(tmp_path: Path) -> None:
    assert marked(build(tmp_path / "one", "An orbit.", builder="singlehtml")) == []
    html = (
        '<article class="bd-article"><p>An <a class="term" '
        'href="../reference/glossary.html#term-Orbit" title="A way.">orbit</a>.</p></article>'
    )
    assert (
        clean.clean("chapters/a", html, {"reference/glossary"})
        == '<article class="bd-article"><p>An orbit.</p></article>'
    )


def test_a_book_without_a_glossary_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glossary, "PAGE", "book/reference/none")
    assert marked(build(tmp_path, "An orbit.")) == []


def test_entries_stand_in_the_order_of_the_alphabet_and_no_term_twice() -> None:
    first = [terms[0].lower() for terms in TERMS]
    assert first == sorted(first)
    flat = [term.lower() for terms in TERMS for term in terms]
    assert len(set(flat)) == len(flat)


def test_a_reader_who_is_no_specialist_finds_the_terms() -> None:
    listed = {term for terms in TERMS for term in terms}
    assert set(NAMED) <= listed


@each("terms, meaning", list(zip(TERMS, MEANINGS, strict=True)))
def test_a_meaning_is_one_or_two_sentences_without_numbers(terms: list[str], meaning: str) -> None:
    assert meaning.endswith("."), terms
    assert len(re.findall(r"[.:] +[A-Z]|\.$", meaning)) <= 2, terms
    assert not re.search(r"\d", meaning), f"{terms[0]}: a number belongs in a study, not in a meaning"
