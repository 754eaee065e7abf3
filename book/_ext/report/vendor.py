"""Files of others that the pages need, taken out of the installed packages: nothing comes from a network."""

from __future__ import annotations

import importlib.metadata
import os
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "_build" / "static"  # what is made rather than written; copied to _static like book/_static
VEGA_LITE = "6.4"


def made(name: str, text: str) -> Path:
    """Write a made file in one step, unless it says so already."""
    path = STATIC / name
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    return path


def vega() -> str:
    """Vega, Vega-Lite and vega-embed as one plain script that leaves `vegaEmbed` on the window."""
    import vl_convert

    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    return f"(function () {{{bundle}\n}})();\n"


def copy(app: Sphinx) -> None:
    """Make the bundle, once for each version of the package."""
    if app.builder.format != "html":
        return
    kept = {STATIC / "vendor" / name for name in ("vega.js", "versions.txt")}
    for left_over in set((STATIC / "vendor").glob("*")) - kept:
        left_over.unlink()  # of an earlier version of the report
    versions = f"{importlib.metadata.version('vl-convert-python')} {VEGA_LITE}"
    stamp = STATIC / "vendor" / "versions.txt"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == versions:
        return
    made("vendor/vega.js", vega())
    made("vendor/versions.txt", versions)


def configure(app: Sphinx, config: Config) -> None:
    """Let Sphinx copy the made files beside the written ones."""
    STATIC.mkdir(parents=True, exist_ok=True)
    config.html_static_path = [*config.html_static_path, os.path.relpath(STATIC, app.confdir or ROOT)]


def setup(app: Sphinx) -> None:
    """Before anything is copied."""
    app.connect("config-inited", configure)
    app.connect("builder-inited", copy)
