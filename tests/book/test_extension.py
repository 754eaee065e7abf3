"""The extension on small books of one page: what it prints, what it refuses, and with which words."""

from __future__ import annotations

import base64
import html
import io
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
import vl_convert
from fontTools.ttLib import TTFont
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from analysis.evidence import Case
from analysis.pages import tables

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "book" / "_ext"))

from report import (  # noqa: E402
    about,
    addresses,
    bibliography,
    bundle,
    content_security,
    fonts,
    sidebar,
    static_charts,
    themes,
    whatif,
)

NUMBERS = {
    "multiple.offer_multiple": {
        "text": "94.8×",
        "title": 'At the "offer"',
        "function": "analysis.studies.multiple.offer_multiple",
        "inputs": ["spacex.revenue_2025"],
    }
}
SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "description": "A line that rises from one to two.",
    "data": {"name": "rows"},
    "datasets": {"rows": [{"x": 0, "y": 1}, {"x": 1, "y": 2}]},
    "mark": {"type": "line", "color": themes.PALETTE["orbit"][0]},
    "encoding": {"x": {"field": "x", "type": "quantitative"}, "y": {"field": "y", "type": "quantitative"}},
    "height": 120,
}
SAID = {"template": "{} t", "divide": 1000, "text": "0.002 t"}
WHATIF = {
    "id": "whatif-trial",
    "title": "Argue with it",
    "sliders": [{"name": "x", "key": "m.x", "label": "Mass", **SAID, "value": 2, "min": 1, "max": 9, "step": 1}],
    "program": '{"count":256,"inputs":[],"parts":[]}',
    "numbers": [
        {
            "label": "Twice",
            "key": "m.twice",
            "digits": 2,
            "template": "{} kg",
            "text": "4.0 kg",
            "draws": {"quantiles": [1.0, 2.0], "low": "1", "high": "7"},
            "level": {"least": 3, "most": None, "words": "at least 3 kg", "paraphrase": "It is heavy.", "share": 0.034},
        }
    ],
    "words": [[0.5, "likely"], [0, "unlikely"]],
    "scenarios": [{"name": "big", "title": "A big one", "why": "Why.", "button": True, "values": {"m.x": 8}}],
    "verdicts": [
        {
            "key": "m.twice",
            "word": "unlikely",
            "level": {"least": 3, "most": None, "words": "at least 3 kg", "paraphrase": "It is heavy.", "share": 0.034},
        }
    ],
    "plotted": 0,
}


def outputs(**bundle: Any) -> Any:
    return new_code_cell("show()", outputs=[new_output("display_data", bundle)], metadata={"tags": ["remove-input"]})


def build(folder: Path, *cells: Any, **more: Any) -> tuple[str, str]:
    """Build a book of one page; give the page and the warnings."""
    source = folder / "source"
    (source / "book" / "reference").mkdir(parents=True)
    nbformat.write(new_notebook(cells=[new_markdown_cell("# A page"), *cells]), source / "book" / "index.ipynb")
    (source / "book" / "reference" / "numbers.md").write_text(
        "---\norphan: true\n---\n# All\n\n(number-multiple-offer-multiple)=\n**94.8×** from spacex.revenue_2025\n"
    )
    (source / "conf.py").write_text("")
    return again(folder, **more)


def again(folder: Path, **more: Any) -> tuple[str, str]:
    """Build what is in the folder, from what was built before where there is something."""
    source = folder / "source"
    warnings = io.StringIO()
    settings = {
        "extensions": ["myst_nb", "sphinxcontrib.bibtex", "report"],
        "root_doc": "book/index",
        "html_theme": "basic",
        "nb_execution_mode": "off",
        "nb_render_markdown_format": "myst",
        "myst_enable_extensions": ["dollarmath"],
        "bibtex_bibfiles": [],
        "html_title": "Trial",
        "exclude_patterns": [],
        **more,
    }
    with docutils_namespace():
        out = str(folder / "out")
        app = Sphinx(source, source, out, str(folder / "trees"), "html", settings, status=None, warning=warnings)
        app.build()
    page = (folder / "out" / "index.html").read_text(encoding="utf-8")
    complaints = [line for line in warnings.getvalue().splitlines() if "bibtex" not in line and "favicon" not in line]
    return page, re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(complaints))


