"""Which text belongs to which notebook, and how a text becomes a notebook that never differs without a reason.

People edit `book/text` and nothing else; a text with calculations becomes a notebook, the others are copied as they are
when the site is built (`analysis.pages.reference`).
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import jupytext
from nbformat import NotebookNode

from analysis.pages.toc import NOTEBOOK

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
TEXT = BOOK / "text"

# Nothing of the machine that ran the notebook: the same text gives the same bytes anywhere.
METADATA: dict[str, Any] = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}


def texts() -> list[Path]:
    """Every page that has calculations, as text, in reading order."""
    return sorted(text for text in TEXT.rglob("*.md") if text.read_text(encoding="utf-8").startswith(NOTEBOOK))


def notebook_of(text: Path) -> Path:
    """The executed notebook that belongs to a text."""
    inside = text.relative_to(TEXT).with_suffix(".ipynb")
    numbered = len(inside.parts) == 1 and inside.name[:1].isdigit()
    return BOOK / "chapters" / inside if numbered else BOOK / inside


def chosen(words: list[str]) -> list[Path]:
    """The texts whose name starts with one of the words (all of them when there is no word); each word has a text."""
    found = {word: [text for text in texts() if text.stem.startswith(Path(word).stem)] for word in words}
    if missing := [word for word, some in found.items() if not some]:
        raise SystemExit(f"no text in book/text/ starts with {' or '.join(missing)}")
    return [text for text in texts() if not words or any(text in some for some in found.values())]


def read(text: Path) -> NotebookNode:
    """A text as a notebook without outputs; a cell's id is the hash of what it says, so that ids are stable."""
    notebook: NotebookNode = jupytext.read(text, fmt="md:myst")
    notebook.metadata = NotebookNode(METADATA)
    seen: dict[str, int] = {}
    for cell in notebook.cells:
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:10]
        seen[digest] = seen.get(digest, 0) + 1
        cell["id"] = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook
