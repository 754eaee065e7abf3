"""Serve the site on this machine; after a change, execute the pages that it reaches, rebuild, and reload the browser.

A changed text executes its own page; a changed record or function executes the pages that print it (`tools.reach`); a
changed style sheet or source executes nothing. The site is then rebuilt where it changed. sphinx-autobuild watches the
files, serves the pages and tells the browser to load again.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tools import pages, reach, run
from tools.guard import BusyError, exclusive_lock, run_command
from tools.progress import console, failed, step
from tools.site import BUILD, HTML, build, is_whole, jupyter_book

WATCHED = [pages.BOOK, reach.PACKAGE, pages.ROOT / "_toc.yml", pages.ROOT / "_config.yml"]
SOURCES = (".md", ".bib", ".css", ".js", ".yml", ".py", ".toml", ".csv", ".typ")
GENERATED = (pages.BOOK / "_data", pages.BOOK / "reference")
FRESH = ("_config.yml", "_toc.yml")  # and the code of the extension: after these nothing built is of use
POLICY, NO_POLICY = b'http-equiv="Content-Security-Policy"', b'data-equiv="Content-Security-Policy"'


def is_source(path: Path) -> bool:
    """Whether people edit this file, and the site is made from it."""
    if path.suffix not in SOURCES or "__pycache__" in path.parts or path.name.startswith("."):
        return False
    return not any(folder in path.parents for folder in GENERATED)


def texts_of(paths: Sequence[Path]) -> dict[Path, str]:
    """What the sources say now."""
    return {path: path.read_text(encoding="utf-8") for path in paths if path.is_file()}


def sources() -> list[Path]:
    """Every file that people edit."""
    found = [path for root in WATCHED for path in ([root] if root.is_file() else root.rglob("*"))]
    return [path for path in found if is_source(path) and path.is_file()]


class Rebuilder:
    """What happens after a change; it remembers what the sources said when they were built last."""

    def __init__(self) -> None:
        self.before = texts_of(sources())

    def __call__(self, changed_paths: Sequence[Path]) -> None:
        """Execute what the change reaches, and build."""
        now = texts_of([path for path in changed_paths if is_source(path)])
        gone = [path for path in changed_paths if is_source(path) and not path.exists() and path in self.before]
        changed = [path for path, text in now.items() if self.before.get(path) != text] + gone
        if changed:
            rebuild(changed, self.before)
        self.before |= now
        for path in gone:
            del self.before[path]


def rebuild(changed: Sequence[Path], before: dict[Path, str]) -> int:
    """Execute the pages that a change reaches, then build; give how many could not be executed."""
    texts = reach.pages_reached_by(changed, before)
    names = ", ".join(str(path.relative_to(pages.ROOT)) for path in changed[:3])
    if texts:
        console.print(f"{names} reaches {', '.join(text.stem for text in texts)}", markup=False)
        with in_turn("notebooks"):
            known = run.fingerprints()
            failures = run.run(texts, jobs=2)
            run.note_executed([text for text in texts if text not in failures and text.stem in known], known)
            if failures:
                return len(failures)
    fresh = any(path.name in FRESH or pages.BOOK / "_ext" in path.parents for path in changed)
    try:
        with in_turn("site"), step(f"rebuilding after a change of {names}"):
            jupyter_book(fresh=fresh)
    except SystemExit as stopped:
        failed(str(stopped))
    return 0


@contextmanager
def in_turn(what: str) -> Iterator[None]:
    """Hold the lock; when another command holds it, say so and wait."""
    with ExitStack() as held:
        told = False
        while True:
            try:
                held.enter_context(exclusive_lock(BUILD, what))
                break
            except BusyError as busy:
                if not told:
                    failed(str(busy))
                told = True
                time.sleep(1)
        yield


class AllowReload:
    """Let the script that reloads a page run: without the page's policy, on this machine only."""

    def __init__(self, app: object) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, object], receive: object, send: object) -> None:
        """Rename the policy's tag in every page that is sent, at the same length."""

        async def changed(message: dict[str, object]) -> None:
            body = message.get("body")
            if isinstance(body, bytes):
                message["body"] = body.replace(POLICY, NO_POLICY)
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *(pair for pair in message["headers"] if pair[0] not in (b"etag", b"last-modified")),  # type: ignore[attr-defined]
                    (b"cache-control", b"no-store"),
                ]
            await send(message)  # type: ignore[operator]

        await self.app(scope, receive, changed)  # type: ignore[operator]


def application(host: str) -> Any:
    """The server: pages, a watcher of the sources, and the line by which it tells the browser to load again."""
    import watchfiles
    from sphinx_autobuild.middleware import JavascriptInjectorMiddleware
    from sphinx_autobuild.server import RebuildServer
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount, WebSocketRoute
    from starlette.staticfiles import StaticFiles

    class Watcher(RebuildServer):  # type: ignore[misc]
        """Rebuilds in a thread of this process, which remembers what the sources said."""

        async def watch(self) -> None:
            async for changes in watchfiles.awatch(*self.paths, watch_filter=lambda _, path: is_source(Path(path))):
                await asyncio.to_thread(self.change_callback, changed_paths=[Path(path) for _, path in changes])
                self.flag.set()

    watcher = Watcher(WATCHED, lambda path: False, change_callback=Rebuilder())
    return Starlette(
        routes=[
            WebSocketRoute("/websocket-reload", watcher),
            Mount("/", app=StaticFiles(directory=HTML, html=True, check_dir=False)),
        ],
        middleware=[Middleware(AllowReload), Middleware(JavascriptInjectorMiddleware, ws_url=host)],
        lifespan=watcher.lifespan,
    )


def listening(port: int) -> socket.socket:
    """A socket that holds the port."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind(("127.0.0.1", port))
    except OverflowError:
        sys.exit(f"--port must lie between 0 and 65535; got {port}")
    except OSError as error:
        why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror or error})"
        sys.exit(f"port {port} {why}; try `{sys.executable} -m tools.serve --port {port + 1}`")
    return held


def main() -> None:
    """Read the command line."""
    import uvicorn

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    with listening(parser.parse_args().port) as held:
        if not is_whole():
            with exclusive_lock(BUILD, "site"):
                build()
        host = f"127.0.0.1:{held.getsockname()[1]}"
        console.print(f"the site is at http://{host} (Ctrl+C stops)")
        server = uvicorn.Server(uvicorn.Config(application(host), log_level="error", timeout_graceful_shutdown=1))
        server.run(sockets=[held])


if __name__ == "__main__":
    run_command(main)