def numbers() -> Any:
    return outputs(**{"application/vnd.wtd.numbers+json": NUMBERS, "text/plain": "<1 number>"})


def test_a_number_is_printed_with_its_meaning_and_the_way_to_its_row(tmp_path: Path) -> None:
    page, complaints = build(tmp_path, numbers(), new_markdown_cell("It is {n}`multiple.offer_multiple`."))
    assert complaints == ""
    link = '<a class="number" href="reference/numbers.html#number-multiple-offer-multiple" title="At the &quot;offer&quot;">'
    assert f"{link}94.8×</a>" in page
    assert "&lt;1 number&gt;" not in page, "the bundle itself shows nothing"
    listed = (tmp_path / "out" / "reference" / "numbers.html").read_text(encoding="utf-8")
    assert 'id="number-multiple-offer-multiple"' in listed


def test_a_number_explains_itself_once_on_a_page(tmp_path: Path) -> None:
    page, complaints = build(tmp_path, numbers(), new_markdown_cell("{n}`multiple.offer_multiple`\n" * 3))
    assert complaints == ""
    links = re.findall(r'<a class="number" href="([^"]*)"( title="[^"]*")?>', page)
    assert [bool(says) for _, says in links] == [True, False, False]
    assert len({address for address, _ in links}) == 1, "by which report.js finds the words of the first"


def test_a_number_works_inside_a_table_that_a_function_wrote(tmp_path: Path) -> None:
    table = "```{table} What goes in\n:name: tab\n\n| a | b |\n|:--|--:|\n| m | {n}`multiple.offer_multiple` |\n```\n"
    page, complaints = build(tmp_path, numbers(), outputs(**{"text/markdown": table, "text/plain": table}))
    assert complaints == ""
    assert ">94.8×</a>" in page
    assert "<caption>" in page


def test_an_unknown_number_is_a_warning_that_names_page_key_and_neighbours(tmp_path: Path) -> None:
    _, complaints = build(tmp_path, numbers(), new_markdown_cell("It is {n}`multiple.offer_multipel`."))
    assert "book/index.ipynb" in complaints
    assert "no number 'multiple.offer_multipel' on this page; near it: multiple.offer_multiple" in complaints


def test_labels_are_rimmed_with_the_paper_on_which_the_pages_show_charts() -> None:
    style = (ROOT / "book" / "_static" / "report.css").read_text(encoding="utf-8")
    grounds = re.findall(r"--pst-color-background: (#\w+);", style)
    assert tuple(grounds) == themes.PALETTE["paper"]
    assert all(f'[fill="{paper}"]' in style for paper in themes.PALETTE["paper"])
    for night, paper in enumerate(themes.PALETTE["paper"]):
        label = static_charts.with_halo('<g class="mark-text role-mark a"><text>1</text></g>', dark=bool(night))
        assert f'paint-order="stroke" stroke="{paper}"' in label
    names = '<g class="mark-text role-axis-label"><text>1</text></g>'  # on a phone they stand in the plot
    assert static_charts.with_halo(names) != names
    key = '<g class="mark-text role-legend-label"><text>1</text></g>'
    assert static_charts.with_halo(key) == key


