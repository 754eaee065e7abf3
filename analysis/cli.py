"""The command line of the analyst's bench: ``python -m analysis``, installed as ``wtd``.

Exit codes: 0 done; 1 a verdict flipped and ``--fail`` asked to be told; 2 something in the call or the evidence is
wrong, one line says what, what was expected and what to try; 3 the fault is ours; 130 interrupted, 143 stopped by
another program.

Everything heavy is loaded by the command that needs it, so that help and completion answer at once.
"""

from __future__ import annotations

import json
import math
import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

import typer
from typer.exceptions import TyperException

import analysis

if TYPE_CHECKING:
    import pandas as pd
    from rich.tree import Tree

    from analysis.evidence import World
    from analysis.studies.provenance import Step

EPILOG = """
Exit codes: 0 done, 1 a verdict flipped (with --fail), 2 a mistake in the call or the evidence, 3 a fault of ours,
130 interrupted, 143 stopped. WTD_DEBUG=1 shows where a fault arose.
"""
WIDE = 160  # columns of a table that goes into a file or a pipe
INTERRUPTED, STOPPED = 130, 143
LONGEST = 1_000  # signs of a complaint; of a longer one the beginning and the end are told
MOST = 1e10  # points of a Monte Carlo run: an hour on a workstation

app = typer.Typer(
    help="Watts, Tonnes, Dollars: change a number, see what moves.",
    epilog=EPILOG,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _results(incomplete: str) -> list[str]:
    from analysis.studies import registry

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


def _worlds(incomplete: str) -> list[str]:
    from analysis.evidence.world import shipped_scenarios

    return [name for name in ("base", *shipped_scenarios()) if name.startswith(incomplete)]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"expected a plain number, such as 1e6 or 135; got {text!r}") from None


