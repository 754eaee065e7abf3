"""Reference pages that are written from the registries before Sphinx reads the sources.

They hold what no person should type: every claim, record, observation and number, and the programming interface.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from .vendor import ROOT


def write(app: Sphinx, _config: Config) -> None:
    """Write the pages that have changed; evidence that is malformed stops the build with its one line."""
    if Path(app.srcdir) != ROOT:
        return  # another book
    from analysis.evidence import EvidenceError, active_case
    from analysis.pages import reference as export
    from analysis.results.cache import remembered

    try:
        case = active_case()
        with remembered(case):
            export.write_pages(case)
    except EvidenceError as error:
        raise ExtensionError(str(error)) from None


def setup(app: Sphinx) -> None:
    """Before anything is read."""
    app.connect("config-inited", write, priority=100)
