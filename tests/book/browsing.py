"""A Chromium that ends: every wait has an end and says what it waited for, and a page that stalls is stopped and named.

Playwright's own calls have time limits but for one: `page.evaluate` waits as long as the renderer does. So a clock runs
beside every browser test; when it runs out, the browser's processes are killed, every open call fails at once, and the
test is run once more with a new browser. If that one stalls too, the test fails with what it was waiting for.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LIMIT = 240.0  # seconds that one browser test may take
CALL = 60.0  # seconds that one call of Playwright, and one wait of ours, may take
FONT_SETS = {"DejaVu": "/usr/share/fonts/truetype/dejavu", "Liberation": "/usr/share/fonts/truetype/liberation"}
FONTS_CONF = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


class Waiting:
    """What the tests wait for at this moment: said when a wait ends without it."""

    what = "nothing yet"


def until(page: Any, predicate: str, argument: Any = None, seconds: float = CALL, what: str = "") -> None:
    """Wait for something; Playwright's own waiting evaluates text in the page, which the pages' policy forbids."""
    Waiting.what = f"{what or predicate} on {page.url}"
    end = time.monotonic() + seconds
    while not page.evaluate(predicate, argument):
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds:.0f} s for {Waiting.what}")
        time.sleep(0.02)


class Chromium:
    """One browser for many tests; a new one takes its place when it was lost."""

    def __init__(self, fonts: str = "") -> None:
        self.fonts, self.pid, self._running, self._playwright = fonts, 0, None, None
        self._folder = tempfile.TemporaryDirectory(prefix="fonts-")

    def environment(self) -> dict[str, str]:
        """The environment of the browser: with a set of fonts, only those are seen."""
        if not self.fonts:
            return dict(os.environ)
        folder = Path(self._folder.name)
        conf = folder / "fonts.conf"
        conf.write_text(FONTS_CONF.format(folder=FONT_SETS[self.fonts], cache=folder / "cache"), encoding="utf-8")
        return {**os.environ, "FONTCONFIG_FILE": str(conf)}

    def running(self) -> Any:
        """The browser, begun when there is none."""
        if self._running is None or not self._running.is_connected():
            from playwright.sync_api import sync_playwright

            assert CHROMIUM, "CI needs a Chromium: .ci/run installs it"
            self._playwright = self._playwright or sync_playwright().start()
            self._running = self._playwright.chromium.launch(
                executable_path=CHROMIUM, headless=True, args=FLAGS, env=self.environment(), timeout=CALL * 1000
            )
            processes = self._running.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
            self.pid = next(process["id"] for process in processes if process["type"] == "browser")
        return self._running

    def new_context(self, **options: Any) -> Any:
        """A window with nothing kept from others, whose calls end."""
        context = self.running().new_context(**options)
        context.set_default_timeout(CALL * 1000)
        return context

    def kill(self) -> None:
        """Stop it from another thread, whatever it is doing."""
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self.pid = 0

    def close(self) -> None:
        """End it; one that does not close by itself is killed, and the last resort is the limit of every test."""
        late = threading.Timer(CALL, self.kill)
        late.daemon = True
        late.start()
        for part in (self._running and self._running.close, self._playwright and self._playwright.stop):
            with contextlib.suppress(Exception):
                if part:
                    part()
        late.cancel()
        self._running = self._playwright = None
        self._folder.cleanup()


class Watch:
    """The browsers of this process, and the clock beside each test."""

    def __init__(self) -> None:
        self.browsers: list[Chromium] = []
        self.ran_out = ""

    def browser(self, fonts: str = "") -> Chromium:
        """The browser with a set of fonts; Playwright allows one driver a thread, so they share it."""
        for known in self.browsers:
            if known.fonts == fonts:
                return known
        made = Chromium(fonts)
        if self.browsers:
            self.browsers[0].running()
            made._playwright = self.browsers[0]._playwright
        self.browsers.append(made)
        return made

    @contextlib.contextmanager
    def clock(self, seconds: float) -> Iterator[None]:
        """Kill the browsers when the time is over."""
        self.ran_out = ""

        def over() -> None:
            self.ran_out = f"no answer in {seconds:.0f} s; it was waiting for {Waiting.what}"
            for browser in self.browsers:
                browser.kill()

        timer = threading.Timer(seconds, over)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def close(self) -> None:
        """End all browsers; the first one holds the driver."""
        for browser in reversed(self.browsers):
            browser.close()
        self.browsers.clear()


WATCH = Watch()


class Visit:
    """A page that is open, with everything it asked for and complained of."""

    def __init__(self, page: Any, allowed: str) -> None:
        self.page, self.asked, self.complaints, self.warnings = page, [], [], []  # type: ignore[var-annotated]
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("console", lambda m: self.warnings.append(m.text) if m.type == "warning" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "request", lambda r: None if r.url.startswith((allowed, "data:", "blob:")) else self.asked.append(r.url)
        )

    def to(self, address: str) -> Visit:
        """Open an address, and forget what was said before."""
        Waiting.what = f"the loading of {address}"
        self.asked.clear(), self.complaints.clear(), self.warnings.clear()
        self.page.goto(address, wait_until="load")
        return self

    def scroll_through(self) -> None:
        """Bring every part of the page into view, each for two frames: a part that no frame showed was not seen."""
        Waiting.what = f"the frames of {self.page.url}"
        self.page.evaluate(
            """async () => {
                 const frame = () => new Promise(requestAnimationFrame);
                 for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
                   scrollTo({ top: y, behavior: "instant" });
                   await frame();
                   await frame();
                 }
                 scrollTo({ top: 0, behavior: "instant" });
               }"""
        )

    def settled(self) -> None:
        """Wait until every chart is drawn and no colour is on its way."""
        self.scroll_through()
        until(self.page, "document.getAnimations().every(one => one.playState !== 'running')", what="a still page")
        undrawn = "[...document.querySelectorAll('.chart:not(.chart-drawn)')].map(chart => chart.dataset.chart)"
        try:
            until(self.page, f"{undrawn}.length === 0", what="all charts to be drawn")
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.page.evaluate(undrawn)} not drawn; said {self.warnings}") from None
