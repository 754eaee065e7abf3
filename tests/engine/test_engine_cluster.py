import os
import signal
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from analysis.engine import Distribution, cluster, simulate, simulate_on, trace
from analysis.engine.sampling import LARGEST_BLOCK, Task
from analysis.engine.summary import Summary
from analysis.units import Quantity

PROGRAM = trace(lambda a, b: {"product": a * b}, {"a": "kg", "b": Quantity(2.0, "")})
INPUTS = {"a": Distribution("lognormal", (3.0, 0.4), "kg"), "b": Distribution("uniform", (1.0, 3.0))}


@pytest.mark.slow
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


@pytest.mark.slow
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
