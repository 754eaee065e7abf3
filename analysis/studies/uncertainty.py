"""Ranges carried through: the evidence's ranges become distributions, a result becomes a compiled program.

A result is traced once with symbols in place of the records it reads; from then on it runs at array speed. Nothing
is written a second time for Monte Carlo, sensitivity, break-even or slider.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from analysis import engine
from analysis.evidence import Record, World
from analysis.studies.registry import Result, find
from analysis.units import Quantity

SEED = 20261121
WORKING, PUBLISHED = 2**14, 2**18


def uncertain_inputs(key: str, world: World) -> tuple[str, ...]:
    """List the records behind a result that have a range and a single value."""
    read = find(key).answer(world).records
    return tuple(sorted(k for k in read if world.record(k).is_uncertain and isinstance(world.record(k).value, float)))


def program(keys: str | Iterable[str], world: World, inputs: Iterable[str] | None = None) -> engine.Program:
    """Trace results over records: the uncertain ones, or those named.

    Raises
    ------
    engine.TraceError
        When a result uses a model that cannot be traced.
    """
    wanted = [find(k) for k in ([keys] if isinstance(keys, str) else keys)]
    free = tuple(inputs) if inputs is not None else _all_uncertain(wanted, world)
    units = {key: str(world[key].units) for key in free}

    def model(quantities: Mapping[str, Quantity]) -> dict[str, Quantity]:
        symbolic = world.with_values(quantities)
        return {r.key: r(symbolic) for r in wanted}

    return engine.trace_mapping(model, units)


def distribution(record: Record) -> engine.Distribution:
    """Turn what a record says of its range into a distribution in the record's own unit."""
    return engine.Distribution(
        shape=record.distribution or "triangular",
        value=float(np.asarray(record.value)),
        low=float(np.asarray(record.value if record.low is None else record.low)),
        high=float(np.asarray(record.value if record.high is None else record.high)),
        belief=record.range == "90 % belief",
    )


def _all_uncertain(wanted: Iterable[Result], world: World) -> tuple[str, ...]:
    return tuple(sorted({key for r in wanted for key in uncertain_inputs(r.key, world)}))


def distributions(keys: Iterable[str], world: World) -> dict[str, Any]:
    """Give the distribution of each record."""
    return {key: distribution(world.record(key)) for key in keys}
