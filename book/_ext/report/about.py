"""What a page says of itself to search engines and sharers; map of the site; page for addresses that do not exist.

The report has no fixed address. Where it gets one, `SITE_URL=https://… make site` puts it into the pages.
"""

from __future__ import annotations

import html
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from . import previews
from .addresses import short

LENGTH = 180
TAGS = re.compile(r"<[^>]+>")
NOT_FOUND = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1.0" />
<title>Not found — {title}</title><meta name="robots" content="noindex"><link rel="icon" href="data:,">
<style>body {{ font: 1.1rem/1.6 system-ui, sans-serif; max-width: 34rem; margin: 20vh auto; padding: 0 1.2rem;
color-scheme: light dark; }} a {{ color: inherit; }}</style></head>
<body><main><h1>There is no such page</h1>
<p>It may have moved. The way to every page begins on <a href="{root}index.html">the first page</a>.</p></main>
</body></html>
"""


def address(config: Config) -> str:
    """Where the site will live, with a slash at the end; empty when nobody said."""
    url = str(config.html_baseurl or "")
    return url if not url or url.endswith("/") else url + "/"


def description(doctree: nodes.document | None) -> str:
    """The first paragraph that is neither in a box nor in a note, cut at a word."""
    for paragraph in doctree.findall(nodes.paragraph) if doctree is not None else []:
        if isinstance(paragraph.parent, nodes.section):
            text = " ".join(paragraph.astext().split())
            return text if len(text) <= LENGTH else text[:LENGTH].rsplit(" ", 1)[0] + " …"
    return ""


def add_meta(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Put the words into the head of the page."""
    site, words = address(app.config), description(doctree) or str(app.config.report_description)
    name = str(app.config.html_title)
    title = html.unescape(TAGS.sub("", context.get("title", ""))) or name
    properties = {
        "og:title": title,
        "og:type": "article" if "chapters/" in page else "website",
        "og:site_name": name,
        "og:description": words,
    }
    if site:  # a preview without a full address is shown nowhere
        picture = previews.note(page, title, app, doctree)
        properties |= {
            "og:url": f"{site}{short(page)}.html",
            "og:image": f"{site}{picture}",
            "og:image:alt": f"{title}: {words}",
            "og:image:width": "1200",
            "og:image:height": "630",
        }
    tags = [
        f'<meta property="{name}" content="{html.escape(value, quote=True)}">' for name, value in properties.items()
    ]
    tags.append(f'<meta name="description" content="{html.escape(words, quote=True)}">')
    tags.append('<meta name="twitter:card" content="summary_large_image">')
    context["metatags"] = context.get("metatags", "") + "\n    " + "\n    ".join(tags)
    if site:
        context["pageurl"] = f"{site}{short(page)}.html"


def write_files(app: Sphinx, error: Exception | None) -> None:
    """The map of the site, what crawlers may do, and the page for addresses that do not exist."""
    if error is not None or app.builder.name != "html":
        return
    site, out = address(app.config), Path(app.outdir)
    (out / "404.html").write_text(
        NOT_FOUND.format(title=app.config.html_title, root=urlparse(site).path or "/"), encoding="utf-8"
    )
    lines = ["User-agent: *", "Allow: /"]
    if site:
        urls = "".join(f"<url><loc>{site}{short(page)}.html</loc></url>\n" for page in sorted(app.env.found_docs))
        (out / "sitemap.xml").write_text(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n',
            encoding="utf-8",
        )
        lines.append(f"Sitemap: {site}sitemap.xml")
    (out / "robots.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def configure(app: Sphinx, config: Config) -> None:
    """Take the address from outside when it is given there."""
    config.html_baseurl = os.environ.get("SITE_URL", config.html_baseurl)


def setup(app: Sphinx) -> None:
    """Every page, then the files."""
    app.add_config_value("report_description", "", "html", str)
    app.connect("config-inited", configure)
    app.connect("html-page-context", add_meta)
    app.connect("build-finished", write_files)
