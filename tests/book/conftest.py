"""A browser and a server for the built site; without Chromium one line says what was left out and how to get it."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.site import HTML, is_whole

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
HOW = "browser tests were skipped: install Debian's chromium, or name a Chromium with CHROMIUM=/path/to/it"

LIGHTHOUSE = "Lighthouse was skipped"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none, but never in CI."""
    if CHROMIUM or os.environ.get("CI") == "true":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=HOW))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say once what was skipped, and what Lighthouse gave."""
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    if any(HOW in words for words in skipped):
        terminalreporter.write_line(HOW)
    for words in sorted({w[w.index(LIGHTHOUSE) :].rstrip("')") for w in skipped if LIGHTHOUSE in w}):
        terminalreporter.write_line(words)
    for report in terminalreporter.stats.get("passed", []):
        for line in (words for name, words in report.user_properties if name == "lighthouse"):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site."""
    assert is_whole(), "the site is not built, or its build was cut off: run `make site` first"
    return HTML


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


class Server(http.server.ThreadingHTTPServer):
    """Does not complain when a page leaves before it has everything."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell of faults, not of readers who leave."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The site on this machine, in a subfolder as on a static host."""
    handler = functools.partial(Quiet, directory=str(site))
    with Server(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """One Chromium for all tests."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "CI needs a Chromium: .ci/run installs it"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield running
        running.close()
