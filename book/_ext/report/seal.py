"""Close every page: nothing from a third party, no handlers inside tags, and a policy that holds a browser to it."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application|text/x)[^\"]*json)([^>]*)>(.*?)</script>", re.S
)
HANDLER = re.compile(r"\s+onclick=\"([^\"]*)\"")
ACTIONS = {
    "toggleFullScreen()": "full-screen",
    "window.print()": "print",
}
STRANGERS = re.compile(
    r"<script[^>]*(?:thebe|fontawesome)[^>]*>.*?</script>\s*"
    r"|<script>const THEBE_JS_URL.*?</script>\s*"
    r"|<script>kernelName = .*?</script>\s*"
    r"|<link[^>]*fontawesome[^>]*>\s*"
    r"|<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" ?/>\s*",
    re.DOTALL,
)
UNUSED = (
    *("vendor/fontawesome", "scripts/fontawesome.js", "sphinx-thebe.css", "sphinx-thebe.js", "locales"),
    *("sbt-webpack-macros.html", "webpack-macros.html", "images", "play-solid.svg"),  # logos of services that run code
)


MENDED = {  # what the theme's tags say to a screen reader and should not, or do not and should
    'class="bd-sidebar-primary ': 'role="complementary" aria-label="Site" class="bd-sidebar-primary ',
    '<div class="search-button__wrapper">': '<div class="search-button__wrapper" role="search" aria-label="Search">',
    'class="pst-scrollable-table-container"': 'class="pst-scrollable-table-container" tabindex="0"',
    ' role="doc-biblioentry"': "",
    '<div role="list" class="citation-list">': '<div class="citation-list">',
}


def digest(script: str) -> str:
    """The hash by which a policy lets an inline script run."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"


def policy(page: str) -> str:
    """Only what is ours: no other host, no evaluation of text, only the inline scripts that stand in this page."""
    hashes = sorted({digest(match[2]) for match in INLINE.finditer(page) if match[2].strip()})
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *hashes]),
        "style-src": "'self' 'unsafe-inline'",  # formulas have a size, and vega sets styles of single elements
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def seal(page: str) -> str:
    """One page, closed."""
    page = STRANGERS.sub("", page)
    page = page.replace('data-theme="auto"', 'data-theme="light"', 1)  # what a page is without JavaScript
    for said, meant in MENDED.items():
        page = page.replace(said, meant)
    page = HANDLER.sub(lambda match: f' data-do="{ACTIONS[match[1]]}"' if match[1] in ACTIONS else "", page)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">'
    return re.sub(r"(<head>\s*(?:<meta charset=\"utf-8\" />)?)", rf"\1\n    {meta}", page, count=1)


def seal_all(app: Sphinx, error: Exception | None) -> None:
    """Every page that was written."""
    if error is not None or app.builder.name != "html":
        return
    for name in UNUSED:
        unused = Path(app.outdir) / "_static" / name
        shutil.rmtree(unused) if unused.is_dir() else unused.unlink(missing_ok=True)
    for path in sorted(Path(app.outdir).rglob("*.html")):
        if "_static" not in path.parts:
            page = path.read_text(encoding="utf-8")
            if "Content-Security-Policy" not in page:
                path.write_text(seal(page), encoding="utf-8")


def leave_out(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Scripts that Jupyter Book adds for services which this report does not use."""
    unwanted = ("thebe",)
    context["script_files"] = [
        script for script in context.get("script_files", []) if not any(word in str(script) for word in unwanted)
    ]
    context["css_files"] = [
        style for style in context.get("css_files", []) if not any(word in str(style) for word in unwanted)
    ]


def setup(app: Sphinx) -> None:
    """Last of all."""
    app.connect("html-page-context", leave_out, priority=950)
    app.connect("build-finished", seal_all, priority=950)
