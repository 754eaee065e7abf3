"""Tags that say nothing to anybody go: a reference page of a thousand entries is a third smaller without them.

Sphinx wraps every piece of code, the words of every link and the only paragraph of every cell into a tag of its own,
and names links and rows by classes; neither the look nor a script of the site asks for these. The heads of a table
that a phone shows as cards stand once, as values of its style, not again in every cell.
"""

from __future__ import annotations

import html
import re

PIECE = re.compile(r'<span class="pre">([^<]*)</span>')
CODE = re.compile(r'<code class="(?:xref py py-\w+ )?docutils literal notranslate">')
WORDS = re.compile(r'(<a class="reference internal"[^>]*>)<span class="std std-(?:ref|doc)">([^<]*)</span></a>')
DOLLAR = re.compile(r"\\\$(?=\d)")  # of a source's title, as a bibliography writes it
EMPTY_HEAD = re.compile(r"<th\b([^>]*)>\s*(?:<p>\s*</p>)?\s*</th>")  # heads nothing, and is read aloud as a head
NAME = re.compile(r' title="analysis\.[\w.]+"(?=><code>)')
LINK = re.compile(r'(?<=<a) class="reference internal"')
NAMED_LINK = re.compile(r'(?<=<a class=")(term |current )?reference internal ?(nav-link)?(?=")')
LEFT = re.compile(r'(?<=<td) class="text-left(?: ([^"]*))?"')  # where words of a cell stand anyhow
ROW = re.compile(r'<tr class="row-(?:odd|even)">')
CELL = re.compile(r"(<t[dh]\b[^>]*>)<p>((?:(?!</?(?:p|td|th)\b).)*)</p>\s*(?=</t[dh]>)", re.S)
MATH = re.compile(r'(?<=<math)((?: display="block")?)[^>]*>(?:<semantics>)?(.*?)(?:</semantics>)?(?=</math>)', re.S)
FORMULA = re.compile(r'class="math notranslate nohighlight"')
BOX = re.compile(r'(?<=<div class=")([^"]+) docutils(?= container")')
SIDEBAR = "bd-sidebar-secondary"
STACKED = re.compile(r'(<table class="[^"]*\bstacked\b[^"]*")([^>]*>.*?</thead>)', re.S)
HEAD = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.S)
SPACE = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2>)|[ \t]*\n\s*", re.S)  # around lines, where nobody sees it


def quoted(words: str) -> str:
    r"""Words of a page as a text of a style sheet inside an attribute.

    Examples
    --------
    >>> print(quoted("The founder's &amp; " + '"ours"'))
    'The founder\'s &amp; &quot;ours&quot;'
    """
    text = html.unescape(words).replace("\\", r"\\").replace("'", r"\'")
    return "'" + html.escape(text, quote=False).replace('"', "&quot;") + "'"


def name_columns(table: re.Match[str]) -> str:
    r"""The start of a table with the head of each column but the first as a value of its style.

    Examples
    --------
    >>> head = '<table class="table stacked"><thead><tr><th>Input</th><th>Low &amp; high</th></tr></thead>'
    >>> print(STACKED.sub(name_columns, head).split(">")[0])
    <table class="table stacked" style="--head-2:'Low &amp; high'"
    """
    heads = [quoted(re.sub(r"<[^>]*>", "", head).strip()) for head in HEAD.findall(table[2])]
    named = [f"--head-{number}:{words}" for number, words in enumerate(heads, 1) if number > 1]
    return f'{table[1]} style="{";".join(named)}"{table[2]}'


def strip_markup(page: str) -> str:
    """A page without them.

    Examples
    --------
    >>> strip_markup('<code class="docutils literal notranslate"><span class="pre">a.b</span></code>')
    '<code>a.b</code>'
    >>> strip_markup('<th class="head"><p></p></th>')
    '<td class="head"></td>'
    >>> strip_markup('<tr class="row-odd"><td><p>1</p></td>\\n\\n  <td><p>2</p><p>3</p></td></tr>')
    '<tr><td>1</td>\\n<td><p>2</p><p>3</p></td></tr>'
    >>> strip_markup('<td class="text-left">a</td><td class="text-left words">b</td>')
    '<td>a</td><td class="words">b</td>'
    >>> strip_markup('<a class="term reference internal" href="b">b</a>')
    '<a class="term" href="b">b</a>'
    >>> strip_markup('<math display="inline" xmlns="http://a"><semantics><mi>n</mi></semantics></math>')
    '<math><mi>n</mi></math>'
    """
    page = FORMULA.sub('class="math"', MATH.sub(r"\1>\2", page))
    page = BOX.sub(r"\1", page)
    if SIDEBAR not in page:  # the theme would hide it behind a wide table, and stops with an error where there is none
        page = page.replace('<div class="full-width ', '<div class="wide-table ')
    page = STACKED.sub(name_columns, page)
    page = DOLLAR.sub("$", page)
    page = EMPTY_HEAD.sub(r"<td\1></td>", page)
    page = CODE.sub("<code>", PIECE.sub(r"\1", page))
    page = NAME.sub("", WORDS.sub(r"\1\2</a>", page))
    page = CELL.sub(r"\1\2", ROW.sub("<tr>", page))
    page = LEFT.sub(lambda found: f' class="{found[1]}"' if found[1] else "", page)
    page = NAMED_LINK.sub(lambda found: (found[1] or found[2]).strip(), LINK.sub("", page))
    return SPACE.sub(lambda found: found[1] or "\n", page)
