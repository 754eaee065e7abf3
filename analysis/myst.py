"""Write MyST text: tables, admonitions, links. Nothing here knows what the text is about."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Literal

Align = Literal["left", "right", "center"]
_RULE = {"left": ":---", "right": "---:", "center": ":---:"}
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|$~]|&(?=#?\w+;))")
_BLOCK = re.compile(  # what makes a line a list, a heading, a fence, a definition, a rule or a comment
    r"^(?:[-+](?=\s|$)|#(?=#*(?:\s|$))|:(?=[:\s])|%|[-=](?=[-=]*$)|\d+(?=[.)](?:\s|$)))"
)


def escape(text: str) -> str:
    r"""Show any text as text: no markup, no markup language, no line break.

    Examples
    --------
    >>> escape("a | b <script>"), escape("two_words")
    ('a \\| b &lt;script&gt;', 'two\\_words')
    >>> escape("# no heading"), escape("1. no list"), escape("-5 %")
    ('\\# no heading', '1\\. no list', '-5 %')
    """
    return beginning(inline(" ".join(text.split())))


def inline(text: str) -> str:
    r"""Show a piece of a sentence as text; its spaces stay.

    Examples
    --------
    >>> inline("**bold** &lt; ")
    '\\*\\*bold\\*\\* \\&lt; '
    """
    return _MARKUP.sub(r"\\\1", text).replace("\\<", "&lt;").replace("\\>", "&gt;")


def beginning(text: str) -> str:
    """Let the beginning of a line be no list, heading or fence."""
    return _BLOCK.sub(lambda found: f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}", text)


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    align: Sequence[Align] | None = None,
    caption: str = "",
    name: str = "",
) -> str:
    """Write a table; with a caption and a name it is numbered and can be referred to."""
    aligns = align or ["left"] * len(header)
    lines = [_row(header), _row([_RULE[a] for a in aligns]), *(_row(row) for row in rows)]
    if not caption:
        return "\n".join(lines) + "\n"
    label = f":name: {name}\n" if name else ""
    return f"```{{table}} {caption}\n{label}\n" + "\n".join(lines) + "\n```\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("\n", " ") for cell in cells) + " |"


def cite(keys: Sequence[str]) -> str:
    """Cite sources.

    Examples
    --------
    >>> cite(["a2026", "b2025"]), cite([])
    ('{cite:p}`a2026,b2025`', '')
    """
    return f"{{cite:p}}`{','.join(keys)}`" if keys else ""


def box(title: str, body: str, classes: str, name: str = "") -> str:
    """Write an admonition with classes of its own."""
    label = f":name: {name}\n" if name else ""
    return f"````{{admonition}} {title}\n:class: {classes}\n{label}\n{body}\n````\n"


def anchor(text: str) -> str:
    """Make a stable id of a key.

    Examples
    --------
    >>> anchor("multiple.offer_multiple"), anchor("B05")
    ('multiple-offer-multiple', 'b05')
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def plain(text: str) -> str:
    """Give text safe for an HTML attribute."""
    return html.escape(" ".join(text.split()), quote=True)


def entry(anchor: str, marks: Sequence[str], lines: Sequence[str]) -> str:
    r"""Write one entry of a list that readers may narrow: a paragraph with an id, and what to find it by as classes.

    Examples
    --------
    >>> print(entry("claim-b05", ["chapter-1"], ["**B05.** Dear."]), end="")
    (claim-b05)=
    {.entry .chapter-1}
    **B05.** Dear.
    <BLANKLINE>
    """
    classes = " ".join(f".{mark}" for mark in ("entry", *marks))
    return "\n".join([f"({anchor})=", f"{{{classes}}}", *lines]) + "\n\n"


def narrowing(what: str, choices: Mapping[str, tuple[str, Mapping[str, str]]]) -> str:
    """Write the form that narrows a page of entries; without scripts the style sheet leaves it out.

    Parameters
    ----------
    what : str
        What the entries are called, in the plural.
    choices : mapping
        For each kind of mark: its label, and the words for each of its values.
    """
    fields = [_choice(name, label, values) for name, (label, values) in choices.items()]
    fields += [
        '<label>Words <input type="search" name="words" autocomplete="off"></label>',
        '<button type="reset">Show all</button>',
        '<button type="button" data-do="copy-link">Copy link</button>',
        '<output aria-live="polite"></output>',
    ]
    name = f'data-what="{plain(what)}" aria-label="Narrow the {plain(what)}"'
    form = [f'<form class="narrowing screen-only" {name}>', *fields, "</form>"]
    return "```{raw} html\n" + "\n".join(form) + "\n```\n\n"


def _choice(name: str, label: str, values: Mapping[str, str]) -> str:
    options = "".join(f'<option value="{plain(value)}">{plain(words)}</option>' for value, words in values.items())
    return f'<label>{plain(label)} <select name="{name}"><option value="">all</option>{options}</select></label>'
