"""The command line of the analyst's bench: ``python -m analysis``, installed as ``wtd``.

Exit codes: 0 done; 1 a verdict flipped and ``--fail`` was given; 2 something in the call or the evidence is
wrong, one line says what, what was expected and what to try; 3 an internal error; 130 interrupted, 143 stopped by
another program.

Everything heavy is loaded by the command that needs it, so that help and completion answer at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import analysis
from analysis.cli import exits
from analysis.cli.output import (
    Format,
    draw_steps,
    make_console,
    print_json,
    show,
    show_comparison,
    step_dict,
    step_frame,
    working,
)

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evidence import Case
    from analysis.results.provenance import Step

EPILOG = """
Exit codes: 0 done, 1 a verdict flipped (with --fail), 2 a mistake in the call or the evidence, 3 an internal error,
130 interrupted, 143 stopped. WTD_DEBUG=1 shows where it arose.
"""
MAX_WORKERS = 1024
MAX_POINTS = 1e10  # points of a Monte Carlo run: an hour on a workstation

app = typer.Typer(
    help="Watts, Tonnes, Dollars: change a number, see what moves.",
    epilog=EPILOG,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _results(incomplete: str) -> list[str]:
    from analysis.results import registry

    return [key for key in registry.results() if key.startswith(incomplete)]


def _studies(incomplete: str) -> list[str]:
    return sorted({key.partition(".")[0] for key in _results("") if key.startswith(incomplete)})


def _records(incomplete: str) -> list[str]:
    from analysis.evidence import records
    from analysis.evidence.store import aliases

    return [key for key in (*records(), *aliases()) if key.startswith(incomplete)]


def _records_and_results(incomplete: str) -> list[str]:
    return [*_results(incomplete), *_records(incomplete)]


def _settings(incomplete: str) -> list[str]:
    return [f"{key}=" for key in _records(incomplete)]


def _claims(incomplete: str) -> list[str]:
    from analysis.evidence import claim_records

    return [name for name in claim_records() if name.startswith(incomplete)]


def _claims_and_studies(incomplete: str) -> list[str]:
    return [*_claims(incomplete), *_studies(incomplete)]


def _cases(incomplete: str) -> list[str]:
    from analysis.evidence.case import shipped_scenarios

    return [name for name in ("base", *shipped_scenarios()) if name.startswith(incomplete)]


def _weights(incomplete: str) -> list[str]:
    return [f"{name}=" for name in _cases(incomplete)]


def _picture_or_table(text: str) -> Path:
    out = _place_to_write(text)
    if out.suffix not in (".csv", ".parquet", ".svg", ".png", ".html"):
        raise typer.BadParameter(f"the file must end in .csv, .parquet, .svg, .png or .html; got {text!r}")
    return out


def _place_to_write(text: str) -> Path:
    if not text.strip() or "\x00" in text:
        raise typer.BadParameter(f"a place to write needs a name that files can have, such as data; got {text!r}")
    return Path(text)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"expected a plain number, such as 1e6 or 135; got {text!r}") from None


Scenario = Annotated[
    str,
    typer.Option(
        "--scenario",
        "-s",
        envvar="SCENARIO",
        help="base, a shipped scenario, or a scenario file",
        autocompletion=_cases,
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", help='a changed number: offering.price="100 USD/share"', autocompletion=_settings),
]
Output = Annotated[Format, typer.Option("--format", "-f", help="how to print it")]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", help="a study, such as parity: its results and claims only", autocompletion=_studies),
]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON, with plain numbers and their units")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", help="a file to write: .csv, .parquet, .svg, .png or .html", parser=_picture_or_table, metavar="FILE"
    ),
]
Rankings = Annotated[
    bool, typer.Option("--rankings", help="compute results that rank inputs by variance, too (some twenty seconds)")
]
Key = Annotated[
    str, typer.Argument(help="a result, such as multiple.offer_multiple", autocompletion=_results, show_default=False)
]
Keys = Annotated[
    list[str] | None,
    typer.Argument(
        help="results, such as multiple.offer_multiple, or studies, such as multiple; all when left out",
        autocompletion=_results,
        show_default=False,
    ),
]


@app.callback(invoke_without_command=True)
def top(
    context: typer.Context, version: Annotated[bool, typer.Option("--version", help="print the version")] = False
) -> None:
    """Watts, Tonnes, Dollars: change a number, see what moves."""
    if version:
        sys.stdout.write(f"wtd {analysis.__version__}\n")
    elif context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")


@app.command()
def evaluate(
    keys: Keys = None,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Compute results.

    Example: wtd evaluate multiple.offer_multiple --set offering.price="100 USD/share"
    """
    case = _case(scenario, settings)
    with working("computing", case):
        found = analysis.evaluate(keys or None, case)
    show(found, style, as_json)


