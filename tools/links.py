"""Which addresses of the evidence still answer: `make links`, a weekly report that fails nothing.

Every source and every copy of a table is asked once, by its head alone. The report stands in `_build/links.csv`. Where
no network is, it says so and ends.
"""

from __future__ import annotations

import csv
import datetime as dt
import http.client
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from analysis.evidence import bibliography, observation, observations
from tools.site import BUILD

REPORT = BUILD / "links.csv"
TIMEOUT = 10  # seconds for one address
FIRST = 8  # when none of these is reached there is no network, and the others are not asked
ALIVE = range(200, 400)
NO_NETWORK = "no network"


def addresses() -> dict[str, str]:
    """Give every address once, with the first source or table that has it."""
    found: dict[str, str] = {}
    for key, entry in bibliography().items():
        if url := entry.fields.get("url", ""):
            found.setdefault(url, key)
    for name in observations():
        if url := observation(name).origin.archived:
            found.setdefault(url, f"table {name}")
    return found


def ask(url: str) -> str:
    """Ask one address for its head: a status, or why it was not reached."""
    request = urllib.request.Request(url, method="HEAD", headers={"User-Agent": "link check of a public report"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return str(answer.status)
    except urllib.error.HTTPError as error:
        return str(error.code)
    except (urllib.error.URLError, TimeoutError, OSError, http.client.HTTPException, ValueError) as error:
        return f"{NO_NETWORK}: {getattr(error, 'reason', error)}"


def check(urls: Iterable[str], answer: Callable[[str], str] = ask) -> Iterator[tuple[str, str]]:
    """Ask addresses, some at a time; end after the first few when none of them is reached."""
    waiting = list(urls)
    with ThreadPoolExecutor(FIRST) as pool:
        first = list(zip(waiting[:FIRST], pool.map(answer, waiting[:FIRST]), strict=True))
        yield from first
        if first and all(status.startswith(NO_NETWORK) for _, status in first):
            return
        yield from zip(waiting[FIRST:], pool.map(answer, waiting[FIRST:]), strict=True)


def report(found: Iterable[tuple[str, str]], who: dict[str, str], file: Path = REPORT) -> str:
    """Write the report and say in a sentence how it came out."""
    rows = list(found)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(
            [("address", "status", "who", "day"), *((u, s, who[u], dt.date.today()) for u, s in rows)]
        )
    if rows and all(status.startswith(NO_NETWORK) for _, status in rows):
        asked = f"none of the first {len(rows)} of {len(who)} addresses was reached"
        return f"no network here: {asked}, the others were not asked"
    dead = [(u, s) for u, s in rows if not (s.isdigit() and int(s) in ALIVE)]
    lines = [f"{len(rows)} addresses asked, {len(rows) - len(dead)} answer, {len(dead)} do not; {file}"]
    return "\n".join([*lines, *(f"  {status}  {who[url]}  {url}" for url, status in dead)])


def main() -> int:
    """Report; a dead address is for a person to look at and fails nothing."""
    who = addresses()
    sys.stdout.write(report(check(who), who) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
