"""A result of a study is printed, claimed, drawn, in a table or used by another that is, or it leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tools import pages, reach
from tools.pages import ROOT

# Who may read a result: pages, sentences of the evidence, the commands and what they are made of, published values.
# Other tests do not count: they would keep anything alive.
ROOMS = ("analysis.pages", "analysis.api", "analysis.cli", "analysis.results", "analysis.evidence")
TABLE = "decorator_list=[Name(id='table'"


def written() -> Iterator[str]:
    """The texts in which a result may be named in words."""
    for folder, kind in (
        ("book/text", "*.md"),
        ("analysis/evidence", "*.toml"),
        ("tools", "*.py"),
        ("book/_ext", "*.py"),
    ):
        yield from (path.read_text(encoding="utf-8") for path in sorted((ROOT / folder).rglob(kind)))
    yield (ROOT / "README.md").read_text(encoding="utf-8")


def read_somewhere(known: dict[str, reach.Module]) -> set[reach.Node]:
    """Everything that pages, evidence, commands and the tables of the data package reach."""
    start = {f"word {key}" for text in written() for key in reach.KEY.findall(text)}
    for text in pages.texts():
        cells = "\n".join(cell.source for cell in pages.read(text).cells if cell.cell_type == "code")
        start |= {node for leads in reach.parse("page", cells).leads.values() for node in leads}
    for path in (ROOT / "tests" / "published").glob("*.py"):
        module = reach.parse("test", path.read_text(encoding="utf-8"))
        start |= {node for leads in module.leads.values() for node in leads}
    start |= {f"{name}:{own}" for name, module in known.items() if name.startswith(ROOMS) for own in module.texts}
    start |= {f"{name}:{own}" for name, module in known.items() for own, said in module.texts.items() if TABLE in said}
    return reach.reached(start, known, reach.claim_tables())


def unread(known: dict[str, reach.Module], found: set[reach.Node]) -> list[str]:
    """The definitions of studies that nothing reaches."""
    studies = ((name, module) for name, module in known.items() if name.startswith("analysis.studies."))
    nodes = (f"{name}:{own}" for name, module in studies for own in module.texts if not own.startswith("__"))
    return sorted(node.removeprefix("analysis.studies.").replace(":", ".") for node in nodes if node not in found)


@pytest.fixture(scope="module")
def known() -> dict[str, reach.Module]:
    return reach.modules()


def test_every_result_is_read(known: dict[str, reach.Module]) -> None:
    left = unread(known, read_somewhere(known))
    assert not left, f"nothing reads {', '.join(left)}: print it, use it, or delete it"
