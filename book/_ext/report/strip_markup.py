"""Tags that say nothing to anybody go: a reference page of a thousand entries is a third smaller without them.

Sphinx wraps every piece of code and the words of every link into a tag of its own; neither the look nor a script of the
site asks for these.
"""

from __future__ import annotations

import re

PIECE = re.compile(r'<span class="pre">([^<]*)</span>')
CODE = re.compile(r'<code class="(?:xref py py-\w+ )?docutils literal notranslate">')
WORDS = re.compile(r'(<a class="reference internal"[^>]*>)<span class="std std-(?:ref|doc)">([^<]*)</span></a>')
DOLLAR = re.compile(r"\\\$(?=\d)")  # of a source's title, as a bibliography writes it
EMPTY_HEAD = re.compile(r"<th\b([^>]*)>\s*(?:<p>\s*</p>)?\s*</th>")  # heads nothing, and is read aloud as a head
NAME = re.compile(r' title="analysis\.[\w.]+"(?=><code>)')


def strip_markup(page: str) -> str:
    """A page without them.

    Examples
    --------
    >>> strip_markup('<code class="docutils literal notranslate"><span class="pre">a.b</span></code>')
    '<code>a.b</code>'
    >>> strip_markup('<th class="head"><p></p></th>')
    '<td class="head"></td>'
    """
    page = DOLLAR.sub("$", page)
    page = EMPTY_HEAD.sub(r"<td\1></td>", page)
    page = CODE.sub("<code>", PIECE.sub(r"\1", page))
    return NAME.sub("", WORDS.sub(r"\1\2</a>", page))
