"""The report's Sphinx extension: charts, computed numbers and what-ifs on the page, and nothing from elsewhere.

One idea a module:

================ ===================================================================================================
mime             which notebook output becomes which node
charts           a Vega-Lite specification as a live chart, with pictures for readers without JavaScript and for the PDF
static_charts    pictures and data of a chart, made once
formulas         formulas as pictures, drawn by typst while the pages are made
numbers          the role `{n}` that prints a computed number and links to where it comes from
sources          the source of the studies, and links to its lines
generated        reference pages written from the registries before anything is read
glossary         the first use of a term on a page carries its meaning
whatif           sliders that recompute the numbers of a chapter in the browser
tables           tables of many columns
spaces           no line break inside a number
themes           the palette as style-sheet variables and as data for the scripts
vendor           the vega bundle, copied out of the installed package
fonts            the typeface of the printed book, cut to the characters in use
icons            the theme's icons without its fonts and scripts
addresses        pages live at chapters/… and reference/…, without the folder `book` in front
bibliography     how a source is written and cited
sidebar          verdict marks beside the chapter titles
about            what a page says of itself; map of the site; page for addresses that do not exist
previews         the picture that is shown where somebody shares a page
launch_and_cite  a page's notebook on Binder and Colab, a page's BibTeX entry, the report to take away
strip_markup     tags that say nothing to anybody
bundle           one style sheet, no script that a page waits for
content_security no third party, no inline handlers, a content-security policy in every page
finish_pages     the last three, in one reading of each page
================ ===================================================================================================
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))  # the palette is that of analysis.figures

from . import (
    about,
    addresses,
    bibliography,
    charts,
    content_security,
    finish_pages,
    fonts,
    formulas,
    generated,
    glossary,
    icons,
    launch_and_cite,
    mime,
    numbers,
    previews,
    sidebar,
    sources,
    spaces,
    tables,
    themes,
    vendor,
    whatif,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect every part; a doctree is a million small objects that live long, so look through them less often."""
    gc.set_threshold(200_000, 20, 20)
    for part in (
        generated,
        bibliography,
        mime,
        charts,
        formulas,
        numbers,
        sources,
        glossary,
        whatif,
        tables,
        spaces,
        themes,
        fonts,
        icons,
        vendor,
        addresses,
        sidebar,
        about,
        previews,
        launch_and_cite,
        content_security,
        finish_pages,
    ):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
