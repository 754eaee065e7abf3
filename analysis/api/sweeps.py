"""A result over the values of one input or two: a frame with a row for each point."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from analysis.api import core
from analysis.evidence.errors import EvidenceError
from analysis.evidence.store import canonical
from analysis.results.registry import find

MAX_POINTS = 2_000  # points of a sweep
USUAL = 13  # points where nobody says how many
_SPAN = re.compile(r"(.+?):(.+?)(?::(log))?(?::(\d+))?$")


def points(text: str) -> list[float]:
    """Read the values of a sweep: LOW:HIGH, with `:log` for equal factors and a count, or a list with commas.

    Examples
    --------
    >>> points("100:400:log:3"), points("1:3:3"), points("5,7")
    ([100.0, 200.0, 400.0], [1.0, 2.0, 3.0], [5.0, 7.0])
    """
    try:
        if found := _SPAN.fullmatch(text.strip()):
            low, high, count = float(found[1]), float(found[2]), int(found[4] or USUAL)
            if not (2 <= count <= MAX_POINTS and np.isfinite([low, high]).all() and (low > 0 < high or not found[3])):
                raise ValueError(text)
            spread = np.geomspace if found[3] else np.linspace
            return [float(value) for value in spread(low, high, count)]
        return [float(value) for value in text.split(",")]
    except ValueError:
        raise EvidenceError(
            f"a sweep needs LOW:HIGH, such as 50:3600, 50:3600:log or 50:3600:log:21 (a log sweep above zero, 2 to "
            f"{MAX_POINTS:,} points), or values such as 50,100,200; got {text!r}"
        ) from None


def sweep(key: str, over: dict[str, list[float]], case: core.Place = None) -> pd.DataFrame:
    """Compute a result at every point of one input or two, in the units of their records.

    Parameters
    ----------
    key : str
        The result.
    over : dict of str to list of float
        The inputs, one or two, and their values.
    case : Case, str or Path, optional
        Where; the base when left out.

    Returns
    -------
    pandas.DataFrame
        A row for each point: the inputs, the result (both ends where it is a range), its unit, and how it is printed.
    """
    here, result = core._place(case), find(key)
    if not 1 <= len(over) <= 2:
        raise EvidenceError(f"a sweep runs over one input or two; got {len(over)}")
    names = {name: canonical(name) for name in over}
    if int(np.prod([len(values) for values in over.values()])) > MAX_POINTS:
        raise EvidenceError(f"a sweep has at most {MAX_POINTS:,} points; take fewer of one input")
    core._computed(result, here)
    read = result.evaluate(here).records
    for name, record in names.items():
        core._record(here, record)
        if record not in read:
            raise EvidenceError(f"{key} does not read {name}; it reads {core._listed(read)}")
    rows: list[dict[str, Any]] = []
    for at in product(*over.values()):
        values = {
            record: core.read_value(here, record, value) for record, value in zip(names.values(), at, strict=True)
        }
        there = here.with_values(values)
        found = np.atleast_1d(core._computed(result, there).magnitude)
        ends = {key: float(found[0])} if len(found) == 1 else {f"{key}_low": found[0], f"{key}_high": found[-1]}
        rows.append({**dict(zip(names, at, strict=True)), **ends, "unit": result.unit, "shown": result.say(there)})
    return pd.DataFrame(rows)


def chart(frame: pd.DataFrame, logarithmic: bool) -> Any:
    """Draw a sweep: a line over one input, a colour for each value of a second."""
    import altair as alt

    unit = int(frame.columns.get_loc("unit"))
    first, second = str(frame.columns[0]), str(frame.columns[1])
    column = str(frame.columns[unit - 2 if str(frame.columns[unit - 1]).endswith("_high") else unit - 1])
    plain = frame.rename(columns={name: str(name).replace(".", " ") for name in frame.columns})
    scale = alt.Scale(type="log") if logarithmic else alt.Scale(zero=False)
    picture = (
        alt.Chart(plain)
        .mark_line(point=True)
        .encode(
            x=alt.X(first.replace(".", " "), type="quantitative", scale=scale),
            y=alt.Y(column.replace(".", " "), type="quantitative", scale=alt.Scale(zero=False)),
        )
    )
    two = second != column
    return picture.encode(color=alt.Color(second.replace(".", " "), type="ordinal")) if two else picture
