"""Quick checks before a commit: `python -m tools.check pairing | evidence | chapter NUMBER`."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import yaml

from tools import new_chapter, pages
from tools.pages import ROOT
from tools.progress import console, failed

SECTIONS = (
    "The claim",
    "What would have to be true",
    "The calculation",
    "Every claim of this chapter",
    "Which two inputs decide",
    "What could not be checked",
    "What would change our mind",
)
CALLS = {  # what a chapter shows, and how it asks for it
    "verdict box": "page.verdict(",
    "formula from the code": "page.formula(",
    "table of inputs": "page.inputs(",
    "what-if": "page.whatif(",
    "table of its claims": ("page.claims(", "page.chapter_claims("),
    "inputs that decide": "page.decides(",
}
CODE = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
THRESHOLD = re.compile(
    r"[<>≤≥]|\\[lg]e\b|\b(?:at (?:least|most)|below|above|(?:more|less|longer) than|only if|passes|{n})"
)
DATED = re.compile(r"\b20\d\d\b|\{n\}`[^`]*(?:deployment|year)")
OTHERS = re.compile(
    r"^Others on the same question: .*\]\(|^#+ (?:What peers say|Published values, reproduced|Other people)",
    re.MULTILINE,
)
MAX_CELL_LINES = 10  # lines of a cell
PAGE = re.compile(r'Page\(\s*"(\w+)"(?:,\s*also=\(([^)]*)\))?')
ROLE = re.compile(r"\{n\}`([^`]+)`")
UNTESTED = 40  # letters of a reason why nothing can be tested
RANKED = re.compile(r'page\.decides\(\s*"([^"]+)"')
VERDICT = re.compile(r'page\.verdict\("([ABT]\d{2})"\)')


def pairing(texts: list[Path] | None = None) -> Iterator[str]:
    """Tell which notebook does not say what its text says."""
    for text in pages.texts() if texts is None else texts:
        notebook, name = pages.notebook_of(text), text.relative_to(ROOT)
        again = f"run `make run PAGES={text.stem}`"
        if not notebook.exists():
            yield f"{name} has no notebook: {again}"
            continue
        stored = nbformat.read(notebook, as_version=4)
        if [(c.cell_type, c.source) for c in stored.cells] != [(c.cell_type, c.source) for c in pages.read(text).cells]:
            yield f"{notebook.relative_to(ROOT)} does not say what {name} says: {again}"


def evidence() -> Iterator[str]:
    """Tell what is wrong with the evidence: the first fault of every kind."""
    from analysis.evidence import (
        bibliography,
        claim_records,
        conflicts,
        load_scenario,
        observation,
        observations,
        records,
        shipped_scenarios,
    )
    from analysis.evidence.errors import EvidenceError

    tables = [lambda name=name: observation(name) for name in observations()]
    cases = [lambda file=file: load_scenario(file) for file in shipped_scenarios().values()]
    readers: list[Callable[[], object]] = [bibliography, records, claim_records, conflicts, *tables, *cases]
    sound = True
    for read in readers:
        try:
            read()
        except EvidenceError as error:
            sound = False
            yield str(error)
    if sound:
        yield from _tails()


def _tails() -> Iterator[str]:
    """Tell which range draws what cannot be."""
    from analysis.evidence import Case
    from analysis.results.uncertainty import tail_violation

    case = Case()
    yield from filter(None, (tail_violation(case.record(key)) for key in case))


def chapter(number: int) -> Iterator[str]:
    """Tell what a chapter still lacks."""
    texts = sorted(pages.TEXT.glob(f"{number:02d}-*.md"))
    if len(texts) != 1:
        yield f"book/text/ has {len(texts)} texts that begin with {number:02d}-: `make new-chapter` begins one"
        return
    text = texts[0]
    content = text.read_text(encoding="utf-8")
    yield from _form(text, content)
    yield from _code(text, content, number)
    yield from _claims(content, number)
    yield from pairing([text])
    file = pages.notebook_of(text).relative_to(ROOT).with_suffix("").as_posix()
    listed = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    if f"'{file}'" not in str(listed):
        yield f"_toc.yml does not list {file}"


def _form(text: Path, content: str) -> Iterator[str]:
    name = text.relative_to(ROOT)
    headings = re.findall(r"^## (.+)$", content, flags=re.MULTILINE)
    there = [title for title in headings if title in SECTIONS]
    own = [title for title in headings if title not in SECTIONS]
    told = "The calculation" if len(own) > 1 else ""  # a long calculation may have sections of its own
    yield from (f'{name} has no section "{title}"' for title in SECTIONS if title not in (*headings, told))
    first, last = (
        [title for title in SECTIONS[:3] if title in there],
        [title for title in SECTIONS[-2:] if title in there],
    )
    if there[: len(first)] != first or there[len(there) - len(last) :] != last:
        yield f"{name}: the sections stand in another order than {', '.join(SECTIONS)}"
    if ":  figure:" not in content:
        yield f"{name} has no figure with a name and a caption"
    for what, call in CALLS.items():
        if not any(one in content for one in ((call,) if isinstance(call, str) else call)):
            yield f"{name} has no {what}: {call if isinstance(call, str) else call[-1]}...)"
    for cell in CODE.findall(content):
        lines = [line for line in cell.splitlines() if line.strip() and not line.startswith(":")]
        if len(lines) > MAX_CELL_LINES:
            yield f"{name} has a cell of {len(lines)} lines, and {MAX_CELL_LINES} are the most: {lines[0]}"
        if re.search(r"^\s*(?:def|class) ", cell, flags=re.MULTILINE):
            yield f"{name} defines something: {lines[0]}; that belongs in analysis/studies"
    yield from _words(name, content)


def _words(name: Path, content: str) -> Iterator[str]:
    """What the sections say: the claim's place and day, thresholds, others, dates, and the length of the whole."""
    says = {title: CODE.sub("", text) for title, text in SECTION.findall(content)}
    claim, true, mind = (says.get(SECTIONS[i], "") for i in (0, 1, -1))
    if claim and not (DATED.search(claim) and re.search(r"[Pp]aragraphs? \d", claim)):
        yield f"{name}: the claim needs its day and its paragraph"
    if true and not THRESHOLD.search(true):
        yield f"{name}: what would have to be true needs thresholds with units"
    if mind and not DATED.search(mind):
        yield f"{name}: what would change our mind needs a date"
    if not OTHERS.search(content) and "19-peers" not in content:
        yield f"{name} leads to nobody else's answer: a line that begins with “Others on the same question: ”"


