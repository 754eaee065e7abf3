"""The pages in a real browser: nothing from elsewhere, no errors, charts that draw and follow the theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.book.browsing import until
from tools.pages import ROOT
from tools.site import HTML

pytestmark = pytest.mark.browser
PAGES = sorted(str(path.relative_to(HTML)) for path in HTML.rglob("*.html") if "_static" not in path.parts)
CHARTS = [page for page in PAGES if 'class="chart-view"' in (HTML / page).read_text(encoding="utf-8")]
WHATIFS = [page for page in PAGES if 'class="whatif"' in (HTML / page).read_text(encoding="utf-8")]


@pytest.mark.night
@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_without_complaints_asks_nobody_else_and_is_accessible(visit: Any, page: str) -> None:
    """In light and in dark: no request leaves, nothing is written to the console, the axe engine finds nothing."""
    opened = visit(page)
    opened.settled()
    assert opened.asked == []
    assert opened.complaints == []
    found = Axe().run(opened.page).response["violations"]
    assert not found, "\n".join(
        f"{rule['id']}: {rule['help']}: {node['html'][:160]}" for rule in found for node in rule["nodes"][:5]
    )


@pytest.mark.parametrize("page", CHARTS[:2])
def test_a_page_works_as_a_file(visit: Any, page: str) -> None:
    opened = visit((HTML / page).as_uri(), "file://")
    opened.settled()
    assert opened.asked == []
    assert opened.complaints == []


@pytest.mark.parametrize("page", CHARTS[:3])
def test_charts_follow_the_theme_without_reload(visit: Any, page: str, scheme: str) -> None:
    opened = visit(page)
    opened.settled()
    before = opened.page.locator(".chart-live svg").first.inner_html()
    opened.page.evaluate(f"document.documentElement.dataset.theme = '{'light' if scheme == 'dark' else 'dark'}'")
    until(
        opened.page,
        "before => document.querySelectorAll('.chart-live').length === document.querySelectorAll('.chart').length"
        " && document.querySelector('.chart-live svg').innerHTML !== before",
        before,
    )
    assert opened.complaints == []


@pytest.mark.parametrize("page", CHARTS[:2])
def test_drawing_moves_nothing(visit: Any, page: str) -> None:
    """No layout shift: the still picture holds the place of the chart."""
    opened = visit(page)
    before = opened.page.evaluate("[...document.querySelectorAll('h2, h3')].map(h => h.offsetTop)")
    opened.settled()
    after = opened.page.evaluate("[...document.querySelectorAll('h2, h3')].map(h => h.offsetTop)")
    shifts = [abs(a - b) for a, b in zip(before, after, strict=True)]
    assert max(shifts, default=0) <= 6  # pixels: the live letters are not quite those of the still picture


@pytest.mark.parametrize("page", CHARTS[:1])
def test_charts_are_still_pictures_without_javascript(browser: Any, server: str, page: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{server}/{page}", wait_until="load")
    chart = opened.locator(".chart").first
    chart.scroll_into_view_if_needed()
    assert chart.locator("img.only-light").is_visible()
    assert opened.locator(".chart-links a[download]").count() >= 3
    context.close()


@pytest.mark.parametrize("page", WHATIFS)
def test_every_slider_moves_its_numbers_and_goes_back(visit: Any, page: str) -> None:
    """From the report's own words, which is what the sliders compute at the base case."""
    opened = visit(page)
    opened.settled()
    for box in opened.page.locator(".whatif").all():
        box.scroll_into_view_if_needed()
        until(opened.page, "box => box.dataset.computed", box.element_handle())
        assert box.get_attribute("data-differs") is None, "the base case computes to what the page printed"
        said = box.locator(".whatif-numbers").inner_text()
        for slider in box.locator("input[type=range]").all():
            assert slider.get_attribute("aria-valuetext"), "a slider announces its value with its unit"
            slider.focus()
            moves = box.get_attribute("data-computed")
            opened.page.keyboard.press("End" if slider.input_value() == slider.get_attribute("min") else "Home")
            until(opened.page, "([b, n]) => b.dataset.computed !== n", [box.element_handle(), moves])
            assert box.locator(".whatif-numbers").inner_text() != said, slider.get_attribute("data-name")
            words = slider.locator("xpath=../output").text_content()
            assert words == slider.get_attribute("aria-valuetext")
            assert "e+" not in words
            assert f"{slider.get_attribute('data-name')}=" in opened.page.url
            moves = box.get_attribute("data-computed")
            box.locator(".whatif-reset").click()
            until(opened.page, "([b, n]) => b.dataset.computed !== n", [box.element_handle(), moves])
            assert box.locator(".whatif-numbers").inner_text() == said
    assert opened.complaints == []


