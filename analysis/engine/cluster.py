"""A simulation over many machines: the same blocks, the same seeds, the same numbers.

`simulate_on` hands the blocks of `simulate` to Dask workers: processes of this machine, or a cluster by its address.
Blocks travel as numbers and come back as summaries, so neither memory nor traffic grows with the count; a block whose
worker dies is run again elsewhere. Where nothing runs yet, two commands start a cluster by hand::

    dask scheduler
    dask worker tcp://HOST:8786

On one machine `simulate(..., workers=2)` does the same a quarter faster, without Dask.
"""

from __future__ import annotations

import importlib
from collections.abc import Generator, Mapping
from typing import Any

from analysis.engine.compile import CORES, Compiled
from analysis.engine.distributions import Distribution
from analysis.engine.sampling import BlockMap, Simulation, Task, simulate
from analysis.engine.summary import Summary
from analysis.engine.tracing import Program
from analysis.units import Quantity

AHEAD = 4  # blocks in flight for each core: enough to keep it busy, few enough to keep memory flat


def simulate_on(
    program: Program | Compiled,
    distributions: Mapping[str, Distribution | Quantity | float],
    count: int,
    *,
    address: str | None = None,
    workers: int | None = None,
    **options: Any,
) -> Simulation:
    """Run `simulate` on Dask.

    Parameters
    ----------
    program, distributions, count, **options
        As in `simulate`.
    address : str, optional
        The scheduler of a running cluster; without one, workers are started on this machine and stopped afterwards.
    workers : int, optional
        How many to start on this machine; one for each core when left out.

    Raises
    ------
    ModuleNotFoundError
        When dask.distributed is not installed: it is the extra "cluster".
    """
    client = _client(address, workers or CORES)
    try:
        return simulate(program, distributions, count, block_map=_on(client), **options)
    finally:
        client.close()
        if address is None:
            client.cluster.close()


def _client(address: str | None, workers: int) -> Any:
    try:
        distributed: Any = importlib.import_module("distributed")
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            'simulate_on needs dask.distributed: install the extra "cluster" (pip install "dask[distributed]"), '
            "or use simulate(..., workers=n)"
        ) from None
    if address is not None:
        return distributed.Client(address)
    cluster = distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    )
    return distributed.Client(cluster)


def _on(client: Any) -> BlockMap:
    def run(task: Task, blocks: range) -> Generator[dict[str, Summary], None, None]:
        """Keep a few blocks in flight, and give back summaries in the order of the blocks."""
        shared = client.scatter(task, broadcast=True)
        limit = AHEAD * max(sum(client.ncores().values()), 1)
        waiting: list[Any] = []
        for number in blocks:
            waiting.append(client.submit(_run_block, shared, number, pure=False, retries=3))
            if len(waiting) >= limit:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()

    return run


def _run_block(task: Task, number: int) -> dict[str, Summary]:
    return task.block(number)
