import os
import signal
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from analysis.engine import Distribution, cluster, simulate, simulate_on, trace
from analysis.engine.sampling import LARGEST_BLOCK, Task
from analysis.engine.summary import Summary
from analysis.units import Quantity

PROGRAM = trace(lambda a, b: {"product": a * b}, {"a": "kg", "b": Quantity(2.0, "")})
INPUTS = {"a": Distribution("lognormal", (3.0, 0.4), "kg"), "b": Distribution("uniform", (1.0, 3.0))}


@pytest.mark.night
@pytest.mark.filterwarnings("ignore")
def test_the_same_numbers_as_here() -> None:
    pytest.importorskip("distributed")
    here = simulate(PROGRAM, INPUTS, 2**15, seed=7)
    there = simulate_on(PROGRAM, INPUTS, 2**15, seed=7, workers=2)
    assert there.mean("product") == here.mean("product")
    np.testing.assert_array_equal(there.whole("product").bins, here.whole("product").bins)


def test_without_dask_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ModuleNotFoundError, match='install the extra "cluster"'):
        simulate_on(PROGRAM, INPUTS, 1000)


@pytest.mark.night
@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_loses_nothing() -> None:
    pytest.importorskip("distributed")
    killed: list[int] = []
    client = cluster._client(None, 2)

    def killing(task: Task, blocks: range) -> Iterator[dict[str, Summary]]:
        for number, found in enumerate(cluster._on(client)(task, blocks)):
            if number == 2:
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)
            yield found

    try:
        there = simulate(PROGRAM, INPUTS, 40 * LARGEST_BLOCK, seed=7, block_map=killing)
    finally:
        client.close()
        client.cluster.close()
    here = simulate(PROGRAM, INPUTS, 40 * LARGEST_BLOCK, seed=7)
    assert len(killed) == 1
    assert there.mean("product") == here.mean("product")
    np.testing.assert_array_equal(there.whole("product").bins, here.whole("product").bins)


class Client:
    """As much of Dask's client as `_on` uses: it counts what is under way."""

    def __init__(self, cores: int) -> None:
        self.cores, self.under_way, self.most, self.options = cores, 0, 0, {}

    def scatter(self, task: Task, broadcast: bool) -> Task:
        return task

    def ncores(self) -> dict[str, int]:
        return {f"worker {n}": 1 for n in range(self.cores)}

    def submit(self, work: Any, task: Task, number: int, **options: Any) -> Any:
        self.under_way, self.options = self.under_way + 1, options
        self.most = max(self.most, self.under_way)
        return SimpleNamespace(result=lambda: self.finished(number))

    def finished(self, number: int) -> int:
        self.under_way -= 1
        return number


@pytest.mark.parametrize("cores", [0, 1, 3])
def test_a_few_blocks_for_each_core_are_under_way_and_come_back_in_order(cores: int) -> None:
    client = Client(cores)
    assert list(cluster._on(client)(None, range(50))) == list(range(50))
    assert client.most == cluster.AHEAD * max(cores, 1)
    # every block is random: none may be taken for another, and one that dies is tried again
    assert client.options == {"pure": False, "retries": 3}
