"""Let Lighthouse judge the first page and three chapters of the built site as a phone would see them.

`python -m tools.lighthouse [page …]`; npm and a Chromium are needed, and where one is missing it says so and leaves.
Lighthouse is installed into `_build/lighthouse` and is no part of the report.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from tools.progress import console, failed
from tools.site import BUILD, HTML, is_whole

VERSION = "12.8.2"
LEAST = 95
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
    """Lighthouse, installed when it is not there yet."""
    found = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if not found.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", f"lighthouse@{VERSION}"]
        subprocess.run(command, cwd=FOLDER, check=True)
    return found


def judge(lighthouse: Path, address: str) -> dict[str, Any]:
    """What Lighthouse says of one page."""
    command = [str(lighthouse), address, "--quiet", "--output=json", "--only-categories=" + ",".join(CATEGORIES)]
    environment = {**os.environ, "CHROME_PATH": chromium()}
    done = subprocess.run([*command, f"--chrome-flags={FLAGS}"], capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(f"Lighthouse could not judge {address}: {done.stderr.strip()[-400:]}")
    return dict(json.loads(done.stdout))


def say(page: str, report: dict[str, Any]) -> bool:
    """One line for the page, one for each thing that costs points; whether it is good enough."""
    scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES}
    good = min(scores.values()) >= LEAST
    console.print(f"{'✔' if good else '✘'} {page}: " + ", ".join(f"{name} {score}" for name, score in scores.items()))
    for name in CATEGORIES if not good else ():
        for part in report["categories"][name]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                console.print(f"    {audit['id']}: {audit.get('displayValue') or audit['title']}", markup=False)
    return good


def main() -> None:
    """Judge the pages that are named, or the usual ones."""
    lacking = missing()
    if lacking:
        console.print(f"Lighthouse was skipped: {lacking}")
        return
    lighthouse = program()
    handler = functools.partial(Host, directory=str(HTML))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_address[1]}"
        bad = [page for page in sys.argv[1:] or PAGES if not say(page, judge(lighthouse, f"{root}/{page}"))]
        server.shutdown()
    if bad:
        failed(f"Lighthouse gives less than {LEAST} to {', '.join(bad)}")
        raise SystemExit(1)


if __name__ == "__main__":
    main()
