"""Serve the site on this machine; when a text changes, execute it again and rebuild what changed."""

from __future__ import annotations

import argparse
import functools
import http.server
import threading
import time
from pathlib import Path

from tools import pages, run
from tools.guard import ending
from tools.progress import console, failed, step
from tools.site import HTML, build, is_whole, jupyter_book

WATCHED = (".md", ".ipynb", ".bib", ".css", ".js", ".yml", ".py")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that says nothing and lets nothing be cached."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Let the browser ask again each time."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def times() -> dict[Path, float]:
    """When each file was changed from which the site is made."""
    found = [*pages.BOOK.rglob("*"), pages.ROOT / "_toc.yml", pages.ROOT / "_config.yml"]
    return {path: path.stat().st_mtime for path in found if path.suffix in WATCHED and path.is_file()}


def rebuild(changed: list[Path]) -> None:
    """Execute the texts among the changed files, and build."""
    texts = [path for path in changed if path in pages.texts()]
    if texts and run.run(texts, jobs=2):
        return
    try:
        with step(f"rebuilding after a change of {changed[0].name}"):
            jupyter_book("html", fresh=any(path.suffix in (".py", ".yml") for path in changed))
    except SystemExit as stopped:
        failed(str(stopped))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    if not is_whole():
        build()
    handler = functools.partial(Quiet, directory=str(HTML))
    with http.server.ThreadingHTTPServer(("127.0.0.1", arguments.port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        console.print(f"the site is at http://127.0.0.1:{arguments.port} (Ctrl+C stops)")
        before = times()
        try:
            while True:
                time.sleep(1)
                now = times()
                changed = [path for path, when in now.items() if before.get(path) != when]
                before = now
                if changed:
                    rebuild(changed)
                    before = times()
        except KeyboardInterrupt:
            server.shutdown()


if __name__ == "__main__":
    ending(main)
