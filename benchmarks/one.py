"""One candidate in a process of its own: `python -m benchmarks.one NAME COUNT` prints its time, memory and answer."""

from __future__ import annotations

import json
import re
import resource
import sys
import time
import warnings
from pathlib import Path


def main(name: str, count: int) -> None:
    warnings.filterwarnings("ignore")
    if name.startswith("chain: "):
        from benchmarks.library import CANDIDATES
    else:
        from benchmarks.candidates import CANDIDATES

    start = time.perf_counter()
    answer = CANDIDATES[name].run(count)
    work = time.perf_counter() - start
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps({"work": work, "peak": max(_own_peak(), children) / 1024, "answer": answer}))


def _own_peak() -> int:
    """Peak memory in KiB; `ru_maxrss` would count what the process that started this one held."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = re.search(r"VmHWM:\s*(\d+)", status.read_text(encoding="ascii"))
    return int(found[1]) if found else 0


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
