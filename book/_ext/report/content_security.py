"""Close every page: nothing from a third party, no handlers inside tags, and a policy that holds a browser to it."""

from __future__ import annotations

import base64
import hashlib
import re
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
THIRD_PARTY_TAGS = re.compile(
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


ACCESSIBILITY_FIXES = {  # what the theme's tags say to a screen reader and should not, or do not and should
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


def protect(page: str) -> str:
    """The page with the policy that holds a browser to it."""
    page = THIRD_PARTY_TAGS.sub("", page)
    page = page.replace('data-theme="auto"', 'data-theme="light"', 1)  # what a page is without JavaScript
    for said, meant in ACCESSIBILITY_FIXES.items():
        page = page.replace(said, meant)
    page = HANDLER.sub(lambda match: f' data-do="{ACTIONS[match[1]]}"' if match[1] in ACTIONS else "", page)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(page)}">'
    return re.sub(r"(<head>\s*(?:<meta charset=\"utf-8\" />)?)", rf"\1\n    {meta}", page, count=1)


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
    """After the theme has named its scripts; finish_pages does the rest."""
    app.connect("html-page-context", leave_out, priority=950)
