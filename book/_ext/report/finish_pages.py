"""What happens to a page after Sphinx has written it: one reading and one writing for all of it.

First the tags that say nothing go, then style sheets and scripts are bundled, and last comes the policy, which names
what then stands in the page.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from sphinx.application import Sphinx

from .bundle import later, one_sheet, refresh
from .content_security import UNUSED, protect
from .strip_markup import strip_markup

DONE = "Content-Security-Policy"  # what a finished page says


def finished(page: str, static: Path) -> str:
    """A page as readers get it; one that was finished before stays as it is."""
    return page if DONE in page else protect(later(one_sheet(static, strip_markup(page))))


def finish(app: Sphinx, error: Exception | None) -> None:
    """Every page that was written, and no file that no page uses."""
    if error is not None or app.builder.name != "html":
        return
    out = Path(app.outdir)
    for path in sorted(out.rglob("*.html")):
        if "_static" not in path.parts:
            page = path.read_text(encoding="utf-8")
            new = finished(page, out / "_static")
            if new != page:
                path.write_text(new, encoding="utf-8")
    refresh(out / "_static")
    for name in UNUSED:
        unused = out / "_static" / name
        shutil.rmtree(unused) if unused.is_dir() else unused.unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """After all that writes pages."""
    app.connect("build-finished", finish, priority=950)
