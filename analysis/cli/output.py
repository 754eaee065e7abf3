"""What a command prints: tables, JSON, CSV, trees, and what goes on while it computes."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    import pandas as pd
    from rich.tree import Tree

    from analysis.evidence import Case
    from analysis.results.provenance import Step

Format: TypeAlias = Literal["table", "json", "csv"]
NUMERIC = r"[\s<>≈≥≤~]*[-−+]?\$?\d.{0,38}|[-–]?|none|cannot be computed"  # a number, with its unit
NARROWEST = 16  # letters of a column of words that can still be read
WIDE = 160  # columns of a table that goes into a file or a pipe


def make_console() -> Any:
    """Give a console that does not fold lines in a pipe."""
    from rich.console import Console

    class PipeConsole(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end with 1, which says here that a verdict flipped

    console = PipeConsole(highlight=False)
    return console if console.is_terminal else PipeConsole(highlight=False, width=WIDE)


@contextmanager
def working(doing: str, *cases: Case) -> Iterator[None]:
    """Say on a terminal what is going on, a pipe hears nothing of it; use and keep the answers of these cases."""
    from analysis.results.cache import remembered

    with ExitStack() as stack:
        if sys.stderr.isatty():
            from rich.console import Console

            stack.enter_context(
                Console(file=getattr(sys.stderr, "stream", sys.stderr)).status(f"{doing} … (Ctrl+C stops)")
            )
        stack.enter_context(remembered(*cases))
        yield


def show(frame: pd.DataFrame, style: Format, as_json: bool, title: str = "", hidden: tuple[str, ...] = ()) -> None:
    """Print a frame as a table, CSV or JSON."""
    from analysis.api.core import plain_columns, shown_columns

    if as_json or style == "json":
        print_json(_rows(plain_columns(frame)))
    elif style == "csv":
        sys.stdout.write(plain_columns(frame).to_csv(index=False))
    else:
        _print_table(shown_columns(frame).drop(columns=list(hidden), errors="ignore"), title)


def show_comparison(found: Any, style: Format, as_json: bool) -> None:
    """Print what differs between two cases."""
    from analysis.api.core import plain_columns, shown_columns

    if as_json or style == "json":
        names = {"first": found.first, "second": found.second}
        print_json(names | {part: _rows(plain_columns(frame)) for part, frame in found.frames().items()})
    elif style == "csv":
        show(found.tidy(), "csv", False)
    else:
        titles = {"inputs": ("input", "differs"), "results": ("result", "moves"), "verdicts": ("verdict", "flips")}
        for part, frame in found.frames().items():
            printed = shown_columns(frame[frame["first"] != frame["second"]])
            if "mostly_by" in printed and not printed["mostly_by"].any():  # an empty column takes the room of numbers
                printed = printed.drop(columns="mostly_by", errors="ignore")
            if len(printed):
                _print_table(printed, _heading(len(printed), *titles[part]))
            if hidden := len(frame) - len(printed):
                sys.stdout.write(f"{_heading(hidden, *titles[part], more=True)} in digits that are not printed\n")
            sys.stdout.write("" if len(frame) else f"no {titles[part][0]} {titles[part][1]}\n")


def _heading(count: int, thing: str, does: str, more: bool = False) -> str:
    noun, verb = (thing, does) if count == 1 else (f"{thing}s", does.removesuffix("s"))
    return f"{count} {'more ' if more else ''}{noun} {verb}"


def print_json(content: object) -> None:
    """Print JSON with full precision."""
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

    console = make_console()
    texts = {str(name): frame[name].map(_cell).astype(str) for name in frame.columns}
    if _needed_width(texts) > console.width:
        _print_blocks(console, texts, title)
        return
    table = Table(title=title or None, title_justify="left", title_style="bold", header_style="bold", box=box.SIMPLE)
    for place, (name, kind) in enumerate(frame.dtypes.items()):
        justify: Literal["left", "right"] = "right" if kind.kind in "fiu" else "left"
        text = frame[name].map(_cell)
        is_number = kind.kind in "fiu" or text.str.fullmatch(NUMERIC).all()
        table.add_column(
            str(name).replace("_", " "),
            justify=justify,
            no_wrap=place == 0 or bool(is_number),  # words fold between words, a number never does
            overflow="fold",
            min_width=None if not is_number else int(text.str.len().max()) if len(text) else None,
        )
    for row in frame.itertuples(index=False):
        table.add_row(*(_cell(value) for value in row))
    console.print(table)


def _needed_width(texts: dict[str, pd.Series]) -> int:
    """Give the width at which a table stands with every number whole and words in columns of `NARROWEST`."""
    total = 2
    for place, (name, text) in enumerate(texts.items()):
        longest = max([int(text.str.len().max()) if len(text) else 0, *map(len, name.split("_"))])
        whole = place == 0 or text.str.fullmatch(NUMERIC).all()
        total += (longest if whole else min(longest, NARROWEST)) + 3
    return total


def _print_blocks(console: Any, texts: dict[str, pd.Series], title: str) -> None:
    """Print each row as a block of its own, a line for each column, where a table would squeeze its words."""
    from rich.table import Table

    if title:
        console.print(f"[bold]{title}[/]")
    first, *others = texts
    for row, name in enumerate(texts[first]):
        console.print(f"[bold]{name}[/]", soft_wrap=True)
        block = Table.grid(padding=(0, 2))
        block.add_column(no_wrap=True)
        block.add_column(overflow="fold")
        for other in others:
            if texts[other].iloc[row]:
                block.add_row(f"  {other.replace('_', ' ')}", texts[other].iloc[row])
        console.print(block)


def _cell(value: Any) -> str:
    from rich.markup import escape

    if value is None or value != value:
        return "–"
    if isinstance(value, float):
        from analysis.format import number

        return number(value, 4) if 1e-4 <= abs(value) < 1e12 or value == 0 else f"{value:.4g}".replace("-", "−")
    return escape({True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value))


def step_line(step: Step) -> str:
    """Write a step of a trace in one line."""
    from rich.markup import escape

    value = f"{': ' if step.kind in ('source', 'page') else ' = '}{escape(step.value)}" if step.value else ""
    place = f"  [dim]{escape(step.place)}[/]" if step.place else ""
    return f"[bold]{escape(step.name)}[/]{value} [italic]{step.kind}[/]{place}"


def draw_steps(top: Step) -> Tree:
    """Draw a trace as a tree; what a result rests on is drawn where it comes first."""
    from rich.tree import Tree

    drawn: set[str] = set()

    def add(step: Step, branch: Tree) -> Tree:
        if step.kind == "result" and step.name in drawn:
            branch.add("[dim]as above[/]")
            return branch
        drawn.add(step.name)
        for below in step.below:
            add(below, branch.add(step_line(below)))
        return branch

    return add(top, Tree(step_line(top)))


def step_dict(step: Step) -> dict[str, Any]:
    """Give a step and what it rests on as plain data."""
    below = [step_dict(s) for s in step.below]
    return {"kind": step.kind, "name": step.name, "value": step.value, "place": step.place, "rests_on": below}


def step_frame(top: Step) -> pd.DataFrame:
    """Give a trace as rows with their depth."""
    import pandas as pd

    def rows(step: Step, depth: int) -> Iterator[tuple[int, str, str, str, str]]:
        yield depth, step.kind, step.name, step.value, step.place
        for below in step.below:
            yield from rows(below, depth + 1)

    return pd.DataFrame(list(rows(top, 0)), columns=["depth", "kind", "name", "value", "place"])