def test_a_link_in_a_picture_leads_to_the_site_wherever_the_picture_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vega writes an address of its own before a link to a page; a picture that is taken away keeps what is there."""
    spec = {
        "data": {"values": [{"x": 1, "u": "chapters/x.html"}]},
        "mark": "point",
        "encoding": {"x": {"field": "x", "type": "quantitative"}, "href": {"field": "u"}},
    }
    drawn = vl_convert.vegalite_to_svg(json.dumps(spec), vl_version=static_charts.VEGA_LITE)
    assert static_charts.NOWHERE in drawn, "drawn as before; then this has something to correct"
    for address, begins in (("", "../"), ("https://example.org/report", "https://example.org/report/")):
        monkeypatch.setenv("SITE_URL", address)
        made = static_charts.with_links(drawn, static_charts.site_root())
        assert re.findall(r'href="([^"]*x[.]html)"', made) == [f"{begins}chapters/x.html"]
        assert static_charts.NOWHERE not in made


def test_a_chart_is_the_same_picture_whatever_was_drawn_before_it() -> None:
    clipped = json.dumps({**SPEC, "mark": {"type": "line", "clip": True}})
    first, again = (vl_convert.vegalite_to_svg(clipped, vl_version=static_charts.VEGA_LITE) for _ in range(2))
    assert "url(#clip" in first
    assert static_charts.numbered(first) == static_charts.numbered(again)


def test_a_picture_carries_the_letters_that_it_is_written_in() -> None:
    """Shown in a page or downloaded, it asks no machine for a font; the letters not in use are not carried."""
    spec = {**SPEC, "encoding": {**SPEC["encoding"], "y": {**SPEC["encoding"]["y"], "title": "Kilowatts & µ"}}}
    svg = static_charts.with_type(
        vl_convert.vegalite_to_svg(json.dumps(static_charts.in_our_type(spec)), vl_version=static_charts.VEGA_LITE)
    )
    assert set(re.findall(r'font-family="([^",]*)', svg)) == {static_charts.CARRIED}
    carried = {
        weight: TTFont(io.BytesIO(base64.b64decode(code)))
        for weight, code in re.findall(r"font-weight:(\d+);src:url\(data:font/woff2;base64,([^)]*)\)", svg)
    }
    assert set(carried) == {"400", "700"}, "titles of axes are bold"
    for weight, kind in (("400", r'(?![^>]*font-weight="bold")'), ("700", r'(?=[^>]*font-weight="bold")')):
        used = set(html.unescape("".join(re.findall(rf"<text{kind}[^>]*>([^<]*)</text>", svg))))
        assert set(map(chr, carried[weight].getBestCmap())) == used


def test_an_upright_name_of_two_lines_ends_above_its_plot() -> None:
    def folded(title: str) -> dict[str, Any]:
        return static_charts.folded({"encoding": {"y": {"title": title}}})["encoding"]["y"]

    one, two = folded("Kilowatts (kW)"), folded("Kilowatts of power " * 5)
    assert (len(one["title"]), len(two["title"])) == (1, 2)
    printed = static_charts.in_print(static_charts.folded({"encoding": {"y": {"title": "Kilowatts of power " * 5}}}))
    assert len(printed["encoding"]["y"]["title"]) == 1
    assert two["axis"]["titleY"] == one["axis"]["titleY"] - static_charts.LINE_HEIGHT


def test_a_chart_has_words_stills_downloads_and_its_specification(tmp_path: Path) -> None:
    page, complaints = build(tmp_path, outputs(**{"application/vnd.vegalite.v6+json": SPEC, "text/plain": "<chart>"}))
    assert complaints == ""
    assert 'role="img" aria-label="A line that rises from one to two."' in page
    for ending in ("-light.svg", ".png", ".csv", ".parquet"):
        found = re.search(rf'href="(_charts/\w+{re.escape(ending)})"', page)
        assert found
        assert (tmp_path / "out" / found[1]).stat().st_size > 10
    named = re.search(r'data-chart="(\w+)"', page)
    assert named
    script = (tmp_path / "out" / "_charts" / f"{named[1]}.js").read_text(encoding="utf-8")
    carried = re.fullmatch(rf'\(window\.reportCharts \?\?= {{}}\)\["{named[1]}"\] = (.*);\n', script)
    assert carried
    assert json.loads(carried[1]) == SPEC
    assert '<source media="(max-width: 540px)" width="350" height="' in page
    small = (tmp_path / "out" / "_charts" / f"{named[1]}-phone.js").read_text(encoding="utf-8")
    carried = re.fullmatch(rf'\(window\.reportCharts \?\?= {{}}\)\["{named[1]}-phone"\] = (.*);\n', small)
    assert carried
    assert json.loads(carried[1])["width"] <= 350


def test_a_what_if_has_named_sliders_and_says_its_base_case(tmp_path: Path) -> None:
    content = {**WHATIF, "spec": {**SPEC, "params": [{"name": "x", "value": 2}]}, "still": SPEC}
    page, complaints = build(
        tmp_path, outputs(**{"application/vnd.wtd.whatif+json": content, "text/plain": "<what-if>"})
    )
    assert complaints == ""
    assert '<label for="whatif-trial-x">Mass</label>' in page
    assert 'type="range" id="whatif-trial-x"' in page
    assert page.count("0.002 t<") == 2  # beside the slider and in the table for those who cannot move it
    assert 'aria-valuetext="0.002 t"' in page
    assert '<span data-number="0">4.0 kg</span>' in page
    assert ">90 % range 1–7 kg</small>" in page
    assert 'class="chart chart-stretches chart-driven chart-draws"' in page
    assert 'class="chart chart-stretches chart-driven"' in page
    assert "Unlikely: It is heavy. It needs at least 3 kg, which holds in 3 of 100 draws." in page
    assert re.findall(r'data-case="(\w*)" aria-pressed="(\w+)"', page) == [("", "true"), ("big", "false")]
    assert "<td>unlikely, 3 of 100</td>" in page


def test_a_program_is_a_script_of_its_own_that_a_policy_allows(tmp_path: Path) -> None:
    page, complaints = build(tmp_path, outputs(**{"application/vnd.wtd.whatif+json": WHATIF, "text/plain": "<x>"}))
    assert complaints == ""
    named = re.search(r'"script":"(draws-[0-9a-f]{16})"', page)
    assert named
    assert '"count":256' not in page
    script = (tmp_path / "out" / "_charts" / f"{named[1]}.js").read_text(encoding="utf-8")
    assert f'(window.reportDraws ??= {{}})["{named[1]}"] = () => B.begin({WHATIF["program"]});' in script
    assert "eval(" not in script


def test_a_what_if_without_a_program_stands_at_its_base_case(tmp_path: Path) -> None:
    still = {key: value for key, value in WHATIF.items() if key != "program"}
    page, complaints = build(tmp_path, outputs(**{"application/vnd.wtd.whatif+json": still, "text/plain": "<x>"}))
    assert complaints == ""
    assert '"script"' not in page
    assert '<span data-number="0">4.0 kg</span>' in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"sliders": [{"name": "x"}]},
            "slider 1 of what-if whatif-trial needs label, template, text, value, min, max, step",
        ),
        ({"numbers": [{"label": "a"}]}, "number 1 of what-if whatif-trial needs template, text"),
        ({"sliders": [{**WHATIF["sliders"][0], "name": "two words"}]}, "'two words' is no identifier"),
        ({"sliders": WHATIF["sliders"] * 2}, "'x' is defined twice"),
    ],
)
def test_a_malformed_what_if_is_named(change: dict[str, Any], words: str) -> None:
    assert words in "\n".join(whatif.complaints({**WHATIF, **change}))


def test_a_good_what_if_has_no_complaints() -> None:
    assert whatif.complaints(WHATIF) == []


def test_every_page_is_closed_by_a_policy_and_carries_nothing_of_others(tmp_path: Path) -> None:
    build(tmp_path, numbers())
    for path in (tmp_path / "out").rglob("*.html"):
        if "_static" in path.parts:
            continue
        page = path.read_text(encoding="utf-8")
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
        assert policy
        assert "default-src 'none'" in policy[1]
        assert "unsafe-eval" not in policy[1]
        assert "'unsafe-inline'" not in policy[1].partition("style-src")[0]
        assert not re.search(r'<(?:script|link|img)[^>]+(?:src|href)="(?:https?:)?//', page)


def test_inline_handlers_become_data_and_inline_scripts_are_hashed() -> None:
    page = '<head><meta charset="utf-8" /></head><button onclick="window.print()">P</button><script>let a = 1;</script>'
    closed = content_security.protect(page)
    assert "onclick" not in closed
    assert 'data-do="print"' in closed
    assert content_security.digest("let a = 1;") in closed
    assert closed.index("Content-Security-Policy") < closed.index("<script>")


def test_dark_swaps_every_colour_of_the_palette_and_no_other() -> None:
    text = " ".join(light for light, _ in themes.PALETTE.values()) + " #123456"
    assert themes.dark(text) == " ".join(other for _, other in themes.PALETTE.values()) + " #123456"
    assert themes.dark(text.upper()) == themes.dark(text).replace("#123456", "#123456")


def test_a_second_build_keeps_what_the_search_knows(tmp_path: Path) -> None:
    """Sphinx takes a page that its index calls by another name for one that was deleted."""
    source, out = tmp_path / "source", tmp_path / "out"
    build(tmp_path, new_markdown_cell("Terafab stands here."))
    first = (out / "searchindex.js").read_text(encoding="utf-8")
    assert '"docnames":["index","reference/numbers"]' in first
    page = source / "book" / "reference" / "numbers.md"
    page.write_text(page.read_text() + "\nOne line more.\n")
    again(tmp_path)
    second = (out / "searchindex.js").read_text(encoding="utf-8")
    assert '"docnames":["index","reference/numbers"]' in second
    assert re.search(r'"terafab":\s*\[?0', second), "the page that was not written again is still found"


def test_addresses_leave_the_folder_out() -> None:
    assert addresses.short("book/chapters/01-multiple") == "chapters/01-multiple"
    assert addresses.short("genindex") == "genindex"


@pytest.mark.parametrize(("kind", "fields"), [("article", {"title": "A"}), ("standard", {"title": "B"})])
def test_a_source_without_what_its_type_needs_is_written_all_the_same(kind: str, fields: dict[str, str]) -> None:
    from pybtex.database import Entry

    entry = Entry(kind, fields={**fields, "organization": "The Office"})
    bibliography.settle(entry)
    assert entry.type == "misc"
    assert str(entry.persons["author"][0]) == "{The Office}"


def test_the_finding_is_the_title_of_a_figure_and_the_rest_its_legend(tmp_path: Path) -> None:
    cell = outputs(**{"application/vnd.vegalite.v6+json": SPEC, "text/plain": "<chart>"})
    cell.metadata["mystnb"] = {"figure": {"name": "fig-a", "caption": "**It rises.** In watts."}}
    page, complaints = build(tmp_path, cell)
    assert complaints == ""
    words = page[page.index("<figcaption>") : page.index("</figcaption>")]
    title, _, legend = words.partition('<div class="legend">')
    assert "<strong>It rises.</strong>" in title
    assert "In watts." not in title
    assert "In watts." in legend
    style = (ROOT / "book" / "_static" / "report.css").read_text(encoding="utf-8")
    assert re.search(r"figcaption > p \{ order: -1;", style), "what puts the title above the plot"


def test_a_table_of_inputs_folds_away_with_its_name(tmp_path: Path) -> None:
    text = tables.inputs(Case(), ["cluster.pue"], caption="What goes in", name="tab")
    text = re.sub(r"\[(.*?)\]\(#[^)]*\)|\{cite:p\}`[^`]*`", r"\1", text)  # its links lead to other pages
    page, complaints = build(tmp_path, outputs(**{"text/markdown": text, "text/plain": text}))
    assert complaints == ""
    fold = page[page.index('<details class="inputs">') : page.index("</details>")]
    assert "One input and its range<svg" in fold
    assert re.search(r'<table[^>]*\bid="tab"', fold)


def test_a_chart_of_several_views_keeps_its_width() -> None:
    assert static_charts.stretches(SPEC)
    assert not static_charts.stretches({"hconcat": [SPEC, SPEC]})
    assert static_charts.fit({"hconcat": []}, 100, str) == ({"hconcat": []}, 0)


def test_a_chart_is_as_wide_as_asked_with_all_its_labels() -> None:
    spec, overhang = static_charts.fit(SPEC, 500, lambda _: '<svg width="560" height="100">')
    assert overhang == 60
    assert spec["width"] == 440


def test_data_of_a_chart_are_tables() -> None:
    files = static_charts.data(SPEC)
    assert files[".csv"].decode() == "x,y\n0,1\n1,2\n"
    assert files[".parquet"][:4] == b"PAR1"
    assert static_charts.data({"data": {"sequence": {"start": 0, "stop": 3}}}) == {}


def test_the_verdict_of_a_page_is_that_of_its_first_box(tmp_path: Path) -> None:
    page = tmp_path / "01-trial.ipynb"
    box = "````{admonition} Verdict\n:class: verdict verdict-leans-true\n````"
    nbformat.write(new_notebook(cells=[outputs(**{"text/markdown": box})]), page)
    assert sidebar.verdict(page) == "leans-true"
    assert set(sidebar.MARKS) >= {"true", "leans-true", "open", "false", "overtaken", "stated", "cannot-be-checked"}


def test_an_address_from_outside_goes_into_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/report")
    page, _ = build(tmp_path, new_markdown_cell("The first paragraph says what the page is about."))
    assert '<meta property="og:url" content="https://example.org/report/index.html">' in page
    assert '<meta name="description" content="The first paragraph says what the page is about.">' in page
    assert "https://example.org/report/index.html" in (tmp_path / "out" / "sitemap.xml").read_text()
    assert 'href="/report/index.html"' in (tmp_path / "out" / "404.html").read_text()
    assert about.LENGTH > 100
    assert os.environ["SITE_URL"]


def test_a_page_has_one_style_sheet_with_what_the_others_import(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "a.css").write_text('@import "../b.css"; p { background: url(c.svg) }')
    (tmp_path / "b.css").write_text("b { color: red }")
    links = "".join(
        f'<link rel="stylesheet" href="../_static/{name}?v=1" />\n' for name in ("styles/a.css", "b.css", "b.css")
    )
    page = bundle.one_sheet(tmp_path, f"<head>{links}</head>")
    found = re.fullmatch(r'<head><link rel="stylesheet" href="\.\./_static/(site-\w+\.css)\?v=\w+">\n</head>', page)
    assert found
    text = (tmp_path / found[1]).read_text()
    assert "@import" not in text
    assert 'url("styles/c.svg")' in text
    assert text.index("color: red") < text.index("background")


def test_a_style_sheet_that_is_not_kept_is_not_bundled(tmp_path: Path) -> None:
    """The fonts that it asks for are gone as well."""
    for name in ("a.css", "b.css", f"{content_security.UNUSED[0]}.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"p {{ background: url({Path(name).stem}.svg) }}")
    links = "".join(
        f'<link rel="stylesheet" href="_static/{name}" />'
        for name in ("a.css", f"{content_security.UNUSED[0]}.css", "b.css")
    )
    bundle.one_sheet(tmp_path, links)
    (made,) = tmp_path.glob("site-*.css")
    assert re.findall(r"\w+\.svg", made.read_text()) == ["a.svg", "b.svg"]


def test_no_page_waits_for_a_script_or_loads_one_for_nothing() -> None:
    page = '<script src="_static/doctools.js?v=1"></script>'
    page += '<script src="_static/copybutton.js"></script>'
    assert bundle.later(page) == '<script defer src="_static/doctools.js?v=1"></script>\n'
    assert "copybutton" in bundle.later(page + '<div class="highlight-python">')


@pytest.mark.parametrize("name", fonts.FACES)
def test_a_cut_face_keeps_what_pages_print_and_gives_up_the_reserved_name(name: str) -> None:
    font = TTFont(io.BytesIO(fonts.cut(name)))
    kept = font.getBestCmap()
    assert {ord(sign) for sign in "Az09é–—’“”€×−≤≥→µ²"} <= set(kept)
    assert font["name"].getDebugName(1).startswith(fonts.FAMILY)
    assert "Source" not in font["name"].getDebugName(4)
    assert "Open Font License" in font["name"].getDebugName(13)
    assert len(fonts.cut(name)) < 40_000


WIDTHS = {  # of the text below, in Arial and in DejaVu Sans
    "Report Fallback": {"SourceSansPro-Regular": 0.4397, "SourceSansPro-It": 0.4397, "SourceSansPro-Semibold": 0.4753},
    "Report Fallback Wide": {"SourceSansPro-Regular": 0.503, "SourceSansPro-It": 0.503, "SourceSansPro-Semibold": 0.57},
}


@pytest.mark.parametrize("name", fonts.FACES)
@pytest.mark.parametrize("family", fonts.STAND_INS)
def test_what_stands_in_is_as_wide_and_as_high_as_the_typeface(family: str, name: str) -> None:
    """What the override promises follows from the two fonts: mean width of a line, ascent and descent."""
    ours = TTFont(static_charts.print_fonts() / f"{name}.ttf")
    text = "A satellite that runs on sunlight breaks no law of physics. Sized from the load up, "
    text += (
        "with parts between what has flown and what is promised, it weighs more."  # Arial's widths are those of this
    )
    width = sum(ours["hmtx"][ours.getBestCmap()[ord(c)]][0] for c in text) / len(text) / ours["head"].unitsPerEm
    rule = fonts.stand_in(family, name)
    says = {k: float(v) / 100 for k, v in re.findall(r"(size-adjust|[a-z]+-override): ([\d.]+)%", rule)}
    assert says["size-adjust"] == pytest.approx(width / WIDTHS[family][name], rel=0.005)
    for key, metric in (("ascent-override", ours["hhea"].ascent), ("descent-override", -ours["hhea"].descent)):
        assert says[key] * says["size-adjust"] == pytest.approx(metric / ours["head"].unitsPerEm, rel=0.005)
    assert f"font-weight: {fonts.FACES[name][0]}" in rule, "or the browser fakes a bold of its own"


def test_a_formula_is_a_picture_with_words_and_stands_on_its_line(tmp_path: Path) -> None:
    page, complaints = build(tmp_path, new_markdown_cell("In a line $p_i$.\n\n$$\np_i = 2\n$$ (two)\n"))
    assert complaints == ""
    inline, block = re.findall(
        r'<img class="formula dark-light" src="(_formulas/\w+\.svg)" alt="" loading="lazy" style="([^"]*)"', page
    )
    assert "vertical-align:-0." in inline[1], "the index hangs below the line"
    assert "vertical-align" not in block[1]
    assert "<svg" in (tmp_path / "out" / block[0]).read_text(encoding="utf-8")
    assert len(re.findall("<math[ >]", page)) == 2
    assert not re.search(r"<script[^>]*mathjax", page, re.IGNORECASE)


def test_a_formula_that_nobody_understands_is_a_warning(tmp_path: Path) -> None:
    _, complaints = build(tmp_path, new_markdown_cell(r"It is $\frac{1}$."))
    assert "a formula is not understood" in complaints


def test_a_long_list_is_told_on_a_phone_cell_by_cell(tmp_path: Path) -> None:
    rows = "| The capacity of a launcher that flies again | 1,500,000 kg/launch | 3 | ◐ open |"
    table = f"| Input | Value | Count | Verdict |\n|:--|--:|--:|:--|\n{rows}\n"
    page, _ = build(tmp_path, new_markdown_cell(table))
    assert re.search(r'<table class="[^"]*stacked', page)
    heads = re.search(r'<table class="[^"]*stacked[^"]*"[^>]* style="([^"]*)"', page)
    assert heads
    assert heads[1] == "--head-2:'Value';--head-3:'Count';--head-4:'Verdict'"
    assert '<span class="whole">1,500,000</span> kg/launch' in page
    assert '<span class="whole"><span class="mark verdict-open">◐</span>\N{NO-BREAK SPACE}open</span>' in page


def test_no_line_ends_inside_a_number(tmp_path: Path) -> None:
    table = "| Input | Needs | Likely |\n|:--|:--|--:|\n| A | 9; needs ≥ $26.5 trillion/yr (ours) | not firm: 67 % to above 99.99 % |\n"
    page, _ = build(tmp_path, new_markdown_cell(f"{table}\nAt 5 % of 1.2 GW, `5 % of 1 GW` costs $3 billion.\n"))
    text = page.replace("\N{NO-BREAK SPACE}", "_")
    for joined in ("≥_$26.5_trillion/yr", "67_% to above 99.99_%", "At 5_% of 1.2_GW, ", " costs $3_billion."):
        assert joined in text, joined
    assert "_" not in re.search(r"<code[^>]*>.*?</code>", text, re.DOTALL)[0].replace("_blank", ""), (
        "code is left alone"
    )


def test_a_list_with_a_column_of_remarks_is_stacked(tmp_path: Path) -> None:
    table = "| Model | A | B | Why |\n|:--|--:|--:|:--|\n| odc | 1 | 2 | {} |\n"
    page, _ = build(
        tmp_path, new_markdown_cell(table.format("it takes one revolution of the orbit for a whole day of darkness"))
    )
    assert re.search(r'<table class="[^"]*stacked', page)


def test_a_wide_formula_stays_readable_on_a_phone(tmp_path: Path) -> None:
    page, _ = build(tmp_path, new_markdown_cell(f"$$a = b$$\n\n$$a = {' + '.join('bcdefghijklmnopqrstuvwxyz')}$$\n"))
    styles = re.findall(
        r'<img class="formula dark-light"[^>]* style="width:([\d.]+)em[^"]*?(?:--least-width:(\d+)em)?"', page
    )
    assert len(re.findall('class="formula-view" tabindex="0"', page)) == 1, "what scrolls is reached by the keyboard"
    assert [bool(least) for _, least in styles] == [False, True]
    assert float(styles[1][1]) >= 0.55 * float(styles[1][0])


def test_a_field_of_numbers_is_not_stacked(tmp_path: Path) -> None:
    table = "| Year | A | B | C |\n|:--|--:|--:|--:|\n| 2026 | 1 | 2 | 3 |\n"
    page, _ = build(tmp_path, new_markdown_cell(table))
    assert "stacked" not in page
    assert "--head-2" not in page


def test_a_record_is_printed_by_its_name_and_leads_to_its_row(tmp_path: Path) -> None:
    page, complaints = build(tmp_path, numbers(), new_markdown_cell("At {n}`offering.price`."))
    assert complaints == ""
    assert (
        '<span class="number" title="Offer price of a share, read through TNW, through ccstartup.com 2026">$135 a share</span>'
        in page
    )


def test_the_line_of_a_result_leads_to_that_line_of_its_source(tmp_path: Path) -> None:
    page, complaints = build(tmp_path, new_markdown_cell("Written in {line}`analysis/studies/chain.py:132`."))
    assert complaints == ""
    assert 'href="_modules/analysis/studies/chain.html#line-132"><code>analysis/studies/chain.py:132</code></a>' in page
    source = (tmp_path / "out" / "_modules" / "analysis" / "studies" / "chain.html").read_text(encoding="utf-8")
    lines = (ROOT / "analysis" / "studies" / "chain.py").read_text(encoding="utf-8").splitlines()
    assert source.count('<span id="line-') == len(lines)
    assert '<span id="line-132"></span>' in source
