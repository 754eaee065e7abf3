"""The pictures and the data of a chart: made once, named by what the chart says, kept in `_build/stills`.

``-light.svg`` and ``-dark.svg`` hold a chart's place on the site, ``-print.svg`` stands in the book, ``.png``, ``.csv``
and ``.parquet`` are for readers who take the chart or its data with them.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import importlib.util
import io
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .themes import dark
from .vendor import ROOT, VEGA_LITE

FOLDER = ROOT / "_build" / "stills"
WIDTH = 680  # of a still, in pixels: the column of a chapter
PRINTED = 480  # of a printed chart, so that its 12 px text is set at the size of a caption
FORM = 2  # raised when stills are made in another way, so that old ones are not taken for new

Spec = dict[str, Any]


@dataclass(frozen=True)
class Stills:
    """What was made of a chart: the beginning of the file names, the size in pixels, the endings."""

    key: str
    width: int
    height: int
    endings: tuple[str, ...]


def stretches(spec: Spec) -> bool:
    """Whether the chart can take any width: single views and layers can, rows of charts cannot."""
    rows = {"hconcat", "vconcat", "concat", "facet", "repeat"} & set(spec)
    return not rows and not {"row", "column", "facet"} & set(spec.get("encoding", {}))


def fit(spec: Spec, width: int) -> Spec:
    """The same chart, so many pixels wide over all."""
    if not stretches(spec):
        return spec
    return {**spec, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}


@functools.cache
def stills(text: str) -> Stills:
    """Make what is not there yet and say what there is."""
    key = hashlib.sha256(f"{FORM} {VEGA_LITE} {WIDTH} {PRINTED} {text}".encode()).hexdigest()[:16]
    note = FOLDER / f"{key}.json"
    if not note.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        made = make(json.loads(text), key)
        note.write_text(json.dumps(asdict(made)), encoding="utf-8")
    known = json.loads(note.read_text(encoding="utf-8"))
    return Stills(known["key"], known["width"], known["height"], tuple(known["endings"]))


def make(spec: Spec, key: str) -> Stills:
    """Draw the chart in every form and write its data."""
    import vl_convert

    vl_convert.register_font_directory(str(print_fonts()))
    draw = functools.partial(vl_convert.vegalite_to_svg, vl_version=VEGA_LITE)
    wide = json.dumps(fit(spec, WIDTH))
    light = draw(wide)
    files: dict[str, bytes] = {
        "-light.svg": light.encode(),
        "-dark.svg": draw(dark(wide)).encode(),
        "-print.svg": draw(json.dumps(in_print(fit(spec, PRINTED)))).encode(),
        ".png": vl_convert.svg_to_png(on_white(light), scale=2),
        **data(spec),
    }
    for ending, content in files.items():
        (FOLDER / f"{key}{ending}").write_bytes(content)
    found = re.search(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"', light)
    width, height = (round(float(found[1])), round(float(found[2]))) if found else (WIDTH, 400)
    return Stills(key, width, height, tuple(files))


def print_fonts() -> Path:
    """The typeface of print, which comes as a package."""
    package = importlib.util.find_spec("font_source_sans_pro")
    if package is None or package.origin is None:
        raise RuntimeError("the package font-source-sans-pro is not installed; run make setup")
    return Path(package.origin).parent / "files"


def in_print(spec: Spec) -> Spec:
    """The same chart in the typeface of the printed book."""
    return {**spec, "config": {**spec.get("config", {}), "font": "Source Sans Pro"}}


def on_white(svg: str) -> str:
    """A picture that is pasted elsewhere needs a ground."""
    return re.sub(r"(<svg[^>]*>)", r'\1<rect width="100%" height="100%" fill="#ffffff"/>', svg, count=1)


def data(spec: Spec) -> dict[str, bytes]:
    """What the chart shows, as CSV, and as Parquet when it is one table; several follow one another in the CSV."""
    tables = [rows for rows in spec.get("datasets", {}).values() if rows and isinstance(rows[0], dict)]
    if not tables:
        return {}
    files = {".csv": "\n".join(comma_separated(rows) for rows in tables).encode()}
    if len(tables) == 1:
        import pandas as pd

        files[".parquet"] = pd.DataFrame(tables[0]).to_parquet(index=False)
    return files


def comma_separated(rows: list[dict[str, Any]]) -> str:
    """One table as text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(column for row in rows for column in row)), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
