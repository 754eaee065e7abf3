"""Make the share card and the touch icon from vectors: `python -m tools.card`; the results are kept in book/_static."""

from __future__ import annotations

from pathlib import Path

import typst
import vl_convert

from tools.pages import BOOK
from tools.pdf.__main__ import fonts
from tools.pdf.contents import settings

STATIC = BOOK / "_static"


def main() -> None:
    """Write both pictures."""
    words = {key: settings()[key] for key in ("title", "subtitle")}
    card = typst.compile(
        Path(__file__).with_name("card.typ"),
        format="png",
        ppi=72,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs=words,
    )
    (STATIC / "card.png").write_bytes(card)
    (STATIC / "touch.png").write_bytes(vl_convert.svg_to_png((STATIC / "favicon.svg").read_text(), scale=180 / 32))


if __name__ == "__main__":
    main()
