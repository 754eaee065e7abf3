"""Let Lighthouse judge the first page and three chapters of the built site as a phone would see them.

`python -m tools.lighthouse [page …]`; npm and a Chromium are needed, and where one is missing it says so and leaves.
With `--install` it only installs, which takes npm some minutes, and a second command waits for it.
Lighthouse comes as `tools/npm/package-lock.json` says, into `_build/lighthouse`; it is no part of the report.

A score of performance is a measurement. Lighthouse computes what a phone of a slow network would need from what this
machine needed, times four. So one run that is good enough settles it; otherwise the median of three runs does, or of
five, with the factor that makes this machine a phone, by Lighthouse's own benchmark of it. A machine that is too busy
to judge says so: there the weight of the pages, which is no measurement, is what the tests hold.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import http.server
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.guard import LONGEST, BusyError, exclusive_lock
from tools.pages import ROOT
from tools.progress import console, failed
from tools.site import BUILD, HTML, is_whole

LOCK = ROOT / "tools" / "npm"
MIN_SCORE = 95
RUNS = (1, 3, 5)
PHONE = 440.0  # Lighthouse's benchmark of a mid-tier phone: a quarter of a good desktop's
MIN_BENCHMARK = 800.0  # the benchmark below which a machine is too slow or too busy to stand in for a phone
PAGES = ("index.html", "chapters/01-multiple.html", "chapters/11-satellite.html", "chapters/16-revenue.html")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
FOLDER = BUILD / "lighthouse"
TEXTS = (".html", ".css", ".js", ".svg", ".txt")


@functools.cache
def packed(path: Path) -> bytes:
    """A file as a static host sends it: made smaller once."""
    return gzip.compress(path.read_bytes(), 6)


class Host(http.server.SimpleHTTPRequestHandler):
    """What a static host does: it sends texts compressed and lets them be kept."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send one file."""
        path = Path(self.translate_path(self.path))
        if path.suffix not in TEXTS or not path.is_file():
            super().do_GET()
            return
        content = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=31536000")
        self.end_headers()
        self.wfile.write(content)


def missing() -> str:
    """What is not on this machine; empty when everything is."""
    if not is_whole():
        return "the site is not built: run `make site` first"
    if not shutil.which("npm"):
        return "npm is not installed"
    return "" if chromium() else "no Chromium was found: install Debian's chromium or set CHROMIUM"


def chromium() -> str:
    """The browser that is used."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""


def program() -> Path:
    """Lighthouse, installed when it is not there yet or not as the lock says; while another command does so, wait."""
    lock = hashlib.sha256((LOCK / "package-lock.json").read_bytes()).hexdigest()[:12]
    folder = FOLDER / lock
    found = folder / "node_modules" / ".bin" / "lighthouse"
    while not found.exists():
        try:
            with exclusive_lock(BUILD, "lighthouse"):
                install(folder)
        except BusyError:
            time.sleep(2)
    return found


def install(folder: Path) -> None:
    """Let npm put what the lock names into a folder; all of it or nothing."""
    draft = FOLDER / "draft"
    shutil.rmtree(FOLDER, ignore_errors=True)
    shutil.copytree(LOCK, draft)
    command = ["npm", "ci", "--prefer-offline", "--loglevel=error", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=draft, capture_output=True, text=True, timeout=LONGEST)
    if done.returncode:
        shutil.rmtree(draft)
        raise SystemExit(f"npm could not install Lighthouse: {(done.stderr or done.stdout).strip()[:400]}")
    draft.rename(folder)


@contextmanager
def host(folder: Path = HTML) -> Iterator[str]:
    """The site on this machine, as a static host sends it."""
    handler = functools.partial(Host, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@dataclass
class Judgement:
    """What Lighthouse says of one page, in one run or several."""

    page: str
    reports: list[dict[str, Any]] = field(default_factory=list)

    @property
    def scores(self) -> dict[str, int]:
        """The median score of each category."""
        found = {name: [r["categories"][name]["score"] or 0 for r in self.reports] for name in CATEGORIES}
        return {name: round(100 * statistics.median(scores)) for name, scores in found.items()}

    @property
    def benchmark(self) -> float:
        """How fast this machine was."""
        return float(statistics.median(report["environment"]["benchmarkIndex"] for report in self.reports))

    @property
    def low(self) -> list[str]:
        """The categories that are not good enough."""
        return [name for name, score in self.scores.items() if score < MIN_SCORE]

    @property
    def is_judged(self) -> bool:
        """Whether a low score says something of the page rather than of this machine."""
        return self.benchmark >= MIN_BENCHMARK or self.low not in ([], ["performance"])

    @property
    def is_good(self) -> bool:
        """Whether nothing is held against the page."""
        return not self.low or not self.is_judged

    def lines(self) -> Iterator[str]:
        """One line for the page, one for each thing that costs points."""
        scores = ", ".join(f"{name} {score}" for name, score in self.scores.items())
        runs = f"{len(self.reports)} run" + "s" * (len(self.reports) > 1)
        yield f"{'✔' if not self.low else '✘' if self.is_judged else '?'} {self.page}: {scores} ({runs})"
        if self.low and not self.is_judged:
            speed = f"benchmark {self.benchmark:.0f}, needed {MIN_BENCHMARK:.0f}"
            yield f"    performance was not judged: this machine is too busy ({speed})"
        last = self.reports[-1]
        for part in (part for name in self.low for part in last["categories"][name]["auditRefs"]):
            audit = last["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"    {audit['id']}: {audit.get('displayValue') or audit['title']}"


def slowdown(benchmark: float) -> float:
    """The factor that makes a machine of this benchmark a phone, never more than Lighthouse's own.

    Examples
    --------
    >>> slowdown(2000), round(slowdown(880), 3), slowdown(200)
    (4.0, 2.0, 1.0)
    """
    return min(4.0, max(1.0, benchmark / PHONE))


def run(lighthouse: Path, address: str, factor: float) -> dict[str, Any]:
    """What Lighthouse says of one page in one run."""
    command = [str(lighthouse), address, "--quiet", "--output=json", "--only-categories=" + ",".join(CATEGORIES)]
    command += [f"--throttling.cpuSlowdownMultiplier={factor:.2f}", f"--chrome-flags={FLAGS}"]
    environment = {**os.environ, "CHROME_PATH": chromium()}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=LONGEST)
    if done.returncode:
        raise SystemExit(f"Lighthouse could not judge {address}: {done.stderr.strip()[-400:]}")
    return dict(json.loads(done.stdout))


def judge(lighthouse: Path, root: str, page: str) -> Judgement:
    """Run until the median is good enough, or the last run is done."""
    found = Judgement(page)
    for runs in RUNS:
        while len(found.reports) < runs:
            factor = slowdown(found.benchmark) if found.reports else 4.0
            found.reports.append(run(lighthouse, f"{root}/{page}", factor))
        if not found.low or "performance" not in found.low:
            break
    return found


def main() -> None:
    """Judge the pages that are named, or the usual ones."""
    if sys.argv[1:] == ["--install"]:
        program()
        return
    lacking = missing()
    if lacking:
        console.print(f"Lighthouse was skipped: {lacking}")
        return
    lighthouse, bad = program(), []
    with host() as root:
        for page in sys.argv[1:] or PAGES:
            judgement = judge(lighthouse, root, page)
            for line in judgement.lines():
                console.print(line, markup=False)
            bad += [page] * (not judgement.is_good)
    if bad:
        failed(f"Lighthouse gives less than {MIN_SCORE} to {', '.join(bad)}")
        raise SystemExit(1)


if __name__ == "__main__":
    main()