Format: TypeAlias = Literal["table", "json", "csv"]
Scenario = Annotated[
    str,
    typer.Option(
        "--scenario",
        "-s",
        envvar="SCENARIO",
        help="base, a shipped scenario, or a scenario file",
        autocompletion=_worlds,
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
AsJson = Annotated[bool, typer.Option("--json", help="the same as --format json")]
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
    world = _world(scenario, settings)
    with _working("computing", world):
        found = analysis.evaluate(keys or None, world)
    _show(found, style, as_json)


@app.command()
def verdicts(
    scenario: Scenario = "base", settings: Settings = None, style: Output = "table", as_json: AsJson = False
) -> None:
    """Judge all claims, as published and as known today.

    Example: wtd verdicts --scenario sceptic
    """
    world = _world(scenario, settings)
    with _working("judging every claim", world):
        found = analysis.verdicts(world)
    _show(found, style, as_json)


@app.command()
def compare(
    first: Annotated[
        str, typer.Argument(help="a scenario; with --release the world to hold against it", autocompletion=_worlds)
    ] = "base",
    second: Annotated[
        str | None, typer.Argument(help="another; when left out, base against the first", autocompletion=_worlds)
    ] = None,
    release: Annotated[str | None, typer.Option("--release", help="a published release, such as 0.1.0")] = None,
    only: Only = None,
    why: Annotated[
        bool, typer.Option("--why", help="name for every result the change that moves it most (some seconds)")
    ] = False,
    fail: Annotated[bool, typer.Option("--fail", help="exit with 1 when a verdict flips")] = False,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Show which figures and verdicts differ between two worlds, and which single input flips each verdict.

    Examples: wtd compare base sceptic --why; wtd compare --release 0.1.0 --fail
    """
    if release is not None and (second is not None or only or why):
        raise typer.BadParameter("--release is compared with one whole world; leave --release or the others out")
    before, after = (_world(name, None) for name in ((first, second) if second is not None else ("base", first)))
    with _working("computing both worlds", before, after):
        found = (
            analysis.compare(before, after, only, why) if release is None else analysis.compare_release(release, after)
        )
    _show_comparison(found, style, as_json)
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
    fail: Annotated[bool, typer.Option("--fail", help="exit with 1 when a verdict flips")] = False,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Change numbers and see what moves against the same world without the changes.

    Example: wtd whatif --set launch.price="200 USD/kg" --set offering.price="100 USD/share"
    """
    before, after = _world(scenario, None), _world(scenario, settings)
    with _working("computing both worlds", before, after):
        found = analysis.compare(before, after, only, why)
    _show_comparison(found, style, as_json)
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
    if not 64 <= count <= MOST:
        raise typer.BadParameter(f"--count must lie between 64 and {MOST:g}; got {count:g}, try -n 1e6")
    world = _world(scenario, settings)
    found = analysis.montecarlo(keys, world, int(count), progress=sys.stderr.isatty(), workers=workers, cluster=cluster)
    _show(found, style, as_json)


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
    with _working("ranking the inputs"):
        found = analysis.sensitivity(key, _world(scenario, settings))
    _show(found, style, as_json)


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
    with _working("solving"):
        found = analysis.breakeven(key, unknown, level, _world(scenario, settings))
    _show(found, style, as_json)


@app.command()
def chain(
    price: Annotated[
        float | None, typer.Option("--price", help="price of a share in dollars", parser=_number, metavar="DOLLARS")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="every result of the chain, not its links alone")] = False,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Carry a price per share on into revenue, gigawatts, tonnes, launches, wafers and terawatt-hours.

    The range holds nine times in ten; the last column says what has been demonstrated, and by whom. With --all, every
    result of the chain.

    Example: wtd chain --price 200
    """
    world = _world(scenario, [*(settings or []), *([] if price is None else [f"offering.price={price!r}"])])
    with _working("carrying the price through the chain", world):
        found = analysis.evaluate("chain", world) if everything else analysis.chain(world)
    title = "" if everything else f"What {world.say('offering.price')} needs"
    _show(found, style, as_json, title, hidden=() if everything else ("needed", "low", "high", "demonstrated", "unit"))


@app.command()
def claims(
    chapter: Annotated[int | None, typer.Option(help="only this chapter")] = None,
    verdict: Annotated[str | None, typer.Option(help="only this verdict of today, such as fails")] = None,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """List the claims, filtered by chapter or verdict.

    Example: wtd claims --chapter 1 --verdict fails
    """
    from analysis.claims import MARKS

    if verdict is not None and verdict not in MARKS:
        raise typer.BadParameter(f"--verdict must be one of {', '.join(MARKS)}; got {verdict!r}")
    world = _world(scenario, settings)
    with _working("judging every claim", world):
        frame = analysis.verdicts(world)
    if chapter is not None and chapter not in set(frame["chapter"]):
        raise typer.BadParameter(f"--chapter must be one that has claims, 1 to {frame['chapter'].max()}; got {chapter}")
    kept = frame[(frame["chapter"] == chapter) | (chapter is None)]
    _show(kept[(kept["today"] == verdict) | (verdict is None)], style, as_json)


@app.command()
def sources(
    of: Annotated[str, typer.Option("--of", help="a result or a record", autocompletion=_records_and_results)],
    scenario: Scenario = "base",
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """List the records behind a result, or one record, with the sources of each.

    Example: wtd sources --of multiple.offer_multiple
    """
    found = analysis.sources(of, _world(scenario, None))
    hidden = ("url",) if found["reason"].any() else ("url", "reason")
    if style == "table" and not as_json:  # a record with several sources is told once
        told = ["name", "value", "kind", "as_of", "reason"]
        found.loc[found["record"].duplicated(), ["record", *told]] = ""
    _show(found, style, as_json, hidden=hidden)


@app.command()
def trace(
    key: Key,
    scenario: Scenario = "base",
    settings: Settings = None,
    style: Output = "table",
    as_json: AsJson = False,
) -> None:
    """Show how a number came about: function, models, records, sources, down to file and line.

    Example: wtd trace multiple.offer_multiple
    """
    from analysis import workbench

    world = _world(scenario, settings)
    with _working("following the number back", world):
        found = workbench.trace(key, world)
    if as_json or style == "json":
        _print_json(_as_dict(found))
    elif style == "csv":
        _show(_as_frame(found), "csv", False)
    else:
        from rich.tree import Tree

        console = _console()
        console.print(_branch(found, Tree(_step(found))), soft_wrap=True)


@app.command()
def scenarios(style: Output = "table", as_json: AsJson = False) -> None:
    """List the worlds that come with the report.

    Example: wtd scenarios
    """
    _show(analysis.scenarios(), style, as_json)


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
    _show(analysis.assumptions(" ".join(words or []), _world(scenario, settings)), style, as_json)


@app.command("export")
def export_data(
    folder: Annotated[Path, typer.Argument(help="where to write; made when missing", show_default=False)],
    scenario: Scenario = "base",
    as_json: AsJson = False,
) -> None:
    """Write all evidence and results as a data package (CSV, Parquet and a description).

    Example: wtd export data/ --scenario sceptic
    """
    from analysis import datapackage

    world = _world(scenario, None)
    with _working("writing the data package", world):
        written = datapackage.write(world, folder)
    if as_json:
        _print_json({"written": [str(file) for file in written]})
    else:
        sys.stdout.write("".join(f"{file}\n" for file in written))


@app.command(hidden=True)
def pages(scenario: Scenario = "base", readme: bool = False) -> None:
    """Write the generated reference pages of the book, and the verdict table of the README."""
    from analysis import export

    _only_in_a_checkout()
    world = _world(scenario, None)
    with _working("writing the reference pages", world):
        export.write_pages(world)
        if readme:
            export.write_readme(world)


@app.command(hidden=True)
def snapshot() -> None:
    """Write the snapshot of this version's inputs, results and verdicts."""
    from analysis import releases

    _only_in_a_checkout()
    world = _world("base", None)
    with _working("computing everything", world):
        written = releases.write(world)
    sys.stdout.write(f"{written}\n")


def _only_in_a_checkout() -> None:
    from analysis.contents import TEXT

    if not TEXT.is_dir():
        raise typer.BadParameter("this command writes the report's own files: run it in a checkout")


# ---- worlds ----------------------------------------------------------------------------------------------------------


def _world(scenario: str, settings: list[str] | None) -> World:
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
    return analysis.scenario(scenario, changes)


# ---- what a command prints -------------------------------------------------------------------------------------------


def _console() -> Any:
    from rich.console import Console

    class Paper(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end with 1, which says here that a verdict flipped

    console = Paper(highlight=False)
    return console if console.is_terminal else Paper(highlight=False, width=WIDE)


@contextmanager
def _working(doing: str, *worlds: World) -> Iterator[None]:
    """Say on a terminal what is going on, a pipe hears nothing of it; use and keep the answers of these worlds."""
    from analysis.remember import remembered

    with ExitStack() as stack:
        if sys.stderr.isatty():
            from rich.console import Console

            stack.enter_context(Console(stderr=True).status(f"{doing} … (Ctrl+C stops)"))
        stack.enter_context(remembered(*worlds))
        yield


def _show(frame: pd.DataFrame, style: Format, as_json: bool, title: str = "", hidden: tuple[str, ...] = ()) -> None:
    if as_json or style == "json":
        _print_json(_rows(frame))
    elif style == "csv":
        sys.stdout.write(frame.to_csv(index=False))
    else:
        _print_table(frame.drop(columns=list(hidden)), title)


def _show_comparison(found: Any, style: Format, as_json: bool) -> None:
    if as_json or style == "json":
        names = {"first": found.first, "second": found.second}
        _print_json(names | {part: _rows(frame) for part, frame in found.frames().items()})
    elif style == "csv":
        _show(found.tidy(), "csv", False)
    else:
        titles = {"inputs": ("input", "differs"), "results": ("result", "moves"), "verdicts": ("verdict", "flips")}
        for part, frame in found.frames().items():
            printed = frame[frame["first"] != frame["second"]]
            if len(printed):
                _print_table(printed, _counted(len(printed), *titles[part]))
            if hidden := len(frame) - len(printed):
                sys.stdout.write(f"{_counted(hidden, *titles[part], more=True)} in digits that are not printed\n")
            sys.stdout.write("" if len(frame) else f"no {titles[part][0]} {titles[part][1]}\n")


def _counted(count: int, thing: str, does: str, more: bool = False) -> str:
    noun, verb = (thing, does) if count == 1 else (f"{thing}s", does.removesuffix("s"))
    return f"{count} {'more ' if more else ''}{noun} {verb}"


def _print_json(content: object) -> None:
    sys.stdout.write(json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n")


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the rows as JSON takes them: full precision, and null for what is missing or not finite."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    plain = value.item() if hasattr(value, "item") else value
    return None if isinstance(plain, float) and not math.isfinite(plain) else plain


def _print_table(frame: pd.DataFrame, title: str = "") -> None:
    from rich import box
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", title_style="bold", header_style="bold", box=box.SIMPLE)
    for place, (name, kind) in enumerate(frame.dtypes.items()):
        justify: Literal["left", "right"] = "right" if kind.kind in "fiu" else "left"
        table.add_column(str(name).replace("_", " "), justify=justify, no_wrap=place == 0, overflow="fold")
    for row in frame.itertuples(index=False):
        table.add_row(*(_cell(value) for value in row))
    _console().print(table)


def _cell(value: Any) -> str:
    from rich.markup import escape

    if value is None or value != value:
        return "–"
    if isinstance(value, float):
        from analysis.units import number

        return number(value, 4) if 1e-4 <= abs(value) < 1e12 or value == 0 else f"{value:.4g}".replace("-", "−")
    return escape({True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value))


def _step(step: Step) -> str:
    from rich.markup import escape

    value = f"{': ' if step.kind == 'source' else ' = '}{escape(step.value)}" if step.value else ""
    place = f"  [dim]{escape(step.place)}[/]" if step.place else ""
    return f"[bold]{escape(step.name)}[/]{value} [italic]{step.kind}[/]{place}"


def _branch(step: Step, tree: Tree) -> Tree:
    for below in step.below:
        _branch(below, tree.add(_step(below)))
    return tree


def _as_dict(step: Step) -> dict[str, Any]:
    below = [_as_dict(s) for s in step.below]
    return {"kind": step.kind, "name": step.name, "value": step.value, "place": step.place, "rests_on": below}


def _as_frame(top: Step) -> pd.DataFrame:
    import pandas as pd

    def rows(step: Step, depth: int) -> Iterator[tuple[int, str, str, str, str]]:
        yield depth, step.kind, step.name, step.value, step.place
        for below in step.below:
            yield from rows(below, depth + 1)

    return pd.DataFrame(list(rows(top, 0)), columns=["depth", "kind", "name", "value", "place"])


# ---- the way out -----------------------------------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> None:
    """Run a command; whatever is wrong ends in one line, and an exit code that a script can use."""
    warnings.showwarning = _warn
    heard: list[int] = []
    try:
        with _hearing(heard):
            code = app(arguments, prog_name="wtd", standalone_mode=False)
            sys.stdout.flush()
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except TyperException as error:
        _stop(_usage(error), 2)
    except BrokenPipeError:  # the reader of the pipe has seen enough
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except Exception as error:
        if os.environ.get("WTD_DEBUG"):
            raise
        if not heard:
            _stop(*_explained(error))
        code = INTERRUPTED  # a library that was just being loaded made an error of its own of the Ctrl-C
    if code == INTERRUPTED and signal.SIGTERM in heard:
        _end_workers()
        _stop("stopped; nothing was written", STOPPED)
    if code == INTERRUPTED:
        _stop("interrupted; nothing was written", INTERRUPTED)
    raise SystemExit(code if isinstance(code, int) else 0)


class Interruption(KeyboardInterrupt):
    """A Ctrl-C or SIGTERM; of a plain KeyboardInterrupt in `exec` CPython makes the exit code -2, even when caught."""


@contextmanager
def _hearing(heard: list[int]) -> Iterator[None]:
    """Note each Ctrl-C and each SIGTERM on its way, whatever becomes of the exception that it raises."""

    def hear(number: int, frame: object) -> None:
        heard.append(number)
        raise Interruption

    if threading.current_thread() is not threading.main_thread():  # only the main thread may listen
        yield
        return
    before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_workers() -> None:
    """End the processes of a pool that was still starting: nobody else tells them, and Python would wait for them."""
    import multiprocessing

    for worker in multiprocessing.active_children():
        worker.terminate()


def _usage(error: TyperException) -> str:
    """Tell a wrong flag, argument or command in one line, with where to read more."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "wtd"
    said = error.format_message().removeprefix("Invalid value: ").replace("Value error, ", "")
    return f"{said.rstrip('.?')}; `{command} --help` shows examples"


def _explained(error: Exception) -> tuple[str, int]:
    from analysis.evidence.errors import EvidenceError

    if isinstance(error, EvidenceError | OSError):
        return str(error), 2
    if isinstance(error, MemoryError):
        return "not enough memory; try fewer points or fewer results", 2
    return f"{type(error).__name__}: {error}; this is a fault of ours, WTD_DEBUG=1 shows where", 3


def _stop(message: str, code: int) -> None:
    line = _printable(" ".join(message.split()))
    short = line if len(line) <= LONGEST else f"{line[: LONGEST // 2]} … {line[-LONGEST // 2 :]}"
    sys.stderr.write(f"wtd: {short}\n")
    raise SystemExit(code)


def _printable(text: str) -> str:
    """Spell out what a terminal would obey: escapes, marks that turn the text around."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _warn(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
    sys.stderr.write(f"wtd: note: {category.__name__}: {' '.join(str(message).split())}\n")