@app.command()
def audit(
    random: Annotated[int, typer.Option("--random", min=1, help="how many numbers to draw")] = 50,
    seed: Annotated[int, typer.Option("--seed", help="the seed of the draw")] = 0,
    as_json: AsJson = False,
) -> None:
    """Print a reviewer's sheet of numbers drawn at random: value, source, place, excerpt, check, originals.

    Example: wtd audit --random 50 --seed 7
    """
    from analysis.evidence import audits

    drawn = audits.draw(random, seed)
    if as_json:
        print_json(
            [
                {
                    "key": item.key,
                    "value": item.value,
                    "kind": item.kind,
                    "as_of": str(item.as_of or ""),
                    "sources": list(item.sources),
                    "locator": item.locator,
                    "excerpt": audits.excerpts().get(item.key, ""),
                    "check": item.check,
                    "originals": list(item.originals),
                }
                for item in drawn
            ]
        )
    else:
        sys.stdout.write(audits.sheet(drawn, seed))


@app.command()
def verdicts(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="claims, such as T12, or studies, such as parity; all when left out",
            autocompletion=_claims_and_studies,
            show_default=False,
        ),
    ] = None,
    scenario: Scenario = "base",
    settings: Settings = None,
    pin: Annotated[bool, typer.Option("--pin", help="write what the tests hold the base against")] = False,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Judge claims, as published and as known today, with how likely each is.

    Examples: wtd verdicts --scenario sceptic; wtd verdicts T12 --set launch.price="200 USD/kg"
    """
    if pin:
        from analysis.results.verdicts import PINS, read_pins, write_pins

        _only_in_a_checkout()
        case, before = _case("base", None), read_pins()
        with working("judging every claim", case):
            write_pins(case)
        for row in read_pins():
            if row not in before:
                sys.stdout.write(f"{', '.join(value for value in row.values() if value)}\n")
        sys.stdout.write(f"{PINS}\n")
        return
    case = _case(scenario, settings)
    with working("judging the claims", case):
        found = analysis.verdicts(case, names or None)
    show(found, style, as_json)


@app.command()
def score(
    style: Output = "table",
    as_json: AsJson = False,
    replay: Annotated[bool, typer.Option("--replay", help="score what was known on two earlier days instead")] = False,
    calibration: Annotated[bool, typer.Option("--calibration", help="what was said against what came, alone")] = False,
) -> None:
    """Score the forecasts that are decided: ours, those of others, and the base rates' on the same events.

    As a table, the calibration of all forecasters follows the scores. A resolution is entered in forecasts.toml as
    `resolved`, `outcome` and `resolution_sources`.

    Examples: wtd score; wtd score --calibration --json; wtd score --replay
    """
    from analysis.results import scores

    if replay and calibration:
        raise typer.BadParameter("--replay and --calibration are two tables; ask for one of them")
    case = _case("base", None)
    with working("scoring every forecast", case):
        if replay:
            tables = [scores.replayed(case)]
        elif calibration:
            tables = [scores.calibration(case)]
        else:
            tables = [scores.scores(case), *([scores.calibration(case)] if style == "table" and not as_json else [])]
    for place, table in enumerate(tables):
        if place:
            sys.stdout.write("\n")
        show(table, style, as_json)


@app.command()
def compare(
    first: Annotated[
        str, typer.Argument(help="a scenario; with --release the case to compare it with", autocompletion=_cases)
    ] = "base",
    second: Annotated[
        str | None, typer.Argument(help="another; when left out, base against the first", autocompletion=_cases)
    ] = None,
    release: Annotated[str | None, typer.Option("--release", help="a published release, such as 0.1.0")] = None,
    only: Only = None,
    why: Annotated[
        bool, typer.Option("--why", help="name for every result the change that moves it most (some seconds)")
    ] = False,
    rankings: Rankings = False,
    fail: Annotated[bool, typer.Option("--fail", help="exit with 1 when a verdict flips")] = False,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Show which figures and verdicts differ between two cases, and which single input flips each verdict.

    Examples: wtd compare base sceptic --why; wtd compare --release 0.1.0 --fail
    """
    if release is not None and (second is not None or only or why):
        raise typer.BadParameter("--release is compared with one whole world; leave --release or the others out")
    before, after = (_case(name, None) for name in ((first, second) if second is not None else ("base", first)))
    with working("computing both cases", before, after):
        found = (
            analysis.compare(before, after, only, why, rankings)
            if release is None
            else analysis.compare_release(release, after)
        )
    show_comparison(found, style, as_json)
    if found.left_out:
        names = ", ".join(found.left_out)
        sys.stderr.write(f"wtd: note: left out, because they rank inputs by variance: {names}; --rankings has them\n")
    if fail and len(found.verdicts):
        raise typer.Exit(1)


