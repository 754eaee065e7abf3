"""The pages as they are stored: what their executed notebooks hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tools.pages import BOOK


def outputs() -> Iterator[tuple[str, str, Any]]:
    """Every output of every executed page: its page, its kind, what it holds."""
    for path in sorted(BOOK.rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                for kind, held in output.get("data", {}).items():
                    yield path.stem, kind, "".join(held) if isinstance(held, list) else held
