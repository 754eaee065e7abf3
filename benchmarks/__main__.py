"""Measure everything and write benchmarks/results.csv and benchmarks/results.md.

python -m benchmarks                      what the report prints: 1e4, 1e6 and 1e7 samples, some minutes
python -m benchmarks --quick              a smoke test: 1e4 samples, one round
python -m benchmarks --only ours          some candidates only, next to the yardstick
python -m benchmarks --parts sobol,slider some questions only
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import platform
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from benchmarks.cluster import cluster_runs
from benchmarks.draws import browser_draws
from benchmarks.groups import (
    evaluation,
    library_evaluation,
    library_processes,
    one_break_even,
    one_evaluation,
    sobol,
    whole_processes,
)
from benchmarks.rows import Row
from benchmarks.slider import slider_moves

FOLDER = Path(__file__).parent
BUDGET = 30.0  # seconds of whole processes at one count after which no further round starts


def measurements(arguments: argparse.Namespace) -> Iterator[Row]:
    rounds, counts, only, limit = arguments.rounds, arguments.counts, arguments.only, arguments.limit
    parts: dict[str, Callable[[], Iterator[Row]]] = {
        "one evaluation": lambda: one_evaluation(rounds),
        "break-even": lambda: one_break_even(rounds),
        "model alone": lambda: evaluation(counts, rounds, only, limit),
        "library alone": lambda: library_evaluation(counts, rounds, only, limit),
        "sobol": lambda: sobol(arguments.bases, 1, limit),
        "slider": slider_moves,
        "draws": browser_draws,
        "cluster": lambda: cluster_runs(arguments.cluster),
        "whole process": lambda: whole_processes(counts, min(rounds, 3), only, limit, BUDGET),
        "library process": lambda: library_processes(counts, min(rounds, 3), only, limit, BUDGET),
    }
    for name, part in parts.items():
        if not arguments.parts or name in arguments.parts:
            yield from part()


def kept(file: Path, rows: list[Row]) -> list[Row]:
    """Rows of an earlier run that this one did not measure, in the order in which they stand."""
    if not file.exists():
        return rows
    with file.open(newline="", encoding="utf-8") as lines:
        told = [dict(line) for line in csv.DictReader(lines)]
    old = [
        Row(t["question"], t["candidate"], int(t["count"]), *(float(t[k]) for k in Row._fields[3:6]), t["note"])
        for t in told
    ]
    measured = {row.question for row in rows}
    order = list(dict.fromkeys([row.question for row in old] + [row.question for row in rows]))
    return sorted(
        [row for row in old if row.question not in measured] + rows, key=lambda row: order.index(row.question)
    )


def cell(value: float, digits: int = 3) -> str:
    return "" if math.isnan(value) else f"{value:,.{max(digits - 1 - math.floor(math.log10(value)), 0)}f}"


def duration(seconds: float) -> str:
    if math.isnan(seconds):
        return ""
    scale, unit = next((s, u) for s, u in ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (0, "ns")) if seconds >= s)
    return f"{cell(seconds / (scale or 1e-9))} {unit}"


def as_markdown(rows: list[Row], quick: bool) -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    lines = [f"Measured on {machine}. Speed is a ratio within one run; the yardstick of each table is 1.", ""]
    if quick:
        lines += ["This was a smoke run: one round of 10,000 samples. `make bench` measures.", ""]
    for (question, count), group in groupby(rows, key=lambda row: (row.question, row.count)):
        lines += [f"**{question}{f', {count:,}' if count > 1 else ''}**", ""]
        lines += ["| candidate | time | speed | peak memory | |", "|---|---:|---:|---:|---|"]
        for row in group:
            memory = f"{cell(row.peak_mib)} MiB" if not math.isnan(row.peak_mib) else ""
            lines.append(f"| {row.candidate} | {duration(row.seconds)} | {cell(row.speed)} | {memory} | {row.note} |")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--counts", type=lambda text: [int(float(x)) for x in text.split(",")], default=[10**4, 10**6, 10**7]
    )
    parser.add_argument("--bases", type=lambda text: [int(x) for x in text.split(",")], default=[2**10, 2**12, 2**14])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--limit", type=float, default=40.0, help="seconds that one candidate may take at one count")
    parser.add_argument("--cluster", type=lambda text: int(float(text)), default=10**9, help="draws over dask")
    parser.add_argument("--only", default="", help="candidates whose name holds this text")
    parser.add_argument(
        "--parts", type=lambda text: text.split(","), default=[], help="questions; the others keep their last answers"
    )
    parser.add_argument("--quick", action="store_true", help="a smoke test")
    parser.add_argument("--output", type=Path, default=FOLDER)
    arguments = parser.parse_args()
    if arguments.quick:
        arguments.counts, arguments.bases, arguments.rounds = [10**4], [2**8], 1
        arguments.cluster = 10**6
    rows: list[Row] = []
    for row in measurements(arguments):
        rows.append(row)
        print(
            f"{row.question:16} {row.count:>10,} {row.candidate:28}"
            f" {duration(row.seconds):>10} {cell(row.speed):>8} {row.note}"
        )
    arguments.output.mkdir(parents=True, exist_ok=True)
    if arguments.parts:
        rows = kept(arguments.output / "results.csv", rows)
    with (arguments.output / "results.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(Row._fields)
        writer.writerows(rows)
    (arguments.output / "results.md").write_text(as_markdown(rows, arguments.quick), encoding="utf-8")


if __name__ == "__main__":
    main()
