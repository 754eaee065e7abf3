"""The command line of the analyst's bench: ``python -m analysis``, installed as ``wtd``.

Exit codes: 0 done, 1 the comparison found a flipped verdict and was asked to say so, 2 something in the call or the
evidence is wrong (one line says what), 130 interrupted.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table as RichTable
from rich.tree import Tree

from analysis import claims, datapackage, export, workbench
from analysis.engine.graph import TraceError
from analysis.evidence import World
from analysis.evidence.errors import EvidenceError
from analysis.evidence.world import world_of
from analysis.studies import registry, uncertainty
from analysis.studies.provenance import Step, trace_back

Format = Literal["table", "json", "csv"]
app = typer.Typer(
    help="Watts, Tonnes, Dollars: change a number, see what moves.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)
Scenario = Annotated[str, typer.Option("--scenario", "-s", help="base, a shipped scenario, or a scenario file")]
Settings = Annotated[
    list[str] | None, typer.Option("--set", help='a changed number: orbit.reference_altitude="700 km"')
]
Output = Annotated[Format, typer.Option("--format", "-f", help="table, json or csv")]
AsJson = Annotated[bool, typer.Option("--json", help="the same as --format json")]
Keys = Annotated[list[str] | None, typer.Argument(help="results, such as multiple.offer_multiple; all when left out")]


def _world(scenario: str, settings: list[str] | None) -> World:
    changes = {}
    for setting in settings or []:
        key, equals, value = setting.partition("=")
        if not equals or not value.strip():
            raise EvidenceError(
                f'--set needs key="value unit"; got {setting!r}, try --set offering.price="100 USD/share"'
            )
        changes[key.strip()] = value.strip().strip("\"'")
    return workbench.scenario(scenario, changes)


def _show(frame: pd.DataFrame, style: Format, json: bool, title: str = "") -> None:
    if json or style == "json":
        sys.stdout.write(frame.to_json(orient="records", indent=1, force_ascii=False) + "\n")
    elif style == "csv":
        sys.stdout.write(frame.to_csv(index=False))
    else:
        table = RichTable(title=title or None, title_justify="left", header_style="bold")
        for name, kind in frame.dtypes.items():
            numeric = pd.api.types.is_numeric_dtype(kind)
            table.add_column(str(name).replace("_", " "), justify="right" if numeric else "left")
        for row in frame.itertuples(index=False):
            table.add_row(*(f"{v:,.4g}" if isinstance(v, float) else str(v) for v in row))
        Console().print(table)


@app.command()
def evaluate(
    keys: Keys = None,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    json: AsJson = False,
) -> None:
    """Compute results.

    Example: wtd evaluate multiple.offer_multiple --set offering.price="100 USD/share"
    """
    _show(workbench.evaluate(keys or None, _world(scenario, settings)), style, json)


@app.command()
def verdicts(
    scenario: Scenario = "base", settings: Settings = None, style: Output = "table", json: AsJson = False
) -> None:
    """Judge all claims, as published and as known today."""
    _show(workbench.verdicts(_world(scenario, settings)), style, json)


@app.command()
def compare(
    first: Annotated[str, typer.Argument(help="a scenario")],
    second: Annotated[str, typer.Argument(help="another")],
    fail: Annotated[bool, typer.Option("--fail", help="exit with 1 when a verdict flips")] = False,
    style: Output = "table",
    json: AsJson = False,
) -> None:
    """Show which figures and verdicts differ between two worlds, and which single input flips each verdict.

    Example: wtd compare base sceptic
    """
    found = workbench.compare(world_of(first), world_of(second))
    for title, frame in (("inputs", found.inputs), ("results", found.results), ("verdicts", found.verdicts)):
        _show(frame, style, json, title)
    if fail and len(found.verdicts):
        raise typer.Exit(1)


@app.command()
def whatif(
    settings: Annotated[list[str], typer.Option("--set", help='a changed number: offering.price="100 USD/share"')],
    scenario: Scenario = "base",
    style: Output = "table",
    json: AsJson = False,
) -> None:
    """Change numbers and see what moves against the same world without the changes.

    Example: wtd whatif --set offering.price="100 USD/share"
    """
    found = workbench.compare(world_of(scenario), _world(scenario, settings))
    for title, frame in (("results that move", found.results), ("verdicts that flip", found.verdicts)):
        _show(frame, style, json, title)


@app.command()
def montecarlo(
    keys: Annotated[list[str], typer.Argument(help="results to sample")],
    count: Annotated[float, typer.Option("-n", "--count", help="points, such as 1e6")] = uncertainty.WORKING,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    json: AsJson = False,
) -> None:
    """Run results over the ranges of their inputs.

    Example: wtd montecarlo satellite.specific_mass -n 1e6
    """
    if not 16 <= count <= 1e10:
        raise EvidenceError(f"--count must lie between 16 and 1e10; got {count:g}")
    _show(workbench.montecarlo(keys, _world(scenario, settings), int(count)), style, json)


@app.command()
def sensitivity(
    key: Annotated[str, typer.Argument(help="a result")],
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    json: AsJson = False,
) -> None:
    """Rank the inputs of a result by the variance that each explains."""
    _show(workbench.sensitivity(key, _world(scenario, settings)), style, json)


@app.command()
def breakeven(
    key: Annotated[str, typer.Argument(help="a result")],
    unknown: Annotated[str, typer.Option("--of", help="the input to solve for")],
    level: Annotated[str, typer.Option("--level", help="what the result has to reach, with or without its unit")],
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    json: AsJson = False,
) -> None:
    """Solve for the value of one input at which a result reaches a level.

    Example: wtd breakeven multiple.offer_multiple --of offering.price --level 64
    """
    _show(workbench.breakeven(key, unknown, level, _world(scenario, settings)), style, json)


@app.command()
def chain(
    price: Annotated[float, typer.Option("--price", help="price of a share in dollars")] = 135.0,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    json: AsJson = False,
) -> None:
    """Carry a price per share on into revenue, gigawatts, tonnes, launches, wafers and terawatt-hours."""
    world = _world(scenario, [*(settings or []), f"offering.price={price}"])
    _show(workbench.evaluate(registry.results("chain"), world), style, json)


@app.command("claims")
def list_claims(
    chapter: Annotated[int | None, typer.Option(help="only this chapter")] = None,
    verdict: Annotated[str | None, typer.Option(help="only this verdict of today, such as fails")] = None,
    scenario: Scenario = "base",
    style: Output = "table",
    json: AsJson = False,
) -> None:
    """List the claims, filtered by chapter or verdict."""
    if verdict is not None and verdict not in claims.MARKS:
        raise EvidenceError(f"--verdict must be one of {', '.join(claims.MARKS)}; got {verdict!r}")
    frame = workbench.verdicts(world_of(scenario))
    keep = (frame["chapter"] == chapter if chapter is not None else frame["chapter"] > 0) & (
        frame["today"] == verdict if verdict is not None else frame["today"] != ""
    )
    _show(frame[keep], style, json)


@app.command()
def sources(
    of: Annotated[str, typer.Option("--of", help="a result or a record")],
    scenario: Scenario = "base",
    style: Output = "table",
    json: AsJson = False,
) -> None:
    """List the records behind a result, or one record, with their sources."""
    world = world_of(scenario)
    keys = [of] if of in world else sorted(registry.find(of).answer(world).records)
    rows = []
    for key in keys:
        record = world.record(key)
        rows.append((key, record.name, record.kind, str(record.as_of or ""), ", ".join(record.sources), record.locator))
    _show(pd.DataFrame(rows, columns=["record", "name", "kind", "as_of", "sources", "locator"]), style, json)


@app.command()
def trace(
    key: Annotated[str, typer.Argument(help="a result")],
    scenario: Scenario = "base",
    settings: Settings = None,
) -> None:
    """Show how a number came about: function, models, records, sources, down to file and line."""
    top = trace_back(key, _world(scenario, settings))
    Console(soft_wrap=True, width=200).print(_branch(top, Tree(_step(top))))


@app.command("export")
def export_data(
    folder: Annotated[Path, typer.Argument(help="where to write; made when missing")],
    scenario: Scenario = "base",
) -> None:
    """Write all evidence and results as a data package (CSV, Parquet and a description)."""
    for file in datapackage.write(world_of(scenario), folder):
        sys.stdout.write(f"{file}\n")


@app.command(hidden=True)
def pages(scenario: Scenario = "base", readme: bool = False) -> None:
    """Write the generated reference pages of the book, and the verdict table of the README."""
    world = world_of(scenario)
    export.write_pages(world)
    if readme:
        export.write_readme(world)


def _step(step: Step) -> str:
    value = f" = {step.value}" if step.value else ""
    place = f"  [dim]{step.place}[/]" if step.place else ""
    return f"[bold]{step.name}[/]{value} [italic]{step.kind}[/]{place}"


def _branch(step: Step, tree: Tree) -> Tree:
    for below in step.below:
        _branch(below, tree.add(_step(below)))
    return tree


def main() -> None:
    """Run a command; whatever is wrong ends in one line and exit code 2."""
    try:
        app()
    except (EvidenceError, TraceError, ValueError, OSError) as error:
        sys.stderr.write(" ".join(f"wtd: {error}".split()) + "\n")
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        sys.stderr.write("wtd: interrupted; nothing was written\n")
        raise SystemExit(130) from None