def test_a_what_if_can_be_sent(visit: Any, server: str) -> None:
    if not WHATIFS:
        pytest.skip("no page has a what-if yet")
    opened = visit(WHATIFS[0])
    box = opened.page.locator(".whatif").first
    slider = box.locator("input[type=range]").first
    name, own = slider.get_attribute("data-name"), box.get_attribute("id")
    low = opened.page.evaluate(
        "([own, name]) => JSON.parse(document.querySelector(`#${own} .whatif-data`).textContent)"
        ".sliders.find(s => s.name === name).min",
        [own, name],
    )
    again = visit(f"{WHATIFS[0]}#{own}:{name}={low}")
    until(again.page, "own => document.getElementById(own).dataset.computed", own)
    assert not again.page.locator(f"#{own} .whatif-reset").is_disabled()


PARTS = ("numbers", "verdict", "verdicts")
HOME = next((page for page in WHATIFS if page == "index.html"), None)
MOVING = pytest.mark.skipif(HOME is None, reason="the home page has no what-if")


def opened_home(visit: Any, address: str = "index.html") -> tuple[Any, Any]:
    """The home page with its what-if computed."""
    opened = visit(address)
    box = opened.page.locator(".whatif").first
    box.scroll_into_view_if_needed()
    until(opened.page, "box => box.dataset.computed", box.element_handle(), what="the first answer of a what-if")
    return opened, box


def move(opened: Any, box: Any, act: Any) -> None:
    """Do something and wait for what follows."""
    moves = box.get_attribute("data-computed")
    act()
    until(
        opened.page, "([b, n]) => b.dataset.computed !== n", [box.element_handle(), moves], what="an answer to a move"
    )


@MOVING
def test_a_scenario_moves_distribution_and_verdicts_and_can_be_sent(visit: Any) -> None:
    """Dots, range, share, table and sentence follow a case; its link gives the same page; the way back gives the report's."""
    opened, box = opened_home(visit)
    until(opened.page, "document.querySelectorAll('.whatif .dots circle').length === 100", what="a hundred dots")
    plot = "document.querySelector('.whatif .dots svg').innerHTML"
    before = [
        opened.page.evaluate(plot),
        *(box.locator(f".whatif-{part}").first.inner_text() for part in PARTS),
    ]
    assert box.locator("tr.turned").count() == 0
    move(opened, box, box.locator("[data-case=company]").click)
    after = [
        opened.page.evaluate(plot),
        *(box.locator(f".whatif-{part}").first.inner_text() for part in PARTS),
    ]
    assert all(a != b for a, b in zip(before, after, strict=True))
    assert box.locator("[data-case=company]").get_attribute("aria-pressed") == "true"
    turned = box.locator("tr.turned").count()
    assert turned > 0
    assert box.locator(".whatif-turned").inner_text().count("turns from") == turned
    until(
        opened.page,
        "document.querySelector('.whatif-said').textContent.includes('90 % range')",
        what="words for a screen reader",
    )
    assert "case=company" in opened.page.url
    again, sent = opened_home(visit, f"index.html#{opened.page.url.partition('#')[2]}")
    until(
        again.page,
        "words => document.querySelector('.whatif-numbers').innerText === words",
        after[1],
        what="the same numbers",
    )
    assert sent.locator("tr.turned").count() == turned
    for event, shown in (("beforeprint", before), ("afterprint", after)):  # paper holds the report's own case
        move(opened, box, lambda event=event: opened.page.evaluate("name => dispatchEvent(new Event(name))", event))
        assert [box.locator(f".whatif-{part}").first.inner_text() for part in PARTS] == shown[1:]
        assert box.locator("tr.turned").count() == (turned if event == "afterprint" else 0)
    assert box.get_attribute("data-differs") is None
    move(opened, box, box.locator('[data-case=""]').click)
    assert [box.locator(f".whatif-{part}").first.inner_text() for part in PARTS] == before[1:]
    assert box.locator('[data-case=""]').get_attribute("aria-pressed") == "true"
    move(opened, box, box.locator("[data-case=company]").click)
    move(opened, box, box.locator(".whatif-reset").click)
    assert [box.locator(f".whatif-{part}").first.inner_text() for part in PARTS] == before[1:]
    assert opened.complaints == again.complaints == []


