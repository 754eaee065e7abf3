"""One candidate in a process of its own: `python -m benchmarks.one NAME COUNT` prints its time, memory and answer."""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings


def main(name: str, count: int) -> None:
    warnings.filterwarnings("ignore")
    if name.startswith("chain: "):
        from benchmarks.library import CANDIDATES
    else:
        from benchmarks.candidates import CANDIDATES

    start = time.perf_counter()
    answer = CANDIDATES[name].run(count)
    work = time.perf_counter() - start
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({"work": work, "peak": max(own, children) / 1024, "answer": answer}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
