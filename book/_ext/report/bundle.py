"""What a page loads before it shows: one style sheet instead of a dozen, and no script that it has to wait for.

Every file costs a phone a journey over its network, so the style sheets of the theme and of the extensions become one.
Scripts run after the page is there, and those that a page has no use for are left out.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from pathlib import Path

from .content_security import UNUSED

SHEET = re.compile(r'<link\b(?=[^>]*rel="stylesheet")[^>]*?href="((?:\.\./)*)_static/([^"?]+)(?:\?[^"]*)?"[^>]*>\s*')
SCRIPT = re.compile(r'<script\b([^>]*?)\bsrc="([^"]*?_static/([^"?]+)(?:\?[^"]*)?)"([^>]*)></script>\s*')
IMPORT = re.compile(r'@import\s+(?:url\()?["\']?([^"\')]+)["\']?\)?\s*;')
URL = re.compile(r'url\(\s*(["\']?)(?!data:|#|[a-z]+:|/)([^"\')]+)\1\s*\)')
PAGE_NAME = re.compile(r"<script>(DOCUMENTATION_OPTIONS\.pagename = [^<]*)</script>")
NEEDED_BY = {  # a script, and what only a page that uses it says
    "togglebutton.js": 'class="toggle|admonition dropdown|dropdown admonition',
    "design-tabs.js": "sd-tab",
    "clipboard.min.js": 'class="highlight',
    "copybutton.js": 'class="highlight',
}


def sheet(static: Path, name: str) -> str:
    """A style sheet with what it imports, its addresses seen from the folder of static files."""
    text = (static / name).read_text(encoding="utf-8").replace('@charset "UTF-8";', "")
    folder = posixpath.dirname(name)

    def moved(address: str) -> str:
        return posixpath.normpath(posixpath.join(folder, address))

    text = URL.sub(lambda found: f'url("{moved(found[2])}")', text)
    return IMPORT.sub(lambda found: sheet(static, moved(found[1].partition("?")[0].removeprefix("./"))), text)


def digest(text: str) -> str:
    """A short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def bundled(static: Path, names: list[str]) -> str:
    """Several style sheets as one, which says first of which it is made."""
    return "\n".join([f"/* {' '.join(names)} */", *(sheet(static, name) for name in names)])


def refresh(static: Path) -> None:
    """Make every bundle again: after a change of a style sheet, pages that were not written again show it too."""
    for bundle in static.glob("site-*.css"):
        names = bundle.read_text(encoding="utf-8").partition("*/")[0].removeprefix("/*").split()
        if all((static / name).exists() for name in names):
            bundle.write_text(bundled(static, names), encoding="utf-8")


def one_sheet(static: Path, page: str) -> str:
    """The page with one link to a style sheet, in the place of the first."""
    names = [n for _, n in SHEET.findall(page) if (static / n).exists() and not n.startswith(UNUSED)]
    if len(names) < 2:
        return page
    names = list(dict.fromkeys(names))
    name = f"site-{digest(' '.join(names))}.css"
    text = bundled(static, names)
    if not (static / name).exists() or (static / name).read_text(encoding="utf-8") != text:
        (static / name).write_text(text, encoding="utf-8")
    links = iter([f"{name}?v={digest(text)}"])

    def link(found: re.Match[str]) -> str:
        if found[2] not in names:
            return found[0]
        new = next(links, "")
        return f'<link rel="stylesheet" href="{found[1]}_static/{new}">\n' if new else ""

    return SHEET.sub(link, page)


def later(page: str) -> str:
    """The page with scripts that run when it is there, and without those that it has no use for."""

    def script(found: re.Match[str]) -> str:
        before, address, name, after = found.groups()
        use = NEEDED_BY.get(name)
        if use and not re.search(use, page):
            return ""
        kept = re.sub(r'\b(?:defer|async)(?:="\w*")?', "", before + after)
        return f'<script defer {" ".join(kept.split())} src="{address}"></script>\n'.replace("  ", " ")

    page = SCRIPT.sub(script, page).replace('<script src="searchindex.js">', '<script defer src="searchindex.js">')
    return PAGE_NAME.sub(r'<script type="module">\1</script>', page)  # which runs in line with the deferred ones
