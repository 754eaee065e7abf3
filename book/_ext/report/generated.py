"""Reference pages that are written from the registries before Sphinx reads the sources.

They hold what no person should type: every claim, record, observation and number, and the programming interface.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError


def write(_app: Sphinx, _config: Config) -> None:
    """Write the pages that have changed; evidence that is malformed stops the build with its one line."""
    from analysis import export
    from analysis.evidence import EvidenceError, active_world

    try:
        export.write_pages(active_world())
    except EvidenceError as error:
        raise ExtensionError(str(error)) from None


def setup(app: Sphinx) -> None:
    """Before anything is read."""
    app.connect("config-inited", write, priority=100)