def _code(text: Path, content: str, number: int) -> Iterator[str]:
    from analysis.evidence import records
    from analysis.results import registry

    found = PAGE.search(content)
    if not found:
        yield f"{text.relative_to(ROOT)} makes no page: page = Page(STUDY)"
        return
    study = found[1]
    for template, file in new_chapter.places(study, number).items():
        if template == "text.md":
            file = text
        if not file.exists():
            yield f"{file.relative_to(ROOT)} is missing"
            continue
        count = file.read_text(encoding="utf-8").count("TODO")
        if count:
            yield f"{file.relative_to(ROOT)} has {count} TODO{'s' if count > 1 else ''} left"
    shown = [study, *re.findall(r'"(\w+)"', found[2] or "")]
    known = {key for module in shown for key in registry.results(module)}
    for key in sorted(set(ROLE.findall(content))):
        if key not in known and key not in records() and not key.startswith("claims."):
            name = f"{text.relative_to(ROOT)} prints {key}"
            module = key.partition(".")[0]
            if key in registry.results():
                yield f'{name}, of another chapter: page = Page("{study}", also=("{module}",)) lends its results'
            else:
                yield f"{name}, which is no record and no result of {', '.join(shown)}"


def _claims(content: str, number: int) -> Iterator[str]:
    from analysis.evidence import claim_records

    own = {name: claim for name, claim in claim_records().items() if claim.chapter == number}
    turned_on = VERDICT.findall(content)
    if not turned_on:
        yield 'the text shows no verdict: page.verdict("ID")'
    yield from (
        f"the verdict shown is that of {name}, a claim of another chapter" for name in set(turned_on) - set(own)
    )
    if not own:
        yield f"claims.toml has no claim with chapter = {number}"
    elif not any(claim.headline for claim in own.values()):
        yield f"claims.toml: none of {', '.join(own)} is the chapter's headline"
    ranked = RANKED.findall(content)
    if ranked and ranked != [name for name, claim in own.items() if claim.headline]:
        yield f"the inputs of {', '.join(ranked)} are ranked, and the headline of the chapter is another claim"
    yield from (
        f"claims.toml: [{name}] is not tested: name a result in `today`, or the answer read in `read_today`"
        for name, claim in own.items()
        if not (claim.tests or claim.forecast or claim.kind == "plan" or len(claim.because) > UNTESTED)
    )


def main() -> None:
    """Read the command line; say what is wrong, and fail when something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["pairing", "evidence", "chapter"])
    parser.add_argument("number", nargs="?", default="", help="of the chapter")
    arguments = parser.parse_args()
    if arguments.what == "chapter":
        if not arguments.number.isdecimal():
            sys.exit("a chapter has a number: make check-chapter NUMBER=21")
        wrong = list(chapter(int(arguments.number)))
    else:
        wrong = list({"pairing": pairing, "evidence": evidence}[arguments.what]())
    for message in wrong:
        failed(message)
    if not wrong:
        console.print(
            f"[green]✔[/] {arguments.what}{f' {arguments.number}' if arguments.number else ''}: nothing missing"
        )
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
