"""The pictures and the data of a chart: made once, named by what the chart says, kept in `_build/stills`.

``-light.svg`` and ``-dark.svg`` hold a chart's place on the site, ``-phone-light.svg`` and ``-phone-dark.svg`` on a
phone, whose layout is in ``-phone.json``; ``-print.svg`` stands in the book, ``.png``, ``.csv``
and ``.parquet`` are for readers who take the chart or its data with them.
"""

from __future__ import annotations

import base64
import csv
import functools
import hashlib
import html
import importlib.util
import io
import json
import multiprocessing
import os
import re
import textwrap
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analysis.figures import phone
from analysis.figures.theme import PALETTE

from . import themes
from .vendor import ROOT, VEGA_LITE

FOLDER = ROOT / "_build" / "stills"
WIDTH = 680  # of a still, in pixels: the column of a chapter
NARROW = 500  # in a narrower column a chart has its layout for phones, as in report.js
PHONE = phone.WIDTH
LAYOUT = hashlib.sha256(Path(phone.__file__).read_bytes()).hexdigest()[:8]  # other rules make other pictures
PRINTED = 660  # of a printed chart: text and margin together, where its 12 px text has the size of a caption
LINE, PRINTED_LINE = 64, 96  # letters of a title above a plot, which a phone and a printed page still show
LINE_HEIGHT = 14  # pixels from line to line of such a title
DRAWING_VERSION = 13  # raised when stills are made in another way, so that old ones are not taken for new

NOWHERE = "https://vega.github.io/vega-datasets/"  # where Vega lets a link begin that names no site
FROM_FOLDER = "../"  # from the folder of the pictures to the root of the site

TYPE = "Source Sans Pro"  # what charts are drawn in, and printed
CARRIED = "Report Letters"  # what the letters are called that a picture carries

