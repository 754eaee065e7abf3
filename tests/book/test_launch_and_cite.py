"""What a reader finds and takes from the built pages: weight, links that stay, search, downloads, citations, launches."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from analysis.evidence import active_case, claim_records
from tools.site import HTML

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "book" / "_ext"))

from report import launch_and_cite

HEAVIEST = 150_000  # bytes of a chapter, beside the shared bundles
CHAPTERS = sorted((HTML / "chapters").glob("*.html"))
BOOK = [*CHAPTERS, *sorted((HTML / "parts").glob("*.html")), *sorted((HTML / "reference").glob("*.html"))]
THEIRS = re.compile(r'<a [^>]*href="https://(?:mybinder|colab)[^"]*"')


def name(path: Path) -> str:
    return str(path.relative_to(HTML))


def soup(path: Path) -> Any:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_there_are_chapters() -> None:
    assert len(CHAPTERS) >= 20, "the site is not built: run `make site` first"


@pytest.mark.parametrize("page", CHAPTERS, ids=name)
def test_a_chapter_is_light(page: Path) -> None:
    assert page.stat().st_size <= HEAVIEST


@pytest.mark.parametrize("page", CHAPTERS, ids=name)
def test_every_figure_table_and_formula_of_a_chapter_has_a_link_that_stays(page: Path) -> None:
    """The id comes from the text, so it is the same in the next version; a number such as id3 would not be."""
    body = soup(page).find("article")
    figures = body.select("figure") + body.select("div.math:has(.eqno)")
    assert figures
    for found in figures:
        assert re.fullmatch(r"[a-z][a-z0-9-]*[a-z-][a-z0-9-]*", found.get("id", "")), str(found)[:200]
        assert not re.fullmatch(r"id\d+", found["id"])
        assert found.select_one(f'a.headerlink[href="#{found["id"]}"]'), f"{found['id']} offers no link to itself"


def test_every_claim_and_every_assumption_has_a_link_that_stays(site: Path) -> None:
    claims = (site / "reference" / "claims.html").read_text(encoding="utf-8")
    assert not [key for key in claim_records() if f'id="claim-{key.lower()}"' not in claims]
    records = (site / "reference" / "assumptions.html").read_text(encoding="utf-8")
    keys = [key.replace(".", "-").replace("_", "-") for key in active_case()]
    assert len(keys) > 500
    assert not [key for key in keys if f'id="record-{key}"' not in records]


def index(site: Path) -> Any:
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    return json.loads(text[text.index("{") : text.rindex("}") + 1])


@pytest.mark.parametrize(
    ("word", "page"),
    [
        ("terafab", "reference/claims"),
        ("starlink", "reference/claims"),
        ("wafer", "reference/assumptions"),
        ("falcon", "reference/assumptions"),
    ],
)
def test_the_search_knows_the_words_of_claims_and_assumptions(site: Path, word: str, page: str) -> None:
    found = index(site)
    places = [places for stem, places in found["terms"].items() if stem.startswith(word[:5])]
    listed = {place for some in places for place in (some if isinstance(some, list) else [some])}
    assert page in {found["docnames"][place] for place in listed}


@pytest.mark.parametrize("page", CHAPTERS, ids=name)
def test_every_figure_downloads_as_svg_png_and_data(page: Path) -> None:
    for figure in soup(page).select("article figure:has(.chart)"):
        kinds = {link.text for link in figure.select(".chart-links a[download]")}
        assert {"SVG", "PNG", "CSV"} <= kinds, figure["id"]
        assert "PARQUET" in kinds, figure["id"]


@pytest.mark.parametrize("page", BOOK, ids=name)
def test_a_page_says_how_to_cite_it(page: Path) -> None:
    entry = soup(page).select_one("details.cite-this pre")
    assert entry is not None
    assert entry.text.startswith("@incollection{wtd_")
    assert entry.text.count("{") == entry.text.count("}")
    title = soup(page).find("h1").find(string=re.compile(r"\w{3}"))
    assert title.strip()[:20] in entry.text


def test_every_entry_has_a_key_of_its_own() -> None:
    keys = [soup(page).select_one("details.cite-this pre").text.partition(",")[0] for page in BOOK]
    assert len(set(keys)) == len(keys)


def test_without_a_public_repository_no_page_links_to_a_service() -> None:
    config = (Path(__file__).resolve().parents[2] / "_config.yml").read_text(encoding="utf-8")
    set_to = re.search(r'report_repository: "(.*)"', config)
    assert set_to
    linking = [page for page in CHAPTERS if THEIRS.search(page.read_text(encoding="utf-8"))]
    assert linking == (CHAPTERS if set_to[1] else [])


def test_a_repository_elsewhere_has_binder_and_no_colab() -> None:
    ((where, url),) = launch_and_cite.launches("https://codeberg.org/o/r.git", "v1", "book/chapters/01-multiple.ipynb")
    assert where == "Binder"
    assert url == (
        "https://mybinder.org/v2/git/https%3A%2F%2Fcodeberg.org%2Fo%2Fr/v1"
        "?urlpath=lab/tree/book/chapters/01-multiple.ipynb"
    )


@pytest.mark.parametrize("address", ["github.com/o/r", "https://github.com/o", "http://github.com/o/r"])
def test_a_malformed_repository_is_named(address: str) -> None:
    with pytest.raises(ValueError, match="report_repository in _config.yml needs an address such as"):
        launch_and_cite.launches(address, "main", "book/index.ipynb")


def test_no_formula_needs_a_script(site: Path) -> None:
    """Each is a picture that is there, with its words beside it, and no TeX is left on a page."""
    pages = [page for page in BOOK if 'class="math' in page.read_text(encoding="utf-8")]
    assert len(pages) >= 20
    for page in pages:
        for formula in soup(page).select(".math"):
            picture = formula.select_one("img.formula")
            assert (page.parent / picture["src"]).resolve().stat().st_size > 200
            assert formula.find("math") is not None
            assert "\\" not in formula.text, formula.text
    assert not list(site.rglob("*mathjax*"))
