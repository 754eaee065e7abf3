"""The typeface of the printed book on the site as well: three faces of Source Sans Pro, cut to the characters in use.

The font is under the SIL Open Font Licence and comes as a Python package. A face of 290 kB becomes one of about 25 kB
when it keeps Latin, Greek and the signs that the pages print. The licence reserves the name for the uncut font, so the
cut one has another. Where it is not there at once, the first page stands in Arial, DejaVu or their likes, drawn to the
same width and height, and the next one in the font: a text that a reader has begun is not set again, for then its lines
break elsewhere. (A preload would be quicker, but a page opened as a file must not ask for one.)
"""

from __future__ import annotations

import importlib.metadata
import io
from typing import Any

from sphinx.application import Sphinx

from .static_charts import print_fonts
from .vendor import STATIC, made

FAMILY = "Report Sans"
RESERVED = {"Source Sans Pro": FAMILY, "SourceSansPro": FAMILY.replace(" ", ""), "Source": "Report"}
FACES = {  # file -> weights and style that it stands for
    "SourceSansPro-Regular": ("400 549", "normal"),
    "SourceSansPro-It": ("400 900", "italic"),
    "SourceSansPro-Semibold": ("550 900", "normal"),
}
KEPT = "U+20-7E, U+A0-17F, U+2B0-2FF, U+370-3FF, U+2009-203A, U+2070-209F, U+20AC, U+2190-2193, U+2200-2265"
# family -> face -> fonts that stand in, and what makes their text as wide and their lines as high as ours, in percent:
# size, ascent, descent. The widths are those of the texts of the report; DejaVu is the widest face in common use.
STAND_INS: dict[str, dict[str, tuple[tuple[str, ...], tuple[float, float, float]]]] = {
    "Report Fallback": {
        "SourceSansPro-Regular": (("Arial", "Liberation Sans", "Helvetica", "Arimo"), (94.1, 104.6, 29.0)),
        "SourceSansPro-It": (
            ("Arial Italic", "Liberation Sans Italic", "Helvetica Oblique", "Arimo Italic"),
            (91.6, 107.4, 29.8),
        ),
        "SourceSansPro-Semibold": (
            ("Arial Bold", "Liberation Sans Bold", "Helvetica Bold", "Arimo Bold"),
            (89.8, 109.6, 30.4),
        ),
    },
    "Report Fallback Wide": {
        "SourceSansPro-Regular": (("DejaVu Sans", "Bitstream Vera Sans"), (82.3, 119.6, 33.2)),
        "SourceSansPro-It": (("DejaVu Sans Oblique", "Bitstream Vera Sans Oblique"), (80.1, 122.9, 34.1)),
        "SourceSansPro-Semibold": (("DejaVu Sans Bold", "Bitstream Vera Sans Bold"), (75.2, 130.9, 36.3)),
    },
}
NAMES = (1, 3, 4, 6, 16, 18, 20, 21)  # what a font is called, in the table of names
FEATURES = ("kern", "liga", "mark", "ccmp", "lnum", "tnum", "pnum", "sups", "subs", "frac")


def characters(ranges: str) -> list[int]:
    """The code points of ranges as a style sheet writes them.

    Examples
    --------
    >>> characters("U+41-43, U+20AC")
    [65, 66, 67, 8364]
    """
    found: list[int] = []
    for part in ranges.replace("U+", "").split(", "):
        first, _, last = part.partition("-")
        found.extend(range(int(first, 16), int(last or first, 16) + 1))
    return found


def cut(name: str) -> bytes:
    """One face as WOFF2, with the characters and features that are kept."""
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=list(FEATURES), notdef_outline=True, name_IDs=["*"])
    font = subset.load_font(str(print_fonts() / f"{name}.ttf"), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters(KEPT))
    subsetter.subset(font)
    rename(font)
    font["head"].modified = font["head"].created  # no trace of when it was cut
    font.recalcTimestamp = False
    file = io.BytesIO()
    subset.save_font(font, file, options)
    return file.getvalue()


def rename(font: Any) -> None:
    """Give the cut font a name of its own; who made it and its licence stay as they are."""
    for entry in font["name"].names:
        if entry.nameID in NAMES:
            text = entry.toUnicode()
            for reserved, own in RESERVED.items():
                text = text.replace(reserved, own)
            entry.string = text


def face(name: str) -> str:
    """The rule that names a face."""
    weights, style = FACES[name]
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weights}; font-style: {style}; font-display: optional; '
        f'src: url("fonts/{name}.woff2") format("woff2"); unicode-range: {KEPT}; }}\n'
    )


def stand_in(family: str, name: str) -> str:
    """The rule that names what stands in for a face until it is there."""
    weights, style = FACES[name]
    fonts, (width, above, below) = STAND_INS[family][name]
    places = ", ".join(f'local("{font}")' for font in fonts)
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weights}; font-style: {style}; '
        f"src: {places}; size-adjust: {width}%; "
        f"ascent-override: {above}%; descent-override: {below}%; line-gap-override: 0%; }}\n"
    )


def write(app: Sphinx) -> None:
    """Cut the faces once for each version of the package, and name them."""
    if app.builder.format != "html":
        return
    recipe = f"{importlib.metadata.version('font-source-sans-pro')} {KEPT} {FEATURES}"
    stamp = STATIC / "fonts" / "recipe.txt"
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != recipe:
        stamp.parent.mkdir(parents=True, exist_ok=True)
        for name in FACES:
            (STATIC / "fonts" / f"{name}.woff2").write_bytes(cut(name))
        made("fonts/recipe.txt", recipe)
    made("fonts.css", "".join([*map(face, FACES), *(stand_in(f, name) for f in STAND_INS for name in FACES)]))


def setup(app: Sphinx) -> None:
    """Before the first page."""
    app.connect("builder-inited", write)
    app.add_css_file("fonts.css", priority=290)