Spec = dict[str, Any]
_CLIP = re.compile(r"\bclip\d+\b")
_TEXT = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)
_BOLD = re.compile(r'<text[^>]*font-weight="bold"[^>]*>(.*?)</text>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_LABELS = re.compile(r'<g class="mark-text role-(?:mark|axis-label).*?</g>', re.DOTALL)


@dataclass(frozen=True)
class RenderedChart:
    """What was made of a chart: the beginning of the file names, the size in pixels, the endings.

    The overhang is what labels and axes add to the width of the plot itself, so that a live chart can be given the
    width at which nothing of it is cut off. The share is the height of a live chart in a narrow column, in widths; on
    a phone, where it has a layout of its own, it is as high as ``phone`` says.
    """

    key: str
    width: int
    height: int
    endings: tuple[str, ...]
    overhang: int = 0
    share: float = 1.0
    phone: int = 0


def stretches(spec: Spec) -> bool:
    """Whether the chart can take any width: single views and layers can, rows of charts cannot."""
    rows = {"hconcat", "vconcat", "concat", "facet", "repeat"} & set(spec)
    return not rows and not {"row", "column", "facet"} & set(spec.get("encoding", {}))


def of_width(spec: Spec, width: int) -> Spec:
    """The same chart with a plot so many pixels wide; labels that reach beyond the plot make the picture wider."""
    return {**spec, "width": width, "autosize": {"type": "pad"}} if stretches(spec) else spec


def size(svg: str) -> tuple[float, float]:
    """Width and height of a picture."""
    found = re.search(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"', svg)
    return (float(found[1]), float(found[2])) if found else (WIDTH, 400)


def on_phone(spec: Spec, draw: Callable[[str], str]) -> Spec:
    """The layout of a chart for a phone, whose every plot is as wide as names, labels and axes leave room for."""
    laid = in_our_type(phone.phone(spec))
    for _ in range(2):  # narrower plots have other ticks
        over = size(draw(json.dumps(laid)))[0] - phone.WIDTH
        if over > 0:
            laid = phone.narrowed(laid, over)
    return laid


def fit(spec: Spec, width: int, draw: Callable[[str], str]) -> tuple[Spec, int]:
    """The same chart, so many pixels wide over all, and what of that is not the plot."""
    if not stretches(spec):
        return spec, 0
    overhang = round(size(draw(json.dumps(of_width(spec, width))))[0] - width)
    overhang = min(overhang, width * 2 // 3)
    return of_width(spec, width - overhang), overhang


def key_of(text: str) -> str:
    """The name of a chart's files, which follows from all that decides what is in them."""
    return hashlib.sha256(
        f"{DRAWING_VERSION} {VEGA_LITE} {site_root()} {WIDTH} {PRINTED} {LAYOUT} {text}".encode()
    ).hexdigest()[:16]


def site_root() -> str:
    """Where links in a picture begin: at the address of the site (`SITE_URL`), or else beside the pictures."""
    address = os.environ.get("SITE_URL", "").rstrip("/")
    return f"{address}/" if address else FROM_FOLDER


def with_links(svg: str, root: str) -> str:
    """The same picture, its links leading to the site; Vega writes an address of its own before those to a page.

    Examples
    --------
    >>> with_links(f'<a xlink:href="{NOWHERE}chapters/x.html">', "https://example.org/")
    '<a xlink:href="https://example.org/chapters/x.html">'
    """
    return svg.replace(f'href="{NOWHERE}', f'href="{root}')


def note_of(text: str) -> Path:
    """The file that says what there is; it is written last."""
    return FOLDER / f"{key_of(text)}.json"


def keep(text: str) -> None:
    """Make what is not there yet."""
    note = note_of(text)
    if not note.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        made = make(json.loads(text), key_of(text))
        draft = note.with_name(f"{note.name}.{os.getpid()}")
        draft.write_text(json.dumps(asdict(made)), encoding="utf-8")
        draft.replace(note)  # whole or not there, should the build be cut off


@functools.cache
def rendered(text: str) -> RenderedChart:
    """Make what is not there yet, or wait for it, and say what there is."""
    if text in _begun:
        _begun.pop(text).result()
    keep(text)
    known = json.loads(note_of(text).read_text(encoding="utf-8"))
    return RenderedChart(**{**known, "endings": tuple(known["endings"])})


_begun: dict[str, Future[None]] = {}
_pool: list[ProcessPoolExecutor] = []


def begin(text: str) -> None:
    """Let another process make what is not there yet, while the pages are read."""
    if text in _begun or note_of(text).exists():
        return
    if not _pool:
        _pool.append(ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")))
    _begun[text] = _pool[0].submit(keep, text)


def end() -> None:
    """No more is to come."""
    while _pool:
        _pool.pop().shutdown()
    _begun.clear()


def make(spec: Spec, key: str) -> RenderedChart:
    """Draw the chart in every form and write its data."""
    import vl_convert

    vl_convert.register_font_directory(str(print_fonts()))

    def draw(text: str) -> str:
        return with_links(numbered(vl_convert.vegalite_to_svg(text, vl_version=VEGA_LITE)), site_root())

    spec = in_our_type(spec)
    fitted, overhang = fit(spec, WIDTH, draw)
    wide = json.dumps(fitted)
    light = with_halo(draw(wide))
    held = json.dumps(on_phone(spec, draw))
    small = with_halo(draw(held))
    files: dict[str, bytes] = {
        "-phone.json": held.encode(),
        "-phone-light.svg": with_type(small).encode(),
        "-phone-dark.svg": with_type(with_halo(draw(themes.dark(held)), dark=True)).encode(),
        "-light.svg": with_type(light).encode(),
        "-dark.svg": with_type(with_halo(draw(themes.dark(wide)), dark=True)).encode(),
        "-print.svg": with_halo(draw(json.dumps(fit(in_print(spec), PRINTED, draw)[0]))).encode(),
        ".png": vl_convert.svg_to_png(on_white(light), scale=2),
        **data(spec),
    }
    for ending, content in files.items():
        (FOLDER / f"{key}{ending}").write_bytes(content)
    width, height = size(light)
    narrow_width, narrow_height = size(draw(json.dumps(of_width(spec, NARROW - overhang))))
    share = round(narrow_height / narrow_width, 4)
    return RenderedChart(key, round(width), round(height), tuple(files), overhang, share, round(size(small)[1]))


def print_fonts() -> Path:
    """The typeface of print, which comes as a package."""
    package = importlib.util.find_spec("font_source_sans_pro")
    if package is None or package.origin is None:
        raise RuntimeError("the package font-source-sans-pro is not installed; run make setup")
    return Path(package.origin).parent / "files"


def folded(spec: Spec, letters: int = LINE) -> Spec:
    """The chart with the name of its upright axis above the plot, in lines that fit: it is a sentence.

    Examples
    --------
    >>> folded({"encoding": {"y": {"title": "Kilowatts (kW)"}}})["encoding"]["y"]["title"]
    ['Kilowatts (kW)']
    """
    upright = spec.get("encoding", {}).get("y", {})
    title = upright.get("title")
    if not title:
        return spec
    lines = textwrap.wrap(title if isinstance(title, str) else " ".join(title), letters)
    above = -10 - LINE_HEIGHT * (len(lines) - 1)  # the place of the first line; the others follow below it
    axis = {"titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom", "titleX": 0, "titleY": above}
    upright = {**upright, "title": lines, "axis": {**(upright.get("axis") or {}), **axis}}
    return {**spec, "encoding": {**spec["encoding"], "y": upright}}


def in_our_type(spec: Spec) -> Spec:
    """The same chart in the typeface of the report, whatever the machine that draws it has."""
    return {**spec, "config": {**spec.get("config", {}), "font": TYPE}}


def in_print(spec: Spec) -> Spec:
    """The same chart for the printed book, which is wider than a phone."""
    if isinstance(spec.get("encoding", {}).get("y", {}).get("title"), list):
        spec = folded(spec, PRINTED_LINE)
    return in_our_type(spec)


def with_type(svg: str) -> str:
    """A picture that carries the letters it is written in: a page shows pictures without the fonts of the site.

    Only the letters in use are carried, a few kilobytes for each weight, so that a picture looks the same on every
    machine and after it was downloaded.
    """
    bold = "".join(html.unescape(_TAG.sub("", text)) for text in _BOLD.findall(svg))
    plain = "".join(html.unescape(_TAG.sub("", text)) for text in _TEXT.findall(_BOLD.sub("", svg)))
    faces = "".join(
        f"@font-face{{font-family:'{CARRIED}';font-weight:{weight};"
        f"src:url(data:font/woff2;base64,{letters(face, text)})}}"
        for face, weight, text in (("SourceSansPro-Regular", 400, plain), ("SourceSansPro-Bold", 700, bold))
        if text.strip()
    )
    svg = svg.replace(f'font-family="{TYPE}"', f'font-family="{CARRIED}, {TYPE}, Arial, sans-serif"')
    return re.sub(r"(<svg[^>]*>)", lambda head: f"{head[1]}<defs><style>{faces}</style></defs>", svg, count=1)


def letters(face: str, text: str) -> str:
    """The letters of a text out of a face of the printed book, as WOFF2 in base64."""
    from fontTools import subset

    options = subset.Options(flavor="woff2", layout_features=["kern", "mark", "ccmp"], notdef_outline=True)
    font = subset.load_font(str(print_fonts() / f"{face}.ttf"), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text)
    subsetter.subset(font)
    for entry in font["name"].names:  # the licence keeps the name for the uncut font
        entry.string = entry.toUnicode().replace("Source Sans Pro", CARRIED).replace("SourceSansPro", "ReportLetters")
    font["head"].modified = font["head"].created  # no trace of when it was cut
    font.recalcTimestamp = False
    file = io.BytesIO()
    subset.save_font(font, file, options)
    return base64.b64encode(file.getvalue()).decode()


def numbered(svg: str) -> str:
    """The same picture with its own count of clips; Vega counts through all pictures that a process draws.

    Examples
    --------
    >>> numbered('<clipPath id="clip36"/><g clip-path="url(#clip36)"/>')
    '<clipPath id="clip1"/><g clip-path="url(#clip1)"/>'
    """
    names = {name: f"clip{place}" for place, name in enumerate(dict.fromkeys(_CLIP.findall(svg)), 1)}
    return _CLIP.sub(lambda found: names[found[0]], svg)


def with_halo(svg: str, *, dark: bool = False) -> str:
    """The same picture with a rim of the paper around labels in the plot, so that no line runs through their letters.

    Labels of the colour of the paper stand inside bars and need none. report.css does the same to live charts.

    Examples
    --------
    >>> label = '<g class="mark-text role-mark"><text fill="{}">here</text></g>'
    >>> with_halo(label.format("#1f2430")) == label.format("#1f2430")
    False
    >>> with_halo(label.format("#ffffff")) == label.format("#ffffff")
    True
    """
    paper = PALETTE["paper"][dark]
    rim = f'<text paint-order="stroke" stroke="{paper}" stroke-width="3" stroke-linejoin="round"'
    others = re.compile(f'<text(?![^>]*fill="{paper}")')
    return _LABELS.sub(lambda group: others.sub(rim, group[0]), svg)


def on_white(svg: str) -> str:
    """A picture that is pasted elsewhere needs a ground."""
    return re.sub(r"(<svg[^>]*>)", r'\1<rect width="100%" height="100%" fill="#ffffff"/>', svg, count=1)


def data(spec: Spec) -> dict[str, bytes]:
    """What the chart shows as CSV and as Parquet; a first column counts the tables where there are several."""
    tables = [rows for rows in spec.get("datasets", {}).values() if rows and isinstance(rows[0], dict)]
    if not tables:
        return {}
    several = len(tables) > 1
    rows = [{**({"table": place} if several else {}), **row} for place, rows in enumerate(tables, 1) for row in rows]
    return {".csv": comma_separated(rows).encode(), ".parquet": parquet(rows)}


def parquet(rows: list[dict[str, Any]]) -> bytes:
    """One table as Parquet; a column that holds words in one table and numbers in another becomes words."""
    import pandas as pd

    frame = pd.DataFrame(rows)
    for name in frame.columns:
        kinds = {type(value) for value in frame[name].dropna()}
        if len(kinds) > 1 and not kinds <= {int, float}:
            frame[name] = frame[name].map(str, na_action="ignore")
    return bytes(frame.to_parquet(index=False))


def comma_separated(rows: list[dict[str, Any]]) -> str:
    """One table as text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(column for row in rows for column in row)), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
