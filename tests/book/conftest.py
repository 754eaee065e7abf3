"""A browser and a server for the built site; without Chromium one line says what was left out and how to get it."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.book.browsing import CHROMIUM, LIMIT, WATCH, Chromium, Visit
from tools.site import HTML, is_whole

HOW = "browser tests were skipped: install Debian's chromium, or name a Chromium with CHROMIUM=/path/to/it"

LIGHTHOUSE = "Lighthouse was skipped"
LOST = re.compile(r"Target crashed|Page crashed|TargetClosedError|has been closed|Connection closed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none, but never in CI; leave second looks at a page to the night."""
    for item in items:
        if item.get_closest_marker("browser") and is_second_look(item):
            item.add_marker(pytest.mark.night)
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


def is_second_look(item: pytest.Item) -> bool:
    """Whether another test of `make test` opens the same page: in light, with the first fonts, and wide."""
    case = getattr(getattr(item, "callspec", None), "params", {})
    dark = case.get("scheme") == "dark" and "theme" not in item.name
    listed = str(case.get("page", "")).startswith(("_modules", "reference/api"))
    return dark or (listed and "phone" in item.name)


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
def browser() -> Iterator[Chromium]:
    """One Chromium for all tests, with the fonts of this machine."""
    yield WATCH.browser()
    WATCH.close()


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    """Both themes, one after the other."""
    return str(request.param)


@pytest.fixture
def open_page(browser: Chromium, server: str) -> Iterator[Callable[..., Visit]]:
    """Open pages of the site, each in a window of its own with the options given."""
    with contextlib.ExitStack() as windows:

        def to(path: str, allowed: str = "", **options: Any) -> Visit:
            context = browser.new_context(**options)
            windows.callback(_close, context)
            return Visit(context.new_page(), allowed or server).to(path if "://" in path else f"{server}/{path}")

        yield to


@pytest.fixture
def visit(open_page: Callable[..., Visit], scheme: str) -> Callable[..., Visit]:
    """Open pages of the site in one colour scheme."""
    return functools.partial(open_page, color_scheme=scheme)


def _close(context: Any) -> None:
    with contextlib.suppress(Exception):  # its browser may be gone, which was said elsewhere
        context.close()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Give a browser test a time limit, and one more try when its browser was lost."""
    if not item.get_closest_marker("browser"):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for attempt in (1, 2):
        if attempt == 2:
            item._initrequest()  # type: ignore[attr-defined]
        limit = item.get_closest_marker("limit")
        with WATCH.clock(limit.args[0] if limit else LIMIT):
            reports = runtestprotocol(item, nextitem=nextitem, log=False)
        lost = WATCH.ran_out or next(
            (str(r.longrepr) for r in reports if r.failed and LOST.search(str(r.longrepr))), ""
        )
        if attempt == 1 and lost and not item.session.shouldstop:
            continue
        for report in reports:
            if report.failed and WATCH.ran_out:
                report.longrepr = f"{item.name}: stalled twice: {WATCH.ran_out}"
            item.ihook.pytest_runtest_logreport(report=report)
        break
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
