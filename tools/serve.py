"""Serve the site on this machine; when a text changes, execute it again and rebuild what changed."""

from __future__ import annotations

import argparse
import errno
import functools
import http.server
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tools import pages, run
from tools.guard import BusyError, alone, ending
from tools.progress import console, failed, step
from tools.site import BUILD, HTML, build, is_whole, jupyter_book

WATCHED = (".md", ".ipynb", ".bib", ".css", ".js", ".yml", ".py")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that says nothing and lets nothing be cached."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Let the browser ask again each time."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def listening(port: int) -> http.server.ThreadingHTTPServer:
    """A server that holds the port, and answers when it is told to."""
    try:
        handler = functools.partial(Quiet, directory=str(HTML))
        return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OverflowError:
        sys.exit(f"--port must lie between 0 and 65535; got {port}")
    except OSError as error:
        why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror or error})"
        sys.exit(f"port {port} {why}; try `{sys.executable} -m tools.serve --port {port + 1}`")


def times() -> dict[Path, float]:
    """When each file was changed from which the site is made."""
    found = [*pages.BOOK.rglob("*"), pages.ROOT / "_toc.yml", pages.ROOT / "_config.yml"]
    return {path: path.stat().st_mtime for path in found if path.suffix in WATCHED and path.is_file()}


@contextmanager
def in_turn(what: str) -> Iterator[None]:
    """Hold the lock; when another command holds it, say so and wait."""
    with ExitStack() as held:
        told = False
        while True:
            try:
                held.enter_context(alone(BUILD, what))
                break
            except BusyError as busy:
                if not told:
                    failed(str(busy))
                told = True
                time.sleep(1)
        yield


def rebuild(changed: list[Path]) -> list[Path]:
    """Execute the texts among the changed files, and build; give the notebooks that this wrote."""
    texts = [path for path in changed if path in pages.texts()]
    written = [pages.notebook_of(text) for text in texts]
    if texts:
        with in_turn("notebooks"):
            failures = run.run(texts, jobs=2)
        if failures:
            return written
    try:
        with in_turn("site"), step(f"rebuilding after a change of {changed[0].name}"):
            jupyter_book("html", fresh=any(path.suffix in (".py", ".yml") for path in changed))
    except SystemExit as stopped:
        failed(str(stopped))
    return written


def look(before: dict[Path, float]) -> dict[Path, float]:
    """Rebuild when a file is not as it was; give the times that are dealt with, so that a later edit is seen."""
    now = times()
    if changed := [path for path, when in now.items() if before.get(path) != when]:
        written = rebuild(changed)
        after = times()
        now |= {path: after[path] for path in written if path in after}
    return now


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    with listening(parser.parse_args().port) as server:
        if not is_whole():
            with alone(BUILD, "site"):
                build()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        console.print(f"the site is at http://127.0.0.1:{server.server_port} (Ctrl+C stops)")
        seen = times()
        try:
            while True:
                time.sleep(1)
                seen = look(seen)
        except KeyboardInterrupt:
            server.shutdown()


if __name__ == "__main__":
    ending(main)
