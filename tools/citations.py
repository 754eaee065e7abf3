"""Write out the sources of docstrings: under References a key of the bibliography stands behind author, year and link.

A docstring is written with the bare key, `suncatcher2025, section 4.4`; this puts the rest before it, and renews it
when the entry in `book/references.bib` changes. A test asks whether anything is left to write.
"""

from __future__ import annotations

import ast
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from analysis.evidence.bibliography import bibliography, cited_as
from tools.guard import run_command
from tools.pages import ROOT
from tools.progress import console

WIDTH = 120
SECTION = re.compile(r"^([ ]*)References\n\1-+\n(.*?)(?=\n\n\1\w[\w ]*\n\1-+\n|\s*\Z)", re.DOTALL | re.MULTILINE)
CITED = re.compile(r"(?:`[^`]*`__ )?\[(\w+)\]")
BARE = re.compile(r"(?<!\[)\b[a-z]\w+\b(?!\])")
NEXT_SOURCE = re.compile(r"(?<=;) (?=`[^`]*`__ \[)")


def written_out(text: str) -> str:
    """Give one paragraph of references with author, year and link before each key.

    Examples
    --------
    >>> written_out("wright1936, the law of the cumulative average")
    'Wright (1936) [wright1936], the law of the cumulative average'
    >>> once = written_out("suncatcher2025, Table 1")
    >>> once
    '`Agüera y Arcas et al. (2025) <https://arxiv.org/abs/2511.19468>`__ [suncatcher2025], Table 1'
    >>> written_out(once) == once
    True
    """
    known = bibliography()

    def renewed(found: re.Match[str]) -> str:
        linked = found[0].startswith("`") and found[1] in known
        return f"{cited_as(found[1])} [{found[1]}]" if linked else found[0]

    def expanded(found: re.Match[str]) -> str:
        return f"{cited_as(found[0])} [{found[0]}]" if found[0] in known else found[0]

    parts = re.split(r"(`[^`]*`__)", CITED.sub(renewed, text))  # no key is looked for inside a link
    return "".join(part if part.endswith("`__") else BARE.sub(expanded, part) for part in parts)


def section(found: re.Match[str]) -> str:
    """Write out one section of references, each linked source on a line of its own."""
    indent, said = found[1], [" ".join(paragraph.split()) for paragraph in re.split(r"\n[ ]*\n", found[2])]
    whole = [written_out(paragraph) for paragraph in said]
    if whole == said:
        return found[0]
    paragraphs = [NEXT_SOURCE.split(paragraph) for paragraph in whole]
    lines = [
        "\n".join(
            textwrap.fill(
                source,
                WIDTH,
                initial_indent=indent,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
            for source in paragraph
        )
        for paragraph in paragraphs
    ]
    return f"{indent}References\n{indent}----------\n" + "\n\n".join(lines)


def docstrings(source: str) -> Iterator[tuple[int, int]]:
    """Give the first and the last line of every docstring."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            yield node.body[0].lineno - 1, int(node.body[0].end_lineno or 0)


def rewritten(source: str) -> str:
    """Give a module with the references of all its docstrings written out."""
    lines = source.splitlines()
    for first, last in sorted(docstrings(source), reverse=True):
        if last - first > 1:
            body = "\n".join(lines[first : last - 1])
            lines[first : last - 1] = SECTION.sub(section, body).split("\n")
    return "\n".join(lines) + "\n"


def unwritten() -> dict[Path, str]:
    """Give every module that should say more, with what it should say."""
    files = {file: file.read_text(encoding="utf-8") for file in sorted((ROOT / "analysis").rglob("*.py"))}
    renewed = {file: rewritten(text) for file, text in files.items() if "References\n" in text}
    return {file: text for file, text in renewed.items() if text != files[file]}


def main() -> None:
    """Write what is left to write, in all modules or in those that are named."""
    named = [Path(word).resolve() for word in sys.argv[1:]]
    for file, text in unwritten().items():
        if named and file not in named:
            continue
        file.write_text(text, encoding="utf-8")
        console.print(f"{file.relative_to(ROOT)}: references written out")


if __name__ == "__main__":
    run_command(main)
