"""What stands behind the # of an address: sent, mangled or hostile, it is applied or ignored, and stops nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.book.browsing import Visit, until
from tools.site import HTML

pytestmark = pytest.mark.browser
Open = Callable[..., Visit]
WHATIF, LIST = "chapters/01-multiple.html", "reference/claims.html"
MALFORMED = ("%", "100%", "%E0%A4%A", "narrow:%E0%A4%A", "narrow:%", "whatif-multiple:%", "whatif-multiple:a=%E0%A4%A")
HOSTILE = ("1e999", "NaN", "-Infinity", "", "<script>", "__proto__", "1=2", "12,13", ":" * 50, "x" * 20_000)


WORDS = """(box) => { const copy = box.cloneNode(true);
  copy.querySelectorAll('svg, canvas').forEach((chart) => chart.remove()); return copy.textContent; }"""


def first_slider(page: Any) -> tuple[str, dict[str, Any]]:
    """The id of the first what-if of a page, and its first slider as the page describes it."""
    return tuple(  # type: ignore[return-value]
        page.evaluate(
            "(() => { const box = document.querySelector('.whatif');"
            " return [box.id, JSON.parse(box.querySelector('.whatif-data').textContent).sliders[0]]; })()"
        )
    )


def computed(page: Any) -> None:
    """Bring the first what-if into view and wait until it has computed."""
    page.locator(".whatif").first.scroll_into_view_if_needed()
    until(page, "document.querySelector('.whatif').dataset.computed", what="the what-if to compute")


def shown(page: Any) -> str:
    """What the first slider says, beside it and aloud, which is the same."""
    slider = page.locator(".whatif-slider").first
    words = slider.locator("output").inner_text()
    assert slider.locator("input").get_attribute("aria-valuetext") == words
    return str(words)


def test_a_malformed_address_stops_nothing(open_page: Open, server: str) -> None:
    opened = open_page(WHATIF)
    for fragment in MALFORMED:
        opened.to(f"{server}/search.html").to(f"{server}/{WHATIF}#{fragment}")
        computed(opened.page)
        said = opened.page.locator(".whatif-numbers").first.inner_text()
        slider = opened.page.locator(".whatif input").first
        slider.focus()
        opened.page.keyboard.press("End")
        until(
            opened.page,
            "said => document.querySelector('.whatif-numbers').innerText !== said",
            said,
            what=f"the slider to move after #{fragment}",
        )
        opened.to(f"{server}/search.html").to(f"{server}/{LIST}#{fragment}")
        count = opened.page.locator("form.narrowing output")
        assert count.inner_text().startswith("All "), fragment
        opened.page.get_by_label("Words").fill("terafab")
        assert " of " in count.inner_text(), fragment
        assert opened.complaints == [], fragment


def test_a_hostile_value_is_no_value(open_page: Open, server: str) -> None:
    opened = open_page(WHATIF)
    own, slider = first_slider(opened.page)
    for value in HOSTILE:
        opened.to(f"{server}/search.html").to(f"{server}/{WHATIF}#{own}:{slider['name']}={value}")
        computed(opened.page)
        assert shown(opened.page) == slider["text"], value
        assert opened.complaints == [], value


def test_a_link_pasted_into_an_open_page_and_the_way_back_are_followed(open_page: Open) -> None:
    page = (opened := open_page(WHATIF)).page
    own, slider = first_slider(page)
    computed(page)
    for value in (slider["max"], slider["min"]):
        page.evaluate("hash => { location.hash = hash; }", f"{own}:{slider['name']}={value}")
        until(page, f"!document.querySelector('#{own} .whatif-reset').disabled", what="the pasted link to apply")
        until(
            page,
            "x => { const i = document.querySelector('.whatif input'); return i.value === (x ? i.max : i.min); }",
            value == slider["max"],
            what="the slider to stand at its end",
        )
    page.go_back()
    until(
        page,
        "(() => { const i = document.querySelector('.whatif input'); return i.value === i.max; })()",
        what="the way back to the first link",
    )
    page.go_back()
    until(page, f"document.querySelector('#{own} .whatif-reset').disabled", what="the way back to the report's values")
    assert shown(page) == slider["text"]
    assert opened.complaints == []


def test_a_list_follows_a_pasted_link_and_the_way_back(open_page: Open) -> None:
    page = open_page(LIST).page
    count = page.locator("form.narrowing output")
    page.evaluate("location.hash = 'narrow:chapter=12'")
    until(page, "document.querySelector('.entry[hidden]')", what="the list to be narrowed")
    page.evaluate("location.hash = 'narrow:chapter=no-such-chapter'")
    until(page, "!document.querySelector('.entry[hidden]')", what="an unknown choice to be ignored")
    page.go_back()
    until(page, "document.querySelector('.entry[hidden]')", what="the way back to the narrowed list")
    page.go_back()
    until(page, "!document.querySelector('.entry[hidden]')", what="the way back to the whole list")
    assert count.inner_text().startswith("All ")


def test_a_value_between_two_steps_is_shown_as_it_was_sent(open_page: Open, server: str) -> None:
    page = open_page(WHATIF).page
    own, slider = first_slider(page)
    between = slider["value"] + slider["step"] / 4
    page.goto(f"{server}/search.html")
    page.goto(f"{server}/{WHATIF}#{own}:{slider['name']}={between}")
    computed(page)
    assert not page.locator(".whatif-reset").first.is_disabled()
    thumb = page.locator(".whatif input").first
    assert float(thumb.input_value()) == pytest.approx(0.25)
    thumb.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    until(page, f"document.querySelector('#{own} .whatif-reset').disabled", what="the report's value")


@pytest.mark.parametrize(
    "side", [0, pytest.param(1, marks=pytest.mark.night)], ids=["one side, then the other", "the other side"]
)
def test_every_slider_comes_back_to_the_report_s_value_by_moving(open_page: Open, server: str, side: int) -> None:
    """One step away and one back: text, thumb, numbers and address are as they were.

    From the right and from the left in turn; at night each slider from its other side.
    """
    pages = sorted(p for p in HTML.rglob("*.html") if 'class="whatif"' in p.read_text(encoding="utf-8"))
    opened = open_page("search.html")
    failures = []
    for file in pages:
        page = opened.to(f"{server}/{file.relative_to(HTML)}").page
        for box in page.locator(".whatif").all():
            box.scroll_into_view_if_needed()
            until(page, "box => box.dataset.computed", box.element_handle(), what="the what-if to compute")
            words = box.evaluate(WORDS)
            for place, slider in enumerate(box.locator("input[type=range]").all()):
                slider.focus()
                ways = [("ArrowRight", "ArrowLeft"), ("ArrowLeft", "ArrowRight")]
                at_end = next((n for n, end in enumerate(("max", "min")) if slider.get_attribute(end) == "0"), None)
                for there, back in [ways[(place + side) % 2 if at_end is None else 1 - at_end]]:
                    moves = box.get_attribute("data-computed")
                    page.keyboard.press(there)
                    until(page, "([b, n]) => b.dataset.computed !== n", [box.element_handle(), moves], what=there)
                    moves = box.get_attribute("data-computed")
                    page.keyboard.press(back)
                    until(page, "([b, n]) => b.dataset.computed !== n", [box.element_handle(), moves], what=back)
                    home = slider.input_value() == "0" and box.locator(".whatif-reset").is_disabled()
                    if not home or box.evaluate(WORDS) != words or "=" in page.url:
                        failures.append(f"{file.stem}: {slider.get_attribute('data-name')} after {there}, {back}")
    assert not failures, "\n".join(failures)


def test_a_link_can_be_copied(open_page: Open, server: str) -> None:
    page = open_page(WHATIF, permissions=["clipboard-read", "clipboard-write"]).page
    own, slider = first_slider(page)
    computed(page)
    page.locator(".whatif input").first.focus()
    page.keyboard.press("End")
    until(page, f"location.hash.startsWith('#{own}:')", what="the address to follow the slider")
    page.locator(".whatif [data-do=copy-link]").first.click()
    until(page, "document.querySelector('.whatif [data-do=copy-link]').textContent === 'Link copied'", what="the copy")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    assert json.dumps(slider["max"]) in page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_is_dark_on_light_whatever_the_theme(open_page: Open, scheme: str) -> None:
    page = open_page(WHATIF, color_scheme=scheme).page
    faint = """() => {
      const light = (colour) => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((c) => c / 255)
        .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
      return [...document.querySelectorAll(".bd-article :is(h1, h2, h3, p, td, th, li, dt, dd, code, a, figcaption)")]
        .filter((e) => e.offsetParent && e.textContent.trim() && 1.05 / (light(getComputedStyle(e).color) + 0.05) < 4.5)
        .map((e) => `${e.tagName} ${getComputedStyle(e).color} ${e.textContent.trim().slice(0, 40)}`);
    }"""
    page.emulate_media(media="print", color_scheme=scheme)
    until(page, "document.documentElement.dataset.theme === 'light'", what="the light page for paper")
    assert page.evaluate(faint) == []
    page.emulate_media(media="screen", color_scheme=scheme)
    until(page, "theme => document.documentElement.dataset.theme === theme", scheme, what="the theme of the screen")


def test_a_search_in_a_page_that_was_opened_as_a_file_says_nothing_to_the_console(open_page: Open) -> None:
    opened = open_page(f"{(HTML / 'search.html').as_uri()}?q=terafab", "file://")
    until(opened.page, "document.querySelectorAll('#search-results li a').length > 3", what="results of the search")
    until(opened.page, "!document.querySelector('#search-progress')?.textContent.includes('.')", what="the end")
    assert opened.complaints == []