@MOVING
def test_a_value_can_be_typed_and_escape_keeps_the_old_one(visit: Any) -> None:
    opened, box = opened_home(visit)
    row = box.locator(".whatif-slider").first
    said = row.locator("output").inner_text()
    row.locator(".whatif-type").click()
    row.locator(".whatif-typed").fill("90")
    opened.page.keyboard.press("Escape")
    opened.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert row.locator("output").inner_text() == said
    row.locator(".whatif-type").click()
    row.locator(".whatif-typed").fill("100")
    move(opened, box, lambda: opened.page.keyboard.press("Enter"))
    assert "100" in row.locator("output").inner_text() != said
    assert row.locator("input[type=range]").get_attribute("aria-valuetext") == row.locator("output").inner_text()
    row.locator(".whatif-type").click()
    row.locator(".whatif-typed").fill("1e12")  # beyond what the slider can be: its end
    move(opened, box, lambda: opened.page.keyboard.press("Enter"))
    slider = row.locator("input[type=range]")
    assert slider.input_value() == slider.get_attribute("max")
    assert opened.complaints == []


@MOVING
def test_the_reader_chooses_whose_draws_are_shown(visit: Any) -> None:
    opened, box = opened_home(visit)
    for radio in box.locator("input[type=radio]").all():
        radio.check()
        name = radio.get_attribute("aria-label").removeprefix("Show the draws of: ")
        until(opened.page, "name => document.querySelector('.whatif .dots .named').textContent.startsWith(name)", name)
        assert name in box.locator(".chart-draws .chart-view").get_attribute("aria-label")


