"""What a reader takes from a page: its notebook, to run elsewhere too, and the words to cite it.

The report has no address of its own. Where its repository gets a public one, `report_repository` in `_config.yml` says
so, and every page that is a notebook links to Binder, and to Colab when the repository is on GitHub. The links are
links: nothing is asked of those services before a reader follows one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlparse

from sphinx.application import Sphinx

from analysis import __version__

from .about import TAGS, address
from .addresses import short

TAKE_AWAY = {  # what every page offers, beside the pages of the site; tools.site and tools.pdf put it there
    "Report (PDF)": "downloads/watts-tonnes-dollars.pdf",
    "Brief (PDF)": "downloads/watts-tonnes-dollars-brief.pdf",
    "Appendix (PDF)": "downloads/watts-tonnes-dollars-appendix.pdf",
    "Data (ZIP)": "downloads/watts-tonnes-dollars-data.zip",
    "Model (Excel)": "downloads/watts-tonnes-dollars.xlsx",
}
CITED = ("book/chapters/", "book/parts/", "book/reference/")


def launches(repository: str, branch: str, path: str) -> list[tuple[str, str]]:
    """Where a notebook of a public repository can be run, and the address that opens it there.

    Examples
    --------
    >>> launches("", "main", "book/index.ipynb")
    []
    >>> for name, url in launches("https://github.com/o/r", "main", "book/index.ipynb"): print(name, url)
    Binder https://mybinder.org/v2/gh/o/r/main?urlpath=lab/tree/book/index.ipynb
    Colab https://colab.research.google.com/github/o/r/blob/main/book/index.ipynb
    """
    repository = repository.rstrip("/").removesuffix(".git")
    parts = urlparse(repository)
    if not repository:
        return []
    if parts.scheme != "https" or parts.path.count("/") < 2:
        raise ValueError(
            "report_repository in _config.yml needs an address such as https://github.com/owner/name, "
            f"got {repository!r}"
        )
    binder, colab = "https://mybinder.org/v2", "https://colab.research.google.com"
    if parts.netloc != "github.com":
        return [("Binder", f"{binder}/git/{quote(repository, safe='')}/{branch}?urlpath=lab/tree/{path}")]
    name = parts.path.strip("/")
    return [
        ("Binder", f"{binder}/gh/{name}/{branch}?urlpath=lab/tree/{path}"),
        ("Colab", f"{colab}/github/{name}/blob/{branch}/{path}"),
    ]


def add_links(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Put the links beside the download of the notebook."""
    path = f"{page}.ipynb"
    if context.get("page_source_suffix") != ".ipynb":
        return
    found = launches(app.config.report_repository, app.config.report_branch, path)
    for group in context.get("header_buttons", []):
        if group.get("label") == "download-buttons":
            group["buttons"] += [
                {
                    "type": "link",
                    "url": url,
                    "text": name,
                    "tooltip": f"Run this page on {name}",
                    "icon": "fas fa-rocket",
                    "label": f"launch-{name.lower()}",
                }
                for name, url in found
            ]


def bibtex(app: Sphinx, page: str, title: str) -> str:
    """The entry of one page."""
    site, year = address(app.config), str(app.config.copyright).split(",")[0].strip()
    fields = {
        "title": f"{{{title}}}",
        "booktitle": f"{{{app.config.html_title}}}",
        "author": f"{{{{{app.config.author}}}}}",
        "year": f"{{{year}}}",
        "version": f"{{{__version__}}}",
    }
    if site:
        fields["url"] = f"{{{site}{short(page)}.html}}"
    key = "wtd_" + re.sub(r"\W+", "_", short(page).rpartition("/")[2])
    body = ",\n".join(f"  {name:9} = {value}" for name, value in fields.items())
    return f"@incollection{{{key},\n{body}\n}}"


def add_citation(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Close a page of the book with its BibTeX entry."""
    if not page.startswith(CITED) or "/api/" in page or not context.get("body"):
        return
    title = " ".join(html.unescape(TAGS.sub("", context.get("title", ""))).split())
    entry = html.escape(bibtex(app, page, title), quote=False)
    context["body"] += (
        '<details class="cite-this"><summary>Cite this page</summary>'
        f'<div class="highlight notranslate"><pre tabindex="0">{entry}</pre></div></details>'
    )


def take_away(to: Callable[..., str]) -> str:
    """Links to the report as PDF and to its data, as seen from a page."""
    links = "".join(f'<a href="{to(file, 1)}" download>{name}</a>' for name, file in TAKE_AWAY.items())
    return f'<p class="take-away">{links}</p>'


def add_take_away(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """End every page with what a reader may take along."""
    if context.get("body"):
        context["body"] += take_away(context["pathto"])


def setup(app: Sphinx) -> None:
    """After the theme has made its buttons."""
    app.add_config_value("report_repository", "", "html", str)
    app.add_config_value("report_branch", "main", "html", str)
    app.connect("html-page-context", add_links, priority=900)
    app.connect("html-page-context", add_citation, priority=400)
    app.connect("html-page-context", add_take_away, priority=410)
