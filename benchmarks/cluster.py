"""The library's chain over two Dask workers, one of which is killed half-way: time, peak memory, the same numbers.

Memory is that of the largest process. It is given for a tenth of the draws too: where it is the same, it does not grow.
"""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import library
from benchmarks.rows import Row

QUESTION = "library's chain over dask.distributed, a worker killed"
OFTEN = 0.2  # seconds between two looks at the memory
CHECKED = 10**8  # draws up to which the same is run here too, to compare every bin


def cluster_runs(count: int, backend: Any = "numba") -> Iterator[Row]:
    """A tenth of the draws, then all of them; the speed is in draws a second, next to the first row."""
    nan = float("nan")
    try:
        import distributed  # noqa: F401
    except ModuleNotFoundError as missing:
        yield Row(QUESTION, "two workers", count, nan, nan, nan, f"not run: {missing}")
        return
    rate = nan
    for some in (count // 10, count):
        seconds, peak, found, killed = _with_a_kill(some, backend)
        rate = some / seconds if some < count else rate
        note = f"worker {'killed' if killed else 'NOT killed'} half-way; P50 of cost {_middle(found):.4g}"
        if some <= CHECKED:
            note += f"; {'the same' if _same(found, _here(some, backend)) else 'OTHER'} bins as in this process"
        yield Row(QUESTION, "two workers", some, seconds, some / seconds / rate, peak, note)


def _with_a_kill(count: int, backend: Any) -> tuple[float, float, Any, bool]:
    from analysis.engine import cluster, simulate

    warnings.filterwarnings("ignore")
    run, ranges = library.compiled(backend), library.ranges()
    client = cluster._client(None, 2)
    peak, stop, killed = [0.0], threading.Event(), [False]

    def look() -> None:
        while not stop.wait(OFTEN):
            for pid in [os.getpid(), *_children()]:
                peak[0] = max(peak[0], _memory(pid))

    def killing(task: Any, blocks: range) -> Iterator[Any]:
        for number, found in enumerate(cluster._on(client)(task, blocks)):
            if number == len(blocks) // 2:
                os.kill(next(iter(client.run(os.getpid).values())), signal.SIGKILL)
                killed[0] = True
            yield found

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    start = time.perf_counter()
    try:
        found = simulate(run, ranges, count, method="random", block_map=killing)
        return time.perf_counter() - start, peak[0], found, killed[0]
    finally:
        stop.set()
        client.close()
        client.cluster.close()


def _here(count: int, backend: Any) -> Any:
    from analysis.engine import simulate

    return simulate(library.compiled(backend), library.ranges(), count, method="random", workers=1)


def _same(one: Any, other: Any) -> bool:
    return all(np.array_equal(one.whole(key).bins, other.whole(key).bins) for key in library.KEYS)


def _middle(found: Any) -> float:
    return float(found.quantile("parity.cost_ratio", 0.5).value.magnitude)


def _children() -> list[int]:
    """The processes below this one, workers and their nannies."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(status.parent.name)] = int(fields[1])
    found, near = [], [os.getpid()]
    while near:
        near = [pid for pid, parent in parents.items() if parent in near]
        found += near
    return found


def _memory(pid: int) -> float:
    """MiB that a process holds."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