@app.command()
def whatif(
    settings: Annotated[
        list[str],
        typer.Option("--set", help='a changed number: offering.price="100 USD/share"', autocompletion=_settings),
    ],
    scenario: Scenario = "base",
    only: Only = None,
    why: Annotated[
        bool, typer.Option("--why", help="name for every result the change that moves it most (some seconds)")
    ] = False,
    rankings: Rankings = False,
    fail: Annotated[bool, typer.Option("--fail", help="exit with 1 when a verdict flips")] = False,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Change numbers and see what moves against the same case without the changes.

    Example: wtd whatif --set launch.price="200 USD/kg" --set offering.price="100 USD/share"
    """
    before, after = _case(scenario, None), _case(scenario, settings)
    with working("computing both cases", before, after):
        found = analysis.compare(before, after, only, why, rankings)
    show_comparison(found, style, as_json)
    if found.left_out:
        names = ", ".join(found.left_out)
        sys.stderr.write(f"wtd: note: left out, because they rank inputs by variance: {names}; --rankings has them\n")
    if fail and len(found.verdicts):
        raise typer.Exit(1)


@app.command()
def montecarlo(
    keys: Annotated[list[str], typer.Argument(help="results to sample", autocompletion=_results)],
    count: Annotated[
        float, typer.Option("-n", "--count", help="points, such as 1e6", parser=_number, metavar="NUMBER")
    ] = 2**14,
    workers: Annotated[int | None, typer.Option(help="processes; the numbers stay the same", min=1)] = None,
    cluster: Annotated[
        str | None, typer.Option(help='address of a Dask scheduler, or "local"; the numbers stay the same')
    ] = None,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Run results over the ranges of their inputs.

    Examples: wtd montecarlo satellite.specific_mass_rolled_up -n 1e6

    wtd montecarlo satellite.specific_mass_rolled_up -n 1e9 --cluster tcp://HOST:8786
    """
    if workers is not None and workers > MAX_WORKERS:
        raise typer.BadParameter(f"--workers is at most {MAX_WORKERS}; got {workers:,}, try one for each core")
    if not 64 <= count <= MAX_POINTS:
        raise typer.BadParameter(f"--count must lie between 64 and {MAX_POINTS:g}; got {count:g}, try -n 1e6")
    if count != int(count):
        raise typer.BadParameter(f"--count is a whole number; got {count:g}, try -n {count:.0f}")
    case = _case(scenario, settings)
    found = analysis.montecarlo(keys, case, int(count), progress=sys.stderr.isatty(), workers=workers, cluster=cluster)
    show(found, style, as_json)


@app.command()
def sensitivity(
    key: Key,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Rank the inputs of a result by the variance that each explains.

    Example: wtd sensitivity satellite.specific_mass_rolled_up
    """
    with working("ranking the inputs"):
        found = analysis.sensitivity(key, _case(scenario, settings))
    show(found, style, as_json)


@app.command()
def breakeven(
    key: Key,
    unknown: Annotated[str, typer.Option("--of", help="the input to solve for", autocompletion=_records)],
    level: Annotated[str, typer.Option("--level", help="what the result has to reach, with or without its unit")],
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Solve for the value of one input at which a result reaches a level.

    Example: wtd breakeven multiple.offer_multiple --of offering.price --level 64
    """
    with working("solving"):
        found = analysis.breakeven(key, unknown, level, _case(scenario, settings))
    show(found, style, as_json)


@app.command()
def goal(
    claim: Annotated[str, typer.Argument(help="a claim, such as T12", autocompletion=_claims, show_default=False)],
    unknown: Annotated[str, typer.Option("--of", help="the input to solve for", autocompletion=_records)],
    wanted: Annotated[
        str, typer.Option("--to", help="likely, leans true, open, leans false, or a probability such as 50%")
    ] = "likely",
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Find the value of an input at which a claim becomes as probable as wanted, all other inputs with their ranges.

    Example: wtd goal T12 --of launch.price --to open
    """
    from analysis.api import goals

    case = _case(scenario, settings)
    with working("solving", case):
        found = goals.goal(claim, unknown, wanted, case)
    show(found, style, as_json)


@app.command()
def tornado(
    key: Key,
    out: Out = None,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Move each input of a result to both ends of its range: what moves the result most, as a table, file or chart.

    Example: wtd tornado parity.ratio_2035 --out tornado.svg
    """
    from analysis.api import goals

    case = _case(scenario, settings)
    with working("moving each input", case):
        found = goals.tornado(key, case)
    _write(found, out, lambda: goals.tornado_chart(found, key), style, as_json, "inputs")


@app.command()
def distribution(
    key: Key,
    out: Out = None,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Draw a result over the ranges of its inputs: the share of the draws in each bin, as a table, file or chart.

    Example: wtd distribution parity.ratio_2035 --out distribution.svg
    """
    case = _case(scenario, settings)
    from analysis.api import core

    with working("drawing", case):
        found = core.bins(key, case)
    _write(found, out, lambda: core.histogram(key, case), style, as_json, "bins")


@app.command()
def weighted(
    key: Key,
    weights: Annotated[
        list[str],
        typer.Argument(
            help="scenarios with their weights, base=0.6 sceptic=0.4; a file may hold its own",
            autocompletion=_weights,
            show_default=False,
        ),
    ],
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Compute a result in several scenarios, and its mean by their weights.

    Example: wtd weighted multiple.offer_multiple base=0.6 sceptic=0.4
    """
    from analysis.api import goals

    given: dict[str, float | None] = {}
    for text in weights:
        before, equals, number = text.rpartition("=")
        name = before if equals else text
        if not name or name in given:
            raise typer.BadParameter(f"each scenario comes once, with its weight: base=0.6 sceptic=0.4; got {text!r}")
        given[name] = _number(number) if equals else None
    with working("computing each scenario"):
        found = goals.weighted(key, given)
    show(found, style, as_json)


@app.command()
def sweep(
    over: Annotated[
        list[str],
        typer.Argument(
            help="one input or two, each followed by its values: launch.price 50:3600:log", show_default=False
        ),
    ],
    of: Annotated[str, typer.Option("--of", help="the result to compute", autocompletion=_results)],
    out: Out = None,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Compute a result over the values of one input or two.

    Values are LOW:HIGH, LOW:HIGH:log, LOW:HIGH:log:21 or 50,100,200, in the unit of the record.

    Examples: wtd sweep launch.price 50:3600:log --of parity.ratio_2035

    wtd sweep launch.price 50:3600:log:9 cost.orbit_life 3,5,8 --of parity.ratio_2035 --out sweep.svg
    """
    from analysis.api import sweeps

    if len(over) not in (2, 4):
        raise typer.BadParameter("a sweep needs one input or two, each with its values: launch.price 50:3600:log")
    if len(set(over[::2])) < len(over[::2]):
        raise typer.BadParameter("a sweep over two inputs needs two different ones")
    grid = {name: sweeps.points(values) for name, values in zip(over[::2], over[1::2], strict=True)}
    case = _case(scenario, settings)
    with working("sweeping", case):
        found = sweeps.sweep(of, grid, case)
    _write(found, out, lambda: sweeps.chart(found, ":log" in over[1]), style, as_json, "points")


@app.command()
def chain(
    price: Annotated[
        str | None, typer.Option("--price", help='price of a share: 200, "$200" or "200 USD/share"', metavar="PRICE")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="every result of the chain, not its links alone")] = False,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Carry a price per share on into revenue, gigawatts, tonnes, launches, wafers and terawatt-hours.

    The range is the 90 % range; the last column says what has been demonstrated, and by whom. With --all, every
    result of the chain.

    Example: wtd chain --price 200
    """
    case = _case(scenario, [*(settings or []), *([] if price is None else [f"offering.price={_per_share(price)}"])])
    with working("carrying the price through the chain", case):
        found = analysis.evaluate("chain", case) if everything else analysis.chain(case)
    title = "" if everything else f"What {case.say('offering.price')} needs"
    show(found, style, as_json, title, hidden=() if everything else ("needed", "low", "high", "demonstrated", "unit"))


@app.command()
def claims(
    chapter: Annotated[int | None, typer.Option(help="only this chapter")] = None,
    verdict: Annotated[str | None, typer.Option(help="only this answer of today, such as unlikely")] = None,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """List the claims, filtered by chapter or verdict.

    Example: wtd claims --chapter 1 --verdict false
    """
    from analysis.results.verdicts import MARKS

    if verdict is not None and verdict not in MARKS:
        raise typer.BadParameter(f"--verdict must be one of {', '.join(MARKS)}; got {verdict!r}")
    case = _case(scenario, settings)
    with working("judging every claim", case):
        frame = analysis.verdicts(case)
    if chapter is not None and chapter not in set(frame["chapter"]):
        raise typer.BadParameter(f"--chapter must be one that has claims, 1 to {frame['chapter'].max()}; got {chapter}")
    kept = frame[(frame["chapter"] == chapter) | (chapter is None)]
    show(kept[(kept["today"] == verdict) | (verdict is None)], style, as_json)


@app.command()
def sources(
    of: Annotated[str, typer.Option("--of", help="a result or a record", autocompletion=_records_and_results)],
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """List the records behind a result, or one record, with the sources of each.

    Example: wtd sources --of multiple.offer_multiple
    """
    found = analysis.sources(of, _case(scenario, settings))
    hidden = ("url",) if found["reason"].any() else ("url", "reason")
    if style == "table" and not as_json:  # a record with several sources is printed once
        told = ["name", "value", "kind", "as_of", "reason"]
        found.loc[found["record"].duplicated(), ["record", *told]] = ""
    show(found, style, as_json, hidden=hidden)


@app.command()
def trace(
    key: Key,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Show how a number came about: function, models, records, sources, down to file and line.

    Of a record, show its sources, the results that read it and the pages that print these.

    Example: wtd trace multiple.offer_multiple
    """
    from analysis.api import core as workbench

    case = _case(scenario, settings)
    with working("following the number", case):
        found = workbench.trace(key, case)
    if found.kind == "record":
        found = _to_the_pages(found)
    if as_json or style == "json":
        print_json(step_dict(found))
    elif style == "csv":
        show(step_frame(found), "csv", False)
    else:
        make_console().print(draw_steps(found), soft_wrap=True)


@app.command()
def scenarios(style: Output = "table", as_json: AsJson = False) -> None:
    """List the cases that come with the report.

    Example: wtd scenarios
    """
    show(analysis.scenarios(), style, as_json)


@app.command()
def assumptions(
    words: Annotated[list[str] | None, typer.Argument(help="words of its key or name", show_default=False)] = None,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """List the numbers that can be changed, with their ranges.

    Example: wtd assumptions launch price
    """
    found = analysis.assumptions(" ".join(words or []), _case(scenario, settings))
    if found.empty:
        raise typer.BadParameter(
            f"no input has {' '.join(words or [])!r} in its key or name; `wtd search` finds misspelt words, too"
        )
    show(found, style, as_json)


@app.command("search")
def search_names(
    words: Annotated[list[str], typer.Argument(help="words of a name or its sentence", show_default=False)],
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Find inputs, results and claims by words, misspelt ones too.

    Example: wtd search launch price
    """
    from analysis.api.core import search

    found = search(" ".join(words))
    if found.empty:
        raise typer.BadParameter(f"nothing is called {' '.join(words)!r}; try fewer or other words")
    show(found, style, as_json)


@app.command("export")
def export_data(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="where to write; made when missing", show_default=False, parser=_place_to_write
        ),
    ],
    scenario: Scenario = "base",
    settings: Settings = None,
    as_json: AsJson = False,
) -> None:
    """Write all evidence and results as a data package (CSV, Parquet and a description).

    Example: wtd export data/ --scenario sceptic
    """
    from analysis.api import datapackage

    case = _case(scenario, settings)
    with working("writing the data package", case):
        written = datapackage.write(case, folder)
    if as_json:
        print_json({"written": [str(file) for file in written]})
    else:
        sys.stdout.write("".join(f"{file}\n" for file in written))


@app.command()
def workbook(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="the file to write, ending in .xlsx", show_default=False, parser=_place_to_write
        ),
    ],
    scenario: Scenario = "base",
    settings: Settings = None,
) -> None:
    """Write the model as a spreadsheet of live formulas, printed from the functions of the report.

    Example: wtd workbook model.xlsx --scenario sceptic
    """
    from analysis.api import workbook as book

    if file.suffix != ".xlsx":
        raise typer.BadParameter(
            f"the workbook is an Excel file and needs a name that ends in .xlsx; got {str(file)!r}"
        )
    if not file.absolute().parent.is_dir():
        raise typer.BadParameter(f"no folder {str(file.absolute().parent)!r} to write into; make it first")
    case = _case(scenario, settings)
    with working("tracing the model", case):
        model = book.write(file, case)
    sys.stdout.write(f"{file}: {len(model.cells):,} formulas over {len(model.program.inputs)} inputs\n")


@app.command(hidden=True)
def pages(scenario: Scenario = "base", readme: bool = False) -> None:
    """Write the generated reference pages of the book, and the verdict table of the README."""
    from analysis.pages import reference as export

    _only_in_a_checkout()
    case = _case(scenario, None)
    with working("writing the reference pages", case):
        export.write_pages(case)
        if readme:
            export.write_readme(case)


@app.command(hidden=True)
def snapshot() -> None:
    """Write the snapshot of this version's inputs, results and verdicts."""
    from analysis.results import snapshots as releases

    _only_in_a_checkout()
    case = _case("base", None)
    with working("computing everything", case):
        written = releases.write(case)
    sys.stdout.write(f"{written}\n")


def _write(
    found: pd.DataFrame, out: Path | None, chart: Callable[[], Any], style: Format, as_json: bool, what: str
) -> None:
    """Print a frame, or write it or its chart into a file."""
    if out is None:
        show(found, style, as_json)
        return
    if out.suffix == ".csv":
        found.to_csv(out, index=False)
    elif out.suffix == ".parquet":
        found.to_parquet(out, index=False)
    else:
        chart().save(str(out))
    sys.stdout.write(f"{out}: {len(found)} {what}\n")


def _to_the_pages(record: Step) -> Step:
    """Keep of the results that read a record those that a page prints, with their pages; the home page's come first."""
    from analysis.pages.toc import pages_that_print
    from analysis.results.provenance import Step

    printed = pages_that_print()
    read = [step for step in record.below if step.kind == "result"]
    shown = [
        replace(
            step,
            below=tuple(
                Step("page", page.short, page.title if page.number else "", page.address) for page in printed[step.name]
            ),
        )
        for step in read
        if step.name in printed
    ]
    shown.sort(key=lambda step: all(page.place != "index.ipynb" for page in step.below))
    rest = len(read) - len(shown)
    more = (Step("result", f"{rest} more", "that no page prints", ""),) if rest else ()
    return replace(record, below=(*(step for step in record.below if step.kind != "result"), *shown, *more))


def _per_share(price: str) -> str:
    return f"{price}/share" if price.startswith("$") and "/" not in price else price


def _only_in_a_checkout() -> None:
    from analysis.pages.toc import TEXT

    if not TEXT.is_dir():
        raise typer.BadParameter("this command writes the report's own files: run it in a checkout")


# ---- worlds ----------------------------------------------------------------------------------------------------------


def _case(scenario: str, settings: list[str] | None) -> Case:
    changes: dict[str, str] = {}
    for setting in settings or []:
        key, equals, value = (part.strip() for part in setting.partition("="))
        if not equals or not value or not key:
            raise typer.BadParameter(
                f'--set needs KEY="VALUE UNIT"; got {setting!r}, try --set offering.price="100 USD/share"'
            )
        if key in changes:
            raise typer.BadParameter(f"--set gives {key} twice; keep one of them")
        changes[key] = value.strip("\"'")
    from analysis.api.core import beyond_range, dropped_ranges

    case = analysis.scenario(scenario, changes)
    for note in [*beyond_range(case), *dropped_ranges(case, changes)]:
        sys.stderr.write(f"wtd: note: {note}\n")
    return case


def main(arguments: list[str] | None = None, ended: dict[str, int] | None = None) -> None:
    """Run the command line; `ended` takes the exit code of a command that went well."""
    exits.run(app, arguments, ended)
