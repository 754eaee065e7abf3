"""Every page in a browser, once: nothing from elsewhere, no errors, nothing cut off, on a desk and on a phone.

Pages must hold with the fonts of any machine, so the pass is made with a browser that sees the widest faces only; at
night also with the faces of most machines, and with none of the report's own.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.book.browsing import FONT_SETS, WATCH, Visit, until
from tools.site import HTML

pytestmark = pytest.mark.browser
PAGES = sorted(str(path.relative_to(HTML)) for path in HTML.rglob("*.html") if "_static" not in path.parts)
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
FRESH = 25  # pages after which a new window is opened
CUT = """[...document.querySelectorAll('.pst-scrollable-table-container')]
  .filter((c) => c.scrollWidth > c.clientWidth + 1).map((c) => c.querySelector('table').id || c.innerText.slice(0, 40))"""
STACKED = """[...document.querySelectorAll('table.stacked')]
  .filter((t) => t.offsetWidth > t.parentElement.clientWidth + 1).map((t) => t.id)"""
TOUCHING = """[...document.querySelectorAll('div.math:has(.eqno)')].filter((m) => {
  const [view, number] = ['.formula-view', '.eqno'].map((part) => m.querySelector(part).getBoundingClientRect());
  return view.right > number.left && view.bottom > number.top + 1; }).map((m) => m.id)"""
WIDE = """document.documentElement.scrollWidth > innerWidth ? [...document.querySelectorAll('.bd-article *')]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.pst-scrollable-table-container, pre, .formula-view'))
  .slice(0, 3).map((e) => e.outerHTML.slice(0, 90)).concat([`${document.documentElement.scrollWidth} pixels`]) : []"""
AT_DESK = {"a table is cut": CUT, "scrolls sideways": WIDE}
ON_PHONE = {"a list is cut": STACKED, "a formula runs into its number": TOUCHING, "scrolls sideways": WIDE}


def faults(visit: Visit, page: str, server: str) -> list[str]:
    """What is wrong with a page, on a desk and on a phone."""
    visit.page.set_viewport_size(DESK)
    visit.to(f"{server}/{page}")
    until(visit.page, "document.fonts.status === 'loaded'", what="the fonts")
    found = [f"{page}: asks {url}" for url in visit.asked] + [f"{page}: says {words}" for words in visit.complaints]
    for size, questions in ((DESK, AT_DESK), (PHONE, ON_PHONE)):
        visit.page.set_viewport_size(size)
        for what, question in questions.items():
            if page.startswith("chapters/") or question is WIDE:
                found += [f"{page} at {size['width']}: {what}: {where}" for where in visit.page.evaluate(question)]
    return found


def all_faults(server: str, fonts: str, *, without_ours: bool = False) -> list[str]:
    """What is wrong with any page in a browser that sees one set of fonts."""
    browser, found = WATCH.browser(fonts), []
    for start in range(0, len(PAGES), FRESH):
        context = browser.new_context(reduced_motion="reduce")
        if without_ours:
            context.route("**/*.woff2", lambda route: route.fulfill(status=404))
        visit = Visit(context.new_page(), server)
        for page in PAGES[start : start + FRESH]:
            found += [f for f in faults(visit, page, server) if not (without_ours and "404" in f)]
        context.close()
    return found


def needs(fonts: str) -> None:
    """Skip where a set of fonts is not installed."""
    if not Path(FONT_SETS[fonts]).is_dir():
        pytest.skip(f"{FONT_SETS[fonts]} is not there: install fonts-{fonts.lower()}")


@pytest.mark.limit(600)
def test_every_page_holds_with_the_widest_fonts(browser: Any, server: str) -> None:
    needs("DejaVu")
    assert all_faults(server, "DejaVu") == []


@pytest.mark.night
@pytest.mark.limit(600)
@pytest.mark.parametrize(("fonts", "without_ours"), [("Liberation", False), ("Liberation", True), ("DejaVu", True)])
def test_every_page_holds_with_other_fonts(browser: Any, server: str, fonts: str, without_ours: bool) -> None:
    needs(fonts)
    assert all_faults(server, fonts, without_ours=without_ours) == []


@pytest.mark.night
@pytest.mark.limit(600)
def test_every_page_holds_with_a_face_that_nobody_planned_for(browser: Any, server: str, tmp_path: Path) -> None:
    """A serif of the widest kind, and none of the report's own."""
    needs("DejaVu")
    for file in Path(FONT_SETS["DejaVu"]).glob("DejaVuS*if*"):
        shutil.copy(file, tmp_path)
    FONT_SETS["Serif"] = str(tmp_path)
    assert all_faults(server, "Serif", without_ours=True) == []


@pytest.mark.parametrize("every", [40, pytest.param(8, marks=pytest.mark.night)])
def test_pictures_of_charts_are_the_same_with_all_fonts(browser: Any, server: str, every: int) -> None:
    """What a page shows before a chart is drawn, and what a reader downloads, depends on no machine."""
    pictures = sorted((HTML / "_charts").glob("*-light.svg"))[::every]
    assert pictures
    for picture in pictures:
        shots = {}
        for fonts in FONT_SETS:
            if fonts == "Serif":
                continue
            needs(fonts)
            context = WATCH.browser(fonts).new_context(viewport={"width": 720, "height": 700})
            page = context.new_page()
            page.goto(f"{server}/_charts/{picture.name}", wait_until="load")
            until(page, "document.fonts.status === 'loaded'", what="the letters of the picture")
            shots[fonts] = page.screenshot()
            context.close()
        assert len(set(shots.values())) == 1, picture.name
