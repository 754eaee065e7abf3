"""Text and notebook are one page: the notebook says what the text says, and nothing about the machine it ran on."""

from __future__ import annotations

import subprocess
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from analysis.pages.reference import plain_pages
from tools import pages, run

TEXTS = pages.texts()


def name(text: Path) -> str:
    return str(text.relative_to(pages.TEXT))


def said(notebook: nbformat.NotebookNode) -> list[tuple[str, str, dict[str, object]]]:
    """What a page says, without its outputs."""
    return [(cell.cell_type, cell.source, dict(cell.metadata)) for cell in notebook.cells]


@pytest.mark.parametrize("text", TEXTS, ids=name)
def test_the_notebook_says_what_the_text_says(text: Path) -> None:
    notebook = pages.notebook_of(text)
    assert notebook.exists(), f"{name(text)} has no notebook: run `make run`"
    stored = nbformat.read(notebook, as_version=4)
    assert said(stored) == said(pages.read(text)), f"{notebook.name} is not what {name(text)} says: run `make run`"


@pytest.mark.parametrize("text", TEXTS, ids=name)
def test_every_cell_was_executed_in_order_and_none_failed(text: Path) -> None:
    stored = nbformat.read(pages.notebook_of(text), as_version=4)
    code = [cell for cell in stored.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    assert not [output for output in outputs if output.get("name") == "stderr"], "a cell writes warnings"


@pytest.mark.parametrize("text", TEXTS, ids=name)
def test_nothing_of_the_machine_is_stored(text: Path) -> None:
    stored = pages.notebook_of(text).read_text(encoding="utf-8")
    assert str(Path.home()) not in stored or str(Path.home()) == "/"
    assert str(pages.ROOT) not in stored
    assert '"execution":' not in stored


def test_every_notebook_has_a_text() -> None:
    paired = {pages.notebook_of(text) for text in TEXTS}
    found = {path for path in pages.BOOK.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts}
    assert found == paired


def test_no_page_has_two_sources() -> None:
    """A plain page beside a notebook of the same name would be one page twice."""
    assert not [path for path in pages.BOOK.rglob("*.ipynb") if path.with_suffix(".md").exists()]


def test_every_page_that_people_edit_is_under_one_folder() -> None:
    kept = subprocess.run(["git", "ls-files", "book"], cwd=pages.ROOT, capture_output=True, text=True, check=True)
    written = [name for name in kept.stdout.split() if name.endswith(".md")]
    assert [name for name in written if not name.startswith("book/text/")] == []
    plain = {path.stem for path in pages.TEXT.rglob("*.md")} - {path.stem for path in TEXTS}
    assert plain == set(plain_pages()), "a text without calculations belongs into book/text/reference"
    assert {"style", "glossary", "sources"} < plain


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book of its own, elsewhere."""
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    monkeypatch.setattr(pages, "BOOK", tmp_path / "book")
    monkeypatch.setattr(pages, "TEXT", tmp_path / "book" / "text")
    (tmp_path / "book" / "text").mkdir(parents=True)
    return tmp_path


HEAD = "---\njupytext:\n  text_representation:\n    extension: .md\n    format_name: myst\n---\n\n# A page\n\n"


def write(shelf: Path, code: str) -> Path:
    text = shelf / "book" / "text" / "07-trial.md"
    text.write_text(
        f"{HEAD}```{{code-cell}} python\n1 + 1\n```\n\n```{{code-cell}} python\n{code}\n```\n", encoding="utf-8"
    )
    return text


def test_executing_twice_gives_the_same_bytes(shelf: Path) -> None:
    text = write(shelf, "print('said')")
    assert run.execute(text) is True
    first = pages.notebook_of(text).read_bytes()
    assert run.execute(text) is False
    assert pages.notebook_of(text).read_bytes() == first


def test_a_page_that_raises_keeps_its_old_notebook_and_is_named(shelf: Path) -> None:
    text = write(shelf, "print('good')")
    run.execute(text)
    before = pages.notebook_of(text).read_bytes()
    write(shelf, "raise ValueError('seven is not a mass')")
    with pytest.raises(
        run.PageError, match=r"07-trial\.md, code cell 2 of 2 .*ValueError: seven is not a mass"
    ) as info:
        run.execute(text)
    assert isinstance(info.value.__cause__, CellExecutionError)
    assert pages.notebook_of(text).read_bytes() == before
    assert list(pages.notebook_of(text).parent.iterdir()) == [pages.notebook_of(text)]


def test_the_command_fails_when_a_page_fails(shelf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(shelf, "1 / 0")
    assert len(run.run(pages.chosen([]), jobs=1)) == 1
    assert "ZeroDivisionError" in capsys.readouterr().out


def test_an_unknown_page_is_refused(shelf: Path) -> None:
    with pytest.raises(SystemExit, match="no text in book/text/ starts with 99"):
        pages.chosen(["99"])


def test_a_word_without_a_page_is_refused_beside_one_that_has_one(shelf: Path) -> None:
    text = write(shelf, "1")
    assert pages.chosen(["07"]) == pages.chosen(["07", "07-trial.md"]) == [text]
    with pytest.raises(SystemExit, match="starts with zzz or 99$"):
        pages.chosen(["07", "zzz", "99"])


@pytest.mark.parametrize("jobs", ["0", "-2"])
def test_no_notebook_at_a_time_is_refused_in_one_line(jobs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["run", "-j", jobs, "01"])
    with pytest.raises(SystemExit, match=f"--jobs needs a number of at least 1; got {jobs}"):
        run.main()


def test_cell_ids_follow_what_the_cell_says(shelf: Path) -> None:
    first = [cell["id"] for cell in pages.read(write(shelf, "2")).cells]
    second = [cell["id"] for cell in pages.read(write(shelf, "3")).cells]
    assert first[:-1] == second[:-1]
    assert first[-1] != second[-1]
    twice = [cell["id"] for cell in pages.read(write(shelf, "1 + 1")).cells]
    assert len(set(twice)) == len(twice)
