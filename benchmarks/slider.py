"""How long a slider move takes in Chromium, measured inside the page: from the event to numbers, verdict and chart.

The page waits for the next frame before it computes; that wait is left out, so the figure is the work of one move and
has to fit a frame of 16 ms. It draws the distribution of every number of the what-if again; where there is a line
chart, Vega interprets its expressions, as the pages' policy demands.
"""

from __future__ import annotations

import os
import shutil
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.rows import Row

HTML = Path(__file__).parents[1] / "_build" / "html"
FRAME = 0.016  # seconds
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
READY = """() => [...document.querySelectorAll('.whatif')].every((box) => box.dataset.computed
  && box.querySelectorAll('.chart').length === box.querySelectorAll('.chart-drawn').length)"""
MOVES = """async (each) => {
  const found = {};
  const frame = window.requestAnimationFrame, written = history.replaceState;
  window.requestAnimationFrame = (run) => { Promise.resolve().then(run); return 0; };
  for (const box of document.querySelectorAll('.whatif')) {
    const times = [], before = Number(box.dataset.computed);
    for (const slider of box.querySelectorAll('input[type=range]')) {
      const low = Number(slider.min), high = Number(slider.max);
      for (let i = 0; i < each; i++) {
        slider.value = low + (high - low) * ((i * 0.618034 + 0.1) % 1);
        const done = new Promise((resolve) => { history.replaceState = () => resolve(performance.now()); });
        const start = performance.now();
        slider.dispatchEvent(new Event('input'));
        times.push((await done) - start);
      }
    }
    if (Number(box.dataset.computed) - before !== times.length) throw new Error(`${box.id} skipped a move`);
    found[box.id] = times;
  }
  window.requestAnimationFrame = frame;
  history.replaceState = written;
  return found;
}"""


def slider_moves(each: int = 12) -> Iterator[Row]:
    """Every what-if of the built site; the speed is how often the work of a move fits into a frame."""
    nan = float("nan")
    chromium = chromium_path()
    pages = [page for page in sorted(HTML.rglob("*.html")) if 'class="whatif"' in page.read_text(encoding="utf-8")]
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError as missing:
        yield Row("slider move", "Chromium", 1, nan, nan, nan, f"not run: {missing}")
        return
    if not chromium or not pages:
        missing_part = "no Chromium is installed" if pages else "the site is not built (`make site`)"
        yield Row("slider move", "Chromium", 1, nan, nan, nan, f"not run: {missing_part}")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, headless=True, args=FLAGS)
        for path in pages:
            page = browser.new_page()
            page.goto(path.as_uri(), wait_until="load")
            for box in page.locator(".whatif").all():
                box.scroll_into_view_if_needed()
            if not _until(page, READY):
                yield Row("slider move", path.stem, 1, nan, nan, nan, "not run: the what-if was not drawn in 30 s")
                continue
            for name, milliseconds in page.evaluate(MOVES, each).items():
                times = sorted(t / 1000 for t in milliseconds)
                middle, late = statistics.median(times), times[int(0.95 * len(times))]
                note = f"{path.stem}: 95 % within {1000 * late:.1f} ms; speed next to a frame of 16 ms"
                yield Row("slider move", name, 1, middle, FRAME / max(middle, 1e-6), nan, note)
            page.close()
        browser.close()


def chromium_path() -> str | None:
    """Where Chromium is, if it is."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def _until(page: Any, predicate: str, seconds: float = 30.0) -> bool:
    """Wait without evaluating text inside the page, which its policy forbids."""
    for _ in range(int(seconds / 0.05)):
        if page.evaluate(predicate):
            return True
        page.wait_for_timeout(50)
    return False