@MOVING
def test_without_javascript_the_base_case_stands_with_its_dots(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{server}/index.html", wait_until="load")
    box = opened.locator(".whatif").first
    still = box.locator(".chart-draws img.only-light")
    still.scroll_into_view_if_needed()
    assert still.is_visible()
    assert "90 % range" in box.locator(".whatif-numbers").inner_text()
    assert "of 100 draws" in box.locator(".whatif-verdict").first.inner_text()
    assert not box.locator(".whatif-buttons").is_visible()
    context.close()


@MOVING
def test_a_what_if_answers_from_a_file_too(browser: Any, site: Path) -> None:
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(f"{(site / 'index.html').as_uri()}", wait_until="load")
    opened.locator(".whatif").first.scroll_into_view_if_needed()
    until(
        opened, "document.querySelector('.whatif').dataset.computed", what="the first answer of a what-if from a file"
    )
    context.close()


def test_every_download_is_there(site: Path) -> None:
    import re

    for page in CHARTS:
        text = (site / page).read_text(encoding="utf-8")
        for link in re.findall(r'href="([^"]*_charts/[^"]+)"', text):
            assert ((site / page).parent / link).resolve().stat().st_size > 20


def test_nothing_of_the_machine_is_on_the_site(site: Path) -> None:
    """Two builds in two folders give the same pages."""
    mine = str(ROOT).encode()
    assert [path for path in site.rglob("*") if path.is_file() and mine in path.read_bytes()] == []


TERMS = [page for page in PAGES if re.search(r'class="term[ "]', (HTML / page).read_text(encoding="utf-8"))]
NARROWED = ["reference/claims.html", "reference/assumptions.html"]
CARD = "document.querySelector('#card') && !document.querySelector('#card').hidden"


def test_every_chapter_explains_a_term() -> None:
    chapters = {page for page in PAGES if page.startswith("chapters/")}
    assert chapters <= set(TERMS)


@pytest.mark.parametrize("kind", ["a.term", "a.number", ".bibtex-citation a"])
def test_a_card_opens_under_the_mouse_stays_for_it_and_closes(visit: Any, kind: str) -> None:
    opened = visit("chapters/11-satellite.html")
    link = opened.page.locator(f".bd-article p {kind}").first
    says = link.get_attribute("title")
    link.scroll_into_view_if_needed()
    link.hover()
    until(opened.page, CARD)
    card = opened.page.locator("#card")
    assert card.inner_text().startswith(says)
    assert link.get_attribute("title") is None, "the browser would show its own beside ours"
    assert link.get_attribute("aria-describedby") == "card"
    card.hover()
    opened.page.wait_for_timeout(500)
    assert card.is_visible(), "a pointer may move onto the card"
    found = Axe().run(opened.page).response["violations"]
    assert not found, [rule["id"] for rule in found]
    opened.page.keyboard.press("Escape")
    assert not card.is_visible()
    link.hover()
    until(opened.page, CARD)
    opened.page.mouse.move(2, 2)
    until(opened.page, f"!({CARD})")
    assert link.get_attribute("aria-describedby") is None
    assert opened.complaints == []


def test_a_card_follows_the_keyboard(visit: Any) -> None:
    opened = visit("chapters/11-satellite.html")
    link = opened.page.locator("a.term").first
    link.scroll_into_view_if_needed()
    link.focus()
    opened.page.keyboard.press("Shift+Tab")  # to what stands before it, wherever that is, and back by the keyboard
    assert not opened.page.locator("#card").is_visible()
    opened.page.keyboard.press("Tab")
    assert link.evaluate("link => link === document.activeElement")
    until(opened.page, CARD)
    assert link.get_attribute("aria-describedby") == "card"
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator("#card").is_visible()
    assert link.evaluate("link => link === document.activeElement"), "Escape leaves the focus where it is"
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_url("**/reference/glossary.html#term-*")


def test_a_tap_opens_a_card_and_a_second_one_the_glossary(browser: Any, server: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{server}/chapters/11-satellite.html", wait_until="load")
    link = page.locator("a.term").first
    link.scroll_into_view_if_needed()
    link.tap()
    until(page, CARD)
    box = page.locator("#card").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert "chapters/" in page.url
    page.locator("#card").tap()
    assert page.locator("#card").is_visible()
    link.tap()
    page.wait_for_url("**/reference/glossary.html#term-*")
    context.close()


def test_a_repeated_citation_says_what_the_first_one_says(visit: Any) -> None:
    opened = visit("reference/assumptions.html")
    address = opened.page.evaluate(
        "[...document.querySelectorAll('.bibtex-citation a:not([title])')][0].getAttribute('href')"
    )
    both = opened.page.locator(f'.bibtex-citation a[href="{address}"]')
    says = both.first.get_attribute("title")
    both.nth(1).scroll_into_view_if_needed()
    both.nth(1).hover()
    until(opened.page, CARD)
    assert opened.page.locator("#card").inner_text().startswith(says[:60])


def test_terms_are_links_with_titles_without_javascript(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/chapters/11-satellite.html", wait_until="load")
    link = page.locator("a.term").first
    assert link.get_attribute("title").endswith(".")
    link.click()
    assert "/reference/glossary.html#term-" in page.url
    page.goto(f"{server}/reference/claims.html", wait_until="load")
    assert not page.locator("form.narrowing").is_visible()
    assert all(entry.is_visible() for entry in page.locator(".entry").all())
    context.close()


@pytest.mark.parametrize("address", [f"{{server}}/{NARROWED[0]}", (HTML / NARROWED[0]).as_uri()])
def test_claims_narrow_and_the_choice_can_be_sent(visit: Any, server: str, address: str) -> None:
    address = address.format(server=server)
    opened = visit(address, address.rpartition("/reference")[0])
    page, form = opened.page, opened.page.locator("form.narrowing")
    said = form.locator("output")
    total = page.locator(".entry").count()
    assert said.inner_text() == f"All {total} claims"
    assert said.get_attribute("aria-live") == "polite"
    page.get_by_label("Chapter").select_option("12")
    page.get_by_label("As known today").select_option("unlikely")
    shown = page.locator(".entry:visible")
    assert said.inner_text() == f"{shown.count()} of {total} claims"
    assert 0 < shown.count() < total
    assert all({"chapter-12", "now-unlikely"} <= set(e.get_attribute("class").split()) for e in shown.all())
    assert page.url.endswith("#narrow:chapter=12&now=unlikely")
    ids = [entry.get_attribute("id") for entry in shown.all()]
    again = visit(page.url, address.rpartition("/reference")[0])
    assert again.page.get_by_label("Chapter").input_value() == "12"
    assert [e.get_attribute("id") for e in again.page.locator(".entry:visible").all()] == ids
    page.emulate_media(media="print")
    assert page.locator(".entry:visible").count() == total
    assert not form.is_visible()
    page.emulate_media(media="screen")
    form.get_by_role("button", name="Show all").click()
    until(page, "document.querySelectorAll('.entry[hidden]').length === 0")
    assert "#narrow" not in page.url
    assert opened.complaints == again.complaints == []


def test_a_link_to_an_entry_that_is_hidden_shows_it(visit: Any) -> None:
    opened = visit(f"{NARROWED[0]}#narrow:chapter=12")
    target = opened.page.locator(".entry:not(:visible)").first.get_attribute("id")
    opened.page.evaluate("id => { location.hash = id; }", target)
    until(opened.page, "id => !document.getElementById(id).hidden", target)
    assert opened.page.url.endswith(f"#{target}")


def test_assumptions_narrow_by_topic_kind_chapter_and_words(visit: Any) -> None:
    opened = visit(NARROWED[1])
    page = opened.page
    total = page.locator(".entry").count()
    before = total
    for label, value in (("Topic", "market"), ("Kind", "measured"), ("Chapter", "7")):
        page.get_by_label(label).select_option(value)
        left = page.locator(".entry:visible").count()
        assert 0 < left < before
        before = left
    page.get_by_label("Words").fill("RENT b200")
    shown = page.locator(".entry:visible").all_inner_texts()
    assert 0 < len(shown) < before
    assert all("rent" in text.lower() and "b200" in text.lower() for text in shown)
    assert page.locator(".bd-article h2:visible").all_inner_texts()[0].startswith("Market")
    page.get_by_label("Words").fill("no assumption says this")
    assert page.locator("form.narrowing output").inner_text() == f"0 of {total} assumptions"
    assert opened.complaints == []


PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser: Any, server: str) -> Iterator[Any]:
    """Open pages as a phone shows them."""
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")

    def to(path: str) -> Any:
        opened = context.new_page()
        opened.goto(f"{server}/{path}", wait_until="load")
        return opened

    yield to
    context.close()


def test_the_menu_of_a_phone_can_be_seen_and_opens(phone: Any) -> None:
    page = phone("chapters/01-multiple.html")
    icon = page.locator(".primary-toggle span")
    assert icon.bounding_box()["width"] > 10
    assert "url(" in icon.evaluate("i => getComputedStyle(i).maskImage || getComputedStyle(i).webkitMaskImage")
    assert not page.locator(".bd-sidebar-primary").is_visible()
    page.locator(".primary-toggle").click()
    until(page, "document.querySelector('.bd-sidebar-primary').getBoundingClientRect().right > 200")
    assert page.locator(".bd-sidebar-primary a", has_text="All claims").is_visible()


def test_the_verdicts_of_the_home_page_can_be_read_on_a_phone_and_each_leads_to_its_chapter(
    phone: Any, site: Path
) -> None:
    """No letter below 11 px at 390 px of width, no label off the picture, and every row is a link to a page."""
    page = phone("index.html")
    page.locator("#fig-forest").scroll_into_view_if_needed()
    drawn = "document.querySelector('#fig-forest .chart-live svg') !== null"
    until(page, drawn, what="the forest of verdicts")
    found = page.locator("#fig-forest .chart-live svg").evaluate(
        """svg => { const own = svg.getBoundingClientRect(), scale = own.width / svg.viewBox.baseVal.width;
             const words = [...svg.querySelectorAll("text")].filter(t => t.textContent.trim());
             return { least: Math.min(...words.map(t => scale * parseFloat(getComputedStyle(t).fontSize))),
               out: words.filter(t => { const r = t.getBoundingClientRect(); return r.left < own.left - 1 || r.right > own.right + 1; })
                 .map(t => t.textContent), width: own.right, window: innerWidth,
               ticks: words.map(t => t.textContent).filter(t => !isNaN(t)),
               rows: words.map(t => t.textContent).filter(t => /^\\d+\\. /.test(t)) }; }"""
    )
    assert found["least"] >= 11
    assert found["out"] == []
    assert found["width"] <= found["window"]
    assert len(found["rows"]) > 8
    assert {"0.1", "1", "10"} <= set(found["ticks"])  # none is left out for the little room
    here, seen = page.url, set()
    for words in found["rows"]:
        page.locator("#fig-forest .chart-live svg text", has_text=words).first.click()
        until(page, "here => location.href !== here && document.readyState === 'complete'", here, what=words)
        number, name = words.split(".")[0], page.url.rpartition("/chapters/")[2]
        assert name.startswith(f"{int(number):02d}-"), (words, page.url)
        assert (site / "chapters" / name).is_file(), page.url
        seen.add(name)
        page.go_back()
        page.locator("#fig-forest").scroll_into_view_if_needed()
        until(page, drawn, what="the forest of verdicts")
    assert len(seen) == len(found["rows"])


@pytest.mark.parametrize("width", [1280, 600, 390])
def test_without_javascript_each_row_of_the_still_forest_leads_to_its_chapter(
    browser: Any, server: str, width: int
) -> None:
    """A pointer on the words of a row, wherever the layout for that width puts them, is on the link of that row."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{server}/index.html", wait_until="load")
    still = page.locator("#fig-forest img.only-light")
    still.scroll_into_view_if_needed()
    picture, rows = still.bounding_box(), page.locator("#fig-forest .chart-rows a")
    assert rows.count() > 8
    tops = []
    for row in rows.all():
        box = row.bounding_box()
        assert picture["y"] < box["y"] < box["y"] + box["height"] < picture["y"] + picture["height"]
        assert box["x"] >= picture["x"] - 1
        assert box["width"] >= picture["width"] - 1
        assert box["height"] >= 40
        number, name = row.text_content().split(".")[0], row.get_attribute("href")
        assert name.startswith(f"chapters/{int(number):02d}-")
        tops.append(box["y"])
    assert tops == sorted(tops)
    rows.nth(1).click()
    assert "/chapters/" in page.url
    context.close()


def test_nothing_moves_for_those_who_asked_for_that(phone: Any) -> None:
    page = phone("index.html")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
    )
    assert moving == 0


def test_the_keyboard_shows_where_it_is(visit: Any) -> None:
    page = visit("chapters/01-multiple.html").page
    for _ in range(6):
        page.keyboard.press("Tab")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 120)")


@pytest.mark.parametrize(
    ("words", "where"), [("terafab", "reference/claims.html"), ("falcon 9 list price", "reference/assumptions.html")]
)
def test_the_search_leads_to_claims_and_assumptions(visit: Any, words: str, where: str) -> None:
    opened = visit(f"search.html?q={words.replace(' ', '+')}")
    until(opened.page, "document.querySelectorAll('#search-results li a').length > 0")
    until(
        opened.page,
        "where => [...document.querySelectorAll('#search-results li a')].some(a => a.href.includes(where))",
        where,
    )
    assert opened.complaints == []


def test_the_button_switches_between_light_and_dark(visit: Any) -> None:
    page = visit("index.html").page
    seen = set()
    for _ in range(3):
        page.locator(".theme-switch-button").first.click()
        seen.add(page.evaluate("document.documentElement.dataset.theme"))
    assert {"light", "dark"} <= seen


def test_formulas_are_there_without_javascript(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/chapters/02-chain.html", wait_until="load")
    formula = page.locator("div.math img.formula").first
    formula.scroll_into_view_if_needed()
    assert formula.bounding_box()["height"] > 15
    context.close()


@pytest.mark.parametrize("page", ["index.html", "chapters/01-multiple.html", "chapters/11-satellite.html"])
def test_a_page_is_there_before_anything_heavy_is_asked_for(phone: Any, server: str, page: str) -> None:
    """What does not depend on the machine: few files, none that the page waits for but its style sheet, no shift."""
    opened = phone(page)
    found = opened.evaluate(
        """() => new Promise(done => setTimeout(() => done({
             files: performance.getEntriesByType("resource").filter(r => !r.name.startsWith("data:")).map(r => r.name),
             heavy: performance.getEntriesByType("resource").filter(r => r.name.includes("/vendor/")
               && r.startTime < (performance.getEntriesByName("first-contentful-paint")[0] || {}).startTime).length,
             blocking: [...document.querySelectorAll("head script[src]")].filter(s => !s.defer && !s.async
               && s.type !== "module" && !s.src.includes("vendor/") && !s.src.includes("_charts/")).length,
             sheets: document.querySelectorAll("link[rel=stylesheet]").length,
           }), 1500))"""
    )
    assert len(found["files"]) <= 30, found["files"]
    assert (found["heavy"], found["blocking"], found["sheets"]) == (0, 0, 1)
